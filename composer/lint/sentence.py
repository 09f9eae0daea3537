"""A sentence in which wordings are looked for, word by word."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias

from composer.lint.lexicon import union
from composer.lint.shapes import ANY, NUMBER
from composer.lint.tokens import MASKED, MASKS, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.lint.combinations import Place
    from composer.lint.lexicon import Known, Lexicon, Shapes, Wording
    from composer.lint.tokens import Placed

_LINK = re.compile(rf"[^\w.!?\n{MASKED}]{{1,3}}")
"""What may stand between two words of a wording."""
_NUMBER = re.compile(r"\d[\d.,]*k?")
_MARGIN = 8

_Readings: TypeAlias = "tuple[int, tuple[tuple[int, frozenset[int]], ...]]"
"""The sets that a word belongs to, and where it may end and which of the sets are then its own."""


class Sentence:
    """The words of a sentence. What begins or ends at an offset in the text does so with a word."""

    def __init__(
        self, lexicon: Lexicon, shapes: Shapes, text: str, tokens: Sequence[Placed], known: Sequence[Known]
    ) -> None:
        self._shapes = shapes
        self._text = text
        self._starts = [start for _, start, _ in tokens]
        self._near = [mask for _, mask, _ in known]
        """The sets that each word belongs to, and the words between its apostrophes."""
        self._words: dict[int, _Readings] = {
            start: (mask, ((end, classes),)) for (_, start, end), (classes, mask, _) in zip(tokens, known, strict=True)
        }
        """For each place at which a word begins the sets that it belongs to, and the ways in which it is read."""
        self._found: dict[tuple[int, int], tuple[int, ...]] = {}
        self._parts: dict[Wording, list[Place]] = {}
        for word, start, _ in tokens:
            if "'" in word:
                self._split(lexicon, word, start)

    def _split(self, lexicon: Lexicon, word: str, start: int) -> None:
        """A word with apostrophes, which may also be read as the words between them."""
        parts = word.split("'")
        for i, part in enumerate(parts):
            readings = [(longer, lexicon[longer]) for longer in joined(parts[i:])]
            mask = union(known.mask for _, known in readings)
            self._words[start] = mask, tuple([(start + len(longer), known.classes) for longer, known in readings])
            start += len(part) + 1

    def places(self, wording: Wording, anchors: Iterable[int]) -> list[Place]:
        """Where a wording stands around the words of these numbers; of places that overlap the first."""
        first, near = self._shapes.first(wording.shape), self._near
        found: list[Place] = []
        reached = tried = 0
        for anchor in anchors:
            if self._is_promising(wording, anchor):
                low = max(tried, anchor - wording.before)
                tried = anchor + 1
                for at in [at for at in range(low, tried) if first & near[at]]:
                    start = self._starts[at]
                    if start >= reached and self._opens(start) and (not wording.begins or begins(self._text, start)):
                        for end in self._ends(wording.shape, start):
                            if self._closes(wording, end):
                                found.append((start, end))
                                reached = end
                                break
        return found

    def _is_promising(self, wording: Wording, anchor: int) -> bool:
        """Whether an anchor has around it what the wording needs; the sentence as a whole is known to have it."""
        low, high = anchor - wording.before, anchor + wording.words
        if low <= 0 and high >= len(self._near):
            return True
        near = union(self._near[max(0, low) : high])
        return all(near & need for need in wording.needs)

    def part(self, part: Wording) -> list[Place]:
        """Where a part of a combination stands, looked for once for all combinations."""
        places = self._parts.get(part)
        if places is None:
            places = self._parts[part] = self.places(part, self._having(part.anchors))
        return places

    def _having(self, sets: int) -> Iterable[int]:
        """The numbers of the words that belong to one of the sets."""
        return [at for at, mask in enumerate(self._near) if mask & sets]

    def count_words(self, start: int, end: int) -> int:
        """How many words begin at `[start, end)`."""
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def _opens(self, at: int) -> bool:
        """Whether a wording may begin at a place: neither inside of a word nor after an apostrophe."""
        before = self._text[at - 1] if at else " "
        return before == " " or not (before in "'_" or before.isalnum())

    def _closes(self, wording: Wording, end: int) -> bool:
        """Whether a wording may end at a place."""
        return self._text[end : end + 1] != "_" and (not wording.ends or _ends(self._text, end))

    def _next(self, end: int) -> int | None:
        """Where the next word begins, if it belongs together with the one that ends here."""
        if self._text[end : end + 1] == " " and end + 1 in self._words:
            return end + 1
        link = _LINK.match(self._text, end)
        return link.end() if link and link.end() in self._words else None

    def _ends(self, shape: int, at: int) -> Sequence[int]:
        """Where a shape that begins at a place may end, what is preferred first."""
        mask, readings = self._words[at]
        if shape >= 0:
            if len(readings) == 1:
                return (readings[0][0],) if shape in readings[0][1] else ()
            return [end for end, classes in readings if shape in classes]
        first, kind = self._shapes[shape]
        if not first & mask:
            return ()
        if kind == "|" and len(readings) == 1:
            options = self._shapes.options(shape, mask, readings[0][1])
            if len(options) == 1:
                return (readings[0][0],) if options[0] >= 0 else self._ends(options[0], at)
        found = self._found.get((shape, at))
        if found is None:
            found = self._found[shape, at] = tuple(self._search(kind, shape, at))
        return found

    def _search(self, kind: str, shape: int, at: int) -> Iterable[int]:
        if kind == "&":
            return self._along(self._shapes.parts(shape), at)
        mask, readings = self._words[at]
        if kind == "|":
            options = self._shapes.options(shape, mask, readings[0][1] if len(readings) == 1 else None)
            return dict.fromkeys([end for option in options for end in self._ends(option, at)])
        ends = [end for end, _ in readings]
        if kind == NUMBER:
            return [end for end in ends if _NUMBER.fullmatch(self._text, at, end)]
        sign = self._text[at]
        return ends if sign == kind or (kind == ANY and sign > MASKS["decor"]) else ()

    def _along(self, parts: Sequence[tuple[int, int, int, int]], at: int) -> Iterable[int]:
        """Where shapes that stand one after the other may end, each as often as it may."""
        places = [at]
        for first, shape, least, most in parts:
            reached: list[int] = []
            for place in places:
                start = at if place == at else self._next(place)
                if start is not None and first & self._words[start][0]:
                    reached += self._ends(shape, start) if most == 1 else self._times(shape, least, most, start)
                if not least:
                    reached.append(place)
            if not reached:
                return ()
            places = reached if len(reached) == 1 else list(dict.fromkeys(reached))
        return places

    def _times(self, shape: int, least: int, most: int, start: int) -> Iterator[int]:
        """Where a shape that stands several times may end: as often as it can, then less often, but once at least."""
        for end in self._ends(shape, start):
            further = self._next(end) if most > 1 else None
            if further is not None:
                yield from self._times(shape, max(0, least - 1), most - 1, further)
            if least < 2:
                yield end


def begins(text: str, at: int) -> bool:
    """Whether a sentence or a clause of it begins at a place."""
    floor = max(0, at - _MARGIN)
    while at > floor and text[at - 1] in " \t\"'*_(":
        at -= 1
    return not at or text[at - 1] in ".!?\n:;\u2026" or not (text[at - 1].isalnum() or text[at - 1] in ",-'")


def _ends(text: str, at: int) -> bool:
    ceiling = min(len(text), at + _MARGIN)
    while at < ceiling and text[at] in " \t\"'*_)":
        at += 1
    return at == len(text) or not (text[at].isalnum() or text[at] in ",-'")
