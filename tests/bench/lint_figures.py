"""Measures every rule on all there is and records it for the rules' own pages: `--record` of `tests.bench.lint`."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from composer.lint import Linter, Options, rule, rules
from composer.lint.figures import FILE
from tests.bench.lint_corpora import SETS, labelled, of_kind, rows, thread_of, touches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from composer.lint import Rule

TONE = ("TON", "KND", "HAT")

FAMILIES = {
    "bait": (("BAI", "FAV"), ("BAI001", "BAI002", "BAI003")),
    "favours": (("FAV", "BAI"), ("FAV001", "FAV002", "FAV004")),
    "disclosure": (("ADV001",), ("ADV001",)),
    "threats": (("KND004",), ("KND004",)),
    "insults": (TONE, ("KND002",)),
    "heated": (TONE, ("TON001",)),
    "review": (TONE, ("TON001",)),
}
"""For each set the rules that count as an answer, and those whose pages carry the figure."""


class Round(NamedTuple):
    """A round of sets, or a half of one, and whether nobody read its misses and widened a rule since."""

    folder: str
    what: str
    lines: slice
    unseen: bool
    read: tuple[str, ...] = ()
    """Sets of an unseen round that were read after all."""

    def is_unseen(self, name: str) -> bool:
        """Whether nobody had read this set of it."""
        return self.unseen and name not in self.read

    def said(self, name: str) -> str:
        """What it is, and whether this set of it did not stay unread."""
        return f"{self.what}, then read" if name in self.read else self.what

    @property
    def name(self) -> str:
        """The folder and the half."""
        half = {None: "", 0: " odd", 1: " even"}[self.lines.start]
        return (self.folder or "first") + half

    def sets(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The name of each set and the lines of it that belong to this round."""
        for name, posts in labelled(SETS / self.folder):
            yield name, posts[self.lines]


_READ = ("threats", "clinical")

ROUNDS = (
    Round("", "60 sentences of our own, read since", slice(None), unseen=False),
    Round("second", "60 more, read since", slice(None), unseen=False),
    Round("third", "40 more that were set apart", slice(None), unseen=True, read=_READ),
    Round("fourth", "the half of a fourth round that was read since", slice(0, None, 2), unseen=False),
    Round(
        "fourth", "the other half of the fourth round, its misses unread", slice(1, None, 2), unseen=True, read=_READ
    ),
    Round("fifth", "the half of a fifth round that was read since", slice(0, None, 2), unseen=False),
    Round("fifth", "the other half of the fifth round, its misses unread", slice(1, None, 2), unseen=True, read=_READ),
    Round("sixth", "the half of a sixth round that was read since", slice(0, None, 2), unseen=False),
    Round("sixth", "the other half of the sixth round, its misses unread", slice(1, None, 2), unseen=True, read=_READ),
    Round("a", "posts by writer A, read since", slice(None), unseen=False),
    Round("b", "posts by writer B, read since", slice(None), unseen=False),
    Round("c", "posts by writer C, counted on and never read", slice(None), unseen=True),
    Round("d", "posts by writer D, kept apart", slice(None), unseen=True, read=("threats",)),
    Round("e", "posts by writer E, kept apart", slice(None), unseen=True),
)

MEASURED = Options()
"""What the sets are measured with: the rules that run unasked."""

