"""What stands in the way of a thread at an instant: the boundaries of its account, and the threads around it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from composer.schedule.breaks import Break, over
from composer.schedule.pace import AT_ONCE, say_length
from composer.schedule.quiet import Quiet, during
from composer.schedule.walls import DAY, day_of, on_day
from composer.schedule.zones import to_wall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

QUIET, FULL, NO_DAY_OFF, TOO_SOON, BURST, ON_BREAK, NEAR = (
    "SCH001", "SCH002", "SCH003", "SCH004", "SCH005", "SCH006", "SCH008",
)  # fmt: skip
"""Codes of what another time mends; the rules with these codes explain them."""
SAID_BEFORE = "SCH007"
"""Of what no other time mends: words that went out already, or go."""
CODES = (QUIET, FULL, NO_DAY_OFF, TOO_SOON, BURST, ON_BREAK, SAID_BEFORE, NEAR)
_MIDNIGHT = time()
_WEEK = timedelta(weeks=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What an account keeps to. A limit of 0 is none, and so is a distance of zero."""

    zone: str = "UTC"
    """IANA name of the clocks and the calendar that are meant."""
    quiet: tuple[Quiet, ...] = ()
    breaks: tuple[Break, ...] = ()
    daily: int = 0
    """Most threads that begin on one day."""
    weekly: int = 0
    """Most threads that begin in one week, Monday to Sunday."""
    running: int = 0
    """Most days in a row on which a thread begins."""
    gap: timedelta = AT_ONCE
    """Least time from the end of a thread to the beginning of the next one of the account."""
    distance: timedelta = AT_ONCE
    """Least time between a thread of this account and one of another."""

    @property
    def any(self) -> bool:
        """Whether anything is bounded at all."""
        return self != Boundaries(self.zone)


NO_BOUNDARIES = Boundaries()


@dataclass(frozen=True, slots=True)
class Item:
    """A thread as a plan sees it. Instants are aware and UTC."""

    id: str
    account: str
    start: datetime
    """When its first post goes out, or went out."""
    length: timedelta = AT_ONCE
    """From its first post to its last."""
    title: str = ""
    fixed: bool = False
    """Whether it keeps its time whatever the plan says: it is out, has begun, or is held."""
    accepted: frozenset[str] = frozenset()
    """Codes of what its writer wants in spite of them."""
    cool_until: datetime | None = None
    """Before when it is too soon to send what was written in heat."""

    @property
    def called(self) -> str:
        """As a message calls it."""
        return f"{self.id} “{self.title}”".strip() if self.title else self.id or "this thread"


class Clash(NamedTuple):
    """Something that stands in the way of an item at its time."""

    code: str
    about: str
    """What it is, in words: the hours, the break, the limit, the other thread."""
    until: datetime
    """The first instant at which this one thing may be out of the way."""


