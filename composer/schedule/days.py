"""Dates in words: `tomorrow`, `next friday`, `24 Nov`, `24.11.`, `in 3 days`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from composer.schedule.errors import WhenError

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_RELATIVE = {
    "": 0,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}

_AHEAD = re.compile(r"in (?P<count>\d{1,4}|a|one|two|three|four) (?P<unit>day|week)s?")
_WEEKDAY = re.compile(r"(?:(?P<which>next|this|coming) )?(?P<day>[a-z]{3,9})\.?(?: (?P<which_behind>next|coming))?")
_NEXT_WEEK = re.compile(r"(?:next week,? (?:on )?(?P<day>[a-z]{3,9})|(?P<day_first>[a-z]{3,9}),? (?:of )?next week)")
_ISO = re.compile(r"(?P<year>\d{4})([-/])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.(?: ?(?P<year>\d{4}|\d\d))?")
_NAMED = (
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?(?P<month>[a-z]{3,9})\.?,?(?: (?P<year>\d{4}))?"),
    re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,?(?: (?P<year>\d{4}))?"),
)
_NUMBERS = re.compile(r"(?P<one>\d{1,2})[/-](?P<two>\d{1,2})(?:[/-](?P<year>\d{4}|\d\d))?")


class Day(NamedTuple):
    """A date that was named."""

    at: date
    later: date | None = None
    """The next date that the same words name, if they name more than one."""
    note: str = ""
    dated: bool = False
    """Whether day and month were named, as against a distance or a weekday."""
    ahead: bool = False
    """Whether it is a distance, such as `in 2 days`, which keeps the time of day."""
    unsure: bool = False
    """Whether it is today, called by the day of the week, so that `later` may be meant."""


def find_day(text: str, today: date) -> tuple[Day, ...]:
    """The dates that casefolded words may mean: none if they are not understood, two if they are ambiguous."""
    text = text.removeprefix("on ").removesuffix(" on").strip(" ,")
    if text in _RELATIVE:
        return (Day(today + timedelta(days=_RELATIVE[text])),)
    if found := _AHEAD.fullmatch(text):
        count = _COUNTS.get(found["count"]) or int(found["count"])
        return (Day(today + timedelta(**{found["unit"] + "s": count}), ahead=True),)
    if found := _NEXT_WEEK.fullmatch(text):
        index = weekday_index(found["day"] or found["day_first"])
        return () if index is None else (Day(today + timedelta(days=7 - today.weekday() + index)),)
    if found := _WEEKDAY.fullmatch(text):
        return _weekday(found, today)
    if found := _NUMBERS.fullmatch(text):
        return _numbers(found, today)
    for pattern in (_ISO, _DOTTED, *_NAMED):
        if (found := pattern.fullmatch(text)) and (month := _month(found["month"])):
            return (_dated(int(found["day"]), month, found["year"], today),)
    return ()


def _weekday(found: re.Match[str], today: date) -> tuple[Day, ...]:
    index = weekday_index(found["day"])
    if index is None:
        return ()
    ahead = (index - today.weekday()) % 7
    if "next" in (found["which"], found["which_behind"]):
        day = today + timedelta(days=ahead or 7)
        other = day + timedelta(weeks=1) if day.isocalendar()[:2] == today.isocalendar()[:2] else None
        return (Day(day, other, f"'next {_DAYS[index].title()}' is taken as the first one after today."),)
    day = today + timedelta(days=ahead)
    return (Day(day, later=day + timedelta(weeks=1), unsure=not ahead and found["which"] is None),)


def _numbers(found: re.Match[str], today: date) -> tuple[Day, ...]:
    """03/04 is 3 April to most of the world and 4 March to others; 13/04 is clear, and so is 04/04."""
    one, two = int(found["one"]), int(found["two"])
    orders = {(day, month) for day, month in ((one, two), (two, one)) if 1 <= month <= 12}
    return tuple(_dated(day, month, found["year"], today) for day, month in sorted(orders, key=lambda o: o[1] != two))


def _dated(day: int, month: int, year: str | None, today: date) -> Day:
    """A day and a month; without a year the next such date."""
    if year:
        return Day(_date(int(year) if len(year) == 4 else 2000 + int(year), month, day), dated=True)
    years = [y for y in range(today.year, today.year + 9) if _exists(y, month, day)]
    if not years:
        raise _impossible(day, month)
    dates = [date(y, month, day) for y in years if date(y, month, day) >= today]
    return Day(dates[0], later=dates[1] if len(dates) > 1 else None, dated=True)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _date(year: int, month: int, day: int) -> date:
    if not _exists(year, month, day):
        raise _impossible(day, month)
    return date(year, month, day)


def _impossible(day: int, month: int) -> WhenError:
    name = _MONTHS[month - 1].title() if 1 <= month <= 12 else f"month {month}"
    return WhenError(f"There is no {day} {name}. Write a date such as 24 Nov, 2026-11-24 or next friday.")


def weekday_index(word: str) -> int | None:
    """0 for Monday to 6 for Sunday; names whole or cut to three letters or more, casefolded."""
    return _index(word, _DAYS)


def month_index(word: str) -> int | None:
    """1 for January to 12 for December; names as for weekdays."""
    index = _index(word, _MONTHS)
    return None if index is None else index + 1


def _month(word: str) -> int | None:
    return int(word) if word.isdigit() else month_index(word)


def _index(word: str, names: tuple[str, ...]) -> int | None:
    """Which name a word is, whole or cut to three letters or more."""
    return next((i for i, name in enumerate(names) if len(word) >= 3 and name.startswith(word)), None)
