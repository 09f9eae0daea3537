"""What a wording looks like, word by word, and the numbered tables in which thousands of them are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable

Words: TypeAlias = "frozenset[str]"
Shape: TypeAlias = "Words | str | Either | Row"
FrameRow: TypeAlias = "tuple[str, int, int, int, list[int], list[list[int]], str]"

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


@dataclass(frozen=True, slots=True)
class Combination:
    """Parts that are a hit of the list `name` where all of them stand in one sentence."""

    name: str
    parts: tuple[Frame, ...]
    excuses: tuple[Frame, ...]
    """Where one of these stands in the sentence there is no hit."""
    needs: tuple[frozenset[Words], ...]
    """Sets of words of each of which a word stands wherever the parts do, what is met most seldom first."""
    pivot: int
    """The part whose words are met most seldom: the others are looked for where one of these stands."""
    reach: int
    """How many words there are at most from the first part to the last."""
    ordered: bool
    """Whether the parts stand in the order in which they are given."""


class Tables(TypedDict):
    """Wordings by number. A shape is the number of a set of words, or where it is negative, `~row` of `shapes`."""

    classes: dict[str, list[int]]
    """For each word the sets that it belongs to."""
    shapes: list[list[Any]]
    """`[ANY]` and the like, `["|", shape, ...]`, or `["&", [shape, least, most], ...]`."""
    frames: list[FrameRow]
    """Name, shape, words, words before the anchor, anchors, needs and marks of each wording."""
    parts: list[FrameRow]
    """The same of each part and excuse of a combination."""
    combinations: list[tuple[str, list[int], list[int], list[list[int]], int, int, bool]]
    """Name, parts, excuses, needs, pivot, reach and whether it is ordered."""


def tables(wordings: Iterable[Frame | Combination]) -> Tables:
    """The wordings with their sets of words, shapes and parts numbered, each written once."""
    numbers = _Numbers()
    frames = [numbers.frame(one) for one in wordings if isinstance(one, Frame)]
    combinations = [
        (
            one.name,
            list(map(numbers.part, one.parts)),
            list(map(numbers.part, one.excuses)),
            list(map(numbers.sets, one.needs)),
            one.pivot,
            one.reach,
            one.ordered,
        )
        for one in wordings
        if isinstance(one, Combination)
    ]
    classes: dict[str, list[int]] = {}
    for words, number in numbers.classes.items():
        for word in words:
            classes.setdefault(word, []).append(number)
    return {
        "classes": dict(sorted(classes.items())),
        "shapes": numbers.rows,
        "frames": frames,
        "parts": numbers.parts,
        "combinations": combinations,
    }


class _Numbers:
    """Numbers sets of words and shapes in the order in which they are met."""

    def __init__(self) -> None:
        self.classes: dict[Words, int] = {}
        self.rows: list[list[Any]] = []
        self.parts: list[FrameRow] = []
        self._known: dict[Shape, int] = {}
        self._known_parts: dict[Frame, int] = {}

    def frame(self, frame: Frame) -> FrameRow:
        return (
            frame.name,
            self.shape(frame.shape),
            frame.words,
            frame.before,
            self.sets(frame.anchors),
            [self.sets(need) for need in frame.needs],
            "^" * frame.begins + "$" * frame.ends + "!" * frame.excuse,
        )

    def part(self, part: Frame) -> int:
        if part not in self._known_parts:
            self._known_parts[part] = len(self.parts)
            self.parts.append(self.frame(part))
        return self._known_parts[part]

    def sets(self, sets: Iterable[Words]) -> list[int]:
        return sorted(map(self.shape, sets))

    def shape(self, shape: Shape) -> int:
        if isinstance(shape, frozenset):
            return self.classes.setdefault(shape, len(self.classes))
        if shape not in self._known:
            self.rows.append(self._row(shape))
            self._known[shape] = ~(len(self.rows) - 1)
        return self._known[shape]

    def _row(self, shape: str | Either | Row) -> list[Any]:
        if isinstance(shape, str):
            return [shape]
        if isinstance(shape, Either):
            return ["|", *map(self.shape, shape.options)]
        return ["&", *([self.shape(one), least, most] for one, least, most in shape.items)]
