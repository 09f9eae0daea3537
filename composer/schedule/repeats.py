"""Times that come again: `every weekday at 8`, `daily at 7 except weekends`, or five fields of cron."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from composer.model import Schedule
from composer.schedule.clocks import find_bare_hour, find_clock
from composer.schedule.days import month_index, weekday_index
from composer.schedule.errors import WhenError
from composer.schedule.tongues import translations
from composer.schedule.zones import load_zone, split_zone, to_instant, to_wall

_EXAMPLES = "Try 'every weekday at 8', 'daily at 7 except weekends', 'every mon and thu 18:30' or '0 8 * * 1-5'."
_HORIZON = 9 * 366
"""Days to look ahead; 29 February is at most eight years away."""

_LEAD = re.compile(r"(?:every|each|daily|weekly(?: on)?)\b")
_NAMED_BY_DAYS = re.compile(r"(?:weekdays|workdays|weekends|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b")
_FIELD = re.compile(r"[\w*/,-]+")
_NUMBERED = frozenset("*0123456789")
_EXCEPT = re.compile(r"\b(?:except|but not)(?: on)? (?P<days>[a-z]+(?:(?:, | and |, and )[a-z]+)*)")
_JOINT = re.compile(r"\s*(?:,|&|\band\b|\bon\b|\s)\s*")
_GROUPS = {"day": range(7), "weekday": range(5), "workday": range(5), "weekend": (5, 6)}
_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
"""Lowest and highest value of cron's minute, hour, day, month and weekday (0 and 7 are Sunday)."""
_CRON_WORDS = MappingProxyType(
    {
        "@hourly": "0 * * * *",
        "@daily": "0 0 * * *",
        "@midnight": "0 0 * * *",
        "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *",
        "@annually": "0 0 1 1 *",
    }
)
"""What crontab(5) knows instead of fields; `@reboot` names no time."""
_CRON_PART = re.compile(r"(?:\*|(?P<low>\w+)(?:-(?P<high>\w+))?)(?:/(?P<step>\d+))?")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Wall-clock times that come again; a clock change moves the instants and not the times."""

    times: tuple[time, ...]
    zone: str
    """IANA name."""
    words: str
    weekdays: frozenset[int] = frozenset(range(7))
    """0 for Monday."""
    days: frozenset[int] = frozenset(range(1, 32))
    """Of the month."""
    months: frozenset[int] = frozenset(range(1, 13))
    either: bool = False
    """Whether a date needs only one of weekday and day of the month, as in cron where both are given."""
    note: str = ""

    def next_after(self, instant: datetime) -> Schedule:
        """The first time after an aware instant. Raises `WhenError` if there is none, as for 30 February."""
        today = to_wall(instant, self.zone).date()
        for ahead in range(_HORIZON):
            day = today + timedelta(days=ahead)
            if self._falls_on(day):
                settled = (to_instant(datetime.combine(day, clock), self.zone) for clock in self.times)
                if later := [found for found in settled if found[0] > instant]:
                    return self._schedule(*min(later))
        raise WhenError(f"'{self.words}' never comes. {_EXAMPLES}")

    def last_until(self, instant: datetime) -> Schedule | None:
        """The last time up to an aware instant; None if it never came in the years before."""
        today = to_wall(instant, self.zone).date()
        for back in range(-1, _HORIZON):
            day = today - timedelta(days=back)
            if self._falls_on(day):
                settled = (to_instant(datetime.combine(day, clock), self.zone) for clock in self.times)
                if earlier := [found for found in settled if found[0] <= instant]:
                    return self._schedule(*max(earlier))
        return None

    def _falls_on(self, day: date) -> bool:
        weekday, number = day.weekday() in self.weekdays, day.day in self.days
        return day.month in self.months and (weekday or number if self.either else weekday and number)

    def _schedule(self, instant: datetime, note: str) -> Schedule:
        wall = to_wall(instant, self.zone)
        return Schedule(instant.astimezone(UTC), wall.isoformat(timespec="minutes"), self.zone, self.words, note)


def repeating(words: str) -> bool:
    """Whether `words` set out to name times that come again, understood or not: words of ours, or cron's fields."""
    text = " ".join(words.split()).casefold()
    return _is_cron(_cron_fields(text)) or any(
        _LEAD.match(said) or _NAMED_BY_DAYS.match(said) for said in (text, *translations(text))
    )


