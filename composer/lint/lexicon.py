"""What numbered tables say of words, wordings and shapes, each read when a text first has need of it.

Sets of words are masks here, a bit for each set, so that one `&` tells whether a text has a word of any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from composer.lint.tokens import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.shapes import FrameRow, Tables

_ANY = 1
"""The mask of the set that any word belongs to."""


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """One wording or part of a combination, as `shapes.Frame` has it."""

    name: str
    shape: int
    words: int
    before: int
    anchors: int
    need: int
    """The need that is met most seldom."""
    needs: tuple[int, ...]
    """The other needs."""
    begins: bool
    ends: bool
    excuse: bool


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """One combination, as `shapes.Combination` has it."""

    name: str
    parts: tuple[Wording, ...]
    excuses: tuple[Wording, ...]
    need: int
    needs: tuple[int, ...]
    reach: int
    ordered: bool


Sought: TypeAlias = "Wording | Together"


class Known(NamedTuple):
    """What is known of a word, and of the pieces between its apostrophes, as a wording may begin or end at one."""

    classes: frozenset[int]
    """The sets that the whole word belongs to."""
    mask: int
    """The sets that it or a piece of it belongs to."""
    sought: tuple[tuple[int, Sought], ...]
    """What is looked for around it, each after its first need."""


_UNKNOWN = Known(frozenset(), _ANY, ())


class Lexicon(dict[str, Known]):
    """The words of some tables."""

    def __init__(self, tables: Tables) -> None:
        self._classes = tables["classes"]
        self._frames = tables["frames"]
        self._parts = tables["parts"]
        self._combinations = tables["combinations"]
        self._around: dict[int, list[int]] = {}
        for number, row in enumerate(self._frames):
            for anchor in row[4]:
                self._around.setdefault(anchor, []).append(number)
        for number, (_, parts, _, _, pivot, _, _) in enumerate(self._combinations, len(self._frames)):
            for anchor in self._parts[parts[pivot]][4]:
                self._around.setdefault(anchor, []).append(number)
        self._sought: dict[int, Sought] = {}
        self._known_parts: dict[int, Wording] = {}

    def __missing__(self, word: str) -> Known:
        own = self._classes.get(word, ())
        sets = {one for piece in pieces(word) for one in self._classes.get(piece, ())} if "'" in word else own
        if not sets:
            return _UNKNOWN
        numbers = {number for one in sets for number in self._around.get(one, ())}
        sought = [self._sought.get(number) or self._seek(number) for number in sorted(numbers)]
        known = Known(frozenset(own), _mask(sets) | _ANY, tuple([(one.need, one) for one in sought]))
        if own:
            self[word] = known
        return known

    def _seek(self, number: int) -> Sought:
        frames = len(self._frames)
        found = _wording(self._frames[number]) if number < frames else self._together(number - frames)
        self._sought[number] = found
        return found

    def _together(self, number: int) -> Together:
        name, parts, excuses, needs, _, reach, ordered = self._combinations[number]
        need, *others = [*map(_mask, needs)] or [_ANY]
        return Together(
            name, tuple(map(self._part, parts)), tuple(map(self._part, excuses)), need, tuple(others), reach, ordered
        )

    def _part(self, number: int) -> Wording:
        if number not in self._known_parts:
            self._known_parts[number] = _wording(self._parts[number])
        return self._known_parts[number]


class Shapes(dict[int, tuple[int, str, list[Any]]]):
    """The shapes of some tables: what one begins with, its kind and its parts, as `shapes.Tables` has them.

    What it begins with is a mask of sets of words, and stands before each of the parts as well.
    """

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        self._rows = rows

    def first(self, shape: int) -> int:
        """What a shape begins with."""
        return _bit(shape) if shape >= 0 else self[shape][0]

    def __missing__(self, shape: int) -> tuple[int, str, list[Any]]:
        kind, *parts = self._rows[~shape]
        first = _ANY
        if kind == "|":
            parts = [(self.first(part), part) for part in parts]
            first = union(mask for mask, _ in parts)
        elif kind == "&":
            pivot = next(i for i, (_, least, _) in enumerate(parts, 1) if least)
            parts = [(self.first(part), part, least, most) for part, least, most in parts]
            first = union(part[0] for part in parts[:pivot])
        self[shape] = found = first, kind, parts
        return found


def _wording(row: FrameRow) -> Wording:
    name, shape, words, before, anchors, needs, marks = row
    need, *others = [*map(_mask, needs)] or [_ANY]
    return Wording(
        name, shape, words, before, _mask(anchors), need, tuple(others), "^" in marks, "$" in marks, "!" in marks
    )


def _bit(one: int) -> int:
    return 2 << one


def _mask(sets: Iterable[int]) -> int:
    return union(_bit(one) for one in sets)


def union(masks: Iterable[int]) -> int:
    """All sets of all masks."""
    found = 0
    for mask in masks:
        found |= mask
    return found
