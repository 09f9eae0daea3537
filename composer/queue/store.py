"""The queue as a person uses it: put a thread in, look, and move, hold, cancel, retry or settle what is there."""

from __future__ import annotations

import contextlib
import random
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from composer.queue import lookup
from composer.queue.backup import copy_daily
from composer.queue.clock import Clock, SystemClock
from composer.queue.database import Database
from composer.queue.entry import LATE, YOU, Entry, LogRow, QueueError, WorkerSeen, instant, milliseconds
from composer.queue.journal import Journal
from composer.queue.media import frozen_pictures
from composer.queue.planned import alike, planned
from composer.queue.refusals import at, called, many, not_possible, refuse_cooling, refuse_passed, refuse_unbegun
from composer.queue.rows import (
    entries,
    entry_by_id,
    forget_plan,
    log_of,
    media_by_digest,
    reading,
    texts_digest,
    worker_of,
    write_log,
)
from composer.queue.states import PostState, ThreadMove, ThreadState, target
from composer.queue.templates import Templates
from composer.queue.undo import FINAL, NEW, Commands, Undone
from composer.queue.writing import insert_post, readdress, refuse_mismatch, replace_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from composer.model import Post, Receipt, Schedule
    from composer.queue.planned import Planned

_ID_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
"""No vowels, so an id is never a word, and nothing that looks like something else."""
_ID_LENGTH = 6


