"""A sentence in which wordings are looked for, word by word."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from composer.lint.lexicon import fits, union
from composer.lint.tokens import MASKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from composer.lint.combinations import Place
    from composer.lint.following import Shapes
    from composer.lint.lexicon import Known, Lexicon, Part, Wording
    from composer.lint.tokens import Placed

_LINK = re.compile(rf"[^\w.!?\n{MASKED}]{{1,3}}")
"""What may stand between two words of a wording."""
_MARGIN = 8


class Sentence:
    """The words of a sentence. One with apostrophes is read as a whole and in pieces, so pieces are what is counted."""

    def __init__(
        self,
        lexicon: Lexicon,
        shapes: Shapes,
        text: str,
        tokens: Sequence[Placed],
        known: Sequence[Known],
        likely: Mapping[int, Sequence[int]],
    ) -> None:
        self.text = text
        self.pieces = [piece for one in known for piece in one.pieces]
        """How each piece is read."""
        self.starts = [start for _, start, _ in tokens]
        self.stops = [stop for _, _, stop in tokens]
        """Where each piece begins and ends in the text."""
        self._lexicon = lexicon
        self._shapes = shapes
        self._likely = likely
        """The words around which something may stand, by its number."""
        self._words = self.starts
        """Where each word begins."""
        self._near = [one.mask for one in known]
        """The sets that each word and its pieces belong to."""
        self._piece_of: Sequence[int] = range(len(tokens))
        """The first piece of each word."""
        self._sets = union(self._near)
        self._parts: dict[Part, list[Place]] = {}
        self._opening: list[int] | None = None
        if len(self.pieces) > len(tokens):
            self._part_words(tokens)

    def _part_words(self, tokens: Sequence[Placed]) -> None:
        """Counts the pieces of words with apostrophes one by one."""
        self.starts, self.stops, first = [], [], []
        for word, start, stop in tokens:
            first.append(len(self.starts))
            self.starts.append(start)
            if "'" in word:
                at = word.find("'")
                while at >= 0:
                    self.stops.append(start + at)
                    self.starts.append(start + at + 1)
                    at = word.find("'", at + 1)
            self.stops.append(stop)
        self._piece_of = first

    def follows(self, at: int) -> bool:
        """Whether a piece stands there, and belongs together with the one before."""
        if at == len(self.starts):
            return False
        stop, start = self.stops[at - 1], self.starts[at]
        return (start == stop + 1 and self.text[stop] == " ") or bool(_LINK.fullmatch(self.text, stop, start))

    def places(self, wording: Wording, anchors: Iterable[int]) -> list[Place]:
        """Where a wording stands around the words of these numbers; of places that overlap the first."""
        found = self._each(wording, anchors)
        return found if len(found) < 2 else _apart(found)

    def part(self, part: Part) -> list[Place]:
        """Where a part of a combination stands, looked for once for all combinations."""
        places = self._parts.get(part)
        if places is None:
            places = self._parts[part] = self._part(part)
        return places

    def _part(self, part: Part) -> list[Place]:
        likely = self._likely
        if part.is_pivot:
            forms = [(self._lexicon.wording(number), likely[number]) for number in part.forms if number in likely]
        else:
            every = map(self._lexicon.wording, part.forms)
            forms = [(form, self._having(form.anchors)) for form in every if form.anchors & self._sets]
        each = [self._each(form, anchors) for form, anchors in forms if fits(self._sets, form.needs)]
        found = each[0] if len(each) == 1 else sorted([place for one in each for place in one], key=_start)
        return found if len(found) < 2 else _apart(found)

    def _having(self, sets: int) -> Sequence[int]:
        """The numbers of the words that belong to one of the sets."""
        return [at for at, mask in enumerate(self._near) if mask & sets]

    def _each(self, wording: Wording, anchors: Iterable[int]) -> list[Place]:
        """All places of a wording."""
        shape = self._shapes[wording.shape]
        first, near, before, text = shape.first, self._near, wording.before, self.text
        found: list[Place] = []
        tried = 0
        for anchor in anchors:
            if wording.needs and not self._is_promising(wording, anchor):
                continue
            low = max(tried, anchor - before)
            tried = anchor + 1
            for word in range(low, tried) if not wording.begins else self._openings(low, tried):
                start = self._words[word]
                if not first & near[word] or not _is_outside(text, start):
                    continue
                if wording.begins and not begins(text, start):
                    continue
                for end in shape.ends(self, self._piece_of[word]):
                    stop = self.stops[end - 1]
                    if self._closes(wording, stop):
                        found.append((start, stop))
                        break
        return found

    def _openings(self, low: int, high: int) -> Sequence[int]:
        """Which of the words from `low` to before `high` may open a clause, as no letter stands before."""
        if self._opening is None:
            before = [(at, self._words[at] - 2) for at in range(len(self._words))]
            text = self.text
            self._opening = [at for at, two in before if at == 0 or text[two + 1] != " " or not text[two].isalnum()]
        return [at for at in self._opening if low <= at < high]

    def _is_promising(self, wording: Wording, anchor: int) -> bool:
        """Whether an anchor has around it what the wording needs; the sentence as a whole is known to have it."""
        low, high = anchor - wording.before, anchor + wording.words
        if low <= 0 and high >= len(self._near):
            return True
        near = union(self._near[max(0, low) : high])
        return fits(near, wording.needs)

    def count_words(self, start: int, end: int) -> int:
        """How many words begin at `[start, end)`."""
        return bisect_left(self._words, end) - bisect_left(self._words, start)

    def _closes(self, wording: Wording, end: int) -> bool:
        """Whether a wording may end at a place."""
        return self.text[end : end + 1] != "_" and (not wording.ends or _ends(self.text, end))


def _start(place: Place) -> int:
    return place[0]


def _apart(places: Iterable[Place]) -> list[Place]:
    """Of places in order that overlap the first."""
    found: list[Place] = []
    for start, stop in places:
        if not found or start >= found[-1][1]:
            found.append((start, stop))
    return found


def _is_outside(text: str, at: int) -> bool:
    """Whether a wording may begin at a place: neither inside of a word nor after an apostrophe."""
    before = text[at - 1] if at else " "
    return before == " " or not (before in "'_" or before.isalnum())


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
