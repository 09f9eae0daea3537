"""The worker: publishes what is due, when it is due, account beside account; `course` brings each entry forward."""

from __future__ import annotations

import contextlib
import functools
import os
import random
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from composer.queue.course import Course
from composer.queue.entry import StoreUnavailable
from composer.queue.events import Event, EventKind
from composer.queue.lanes import Lanes
from composer.queue.lock import worker_lock
from composer.queue.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from composer.queue.clock import Clock, Stop
    from composer.queue.events import Listener
    from composer.queue.journal import Journal
    from composer.queue.planned import Release
    from composer.queue.publisher import Publisher
    from composer.queue.store import Store

_POLL = timedelta(seconds=0.5)
"""How soon a command of another process is noticed."""
_LOOK = timedelta(seconds=0.05)
"""How often to look whether a thread for an account has ended."""
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
        patience = Patience(clock, stop, tell)
        self.persist = patience.persist
        self._course = Course(journal, publishers, clock, stop, tell, chance, patience)

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
                self._course.advance(claim)
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
            patience = Patience(self._clock, self.lanes, self._tell_alone)
            lane = Course(
                store.journal, self._publishers, self._clock, self.lanes, self._tell_alone, self._chance, patience
            )
            while not self.lanes.is_set():
                claim = patience.persist(lambda: store.journal.claim(self._actor, account))
                if claim is None:
                    return
                lane.advance(claim)
