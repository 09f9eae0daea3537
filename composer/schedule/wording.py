"""An instant in words: date, zone, UTC, how far away it is, and what had to be decided to arrive at it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from composer.schedule.zones import load_zone

if TYPE_CHECKING:
    from composer.model import Schedule

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def describe(schedule: Schedule, now: datetime) -> str:
    """`Tue 24 Nov 2026 09:00 CET (Europe/Berlin), 08:00 UTC, in 1 day 14 h`, and the schedule's note as a sentence.

    The last full stop is left to the sentence that it stands in.
    """
    return ". ".join(part for part in (_told(schedule, now), schedule.note.removesuffix(".")) if part)


def _told(schedule: Schedule, now: datetime) -> str:
    local = schedule.instant.astimezone(load_zone(schedule.zone))
    utc = schedule.instant.astimezone(UTC)
    if local.utcoffset() == timedelta(0) and local.tzname() == "UTC":
        return f"{day(local)} {local:%H:%M} UTC, {distance(schedule.instant, now)}"
    there = f"{utc:%H:%M}" if utc.date() == local.date() else f"{DAYS[utc.weekday()]} {utc:%H:%M}"
    zone = f"{local.tzname()} ({schedule.zone})"
    return f"{day(local)} {local:%H:%M} {zone}, {there} UTC, {distance(schedule.instant, now)}"


def distance(instant: datetime, now: datetime) -> str:
    """`in 1 day 14 h`, `in 5 min`, `now`, `3 h ago`: its two largest units, from a minute on to the nearest minute.

    What is less than a minute old is `now`: the minute that is running has not passed, and words are read a moment
    before they are told.
    """
    seconds = round((instant - now).total_seconds())
    if -60 < seconds < 1:
        return "now"
    length = abs(seconds)
    total = round(length / 60)
    days, hours, minutes = total // (24 * 60), total // 60 % 24, total % 60
    if days:
        parts = (f"{days} day{'s' if days > 1 else ''}", f"{hours} h" if hours else "")
    elif hours:
        parts = (f"{hours} h", f"{minutes} min" if minutes else "")
    elif length >= 60:
        parts = (f"{minutes} min", "")
    else:
        parts = (f"{length} s", "")
    words = " ".join(part for part in parts if part)
    return f"in {words}" if seconds > 0 else f"{words} ago"


def day(date: datetime) -> str:
    """`Tue 24 Nov 2026`."""
    return f"{DAYS[date.weekday()]} {date.day} {MONTHS[date.month - 1]} {date.year}"
