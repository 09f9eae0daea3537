"""Whose turn it is in the queue: what is due, what is late, what waits for trouble to pass, and who has claimed it.

Every method is one transaction and durable when it returns.
"""

# ruff: noqa: S608 -- only constants of this room are put together to SQL; values are always bound
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from composer.queue.entry import Entry, instant, milliseconds
from composer.queue.planned import let_wait
from composer.queue.rows import entry_by_id, write_log
from composer.queue.states import THREAD_MOVES, ThreadMove, ThreadState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from composer.queue.clock import Clock
    from composer.queue.database import Database
    from composer.queue.planned import Later, Release

_COMING = "state IN ('queued', 'publishing')"
_WAITING = "state IN ('queued', 'publishing', 'retracting')"
OPEN = "post.state IN ('sending', 'unknown')"
_IN_DOUBT = (
    "FROM post INDEXED BY post_open CROSS JOIN entry busy ON busy.id = post.entry"
    f" WHERE {OPEN} AND busy.state IN ('publishing', 'retracting')"
)
_FREE = f"(account NOT IN (SELECT busy.account {_IN_DOUBT}) OR id IN (SELECT busy.id {_IN_DOUBT}))"
"""No account has two calls in flight: while one of its posts is in doubt, its other entries wait."""
_BY_WAKE = "FROM entry INDEXED BY entry_wake"
"""Found by time, however many entries wait; the planner would rather sort them all."""
_CLOCK_MARGIN = timedelta(days=1)
"""How much earlier a post in doubt is looked for once the clock has gone back; nobody knows when it was made."""


class Lost(Exception):
    """The claim is over: a person or another worker has taken the entry in hand."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to go on with one entry, as long as its revision stands."""

    entry: Entry
    """As it was when it was claimed."""
    revision: int
    actor: str


