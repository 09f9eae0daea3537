"""What a wording looks like, word by word, and the numbered tables in which thousands of them are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

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
    before: int
    """How many words a match has at most before the anchor that it is looked for around."""
    anchors: frozenset[Words]
    """Sets of words of one of which every match contains a word."""
    needs: tuple[frozenset[Words], ...]
    """More of the kind: without a word of each there is no match, and no need to try."""
    begins: bool
    ends: bool
    excuse: bool
    """Whether a match excuses the hits that it overlaps instead of being one."""


class Tables(TypedDict):
    """Wordings by number. A shape is the number of a set of words, or where it is negative, `~row` of `shapes`."""

    classes: dict[str, list[int]]
    """For each word the sets that it belongs to."""
    shapes: list[list[Any]]
    """`[ANY]` and the like, `["|", shape, ...]`, or `["&", [shape, least, most], ...]`."""
    frames: list[tuple[str, int, int, list[int], list[list[int]], str]]
    """Name, shape, words before the anchor, anchors, needs and marks of each wording."""


def tables(frames: Iterable[Frame]) -> Tables:
    """The wordings with their sets of words and shapes numbered, each written once."""
    numbers = _Numbers()
    rows = [
        (
            frame.name,
            numbers.shape(frame.shape),
            frame.before,
            numbers.sets(frame.anchors),
            [numbers.sets(need) for need in frame.needs],
            "^" * frame.begins + "$" * frame.ends + "!" * frame.excuse,
        )
        for frame in frames
    ]
    classes: dict[str, list[int]] = {}
    for words, number in numbers.classes.items():
        for word in words:
            classes.setdefault(word, []).append(number)
    return {"classes": dict(sorted(classes.items())), "shapes": numbers.rows, "frames": rows}


class _Numbers:
    """Numbers sets of words and shapes in the order in which they are met."""

    def __init__(self) -> None:
        self.classes: dict[Words, int] = {}
        self.rows: list[list[Any]] = []
        self._known: dict[Shape, int] = {}

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
