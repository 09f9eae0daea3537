"""What a front end may do with the queue: put a thread in, be its worker, see it out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from composer.desk.asked import asked_of
from composer.desk.cost import account_cost
from composer.desk.pictures import pictures_of
from composer.desk.several import refuse_identical
from composer.model import ComposerError, Fault, Schedule
from composer.queue import LATE
from composer.queue.entry import YOU

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from composer.desk.desk import Desk
    from composer.desk.review import Review
    from composer.model import Draft, Receipt, Thread
    from composer.networks import Account
    from composer.queue import Entry, Publisher, Restored, Store
    from composer.queue.clock import Stop
    from composer.queue.events import Listener
    from composer.schedule.pace import Pace

_WATCH_SECONDS = 0.2
_ALL = 1_000_000_000
"""More entries than a queue will ever have."""


def _keep_quiet(said: str) -> None:
    pass


class BeyondBudgetError(ComposerError):
    """The month cannot pay for it; the same with `beyond_budget` does it all the same."""


class Enqueue(Protocol):
    """Puts a prepared thread in the queue: why it is held, until when it is out of sight, and who does it."""

    def __call__(self, hold: str, cool_until: datetime | None, actor: str) -> Entry:
        """Do it."""
        ...


class Outbox:
    """The queue of this user. Opens its file for as long as a `with` block lasts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._settings = desk.settings
        self._state = desk.state
        self._store: Store | None = None

    def __enter__(self) -> Outbox:
        from composer.queue import Store, SystemClock

        _make(self._state)
        self._store = Store(self.file, SystemClock(self._desk.now))
        return self

    @property
    def file(self) -> Path:
        """Where the queue lies, or would."""
        return self._state / "queue.sqlite3"

    def restore(self, backup: Path) -> Restored:
        """Make a backup the queue; not in a `with` block, because the queue of now may be past opening."""
        from composer.queue import restore

        _make(self._state)
        return restore(self.file, backup)

    def __exit__(self, *_: object) -> None:
        self.store.close()
        self._store = None

    @property
    def store(self) -> Store:
        """The open queue: everything that `Store` can do, a front end may do."""
        assert self._store is not None, "use the outbox in a with block"
        return self._store

    def twin(self, review: Review, account: Account) -> Entry | None:
        """An entry that says and shows the same to the same account, whatever became of it."""
        return self.store.twin(account.name, _readings(review, account))

    def queue(
        self,
        review: Review,
        account: Account,
        *,
        schedule: Schedule | None = None,
        accepted: Mapping[str, str],
        hold: str = "",
        cool_until: datetime | None = None,
        pace: Pace | None = None,
        tell: Callable[[str], None] = _keep_quiet,
    ) -> Entry:
        """Freeze a thread, pictures included, for its time; without `schedule` it is due now.

        Without `pace` the draft's counts, else that of the settings. `accepted` has the user's reason for each finding
        that was overridden. What was done to the pictures, and why the entry is held where it would go beyond the
        monthly budget, is told to `tell`; all of it is kept in the log.
        """
        enqueue = self.prepared(
            review, account, schedule=schedule, accepted=accepted, late=self.late, pace=pace, tell=tell
        )
        return enqueue(hold, cool_until, YOU)

    @property
    def late(self) -> timedelta | None:
        """How late a thread may begin without asking, unless its entry says otherwise; None for however late."""
        from composer.desk.bounds import late_limit

        return late_limit(self._settings)

    def prepared(
        self,
        review: Review,
        account: Account,
        *,
        schedule: Schedule | None,
        accepted: Mapping[str, str],
        late: timedelta | None = LATE,
        pace: Pace | None = None,
        tell: Callable[[str], None] = _keep_quiet,
    ) -> Enqueue:
        """All that takes long or may fail about queueing; what comes back writes it down, in one transaction."""
        from composer.desk.handover import notice

        thread = review.thread
        draft = thread.draft
        pace = pace or self._desk.pace(account, draft)
        schedule = schedule or Schedule(datetime.now(UTC), words="now")
        pictures = pictures_of(thread, account)
        beyond = self.beyond_budget(thread, account, schedule.instant)
        visibility = self._visibility(draft, account)
        posts = asked_of(account, thread, visibility)
        by_hand = notice(posts, visibility) if account.by_hand else ""
        for said in (*pictures.notes, *filter(None, [beyond, by_hand])):
            tell(said)
        reasons = "; ".join(f"{code} accepted: {why}" for code, why in sorted(accepted.items()))
        reply_to = post_at(draft.reply_to, _LONG_AGO, "reply_to") if draft.reply_to else None

        def enqueue(hold: str, cool_until: datetime | None, actor: str) -> Entry:
            refuse_identical([(account, review)], self.store)
            return self.store.enqueue(
                posts,
                account=account.name,
                network=account.network,
                schedule=schedule,
                media=pictures.content,
                title=draft.title or (draft.path.stem if draft.path else ""),
                draft=draft.path.absolute() if draft.path else None,
                visibility=visibility,
                reply_to=reply_to,
                late=late,
                pace=pace.between(len(posts)),
                hold=hold or beyond,
                cool_until=cool_until,
                actor=actor,
                reason=" ".join(filter(None, [reasons, *pictures.notes])),
            )

        return enqueue

    def _visibility(self, draft: Draft, account: Account) -> str:
        """Who sees the posts: as the draft says, else as the settings say of the account."""
        own = self._settings.accounts.get(account.name)
        return draft.visibility or (own.visibility if own else "")

    def beyond_budget(self, thread: Thread, account: Account, at: datetime) -> str:
        """Why a thread would be held that is to go out at `at`: the month cannot pay for it; empty where it can."""
        return self._beyond_budget(account_cost(thread, account), at)

    def release(self, entry: str, *, early: bool = False, beyond_budget: bool = False) -> Entry:
        """Let a held entry go out at its time. Raises ComposerError where the month cannot pay for it, unless told.

        `early` lets one go that is held to be slept over.
        """
        found = self.store.get(entry)
        if not beyond_budget:
            self._refuse_beyond(found, found.schedule.instant, "release")
        return self.store.release(found.id, early=early)

    def move(
        self, entry: str, schedule: Schedule, *, reason: str = "", tell: Callable[[str], None] = _keep_quiet
    ) -> Entry:
        """Give an entry another time; held, and `tell` is told why, where the month of that time cannot pay for it."""
        moved = self.store.move(entry, schedule, reason=reason)
        return self._held_beyond(moved, tell)

    def _held_beyond(self, entry: Entry, tell: Callable[[str], None]) -> Entry:
        beyond = self._beyond(entry, entry.schedule.instant)
        if not beyond or entry.state != "queued":
            return entry
        tell(f"{beyond} So it is held: `thread release {entry.id} --beyond-budget` lets it go.")
        return self.store.hold(entry.id, reason=beyond)

    def _refuse_beyond(self, entry: Entry, at: datetime, command: str) -> None:
        if beyond := self._beyond(entry, at):
            raise BeyondBudgetError(
                f"{beyond} Nothing was changed. `thread {command} {entry.id} --beyond-budget` does it all the same; "
                "`thread config set monthly_budget AMOUNT` raises the budget."
            )

    def _beyond(self, entry: Entry, at: datetime) -> str:
        """Why the month of `at` cannot pay for what is left of an entry; empty where it can, or need not."""
        from composer.desk.cost import to_come

        return self._beyond_budget(to_come(entry), at, entry.id)

    def _beyond_budget(self, own: Decimal, at: datetime, besides: str = "") -> str:
        from composer.config import local_zone
        from composer.desk.cost import beyond_budget, since

        budget, zone = self._settings.monthly_budget, self._settings.zone or local_zone()
        if not budget or not own:
            return ""
        others = (each for each in self.store.list(since=since(at, zone), limit=_ALL) if each.id != besides)
        return beyond_budget(own, at, others, budget, zone)

    def latest(self, draft: Path, account: Account) -> Entry | None:
        """The entry that was last queued from this draft for this account, and not cancelled unsent."""
        entries = self.store.list(draft=draft.absolute(), account=account.name, newest_first=True)
        return next((entry for entry in entries if entry.state != "cancelled" or entry.sent), None)

    def interrupted(self) -> list[str]:
        """Entries that should be out by now and are not: begun, due, failed, or in doubt; none that a person holds."""
        from composer.queue import ThreadState

        now = self.store.clock.now()
        waiting = self.store.list(
            states=(ThreadState.PUBLISHING, ThreadState.QUEUED, ThreadState.FAILED, ThreadState.ATTENTION), limit=_ALL
        )
        return [entry.id for entry in waiting if _overdue(entry, now)]

    def resume(self, entry: str, *, beyond_budget: bool = False) -> Entry:
        """Let an entry go on at once, whatever stopped it; one that is due or begun and on its way is left alone.

        Raises ComposerError where it is held and the month cannot pay for it, unless told.
        """
        found = self.store.get(entry)
        if found.state == "held" and not beyond_budget:
            self._refuse_beyond(found, self.store.clock.now(), "resume")
        due = found.begun or found.schedule.instant <= self.store.clock.now()
        return found if found.state == "queued" and due else self.store.resume(entry)

    def edit(
        self,
        entry: str,
        review: Review,
        account: Account,
        *,
        accepted: Mapping[str, str],
        tell: Callable[[str], None] = _keep_quiet,
    ) -> Entry:
        """Replace what is not out of an entry by what its draft makes now for its account.

        Raises QueueError where that cannot be, ComposerError where its network would not take it.

        It is held, and `tell` is told why, where that costs more than the month can pay for.
        """
        draft = review.thread.draft
        reasons = "; ".join(f"{code} accepted: {why}" for code, why in sorted(accepted.items()))
        pictures, visibility = pictures_of(review.thread, account), self._visibility(draft, account)
        posts = asked_of(account, review.thread, visibility)
        refuse_identical([(account, review)], self.store)
        for said in pictures.notes:
            tell(said)
        edited = self.store.replace(
            entry,
            posts,
            media=pictures.content,
            visibility=visibility,
            reply_to=post_at(draft.reply_to, _LONG_AGO, "reply_to") if draft.reply_to else None,
            reason=" ".join(filter(None, [reasons, *pictures.notes])),
        )
        return self._held_beyond(edited, tell)

    def news(self, now: datetime, zone: ZoneInfo, *, soon: bool = True) -> str:
        """In a sentence, what somebody should know who does not look at the queue; empty where all is well."""
        from composer.desk.news import news

        return news(self.store, now, zone, soon=soon)

    def settle(self, entry: str, there: str | None) -> Entry:
        """What a person saw of the post in doubt: its address, or None where it is not out."""
        return self.store.settle(entry, post_at(there, datetime.now(UTC), "--there") if there else None)

    def work(self, stop: Stop, on_event: Listener, *, once: bool) -> bool:
        """Be the worker; whether nothing due is left unsettled. Raises WorkerBusy where another one runs."""
        from composer.queue import Store, run

        return run(
            self.store,
            self._publishers(),
            self.store.clock,
            stop,
            once=once,
            on_event=on_event,
            another=partial(Store, self.store.path, self.store.clock),
            chores=self.make_due,
            release=self._desk.planner().release(),
        )

    def make_due(self) -> datetime | None:
        """Make the entries of templates whose turn it is; returns when there is one to make next."""
        from composer.desk.repeating import make_due

        return make_due(self._desk, self) if self.store.templates.due() else self.store.templates.next_making()

    def worker_advice(self) -> str:
        """Who publishes what is queued, in a sentence; nothing runs by itself."""
        from composer.queue import running_worker

        running = running_worker(self.store.path)
        if running:
            return f"A worker is running ({running[0]}, process {running[1]})."
        last = self.store.last_worker()
        since = f"No worker has run since {last.seen.astimezone():%a %d %b %H:%M}" if last else "No worker has run yet"
        return f"{since}: what is due goes out while `thread worker` runs."

    def see_out(self, entry: str, stop: Stop, on_event: Listener) -> Entry:
        """Publish what is due, or watch the worker that runs already, until `entry` is out or waits for something."""
        from composer.queue import WorkerBusy, running_worker

        while not stop.is_set():
            try:
                self.work(stop, on_event, once=True)
                break
            except WorkerBusy:
                self._watch(entry, stop, on_event)
                if running_worker(self.store.path) or self.store.get(entry).state not in _MOVING:
                    break
        return self.store.get(entry)

    def _watch(self, entry: str, stop: Stop, on_event: Listener) -> None:
        """Tell of each receipt that the other worker writes, until the entry rests or that worker is gone."""
        from composer.queue import Event, EventKind, running_worker

        told = 0
        while True:
            found = self.store.get(entry)
            for post in found.posts[told : found.sent]:
                on_event(Event(EventKind.SENT, found, number=post.number, receipt=post.receipt))
            told = found.sent
            if found.state not in _MOVING or not running_worker(self.store.path) or stop.wait(_WATCH_SECONDS):
                return

    def _publishers(self) -> Callable[[str], Publisher]:
        from composer.networks import publisher

        def named(account: str) -> Publisher:
            return publisher(
                account,
                port=self._settings.rehearsal_port,
                state=self._state,
                declared=self._settings.accounts,
            )

        return named


