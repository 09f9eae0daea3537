"""Breaks from a calendar file (`.ics`): every event of the coming time, whole days and hours, repeated ones too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from composer.schedule.breaks import Break, between
from composer.schedule.errors import WhenError
from composer.schedule.zones import find_zone

if TYPE_CHECKING:
    from collections.abc import Iterator

AHEAD = timedelta(days=2 * 366)
"""How far repeated events are followed."""
MOST = 5_000
"""Breaks from one file; a calendar with more is none of holidays."""
_LONGEST_RULE = 50_000
"""Repetitions of one event that are counted, from its beginning on: a day each for 136 years."""
_DAY = timedelta(days=1)
_EXPORT = "Export the calendar once more, as an iCalendar (.ics) file."


def breaks_from(
    content: bytes, *, today: date, name: str, account: str = "", ahead: timedelta = AHEAD
) -> tuple[Break, ...]:
    """The events that end after `today` and begin within `ahead` of it, by time; cancelled ones are left out.

    `name` is the file's, kept with each break. Raises `WhenError` for what is no calendar, or none that ends.
    """
    seen = {found: None for event in _events(content, name) for found in _breaks(event, today, today + ahead, name)}
    if len(seen) > MOST:
        raise WhenError(f"{name} has more than {MOST:,} events in the coming two years. Choose a smaller calendar.")
    owned = (Break(b.start, b.end, b.name, account, b.zone, b.source) for b in seen)
    return tuple(sorted(owned, key=lambda found: (found.start, found.end, found.name)))


class _Event:
    """An event with those of its repetitions that were changed."""

    def __init__(self, event: Any, changed: list[Any]) -> None:
        self.event = event
        self.changed = changed


def _events(content: bytes, name: str) -> Iterator[_Event]:
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(content, multiple=True)
        found = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise WhenError(f"{name} is not a calendar that can be read: {_reason(error)}. {_EXPORT}") from error
    if not any(getattr(calendar, "name", "") == "VCALENDAR" for calendar in calendars):
        raise WhenError(f"{name} is not a calendar. {_EXPORT}")
    changed: dict[str, list[Any]] = {}
    for event in found:
        if "RECURRENCE-ID" in event:
            changed.setdefault(str(event.get("UID", "")), []).append(event)
    for event in found:
        if "RECURRENCE-ID" not in event:
            yield _Event(event, changed.get(str(event.get("UID", "")), []))
        elif not any(str(e.get("UID", "")) == str(event.get("UID", "")) for e in found if "RECURRENCE-ID" not in e):
            yield _Event(event, [])


def _breaks(found: _Event, today: date, until: date, name: str) -> Iterator[Break]:
    for event, first, length in _occurrences(found, today, until, name):
        if str(event.get("STATUS", "")).upper() == "CANCELLED" or not length:
            continue
        last = first + length
        wall, zone = _wall(first)
        end, _ = _wall(last)
        if (last.date() < today) if isinstance(last, datetime) else (last <= today):
            continue
        yield between(
            wall,
            end if isinstance(end, datetime) else end - _DAY,
            words=name,
            name=" ".join(str(event.get("SUMMARY", "")).split()),
            zone=zone,
            source=name,
        )


def _occurrences(found: _Event, today: date, until: date, name: str) -> Iterator[tuple[Any, Any, timedelta]]:
    first, length = _bounds(found.event, name)
    moved = {_plain(event["RECURRENCE-ID"].dt) for event in found.changed}
    for event in found.changed:
        yield event, *_bounds(event, name)
    for start in _starts(found.event, first, today - length, until, name):
        if _plain(start) not in moved:
            yield found.event, start, length


def _bounds(event: Any, name: str) -> tuple[Any, timedelta]:
    """Start and length; a day without an end is a whole one, as the standard has it."""
    try:
        first = event["DTSTART"].dt
        if "DTEND" in event:
            length = event["DTEND"].dt - first
        elif "DURATION" in event:
            length = event["DURATION"].dt
        else:
            length = timedelta(0) if isinstance(first, datetime) else _DAY
        return first, max(length, timedelta(0))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        called = " ".join(str(event.get("SUMMARY", "without a name")).split())
        raise WhenError(f"The event “{called}” in {name} has no time that can be read. {_EXPORT}") from error


def _starts(event: Any, first: Any, since: date, until: date, name: str) -> Iterator[Any]:
    """When it begins, in the kind of `first`: a date, a wall time, or a time in a zone."""
    try:
        rules = event.get("RRULE")
    except ValueError as error:
        raise WhenError(f"{name} repeats an event in a way that cannot be read. {_EXPORT}") from error
    extra = {_plain(each.dt) for each in _listed(event.get("RDATE")) if not isinstance(each.dt, tuple)}
    left_out = {_plain(each.dt) for each in _listed(event.get("EXDATE"))}
    plain = _plain(first)
    starts = {plain} | extra
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        starts |= set(_repeated(rule, plain, since, until, name))
    low, high = datetime.combine(since, time()), datetime.combine(until, time())
    for start in sorted(starts - left_out):
        if low <= start < high:
            yield _like(start, first)


def _repeated(rule: Any, first: datetime, since: date, until: date, name: str) -> Iterator[datetime]:
    """The times of a rule on a wall clock, so that nine o'clock stays nine o'clock when the clocks change."""
    from dateutil.rrule import rrulestr

    try:
        said = dict(rule)
        for last in said.pop("UNTIL", []):
            until = min(until, (last.date() if isinstance(last, datetime) else last) + _DAY)
        times = rrulestr(type(rule)(said).to_ical().decode(), dtstart=first)
    except (ValueError, TypeError, KeyError) as error:
        raise WhenError(f"{name} repeats an event in a way that cannot be read. {_EXPORT}") from error
    low, high = datetime.combine(since, time()), datetime.combine(until, time())
    for count, start in enumerate(takewhile(lambda each: each < high, times)):
        if count > _LONGEST_RULE:
            raise WhenError(f"{name} repeats an event more than {_LONGEST_RULE:,} times. Choose a smaller calendar.")
        if low <= start:
            yield start


def _reason(error: Exception) -> str:
    """The beginning of what the library says, which goes on with the bytes that it stumbled over."""
    return str(error).partition(":")[0].strip() or type(error).__name__


def _listed(found: Any) -> list[Any]:
    return [each for part in (found if isinstance(found, list) else [found] if found else []) for each in part.dts]


def _plain(moment: date | datetime) -> datetime:
    """A wall time for comparing; a zone's own clock where there is a zone."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return moment.replace(tzinfo=None)


def _like(start: datetime, first: date | datetime) -> date | datetime:
    return start.replace(tzinfo=first.tzinfo) if isinstance(first, datetime) else start.date()


def _wall(moment: date | datetime) -> tuple[date | datetime, str]:
    """A date or wall time, and the IANA name of its zone: UTC where the file has rules of its own for it."""
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return moment, ""
    zone = getattr(moment.tzinfo, "key", "")
    if zone and find_zone(zone) == zone:
        return moment.replace(tzinfo=None), zone
    return moment.astimezone(UTC).replace(tzinfo=None), "UTC"
