"""The split as an optimisation: a dynamic programme over places to cut, blind to what the text says."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Costs:
    """What an editor minds, in units of one almost empty post."""

    post: float = 0.8
    """Every post; the higher, the fewer and fuller."""
    slack: float = 1.0
    """Times the square of the share of a post that stays empty."""
    last_slack: float = 0.5
    """The same for the last post, which may well be short."""
    thin: float = 3.0
    """Added in proportion to what a post lacks to be a quarter full."""
    straddle: float = 0.35
    """For each end in mid-block of a post that runs over the end of a block."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a post can hold when it wears a certain dress, and how much a leaner dress is regretted."""

    capacity: tuple[int, ...]
    regret: float = 0.0


@dataclass(slots=True)
class Ground:
    """All places to cut of a thread, as columns; place 0 is the beginning, the last one the end.

    Weights come in the measures of the network, one column each.
    """

    ends: list[list[int]] = field(default_factory=list)
    """Weight of everything before the cut, where a post ends there."""
    starts: list[list[int]] = field(default_factory=list)
    """Weight of everything before the post that begins there."""
    penalty: list[float] = field(default_factory=list)
    block: list[int] = field(default_factory=list)
    """The last end of a block at or before this place."""
    inner: list[float] = field(default_factory=list)
    """Running sum of what it costs to have the ends of blocks within a post."""
    media: list[int] = field(default_factory=list)
    """Running count of pictures."""
    fence: list[int] = field(default_factory=list)
    """The last forced cut at or before this place."""

    def __len__(self) -> int:
        return len(self.penalty)


@dataclass(slots=True)
class Solution:
    """The best split, and the table it was read from."""

    cuts: list[int]
    cost: float
    best: list[float]
    back: list[int]


class Programme:
    """Finds the cheapest way from the beginning to the end in which every post fits."""

    def __init__(self, costs: Costs, body: Room, first: Sequence[Room], last: Sequence[Room], media: int = 4) -> None:
        self._costs = costs
        self._body = body
        self._first = tuple(first)
        self._last = tuple(last)
        self._media = media

    def solve(self, ground: Ground, forbidden: frozenset[tuple[int, int]] = frozenset()) -> Solution | None:
        """The best split without the posts in `forbidden`, or None where there is none."""
        size = len(ground)
        best = [0.0] + [NEVER] * (size - 1)
        back = [0] * size
        self.fill(ground, best, back, 1, forbidden)
        end, cost = self.close(ground, best, forbidden)
        if cost == NEVER:
            return None
        return Solution(trace(back, end, size - 1), cost, best, back)

    def fill(
        self, ground: Ground, best: list[float], back: list[int], begin: int, forbidden: frozenset[tuple[int, int]]
    ) -> None:
        """Compute the table from place `begin` on; places before it are final."""
        costs, capacity = self._costs, self._body.capacity
        straddle, post, cap = costs.straddle, costs.post, capacity[0]
        unit = costs.slack / (cap * cap)
        quarter = cap / 4
        thin = costs.thin / quarter
        ends, starts = ground.ends[0], ground.starts[0]
        block, inner, penalty = ground.block, ground.inner, ground.penalty
        over = [
            cost + (0.0 if block[place] == place else straddle) - inner[place]
            for place, cost in enumerate(best[:begin])
        ]
        low = self._window(ground, begin, 0)
        for place in range(begin, len(best)):
            low = self._window(ground, place, low)
            end = ends[place]
            room = cap - end
            edge = block[place - 1]
            least, source = NEVER, -1
            if low == 0:
                least = self._opening(ground, place, forbidden)
                source = 0
            begin_scan = max(low, 1)
            if edge > begin_scan:
                surcharge = inner[place - 1] + (0.0 if block[place] == place else straddle)
                for origin in range(begin_scan, edge):
                    cost = over[origin] + surcharge
                    if cost >= least:
                        continue
                    free = room + starts[origin]
                    cost += unit * free * free
                    weight = cap - free
                    if weight < quarter:
                        cost += thin * (quarter - weight)
                    if cost < least and (origin, place) not in forbidden:
                        least, source = cost, origin
                begin_scan = edge
            for origin in range(begin_scan, place):
                cost = best[origin]
                if cost >= least:
                    continue
                free = room + starts[origin]
                cost += unit * free * free
                weight = cap - free
                if weight < quarter:
                    cost += thin * (quarter - weight)
                if cost < least and (origin, place) not in forbidden:
                    least, source = cost, origin
            total = least + post + penalty[place]
            best[place] = total
            back[place] = source
            over.append(total + (0.0 if block[place] == place else straddle) - inner[place])

    def close(self, ground: Ground, best: Sequence[float], forbidden: frozenset[tuple[int, int]]) -> tuple[int, float]:
        """Where the last post begins, and what the whole split costs."""
        end = len(best) - 1
        low = self._window(ground, end, max(0, ground.fence[end - 1]) if end else 0)
        least, source = NEVER, 0
        for origin in range(low, end):
            if (origin, end) in forbidden or best[origin] == NEVER:
                continue
            cost = (
                best[origin] + self._costs.post + self.dressed(ground, origin, end, self._last, self._costs.last_slack)
            )
            if cost < least:
                least, source = cost, origin
        return source, least

    def dressed(self, ground: Ground, origin: int, place: int, rooms: Sequence[Room], slack: float) -> float:
        """Cost of the post between two places in the best dress that leaves room for its words."""
        weights = [ends[place] - starts[origin] for ends, starts in zip(ground.ends, ground.starts, strict=True)]
        cheapest = NEVER
        for room in rooms:
            if all(weight <= most for weight, most in zip(weights, room.capacity, strict=True)):
                dress = self._body.capacity[0] - room.capacity[0]
                cheapest = min(cheapest, room.regret + self._emptiness(weights[0] + dress, slack))
        if cheapest < NEVER:
            cheapest += self._across(ground, origin, place)
        return cheapest

    def _emptiness(self, weight: int, slack: float) -> float:
        cap = self._body.capacity[0]
        share = 1 - weight / cap
        return slack * share * share + max(0.0, self._costs.thin * (1 - 4 * weight / cap))

    def _across(self, ground: Ground, origin: int, place: int) -> float:
        if ground.block[place - 1] <= origin:
            return 0.0
        ragged = (ground.block[origin] != origin) + (ground.block[place] != place)
        return ground.inner[place - 1] - ground.inner[origin] + ragged * self._costs.straddle

    def _opening(self, ground: Ground, place: int, forbidden: frozenset[tuple[int, int]]) -> float:
        if (0, place) in forbidden:
            return NEVER
        return self.dressed(ground, 0, place, self._first, self._costs.slack)

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


def trace(back: Sequence[int], source: int, end: int) -> list[int]:
    """The cuts of a split, read back from its end."""
    cuts: list[int] = [end, source]
    while cuts[-1]:
        cuts.append(back[cuts[-1]])
    return cuts[::-1]