KINDS = {
    "PRV001": {"CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "IBAN_CODE", "US_SSN", "US_DRIVER_LICENSE"}
    | {"PHONE", "EMAIL", "MRN", "SSN"},
    "PRV002": {"NAME"},
    "PRV003": {"DATE"},
    "PRV004": {"AGE90"},
    "PRV005": {"HOSP", "STREET", "ZIP", "CITY", "PLATE"},
}
"""The kinds of the vignettes' spans that each rule is to find."""

BESIDE_POSTS = ("ACC001", "ACC006", "AMP004", "CON", "CWN", "FOC", "HAT002", "NUM", "PRV006", "PRV007", "COD", "SUP")
"""Rules that need pictures, threads or front matter, and so have nothing to say about posts of a corpus."""


def record(folder: Path) -> dict[str, dict[str, Any]]:
    """The figures of every rule, written to `figures.json` as well."""
    linter = Linter(MEASURED)
    figures: dict[str, dict[str, Any]] = defaultdict(lambda: {"samples": []})
    for code, sample in (*_sets(linter), *_anger(linter, folder), *_spans(linter, folder), *_clues(linter)):
        figures[code]["samples"].append(sample)
    for code, counts in _ordinary(linter, folder).items():
        figures[code]["ordinary"] = counts
    FILE.write_text(json.dumps(dict(sorted(figures.items())), indent=1) + "\n", "utf-8")
    return figures


def _sample(on: str, judged: Sequence[tuple[bool, bool]], *, unseen: bool = False) -> dict[str, Any]:
    """A sample from pairs of whether something was reported and whether it should have been."""
    right = sum(reported and wanted for reported, wanted in judged)
    return {
        "on": on,
        "right": right,
        "reported": sum(reported for reported, _ in judged),
        "found": right,
        "wanted": sum(wanted for _, wanted in judged),
        "unseen": unseen,
    }


def _sets(linter: Linter) -> Iterable[tuple[str, dict[str, Any]]]:
    for one in ROUNDS:
        for name, posts in one.sets():
            if name in FAMILIES:
                answers, codes = FAMILIES[name]
                judged = [(_reported(linter, row["text"], answers), row["flag"]) for row in posts]
                with_others = "" if len(codes) == 1 and answers == codes else ", with the rules beside it"
                for code in codes:
                    yield (
                        code,
                        _sample(f"{one.said(name)} ({name}{with_others})", judged, unseen=one.is_unseen(name)),
                    )


def _reported(linter: Linter, text: str, answers: tuple[str, ...]) -> bool:
    """Whether there is an answer to a post; of tone only a warning is one."""
    return any(answers != TONE or d.severity != "info" for d in of_kind(linter, text, answers))


def _anger(linter: Linter, folder: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    for _, posts in rows(folder, "anger_*.jsonl"):
        found = [linter.lint(thread_of(row["text"])) for row in posts]
        warned = [any(d.code.startswith(TONE) and d.severity != "info" for d in one) for one in found]
        judged = [(one, bool(row["angry"])) for one, row in zip(warned, posts, strict=True)]
        for code in ("TON001", "KND001", "KND002"):
            yield code, _sample(f"{len(posts)} comments judged for anger, with the rules beside it", judged)


def _spans(linter: Linter, folder: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    """What the identifiers' authors marked. The rules' author had seen these texts."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for _, posts in rows(folder, "identifiers_*.jsonl"):
        for row in posts:
            found = [d for d in of_kind(linter, row["text"], ("PRV",)) if d.span]
            for diagnostic in found:
                if diagnostic.code in KINDS:
                    counts[diagnostic.code][0] += touches(diagnostic, row["spans"])
                    counts[diagnostic.code][1] += 1
            for start, end, kind in row["spans"]:
                for code in (code for code, kinds in KINDS.items() if kind in kinds):
                    counts[code][2] += any(touches(d, [(start, end)]) for d in found)
                    counts[code][3] += 1
    for code, (right, reported, seen, wanted) in sorted(counts.items()):
        sample = {"on": "1,254 texts with marked identifiers", "right": right, "reported": reported, "unseen": False}
        yield code, sample | {"found": seen, "wanted": wanted}


def _clues(linter: Linter) -> Iterable[tuple[str, dict[str, Any]]]:
    """What we marked in clinical sentences of our own; guesses, of which a rule only tells, are not counted."""
    for one in ROUNDS[1:]:
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for name, posts in one.sets():
            for row in posts if name == "clinical" else ():
                for d in of_kind(linter, row["text"], ("PRV",)):
                    if d.severity == "info" != rule(d.code).severity:
                        continue
                    counts[d.code][0] += d.span is not None and touches(d, row["spans"])
                    counts[d.code][1] += 1
        for code, (right, reported) in sorted(counts.items()):
            on = f"the clinical ones among {one.said('clinical')}, guesses left out"
            unseen = one.is_unseen("clinical")
            yield code, {"on": on, "right": right, "reported": reported, "found": 0, "wanted": 0, "unseen": unseen}


def _ordinary(linter: Linter, folder: Path) -> dict[str, dict[str, int]]:
    posts = [row["text"] for _, found in rows(folder, "ordinary_*.jsonl") for row in found]
    if not posts:
        return {}
    quiet = {r.code for r in rules() if _speaks_of_posts(r)}
    counts = {code: {"posts": len(posts), "warned": 0, "told": 0} for code in sorted(quiet)}
    for text in posts:
        found = linter.lint(thread_of(text))
        heavy = {d.code for d in found if d.severity in ("warning", "error")}
        for code in {d.code for d in found} & quiet:
            counts[code]["warned" if code in heavy else "told"] += 1
    return {code: count for code, count in counts.items() if not code.startswith(BESIDE_POSTS)}


def _speaks_of_posts(rule: Rule) -> bool:
    """Whether a rule has something to say about a bare post: it runs, needs no facts and asks no person."""
    runs = rule.status == "stable" and rule.applies("en", "x")
    return runs and not rule.facts and rule.layer != "question"
