"""The worker: publishes what is due, post by post, each exactly once, whatever happens in between.

Before each call its intent is on disk, and right after it the receipt. A post whose intent has no receipt is settled
before anything else of its thread: wait until a post that was created is sure to be readable, look, and take the
receipt or send again.
"""

from __future__ import annotations

import contextlib
import functools
import os
import random
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar, cast

from composer.model import ComposerError
from composer.queue.entry import StoreUnavailable
from composer.queue.events import Event, EventKind
from composer.queue.journal import Lost
from composer.queue.lanes import Lanes
from composer.queue.lock import worker_lock
from composer.queue.publisher import NeedsPerson, NotReady, NotSent, OutcomeUnknown, PublishError, Refused
from composer.queue.states import PostState, ThreadState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from composer.model import Receipt
    from composer.queue.clock import Clock, Stop
    from composer.queue.entry import EntryPost
    from composer.queue.events import Listener
    from composer.queue.journal import Claim, Journal
    from composer.queue.planned import Release
    from composer.queue.publisher import AtomicPublisher, Outgoing, Publisher
    from composer.queue.store import Store

_T = TypeVar("_T")

GIVE_UP = 8
"""Failures in a row after which a person has to look."""
_LONGEST_BACKOFF = timedelta(hours=1)
_POLL = timedelta(seconds=0.5)
"""How soon a command of another process is noticed."""
_LOOK = timedelta(seconds=0.05)
"""How often to look whether a thread for an account has ended."""
_STORE_PAUSE = timedelta(seconds=1)
_HEARTBEAT = timedelta(minutes=1)
_CHORE_PAUSE = timedelta(minutes=1)
"""How soon what could not be done beside publishing is tried again."""
_ONCE_PATIENCE = timedelta(seconds=30)
"""The longest single wait of `once`, for an outcome to settle or a network to recover."""


def _ignore(event: Event) -> None:
    pass


def _nothing() -> None:
    pass


def run(
    store: Store,
    publishers: Callable[[str], Publisher],
    clock: Clock,
    stop: Stop,
    *,
    once: bool = False,
    name: str = "thread worker",
    on_event: Listener = _ignore,
    chance: random.Random | None = None,
    another: Callable[[], Store] | None = None,
    chores: Callable[[], datetime | None] = _nothing,
    release: Release | None = None,
) -> bool:
    """Be the worker of `store` until `stop` is set; returns whether nothing due is left unsettled.

    `publishers` gives the publisher of an account. With `once`, publish what is due, wait out settle times and
    backoff up to 30 s each, and return. `another` opens the queue once more: given it, accounts are published side
    by side, each in a thread and on a connection of its own; without it they take turns. `chores` is done between two
    rounds, never amid a thread, and says when it wants to be done next. `release` decides when threads begin whose time
    has passed; without it they begin at once. Raises `WorkerBusy` if there is another worker.
    """
    with worker_lock(store.path, name):
        worker = _Worker(
            store.journal, publishers, clock, stop, name, on_event, chance or random.Random(), another, release
        )
        worker.chores = chores
        started = clock.now()
        worker.persist(lambda: store.journal.beat(name, os.getpid(), started))
        worker.persist(store.journal.drop_old_media)
        try:
            if once:
                worker.once()
            else:
                worker.serve(store.version, started, store.copy_daily)
            worker.lanes.join()
            worker.lanes.complain()
            if once:
                store.copy_daily()
            return not store.journal.unsettled()
        except Exception:
            worker.lanes.halt()
            worker.lanes.join()
            raise
        finally:
            with contextlib.suppress(StoreUnavailable):
                store.journal.beat(name, os.getpid(), started, stopped=True)