_MOVING = ("queued", "publishing", "retracting")
"""States from which an entry that is due goes on by itself."""


def digest(review: Review, account: Account) -> str:
    """Equal for threads that say and show the same."""
    from composer.queue.rows import texts_digest

    return texts_digest(_readings(review, account))


def _readings(review: Review, account: Account) -> list[str]:
    from composer.queue.rows import reading

    pictures = pictures_of(review.thread, account).content
    return [reading(post, pictures) for post in review.thread.posts]


def _overdue(entry: Entry, now: datetime) -> bool:
    match entry.state:
        case "queued":
            return entry.sent > 0 or entry.schedule.instant <= now
        case "attention":
            return entry.unknown is not None
    return True


_LONG_AGO = datetime.fromtimestamp(0, UTC)
"""For a post of which nobody here knows when it was made."""


def post_at(words: str, instant: datetime, asked: str) -> Receipt:
    """The existing post that a person names by URL or id; `asked` is where they did, for the message."""
    from composer.model import Receipt

    remote_id = words.rstrip("/").rsplit("/", 1)[-1]
    if not remote_id.isalnum():
        raise ComposerError(f"{asked} is {words!r}, which ends in no post id. Copy the address of the post itself.")
    return Receipt(remote_id, words if "/" in words else "", instant)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ComposerError(
            f"The queue's folder {folder} could not be made: {error.strerror}. Mend its rights, or choose another "
            "place with XDG_STATE_HOME.",
            fault=Fault.SETUP,
        ) from error