class Turns:
    """The order in which a worker takes entries up."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def due_accounts(self) -> tuple[str, ...]:
        """The accounts for which there is something to do now, the longest due first."""
        rows = self._db.all(
            f"SELECT account {_BY_WAKE} WHERE {_WAITING} AND wake_at <= :now AND {_FREE}"
            " GROUP BY account ORDER BY min(wake_at)",
            now=self._now(),
        )
        return tuple(row["account"] for row in rows)

    def claim(self, actor: str, account: str = "") -> Claim | None:
        """The next entry (of one account) whose time has come, marked as this worker's; None if there is none now."""
        now = self._now()
        with self._db.transaction():
            row = self._db.one(
                f"SELECT * {_BY_WAKE} WHERE {_WAITING} AND wake_at <= :now AND {_FREE}"
                " AND (:account = '' OR account = :account) ORDER BY wake_at LIMIT 1",
                now=now,
                account=account,
            )
            if row is None:
                return None
            begun = row["state"] != ThreadState.QUEUED
            self._db.run(
                "UPDATE entry SET state = :state, revision = revision + 1, touched_at = :now WHERE id = :id",
                state=THREAD_MOVES[ThreadMove.CLAIM][ThreadState(row["state"])],
                now=now,
                id=row["id"],
            )
            self._log(row["id"], actor, "taken up", "again" if begun else "its time has come")
            entry = entry_by_id(self._db, row["id"])
        return Claim(entry, entry.revision, actor)

    def set_late_aside(self, actor: str) -> tuple[Entry, ...]:
        """Let a person decide about threads that should have begun longer ago than they may be late."""
        now = self._now()
        late = (
            f"{_COMING} AND {_WAITING} AND late_ms IS NOT NULL AND wake_at + late_ms < :now AND wake_at < :now"
            " AND NOT EXISTS (SELECT 1 FROM post WHERE post.entry = entry.id"
            f" AND (post.state = 'sent' OR ({OPEN} AND entry.state = 'publishing')))"
        )
        if self._db.one(f"SELECT 1 {_BY_WAKE} WHERE {late} LIMIT 1", now=now) is None:
            return ()
        with self._db.transaction():
            rows = self._db.all(f"SELECT * {_BY_WAKE} WHERE {late} ORDER BY wake_at, id", now=now)
            for row in rows:
                minutes, entry = (now - row["wake_at"]) // 60_000, row["id"]
                why = (
                    f"Its time passed {minutes} minutes before a worker could publish it. "
                    f"`thread resume {entry}` publishes it now, `thread move {entry} WHEN` gives it another time."
                )
                self._stop(entry, ThreadState(row["state"]), ThreadMove.ASK, why, actor)
        return tuple(entry_by_id(self._db, row["id"]) for row in rows)

    def let_wait(self, actor: str, release: Release) -> tuple[tuple[Entry, Later], ...]:
        """Let threads wait that are late and must not go out now, and say until when and why."""
        moved = let_wait(self._db, self._clock, actor, release)
        return tuple((entry_by_id(self._db, entry), later) for entry, later in moved)

    def next_wake(self, besides: Collection[str] = ()) -> datetime | None:
        """When there is something to do next, for other accounts than some; None if nothing waits."""
        row = self._db.one(
            f"SELECT wake_at {_BY_WAKE} WHERE {_WAITING} AND {_FREE}"
            " AND account NOT IN (SELECT value FROM json_each(:besides)) ORDER BY wake_at LIMIT 1",
            besides=json.dumps(sorted(besides)),
        )
        return None if row is None else instant(row["wake_at"])

    def next_unsettled(self) -> datetime | None:
        """When to go on with a thread that waits for trouble to pass, as against one that keeps its pace."""
        row = self._db.one(
            "SELECT wake_at FROM entry WHERE state IN ('publishing', 'retracting')"
            " AND (failures > 0 OR plan IS NOT NULL"
            f" OR EXISTS (SELECT 1 FROM post WHERE post.entry = entry.id AND {OPEN}))"
            " ORDER BY wake_at LIMIT 1"
        )
        return None if row is None else instant(row["wake_at"])

    def unsettled(self) -> bool:
        """Whether anything whose time has come is neither out nor given up nor a person's to decide."""
        row = self._db.one(f"SELECT 1 {_BY_WAKE} WHERE {_WAITING} AND wake_at <= :now LIMIT 1", now=self._now())
        return row is not None or self.next_unsettled() is not None

    def forgive_clock(self) -> None:
        """Where the clock has gone back, shorten waits by as much, so that nothing waits for hours it has waited.

        A post in doubt is then looked for from well before: nobody can say when it was really made.
        """
        now = self._now()
        future = f"{OPEN} AND (started_at > :now OR first_attempt_at > :now)"
        if self._db.one(f"SELECT 1 FROM post INDEXED BY post_open WHERE {future} LIMIT 1", now=now):
            self._db.run(
                f"UPDATE post SET started_at = min(started_at, :now), first_attempt_at = :before WHERE {future}",
                now=now,
                before=now - _CLOCK_MARGIN // timedelta(milliseconds=1),
            )
        ahead = "state IN ('publishing', 'retracting') AND touched_at > :now"
        if self._db.one(f"SELECT 1 FROM entry WHERE {ahead} LIMIT 1", now=now) is None:
            return
        with self._db.transaction():
            self._db.run(
                f"UPDATE entry SET wake_at = wake_at - (touched_at - :now), touched_at = :now WHERE {ahead}", now=now
            )

    def _stop(self, entry: str, state: ThreadState, move: ThreadMove, why: str, actor: str) -> None:
        after = THREAD_MOVES[move][state]
        self._db.run(
            "UPDATE entry SET state = :state, error = :why, touched_at = :now WHERE id = :id",
            state=after,
            why=why,
            now=self._now(),
            id=entry,
        )
        self._log(entry, actor, str(after), why)

    def _log(self, entry: str, actor: str, what: str, reason: str) -> None:
        write_log(self._db, entry, self._now(), actor, what, reason)

    def _now(self) -> int:
        return milliseconds(self._clock.now())
