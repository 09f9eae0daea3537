"""What a wording looks like, word by word, and the numbered tables in which thousands of them are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from composer.lint.commonness import frequency

if TYPE_CHECKING:
    from collections.abc import Iterable

Words: TypeAlias = "frozenset[str]"
Shape: TypeAlias = "Words | str | Either | Row"

ANY = "*"
"""The shape of any word."""
NUMBER = "#"
"""The shape of a number: 12, 1,200, 1.5k."""


@dataclass(frozen=True, slots=True)
class Either:
    """One of several shapes, the first that fits."""

    options: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Shapes one after the other, each with how often it stands at least and at most."""

    items: tuple[tuple[Shape, int, int], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One wording of the list `name`."""

    name: str
    shape: Shape
    words: int
    """How many words a match has at most."""
    before: int
    """How many of them stand at most before the anchor that it is looked for around."""
    anchors: frozenset[Words]
    """Sets of words of one of which every match contains a word."""
    needs: tuple[frozenset[Words], ...]
    """More of the kind: without a word of each there is no match. What is met most seldom stands first."""
    begins: bool
    ends: bool
    excuse: bool
    """Whether a match excuses the hits that it overlaps instead of being one."""


Part: TypeAlias = "tuple[Frame, ...]"
"""The forms of a part of a combination, the first of which that fits at a place is found there."""


@dataclass(frozen=True, slots=True)
class Combination:
    """Parts that are a hit of the list `name` where all of them stand in one sentence."""

    name: str
    parts: tuple[Part, ...]
    excuses: tuple[Part, ...]
    """Where one of these stands in the sentence there is no hit."""
    pivot: int
    """The part whose words are met most seldom: the others are looked for where one of its forms may stand."""
    needs: tuple[frozenset[Words], ...]
    """Sets of words of each of which a word stands wherever the parts do, what is met most seldom first."""
    reach: int
    """How many words there are at most from the first part to the last."""
    ordered: bool
    """Whether the parts stand in the order in which they are given."""


class Tables(TypedDict):
    """Wordings by number, each in a line that is read when a text has need of it.

    Fields are parted by tabs, sets of words by commas, numbers by spaces. A shape is the number of a set of words, or
    where it is negative, `~row` of `shapes`.
    """

    classes: dict[str, str]
    """For each word the sets that it belongs to, and the wordings and then forms that it is an anchor of."""
    shapes: list[str]
    """A sign alone, `| shape ...`, or `& shape least most ...`."""
    frames: list[str]
    """Name, shape, words, words before the anchor, anchors, needs and marks of each wording."""
    forms: list[str]
    """The same of each form of a part or excuse; its name are the combinations of whose pivot it is a form."""
    combinations: list[str]
    """Name, the forms of each part and of each excuse, needs, reach, and a mark where it is ordered."""


def tables(wordings: Iterable[Frame | Combination]) -> Tables:
    """The wordings with their sets of words, shapes and forms numbered, each written once."""
    listed = list(wordings)
    frames = [one for one in listed if isinstance(one, Frame)]
    combinations = [one for one in listed if isinstance(one, Combination)]
    met = _Numbers(())
    met.rows_of(frames, combinations)
    numbers = _Numbers(sorted(met.classes, key=_commonest, reverse=True))
    rows, together = numbers.rows_of(frames, combinations)
    pivotal: dict[Frame, list[int]] = {form: [] for form in numbers.forms}
    for number, one in enumerate(combinations):
        for form in one.parts[one.pivot]:
            pivotal[form].append(number)
    around: dict[Words, list[int]] = {}
    for number, wording in enumerate((*frames, *pivotal)):
        for words in wording.anchors if number < len(frames) or pivotal[wording] else ():
            around.setdefault(words, []).append(number)
    classes: dict[str, list[int]] = {}
    sought: dict[str, set[int]] = {}
    for words, number in numbers.classes.items():
        for word in words:
            classes.setdefault(word, []).append(number)
            sought.setdefault(word, set()).update(around.get(words, ()))
    return {
        "classes": {word: f"{_spaced(classes[word])}\t{_spaced(sorted(sought[word]))}" for word in sorted(classes)},
        "shapes": numbers.rows,
        "frames": rows,
        "forms": [_spaced(pivotal[form]) + numbers.frame(form) for form in numbers.forms],
        "combinations": together,
    }


def _commonest(words: Words) -> float:
    """What sets of words are numbered by: those with common words come first, so that the masks of these are short."""
    return max(map(frequency, words))


def _spaced(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


class _Numbers:
    """Numbers sets of words in the order given, and those not given and shapes in the order in which they are met."""

    def __init__(self, classes: Iterable[Words]) -> None:
        self.classes: dict[Words, int] = {words: number for number, words in enumerate(classes)}
        self.rows: list[str] = []
        self.forms: dict[Frame, int] = {}
        self._known: dict[Shape, int] = {}

    def rows_of(self, frames: Iterable[Frame], combinations: Iterable[Combination]) -> tuple[list[str], list[str]]:
        """The rows of all wordings and combinations."""
        return [self.frame(one) for one in frames], [self.combination(one) for one in combinations]

    def frame(self, frame: Frame) -> str:
        shape = self.shape(frame.shape)
        marks = "^" * frame.begins + "$" * frame.ends + "!" * frame.excuse
        anchors, needs = self._sets(frame.anchors), self._needs(frame.needs)
        return f"{frame.name}\t{shape}\t{frame.words}\t{frame.before}\t{anchors}\t{needs}\t{marks}"

    def combination(self, one: Combination) -> str:
        parts, excuses = (",".join(map(self._part, listed)) for listed in (one.parts, one.excuses))
        return f"{one.name}\t{parts}\t{excuses}\t{self._needs(one.needs)}\t{one.reach}\t{'>' * one.ordered}"

    def shape(self, shape: Shape) -> int:
        if isinstance(shape, frozenset):
            return self.classes.setdefault(shape, len(self.classes))
        if shape not in self._known:
            self.rows.append(self._row(shape))
            self._known[shape] = ~(len(self.rows) - 1)
        return self._known[shape]

    def _part(self, part: Part) -> str:
        return _spaced(self._form(form) for form in part)

    def _form(self, form: Frame) -> int:
        self.frame(form)
        return self.forms.setdefault(form, len(self.forms))

    def _sets(self, sets: Iterable[Words]) -> str:
        return _spaced(sorted(map(self.shape, sets)))

    def _needs(self, needs: Iterable[Iterable[Words]]) -> str:
        return ",".join(map(self._sets, needs))

    def _row(self, shape: str | Either | Row) -> str:
        if isinstance(shape, str):
            return shape
        if isinstance(shape, Either):
            return f"| {_spaced(map(self.shape, shape.options))}"
        return f"& {_spaced(part for one, least, most in shape.items for part in (self.shape(one), least, most))}"
