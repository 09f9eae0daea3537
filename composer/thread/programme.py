"""The split as an optimisation: a dynamic programme over places to cut, blind to what the text says.

All costs are whole numbers, so that a table continued after an edit equals one filled anew.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UNIT = 1_000_000
"""The cost of an almost empty post."""
NEVER = 1 << 60
QUARTER = 0.27
"""The share of the room for words that makes a post a quarter full, its number included."""


def units(amount: float) -> int:
    """A cost given in almost empty posts."""
    return round(amount * UNIT)


@dataclass(frozen=True, slots=True)
class Costs:
    """What an editor minds."""

    post: int = units(0.8)
    """Every post; the higher, the fewer and fuller."""
    slack: float = 1.0
    """Times the square of the share of a post that stays empty, in units."""
    last_slack: float = 0.5
    """The same for the last post, which may well be short."""
    thin: float = 6.0
    """Added in proportion to what a post lacks to be a quarter full, in units."""
    scrap: float = 1.5
    """Added to every post that is not a quarter full, in units."""
    straddle: int = units(0.35)
    """For each end in mid-block of a post that runs over the end of a block."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a post can hold when it wears a certain dress, and how much a leaner dress is regretted."""

    capacity: tuple[int, ...]
    regret: int = 0


@dataclass(slots=True)
class Ground:
    """All places to cut of a thread, as columns; place 0 is the beginning, the last one the end.

    Weights come in the measures of the network, one column each.
    """

    ends: list[list[int]]
    """Weight of everything before the cut, where a post ends there."""
    starts: list[list[int]]
    """Weight of everything before the post that begins there."""
    penalty: list[int] = field(default_factory=lambda: [0])
    block: list[int] = field(default_factory=lambda: [0])
    """The last end of a block at or before this place."""
    inner: list[int] = field(default_factory=lambda: [0])
    """Running sum of what it costs to have the ends of blocks within a post."""
    media: list[int] = field(default_factory=lambda: [0])
    """Running count of pictures."""
    fence: list[int] = field(default_factory=lambda: [0])
    """The last forced cut at or before this place."""

    @classmethod
    def empty(cls, measures: int) -> Ground:
        """The beginning and nothing else."""
        return cls([[0] for _ in range(measures)], [[0] for _ in range(measures)])

    def __len__(self) -> int:
        return len(self.penalty)


@dataclass(slots=True)
class Table:
    """The cheapest way to every place; `over` is the same for posts that run over the end of a block."""

    best: list[int] = field(default_factory=lambda: [0])
    over: list[int] = field(default_factory=lambda: [0])
    back: list[int] = field(default_factory=lambda: [0])


@dataclass(frozen=True, slots=True)
class Edit:
    """How a ground came from an older one: places before `kept` are equal, those from `tail` on are `shift` further."""

    kept: int
    tail: int
    shift: int

    @property
    def first(self) -> int:
        """The first place at which a post may begin that has no word in it that was touched.

        A post that opens the thread is dressed like no other, so it counts only where nothing before it changed.
        """
        return max(1, self.tail - 1)

    def carried(self, edges: Edges) -> Edges:
        """Those posts of the old ground whose words are untouched, where they stand now."""
        kept = {(origin, place) for origin, place in edges if place < self.kept}
        moved = {(origin + self.shift, place + self.shift) for origin, place in edges if origin}
        return frozenset(kept | {(origin, place) for origin, place in moved if origin >= self.first})

    def shared(self, old: Sequence[int], new: Sequence[int]) -> tuple[int, int]:
        """How many posts at the beginning and at the end of two splits have the same words."""
        most = min(len(old), len(new)) - 1
        before = 0
        while before < most and old[before + 1] == new[before + 1] < self.kept:
            before += 1
        after = 0
        while after < most - before and self.first <= new[-2 - after] == old[-2 - after] + self.shift:
            after += 1
        return before, after


Edges = frozenset[tuple[int, int]]
"""Posts, each by the places where it begins and ends."""


