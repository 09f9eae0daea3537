"""The queue as its worker writes it: once an entry is claimed, each intent before its call and each receipt after it.

Every method is one transaction and durable when it returns. All but `receive` ask for the claim's revision, so that
a command of a person, or another claim, stops a worker after the post that it is sending.
"""

# ruff: noqa: S608 -- only constants of this room are put together to SQL; values are always bound
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from composer.queue.entry import Entry, EntryPost, milliseconds
from composer.queue.publisher import Outgoing
from composer.queue.rows import entry_by_id, forget_plan, media_by_digest, post_of
from composer.queue.states import (
    OPEN_STATES,
    POST_MOVES,
    PostMove,
    PostState,
    ThreadMove,
    ThreadState,
    target,
)
from composer.queue.turns import OPEN, Claim, Lost, Turns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from composer.model import Receipt

_MEDIA_KEPT = timedelta(days=30)
"""How long pictures stay after all that is left of their entries is history."""


class Journal(Turns):
    """The worker's half of a queue file."""

    # -- one post -----------------------------------------------------------------------------------------------

    def in_doubt(self, claim: Claim) -> tuple[EntryPost, ...]:
        """The posts of a call whose outcome is not on disk; more than one where a thread goes out whole."""
        self._check(claim)
        rows = self._db.all(f"SELECT * FROM post WHERE entry = :id AND {OPEN} ORDER BY number", id=claim.entry.id)
        return tuple(post_of(row, ()) for row in rows)

    def next_posts(self, claim: Claim, most: int) -> tuple[EntryPost, ...]:
        """The first posts that are not out, up to `most`; a claimed thread has one."""
        self._check(claim)
        rows = self._db.all(
            "SELECT * FROM post WHERE entry = :id AND state <> 'sent' ORDER BY number LIMIT :most",
            id=claim.entry.id,
            most=most,
        )
        return tuple(post_of(row, ()) for row in rows)

    def outgoing(self, claim: Claim, numbers: Sequence[int]) -> tuple[Outgoing, ...]:
        """Posts of one call as the network gets them, the first of them under the post before it."""
        entry = entry_by_id(self._db, claim.entry.id)
        posts = [entry.posts[number - 1] for number in numbers]
        plan = self.plan(claim, posts) or b""
        return tuple(self._outgoing(entry, post, plan) for post in posts)

    def _outgoing(self, entry: Entry, post: EntryPost, plan: bytes) -> Outgoing:
        before = entry.posts[post.number - 2].receipt if post.number > 1 else entry.reply_to
        return Outgoing(
            key=post.key,
            number=post.number,
            total=len(entry.posts),
            text=post.text,
            links=post.links,
            attachments=tuple((a, media_by_digest(self._db, a.digest)) for a in post.attachments),
            content_warning=post.content_warning,
            language=post.language,
            visibility=entry.visibility,
            options=post.options,
            parent=before,
            root=entry.reply_to or (entry.posts[0].receipt if post.number > 1 else None),
            first_attempt=post.first_attempt,
            plan=plan,
        )

    def plan(self, claim: Claim, posts: Sequence[EntryPost]) -> bytes | None:
        """What was made ready for the call that has these posts; None where nothing was begun."""
        row = self._db.one("SELECT plan, plan_for FROM entry WHERE id = :id", id=claim.entry.id)
        if row is None or row["plan"] is None or not {post.key for post in posts} <= set(row["plan_for"].split()):
            return None
        return bytes(row["plan"])

    def keep_plan(self, claim: Claim, posts: Sequence[EntryPost], plan: bytes) -> None:
        """Write down what was made ready, for as long as no person changes the entry."""
        with self._db.transaction():
            self._check(claim)
            self._db.run(
                "UPDATE entry SET plan = :plan, plan_for = :keys WHERE id = :id",
                plan=plan,
                keys=" ".join(post.key for post in posts),
                id=claim.entry.id,
            )

    def intend(self, claim: Claim, numbers: Sequence[int]) -> tuple[Outgoing, ...]:
        """Write down that posts are about to be sent in one call, and hand out what to send.

        They carry a first attempt only where one before this may have created them: then a network that calls one a
        duplicate is to be asked, and otherwise believed.
        """
        now = self._now()
        with self._db.transaction():
            self._check(claim)
            before = entry_by_id(self._db, claim.entry.id).posts
            doubted = {post.number: post.first_attempt for post in before if post.state in OPEN_STATES}
            for number in numbers:
                if not self._move_post(claim.entry.id, number, PostMove.INTEND):
                    raise Lost(claim.entry.id)
                self._db.run(
                    "UPDATE post SET attempts = attempts + 1, started_at = :now,"
                    " first_attempt_at = coalesce(first_attempt_at, :now) WHERE entry = :id AND number = :number",
                    now=now,
                    id=claim.entry.id,
                    number=number,
                )
            self._touch(claim.entry.id)
        return tuple(replace(each, first_attempt=doubted.get(each.number)) for each in self.outgoing(claim, numbers))

    def receive(self, claim: Claim, receipts: Mapping[int, Receipt], how: str) -> bool:
        """Write down that the posts of a call are out, by their numbers: a fact, whoever has the entry in hand by now.

        True if the last of the thread is among them.
        """
        last = False
        with self._db.transaction():
            for number, receipt in receipts.items():
                last = self._take_receipt(claim.entry.id, number, receipt, how, claim.actor)
            self._db.run(
                "UPDATE entry SET wake_at = :wake WHERE id = :id AND state = 'publishing' AND revision = :revision",
                wake=self._now() + claim.entry.pace // timedelta(milliseconds=1),
                id=claim.entry.id,
                revision=claim.revision,
            )
        return last

    def rule_out(self, claim: Claim, numbers: Sequence[int], why: str) -> None:
        """Write down that posts were certainly not created: a fact, whoever has the entry in hand by now."""
        self._note(claim, numbers, PostMove.RULE_OUT, "not sent", why)

    def put_off(self, claim: Claim, number: int, why: str) -> None:
        """Write down that a post was not even tried, because it could not be made ready."""
        with self._db.transaction():
            self._log(claim.entry.id, claim.actor, "not sent", f"post {number}: {why}")

    def doubt(self, claim: Claim, numbers: Sequence[int], why: str) -> None:
        """Write down that nobody can say whether posts were created, whoever has the entry in hand by now."""
        self._note(claim, numbers, PostMove.DOUBT, "unknown", why)

    def settle(self, entry: str, number: int, there: Receipt | None, how: str, actor: str) -> None:
        """Write down what a person saw of a post, or did with it; a part of that person's command.

        Posts that were to go out in one call are there together or not at all.
        """
        if there is None:
            found = entry_by_id(self._db, entry).posts
            row = self._db.one("SELECT plan_for FROM entry WHERE id = :id", id=entry)
            together = set(((row and row["plan_for"]) or "").split())
            others = [post.number for post in found if found[number - 1].key in together and post.key in together]
            for each in {number, *others}:
                self._move_post(entry, each, PostMove.RULE_OUT)
        else:
            self._take_receipt(entry, number, there, how, actor)

    # -- taking back --------------------------------------------------------------------------------------------

    def next_to_take_back(self, claim: Claim) -> EntryPost | None:
        """The post to settle or delete next: one in doubt before all, then from the last to the first."""
        self._check(claim)
        row = self._db.one(
            "SELECT * FROM post WHERE entry = :id AND state NOT IN ('pending', 'deleted')"
            f" ORDER BY {OPEN} DESC, number DESC LIMIT 1",
            id=claim.entry.id,
        )
        return None if row is None else post_of(row, ())

    def intend_deletion(self, claim: Claim, number: int) -> None:
        """Write down that the post is about to be deleted."""
        with self._db.transaction():
            self._check(claim)
            if not self._move_post(claim.entry.id, number, PostMove.DELETE):
                raise Lost(claim.entry.id)
            self._touch(claim.entry.id)

    def keep(self, claim: Claim, numbers: Sequence[int], why: str) -> None:
        """Write down that posts certainly were not deleted, whoever has the entry in hand by now."""
        self._note(claim, numbers, PostMove.KEEP, "still out", why)

    def gone(self, entry: str, number: int, actor: str) -> None:
        """Write down that the post is out no longer: a fact, whoever has the entry in hand by now."""
        with self._db.transaction():
            if self._move_post(entry, number, PostMove.GONE):
                self._db.run("UPDATE entry SET failures = 0, error = '' WHERE id = :id", id=entry)
                self._log(entry, actor, "deleted", f"post {number}")

    def withdraw(self, claim: Claim) -> None:
        """Nothing of the thread is out any more."""
        with self._db.transaction():
            self._check(claim)
            self._stop(claim.entry.id, ThreadState.RETRACTING, ThreadMove.WITHDRAWN, "", claim.actor)

    # -- letting go ---------------------------------------------------------------------------------------------

    def wait(self, claim: Claim, until: datetime, error: str | None = None, failures: int | None = None) -> None:
        """Let go of the entry until an instant; error and failures stay as they are unless given."""
        with self._db.transaction():
            self._check(claim)
            self._db.run(
                "UPDATE entry SET wake_at = :until, touched_at = :now, failures = coalesce(:failures, failures),"
                " error = coalesce(:error, error) WHERE id = :id",
                until=milliseconds(until),
                now=self._now(),
                failures=failures,
                error=error,
                id=claim.entry.id,
            )

    def failures(self, claim: Claim) -> int:
        """How often the entry has met trouble since its last receipt."""
        self._check(claim)
        return entry_by_id(self._db, claim.entry.id).failures

    def give_up(self, claim: Claim, why: str, *, ask: bool = False) -> Entry:
        """Stop for a person: `failed`, or `attention` where there is one to `ask`.

        While a post is in doubt it is always `attention`, because nobody may call that failed.
        """
        with self._db.transaction():
            self._check(claim)
            doubt = self._db.one(f"SELECT 1 FROM post WHERE entry = :id AND {OPEN}", id=claim.entry.id)
            taken_back = claim.entry.state is ThreadState.RETRACTING
            move = ThreadMove.ASK if doubt or ask or taken_back else ThreadMove.GIVE_UP
            self._stop(claim.entry.id, claim.entry.state, move, why, claim.actor)
        return entry_by_id(self._db, claim.entry.id)

    def drop_old_media(self) -> int:
        """Forget the content of pictures that nothing will be sent with any more; returns of how many."""
        needed = (
            "SELECT 1 FROM attachment JOIN entry ON entry.id = attachment.entry WHERE attachment.digest = media.digest"
            " AND (entry.state NOT IN ('published', 'cancelled', 'retracted') OR entry.touched_at > :before)"
        )
        old = f"length(content) > 0 AND NOT EXISTS ({needed})"
        before = milliseconds(self._clock.now() - _MEDIA_KEPT)
        if self._db.one(f"SELECT 1 FROM media WHERE {old} LIMIT 1", before=before) is None:
            return 0
        return self._db.run(f"UPDATE media SET content = x'' WHERE {old}", before=before)

    def beat(self, name: str, pid: int, started: datetime, *, stopped: bool = False) -> None:
        """Leave word that a worker is at work, or has gone."""
        self._db.run(
            "INSERT OR REPLACE INTO worker (one, name, pid, started_at, seen_at, stopped)"
            " VALUES (1, :name, :pid, :started, :now, :stopped)",
            name=name,
            pid=pid,
            started=milliseconds(started),
            now=self._now(),
            stopped=int(stopped),
        )

    # -- inside -------------------------------------------------------------------------------------------------

    def _check(self, claim: Claim) -> None:
        row = self._db.one("SELECT state, revision FROM entry WHERE id = :id", id=claim.entry.id)
        if row is None or row["revision"] != claim.revision or row["state"] != claim.entry.state:
            raise Lost(claim.entry.id)

    def _note(self, claim: Claim, numbers: Sequence[int], move: PostMove, what: str, why: str) -> None:
        with self._db.transaction():
            moved = [number for number in numbers if self._move_post(claim.entry.id, number, move)]
            if moved:
                self._log(claim.entry.id, claim.actor, what, f"{_spoken(moved)}: {why}")

    def _move_post(self, entry: str, number: int, move: PostMove) -> bool:
        """Whether the post could make the move; it cannot where a commit that seemed lost was none the less made."""
        row = self._db.one("SELECT state FROM post WHERE entry = :id AND number = :number", id=entry, number=number)
        after = POST_MOVES[move].get(PostState(row["state"])) if row else None
        if after is None:
            return False
        self._db.run(
            "UPDATE post SET state = :state WHERE entry = :id AND number = :number",
            state=after,
            id=entry,
            number=number,
        )
        return True

    def _take_receipt(self, entry: str, number: int, receipt: Receipt, how: str, actor: str) -> bool:
        if self._move_post(entry, number, PostMove.RECEIVE):
            self._write_receipt(entry, number, receipt)
            forget_plan(self._db, entry)
            if how:
                self._log(entry, actor, how, f"post {number}: {receipt.url}")
        row = self._db.one(
            "SELECT state, taken_back FROM entry WHERE id = :id"
            " AND NOT EXISTS (SELECT 1 FROM post WHERE post.entry = entry.id AND post.state <> 'sent')",
            id=entry,
        )
        if row is None:
            return False
        state = ThreadState(row["state"])
        finished = target(ThreadMove.FINISH, state, taken_back=bool(row["taken_back"]))
        if finished:
            self._stop(entry, state, ThreadMove.FINISH, "", actor)
        return ThreadState.PUBLISHED in (state, finished)

    def _write_receipt(self, entry: str, number: int, receipt: Receipt) -> None:
        self._db.run(
            "UPDATE post SET remote_id = :remote_id, url = :url, sent_at = :at, remote_text = :text"
            " WHERE entry = :id AND number = :number",
            remote_id=receipt.remote_id,
            url=receipt.url,
            at=milliseconds(receipt.instant),
            text=receipt.text,
            id=entry,
            number=number,
        )
        self._db.run("UPDATE entry SET failures = 0, error = '' WHERE id = :id", id=entry)
        self._touch(entry)

    def _touch(self, entry: str) -> None:
        self._db.run("UPDATE entry SET touched_at = :now WHERE id = :id", now=self._now(), id=entry)


def _spoken(numbers: Sequence[int]) -> str:
    return f"post {numbers[0]}" if len(numbers) == 1 else f"posts {numbers[0]} to {numbers[-1]}"