class _Worker:
    def __init__(
        self,
        journal: Journal,
        publishers: Callable[[str], Publisher],
        clock: Clock,
        stop: Stop,
        name: str,
        tell: Listener,
        chance: random.Random,
        another: Callable[[], Store] | None = None,
        release: Release | None = None,
    ) -> None:
        self.lanes = Lanes(stop)
        self.chores: Callable[[], datetime | None] = _nothing
        self._chores_at: datetime | None = None
        self._telling = threading.Lock()
        self._another = another
        self._journal = journal
        self._publishers = publishers
        self._clock = clock
        self._stop = stop
        self._name = name
        self._actor = f"{name} {os.getpid()}"
        self._tell = tell
        self._chance = chance
        self._release = release

    def once(self) -> None:
        """Publish what is due, and wait for what is in trouble as long as that is soon."""
        self._do_chores()
        while not self._stop.is_set():
            self._round()
            if self.lanes.busy():
                self._clock.wait(_LOOK.total_seconds(), self._stop)
                continue
            wake = self.persist(self._journal.next_unsettled)
            now = self._clock.now()
            if wake is None or wake > now + _ONCE_PATIENCE:
                return
            self._clock.wait(max((wake - now).total_seconds(), 0.001), self._stop)

    def serve(self, version: Callable[[], int], started: datetime, copy: Callable[[], object]) -> None:
        """Publish what is due, whenever it is, and copy the queue when there is time to spare."""
        beat = started
        self._do_chores()
        while not self._stop.is_set():
            self._round()
            self._do_chores()
            if abs(self._clock.now() - beat) >= _HEARTBEAT:
                beat = self._clock.now()
                self.persist(lambda: self._journal.beat(self._name, os.getpid(), started))
                if self._is_idle():
                    copy()
            self._nap(version, beat + _HEARTBEAT)

    def _is_idle(self) -> bool:
        """Whether nothing is under way or due within the next minute."""
        wake = self.persist(self._journal.next_wake)
        return not self.lanes.busy() and (wake is None or wake - self._clock.now() > _HEARTBEAT)

    def _do_chores(self) -> None:
        """What is to be done beside publishing; whatever goes wrong there is told and keeps nothing from going out."""
        now = self._clock.now()
        try:
            wanted = self.chores()
        except StoreUnavailable as error:
            wanted = None
            self._tell(Event(EventKind.QUEUE, None, str(error), until=now + _CHORE_PAUSE))
        except Exception as error:  # noqa: BLE001 -- publishing goes on, and what broke is told
            wanted = None
            self._tell(Event(EventKind.QUEUE, None, f"An entry that repeats could not be made: {error!r}."))
        self._chores_at = now + _CHORE_PAUSE if wanted is not None and wanted <= now else wanted

    def _tell_alone(self, event: Event) -> None:
        with self._telling:
            self._tell(event)

    def persist(self, write: Callable[[], _T]) -> _T:
        """Do something with the queue's file, waiting as long as it is locked or the disk full."""
        while True:
            try:
                return write()
            except StoreUnavailable as error:
                if self._stop.is_set():
                    raise
                until = self._clock.now() + _STORE_PAUSE
                self._tell(Event(EventKind.QUEUE, None, f"{error} Nothing is lost.", until=until))
                self._clock.wait(_STORE_PAUSE.total_seconds(), self._stop)

    def _nap(self, version: Callable[[], int], latest: datetime) -> None:
        """Sleep until something is due, or somebody has changed the queue; a clock that goes back ends it too.

        So does a thread for an account that ends: only then is it known when that account is due next.
        """
        seen = self.persist(version)
        busy = self.lanes.busy()
        wake = min(self.persist(lambda: self._journal.next_wake(busy)) or latest, self._chores_at or latest, latest)
        before = self._clock.now()
        while not self._stop.is_set() and before < wake and self.persist(version) == seen:
            self._clock.wait(min(_LOOK if busy else _POLL, wake - before).total_seconds(), self._stop)
            if (now := self._clock.now()) < before or self.lanes.busy() != busy:
                return
            before = now

    def _round(self) -> None:
        self.persist(self._journal.forgive_clock)
        while not self._stop.is_set():
            for entry in self.persist(lambda: self._journal.set_late_aside(self._actor)):
                self._tell(Event(EventKind.ATTENTION, entry, entry.error))
            self._let_wait()
            if self._another is None:
                claim = self.persist(lambda: self._journal.claim(self._actor))
                if claim is None:
                    return
                self._advance(claim)
            elif not self._open_lanes(self._another):
                return

    def _let_wait(self) -> None:
        release = self._release
        if release is not None:
            for entry, later in self.persist(lambda: self._journal.let_wait(self._actor, release)):
                self._tell(Event(EventKind.PUT_OFF, entry, later.why, until=later.at))

    def _open_lanes(self, another: Callable[[], Store]) -> bool:
        """A thread for each account that has something due and none yet; whether there was one."""
        self.lanes.complain()
        busy = self.lanes.busy()
        waiting = [account for account in self.persist(self._journal.due_accounts) if account not in busy]
        for account in waiting:
            self.lanes.open(account, functools.partial(self._lane, account, another))
        return bool(waiting)

    def _lane(self, account: str, another: Callable[[], Store]) -> None:
        """Publish what one account has due, one thread after the other."""
        with self.persist(another) as store:
            lane = _Worker(
                store.journal, self._publishers, self._clock, self.lanes, self._name, self._tell_alone, self._chance
            )
            while not self.lanes.is_set():
                claim = lane.persist(lambda: store.journal.claim(self._actor, account))
                if claim is None:
                    return
                lane._advance(claim)

    def _advance(self, claim: Claim) -> None:
        """Publish as much of a claimed thread as may go out now."""
        self._tell(Event(EventKind.BEGUN, claim.entry))
        try:
            try:
                publisher = self._publishers(claim.entry.account)
            except ComposerError as error:
                self._give_up(claim, str(error))
                return
            if publisher.limit.name != claim.entry.network:
                self._give_up(claim, _ELSEWHERE.format(entry=claim.entry, now=publisher.limit.title))
                return
            while not self._stop.is_set() and self._step(claim, publisher):
                pass
        except Lost:
            self._tell(Event(EventKind.STOPPED, claim.entry))

    def _step(self, claim: Claim, publisher: Publisher) -> bool:
        """Bring the thread one call further; returns whether the next may follow at once."""
        whole = publisher.capabilities.atomic_threads and not claim.entry.pace
        if doubtful := self.persist(lambda: self._journal.in_doubt(claim)):
            return self._look(claim, doubtful if whole else doubtful[:1], publisher)
        if claim.entry.state is ThreadState.RETRACTING:
            return self._take_back(claim, publisher)
        most = (publisher.capabilities.posts_a_call or len(claim.entry.posts)) if whole else 1
        posts = self.persist(lambda: self._journal.next_posts(claim, most))
        return self._prepare(claim, posts, publisher) and self._send(claim, posts, publisher)

    def _look(self, claim: Claim, posts: Sequence[EntryPost], publisher: Publisher) -> bool:
        """Settle a call whose outcome is not on disk; what is certainly not there is sent, or ruled out."""
        post = posts[0]
        assert post.started_at is not None
        ready = post.started_at + publisher.settle
        if self._clock.now() < ready:
            self.persist(lambda: self._journal.wait(claim, ready))
            self._tell(Event(EventKind.UNKNOWN, claim.entry, "", post.number, until=ready))
            return False
        outgoing = self.persist(lambda: self._journal.outgoing(claim, _numbers(posts)))
        try:
            receipts = _call(lambda: _find(publisher, outgoing))
        except (Refused, NeedsPerson) as error:
            self._give_up(claim, f"Post {post.number} may be out or not, and it cannot be looked up: {error}")
            return False
        except PublishError as error:
            self._trouble(claim, post, EventKind.UNKNOWN, error)
            return False
        taken_back = claim.entry.state is ThreadState.RETRACTING
        if receipts is not None:
            return self._received(claim, posts, receipts, EventKind.FOUND) or taken_back
        if taken_back:
            self.persist(lambda: self._journal.rule_out(claim, _numbers(posts), "it is not there"))
            return True
        return self._send(claim, posts, publisher)

    def _take_back(self, claim: Claim, publisher: Publisher) -> bool:
        """Delete the last post that is out; deleting what is gone already is no error, so it may be tried again."""
        post = self.persist(lambda: self._journal.next_to_take_back(claim))
        if post is None:
            self.persist(lambda: self._journal.withdraw(claim))
            self._tell(Event(EventKind.RETRACTED, claim.entry))
            return False
        receipt = post.receipt
        assert receipt is not None
        self.persist(lambda: self._journal.intend_deletion(claim, post.number))
        try:
            _call(lambda: publisher.delete(receipt))
        except OutcomeUnknown as error:
            self._trouble(claim, post, EventKind.UNKNOWN, error)
        except PublishError as error:
            if post.state is PostState.SENT:  # else an earlier call may have deleted it
                self._note(self._journal.keep, claim, (post.number,), error)
            if isinstance(error, NotSent):
                self._trouble(claim, post, EventKind.WAITING, error)
            else:
                self._give_up(claim, f"Post {post.number} of {len(claim.entry.posts)} is still out: {error}")
        else:
            self.persist(lambda: self._journal.gone(claim.entry.id, post.number, claim.actor))
            self._tell(Event(EventKind.DELETED, claim.entry, receipt.url, post.number))
            return True
        return False

    def _prepare(self, claim: Claim, posts: Sequence[EntryPost], publisher: Publisher) -> bool:
        """Have the posts of the next call made ready, and what was made of it on disk; whether they are."""
        post = posts[0]
        so_far = self.persist(lambda: self._journal.plan(claim, posts)) or b""
        outgoing = self.persist(lambda: self._journal.outgoing(claim, _numbers(posts)))
        try:
            plan = _call(lambda: publisher.prepare(outgoing, so_far))
        except NotReady as waiting:
            until, begun = self._clock.now() + waiting.again, waiting.so_far
            self.persist(lambda: self._journal.keep_plan(claim, posts, begun))
            self.persist(lambda: self._journal.wait(claim, until))
            self._tell(Event(EventKind.WAITING, claim.entry, str(waiting), post.number, until=until))
            return False
        except (Refused, NeedsPerson) as error:
            self._put_off(claim, post, error)
            self._give_up(claim, _about(claim, post, error), ask=isinstance(error, NeedsPerson))
            return False
        except PublishError as error:
            self._put_off(claim, post, error)
            self._trouble(claim, post, EventKind.WAITING, error)
            return False
        if plan != so_far:
            self.persist(lambda: self._journal.keep_plan(claim, posts, plan))
        return True

    def _send(self, claim: Claim, posts: Sequence[EntryPost], publisher: Publisher) -> bool:
        outgoing = self.persist(lambda: self._journal.intend(claim, _numbers(posts)))
        try:
            receipts = _call(lambda: _create(publisher, outgoing))
        except OutcomeUnknown as error:
            self._note(self._journal.doubt, claim, _numbers(posts), error)
            self._trouble(claim, posts[0], EventKind.UNKNOWN, error, publisher.settle)
            return False
        except PublishError as error:
            self._note(self._journal.rule_out, claim, _numbers(posts), error)
            if isinstance(error, NotSent):
                self._trouble(claim, posts[0], EventKind.WAITING, error)
            else:
                self._give_up(claim, _about(claim, posts[0], error), ask=isinstance(error, NeedsPerson))
            return False
        return self._received(claim, posts, receipts, EventKind.SENT)

    def _note(
        self,
        write: Callable[[Claim, Sequence[int], str], None],
        claim: Claim,
        numbers: Sequence[int],
        error: PublishError,
    ) -> None:
        why = str(error)
        self.persist(lambda: write(claim, numbers, why))

    def _put_off(self, claim: Claim, post: EntryPost, error: PublishError) -> None:
        why = str(error)
        self.persist(lambda: self._journal.put_off(claim, post.number, why))

    def _received(self, claim: Claim, posts: Sequence[EntryPost], receipts: Sequence[Receipt], kind: EventKind) -> bool:
        numbered = {post.number: receipt for post, receipt in zip(posts, receipts, strict=True)}
        published = self.persist(lambda: self._journal.receive(claim, numbered, str(kind)))
        for number, receipt in numbered.items():
            self._tell(Event(kind, claim.entry, "", number, receipt))
        if published:
            self._tell(Event(EventKind.PUBLISHED, claim.entry))
        return not published and not claim.entry.pace

    def _trouble(
        self, claim: Claim, post: EntryPost, kind: EventKind, error: PublishError, pause: timedelta | None = None
    ) -> None:
        """Let the thread rest before the next look or attempt, or give up after too many in a row."""
        failures = self.persist(lambda: self._journal.failures(claim)) + 1
        said = _about(claim, post, error)
        if failures >= GIVE_UP:
            self._give_up(claim, f"{said} That was attempt {failures} in a row, so the worker has stopped trying.")
            return
        until = self._clock.now() + (pause or self._backoff(failures, error))
        self.persist(lambda: self._journal.wait(claim, until, said, failures))
        self._tell(Event(kind, claim.entry, str(error), post.number, until=until))

    def _backoff(self, failures: int, error: PublishError) -> timedelta:
        """Twice as long after each failure, a little off the beat, and never sooner than the network asks."""
        pause = min(timedelta(seconds=2 ** (failures - 1)), _LONGEST_BACKOFF) * self._chance.uniform(0.8, 1.2)
        asked = error.retry_after if isinstance(error, NotSent) else None
        return max(pause, asked or pause)

    def _give_up(self, claim: Claim, why: str, *, ask: bool = False) -> None:
        entry = self.persist(lambda: self._journal.give_up(claim, why, ask=ask))
        self._tell(Event(EventKind.ATTENTION if entry.state is ThreadState.ATTENTION else EventKind.FAILED, entry, why))