class Programme:
    """Finds the cheapest way from the beginning to the end in which every post fits."""

    def __init__(self, costs: Costs, body: Room, first: Sequence[Room], last: Sequence[Room], media: int) -> None:
        self._costs = costs
        self._body = body
        self._first = tuple(first)
        self._last = tuple(last)
        self._media = media
        most = body.capacity[0]
        self._empty = _emptiness(most, costs.slack, costs.thin, costs.scrap)
        self._last_empty = _emptiness(most, costs.last_slack, costs.thin, costs.scrap)

    def cuts(self, ground: Ground, table: Table, forbidden: Edges) -> list[int] | None:
        """The best split that a filled table knows of, or None where there is none."""
        end = len(ground) - 1
        least, source = NEVER, 0
        for origin in range(self._window(ground, end, 0), end):
            if table.best[origin] >= NEVER or (origin, end) in forbidden:
                continue
            cost = table.best[origin] + self.dressed(ground, origin, end, self._last, self._last_empty)
            if cost < least:
                least, source = cost, origin
        if least >= NEVER:
            return None
        cuts = [end, source]
        while cuts[-1]:
            cuts.append(table.back[cuts[-1]])
        return cuts[::-1]

    def fill(
        self, ground: Ground, table: Table, forbidden: Edges, old: Table | None = None, edit: Edit | None = None
    ) -> int:
        """Continue a table to the end of the ground, and say how many places had to be computed.

        With the table of the ground before an `edit` the rest is taken from there as soon as both run in parallel.
        """
        empty, straddle, post = self._empty, self._costs.straddle, self._costs.post
        cap = self._body.capacity[0]
        ends, starts = ground.ends[0], ground.starts[0]
        block, inner, penalty = ground.block, ground.inner, ground.penalty
        best, over, back = table.best, table.over, table.back
        begin, size = len(best), len(ground)
        tail, shift = (edit.tail, edit.shift) if old and edit else (size, 0)
        gap, since = NEVER, size
        low = 0
        for place in range(begin, size):
            low = self._window(ground, place, low)
            room = cap - ends[place]
            edge = block[place - 1]
            least, source = NEVER, 0
            scan = low
            if not low:
                scan = 1
                if (0, place) not in forbidden:
                    least = self.dressed(ground, 0, place, self._first, empty)
            if edge > scan:
                surcharge = inner[place - 1] + (0 if block[place] == place else straddle)
                for origin in range(scan, edge):
                    cost = over[origin] + surcharge
                    if cost < least:
                        cost += empty[room + starts[origin]]
                        if cost < least and (origin, place) not in forbidden:
                            least, source = cost, origin
                scan = edge
            for origin in range(scan, place):
                cost = best[origin]
                if cost < least:
                    cost += empty[room + starts[origin]]
                    if cost < least and (origin, place) not in forbidden:
                        least, source = cost, origin
            total = min(NEVER, least + post + penalty[place])
            best.append(total)
            over.append(total - inner[place] + (0 if block[place] == place else straddle))
            back.append(source)
            if place < tail or not old:
                continue
            found = total - old.best[place - shift]
            if found != gap or total >= NEVER:
                gap, since = found, place
            elif place + 1 < size and self._window(ground, place + 1, low) >= since:
                _adopt(table, old, place + 1 - shift, shift, gap)
                return place + 1 - begin
        return size - begin

    def edges(self, ground: Ground, begin: int) -> Iterator[tuple[int, int, int]]:
        """Every post that fits and begins at `begin` or later, with what it costs, by the place where it ends."""
        end = len(ground) - 1
        low = begin
        for place in range(begin + 1, end + 1):
            low = max(begin, self._window(ground, place, low))
            for origin in range(low, place):
                if place == end:
                    cost = self.dressed(ground, origin, place, self._last, self._last_empty)
                else:
                    rooms = (self._body,) if origin else self._first
                    cost = self.dressed(ground, origin, place, rooms, self._empty)
                if cost < NEVER:
                    yield origin, place, cost + ground.penalty[place]

    def dressed(self, ground: Ground, origin: int, place: int, rooms: Sequence[Room], empty: Sequence[int]) -> int:
        """Cost of the post between two places in the best dress that leaves room for its words."""
        weights = [ends[place] - starts[origin] for ends, starts in zip(ground.ends, ground.starts, strict=True)]
        cheapest = NEVER
        for room in rooms:
            if all(weight <= most for weight, most in zip(weights, room.capacity, strict=True)):
                cheapest = min(cheapest, room.regret + empty[room.capacity[0] - weights[0]])
        if cheapest < NEVER and ground.block[place - 1] > origin:
            ragged = (ground.block[origin] != origin) + (ground.block[place] != place)
            cheapest += ground.inner[place - 1] - ground.inner[origin] + ragged * self._costs.straddle
        return cheapest

    def _window(self, ground: Ground, place: int, low: int) -> int:
        """The first place from which a post could reach `place`."""
        low = max(low, ground.fence[place - 1])
        for ends, starts, most in zip(ground.ends, ground.starts, self._body.capacity, strict=True):
            floor = ends[place] - most
            if starts[low] < floor:
                low = bisect_left(starts, floor, low, place)
        while low < place - 1 and ground.media[place] - ground.media[low] > self._media:
            low += 1
        return low


def _adopt(table: Table, old: Table, place: int, shift: int, gap: int) -> None:
    """Take the rest of the old table, which differs by a constant."""
    rise = gap + (table.over[-1] - table.best[-1]) - (old.over[place - 1] - old.best[place - 1])
    table.best += [cost if cost >= NEVER else cost + gap for cost in old.best[place:]]
    table.over += [cost + rise for cost in old.over[place:]]
    table.back += [source + shift for source in old.back[place:]]


@cache
def _emptiness(capacity: int, slack: float, thin: float, scrap: float) -> tuple[int, ...]:
    """The cost of a post by how much of it is empty."""
    quarter = QUARTER * capacity
    costs = []
    for free in range(capacity + 1):
        lacking = 1 - (capacity - free) / quarter
        costs.append(units(slack * (free / capacity) ** 2 + (scrap + thin * lacking if lacking > 0 else 0.0)))
    return tuple(costs)
