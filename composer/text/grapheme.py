"""What a reader sees as one character: grapheme clusters (UAX #29), as Bluesky and Mastodon count them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.text.tables import ranges, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex

_CACHED = 64
"""Code points of the longest chunk whose answer is worth remembering."""


def graphemes(text: str) -> list[str]:
    """The characters of a text as a reader sees them, by current ICU (Unicode 17)."""
    starts = [at for at, begins in enumerate(beginnings(text)) if begins]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def count(text: str) -> int:
    """How many graphemes current ICU (Unicode 17) sees in a text."""
    return len(text) - sum(len(_joined(chunk)[0]) for _, chunk in _chunks(text))


def highest(text: str) -> int:
    """The most graphemes that any Unicode version since 14 sees in a text.

    Versions disagree on conjuncts of Indic scripts and on marks that the older ones do not know.
    """
    return len(text) - sum(len(_joined(chunk)[1]) for _, chunk in _chunks(text))


def beginnings(text: str, *, oldest: bool = False) -> list[int]:
    """1 for every code point that begins a grapheme and 0 for the others; they sum to `count`, or to `highest`."""
    begins = [1] * len(text)
    for start, chunk in _chunks(text):
        for at in _joined(chunk)[oldest]:
            begins[start + at] = 0
    return begins


def emoji(text: str) -> Iterator[str]:
    """The graphemes that a reader takes for an emoji."""
    return (text[start:end] for start, end in emoji_ranges(text))


def emoji_ranges(text: str) -> Iterator[tuple[int, int]]:
    """Where these are."""
    if text.isascii():
        return
    at = 0
    for grapheme in graphemes(text):
        if _pictured().search(grapheme):
            yield at, at + len(grapheme)
        at += len(grapheme)


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """The stretches of a text in which code points may join, each with a neighbour on either side."""
    if text.isascii() and "\r" not in text:
        return
    for match in _joining().finditer(text):
        yield match.start(), match[0]


@cache
def _joining() -> re.Pattern[str]:
    joining = ranges(table("graphemes.txt")["joining"]) + "\U00010000-\U0010ffff"
    return re.compile(f"[^{joining}]?[{joining}]+(?:[^{joining}][{joining}]+)*[^{joining}]?", re.DOTALL)


def _joined(chunk: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Offsets of the code points that continue a grapheme: today, and with every Unicode version."""
    return _remembered(chunk) if len(chunk) <= _CACHED else _found(chunk)


def _found(chunk: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    today: list[int] = []
    always: list[int] = []
    start = 0
    for cluster in _cluster().findall(chunk):
        for at in range(1, len(cluster)):
            joins_today, joins_always = _joins(cluster, at)
            if joins_today:
                today.append(start + at)
            if joins_always:
                always.append(start + at)
        start += len(cluster)
    return tuple(today), tuple(always)


_remembered = lru_cache(8192)(_found)


def _joins(cluster: str, at: int) -> tuple[bool, bool]:
    """Whether a code point of a cluster joins what stands before it: today, and with every Unicode version."""
    older, newer = _marks()
    if cluster[at] in older or cluster[at] in newer:
        prepended = bool(_prepend().match(cluster, at - 1))
        return prepended or cluster[at] in older, prepended
    if _conjunct().match(cluster, at):
        return bool(_whole_conjunct().match(cluster, at)), False
    return True, True


@cache
def _pictured() -> regex.Pattern[str]:
    import regex

    return regex.compile(
        r"[\p{Extended_Pictographic}\p{Regional_Indicator}--[©®™]]|[©®™]\ufe0f|.\ufe0f?\u20e3", regex.V1
    )


@cache
def _marks() -> tuple[frozenset[str], frozenset[str]]:
    rows = table("graphemes.txt")
    return _members(rows["unicode_15_to_17"]), _members(rows["unicode_18"])


def _members(items: tuple[str, ...]) -> frozenset[str]:
    bounds = ([int(end, 16) for end in item.split("-")] for item in items)
    return frozenset(chr(code) for ends in bounds for code in range(ends[0], ends[-1] + 1))


@cache
def _cluster() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\X")


@cache
def _prepend() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\p{GCB=Prepend}")


@cache
def _conjunct() -> regex.Pattern[str]:
    """A consonant that a virama joins to what is before it: so since Unicode 15.1 (rule GB9c)."""
    import regex

    return regex.compile(r"(?<=\p{InCB=Linker}[\p{InCB=Extend}\p{InCB=Linker}]*)\p{InCB=Consonant}")


@cache
def _whole_conjunct() -> regex.Pattern[str]:
    """The same with a consonant in front, as Unicode 15.1 to 17 want it."""
    import regex

    unknown = ranges(table("graphemes.txt")["unicode_18"])
    marks = rf"(?:(?![{unknown}])[\p{{InCB=Extend}}\p{{InCB=Linker}}])*"
    return regex.compile(rf"(?<=\p{{InCB=Consonant}}{marks}\p{{InCB=Linker}}{marks})\p{{InCB=Consonant}}")
