"""A plan put in order: which threads stand in the way of whom, and where each would go instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from composer.schedule.agenda import ON_BREAK, QUIET, Agenda, Clash, first_fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from composer.schedule.agenda import Boundaries, Item

ORDER = "order"
"""In place of a code: it would go before a thread that was to go before it."""
_MINUTE = timedelta(minutes=1)
LATE_GAP = timedelta(minutes=10)
"""From one late thread to the next where no gap is set, unless they were meant to be nearer; ours."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item, what stands in its way, and where it goes."""

    item: Item
    clashes: tuple[Clash, ...]
    """At its own time, beside what is fixed and what goes before it."""
    start: datetime | None
    """When it would begin; its own time where it stays, None where nothing fits within a year."""

    @property
    def moves(self) -> bool:
        """Whether it would begin at another time."""
        return self.start is not None and self.start != self.item.start


def arrange(
    items: Iterable[Item], boundaries: Mapping[str, Boundaries], *, now: datetime, stay: bool = False
) -> tuple[Placed, ...]:
    """Where each item goes that is not fixed, by their times; nothing is lost and the order of an account is kept.

    An item stays where it is unless something is in the way of it; it never goes to a time before `now`. With
    `stay` nothing moves, so that what is in the way is told of the plan as it stands.
    """
    known = sorted(items, key=lambda item: (item.start, item.id))
    agenda = Agenda(boundaries, (item for item in known if item.fixed))
    order = _Order(agenda, now, stay=stay)
    return tuple(order.place(item) for item in known if not item.fixed)


def release(
    late: Sequence[Item], others: Iterable[Item], boundaries: Mapping[str, Boundaries], *, now: datetime
) -> tuple[Placed, ...]:
    """When threads whose time has passed begin: in their order, one after the other, within the boundaries.

    A boundary that a thread's own time ignores was ignored by its writer, so it does not hold it back either.
    """
    agenda = Agenda(boundaries, others)
    before: dict[str, tuple[Item, datetime]] = {}
    found = []
    for item in sorted(late, key=lambda item: (item.start, item.id)):
        meant = {clash.code for clash in agenda.clashes(item, item.start)} & {QUIET, ON_BREAK}
        wanted = replace(item, accepted=item.accepted | meant)
        earliest = now
        if item.account in before:
            previous, ended = before[item.account]
            least = agenda.boundaries(item.account).gap or LATE_GAP
            earliest = max(now, ended + min(least, max(item.start - previous.start, timedelta(0))))
        clashes = agenda.clashes(wanted, earliest)
        start = first_fit(wanted, agenda, earliest)
        there = replace(wanted, start=start or earliest)
        agenda.add(there)
        before[item.account] = (item, there.start + item.length)
        found.append(Placed(item, clashes, start))
    return tuple(found)


class _Order:
    """Puts items into an agenda, one after the other."""

    def __init__(self, agenda: Agenda, now: datetime, *, stay: bool) -> None:
        self._agenda = agenda
        self._now = now
        self._stay = stay
        self._last: dict[str, Placed] = {}
        self._full: set[str] = set()

    def place(self, item: Item) -> Placed:
        clashes = self._agenda.clashes(item, item.start)
        placed = Placed(item, clashes, item.start) if self._stay else self._moved(item, clashes)
        if placed.start is None:
            self._full.add(item.account)
        else:
            self._last[item.account] = placed
        self._agenda.add(replace(item, start=placed.start or item.start))
        return placed

    def _moved(self, item: Item, clashes: tuple[Clash, ...]) -> Placed:
        earliest = max(item.start, self._now)
        before = self._last.get(item.account)
        if before is not None and before.moves and before.start is not None and before.start >= item.start:
            earliest = max(earliest, before.start + _MINUTE)
            clashes = (*clashes, Clash(ORDER, before.item.called, earliest))
        if not clashes:
            return Placed(item, (), item.start)
        # Whoever comes later finds no more room than whoever came before: bounded, however many there are.
        room = item.account not in self._full or item.accepted
        return Placed(item, clashes, first_fit(item, self._agenda, earliest) if room else None)
