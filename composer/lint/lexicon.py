"""What numbered tables say of words, wordings and shapes, each read when a text first has need of it.

Sets of words are masks here, a bit for each set, so that one `&` tells whether a text has a word of any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from composer.lint.tokens import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.shapes import Tables

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
        self._tables = tables
        self._sought: dict[int, Sought] = {}
        self._parts: dict[int, Wording] = {}

    def __missing__(self, word: str) -> Known:
        rows = self._tables["classes"]
        lines = [rows[piece] for piece in (pieces(word) if "'" in word else (word,)) if piece in rows]
        if not lines:
            return _UNKNOWN
        own = _numbers(rows.get(word, "").partition("\t")[0])
        sets = {number for line in lines for number in _numbers(line.partition("\t")[0])}
        around = {number for line in lines for number in _numbers(line.partition("\t")[2])}
        sought = [self._sought.get(number) or self._seek(number) for number in sorted(around)]
        known = Known(frozenset(own), _mask(sets) | _ANY, tuple([(one.need, one) for one in sought]))
        if own:
            self[word] = known
        return known

    def _seek(self, number: int) -> Sought:
        rows = self._tables["frames"]
        found = _wording(rows[number]) if number < len(rows) else self._together(number - len(rows))
        self._sought[number] = found
        return found

    def _together(self, number: int) -> Together:
        name, parts, excuses, needs, reach, mark = self._tables["combinations"][number].split("\t")
        need, *others = _needs(needs)
        listed, unless = ([self._part(one) for one in _numbers(numbers)] for numbers in (parts, excuses))
        return Together(name, tuple(listed), tuple(unless), need, tuple(others), int(reach), bool(mark))

    def _part(self, number: int) -> Wording:
        if number not in self._parts:
            self._parts[number] = _wording(self._tables["parts"][number])
        return self._parts[number]


class Shapes(dict[int, tuple[int, str, list[Any]]]):
    """The shapes of some tables: what one begins with, its kind and its parts, as `shapes.Tables` has them.

    What it begins with is a mask of sets of words, and stands before each of the parts as well.
    """

    def __init__(self, rows: Sequence[str]) -> None:
        self._rows = rows

    def first(self, shape: int) -> int:
        """What a shape begins with."""
        return _bit(shape) if shape >= 0 else self[shape][0]

    def __missing__(self, shape: int) -> tuple[int, str, list[Any]]:
        kind, _, rest = self._rows[~shape].partition(" ")
        numbers = _numbers(rest)
        parts: list[Any] = []
        first = _ANY
        if kind == "|":
            parts = [(self.first(part), part) for part in numbers]
            first = union(mask for mask, _ in parts)
        elif kind == "&":
            items = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
            parts = [(self.first(part), part, least, most) for part, least, most in items]
            pivot = next(i for i, (_, _, least, _) in enumerate(parts, 1) if least)
            first = union(part[0] for part in parts[:pivot])
        self[shape] = found = first, kind, parts
        return found


def _wording(row: str) -> Wording:
    name, shape, words, before, anchors, needs, marks = row.split("\t")
    need, *others = _needs(needs)
    flags = ("^" in marks, "$" in marks, "!" in marks)
    return Wording(name, int(shape), int(words), int(before), _mask(_numbers(anchors)), need, tuple(others), *flags)


def _needs(field: str) -> list[int]:
    return [_mask(_numbers(need)) for need in field.split(",")] if field else [_ANY]


def _numbers(field: str) -> list[int]:
    return list(map(int, field.split()))


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
