"""What somebody should know about the queue who is not looking at it, in a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from composer.queue import ThreadState, running_worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from composer.queue import Entry, Store

_GRACE = timedelta(minutes=1)
"""How long something may be due before nobody publishing it is news."""
_NAMED = 3
"""Entries that are called by their names; of more than these, the number is told."""


def news(store: Store, now: datetime, zone: ZoneInfo) -> str:
    """Entries that failed, ask, or are due while no worker runs; empty where there is none."""
    said = "; ".join(_parts(store, now, zone))
    return f"In the queue: {said}." if said else ""


def _parts(store: Store, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    for state, words in ((ThreadState.FAILED, "failed"), (ThreadState.ATTENTION, "waiting for you")):
        entries = store.list(states=[state], limit=_NAMED + 1)
        if entries:
            yield f"{_called(entries)} {words} (`thread queue --state {state}` tells why)"
    late = store.overdue(now - _GRACE)
    if late and not running_worker(store.path):
        many, first = late
        last = store.last_worker()
        since = f"since {_when(last.seen, zone)}" if last else "yet"
        what = "1 entry is" if many == 1 else f"{many} entries are"
        yield f"{what} due since {_when(first, zone)} and no worker has run {since} (`thread worker` publishes them)"


def _called(entries: tuple[Entry, ...]) -> str:
    if len(entries) > _NAMED:
        return f"more than {_NAMED} entries"
    return ", ".join(f"{entry.id} “{entry.title}”" if entry.title else entry.id for entry in entries)


def _when(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%a %d %b %H:%M %Z}"