class Store:
    """One queue file. A connection belongs to the thread of the process that opened it."""

    def __init__(self, path: Path, clock: Clock | None = None, chance: random.Random | None = None) -> None:
        self.path = path
        self.clock = clock or SystemClock()
        self._chance = chance or random.SystemRandom()
        self._db = Database(path)
        self.journal = Journal(self._db, self.clock)
        self._commands = Commands(self._db, self.clock)
        self.templates = Templates(self._db, self.clock, self._commands, self._chance)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # -- putting in ---------------------------------------------------------------------------------------------

    def enqueue(
        self,
        posts: Sequence[Post],
        *,
        account: str,
        network: str,
        schedule: Schedule,
        media: Mapping[str, bytes] | None = None,
        title: str = "",
        draft: Path | None = None,
        visibility: str = "",
        reply_to: Receipt | None = None,
        late: timedelta | None = LATE,
        pace: timedelta = timedelta(0),
        hold: str = "",
        cool_until: datetime | None = None,
        actor: str = YOU,
        reason: str = "",
    ) -> Entry:
        """Freeze a thread, its pictures included, and let it wait for its time.

        `media` has the content of each picture by its `Media.path`. A reason in `hold` keeps the entry from being
        published until it is released, and with `cool_until` its text is out of sight. What the entry says does not
        change with the draft.
        """
        if not posts:
            raise QueueError("There is nothing to queue: the thread has no posts. Write something first.")
        pictures = frozen_pictures(posts, media or {})
        now = self._now()
        with self._db.transaction():
            entry = self._new_id()
            due = milliseconds(schedule.instant)
            self._db.run(
                "INSERT INTO entry (id, account, network, title, draft, state, due_at, wall, zone, words, note,"
                " wake_at, touched_at, late_ms, pace_ms, visibility, parent_id, parent_url, parent_at, digest,"
                " cool_until, created_at)"
                " VALUES (:id, :account, :network, :title, :draft, :state, :due, :wall, :zone, :words, :note, :due,"
                " :now, :late, :pace, :visibility, :parent_id, :parent_url, :parent_at, :digest, :cool,"
                " :now)",
                id=entry,
                account=account,
                network=network,
                title=title,
                draft=str(draft) if draft else None,
                state=ThreadState.HELD if hold else ThreadState.QUEUED,
                due=due,
                wall=schedule.wall,
                zone=schedule.zone,
                words=schedule.words,
                note=schedule.note,
                now=now,
                late=None if late is None else late // timedelta(milliseconds=1),
                pace=pace // timedelta(milliseconds=1),
                visibility=visibility,
                parent_id=reply_to.remote_id if reply_to else None,
                parent_url=reply_to.url if reply_to else None,
                parent_at=milliseconds(reply_to.instant) if reply_to else None,
                digest=texts_digest(reading(post, media or {}) for post in posts),
                cool=milliseconds(cool_until) if cool_until else None,
            )
            for post in posts:
                insert_post(self._db, entry, post, pictures, self._chance)
            self._log(entry, actor, "queued", reason or f"{many(len(posts))} for {account}, {at(schedule)}")
            if hold:
                self._log(entry, actor, "held", hold)
            self._commands.note(entry, "queued", NEW, actor)
        return self.get(entry)

    # -- looking ------------------------------------------------------------------------------------------------

    def get(self, entry: str) -> Entry:
        """The entry with exactly this id."""
        return entry_by_id(self._db, entry)

    def resolve(self, typed: str) -> str:
        """The id that a person means by `typed`: case, spaces, a leading # do not matter, nor missing last letters."""
        return lookup.resolve(self._db, typed)

    def list(
        self,
        *,
        states: Sequence[ThreadState] = (),
        account: str = "",
        draft: Path | None = None,
        since: datetime | None = None,
        limit: int = 50,
        newest_first: bool = False,
    ) -> tuple[Entry, ...]:
        """Entries by their time; all states, accounts, drafts (absolute path) and times unless said otherwise."""
        return entries(
            self._db,
            lookup.rows(
                self._db,
                states=states,
                account=account,
                draft=draft,
                since=since,
                limit=limit,
                newest_first=newest_first,
            ),
        )

    def planned(self, since: datetime, until: datetime) -> tuple[Planned, ...]:
        """Entries with a time in `[since, until)` that go out or went, by time, without their posts."""
        return planned(self._db, since, until)

    def alike(self, ids: Sequence[str]) -> tuple[Planned, ...]:
        """These entries, and all others that go out or went and say the same, whatever their time."""
        return alike(self._db, ids)

    def counts(self) -> dict[ThreadState, int]:
        """How many entries are in each state; states without any are left out."""
        rows = self._db.all("SELECT state, count(*) AS many FROM entry GROUP BY state")
        return {ThreadState(row["state"]): row["many"] for row in rows}

    def overdue(self, at: datetime) -> tuple[int, datetime] | None:
        """How many entries the worker should have gone on with by `at`, and when the first was due; None for none."""
        row = self._db.one(
            "SELECT count(*) AS many, min(wake_at) AS first FROM entry INDEXED BY entry_wake"
            " WHERE state IN ('queued', 'publishing', 'retracting') AND wake_at <= :at",
            at=milliseconds(at),
        )
        return (row["many"], instant(row["first"])) if row and row["many"] else None

    def log(self, entry: str) -> tuple[LogRow, ...]:
        """All that happened to an entry, oldest first."""
        return tuple(log_of(row) for row in self._db.all("SELECT * FROM log WHERE entry = :id ORDER BY id", id=entry))

    def media(self, digest: str) -> bytes:
        """The content of a queued picture by its SHA-256."""
        return media_by_digest(self._db, digest)

    def twin(self, account: str, texts: Sequence[str]) -> Entry | None:
        """The latest entry for `account` that is the same and is out, partly out, or still to go out.

        `texts` are the `reading` of each post.
        """
        row = self._db.one(
            "SELECT * FROM entry WHERE account = :account AND digest = :digest AND state <> 'retracted'"
            " AND (state <> 'cancelled' OR EXISTS (SELECT 1 FROM post WHERE entry = id AND post.state <> 'pending'))"
            " ORDER BY created_at DESC, id LIMIT 1",
            account=account,
            digest=texts_digest(texts),
        )
        return entries(self._db, [row])[0] if row else None

    def said(self, network: str, texts: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Which accounts on a network say one of `texts` in a post that is out, was out, or is still to go out."""
        return lookup.said(self._db, network, texts)

    def last_worker(self) -> WorkerSeen | None:
        """The worker that ran last on this queue, or None if none ever did."""
        row = self._db.one("SELECT * FROM worker")
        return worker_of(row) if row else None

    def back_up(self, file: Path) -> None:
        """Write the queue as it is now to a new file; a worker may go on meanwhile. Refuses to write over a file."""
        if file.exists():
            raise QueueError(f"There is a file {file} already, and a backup is never written over. Name another.")
        self._db.copy_to(file)

    def copy_daily(self) -> bool:
        """Keep a copy of the queue beside it, once a day; whether one was made now."""
        return copy_daily(self._db, self.clock.now())

    def version(self) -> int:
        """A number that changes whenever somebody else has changed the queue."""
        return self._db.version()

    # -- commands -----------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Several commands as one: all of them count, or none, and they are undone in one go."""
        with self._db.transaction(), self._commands.batch():
            yield

    def undo(self, entry: str = "", *, actor: str = YOU) -> tuple[Undone, ...]:
        """Take back the last command of a person, unless something has happened to its entries since.

        With `entry`, an id of an entry or a template, the last command on that one.

        Raises `QueueError` saying why that cannot be, and what can.
        """
        with self._db.transaction():
            return self._commands.undo(actor, entry)

    def move(self, entry: str, schedule: Schedule, *, actor: str = YOU, reason: str = "") -> Entry:
        """Give an entry another time; one that had failed or waits for a person is queued again."""
        said = f"{at(schedule)}{': ' + reason if reason else ''}"
        return self._command(ThreadMove.MOVE, entry, actor, "moved", said, schedule=schedule)

    def hold(self, entry: str, *, actor: str = YOU, reason: str = "") -> Entry:
        """Keep an entry from being published, or from going on after the post that is being sent."""
        return self._command(ThreadMove.HOLD, entry, actor, "held", reason)

    def release(self, entry: str, *, early: bool = False, actor: str = YOU, reason: str = "") -> Entry:
        """Let a held entry go out at its time; refused where that time has passed for good.

        Refused too for one that is to cool off for longer, unless `early`.
        """
        found, now = self.get(entry), self.clock.now()
        if not early:
            refuse_cooling(found, now)
        refuse_passed(found, now)

        def show() -> None:
            self._db.run("UPDATE entry SET cool_until = NULL WHERE id = :id", id=found.id)

        return self._command(ThreadMove.RELEASE, entry, actor, "released", reason, then=show)

    def cancel(self, entry: str, *, actor: str = YOU, reason: str = "") -> Entry:
        """Never publish the rest of an entry; what is out stays out."""
        return self._command(ThreadMove.CANCEL, entry, actor, "cancelled", reason)

    def retry(self, entry: str, *, actor: str = YOU, reason: str = "") -> Entry:
        """Try again at once what failed or waits for a person, from the first post that is not out."""
        return self._command(ThreadMove.RETRY, entry, actor, "retried", reason, now=True)

    def resume(self, entry: str, *, actor: str = YOU, reason: str = "") -> Entry:
        """Go on at once with a thread, whatever stopped it, from the first post that is not out.

        Refused for one that has not begun and whose time has not come: nothing has stopped that one.
        """
        found, now = self.get(entry), self.clock.now()
        refuse_cooling(found, now)
        refuse_unbegun(found, now)
        return self._command(ThreadMove.RESUME, entry, actor, "resumed", reason, now=True)

    def posted(self, entry: str, number: int, receipt: Receipt, *, actor: str = YOU) -> Entry:
        """Take a person's word that they have posted the next post by hand; the last one publishes the entry."""
        found = self.get(entry)
        following = next((post for post in found.posts if post.state is not PostState.SENT), None)
        if following is not None and following.number != number:
            raise QueueError(
                f"The next post of {called(found)} is number {following.number}, not {number}. Posts go out in "
                "their order; say first where that one is."
            )

        said = f"post {number}{': ' + receipt.url if receipt.url else ''}"

        def note() -> None:
            self.journal.settle(found.id, number, receipt, "", actor)
            self._db.run(
                "UPDATE entry SET error = :next WHERE id = :id AND state = 'attention'",
                next=f"Post {number + 1} of {len(found.posts)} is yours to post by hand, like the one before it.",
                id=found.id,
            )

        return self._command(ThreadMove.POSTED, entry, actor, "posted by hand", said, then=note)

    def retract(self, entry: str, *, actor: str = YOU, reason: str = "") -> Entry:
        """Delete what is out of a thread, last post first, and send nothing more of it; the worker does it.

        Refused where nothing of it is out.
        """
        found = self.get(entry)
        up = found.sent or found.unknown or any(post.state is PostState.DELETING for post in found.posts)
        if not up and target(ThreadMove.RETRACT, found.state, taken_back=found.taken_back):
            cancelling = target(ThreadMove.CANCEL, found.state, taken_back=found.taken_back)
            instead = f" `thread cancel {found.id}` keeps it from going out." if cancelling else ""
            raise QueueError(f"Nothing of {called(found)} is out, so there is nothing to retract.{instead}")

        def mark() -> None:
            self._db.run("UPDATE entry SET taken_back = 1 WHERE id = :id", id=found.id)

        return self._command(ThreadMove.RETRACT, entry, actor, "taken back", reason, now=True, then=mark)

    def gone(self, entry: str, *, actor: str = YOU, reason: str = "") -> Entry:
        """Take a person's word that they have deleted by hand the post that a retraction could not."""
        found = self.get(entry)
        post = next((post for post in reversed(found.posts) if post.state in _UP), None)
        if not found.taken_back or post is None:
            raise QueueError(f"No post of {called(found)} is to be deleted. `thread retract {found.id}` begins that.")

        def note() -> None:
            self.journal.gone(found.id, post.number, actor)

        said = f"post {post.number} is deleted{': ' + reason if reason else ''}"
        return self._command(ThreadMove.SETTLE, entry, actor, "settled", said, now=True, then=note)

    def replace(
        self,
        entry: str,
        posts: Sequence[Post],
        *,
        media: Mapping[str, bytes] | None = None,
        visibility: str = "",
        reply_to: Receipt | None = None,
        actor: str = YOU,
        reason: str = "",
    ) -> Entry:
        """Put other posts in place of those that are not out; those that are out are frozen, and so is their number.

        `visibility` and `reply_to` count only while nothing is out. Raises `QueueError` where the new thread does
        not begin with the posts that are out, or a post may be out.
        """
        pictures = frozen_pictures(posts, media or {})

        def write() -> None:
            found = self.get(entry)
            refuse_mismatch(found, posts, pictures)
            replace_posts(self._db, found, posts, pictures, self._chance)
            if not found.sent:
                readdress(self._db, found.id, visibility, reply_to)

        said = f"{many(len(posts))} from the draft as it is now{': ' + reason if reason else ''}"
        return self._command(ThreadMove.EDIT, entry, actor, "edited", said, then=write)

    def settle(self, entry: str, there: Receipt | None, *, actor: str = YOU, reason: str = "") -> Entry:
        """Take a person's word on the post in doubt: it is `there`, or, with None, it is not out and may be sent."""
        found = self.get(entry)
        post = found.unknown
        if post is None:
            raise QueueError(f"{called(found)} has no post in doubt, so there is nothing to settle.")
        seen = f"post {post.number} is at {there.url}" if there else f"post {post.number} is not out, send it"
        said = f"{seen}{': ' + reason if reason else ''}"

        def note() -> None:
            self.journal.settle(found.id, post.number, there, "found", actor)

        return self._command(ThreadMove.SETTLE, entry, actor, "settled", said, now=True, then=note)

    def calm(self, entry: str) -> None:
        """Nothing of a held entry reads as heat any more, so it need not be out of sight."""
        self._db.run("UPDATE entry SET cool_until = NULL, revision = revision + 1 WHERE id = :id", id=entry)

    # -- inside -------------------------------------------------------------------------------------------------

    def _command(
        self,
        move: ThreadMove,
        entry: str,
        actor: str,
        what: str,
        reason: str,
        *,
        schedule: Schedule | None = None,
        now: bool = False,
        then: Callable[[], None] | None = None,
    ) -> Entry:
        with self._db.transaction():
            found = self.get(entry)
            state = target(move, found.state, taken_back=found.taken_back)
            if state is None:
                raise not_possible(found, move)
            before = self._commands.now(entry) if move in _UNDONE else FINAL
            at = self._now()
            self._db.run(
                "UPDATE entry SET state = :state, revision = revision + 1, touched_at = :at WHERE id = :id",
                state=state,
                at=at,
                id=entry,
            )
            if schedule is not None:
                self._db.run(
                    "UPDATE entry SET due_at = :due, wake_at = :due, wall = :wall, zone = :zone, words = :words,"
                    " note = :note, failures = 0, error = '' WHERE id = :id",
                    due=milliseconds(schedule.instant),
                    wall=schedule.wall,
                    zone=schedule.zone,
                    words=schedule.words,
                    note=schedule.note,
                    id=entry,
                )
            if now:
                self._db.run(
                    "UPDATE entry SET wake_at = :at, failures = 0, error = '' WHERE id = :id",
                    at=at,
                    id=entry,
                )
            if then is not None:
                then()
            forget_plan(self._db, entry)
            self._log(entry, actor, what, reason)
            self._commands.note(entry, what, before, actor)
        return self.get(entry)

    def _new_id(self) -> str:
        while True:
            entry = "".join(self._chance.choices(_ID_LETTERS, k=_ID_LENGTH))
            if self._db.one("SELECT 1 FROM entry WHERE id = :id", id=entry) is None:
                return entry

    def _log(self, entry: str, actor: str, what: str, reason: str) -> None:
        write_log(self._db, entry, self._now(), actor, what, reason)

    def _now(self) -> int:
        return milliseconds(self.clock.now())


_UNDONE = (ThreadMove.HOLD, ThreadMove.RELEASE, ThreadMove.MOVE, ThreadMove.CANCEL)
"""The moves that can be undone; the others have set the worker going."""
_UP = (PostState.SENT, PostState.DELETING)
