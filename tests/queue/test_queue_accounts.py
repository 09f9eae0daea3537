"""Several accounts are published side by side; within one, order is kept and no two calls are in the air."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.model import Post, Receipt, Schedule
from composer.queue import QueueError, Store, SystemClock, run
from tests.queue.queue_parts import PaperNetwork
from tests.queue.test_queue_kill import end_of, start, wait_for


class Meeting:
    """A network whose first call of each account lasts until all accounts are calling."""

    def __init__(self, parties: int) -> None:
        from datetime import timedelta

        self.settle = timedelta(0)
        self.barrier = threading.Barrier(parties)
        self.lock = threading.Lock()
        self.flying: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.sent: dict[str, list[str]] = {}

    def publisher(self, account: str):
        meeting = self

        class One:
            capabilities, limit, price = PaperNetwork.capabilities, PaperNetwork.limit, PaperNetwork.price
            settle = meeting.settle

            def prepare(self, posts, so_far):
                return so_far

            def send(self, post):
                with meeting.lock:
                    meeting.flying[account] = meeting.flying.get(account, 0) + 1
                    meeting.most[account] = max(meeting.most.get(account, 0), meeting.flying[account])
                    first = account not in meeting.sent
                    meeting.sent.setdefault(account, []).append(post.text)
                if first:
                    meeting.barrier.wait(20)
                with meeting.lock:
                    meeting.flying[account] -= 1
                return Receipt(f"{account}-{post.text}", "https://paper.test/", datetime.now(UTC))

            def find(self, post):
                return None

        return One()


def queue(store: Store, account: str, name: str, count: int, network: str = "paper") -> None:
    posts = [Post(n, count, f"{name} {n}", 9) for n in range(1, count + 1)]
    store.enqueue(posts, account=account, network=network, schedule=Schedule(datetime.now(UTC)))


@pytest.mark.parametrize("once", [True, False])
def test_accounts_publish_at_the_same_time_and_each_keeps_its_order(file, once):
    meeting, stop = Meeting(3), threading.Event()
    published = []

    def listen(event) -> None:
        if event.kind == "published":
            published.append(event.entry.account)
            if len(published) == 6 and not once:
                stop.set()

    with Store(file) as store:
        for account in ("a", "b", "c"):
            queue(store, account, "first", 3)
            queue(store, account, "second", 2)
        assert run(
            store,
            meeting.publisher,
            SystemClock(),
            stop,
            once=once,
            on_event=listen,
            another=lambda: Store(file),
        )
        assert {entry.state for entry in store.list()} == {"published"}
    for account in ("a", "b", "c"):
        assert meeting.sent[account] == ["first 1", "first 2", "first 3", "second 1", "second 2"]
        assert meeting.most[account] == 1


def test_a_slow_account_keeps_none_that_becomes_due_waiting(file):
    meeting, stop = Meeting(2), threading.Event()

    def listen(event) -> None:
        if event.kind == "begun" and event.entry.account == "slow":
            with Store(file) as other:
                queue(other, "quick", "late comer", 1)

    with Store(file) as store:
        queue(store, "slow", "thread", 1)
        assert run(
            store,
            meeting.publisher,
            SystemClock(),
            stop,
            once=True,
            on_event=listen,
            another=lambda: Store(file),
        )
        assert len(store.list(states=["published"])) == 2


def test_what_breaks_in_one_account_ends_the_worker_and_is_told(file):
    def broken() -> Store:
        raise QueueError("The queue file is damaged.")

    with Store(file) as store:
        queue(store, "a", "thread", 1)
        with pytest.raises(QueueError, match="damaged"):
            run(store, Meeting(1).publisher, SystemClock(), threading.Event(), once=True, another=broken)
        assert store.list()[0].sent == 0
        assert run(store, Meeting(1).publisher, SystemClock(), threading.Event(), once=True)


def test_workers_killed_while_several_accounts_publish_double_nothing(file, loopback):
    loopback.misbehave(delay=0.01)
    with Store(file) as store:
        for account in ("a", "b", "c"):
            queue(store, account, f"{account} says", 8, "loopback")
        for _ in range(6):
            worker = start(Path(file), loopback.port)
            worker.stdout.readline()
            goal = min(len(loopback.posts()) + 3, 24)
            wait_for(lambda goal=goal: len(loopback.posts()) >= goal)
            worker.kill()
            worker.communicate()
        while end_of(start(Path(file), loopback.port, "once")) == 4:
            pass
    texts = [post["text"] for post in loopback.posts()]
    for account in ("a", "b", "c"):
        assert [text for text in texts if text.startswith(account)] == [f"{account} says {n}" for n in range(1, 9)]
