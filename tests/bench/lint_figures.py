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


OURS = {
    "bait": "bait, in posts written for this",
    "favours": "favours asked, in posts written for this",
    "disclosure": "promotion without disclosure, in posts written for this",
    "threats": "threats, in posts written for this; found: those that say the harm",
    "insults": "insults, in posts written for this",
    "heated": "heat, in posts written for this",
    "review": "uncivil code review, in sentences written for this",
    "clinical": "what gives a person away, in clinical posts written for this; guesses left out",
}
"""What was to be found in each set."""


SMALL = {
    "buried": (("ADV002",), "en", "buried disclosures among promotion"),
    "german_favours": (("FAV001", "FAV002"), "de", "favours asked, in German; any finding of FAV counts"),
    "german_insults": (("KND002",), "de", "insults, in German"),
}
"""For each small set the rules that it is about, its language and what was to be found."""


class Round(NamedTuple):
    """A round of sets, and whether nobody read its misses and widened a rule since."""

    folder: str
    what: str
    unseen: bool = False
    read: tuple[str, ...] = ()
    """Sets of an unseen round that were read after all."""
    clues: bool = True
    """Whether its author marked clues besides identifiers."""

    def is_unseen(self, name: str) -> bool:
        """Whether nobody had read this set of it."""
        return self.unseen and name not in self.read

    def said(self, name: str) -> str:
        """What it is, and whether this set of it did not stay unread."""
        return f"{self.what}, then read in part" if name in self.read else self.what

    @property
    def name(self) -> str:
        """The folder, or what the sets beside the folders are called."""
        return self.folder or "first"

    def sets(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The name of each set and its lines."""
        yield from labelled(SETS / self.folder)


_LATER = ("bait", "clinical", "disclosure", "favours", "threats")
"""What of several rounds was read in the end, to widen the rules once more."""
ROUNDS = (
    Round("", "60 sentences, read since"),
    Round("second", "60 more, read since"),
    Round("third", "40 more, read since"),
    Round("fourth", "a fourth round, read since"),
    Round("fifth", "a fifth round, read since"),
    Round("sixth", "a sixth round, read since"),
    Round("a", "writer A, read since"),
    Round("b", "writer B, read since"),
    Round("c", "writer C, kept apart", unseen=True, read=_LATER),
    Round("d", "writer D, kept apart", unseen=True, read=_LATER),
    Round("e", "writer E, kept apart", unseen=True, read=_LATER),
    Round("g", "writer G, read since"),
    Round("h", "writer H, read since"),
    Round("i", "writer I, kept apart", unseen=True, read=_LATER),
    Round("j", "writer J, kept apart", unseen=True, read=_LATER),
    Round("k", "writer K, threats alone, read since"),
    Round("l", "writer L, threats alone, read since"),
    Round("m", "writer M, threats alone, read since"),
    Round("n", "writer N, threats alone, read since"),
    Round("o", "writer O, threats, kept apart", unseen=True),
    Round("p", "writer P, kept apart", unseen=True),
    Round("q", "writer Q, kept apart", unseen=True, read=("clinical",)),
    Round("r", "writer R, counted on", unseen=True, read=("clinical",)),
    Round("s", "writer S, vignettes, kept apart", unseen=True, clues=False),
    Round("t", "writer T, vignettes alone, read since", clues=False),
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
    samples = (*_sets(linter), *_anger(linter, folder), *_spans(linter, folder), *_clues(linter), *small())
    for code, sample in samples:
        figures[code]["samples"].append(sample)
    for code, counts in _ordinary(linter, folder).items():
        figures[code]["ordinary"] = counts
    FILE.write_text(json.dumps(dict(sorted(figures.items())), indent=1) + "\n", "utf-8")
    return figures


def _sample(
    on: str, of: str, judged: Sequence[tuple[bool, bool]], hints: Sequence[bool] = (), *, unseen: bool = False
) -> dict[str, Any]:
    """A sample from pairs of whether something was reported and whether it should have been.

    `hints` has whether each is only hinted at: then it may be reported, but need not be found.
    """
    plain = [pair for pair, hint in zip(judged, hints, strict=True) if not hint] if hints else judged
    return {
        "on": on,
        "of": of,
        "right": sum(reported and wanted for reported, wanted in judged),
        "reported": sum(reported for reported, _ in judged),
        "found": sum(reported and wanted for reported, wanted in plain),
        "wanted": sum(wanted for _, wanted in plain),
        "unseen": unseen,
    }


def _sets(linter: Linter) -> Iterable[tuple[str, dict[str, Any]]]:
    for one in ROUNDS:
        for name, posts in one.sets():
            if name in FAMILIES:
                answers, codes = FAMILIES[name]
                judged = [(_reported(linter, row["text"], answers), row["flag"]) for row in posts]
                hints = [row.get("hinted", False) for row in posts]
                of = OURS[name] + ("" if answers == codes else f"; any {_kind(answers)} counts")
                for code in codes:
                    yield code, _sample(one.said(name), of, judged, hints, unseen=one.is_unseen(name))


def small() -> Iterable[tuple[str, dict[str, Any]]]:
    """Rules without a larger set, on posts by somebody who knew what they are for; none was read to widen a list."""
    for name, posts in labelled(SETS / "small"):
        codes, language, of = SMALL[name]
        linter = Linter(Options(select=codes), language=language)
        judged = [(bool(of_kind(linter, row["text"], codes)), row["flag"]) for row in posts]
        for code in codes:
            yield code, _sample(f"{len(posts)} posts by one who knew the rule", of, judged)


def _kind(answers: tuple[str, ...]) -> str:
    """The findings that count as an answer, in words."""
    return f"{'warning' if answers == TONE else 'finding'} of {', '.join(answers)}"


def _reported(linter: Linter, text: str, answers: tuple[str, ...]) -> bool:
    """Whether there is an answer to a post; of tone only a warning is one."""
    return any(answers != TONE or d.severity != "info" for d in of_kind(linter, text, answers))


def _anger(linter: Linter, folder: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    for _, posts in rows(folder, "anger_*.jsonl"):
        found = [linter.lint(thread_of(row["text"])) for row in posts]
        warned = [any(d.code.startswith(TONE) and d.severity != "info" for d in one) for one in found]
        judged = [(one, bool(row["angry"])) for one, row in zip(warned, posts, strict=True)]
        for code in ("TON001", "KND001", "KND002"):
            yield code, _sample(f"{len(posts)} comments of others", f"anger; any {_kind(TONE)} counts", judged)


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
        sample = {"on": "1,254 texts of others", "of": "marked identifiers", "right": right, "reported": reported}
        yield code, sample | {"found": seen, "wanted": wanted, "unseen": False}


def _clues(linter: Linter) -> Iterable[tuple[str, dict[str, Any]]]:
    """What we marked in clinical sentences of our own; guesses, of which a rule only tells, are not counted."""
    for one in ROUNDS[1:]:
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for name, posts in one.sets():
            for row in posts if name == "clinical" else ():
                for d in of_kind(linter, row["text"], ("PRV",)):
                    if d.severity == "info" != rule(d.code).severity or not (one.clues or d.code in KINDS):
                        continue
                    counts[d.code][0] += d.span is not None and touches(d, row["spans"])
                    counts[d.code][1] += 1
        for code, (right, reported) in sorted(counts.items()):
            sample = {"on": one.said("clinical"), "of": OURS["clinical"], "right": right, "reported": reported}
            yield code, sample | {"found": 0, "wanted": 0, "unseen": one.is_unseen("clinical")}


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
