"""The latest commands of a person, and how the last one is undone."""

# ruff: noqa: S608 -- only constants of this room are put together to SQL; values are always bound
from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.queue.entry import YOU, QueueError, milliseconds, named
from composer.queue.rows import entry_by_id, write_log
from composer.queue.states import ThreadMove, ThreadState, possible

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from composer.queue.clock import Clock
    from composer.queue.database import Database
    from composer.queue.entry import Entry
    from composer.queue.templates import Template

NEW = ""
"""What was there before a thread was queued: nothing."""
FINAL = None
"""For a command that is not undone, because the worker or readers may have seen what came of it."""
_KEPT = 100
"""How many commands are remembered."""
TEMPLATE_ID = "every-"
"""How the id of every template begins, and of no entry."""
_COLUMNS = ("state", "due_at", "wall", "zone", "words", "note", "wake_at", "failures", "error", "cool_until")
_TEMPLATE_COLUMNS = ("state", "words", "zone", "next_at", "error")


@dataclass(frozen=True, slots=True)
class Undone:
    """A command that no longer counts."""

    what: str
    """As the log calls it: `held`, `moved`, `queued`, ..."""
    entry: Entry | Template
    """As it is now."""


def is_template(entry: str) -> bool:
    """Whether an id is a template's."""
    return entry.startswith(TEMPLATE_ID)


def _home(entry: str) -> tuple[str, tuple[str, ...]]:
    """The table that an id belongs to, and what of it a command may change."""
    return ("template", _TEMPLATE_COLUMNS) if is_template(entry) else ("entry", _COLUMNS)


