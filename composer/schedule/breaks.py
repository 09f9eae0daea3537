"""Breaks and holidays: days, or hours of days, on which nothing is to go out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from composer.schedule.days import find_day
from composer.schedule.errors import WhenError
from composer.schedule.walls import DAY, Stretch, stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EXAMPLES = "Write 2026-12-24..2027-01-02, 24 dec..2 jan or a single day."
_BETWEEN = re.compile(r"\s*(?:\.\.\.?|…|\bto\b|\s[-–]\s|–)\s*", re.IGNORECASE)
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Break:
    """From one wall time up to and without another."""

    start: datetime
    """Naive."""
    end: datetime
    """Naive, later than `start`."""
    name: str = ""
    account: str = ""
    """Whose break it is; empty for every account."""
    zone: str = ""
    """IANA name of the clocks that are meant; empty for those of the person."""
    source: str = ""
    """The calendar file that it came from, or empty."""

    def instants(self, home: str) -> Stretch:
        """When it is, for a person in the zone `home`."""
        return stretch(self.start, self.end, self.zone or home)

    @property
    def whole_days(self) -> bool:
        """Whether it begins and ends at midnight."""
        return self.start.time() == self.end.time() == _MIDNIGHT

    @property
    def words(self) -> str:
        """`2026-12-24..2027-01-02`, the last day included, as `break_of` reads it."""
        if not self.whole_days:
            return f"{_iso(self.start)}..{_iso(self.end)}"
        first, last = self.start.date(), self.end.date() - DAY
        return f"{first}" if first == last else f"{first}..{last}"


def break_of(words: str, *, today: date, name: str = "", account: str = "") -> Break:
    """The break that `words` mean: a day, or a first and a last one. Raises `WhenError`."""
    ends = _BETWEEN.split(words.strip())
    if len(ends) > 2 or not all(ends):
        raise WhenError(f"'{words}' is not understood as a break. {_EXAMPLES}")
    return between(_moment(ends[0], today), _moment(ends[-1], today), words=words, name=name, account=account)


def between(
    first: date | datetime,
    last: date | datetime,
    *,
    words: str,
    name: str = "",
    account: str = "",
    zone: str = "",
    source: str = "",
) -> Break:
    """The break from `first` to `last`: a last day is included, a last hour is its end. Raises `WhenError`."""
    start = first if isinstance(first, datetime) else datetime.combine(first, _MIDNIGHT)
    end = last if isinstance(last, datetime) else datetime.combine(last + DAY, _MIDNIGHT)
    if end <= start:
        raise WhenError(f"'{words}' ends before it begins. {_EXAMPLES}")
    return Break(start, end, name, account, zone, source)


def over(breaks: Iterable[Break], first: datetime, last: datetime, home: str) -> Iterator[tuple[Break, Stretch]]:
    """Which of them have an instant of `[first, last]` in them, each with that stretch."""
    for one in breaks:
        # A day on either side covers every distance from UTC, so a zone is asked only where it matters.
        if one.start - DAY <= last.replace(tzinfo=None) and first.replace(tzinfo=None) <= one.end + DAY:
            found = one.instants(home)
            if found.touches(first, last):
                yield one, found


def _moment(word: str, today: date) -> date | datetime:
    try:
        return date.fromisoformat(word)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(word).replace(tzinfo=None)
    except ValueError:
        pass
    found = find_day(word.casefold(), today)
    if len(found) != 1:
        why = "may mean more than one day" if found else "is not understood as a day"
        raise WhenError(f"'{word}' {why}. {_EXAMPLES}")
    return found[0].at


def _iso(wall: datetime) -> str:
    return wall.isoformat(timespec="minutes")
