"""Entries as a plan needs them, without their posts: when each begins and how long it takes."""

# ruff: noqa: S608 -- only constants of this room are put together to SQL; values are always bound
from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from composer.queue.entry import instant, milliseconds
from composer.queue.rows import write_log
from composer.queue.states import ThreadState

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from composer.queue.clock import Clock
    from composer.queue.database import Database

LATE_BY = timedelta(minutes=1)
"""How long after its time a thread that has not begun is late: more than a worker ever takes that is awake."""
_PAST = timedelta(days=62)
_AHEAD = timedelta(days=400)
"""How far around now the entries of an account are looked at before a late one goes out."""
_BY_WAKE = "FROM entry INDEXED BY entry_wake"
"""The index is of the states that a worker goes on with, so a query that uses it has to name them."""
_BEGAN = "(SELECT min(coalesce(sent_at, started_at)) FROM post WHERE post.entry = entry.id AND post.state <> 'pending')"
_COLUMNS = f"entry.*, (SELECT count(*) FROM post WHERE post.entry = entry.id) AS posts, {_BEGAN} AS began"
_COUNTS = f"(state IN ('held', 'queued', 'publishing', 'published') OR (state <> 'retracted' AND {_BEGAN} IS NOT NULL))"


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry that goes out, or went. Instants are aware and UTC."""

    id: str
    account: str
    network: str
    title: str
    draft: Path | None
    state: ThreadState
    due: datetime
    """The time that a person gave it."""
    zone: str
    """IANA name of the clocks that it was given on, or empty."""
    start: datetime
    """When it begins, as far as is known, or began."""
    begun: bool
    posts: int
    pace: timedelta
    cool_until: datetime | None
    """Until when it is to rest before it is released, where it was written in heat."""
    digest: str
    """Equal for threads that read the same."""


class Later(NamedTuple):
    """When a late thread begins, and why not now."""

    at: datetime
    why: str


Release = Callable[[tuple[Planned, ...], tuple[Planned, ...], datetime], Mapping[str, Later]]
"""Decides from the late threads, all others of their accounts and now which of the late ones have to wait, by id."""


def planned(
    db: Database, since: datetime, until: datetime, accounts: Sequence[str] | None = None
) -> tuple[Planned, ...]:
    """Entries with a time in `[since, until)` that go out or went, by time; of all accounts unless some are named."""
    among = "" if accounts is None else " AND account IN (SELECT value FROM json_each(:accounts))"
    rows = db.all(
        f"SELECT {_COLUMNS} FROM entry WHERE due_at >= :since AND due_at < :until AND {_COUNTS}{among}"
        " ORDER BY due_at, id",
        since=milliseconds(since),
        until=milliseconds(until),
        **({} if accounts is None else {"accounts": json.dumps(sorted(accounts))}),
    )
    return tuple(_planned(row) for row in rows)


def alike(db: Database, ids: Sequence[str]) -> tuple[Planned, ...]:
    """These entries, and all others that go out or went and say the same, whatever their time."""
    rows = db.all(
        f"SELECT {_COLUMNS} FROM entry WHERE account IN (SELECT DISTINCT account FROM entry) AND digest IN"
        f" (SELECT digest FROM entry WHERE id IN (SELECT value FROM json_each(:ids))) AND {_COUNTS}",
        ids=json.dumps(list(ids)),
    )
    return tuple(_planned(row) for row in rows)


def let_wait(db: Database, clock: Clock, actor: str, release: Release) -> tuple[tuple[str, Later], ...]:
    """Let `release` decide about the threads that are late; those that have to wait do, and their log says why."""
    now = clock.now()
    late = "state IN ('queued', 'publishing', 'retracting') AND state = 'queued' AND wake_at < :before"
    before = milliseconds(now - LATE_BY)
    if db.one(f"SELECT 1 {_BY_WAKE} WHERE {late} LIMIT 1", before=before) is None:
        return ()
    with db.transaction():
        accounts = [row["account"] for row in db.all(f"SELECT DISTINCT account {_BY_WAKE} WHERE {late}", before=before)]
        around = planned(db, now - _PAST, now + _AHEAD, accounts)
        waiting = tuple(each for each in around if _is_late(each, now))
        others = tuple(each for each in around if each not in waiting)
        later = release(waiting, others, now) if waiting else {}
        moved = tuple(
            (each.id, later[each.id])
            for each in waiting
            if each.id in later and abs(later[each.id].at - each.start) >= LATE_BY
        )
        for entry, (at, why) in moved:
            db.run("UPDATE entry SET wake_at = :at WHERE id = :id", at=milliseconds(at), id=entry)
            write_log(db, entry, milliseconds(now), actor, "put off", why)
    return moved


def _is_late(each: Planned, now: datetime) -> bool:
    """Whether it is late, or was and has been put off already: those keep their order with the others."""
    if each.state is not ThreadState.QUEUED or each.begun:
        return False
    return each.start < now - LATE_BY or (each.start > now and each.start > each.due)


def _planned(row: sqlite3.Row) -> Planned:
    waits = row["state"] == ThreadState.QUEUED
    due = instant(row["due_at"])
    start = instant(row["wake_at"]) if waits and row["began"] is None else due
    return Planned(
        id=row["id"],
        account=row["account"],
        network=row["network"],
        title=row["title"],
        draft=Path(row["draft"]) if row["draft"] else None,
        state=ThreadState(row["state"]),
        due=due,
        zone=row["zone"] if row["wall"] else "",
        start=start if row["began"] is None else instant(row["began"]),
        begun=row["began"] is not None,
        posts=row["posts"],
        pace=timedelta(milliseconds=row["pace_ms"]),
        cool_until=None if row["cool_until"] is None else instant(row["cool_until"]),
        digest=row["digest"],
    )
