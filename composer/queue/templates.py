"""Templates: times that come again, for each of which an ordinary entry is made from the draft as it is then."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.queue.entry import LATE, YOU, LogRow, QueueError, instant, milliseconds, named
from composer.queue.rows import log_of
from composer.queue.states import TEMPLATE_MOVES, TemplateMove, TemplateState
from composer.queue.undo import FINAL, NEW, TEMPLATE_ID

if TYPE_CHECKING:
    import random
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime

    from composer.queue.clock import Clock
    from composer.queue.database import Database
    from composer.queue.undo import Commands
    from composer.schedule import Recurrence

LEAD = timedelta(minutes=50)
"""How long before its time an entry is made: time enough to see to a draft that cannot go out."""
_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Template:
    """A draft, an account, and the times at which what the draft says then goes out there."""

    id: str
    account: str
    network: str
    title: str
    draft: Path
    state: TemplateState
    words: str
    """The rule as a person wrote it."""
    zone: str
    """IANA name: whose clocks the words mean, unless they name others."""
    next_at: datetime
    """The next time that has no entry yet."""
    last_at: datetime | None
    """The time of the entry that was made last."""
    made: int
    """How many entries it has made."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What else was asked for, as the front end wrote it down."""
    late: timedelta | None = LATE
    pace: timedelta = timedelta(0)
    error: str = ""
    """Why it waits for a person, in words."""
    revision: int = 0

    @property
    def rule(self) -> Recurrence:
        """The times that its words name."""
        from composer.schedule import recurrence

        return recurrence(self.words, zone=self.zone)

    @property
    def make_at(self) -> datetime:
        """When its next entry is made: a while before its time, and never while the last one is still to come."""
        ahead = self.next_at - LEAD
        return max(ahead, self.last_at) if self.last_at else ahead


