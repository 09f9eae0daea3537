"""A copy of the queue, and the way back from one: nothing that may be out by now is sent without a look."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from composer.model import Fault
from composer.queue.clock import SystemClock
from composer.queue.database import Database, daily_copy
from composer.queue.entry import YOU, QueueError, StoreUnavailable, milliseconds
from composer.queue.lock import worker_lock
from composer.queue.rows import write_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from composer.queue.clock import Clock

_DAILY = timedelta(days=1)
_ROOM = 3
"""Times the queue's size that have to be free before it is copied unasked: a copy is never what fills a disk."""
_LIVE = "state IN ('held', 'queued', 'publishing', 'failed', 'attention') AND taken_back = 0"
_MISSED = "It was restored from a backup and its time has passed. `thread resume {id}` looks whether it is out, and \
sends what is not; `thread move {id} WHEN` does so at another time."


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has done."""

    kept: Path | None
    """Where the queue is that was there before; None if there was none."""
    entries: int
    """How many the queue has now."""
    looked_for: int
    """How many of them are looked for on their networks before anything of them is sent."""
    missing: tuple[str, ...]
    """Ids of entries that were in the queue before and are not in the backup."""


def copy_daily(db: Database, now: datetime) -> bool:
    """Copy the queue beside itself, once a day and in place of the last copy; whether it was done.

    A copy that the disk has no room for is left out without a word.
    """
    copy = daily_copy(db.path)
    made = datetime.fromtimestamp(copy.stat().st_mtime, UTC) if copy.exists() else None
    size = db.path.stat().st_size
    if (made and timedelta(0) <= now - made < _DAILY) or shutil.disk_usage(db.path.parent).free < _ROOM * size:
        return False
    with contextlib.suppress(StoreUnavailable):
        db.copy_to(copy)
        os.utime(copy, (now.timestamp(), now.timestamp()))
        return True
    return False


def restore(queue: Path, backup: Path, clock: Clock | None = None) -> Restored:
    """Make `backup` the queue in one step; the one that was there is kept beside it under another name.

    Whatever a worker may have sent since the backup was made is marked unknown, so that it is looked for first; what
    should have gone out meanwhile waits for a person. Raises `QueueError` for a file that is no queue, `WorkerBusy`
    while a worker runs.
    """
    clock = clock or SystemClock()
    if not backup.is_file():
        raise QueueError(f"There is no file {backup}. Is its name right?")
    with worker_lock(queue, "thread restore"):
        part = queue.with_name(f".{queue.name}.restoring")
        try:
            with _whole(backup) as found:
                found.copy_to(part)
            with contextlib.closing(Database(part)) as fresh:
                looked_for, entries = _marked(fresh, milliseconds(clock.now()))
            kept, missing = _swapped(queue, part, f"{clock.now():%Y%m%d-%H%M%S}")
        finally:
            for tail in ("", "-wal", "-shm"):
                part.with_name(part.name + tail).unlink(missing_ok=True)
    return Restored(kept, entries, looked_for, missing)


@contextlib.contextmanager
def _whole(backup: Path) -> Iterator[Database]:
    """The backup, opened to be read and never changed; refused where it is damaged inside."""
    with contextlib.closing(Database.reading(backup)) as found:
        row = found.one("PRAGMA quick_check(1)")
        if row is None or row[0] != "ok":
            raise QueueError(
                f"The backup {backup} is damaged ({row[0] if row else 'unreadable'}), so the queue was left as it is. "
                "Take another backup.",
                fault=Fault.SETUP,
            )
        yield found


def _marked(db: Database, now: int) -> tuple[int, int]:
    """Mark what may be out by now; returns how many entries, of how many."""
    with db.transaction():
        seen = db.one("SELECT max(at) AS at FROM log")
        last = seen["at"] if seen and seen["at"] is not None else 0
        live = [row["id"] for row in db.all(f"SELECT id FROM entry WHERE {_LIVE}")]  # noqa: S608
        for entry in live:
            db.run(
                "UPDATE post SET state = 'unknown', started_at = :now,"
                " first_attempt_at = coalesce(first_attempt_at, min(:last, :now))"
                " WHERE entry = :entry AND state IN ('pending', 'sending', 'unknown')",
                now=now,
                last=last,
                entry=entry,
            )
            write_log(db, entry, now, YOU, "restored", "what is not known to be out is looked for before it is sent")
        db.run(
            "UPDATE entry SET state = 'attention', error = replace(:missed, '{id}', id)"
            " WHERE state IN ('queued', 'publishing') AND late_ms IS NOT NULL AND due_at + late_ms < :now"
            " AND NOT EXISTS (SELECT 1 FROM post WHERE post.entry = entry.id AND post.state = 'sent')",
            missed=_MISSED,
            now=now,
        )
        db.run("UPDATE entry SET revision = revision + 1, touched_at = :now", now=now)
        db.run("DELETE FROM command")
        count = db.one("SELECT count(*) AS many FROM entry")
    assert count is not None
    return len(live), count["many"]


def _swapped(queue: Path, part: Path, stamp: str) -> tuple[Path | None, tuple[str, ...]]:
    """Put the prepared queue in place of the old one; returns where that is kept, and what only it has."""
    if not queue.exists():
        with contextlib.closing(Database(part)) as fresh:
            fresh.copy_to(queue)
        return None, ()
    kept = queue.with_name(f"{queue.name}.before-restore-{stamp}")
    try:
        old = Database(queue)
    except QueueError as error:
        if error.fault is not Fault.SETUP or "damaged" not in str(error):
            raise
        for tail in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                queue.with_name(queue.name + tail).rename(kept.with_name(kept.name + tail))
        return _swapped(queue, part, stamp)[0] or kept, ()
    with contextlib.closing(old):
        old.copy_to(kept)
        before = {row["id"] for row in old.all("SELECT id FROM entry")}
        old.take_over(part)
        after = {row["id"] for row in old.all("SELECT id FROM entry")}
    return kept, tuple(sorted(before - after))
