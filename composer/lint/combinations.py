"""Which of the places of several parts in a sentence belong together."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Place: TypeAlias = "tuple[int, int]"
"""Where words begin and end in a text."""

_NEIGHBOURS = 3


def groups(places: Sequence[Sequence[Place]], *, ordered: bool) -> Iterator[tuple[Place, ...]]:
    """A place of each part, in order of the text, for each time that the parts stand together.

    `places` has the places of each part, in order, none of which overlap.
    """
    return _in_order(places) if ordered else _nearest(sorted(places, key=len))


def _in_order(places: Sequence[Sequence[Place]]) -> Iterator[tuple[Place, ...]]:
    """The first part as near to the second as it stands, and each further part as soon as it comes."""
    found: dict[Place, tuple[Place, ...]] = {}
    for first in places[0]:
        group = [first]
        for further in places[1:]:
            at = bisect_left(further, (group[-1][1], 0))
            if at == len(further):
                break
            group.append(further[at])
        else:
            found[group[1]] = tuple(group)
    yield from found.values()


def _nearest(places: Sequence[Sequence[Place]]) -> Iterator[tuple[Place, ...]]:
    """For each place of the first part the nearest of the others, no two of which share a word."""
    for first in places[0]:
        group = [first]
        for others in places[1:]:
            at = bisect_left(others, first)
            near = others[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
            free = [place for place in near if all(place[1] <= start or end <= place[0] for start, end in group)]
            if not free:
                break
            group.append(min(free, key=lambda place: max(place[0] - first[1], first[0] - place[1])))
        else:
            yield tuple(sorted(group))
