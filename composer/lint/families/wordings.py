"""Checks that consist of wordings alone: whatever the word data lists is reported as it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from composer.lint.record import Finding, Given, given

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.combinations import Place
    from composer.lint.cuts import Mend
    from composer.lint.matcher import Hit
    from composer.lint.reading import Reading
    from composer.lint.record import Edit

LONG_THREAD = 5
"""Posts of a thread in which one strong word among calm ones is an accent."""
_WHOLE = 60


def no_edits(_reading: Reading, _start: int, _end: int) -> tuple[Edit, ...]:
    """For what only its writer can say differently."""
    return ()


def is_inside(reading: Reading) -> bool:
    """Whether a post stands inside a long thread, where an ask is mostly one in passing; they come first or last."""
    return reading.post.total >= LONG_THREAD and 1 < reading.post.number < reading.post.total


def reports(*lists: str, mend: Mend = no_edits) -> Given[Reading]:
    """A check that reports every hit of these lists, one finding for the words that touch, with the edits of `mend`."""

    @given(*lists)
    def check(reading: Reading) -> Iterable[Finding]:
        return spans(reading, reading.found(*lists), mend=mend)

    return check


def spans(reading: Reading, hits: Iterable[Hit], *, mild: bool = False, mend: Mend = no_edits) -> tuple[Finding, ...]:
    """A finding for each hit, overlapping ones joined."""
    joined: list[tuple[Place, ...]] = []
    for hit in hits:
        if joined and hit.start < joined[-1][-1][1]:
            joined[-1] = _merged((*joined[-1], *hit.parts))
        else:
            joined.append(hit.parts)
    return tuple(_finding(reading, places, mend(reading, places[0][0], places[-1][1]), mild) for places in joined)


def _finding(reading: Reading, places: Sequence[Place], edits: tuple[Edit, ...], mild: bool) -> Finding:
    return Finding((_named(reading, places),), places[0][0], places[-1][1], edits, mild=mild)


def _merged(places: Iterable[Place]) -> tuple[Place, ...]:
    merged: list[Place] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _named(reading: Reading, places: Sequence[Place]) -> str:
    """The words at the places, with what is between them where that is short."""
    start, end = places[0][0], places[-1][1]
    if end - start <= _WHOLE:
        return reading.said(start, end)
    return " \u2026 ".join(reading.said(*place) for place in places)


def together(
    reading: Reading, hits: Iterable[Hit], *, mild: bool = False, mend: Mend = no_edits
) -> tuple[Finding, ...]:
    """One finding for all hits of a post, at the first of them; none if there are none."""
    found = spans(reading, hits, mend=mend)
    if not found:
        return ()
    words = tuple(dict.fromkeys(word for finding in found for word in finding.words))
    edits = tuple(edit for finding in found for edit in finding.edits)
    return (Finding(words, found[0].start, found[0].end, edits, mild=mild),)


_SENTENCE = re.compile(r"[.!?\n]+(?=\s|$)|\n")


def apart(reading: Reading, hits: Iterable[Hit], *lists: str) -> tuple[Hit, ...]:
    """The hits in whose sentence no wording of these lists stands."""
    hits = tuple(hits)
    others = reading.found(*lists) if hits else ()
    if not others:
        return hits
    ends = [match.start() for match in _SENTENCE.finditer(reading.text)]
    there = {bisect_left(ends, other.start) for other in others}
    return tuple(hit for hit in hits if bisect_left(ends, hit.start) not in there)
