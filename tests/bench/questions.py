"""How often each question of the checklist is asked of ordinary posts: `python -m tests.bench.questions --corpora DIR`.

DIR holds JSON Lines: `ordinary_*.jsonl` and `identifiers_vignettes.jsonl` (`text`). `--show ASK009` prints the posts
that are asked it.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from composer.lint import Options
from composer.lint.questions import questions
from tests.bench.lint_corpora import rows, thread_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", default="")
    arguments = parser.parse_args()
    for pattern in ("ordinary_*.jsonl", "identifiers_vignettes.jsonl"):
        for name, posts in rows(arguments.corpora, pattern):
            asked: Counter[str] = Counter()
            any_asked = 0
            for row in posts:
                found = questions(thread_of(row["text"]), Options())
                any_asked += bool(found)
                asked.update(one.code for one in found)
                for one in found:
                    if one.code == arguments.show:
                        print(f"    {one.text[:60]} | {row['text'][:150]}")
            print(f"{name}: {len(posts)} posts, {any_asked} asked anything ({any_asked / len(posts):.1%})")
            print("   ", ", ".join(f"{code} {many}" for code, many in sorted(asked.items())) or "nothing")


if __name__ == "__main__":
    main()
