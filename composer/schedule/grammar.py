"""Words of a person to one instant: a small grammar of ours for zones, days and clocks, dateparser for the rest.

German, French and Spanish words are put into the grammar's own English first, word for word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import chain
from typing import TYPE_CHECKING

from composer.model import Schedule
from composer.schedule.clocks import Clock, find_bare_hour, find_clock, moments
from composer.schedule.days import Day, find_day
from composer.schedule.errors import WhenError
from composer.schedule.repeats import recurrence, repeating
from composer.schedule.tongues import translations
from composer.schedule.wording import day as day_told
from composer.schedule.wording import describe
from composer.schedule.zones import liberty, load_zone, split_zone, to_instant, to_wall, unknown_zone

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLES = "Try 'tomorrow 9am', 'friday 18:30 Europe/Berlin' or 'in 2 h'."
_MORNING, _EVENING = time(9), time(18, 30)
"""Times of day that are proposed where none was given."""

_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3_600}
_AMOUNT = r"(?P<amount>\d{1,6}(?:[.,]\d+)?|half an|an?|one|two|three)"
_PIECE = re.compile(_AMOUNT + r"\s*(?P<unit>s|sec|m|min|h|hr|second|minute|hour)s?\b")
_PIECES = r"(?:(?:,|and)?\s*" + re.sub(r"\?P<\w+>", "?:", _PIECE.pattern) + r"\s*)+"
_DISTANCE = re.compile("in " + _PIECES)
_AGO = re.compile(f"(?P<length>{_PIECES})ago")
_AMOUNTS = {"half an": 0.5, "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}

_BARE_HOURS = re.compile(r"(?P<hours>1?\d|2[0-3]) ?h")
"""A distance to some and a time of day to others."""
_ISO = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?", re.IGNORECASE)
_OFFSET = re.compile(
    r"(?:(?<=\d)|\s|^)(?:(?:UTC|GMT)?\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?|Z)$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{3}|[^\W\d_a-zA-Z]")
"""What dateparser is asked about has a word in it: of numbers alone it makes dates that nobody meant."""


def when(words: str, *, now: datetime, zone: str, language: str | None = None) -> Schedule:
    """The instant that `words` mean to somebody in `zone` (IANA name) at `now` (aware).

    A zone at the end of the words counts before `zone`. `language` (BCP 47) narrows down what dateparser tries. A
    wall time that a clock change skips moves forward by as much, of one that comes twice the first counts, and
    `note` says so. Raises `WhenError` for words that mean nothing, several instants, or one that has passed.
    """
    text = " ".join(words.split())
    if not text:
        raise WhenError(f"No time was given. {EXAMPLES}")
    text, place = _split_place(text, zone)
    reader = _Reader(words=" ".join(words.split()), now=now.astimezone(UTC), place=place, language=language)
    try:
        return reader.read(text)
    except OverflowError as error:
        raise WhenError(f"'{reader.words}' lies outside the years 1 to 9999. {EXAMPLES}") from error


@dataclass(frozen=True, slots=True)
class _Place:
    """Whose clocks are meant: those of a zone, or those at a fixed distance from UTC, told in a zone."""

    zone: str
    offset: tzinfo | None = None
    home: str = ""
    """The zone of the person, where the words named another or called it by a name."""
    called: str = ""
    """What the words called the zone."""

    def liberty(self, instant: datetime) -> str:
        return liberty(self.called, self.zone, self.home, instant) if self.called else ""

    def wall(self, instant: datetime) -> datetime:
        return instant.astimezone(self.offset).replace(tzinfo=None) if self.offset else to_wall(instant, self.zone)

    def instant(self, wall: datetime) -> tuple[datetime, str]:
        return (wall.replace(tzinfo=self.offset).astimezone(UTC), "") if self.offset else to_instant(wall, self.zone)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One reading of some words."""

    words: str
    now: datetime
    place: _Place
    language: str | None

    def read(self, text: str) -> Schedule:
        lowered = text.casefold()
        for said in chain((lowered,), translations(lowered, self.language)):
            if found := self._own(said):
                return found
        return self._foreign(text)

    def _own(self, text: str) -> Schedule | None:
        """What our own grammar makes of casefolded words."""
        if repeating(text):
            raise self._repeating(text)
        if text in ("now", "right now", "at once"):
            return self._schedule(self.now.replace(microsecond=0))
        if _DISTANCE.fullmatch(text):
            return self._schedule((self.now + _length(text)).replace(microsecond=0))
        if found := _AGO.fullmatch(text):
            raise self._ago(found["length"].strip())
        if found := _BARE_HOURS.fullmatch(text):
            raise self._clock_or_distance(int(found["hours"]))
        if found := _ISO.fullmatch(text):
            return self._exactly(found)
        if len(several := moments(text)) > 1:
            raise self._several(several)
        return self._day_and_clock(text)

    def _exactly(self, found: re.Match[str]) -> Schedule:
        try:
            wall = datetime.fromisoformat(f"{found['date']}T{found['clock']}")
        except ValueError as error:
            raise WhenError(f"'{self.words}' is no date and time: {error}. {EXAMPLES}") from error
        return self._at(Day(wall.date(), dated=True), wall.time())

    def _day_and_clock(self, text: str) -> Schedule | None:
        clock = find_clock(text)
        if clock is None:
            return self._without_clock(text)
        days = find_day(clock.rest, self._today())
        return self._clock_on(days, clock) if days else None

    def _clock_on(self, days: tuple[Day, ...], clock: Clock) -> Schedule:
        following = Day(days[0].at + timedelta(days=1))
        if clock.midnight and len(clock.times) > 1:
            raise self._ambiguous(((following, clock.times[0]), (days[0], clock.times[1])))
        if clock.midnight and not clock.rest:
            return self._at(following, clock.times[0])
        if clock.midnight:
            days = (days[0], following)
        days = tuple(each for day in days for each in self._weeks(day, clock.times[0]))
        if len(days) > 1 or len(clock.times) > 1:
            raise self._ambiguous((day, time_of_day) for day in days for time_of_day in clock.times)
        return self._at(days[0], clock.times[0], clock.note)

    def _weeks(self, day: Day, clock: time) -> tuple[Day, ...]:
        """The days that a weekday may mean: on that very day, as long as its time is to come, also in a week."""
        if day.unsure and day.later and not self._passed(self._on(day.at, clock)):
            return (Day(day.at), Day(day.later))
        return (day,)

    def _without_clock(self, text: str) -> Schedule | None:
        """A number may be an hour, a distance keeps the time of day; any other day alone needs one."""
        if days := find_day(text, self._today()):
            if days[0].ahead:
                return self._at(days[0], self.place.wall(self.now).time().replace(microsecond=0))
            raise self._timeless(days)
        hour = find_bare_hour(text)
        days = find_day(hour[1], self._today()) if hour else ()
        if hour is None or not days:
            return None
        days = tuple(each for day in days for each in self._weeks(day, hour[0][0]))
        if len(hour[0]) > 1 or len(days) > 1:
            raise self._ambiguous((day, clock) for day in days for clock in hour[0])
        return self._at(days[0], hour[0][0])

    def _foreign(self, text: str) -> Schedule:
        """What dateparser makes of words that our own grammar does not know: of the day alone, or of all."""
        clock = find_clock(text.casefold())
        if clock is not None and (days := self._foreign_day(clock.rest)):
            return self._clock_on(days, clock)
        found, has_time = self._dateparser(text)
        if found is None:
            raise self._not_understood(text)
        day = self._far_or_near(found.date())
        if not has_time:
            raise self._timeless((day,))
        return self._at(day, found.time().replace(microsecond=0))

    def _foreign_day(self, text: str) -> tuple[Day, ...]:
        found, has_time = self._dateparser(text)
        return () if found is None or has_time else (self._far_or_near(found.date()),)

    def _far_or_near(self, day: date) -> Day:
        """A day that dateparser found; of one gone by in the past week the weekday was meant and not the date."""
        return Day(day, dated=not 0 < (self._today() - day).days < 7)

    def _dateparser(self, text: str) -> tuple[datetime | None, bool]:
        """Wall time and whether the words named a time of day; None if they are not understood."""
        if not _WORD.search(text):
            return None, False
        from dateparser.data.languages_info import language_order
        from dateparser.date import DateDataParser

        settings = {
            "RELATIVE_BASE": self.place.wall(self.now),
            "PREFER_DATES_FROM": "future",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "RETURN_TIME_AS_PERIOD": True,
        }
        language = (self.language or "").partition("-")[0].casefold()
        languages = [language] if language in language_order else None
        try:
            found = DateDataParser(languages=languages, settings=settings).get_date_data(text)
        except ValueError:
            return None, False
        return found.date_obj, found.period == "time"

    def _at(self, day: Day, clock: time, note: str = "") -> Schedule:
        """The schedule for a day and a time of day; of weekdays and dates without a year, the next to come."""
        notes = [day.note, note]
        chosen = self._on(day.at, clock)
        if self._passed(chosen) and day.later:
            notes.append("Today's has passed, so this is the next.")
            chosen = self._on(day.later, clock)
        if self._passed(chosen):
            raise self._past(chosen, day, clock)
        return replace(chosen, note=" ".join(part for part in (*notes, chosen.note) if part))

    def _on(self, day: date, clock: time) -> Schedule:
        instant, note = self.place.instant(datetime.combine(day, clock))
        return self._schedule(instant, note)

    def _schedule(self, instant: datetime, note: str = "") -> Schedule:
        wall = to_wall(instant, self.place.zone)
        notes = (note, self.place.liberty(instant))
        return Schedule(instant, _iso(wall), self.place.zone, self.words, " ".join(part for part in notes if part))

    def _passed(self, schedule: Schedule) -> bool:
        """Whether it is over; the minute that is running is not."""
        return schedule.instant < self.now.replace(second=0, microsecond=0)

    def _today(self) -> date:
        return self.place.wall(self.now).date()

    def _readings(self, choices: Iterable[tuple[Day, time]]) -> tuple[Schedule, ...]:
        """Schedules for the choices that are still to come, as words that would be accepted."""
        found = []
        for day, clock in choices:
            schedule = self._on(day.at, clock)
            if self._passed(schedule) and day.later:
                schedule = self._on(day.later, clock)
            if self._passed(schedule) and not day.dated:
                schedule = self._on(day.at + timedelta(days=1), clock)
            found.append(Schedule(schedule.instant, schedule.wall, schedule.zone, f"{schedule.wall} {schedule.zone}"))
        return tuple(reading for reading in dict.fromkeys(found) if not self._passed(reading))

    def _timeless(self, days: tuple[Day, ...]) -> WhenError:
        if days[0].at < self._today() and days[0].later is None:
            return self._past_day(days[0])
        others = tuple(Day(day.later) for day in days if day.later and (day.unsure or day.note))
        readings = self._readings((day, clock) for day in (*days, *others) for clock in (_MORNING, _EVENING))
        return self._offer(f"'{self.words}' says no time of day.", readings)

    def _offer(self, why: str, readings: tuple[Schedule, ...], *, passed: bool = False) -> WhenError:
        return WhenError(f"{why} {_or(readings, self.now)}", readings, why=why, passed=passed)

    def _ambiguous(self, choices: Iterable[tuple[Day, time]]) -> WhenError:
        readings = self._readings(choices)
        return self._offer(f"'{self.words}' may mean more than one time.", readings)

    def _clock_or_distance(self, hours: int) -> WhenError:
        """`9h` is nine o'clock in French and nine hours from now in English."""
        ahead = self._schedule((self.now + timedelta(hours=hours)).replace(second=0, microsecond=0))
        distance = Schedule(ahead.instant, ahead.wall, ahead.zone, f"in {hours} h")
        readings = (distance, *self._readings([(Day(self._today()), time(hours))]))
        return self._offer(f"'{self.words}' may mean more than one time.", readings)

    def _several(self, stretches: tuple[str, ...]) -> WhenError:
        """Several times of day: each as a reading; one without a day of its own is on the day of the others."""
        clocks = [clock for clock in map(find_clock, stretches) if clock]
        shared = next((clock.rest for clock in clocks if clock.rest), "")
        choices = [
            (day, clock.times[0]) for clock in clocks for day in find_day(clock.rest or shared, self._today())[:1]
        ]
        readings = self._readings(choices)
        return self._offer(f"'{self.words}' names more than one time, and an entry goes out once.", readings)

    def _repeating(self, text: str) -> WhenError:
        """Times that come again: the next of them can be queued, so that one is offered."""
        why = f"'{self.words}' names many times, and an entry goes out once"
        try:
            coming = recurrence(text, zone=self.place.zone).next_after(self.now)
        except WhenError:
            return WhenError(f"{why}. {EXAMPLES}")
        reading = replace(coming, words=f"{coming.wall} {coming.zone}", note="")
        return self._offer(f"{why}, so queue the next of them.", (reading,))

    def _ago(self, length: str) -> WhenError:
        """A time gone by that was counted back from now; `in` and `now` are what may have been meant."""
        gone = self._schedule(self.now - _length(length))
        ahead = self._schedule((self.now + _length(length)).replace(microsecond=0))
        now = self._schedule(self.now.replace(microsecond=0))
        readings = (
            Schedule(ahead.instant, ahead.wall, ahead.zone, f"in {length}"),
            Schedule(now.instant, now.wall, now.zone, "now"),
        )
        return self._offer(f"'{self.words}' has passed: {describe(gone, self.now)}.", readings, passed=True)

    def _past(self, chosen: Schedule, day: Day, clock: time) -> WhenError:
        readings = self._instead(day, clock.replace(second=0))
        passed = describe(chosen, self.now)
        return self._offer(f"'{self.words}' has passed: {passed}.", readings, passed=True)

    def _past_day(self, day: Day) -> WhenError:
        """A day gone by, and no time of day."""
        readings = self._instead(day, _MORNING)
        passed = day_told(datetime.combine(day.at, _MORNING))
        return self._offer(f"'{self.words}' has passed: it was {passed}.", readings, passed=True)

    def _instead(self, day: Day, clock: time) -> tuple[Schedule, ...]:
        """What may be meant by a day gone by: tomorrow, or the next of its name."""
        today = self._today()
        tomorrow = Day(today + timedelta(days=1))
        other = Day(_year_later(day.at, today)) if day.dated else Day(day.at + timedelta(weeks=1))
        return self._readings(((tomorrow, clock), (other, clock)))

    def _not_understood(self, text: str) -> WhenError:
        """Which word is in the way, where that is the last one, else examples."""
        rest, _, last = text.rpartition(" ")
        try:
            understood = bool(rest and last.isalpha() and self._own(rest.casefold()))
        except WhenError:
            understood = False
        if not understood:
            return WhenError(f"'{self.words}' is not understood as a time. {EXAMPLES}")
        return WhenError(
            f"'{self.words}' is not understood as a time; without '{last}' it would be. {unknown_zone(last)}"
        )


