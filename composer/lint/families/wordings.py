"""Checks that consist of wordings alone: whatever the word data lists is reported as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.record import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from composer.lint.matcher import Hit
    from composer.lint.reading import Reading


def reports(*lists: str) -> Callable[[Reading], Iterable[Finding]]:
    """A check that reports every hit of these lists, one finding for the words that touch."""

    def check(reading: Reading) -> Iterable[Finding]:
        return spans(reading, reading.found(*lists)) if reading.hits else ()

    return check


def spans(reading: Reading, hits: Iterable[Hit], *, mild: bool = False) -> tuple[Finding, ...]:
    """A finding for each hit, overlapping ones joined."""
    if not hits:
        return ()
    joined: list[tuple[int, int]] = []
    for hit in hits:
        if joined and hit.start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], hit.end))
        else:
            joined.append((hit.start, hit.end))
    return tuple(Finding((reading.said(start, end),), start, end, mild=mild) for start, end in joined)


def together(reading: Reading, hits: Iterable[Hit], *, mild: bool = False) -> tuple[Finding, ...]:
    """One finding for all hits of a post, at the first of them; none if there are none."""
    found = spans(reading, hits)
    if not found:
        return ()
    words = tuple(dict.fromkeys(word for finding in found for word in finding.words))
    return (Finding(words, found[0].start, found[0].end, mild=mild),)
