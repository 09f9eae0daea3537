"""What the linter finds, misses and costs, beside peers if installed: `python -m tests.bench.lint --corpora DIR`.

DIR holds JSON Lines: `ordinary_*.jsonl` (`text`), `anger_*.jsonl` (`text`, `angry`), `identifiers_*.jsonl` (`text`,
`spans` as `[start, end, type]`). A missing file is skipped. `--show CODE` prints what a rule reported.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter, defaultdict
from pathlib import Path

from composer.lint import Linter, Options
from composer.model import Draft, Post, Run, Span, Style, Thread
from composer.text import measure

TONE = ("TON", "KND", "HAT")
DIRECT = {"CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "IBAN_CODE", "US_SSN", "US_DRIVER_LICENSE"}


def thread_of(*texts: str) -> Thread:
    """The texts as posts of one thread, as they are."""
    joined = "\n\n".join(texts)
    spans, at = [], 0
    for text in texts:
        spans.append(Span(at, at + len(text)))
        at += len(text) + 2
    posts = tuple(
        Post(n, len(texts), text, measure(text, "x").length, text, (Run(0, 0, len(text)),))
        for n, text in enumerate(texts, 1)
    )
    return Thread(posts, tuple(spans), "x", 280, Style(), Draft(joined))


def rows(folder: Path, pattern: str):
    for file in sorted(folder.glob(pattern)):
        yield file.stem, [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]


def false_alarms(linter: Linter, folder: Path, show: str) -> None:
    for name, posts in rows(folder, "ordinary_*.jsonl"):
        by_rule, severity, tone, warned, weighed = Counter(), {}, 0, 0, 0
        for row in posts:
            found = linter.lint(thread_of(row["text"]))
            codes = {d.code for d in found}
            by_rule.update(codes)
            severity |= {d.code: d.severity for d in found}
            heavy = {d.code for d in found if d.severity in ("warning", "error")}
            tone += any(code.startswith(TONE) for code in heavy)
            warned += any(not code.startswith("ACC") for code in heavy)
            weighed += bool(heavy)
            for d in found:
                if show and d.code.startswith(show):
                    print(f"    {d.code} {d.words} | {row['text'][:160]}")
        total = len(posts)
        print(f"\n{name}: {total} posts; tone, kindness and haters {tone / total:.2%}; warnings without accessibility")
        print(f"  {warned / total:.2%}; all warnings {weighed / total:.2%}")
        for code, count in by_rule.most_common():
            print(f"    {code} {severity[code]:8} {count:5} {count / total:7.2%}")


def score(name: str, predicted: list[bool], wanted: list[bool]) -> None:
    hits = sum(p and w for p, w in zip(predicted, wanted, strict=True))
    print(
        f"    {name:22} precision {hits / max(1, sum(predicted)):.2f}  recall {hits / max(1, sum(wanted)):.2f}"
        f"  flagged {sum(predicted)} of {len(wanted)}"
    )


def anger(linter: Linter, folder: Path, show: str) -> None:
    for name, posts in rows(folder, "anger_*.jsonl"):
        print(f"\n{name}: {len(posts)} posts")
        wanted = [bool(row["angry"]) for row in posts]
        found = [{d.code for d in linter.lint(thread_of(row["text"])) if d.severity != "info"} for row in posts]
        for codes in (("TON001",), ("KND001",), ("KND002",), ("TON", "KND", "HAT")):
            score("+".join(codes), [any(c.startswith(codes) for c in f) for f in found], wanted)
        for peer, judge in peers().items():
            score(peer, [judge(row["text"]) for row in posts], wanted)
        for row, codes in zip(posts, found, strict=True):
            if show == "angry" and bool(row["angry"]) != any(c.startswith(TONE) for c in codes):
                print(f"    {'miss ' if row['angry'] else 'false'} {row['text']}")


def identifiers(linter: Linter, folder: Path, show: str) -> None:
    for name, posts in rows(folder, "identifiers_*.jsonl"):
        seen, total, spans, right, negatives, flagged = Counter(), Counter(), 0, 0, 0, 0
        by_code = defaultdict(lambda: [0, 0])
        for row in posts:
            found = [d for d in linter.lint(thread_of(row["text"])) if d.code.startswith("PRV") and d.span]
            truth = row["spans"]
            for start, end, kind in truth:
                total[kind] += 1
                hit = any(d.span.start < end and start < d.span.end for d in found)
                seen[kind] += hit
                if not hit and show == kind:
                    print(f"    miss {row['text'][start:end]!r} | {row['text'][:180]}")
            for d in found:
                true = any(d.span.start < end and start < d.span.end for start, end, _ in truth)
                spans, right = spans + 1, right + true
                by_code[d.code][0] += true
                by_code[d.code][1] += 1
                if not true and show == d.code:
                    print(f"    false {d.words} | {row['text'][:180]}")
            if not row.get("identifying", True):
                negatives, flagged = negatives + 1, flagged + bool(found)
        print(
            f"\n{name}: {len(posts)} posts; span precision {right}/{spans};"
            f" hard negatives flagged {flagged}/{negatives}"
        )
        for code, (true, all_) in sorted(by_code.items()):
            print(f"    {code} precision {true / all_:.3f} of {all_}")
        for kind, count in total.most_common():
            print(f"    {kind:18} recall {seen[kind] / count:.3f} of {count}")
        if any("identifying" in row for row in posts):
            cases = [row for row in posts if row["identifying"]]
            caught = sum(any(d.code.startswith("PRV") for d in linter.lint(thread_of(row["text"]))) for row in cases)
            print(f"    posts recognised {caught}/{len(cases)}")


def peers() -> dict:
    found = {}
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        vader = SentimentIntensityAnalyzer()
        found["vader <= -0.5"] = lambda text: vader.polarity_scores(text)["compound"] <= -0.5
    except ImportError:
        print("    (VADER is not installed: pip install vaderSentiment)")
    try:
        from proselint.tools import lint as proselint

        found["proselint"] = lambda text: bool(proselint(text))
    except ImportError:
        try:
            from proselint.checks import __register__
            from proselint.registry import CheckRegistry
            from proselint.tools import LintFile

            CheckRegistry().register_many(__register__)
            found["proselint"] = lambda text: bool(LintFile(text, "post").lint())
        except Exception as error:  # noqa: BLE001 -- a peer that does not start is no failure of ours
            print(f"    (proselint does not run: {error!r})")
    return found


def speed(linter: Linter, folder: Path) -> None:
    texts = [row["text"] for _, posts in rows(folder, "*.jsonl") for row in posts]
    threads = [thread_of(text) for text in texts]
    for thread in threads[:200]:
        linter.lint(thread)
    each = []
    began = time.process_time()
    for thread in threads:
        start = time.process_time()
        linter.lint(thread)
        each.append(time.process_time() - start)
    ours = len(texts) / (time.process_time() - began)
    centiles = statistics.quantiles(each, n=100)
    print(
        f"\nspeed: {ours:,.0f} posts/s over {len(texts)} posts,"
        f" p50 {centiles[49] * 1e3:.2f} ms, p99 {centiles[98] * 1e3:.2f} ms"
    )
    for peer, judge in peers().items():
        sample = texts[:1000]
        began = time.process_time()
        for text in sample:
            judge(text)
        theirs = len(sample) / (time.process_time() - began)
        print(f"    {peer:16} {theirs:,.0f} posts/s; ours is {ours / theirs:.1f} times that")
    print("    one post of n characters:")
    stock = " ".join(texts)
    for size in (10_000, 100_000, 1_000_000):
        long = thread_of((stock * (size // len(stock) + 1))[:size])
        began = time.process_time()
        linter.lint(long)
        print(f"    {size:9,} characters {(time.process_time() - began) * 1e3:10.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--preview", action="store_true", help="run preview rules too")
    parser.add_argument("--show", default="", help="a code, an identifier type, or 'angry'")
    parser.add_argument("--only", default="", choices=["", "ordinary", "anger", "identifiers", "speed"])
    arguments = parser.parse_args()
    linter = Linter(Options(preview=arguments.preview))
    for name, run in (("ordinary", false_alarms), ("anger", anger), ("identifiers", identifiers)):
        if arguments.only in ("", name):
            run(linter, arguments.corpora, arguments.show)
    if arguments.only in ("", "speed"):
        speed(linter, arguments.corpora)


if __name__ == "__main__":
    main()