_ELSEWHERE = (
    "The account {entry.account} is on {now} by now, and this thread was made for another network, so nothing more of "
    "it was sent. `thread cancel {entry.id}` ends it; then queue the draft again."
)


def _numbers(posts: Sequence[EntryPost]) -> tuple[int, ...]:
    return tuple(post.number for post in posts)


def _about(claim: Claim, post: EntryPost, error: PublishError) -> str:
    return f"Post {post.number} of {len(claim.entry.posts)}: {error}"


def _create(publisher: Publisher, posts: Sequence[Outgoing]) -> tuple[Receipt, ...]:
    if publisher.capabilities.atomic_threads:
        return _one_each(cast("AtomicPublisher", publisher).send_all(posts), posts)
    return (publisher.send(posts[0]),)


def _find(publisher: Publisher, posts: Sequence[Outgoing]) -> tuple[Receipt, ...] | None:
    if publisher.capabilities.atomic_threads:
        found = cast("AtomicPublisher", publisher).find_all(posts)
        return found and _one_each(found, posts)
    receipt = publisher.find(posts[0])
    return None if receipt is None else (receipt,)


def _one_each(receipts: tuple[Receipt, ...], posts: Sequence[Outgoing]) -> tuple[Receipt, ...]:
    if len(receipts) != len(posts):
        raise OutcomeUnknown(f"The network confirmed {len(receipts)} of {len(posts)} posts that go out together.")
    return receipts


def _call(ask: Callable[[], _T]) -> _T:
    """Speak to the network; whatever breaks on the way leaves the outcome unknown, never the worker dead."""
    try:
        return ask()
    except PublishError:
        raise
    except Exception as error:
        raise OutcomeUnknown(f"The connection to the network broke off unexpectedly ({error!r}).") from error
