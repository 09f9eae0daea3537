"""What the linter finds in labelled sentences, a line for each writer and family.

A folder of sets holds a folder for each writer, and that one `<family>.txt`: `+ text` is to be flagged, `- text` not,
`~ text` as well but only hints at it, ` // ` is a line break, `[[...]]` marks what could identify somebody;
`threads.txt` has threads without labels, a post a line, separated by `===`. `<family>.jsonl` (`text`, `flag`, `spans`)
is read as well.
"""

# ruff: noqa: T201

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from composer.lint import Linter
from tests.bench.lint_corpora import SETS, labelled, of_kind, thread_of, threads, touches
from tests.bench.lint_figures import MEASURED, ROUNDS, TONE

if TYPE_CHECKING:
    from pathlib import Path

    from composer.model import Diagnostic


@dataclass(frozen=True, slots=True)
class Family:
    """The rules that count as an answer to a family of sentences, and what they should reach."""

    codes: tuple[str, ...]
    bar: str
    weak: bool = False
    """Whether an info counts as found too, where warnings alone count otherwise."""


FAMILIES = {
    "favours": Family(("FAV", "BAI"), ".90 .80", weak=True),
    "bait": Family(("BAI", "FAV"), ".90 .80", weak=True),
    "disclosure": Family(("ADV001",), ".90 .80", weak=True),
    "threats": Family(("KND004",), ".90 .80", weak=True),
    "insults": Family(TONE, ".92 .40"),
    "review": Family(TONE, ".92 .35"),
    "heated": Family(TONE, ".92 .55"),
    "clinical": Family(("PRV",), ".97 .97", weak=True),
    "counter": Family(TONE, "warned <= 10 %"),
    "identity": Family(TONE, "warned 0"),
    "counter_identity": Family(TONE, "warned <= 3"),
}


@dataclass(slots=True)
class Tally:
    """Counts over the posts of a family."""

    wanted: int = 0
    unwanted: int = 0
    right: int = 0
    false: int = 0
    warned_right: int = 0
    warned_false: int = 0
    places: int = 0
    right_places: int = 0
    marks: int = 0
    found_marks: int = 0
    hints: int = 0
    found_hints: int = 0
    codes: Counter[str] = field(default_factory=Counter)

    def add(self, row: dict[str, Any], found: list[Diagnostic], family: Family) -> bool:
        """Count a post; whether the linter was right about it."""
        warned = any(d.severity != "info" for d in found)
        flagged = bool(found) if family.weak else warned
        if row["flag"]:
            self.wanted, self.right, self.warned_right = (
                self.wanted + 1,
                self.right + flagged,
                self.warned_right + warned,
            )
        else:
            self.unwanted, self.false = self.unwanted + 1, self.false + flagged
            self.warned_false += warned
            self.codes.update({d.code for d in found} if flagged else ())
        if row.get("hinted"):
            self.hints, self.found_hints = self.hints + 1, self.found_hints + flagged
        spans = row.get("spans", ())
        placed = [d for d in found if d.span] if spans or not row["flag"] else []
        self.places += len(placed)
        self.right_places += sum(touches(d, spans) for d in placed)
        self.marks += len(spans)
        self.found_marks += sum(any(touches(d, [span]) for d in placed) for span in spans)
        return flagged == row["flag"]

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def line(self, bar: str) -> str:
        """The counts as shares."""
        if not self.wanted:
            share = _share(self.warned_false, self.unwanted)
            return f"{self.unwanted:5}   warned {self.warned_false} ({share})  bar {bar}"
        flagged, warned = self.right + self.false, self.warned_right + self.warned_false
        text = (
            f"{self.wanted + self.unwanted:5}   {_share(self.right, flagged)}  {_share(self.right, self.wanted)}"
            f"   {_share(self.warned_right, warned)}  {_share(self.warned_right, self.wanted)}   {self.false:3}   {bar}"
        )
        if self.hints:
            outright = _share(self.right - self.found_hints, self.wanted - self.hints)
            text += f"   outright ones: recall {outright} of {self.wanted - self.hints}"
        if self.marks:
            text += (
                f"   spans: precision {_share(self.right_places, self.places)}, recall"
                f" {_share(self.found_marks, self.marks)}; hard negatives flagged {self.false}/{self.unwanted}"
            )
        return text

    def blame(self) -> str:
        """The rules that flagged what they should not."""
        return "  ".join(f"{code} {count}" for code, count in self.codes.most_common())


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "  - "


def table(folder: Path, only: tuple[str, ...], show: str) -> None:
    """Print it; `show` names a family of which everything that was judged wrongly is shown."""
    linter = Linter(MEASURED)
    homes = [home for home in sorted(folder.iterdir()) if [*home.glob("*.txt")] and (not only or home.name in only)]
    parts = [(home.name, labelled(home)) for home in homes]
    if folder == SETS and not only:
        written = {name for name, _ in parts}
        parts += [(part.name, part.sets()) for part in ROUNDS if part.folder not in written]
    print(f"\n{'writer':11} {'family':16} {'n':>5}   prec  rec    warned: p, r  false  bar   (by which rules falsely)")
    sums: dict[str, Tally] = {}
    for writer, sets in parts:
        for name, posts in sets:
            if name in FAMILIES:
                tally = _tally(linter, name, posts, show)
                print(_line(writer, name, tally))
                sums[name] = sums.get(name, Tally()) + tally
    if len(parts) > 1:
        print("\n".join(_line("all", name, tally) for name, tally in sums.items()))
    for home in homes:
        if (home / "threads.txt").is_file():
            print(f"{home.name:11} {'threads':16} {warned_threads(linter, threads(home / 'threads.txt'))}")


def _line(writer: str, name: str, tally: Tally) -> str:
    return f"{writer:11} {name:16} {tally.line(FAMILIES[name].bar)}   {tally.blame()}".rstrip()


def _tally(linter: Linter, name: str, posts: list[dict[str, Any]], show: str) -> Tally:
    tally, family = Tally(), FAMILIES[name]
    for row in posts:
        found = of_kind(linter, row["text"], family.codes)
        if not tally.add(row, found, family) and show == name:
            print(f"    {'miss ' if row['flag'] else 'false'} {[(d.code, *d.words) for d in found]} {row['text']!r}")
    return tally


def warned_threads(linter: Linter, given: list[list[str]]) -> str:
    """The share of threads with a warning, and which rules warned of how many."""
    by_rule: Counter[str] = Counter()
    etiquette = warned = total = 0
    for posts in given:
        codes = {d.code for d in linter.lint(thread_of(*posts)) if d.severity != "info"}
        by_rule.update(codes)
        total, warned = total + 1, warned + bool(codes)
        etiquette += any(not code.startswith("ACC") for code in codes)
    share = f"etiquette warnings in {etiquette} ({_share(etiquette, total)}, bar .13), any in {warned}"
    return f"{total:5}   {share}   " + "  ".join(f"{code} {count}" for code, count in by_rule.most_common())