class Agenda:
    """Threads that are given, and what they leave open for another one."""

    def __init__(self, boundaries: Mapping[str, Boundaries], items: Iterable[Item] = ()) -> None:
        self._boundaries = boundaries
        self._days: Counter[tuple[str, date]] = Counter()
        self._weeks: Counter[tuple[str, date]] = Counter()
        self._all: list[Item] = []
        self._longest = AT_ONCE
        for item in items:
            self.add(item)

    def boundaries(self, account: str) -> Boundaries:
        """Those of an account; none where nothing is said of it."""
        return self._boundaries.get(account, NO_BOUNDARIES)

    def add(self, item: Item) -> None:
        """Take an item as given."""
        day = day_of(item.start, self.boundaries(item.account).zone)
        self._days[item.account, day] += 1
        self._weeks[item.account, _monday(day)] += 1
        insort(self._all, item, key=_by_start)
        self._longest = max(self._longest, item.length)

    def clashes(self, item: Item, start: datetime, clock: time | None = None) -> tuple[Clash, ...]:
        """What stands in the way of `item` if it began at `start`, but for what its writer has accepted.

        Where only another day helps, that day is looked at from `clock` on, the time of day that is wanted.
        """
        bounds = self.boundaries(item.account)
        end = start + item.length
        wanted = to_wall(start, bounds.zone).time() if clock is None else clock
        return tuple(
            clash._replace(until=max(clash.until, start + _MINUTE))
            for clash in (
                *_closed(bounds, start, end, wanted),
                *self._full(item.account, bounds, start, wanted),
                *self._crowded(item, bounds, start, end),
                *_hot(item, start, bounds.zone),
            )
            if clash.code not in item.accepted
        )

    def _full(self, account: str, bounds: Boundaries, start: datetime, clock: time) -> Iterator[Clash]:
        day = day_of(start, bounds.zone)
        tomorrow = on_day(day + DAY, clock, bounds.zone)
        if bounds.daily and (many := self._days[account, day]) >= bounds.daily:
            yield Clash(FULL, f"{_threads(many)} on {day:%a} {day.day} {day:%b}, and at most {bounds.daily}", tomorrow)
        monday = _monday(day)
        if bounds.weekly and (many := self._weeks[account, monday]) >= bounds.weekly:
            about = f"{_threads(many)} in the week of {monday.day} {monday:%b}, and at most {bounds.weekly}"
            yield Clash(FULL, about, on_day(monday + _WEEK, clock, bounds.zone))
        if bounds.running and (many := self._run(account, day, bounds.running)) > bounds.running:
            yield Clash(NO_DAY_OFF, f"{many} days in a row, and at most {bounds.running}", tomorrow)

    def _run(self, account: str, day: date, most: int) -> int:
        """How many days in a row would have a thread with one on `day`; counted to one more than `most` each way."""
        many = 1
        for step in (-DAY, DAY):
            near = day + step
            while self._days[account, near] and many <= 2 * most:
                many, near = many + 1, near + step
        return many

    def _crowded(self, item: Item, bounds: Boundaries, start: datetime, end: datetime) -> Iterator[Clash]:
        reach = max(bounds.gap, bounds.distance)
        if not reach:
            return
        first = bisect_left(self._all, start - reach - self._longest, key=_by_start)
        for other in takewhile(lambda each: each.start < end + reach, islice(self._all, first, None)):
            same = other.account == item.account
            least, code = (bounds.gap, BURST) if same else (bounds.distance, NEAR)
            after = other.start + other.length
            if other.start < end + least and start < after + least:
                yield Clash(code, f"{_where(other, same)}, and {say_length(least)} at least lie between", after + least)


def first_fit(item: Item, agenda: Agenda, after: datetime, horizon: timedelta = timedelta(days=366)) -> datetime | None:
    """The first instant from `after` on at which nothing stands in the way; None if there is none before `horizon`.

    Where a day is full or a break, the next one is tried at the time of day that was wanted.
    """
    clock = _wanted(item, agenda, after)
    start = after
    while start <= after + horizon:
        found = agenda.clashes(item, start, clock)
        if not found:
            return start
        start = max(clash.until for clash in found)
    return None


def _wanted(item: Item, agenda: Agenda, after: datetime) -> time:
    """The time of day of an item, or the end of the quiet hours that it falls in."""
    bounds = agenda.boundaries(item.account)
    start = after
    for _ in bounds.quiet:
        ends = [
            found.end
            for quiet, found in during(bounds.quiet, start, start + item.length, bounds.zone)
            if not quiet.whole_days
        ]
        if not ends or QUIET in item.accepted:
            break
        start = max(ends)
    return to_wall(start, bounds.zone).time()


def _closed(bounds: Boundaries, start: datetime, end: datetime, clock: time) -> Iterator[Clash]:
    for quiet, found in during(bounds.quiet, start, end, bounds.zone):
        ends = on_day(day_of(found.start, bounds.zone) + DAY, clock, bounds.zone) if quiet.whole_days else found.end
        yield Clash(QUIET, quiet.words, max(ends, found.end))
    for pause, found in over(bounds.breaks, start, end, bounds.zone):
        ends = on_day(day_of(found.end, bounds.zone), clock, bounds.zone) if pause.whole_days else found.end
        yield Clash(ON_BREAK, f"{pause.name}, {pause.words}" if pause.name else pause.words, max(ends, found.end))


def _hot(item: Item, start: datetime, zone: str) -> Iterator[Clash]:
    if item.cool_until is not None and start < item.cool_until:
        yield Clash(TOO_SOON, f"{to_wall(item.cool_until, zone):%Y-%m-%d %H:%M}", item.cool_until)


def _by_start(item: Item) -> datetime:
    return item.start


def _where(other: Item, same: bool) -> str:
    return other.called if same else f"{other.called} to {other.account}"


def _threads(many: int) -> str:
    return f"{many} thread{'' if many == 1 else 's'}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
