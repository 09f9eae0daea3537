"""Looks for many wordings at once: each is tried only where all the words that it cannot do without stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

MASKS = {"mention": "\x01", "url": "\x02", "tag": "\x03", "code": "\x04", "quote": "\x05", "decor": "\x06"}
"""The private character that stands for each character of what is no word of the writer's."""

MASKED = "\x01-\x06"
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
        words = _Words([word for word, _, _ in tokens])
        found: set[tuple[int, int, str]] = set()
        excused: list[tuple[int, int, str]] = []
        for i, (word, _, _) in enumerate(tokens):
            numbers = self._index.get(word) or (self._index.get(word[:-2]) if word.endswith("'s") else None)
            for number in numbers or ():
                frame = self._frame(number)
                low, high = i - frame.words, i + frame.words
                if frame.needs and not words.have(frame.needs, low + 1, high):
                    continue
                begin = tokens[low][2] if low >= 0 else 0
                end = tokens[high][1] if high < len(tokens) else len(text)
                for match in frame.compiled.finditer(text, begin, end):
                    if frame.begins and not _begins(text, match.start()):
                        continue
                    if frame.ends and not _ends(text, match.end()):
                        continue
                    place = (match.start(), match.end(), frame.name)
                    if frame.excuse:
                        excused.append(place)
                    else:
                        found.add(place)
        return tuple(_longest(_unexcused(found, excused)))


class _Words:
    """The words of a text in order, with the pieces between apostrophes, since a wording may end before one."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._split = {i: _pieces(word) for i, word in enumerate(words) if "'" in word}
        self._all = {*words, *(piece for pieces in self._split.values() for piece in pieces)}

    def have(self, needs: Iterable[frozenset[str]], low: int, high: int) -> bool:
        """Whether of each of the sets a word stands at `[low, high)`."""
        if any(need.isdisjoint(self._all) for need in needs):
            return False
        near = list(self._words[max(0, low) : high])
        near += (piece for i, pieces in self._split.items() if low <= i < high for piece in pieces)
        return not any(need.isdisjoint(near) for need in needs)


def _pieces(word: str) -> tuple[str, ...]:
    parts = word.split("'")
    return tuple("'".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))


def index_of(frames: Iterable[Frame]) -> dict[str, list[int]]:
    """For each anchor the numbers of the wordings that are looked for around it."""
    index: dict[str, list[int]] = {}
    for number, frame in enumerate(frames):
        for anchor in frame.anchors:
            index.setdefault(anchor, []).append(number)
    return index


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