class Commands:
    """The memory of a queue for what a person did."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._batch: int | None = None
        self._batching = False

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """All commands noted meanwhile are undone in one go."""
        self._batching, self._batch = True, None
        try:
            yield
        finally:
            self._batching, self._batch = False, None

    def now(self, entry: str) -> str:
        """What has to be remembered of an entry to put it back as it is."""
        table, columns = _home(entry)
        row = self._db.one(f"SELECT {', '.join(columns)} FROM {table} WHERE id = :id", id=entry)
        assert row is not None
        return json.dumps(dict(row))

    def note(self, entry: str, what: str, before: str | None, actor: str) -> None:
        """Remember a command that was just carried out; others than a person's are not a person's to undo."""
        if actor != YOU:
            return
        last = self._db.one("SELECT max(id) AS id FROM command")
        number = (last["id"] or 0) + 1 if last else 1
        batch = self._batch or number
        if self._batching:
            self._batch = batch
        self._db.run(
            "INSERT INTO command (id, batch, at, entry, what, began, revision, before)"
            " SELECT :number, :batch, :at, id, :what, revision - 1, revision, :before"
            f" FROM {_home(entry)[0]} WHERE id = :entry",
            number=number,
            batch=batch,
            at=milliseconds(self._clock.now()),
            what=what,
            before=before,
            entry=entry,
        )
        self._db.run("DELETE FROM command WHERE batch <= :old", old=number - _KEPT)

    def undo(self, actor: str, entry: str = "") -> tuple[Undone, ...]:
        """Undo the last command, of `entry` where one is given, and the batch it was part of; all or nothing."""
        rows = self._last(entry)
        if not rows:
            what = "nothing was queued, held, released, moved or cancelled."
            raise QueueError(f"There is no command {f'on {entry} ' if entry else ''}to undo: {what}")
        try:
            undone = tuple(
                self._undo_template(row, actor) if is_template(row["entry"]) else self._undo(row, actor) for row in rows
            )
        except QueueError as error:
            raise QueueError(f"{error}{self._another(rows)}") from error
        self._db.run("DELETE FROM command WHERE batch = :batch", batch=rows[0]["batch"])
        return undone

    def _last(self, entry: str) -> list[sqlite3.Row]:
        """The last command, of `entry` where one is given, with all that were carried out in one go with it."""
        return self._db.all(
            "SELECT * FROM command WHERE batch ="
            " (SELECT max(batch) FROM command WHERE :entry = '' OR entry = :entry) ORDER BY id DESC",
            entry=entry,
        )

    def _another(self, refused: list[sqlite3.Row]) -> str:
        """How the latest earlier command is undone that can be, of entries that the refused ones do not touch."""
        touched = {row["entry"] for row in refused}
        earlier = self._db.all("SELECT DISTINCT entry FROM command GROUP BY entry ORDER BY max(id) DESC")
        for entry in (row["entry"] for row in earlier if row["entry"] not in touched):
            rows = self._last(entry)
            latest = {row["entry"]: row for row in reversed(rows)}
            if touched.isdisjoint(latest) and all(map(self._can_be_undone, latest.values())):
                return f" What you did before to another can be undone: `thread undo {entry}` ({rows[0]['what']})."
        return ""

    def _can_be_undone(self, row: sqlite3.Row) -> bool:
        try:
            if is_template(row["entry"]):
                self._template_in_time(row)
            else:
                self._refuse_if_late(row, entry_by_id(self._db, row["entry"]))
        except QueueError:
            return False
        return True

    def _undo(self, row: sqlite3.Row, actor: str) -> Undone:
        entry = entry_by_id(self._db, row["entry"])
        self._refuse_if_late(row, entry)
        if row["before"] == NEW:
            self._db.run("UPDATE entry SET state = 'cancelled' WHERE id = :id", id=entry.id)
        else:
            self._restore(entry.id, json.loads(row["before"]))
        now = milliseconds(self._clock.now())
        self._db.run("UPDATE entry SET revision = revision + 1, touched_at = :now WHERE id = :id", now=now, id=entry.id)
        self._forget(entry.id, entry.revision + 1, row["began"])
        write_log(self._db, entry.id, now, actor, "undone", f"no longer {row['what']}")
        return Undone(row["what"], entry_by_id(self._db, entry.id))

    def _undo_template(self, row: sqlite3.Row, actor: str) -> Undone:
        from composer.queue.templates import template_by_id, write_template_log

        found = self._template_in_time(row)
        if row["before"] == NEW:
            self._db.run("UPDATE template SET state = 'cancelled' WHERE id = :id", id=found.id)
        else:
            self._restore(found.id, json.loads(row["before"]))
        self._db.run("UPDATE template SET revision = revision + 1 WHERE id = :id", id=found.id)
        self._forget(found.id, found.revision + 1, row["began"])
        now = milliseconds(self._clock.now())
        write_template_log(self._db, found.id, now, actor, "undone", f"no longer {row['what']}")
        return Undone(row["what"], template_by_id(self._db, found.id))

    def _template_in_time(self, row: sqlite3.Row) -> Template:
        """The template of a command that can still be undone; else raises the reason."""
        from composer.queue.templates import template_by_id

        found = template_by_id(self._db, row["entry"])
        if row["before"] is FINAL or found.revision != row["revision"]:
            raise QueueError(
                f"The last command ({row['what']}, template {named(found.id, found.title)}) cannot be undone: it is "
                f"{found.state}, and has made {found.made} entries. `thread queue show {found.id}` tells more."
            )
        return found

    def _restore(self, entry: str, before: dict[str, object]) -> None:
        changes = ", ".join(f"{name} = :{name}" for name in before)
        self._db.run(f"UPDATE {_home(entry)[0]} SET {changes} WHERE id = :id", **before, id=entry)

    def _forget(self, entry: str, revision: int, began: int) -> None:
        """What was undone never happened: an older command of this entry can be undone next."""
        self._db.run(
            "UPDATE command SET revision = :after WHERE entry = :id AND revision = :before",
            after=revision,
            id=entry,
            before=began,
        )

    def _refuse_if_late(self, row: sqlite3.Row, entry: Entry) -> None:
        """Raise the reason why a command cannot be undone any more."""
        last = f"The last command ({row['what']}, entry {named(entry.id, entry.title)}) cannot be undone"
        if row["before"] is FINAL:
            raise QueueError(f"{last}: the worker was told at once. `thread queue show {entry.id}` tells where it is.")
        if entry.sent or entry.unknown:
            out = entry.progress if entry.sent else "a post may be out"
            going = entry.state in (ThreadState.QUEUED, ThreadState.PUBLISHING)
            rest = f"`thread hold {entry.id}` keeps the rest back, " if going else ""
            raise QueueError(f"{last}, because {out}. {rest}`thread retract {entry.id}` deletes what is out.")
        if entry.revision != row["revision"]:
            raise QueueError(f"{last}: {_since(entry)} `thread queue show {entry.id}` tells all that happened.")
        before = json.loads(row["before"]) if row["before"] != NEW else None
        if before is None or before["state"] == ThreadState.HELD:
            return
        now = milliseconds(self._clock.now())
        if int(before["wake_at"]) <= now:
            raise QueueError(
                f"{last}: the time that it had has passed, so it would go out at once. `thread resume {entry.id}` "
                f"or `thread move {entry.id} WHEN` says so outright."
                if entry.state is not ThreadState.CANCELLED
                else f"{last}: the time that it had has passed, so it would go out at once. Queue the draft again."
            )


_WAITS = {
    ThreadState.ATTENTION: "its time has come since, and it waits for you.",
    ThreadState.FAILED: "it was tried since, and failed.",
    ThreadState.PUBLISHING: "it is on its way out.",
}
_INSTEAD = {
    ThreadMove.HOLD: "`thread hold {id}` keeps it back",
    ThreadMove.MOVE: "`thread move {id} WHEN` gives it another time",
    ThreadMove.CANCEL: "`thread cancel {id}` takes it out of the queue",
}


def _since(entry: Entry) -> str:
    """What has happened to an entry since the command on it, and what may be done instead of undoing that."""
    moves = possible(entry.state, taken_back=entry.taken_back)
    ways = ", ".join(words.format(id=entry.id) for move, words in _INSTEAD.items() if move in moves)
    return f"{_WAITS.get(entry.state, f'it was changed since, and is {entry.state}.')}{f' {ways}.' if ways else ''}"
