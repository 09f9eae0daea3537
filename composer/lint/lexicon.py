"""What numbered tables say of words, wordings and shapes, each read when a text first has need of it.

Sets of words are masks here, a bit for each set, so that one `&` tells whether a text has a word of any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

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
    needs: tuple[int, ...]
    """What is met most seldom stands first."""
    begins: bool
    ends: bool
    excuse: bool


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """One combination, as `shapes.Combination` has it."""

    name: str
    parts: tuple[Wording, ...]
    rarest_first: tuple[Wording, ...]
    """The parts in the order in which it pays to look for them."""
    excuses: tuple[Wording, ...]
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
    around: tuple[tuple[int, int], ...]
    """The numbers of what is looked for around it, each after its first need."""


_UNKNOWN = Known(frozenset(), _ANY, ())
_REMEMBERED = 20_000
"""Words of a text that are remembered to be in no table."""


class Lexicon(dict[str, Known]):
    """The words of some tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._sought: dict[int, Sought] = {}
        self._parts: dict[int, Wording] = {}
        self._masks: dict[str, int] = {}

    def __missing__(self, word: str) -> Known:
        rows = self._tables["classes"]
        lines = [rows[piece] for piece in (pieces(word) if "'" in word else (word,)) if piece in rows]
        if not lines:
            if len(self) < _REMEMBERED:
                self[word] = _UNKNOWN
            return _UNKNOWN
        own = _numbers(rows.get(word, "").partition("\t")[0])
        sets = {number for line in lines for number in _numbers(line.partition("\t")[0])}
        around = {number for line in lines for number in _numbers(line.partition("\t")[2])}
        around_it = [(self._need(number), number) for number in sorted(around)]
        known = Known(frozenset(own), _mask(sets) | _ANY, tuple(around_it))
        if own:
            self[word] = known
        return known

    def sought(self, number: int) -> Sought:
        """The wording or combination of a number."""
        found = self._sought.get(number)
        if found is None:
            rows = self._tables["frames"]
            is_frame = number < len(rows)
            found = self._wording(rows[number]) if is_frame else self._together(number)
            self._sought[number] = found
        return found

    def _need(self, number: int) -> int:
        """The first need of a wording or combination."""
        frames = self._tables["frames"]
        row = frames[number].split("\t")[5] if number < len(frames) else self._combination(number)[3]
        return self._mask_of(row.partition(",")[0])

    def _together(self, number: int) -> Together:
        name, parts, excuses, needs, reach, mark = self._combination(number)
        listed, unless = ([self._part(one) for one in _numbers(numbers)] for numbers in (parts, excuses))
        rarest = sorted(listed, key=lambda part: part.anchors.bit_count())
        return Together(name, tuple(listed), tuple(rarest), tuple(unless), self._needs(needs), int(reach), bool(mark))

    def _combination(self, number: int) -> list[str]:
        return self._tables["combinations"][number - len(self._tables["frames"])].split("\t")

    def _part(self, number: int) -> Wording:
        if number not in self._parts:
            self._parts[number] = self._wording(self._tables["parts"][number])
        return self._parts[number]

    def _wording(self, row: str) -> Wording:
        name, shape, words, before, anchors, needs, marks = row.split("\t")
        flags = ("^" in marks, "$" in marks, "!" in marks)
        sets, wanted = self._mask_of(anchors), self._needs(needs)
        return Wording(name, int(shape), int(words), int(before), sets, wanted, *flags)

    def _needs(self, field: str) -> tuple[int, ...]:
        return tuple(map(self._mask_of, field.split(",")))

    def _mask_of(self, field: str) -> int:
        """The mask of the sets of a field, of which many wordings have the same; of any word where it is empty."""
        mask = self._masks.get(field)
        if mask is None:
            mask = self._masks[field] = _mask(_numbers(field)) or _ANY
        return mask


class Shapes(dict[int, tuple[int, str]]):
    """The shapes of some tables: a mask of the sets of words that one begins with, and its kind."""

    def __init__(self, rows: Sequence[str]) -> None:
        self._rows = rows
        self._parts: dict[int, list[tuple[int, int, int, int]]] = {}
        self._options: dict[tuple[int, frozenset[int]], list[int]] = {}

    def first(self, shape: int) -> int:
        """What a shape begins with."""
        return _bit(shape) if shape >= 0 else self[shape][0]

    def parts(self, shape: int) -> list[tuple[int, int, int, int]]:
        """The parts of a shape: what each begins with, its shape, and how often it stands at least and at most."""
        parts = self._parts.get(shape)
        if parts is None:
            parts = [(self.first(part), part, least, most) for part, least, most in self._read(shape)]
            self._parts[shape] = parts
        return parts

    def options(self, shape: int, mask: int, classes: frozenset[int] | None) -> list[int]:
        """Those of the shapes, one of which is to stand, that a word of these sets begins.

        They are remembered by the sets, if these are given, as a mask is slow to look up; of those that are the word
        alone the first stands for all.
        """
        if classes is None:
            return [part for first, part, _, _ in self.parts(shape) if first & mask]
        options = self._options.get((shape, classes))
        if options is None:
            fitting = self.options(shape, mask, None)
            sets = [part for part in fitting if part >= 0]
            options = [part for part in fitting if part < 0 or part == sets[0]]
            self._options[shape, classes] = options
        return options

    def _read(self, shape: int) -> list[tuple[int, int, int]]:
        kind, _, rest = self._rows[~shape].partition(" ")
        numbers = _numbers(rest)
        if kind == "|":
            return [(part, 1, 1) for part in numbers]
        return list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))

    def __missing__(self, shape: int) -> tuple[int, str]:
        kind = self._rows[~shape][0]
        beginning = self._read(shape)
        if kind == "&":
            pivot = next(i for i, (_, least, _) in enumerate(beginning, 1) if least)
            beginning = beginning[:pivot]
        self[shape] = found = union(self.first(part) for part, _, _ in beginning) or _ANY, kind
        return found


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
