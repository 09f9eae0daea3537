"""Every cue that is suggested for the texts of a folder, to be read and judged: `python -m tests.bench.cues FOLDER`.

Each `.md` and `.txt` file is one draft. A row is: number, file, post, cue, the words that suggested it, the post on one
line; with --tsv they are separated by tabs, for a table of judgements. With --judged TABLE, whose last column says
right, harmless or wrong, it counts instead.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from composer.desk.cues import offers
from composer.draft import parse
from composer.thread import shipped_cues, split

VERDICTS = ("right", "harmless", "wrong")
Row = tuple[str, int, str, str, str]


def rows(folder: Path, network: str) -> Iterator[Row]:
    """File, number of the post, cue, trigger words and text, for every suggestion; the same post counts once."""
    cues = shipped_cues()
    seen: set[str] = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".md", ".txt"}:
            continue
        thread = split(parse(path.read_text(encoding="utf-8")), network=network)
        print(f"{path.name}\t{len(thread.posts)} posts", file=sys.stderr)  # noqa: T201
        for offer in offers(thread, cues):
            if offer.cue and offer.suggestion and offer.text not in seen:
                seen.add(offer.text)
                words = ", ".join(offer.suggestion.words)
                yield path.name, offer.number, offer.cue, words, " ".join(offer.text.split())


def count(table: Path) -> None:
    """Print how many of each cue were judged how."""
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t"):
            verdicts[row[3]][row[-1]] += 1
            verdicts["all"][row[-1]] += 1
    for cue, found in sorted(verdicts.items(), key=lambda item: -item[1].total()):
        shares = "  ".join(f"{found[verdict]:4} {verdict}" for verdict in VERDICTS)
        fine = (found["right"] + found["harmless"]) / found.total()
        print(f"{cue:16} {found.total():4}  {shares}  {fine:4.0%}")  # noqa: T201


def main() -> None:
    """Print the suggestions, or count the judgements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="texts that the trigger words were not chosen on")
    parser.add_argument("--network", default="x", help="how long a post may be")
    parser.add_argument("--tsv", action="store_true", help="columns separated by tabs")
    parser.add_argument("--judged", type=Path, metavar="TABLE", help="count the verdicts in the last column")
    options = parser.parse_args()
    if options.judged:
        count(options.judged)
    if options.folder is None:
        return
    table = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    for number, row in enumerate(rows(options.folder, options.network), 1):
        if options.tsv:
            table.writerow((number, *row))
        else:
            file, post, cue, words, text = row
            print(f"{number}. {shipped_cues()[cue].emoji} {cue} ({words}) {file} {post}\n   {text}\n")  # noqa: T201


if __name__ == "__main__":
    main()
