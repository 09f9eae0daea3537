"""An entry in plain words: a sign and a word for its state, where it stands, and all that happened to it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from composer.queue import Entry, Event, LogRow

SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "repeating": "↻",
        "held": "‖",
        "queued": "○",
        "publishing": "◐",
        "published": "●",
        "failed": "▲",
        "attention": "?",
        "cancelled": "×",
        "retracting": "◑",
        "retracted": "◌",
    }
)
"""By state; each is one cell wide."""

_DEEDS: Mapping[str, str] = MappingProxyType(
    {
        "begun": "let it repeat",
        "made": "made",
        "queued": "queued it",
        "held": "held it back",
        "released": "released it",
        "moved": "moved it",
        "put off": "let it wait",
        "edited": "changed it",
        "cancelled": "cancelled it",
        "retried": "asked for another try",
        "resumed": "let it go on",
        "settled": "said what they saw",
        "posted by hand": "posted by hand",
        "taken back": "took it back",
        "undone": "undid the last command",
        "taken up": "took it up",
        "sent": "sent",
        "found": "found",
        "not sent": "could not send",
        "unknown": "does not know what became of",
        "deleted": "deleted",
        "still out": "could not delete",
        "published": "published it",
        "failed": "gave up",
        "attention": "asks for a person",
        "retracted": "has nothing left to delete",
        "restored": "restored it from a backup",
    }
)


def line(entry: Entry, zone: ZoneInfo) -> str:
    """When, how far, what became of it, what it is."""
    state = f"{SIGNS[entry.state]} {entry.state}"
    return (
        f"{entry.id}  {state:<12}  {day(entry.schedule.instant, zone)}  "
        f"{f'{entry.sent}/{len(entry.posts)}':>5}  {entry.account}  {entry.title}"
    ).rstrip()


def standing(entry: Entry, now: datetime, zone: ZoneInfo) -> str:
    """Where an entry stands, and what can be done, in a sentence or two."""
    sent, out = entry.sent, entry.progress
    match str(entry.state):
        case "held" if entry.cooling and entry.cool_until:
            until = clock(entry.cool_until, zone) if entry.cool_until > now else "now on it is yours to decide"
            return (
                f"Cooling off, until {until}: out of sight, {out}. `thread queue show {entry.id} --text` shows it, "
                f"`thread release {entry.id}` lets it go, `thread edit {entry.id}` takes what you change in the draft."
            )
        case "held":
            return f"Held back, {out}. `thread release {entry.id}` lets it go at its time."
        case "queued":
            doubt = f" Post {entry.unknown.number} may be out already and is looked for first." if entry.unknown else ""
            return f"Waits for {day(entry.next_at, zone)}, {out}.{doubt}"
        case "publishing":
            return _publishing(entry, now, zone, out)
        case "published":
            return f"Published: {out}."
        case "failed":
            return (
                f"Stopped, {out}. {entry.error} `thread retry {entry.id}` tries again, `thread edit {entry.id}` takes "
                f"what you changed in the draft, `thread cancel {entry.id}` ends it."
            )
        case "attention":
            return f"Waits for you, {out}. {entry.error}"
        case "cancelled":
            return (
                f"Cancelled: {out} and {'stay' if sent != 1 else 'stays'} so." if sent else "Cancelled, nothing sent."
            )
        case "retracting":
            again = f" Trying again at {clock(entry.next_at, zone)}: {entry.error}" if entry.error else ""
            return f"Being taken back: {entry.deleted} deleted, {sent} still out.{again}"
    return f"Taken back: {entry.deleted} posts were deleted, none is out."


def _publishing(entry: Entry, now: datetime, zone: ZoneInfo, out: str) -> str:
    again = clock(entry.next_at, zone)
    if entry.unknown:
        when = f"checking again at {again}" if entry.next_at > now else "checking now"
        return f"Post {entry.unknown.number} unknown, {when}; {out}. Nothing is sent twice."
    if entry.failures and entry.next_at > now:
        return f"{entry.error} Trying again at {again}; {out}."
    if entry.next_at > now:
        return f"Being published: {out}, the next follows at {again}."
    return f"Being published: {out}."


def ahead(event: Event) -> str:
    """When the worker does what about a post next, on this computer's clocks; empty where it waits for nothing."""
    if event.until is None:
        return ""
    does = {"unknown": "unknown, checking again", "put off": "not before"}.get(event.kind, "trying again")
    return f"{does}{'' if event.kind == 'put off' else ' at'} {event.until.astimezone():%H:%M:%S}"


def story(log: Iterable[LogRow], zone: ZoneInfo) -> Iterator[str]:
    """A line for everything that happened, oldest first; a reason that the line before gave is not given again."""
    before = ""
    for row in log:
        told = row.what in ("failed", "attention") and before and before in row.reason
        reason = f": {row.reason}" if row.reason and not told else ""
        before = row.reason.partition(": ")[2]
        who = row.actor
        if row.what in ("sent", "found", "not sent", "unknown", "deleted", "still out") and reason:
            number, _, said = row.reason.partition(": ")
            reason = f" {number}{': ' + said if said else ''}"
        yield f"{row.instant.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}  {who} {_DEEDS.get(row.what, row.what)}{reason}"


def day(instant: datetime, zone: ZoneInfo) -> str:
    """`Tue 24 Nov 2026 09:00 CET`."""
    return f"{instant.astimezone(zone):%a %d %b %Y %H:%M %Z}"


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """`09:04:12 CET`."""
    return f"{instant.astimezone(zone):%H:%M:%S %Z}"
