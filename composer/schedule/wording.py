"""An instant in words: date, zone, UTC and how far away it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from composer.schedule.zones import load_zone

if TYPE_CHECKING:
    from composer.model import Schedule

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def describe(schedule: Schedule, now: datetime) -> str:
    """`Tue 24 Nov 2026 09:00 CET (Europe/Berlin), 08:00 UTC, in 1 day 14 h`."""
    local = schedule.instant.astimezone(load_zone(schedule.zone))
    utc = schedule.instant.astimezone(UTC)
    if local.utcoffset() == timedelta(0) and local.tzname() == "UTC":
        return f"{_day(local)} {local:%H:%M} UTC, {distance(schedule.instant, now)}"
    there = f"{utc:%H:%M}" if utc.date() == local.date() else f"{DAYS[utc.weekday()]} {utc:%H:%M}"
    zone = f"{local.tzname()} ({schedule.zone})"
    return f"{_day(local)} {local:%H:%M} {zone}, {there} UTC, {distance(schedule.instant, now)}"


def distance(instant: datetime, now: datetime) -> str:
    """`in 1 day 14 h`, `in 5 min`, `now`, `3 h ago`: its two largest units."""
    seconds = round((instant - now).total_seconds())
    if abs(seconds) < 1:
        return "now"
    length = abs(seconds)
    days, hours, minutes = length // 86_400, length // 3_600 % 24, length // 60 % 60
    if days:
        parts = (f"{days} day{'s' if days > 1 else ''}", f"{hours} h" if hours else "")
    elif hours:
        parts = (f"{hours} h", f"{minutes} min" if minutes else "")
    elif minutes:
        parts = (f"{minutes} min", "")
    else:
        parts = (f"{length} s", "")
    words = " ".join(part for part in parts if part)
    return f"in {words}" if seconds > 0 else f"{words} ago"


def _day(local: datetime) -> str:
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year}"
