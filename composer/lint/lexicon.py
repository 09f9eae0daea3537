"""What numbered tables say of words, wordings and shapes, each read when a text first has need of it.

Sets of words are masks here, a bit for each set, so that one `&` tells whether a text has a word of any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from composer.lint.tokens import joined, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.shapes import Tables

ANY_WORD = 1
"""The mask of the set that any word belongs to."""


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """One wording or form of a part of a combination, as `shapes.Frame` has it."""

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
class Part:
    """A part of a combination, by the numbers of its forms in order."""

    forms: tuple[int, ...]
    is_pivot: bool
    """Whether its forms are looked for around their anchors, for this combination or for others."""


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """One combination, as `shapes.Combination` has it."""

    name: str
    parts: tuple[Part, ...]
    pivots_first: tuple[Part, ...]
    """The parts in the order in which it pays to look for them."""
    excuses: tuple[Part, ...]
    needs: tuple[int, ...]
    reach: int
    ordered: bool


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A word, or what stands between two apostrophes of one, and the ways in which it is read."""

    mask: int
    """The sets that any reading belongs to."""
    readings: tuple[tuple[int, frozenset[int]], ...]
    """How many pieces a reading takes, the most first, and the sets that it belongs to."""
    alone: frozenset[int] | None
    """The sets of the only reading, if there is but one and it is this piece."""


class Known(NamedTuple):
    """What is known of a word, and of the pieces between its apostrophes, as a wording may begin or end at one."""

    pieces: tuple[Piece, ...]
    mask: int
    """The sets that it or a piece of it belongs to."""
    around: tuple[tuple[int, int], ...]
    """The numbers of what is looked for around it, each after its first need."""


_NO_SETS: frozenset[int] = frozenset()
_UNKNOWN = Known((Piece(ANY_WORD, ((1, _NO_SETS),), _NO_SETS),), ANY_WORD, ())
_REMEMBERED = 20_000
"""Words of texts that are remembered though they are in no table."""


class Lexicon(dict[str, Known]):
    """The words of some tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.forms = len(tables["frames"])
        """The number of the first form; wordings have lower ones."""
        self._pivots: dict[int, list[Together]] = {}
        self._wordings: dict[int, Wording] = {}
        self._combinations: dict[int, Together] = {}
        self._parts: dict[str, Part] = {}
        self._masks: dict[str, int] = {}
        self._pieces: dict[tuple[tuple[int, frozenset[int]], ...], Piece] = {}

    def __missing__(self, word: str) -> Known:
        rows = self._tables["classes"]
        lines = [rows[piece] for piece in (pieces(word) if "'" in word else (word,)) if piece in rows]
        known = self._known(word, lines) if lines or "'" in word else _UNKNOWN
        if word in rows or len(self) < _REMEMBERED:
            self[word] = known
        return known

    def _known(self, word: str, lines: Iterable[str]) -> Known:
        """What the lines of its pieces say of a word."""
        around = {number for line in lines for number in numbers(line.partition("\t")[2])}
        parts = word.split("'")
        read = tuple([self._piece(parts[i:]) for i in range(len(parts))])
        return Known(
            read, union(piece.mask for piece in read), tuple([(self._need(one), one) for one in sorted(around)])
        )

    def _piece(self, parts: Sequence[str]) -> Piece:
        """The first of the parts between apostrophes; the same one for all that are read alike."""
        readings = tuple([(longer.count("'") + 1, self._sets(longer)) for longer in joined(parts)])
        piece = self._pieces.get(readings)
        if piece is None:
            mask = _mask(number for _, sets in readings for number in sets) | ANY_WORD
            alone = readings[0][1] if len(readings) == 1 else None
            piece = self._pieces[readings] = Piece(mask, readings, alone)
        return piece

    def _sets(self, word: str) -> frozenset[int]:
        """The sets that a word as a whole belongs to."""
        return frozenset(numbers(self._tables["classes"].get(word, "").partition("\t")[0]))

    def wording(self, number: int) -> Wording:
        """The wording of a number, or the form."""
        found = self._wordings.get(number)
        if found is None:
            found = self._wordings[number] = self._wording(self._row(number))
        return found

    def pivots(self, number: int) -> Sequence[Together]:
        """The combinations of whose pivot the form of a number is one."""
        found = self._pivots.get(number)
        if found is None:
            found = self._pivots[number] = [self._combination(one) for one in numbers(self.wording(number).name)]
        return found

    def _row(self, number: int) -> list[str]:
        is_form = number >= self.forms
        return (self._tables["forms"][number - self.forms] if is_form else self._tables["frames"][number]).split("\t")

    def _need(self, number: int) -> int:
        """The first need of a wording or form."""
        return self._mask_of(self._row(number)[5].partition(",")[0])

    def _combination(self, number: int) -> Together:
        found = self._combinations.get(number)
        if found is None:
            name, parts, excuses, needs, reach, mark = self._tables["combinations"][number].split("\t")
            listed, unless = (tuple(map(self._part, field.split(","))) if field else () for field in (parts, excuses))
            pivots_first = tuple(sorted(listed, key=lambda part: not part.is_pivot))
            found = Together(name, listed, pivots_first, unless, self._needs(needs), int(reach), bool(mark))
            self._combinations[number] = found
        return found

    def _part(self, field: str) -> Part:
        """The part with the forms of a field, the same one for all combinations."""
        part = self._parts.get(field)
        if part is None:
            forms = tuple([self.forms + number for number in numbers(field)])
            part = self._parts[field] = Part(forms, all(self._row(form)[0] for form in forms))
        return part

    def _wording(self, row: Sequence[str]) -> Wording:
        name, shape, words, before, anchors, needs, marks = row
        flags = ("^" in marks, "$" in marks, "!" in marks)
        sets, wanted = self._mask_of(anchors), self._needs(needs)
        return Wording(name, int(shape), int(words), int(before), sets, wanted, *flags)

    def _needs(self, field: str) -> tuple[int, ...]:
        return tuple(map(self._mask_of, field.split(","))) if field else ()

    def _mask_of(self, field: str) -> int:
        """The mask of the sets of a field, of which many wordings have the same; of any word where it is empty."""
        mask = self._masks.get(field)
        if mask is None:
            mask = self._masks[field] = _mask(numbers(field)) or ANY_WORD
        return mask


def numbers(field: str) -> list[int]:
    """The numbers of a field."""
    return list(map(int, field.split()))


def bit(one: int) -> int:
    """The mask of a set."""
    return 2 << one


def _mask(sets: Iterable[int]) -> int:
    return union(bit(one) for one in sets)


def fits(mask: int, needs: Sequence[int]) -> bool:
    """Whether there is one of each of these sets among those of a mask."""
    return not needs or all(mask & need for need in needs)


def union(masks: Iterable[int]) -> int:
    """All sets of all masks."""
    found = 0
    for mask in masks:
        found |= mask
    return found