class Templates:
    """The templates of a queue file."""

    def __init__(self, db: Database, clock: Clock, commands: Commands, chance: random.Random) -> None:
        self._db = db
        self._clock = clock
        self._commands = commands
        self._chance = chance

    def add(
        self,
        words: str,
        zone: str,
        *,
        account: str,
        network: str,
        title: str,
        draft: Path,
        asked: Mapping[str, Any],
        late: timedelta | None = LATE,
        pace: timedelta = timedelta(0),
        hold: str = "",
        actor: str = YOU,
    ) -> Template:
        """Begin to repeat. Raises `WhenError` for words that name no times that come again."""
        from composer.schedule import recurrence

        first = recurrence(words, zone=zone).next_after(self._clock.now())
        with self._db.transaction():
            template = self._new_id()
            self._db.run(
                "INSERT INTO template (id, account, network, title, draft, state, words, zone, next_at, asked, late_ms,"
                " pace_ms, created_at) VALUES (:id, :account, :network, :title, :draft, :state, :words, :zone, :next,"
                " :asked, :late, :pace, :now)",
                id=template,
                account=account,
                network=network,
                title=title,
                draft=str(draft),
                state=TemplateState.HELD if hold else TemplateState.REPEATING,
                words=words,
                zone=zone,
                next=milliseconds(first.instant),
                asked=json.dumps(asked, ensure_ascii=False),
                late=None if late is None else late // timedelta(milliseconds=1),
                pace=pace // timedelta(milliseconds=1),
                now=self._now(),
            )
            self._log(template, actor, "begun", f"{words}, for {account}")
            if hold:
                self._log(template, actor, "held", hold)
            self._commands.note(template, "repeated", NEW, actor)
        return self.get(template)

    # Looking

    def get(self, template: str) -> Template:
        """The template with exactly this id."""
        return template_by_id(self._db, template)

    def list(
        self, *, states: tuple[TemplateState, ...] = (), account: str = "", draft: Path | None = None
    ) -> tuple[Template, ...]:
        """Templates by the next time that they make an entry for; those that are cancelled only if asked for."""
        wanted = states or tuple(state for state in TemplateState if state is not TemplateState.CANCELLED)
        rows = self._db.all(
            "SELECT * FROM template WHERE state IN (SELECT value FROM json_each(:states))"
            " AND (:account = '' OR account = :account) AND (:draft = '' OR draft = :draft) ORDER BY next_at, id",
            states=json.dumps(wanted),
            account=account,
            draft=str(draft) if draft else "",
        )
        return tuple(map(_template_of, rows))

    def log(self, template: str) -> tuple[LogRow, ...]:
        """All that happened to a template, oldest first."""
        rows = self._db.all("SELECT * FROM template_log WHERE template = :id ORDER BY id", id=template)
        return tuple(map(log_of, rows))

    def due(self) -> tuple[Template, ...]:
        """Those whose next entry is to be made now."""
        now = self._clock.now()
        rows = self._db.all(
            "SELECT * FROM template INDEXED BY template_next WHERE state = 'repeating' AND next_at <= :soon"
            " ORDER BY next_at",
            soon=milliseconds(now + LEAD),
        )
        return tuple(found for found in map(_template_of, rows) if found.make_at <= now)

    def next_making(self) -> datetime | None:
        """When the next entry is to be made; None if nothing repeats."""
        rows = self._db.all("SELECT * FROM template WHERE state = 'repeating'")
        return min((_template_of(row).make_at for row in rows), default=None)

    # A person's commands

    def hold(self, template: str, *, actor: str = YOU, reason: str = "") -> Template:
        """Make no more entries until it is released."""
        return self._command(TemplateMove.HOLD, template, actor, "held", reason)

    def release(self, template: str, *, actor: str = YOU, reason: str = "") -> Template:
        """Go on with the next time from now on; what a hold kept back is not made up for."""
        following = self.get(template).rule.next_after(self._clock.now())
        return self._command(TemplateMove.RELEASE, template, actor, "released", reason, next_at=following.instant)

    def cancel(self, template: str, *, actor: str = YOU, reason: str = "") -> Template:
        """Make no more entries; those that were made are entries of their own."""
        return self._command(TemplateMove.CANCEL, template, actor, "cancelled", reason)

    def retry(self, template: str, *, actor: str = YOU, reason: str = "") -> Template:
        """Try again to make the entry that could not be made."""
        return self._command(TemplateMove.RETRY, template, actor, "retried", reason)

    def move(self, template: str, words: str, zone: str, *, actor: str = YOU, reason: str = "") -> Template:
        """Give it other times. Raises `WhenError` for words that name none that come again."""
        from composer.schedule import recurrence

        following = recurrence(words, zone=zone).next_after(self._clock.now())
        said = f"{words}{': ' + reason if reason else ''}"
        with self._db.transaction():
            moved = self._command(TemplateMove.MOVE, template, actor, "moved", said, next_at=following.instant)
            self._db.run(
                "UPDATE template SET words = :words, zone = :zone WHERE id = :id", words=words, zone=zone, id=moved.id
            )
        return self.get(template)

    # Making entries

    def made(self, template: Template, entry: str, time: datetime, *, missed: bool) -> bool:
        """Write down that the entry for `time` was made; False if somebody has changed the template meanwhile."""
        with self._db.transaction():
            changed = self._db.run(
                "UPDATE template SET next_at = :next, last_at = :time, made = made + 1, error = '',"
                " revision = revision + 1 WHERE id = :id AND revision = :revision AND state = 'repeating'",
                next=milliseconds(template.rule.next_after(time).instant),
                time=milliseconds(time),
                id=template.id,
                revision=template.revision,
            )
            if changed:
                self._db.run("UPDATE entry SET template = :id WHERE id = :entry", id=template.id, entry=entry)
                instead = "; times before it were missed, and it stands for all of them" if missed else ""
                self._log(template.id, template.id, "made", f"entry {entry}{instead}")
        return bool(changed)

    def unsent(self, template: str, before: datetime) -> tuple[str, ...]:
        """Ids of entries that it made for a time gone by, and of which nothing was ever tried."""
        rows = self._db.all(
            "SELECT id FROM entry WHERE template = :id AND state IN ('queued', 'attention') AND due_at < :before"
            " AND NOT EXISTS (SELECT 1 FROM post WHERE entry = entry.id AND (attempts > 0 OR post.state <> 'pending'))",
            id=template,
            before=milliseconds(before),
        )
        return tuple(row["id"] for row in rows)

    def ask(self, template: Template, why: str) -> bool:
        """Let a person see to it: its entry cannot be made. False if somebody has changed it meanwhile."""
        with self._db.transaction():
            changed = self._db.run(
                "UPDATE template SET state = :state, error = :why, revision = revision + 1"
                " WHERE id = :id AND revision = :revision AND state = 'repeating'",
                state=TEMPLATE_MOVES[TemplateMove.ASK][TemplateState.REPEATING],
                why=why,
                id=template.id,
                revision=template.revision,
            )
            if changed:
                self._log(template.id, template.id, "attention", why)
        return bool(changed)

    # Inside

    def _command(
        self, move: TemplateMove, template: str, actor: str, what: str, reason: str, *, next_at: datetime | None = None
    ) -> Template:
        with self._db.transaction():
            found = self.get(template)
            state = TEMPLATE_MOVES[move].get(found.state)
            if state is None:
                possible = ", ".join(move for move, table in TEMPLATE_MOVES.items() if found.state in table)
                raise QueueError(
                    f"Template {named(found.id, found.title)} is {found.state}, so it cannot be {what}. "
                    + (f"Possible now: {possible}." if possible else "Nothing more happens to it.")
                )
            before = FINAL if move is TemplateMove.RETRY else self._commands.now(template)
            self._db.run(
                "UPDATE template SET state = :state, revision = revision + 1, error = '',"
                " next_at = coalesce(:next, next_at) WHERE id = :id",
                state=state,
                next=milliseconds(next_at) if next_at else None,
                id=template,
            )
            self._log(template, actor, what, reason)
            self._commands.note(template, what, before, actor)
        return self.get(template)

    def _new_id(self) -> str:
        while True:
            template = TEMPLATE_ID + "".join(self._chance.choices(_LETTERS, k=_LENGTH))
            if self._db.one("SELECT 1 FROM template WHERE id = :id", id=template) is None:
                return template

    def _log(self, template: str, actor: str, what: str, reason: str) -> None:
        write_template_log(self._db, template, self._now(), actor, what, reason)

    def _now(self) -> int:
        return milliseconds(self._clock.now())


