"""What somebody should know about the queue who is not looking at it, in a sentence."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from composer.queue import TemplateState, ThreadState, running_worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from composer.queue import Entry, Store

_GRACE = timedelta(minutes=1)
"""How long something may be due before nobody publishing it is news."""
_SOON, _ABSENT = timedelta(hours=24), timedelta(hours=2)
"""What goes out within a day is news where no worker has been seen for two hours; cron may start one each hour."""
_AGAIN = timedelta(hours=1)
"""How long the same news are not repeated."""
_WAITS = ("waits", "wait", "for you")
_COUNTED = 100
"""Entries that are counted on a screen; more than these are many."""
_NAMED = 3
"""Entries that are called by their names; of more than these, the number is told."""


def news(store: Store, now: datetime, zone: ZoneInfo, *, soon: bool) -> str:
    """Entries that failed, ask, or have nobody to publish them; empty where there is none."""
    said = "; ".join(_parts(store, now, zone, soon))
    return f"In the queue: {said}." if said else ""


def in_short(store: Store, now: datetime, *, publishing: bool) -> tuple[str, ...]:
    """The same in a few words each, for a line on a screen; `publishing`: whether this very window is the worker."""
    said = []
    for state, words in ((ThreadState.FAILED, ("has", "have", "stopped")), (ThreadState.ATTENTION, _WAITS)):
        if entries := store.list(states=[state], limit=_COUNTED):
            said.append(_one_or_many(tuple(entry.title or entry.id for entry in entries), words))
    if asking := store.templates.list(states=(TemplateState.ATTENTION,)):
        said.append(_one_or_many(tuple(template.title or template.id for template in asking), _WAITS))
    late = None if publishing or running_worker(store.path) else store.overdue(now - _GRACE)
    if late:
        said.append(f"{late[0]} {'is' if late[0] == 1 else 'are'} due and nobody publishes")
    return tuple(said)


def _one_or_many(titles: tuple[str, ...], words: tuple[str, str, str]) -> str:
    one, more, then = words
    if len(titles) == 1:
        return f"“{titles[0]}” {one} {then}"
    many = f"{_COUNTED - 1} or more" if len(titles) == _COUNTED else str(len(titles))
    return f"{many} {more} {then}"


def is_new(words: str, file: Path, now: datetime) -> bool:
    """Whether `words` were not said in the last hour, as `file` remembers; from now on they were."""
    said = f"{sha256(words.encode()).hexdigest()}\n"
    try:
        before = datetime.fromtimestamp(file.stat().st_mtime, now.tzinfo)
        if file.read_text(encoding="ascii") == said and timedelta(0) <= now - before < _AGAIN:
            return False
    except (OSError, ValueError):
        pass
    with contextlib.suppress(OSError):  # saying it once too often is better than not at all
        file.write_text(said, encoding="ascii")
        os.utime(file, (now.timestamp(), now.timestamp()))
    return True


def _parts(store: Store, now: datetime, zone: ZoneInfo, soon: bool) -> Iterator[str]:
    for state, words in ((ThreadState.FAILED, "failed"), (ThreadState.ATTENTION, "waiting for you")):
        entries = store.list(states=[state], limit=_NAMED + 1)
        if entries:
            yield f"{_called(entries)} {words} (`thread queue --state {state}` tells why)"
    if asking := store.templates.list(states=(TemplateState.ATTENTION,)):
        names = ", ".join(template.id for template in asking[:_NAMED])
        yield f"{names} cannot make the next entry (`thread queue show {asking[0].id}` tells why)"
    yield from _unattended(store, now, zone, soon)


def _unattended(store: Store, now: datetime, zone: ZoneInfo, soon: bool) -> Iterator[str]:
    """What is due, or soon will be, with nobody to publish it."""
    if running_worker(store.path):
        return
    last = store.last_worker()
    since = f"no worker has run {f'since {_when(last.seen, zone)}' if last else 'yet'} (`thread worker` publishes"
    if late := store.overdue(now - _GRACE):
        many, first = late
        what = "1 entry is" if many == 1 else f"{many} entries are"
        yield f"{what} due since {_when(first, zone)} and {since} {'it' if many == 1 else 'them'})"
    elif soon and (last is None or now - last.seen > _ABSENT) and (coming := store.overdue(now + _SOON)):
        many, first = coming
        what = "1 entry goes" if many == 1 else f"{many} entries go"
        yield f"{what} out from {_when(first, zone)} on, and {since} then)"


def _called(entries: tuple[Entry, ...]) -> str:
    if len(entries) > _NAMED:
        return f"more than {_NAMED} entries"
    return ", ".join(f"{entry.id} “{entry.title}”" if entry.title else entry.id for entry in entries)


def _when(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%a %d %b %H:%M %Z}"