def _split_place(text: str, home: str) -> tuple[str, _Place]:
    """Take a zone or a distance from UTC off the end of the words."""
    load_zone(home)
    if (found := _OFFSET.search(text)) and ":" in text[: found.start()] and not _is_date_tail(text, found):
        minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
        if minutes >= 24 * 60:
            raise WhenError(f"No clock is {found.group().strip()} from UTC. {EXAMPLES}")
        offset = timedelta(minutes=-minutes if found["sign"] == "-" else minutes)
        return text[: found.start()].strip(), _Place(home, timezone(offset))
    rest, zone, called = split_zone(text, home)
    return rest, _Place(zone, home=home, called=called)


def _is_date_tail(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like a distance from UTC is the end of a date, as in `18:30 24-11`."""
    return found["sign"] == "-" and bool(re.search(r"\d-\d{1,2}$", text)) and "T" not in text and " -" not in text


def _length(text: str) -> timedelta:
    seconds = 0.0
    for piece in _PIECE.finditer(text):
        amount = _AMOUNTS.get(piece["amount"]) or float(piece["amount"].replace(",", "."))
        seconds += amount * _UNIT_SECONDS[piece["unit"][0]]
    return timedelta(seconds=seconds)


def _year_later(day: date, today: date) -> date:
    """The same day and month, the first time after today; 1 March for a 29 February that does not come."""
    year = today.year
    while True:
        try:
            later = day.replace(year=year)
        except ValueError:
            later = date(year, 3, 1)
        if later > today:
            return later
        year += 1


def _iso(wall: datetime) -> str:
    return wall.isoformat(timespec="seconds" if wall.second else "minutes")


def _or(readings: tuple[Schedule, ...], now: datetime) -> str:
    """The readings as an offer."""
    if not readings:
        return EXAMPLES
    return "Write " + " or ".join(f"'{reading.words}' ({describe(reading, now)})" for reading in readings) + "."
