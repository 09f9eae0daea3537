"""Looks for many wordings at once: each is tried only where all the words that it cannot do without stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

MASKS = {"mention": "\ue001", "url": "\ue002", "tag": "\ue003", "code": "\ue004", "quote": "\ue005", "decor": "\ue006"}
"""The private character that stands for each character of what is no word of the writer's."""

MASKED = "\ue001-\ue006"
WORD = r"[^\W_]+(?:'[^\W_]+)*"
_TOKEN = re.compile(WORD)
_MARGIN = 8


@dataclass(frozen=True)
class Frame:
    """One wording of the list `name`."""

    name: str
    pattern: str
    words: int
    """How many words a match has at most."""
    anchors: frozenset[str]
    """Words one of which every match contains: it is looked for around them."""
    needs: tuple[frozenset[str], ...]
    """More such sets: without a word of each there is no match, and no need to try."""
    begins: bool
    ends: bool
    excuse: bool
    """Whether a match excuses the hits that it overlaps instead of being one."""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Made when it is first needed: most posts need none of the many hundred."""
        return re.compile(self.pattern)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a wording of the list `name` stands in the normalised text."""

    name: str
    start: int
    end: int


class Matcher:
    """Many wordings by number, and for each word the numbers of those that are looked for around it."""

    def __init__(self, frame: Callable[[int], Frame], index: Mapping[str, Sequence[int]]) -> None:
        self._frame = frame
        self._index = index

    @classmethod
    def of(cls, frames: Sequence[Frame]) -> Matcher:
        """A matcher for these wordings."""
        return cls(frames.__getitem__, index_of(frames))

    def find(self, text: str) -> tuple[Hit, ...]:
        """All hits in `text` (lower case, straight apostrophes), in order; of overlapping ones of a list the first."""
        tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
        present = _parts(word for word, _, _ in tokens)
        found: set[tuple[int, int, str]] = set()
        excused: list[tuple[int, int, str]] = []
        possible: dict[int, Frame | None] = {}
        for i, (word, _, _) in enumerate(tokens):
            numbers = self._index.get(word) or (self._index.get(word[:-2]) if word.endswith("'s") else None)
            for number in numbers or ():
                if number not in possible:
                    frame = self._frame(number)
                    lacks = any(need.isdisjoint(present) for need in frame.needs)
                    possible[number] = None if lacks else frame
                wording = possible[number]
                if wording is None:
                    continue
                low, high = i - wording.words, i + wording.words
                begin = tokens[low][2] if low >= 0 else 0
                end = tokens[high][1] if high < len(tokens) else len(text)
                for match in wording.compiled.finditer(text, begin, end):
                    if wording.begins and not _begins(text, match.start()):
                        continue
                    if wording.ends and not _ends(text, match.end()):
                        continue
                    place = (match.start(), match.end(), wording.name)
                    if wording.excuse:
                        excused.append(place)
                    else:
                        found.add(place)
        return tuple(_longest(_unexcused(found, excused)))


def index_of(frames: Iterable[Frame]) -> dict[str, list[int]]:
    """For each anchor the numbers of the wordings that are looked for around it."""
    index: dict[str, list[int]] = {}
    for number, frame in enumerate(frames):
        for anchor in frame.anchors:
            index.setdefault(anchor, []).append(number)
    return index


def _parts(words: Iterable[str]) -> set[str]:
    """The words, and the pieces between their apostrophes, since a wording may end before one."""
    parts = set()
    for word in words:
        parts.add(word)
        if "'" in word:
            pieces = word.split("'")
            parts.update("'".join(pieces[i:j]) for i in range(len(pieces)) for j in range(i + 1, len(pieces) + 1))
    return parts


def _unexcused(
    found: Iterable[tuple[int, int, str]], excused: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    covered: dict[str, set[int]] = {}
    for low, high, name in excused:
        covered.setdefault(name, set()).update(range(low, high))
    for start, end, name in found:
        if name not in covered or covered[name].isdisjoint(range(start, end)):
            yield start, end, name


def _longest(found: Iterable[tuple[int, int, str]]) -> Iterator[Hit]:
    reached: dict[str, int] = {}
    for start, end, name in sorted(found, key=lambda place: (place[0], -place[1], place[2])):
        if start >= reached.get(name, 0):
            reached[name] = end
            yield Hit(name, start, end)


def _begins(text: str, at: int) -> bool:
    floor = max(0, at - _MARGIN)
    while at > floor and text[at - 1] in " \t\"'*_(":
        at -= 1
    return not at or text[at - 1] in ".!?\n:;\u2026" or not (text[at - 1].isalnum() or text[at - 1] in ",-'")


def _ends(text: str, at: int) -> bool:
    ceiling = min(len(text), at + _MARGIN)
    while at < ceiling and text[at] in " \t\"'*_)":
        at += 1
    return at == len(text) or not (text[at].isalnum() or text[at] in ",-'")