def template_by_id(db: Database, template: str) -> Template:
    """The template with exactly this id."""
    row = db.one("SELECT * FROM template WHERE id = :id", id=template)
    if row is None:
        raise QueueError(f"There is no template {template} in the queue. `thread queue` lists what there is.")
    return _template_of(row)


def write_template_log(db: Database, template: str, at: int, actor: str, what: str, reason: str) -> None:
    """Add a row to the story of a template."""
    db.run(
        "INSERT INTO template_log (template, at, actor, what, reason) VALUES (:id, :at, :actor, :what, :reason)",
        id=template,
        at=at,
        actor=actor,
        what=what,
        reason=reason,
    )


def _template_of(row: sqlite3.Row) -> Template:
    return Template(
        id=row["id"],
        account=row["account"],
        network=row["network"],
        title=row["title"],
        draft=Path(row["draft"]),
        state=TemplateState(row["state"]),
        words=row["words"],
        zone=row["zone"],
        next_at=instant(row["next_at"]),
        last_at=None if row["last_at"] is None else instant(row["last_at"]),
        made=row["made"],
        asked=json.loads(row["asked"]),
        late=None if row["late_ms"] is None else timedelta(milliseconds=row["late_ms"]),
        pace=timedelta(milliseconds=row["pace_ms"]),
        error=row["error"],
        revision=row["revision"],
    )
