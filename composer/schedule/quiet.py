"""Hours in which nothing is to go out: `22:00-07:00`, `weekends`, `fri 18:00-24:00`, several with commas between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from composer.schedule.days import weekday_index
from composer.schedule.errors import WhenError
from composer.schedule.walls import DAY, Stretch, day_of, stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EXAMPLES = "Write '22:00-07:00', 'weekends' or 'fri 18:00-24:00', several with commas between."
_PIECE = re.compile(
    r"(?P<days>[a-z]+(?:-[a-z]+)?)?\s*(?:(?P<start>[\d:]+)\s*(?:-|–|to)\s*(?P<end>[\d:]+))?", re.IGNORECASE
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?")
_GROUPS = {"weekday": (0, 4), "workday": (0, 4), "weekend": (5, 6), "day": (0, 6)}
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Quiet:
    """The same hours on some days of the week; past midnight where `end` is not after `start`."""

    start: time
    end: time
    weekdays: frozenset[int] = frozenset(range(7))
    """On which it begins; 0 for Monday."""
    words: str = ""

    @property
    def whole_days(self) -> bool:
        """Whether it leaves nothing of a day."""
        return self.start == self.end == _MIDNIGHT

    def on(self, day: date, zone: str) -> Stretch | None:
        """The stretch that begins on `day`, on clocks of `zone`."""
        if day.weekday() not in self.weekdays:
            return None
        last = day if self.start < self.end else day + DAY
        return stretch(datetime.combine(day, self.start), datetime.combine(last, self.end), zone)


def quiet_hours(words: str) -> tuple[Quiet, ...]:
    """The hours that `words` name; none for no words. Raises `WhenError` naming the part that is not understood."""
    return tuple(_quiet(" ".join(piece.split())) for piece in words.split(",") if piece.strip())


def during(quiet: Iterable[Quiet], first: datetime, last: datetime, zone: str) -> Iterator[tuple[Quiet, Stretch]]:
    """Which of them have an instant of `[first, last]` in them, each with that stretch."""
    days = [day_of(first, zone) - DAY]
    final = day_of(last, zone)
    while days[-1] < final:
        days.append(days[-1] + DAY)
    for one in quiet:
        for day in days:
            if (found := one.on(day, zone)) and found.touches(first, last):
                yield one, found


def _quiet(piece: str) -> Quiet:
    found = _PIECE.fullmatch(piece)
    if found is None or not piece:
        raise _not_understood(piece)
    weekdays = _weekdays(found["days"].casefold(), piece) if found["days"] else frozenset(range(7))
    if found["start"] is None:
        return Quiet(_MIDNIGHT, _MIDNIGHT, weekdays, piece)
    start, end = _clock(found["start"], piece), _clock(found["end"], piece)
    if start == end and start != _MIDNIGHT:
        raise WhenError(f"'{piece}' begins when it ends, so it is all day or nothing. {_EXAMPLES}")
    return Quiet(start, end, weekdays, piece)


def _clock(text: str, piece: str) -> time:
    found = _CLOCK.fullmatch(text)
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (99, 0)
    if (hour, minute) == (24, 0):
        return _MIDNIGHT
    if hour > 23 or minute > 59:
        raise _not_understood(piece)
    return time(hour, minute)


def _weekdays(text: str, piece: str) -> frozenset[int]:
    first, _, last = text.partition("-")
    low, high = _days(first, piece)[0], _days(last or first, piece)[1]
    return frozenset(day % 7 for day in range(low, high + 1 if high >= low else high + 8))


def _days(word: str, piece: str) -> tuple[int, int]:
    single = word.removesuffix("s")
    if single in _GROUPS:
        return _GROUPS[single]
    index = weekday_index(single)
    if index is None:
        raise _not_understood(piece)
    return index, index


def _not_understood(piece: str) -> WhenError:
    return WhenError(f"'{piece}' is not understood as quiet hours. {_EXAMPLES}")