def recurrence(words: str, *, zone: str) -> Recurrence:
    """The times that `words` name, on clocks of `zone` unless they end in another. Raises `WhenError`."""
    said = " ".join(words.split())
    load_zone(zone)
    fields = _cron_fields(said)
    if _is_cron(fields):
        return _cron(fields[:5], _zone_of_cron(fields, zone), said)
    text, zone, _ = split_zone(said, zone)
    text = _in_english(text.casefold())
    if not _LEAD.match(text):
        raise WhenError(f"'{said}' is not understood as times that come again. {_EXAMPLES}")
    spared: frozenset[int] = frozenset()
    if found := _EXCEPT.search(text):
        spared = _weekdays(found["days"], said)
        text = f"{text[: found.start()]} {text[found.end() :]}"
    times, rest, note = _times(" ".join(text.split()), said)
    weekdays = _weekdays(_LEAD.sub("", rest, count=1), said) - spared
    if not weekdays:
        raise WhenError(f"'{said}' leaves no day of the week. {_EXAMPLES}")
    return Recurrence(times, zone, said, weekdays, note=note)


def _cron_fields(said: str) -> list[str]:
    """The fields of cron and whatever follows them, its words written out."""
    first, _, rest = said.partition(" ")
    return f"{_CRON_WORDS.get(first.casefold(), first)} {rest}".split()


def _is_cron(fields: list[str]) -> bool:
    return len(fields) >= 5 and all(_FIELD.fullmatch(field) and field[0] in _NUMBERED for field in fields[:3])


def _zone_of_cron(fields: list[str], home: str) -> str:
    """The zone behind the five fields. Raises `WhenError` for a sixth word that names none."""
    if len(fields) == 5:
        return home
    rest, zone, called = split_zone(" ".join(fields), home)
    if not called or len(rest.split(" ")) != 5:
        raise WhenError(f"Behind cron's five fields stands a zone or nothing, and '{fields[5]}' is none. {_EXAMPLES}")
    return zone


def _in_english(text: str) -> str:
    """Casefolded words as this grammar has them: `every` first, whatever the language."""
    for said in (text, *translations(text)):
        if _LEAD.match(said):
            return said
        if _NAMED_BY_DAYS.match(said):
            return f"every {said}"
    return text


def _times(text: str, said: str) -> tuple[tuple[time, ...], str, str]:
    """The times of day in some words, the words without them, and how a bare number was taken."""
    times, note = [], ""
    while clock := find_clock(text):
        times.append(clock.times[0])
        text = re.sub(r"(?:,|\band|\bat)$", "", clock.rest).strip()
        note = clock.note or (f"Taken as {clock.times[0]:%H:%M}." if len(clock.times) > 1 else note)
    if not times and (hour := find_bare_hour(text)):
        times, text = [hour[0][0]], hour[1]
        note = f"Taken as {times[0]:%H:%M}." if len(hour[0]) > 1 else ""
    if not times:
        raise WhenError(f"'{said}' says no time of day. {_EXAMPLES}")
    return tuple(sorted(set(times))), text, note


def _weekdays(text: str, said: str) -> frozenset[int]:
    found: set[int] = set()
    for word in filter(None, _JOINT.split(text.strip())):
        single = word.removesuffix("s")
        index = weekday_index(single)
        if index is not None:
            found.add(index)
        elif single in _GROUPS:
            found.update(_GROUPS[single])
        else:
            raise WhenError(f"'{word}' in '{said}' is no day of the week. {_EXAMPLES}")
    return frozenset(found or range(7))


def _cron(fields: list[str], zone: str, said: str) -> Recurrence:
    minutes, hours, days, months, weekdays = (
        _cron_field(field, *limits, position, said)
        for position, (field, limits) in enumerate(zip(fields, _FIELDS, strict=True))
    )
    return Recurrence(
        times=tuple(time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes)),
        zone=zone,
        words=said,
        weekdays=frozenset((day - 1) % 7 for day in weekdays),
        days=days,
        months=months,
        either=not fields[2].startswith("*") and not fields[4].startswith("*"),
    )


def _cron_field(field: str, lowest: int, highest: int, position: int, said: str) -> frozenset[int]:
    values: set[int] = set()
    for part in field.casefold().split(","):
        found = _CRON_PART.fullmatch(part)
        low = lowest if found is None or found["low"] is None else _cron_value(found["low"], position)
        high = highest if found is None or found["low"] is None or found["step"] else low
        if found and found["high"]:
            high = _cron_value(found["high"], position)
        step = int(found["step"] or 1) if found else 0
        if low is None or high is None or not (lowest <= low <= high <= highest) or not step:
            raise WhenError(f"'{part}' in '{said}' is outside what cron knows ({lowest} to {highest}). {_EXAMPLES}")
        values.update(range(low, high + 1, step))
    return frozenset(values)


def _cron_value(word: str, position: int) -> int | None:
    if word.isdigit():
        return int(word)
    if position == 3:
        return month_index(word)
    day = weekday_index(word) if position == 4 else None
    return None if day is None else day + 1
