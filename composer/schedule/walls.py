"""Days and hours of a wall clock as stretches of instants, whatever the clocks do that night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from composer.schedule.zones import load_zone, to_instant, to_wall

DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class Stretch(NamedTuple):
    """From `start` up to and without `end`, both UTC."""

    start: datetime
    end: datetime

    def touches(self, first: datetime, last: datetime) -> bool:
        """Whether it has an instant of `[first, last]` in it."""
        return self.start <= last and first < self.end


def stretch(start: datetime, end: datetime, zone: str) -> Stretch:
    """From one wall time to another, for as long as clocks show times between them.

    A wall time that comes twice begins with its first time and ends with its second; one that clocks skip is the
    instant at which they skip it.
    """
    return Stretch(_outer(start, zone, last=False), _outer(end, zone, last=True))


def _outer(wall: datetime, zone: str, *, last: bool) -> datetime:
    rules = load_zone(zone)
    first, second = (wall.replace(tzinfo=rules, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        return second if last else first
    before, after = second, first  # the clocks skip it somewhere between these two
    offset = after.astimezone(rules).utcoffset()
    while after - before > _SECOND:
        middle = before + ((after - before) // 2 // _SECOND or 1) * _SECOND
        before, after = (before, middle) if middle.astimezone(rules).utcoffset() == offset else (middle, after)
    return after


def day_of(instant: datetime, zone: str) -> date:
    """The date that a calendar in `zone` shows."""
    return to_wall(instant, zone).date()


def on_day(day: date, clock: time, zone: str) -> datetime:
    """The instant at which clocks in `zone` show `clock` on `day`."""
    return to_instant(datetime.combine(day, clock), zone)[0]
