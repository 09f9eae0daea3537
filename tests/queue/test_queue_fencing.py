"""Commands, other workers and a wish to stop, in the very moment of sending."""

from __future__ import annotations

import os
import threading
from datetime import timedelta

import pytest

from composer.queue import NotSent, OutcomeUnknown, QueueError, Store, WorkerBusy, run, running_worker
from composer.queue.turns import Lost


def while_sending(action):
    """Do something from elsewhere while the worker is in the middle of a call."""

    def answer(_post) -> None:
        action()

    return answer


@pytest.fixture
def elsewhere(file, clock, store):
    """The same queue, as another process has it."""
    with Store(file, clock) as other:
        yield other


def test_a_thread_that_is_cancelled_while_a_post_is_being_sent_stops_after_that_post(desk, paper, elsewhere):
    entry = desk.queue(4)
    paper.script = [None, while_sending(lambda: elsewhere.cancel(entry.id))]
    assert desk.once()
    assert paper.texts == ["post 1 of 4", "post 2 of 4"]
    left = desk.store.get(entry.id)
    assert (left.state, left.sent) == ("cancelled", 2)
    assert desk.told[-1] == "stopped"


def test_a_thread_whose_last_post_is_out_before_the_cancel_could_count_is_published(desk, paper, elsewhere):
    entry = desk.queue(1)
    paper.script = [while_sending(lambda: elsewhere.cancel(entry.id))]
    desk.once()
    assert desk.state(entry) == "published"
    assert paper.texts == ["post 1 of 1"]


def test_a_thread_held_in_mid_flight_goes_on_where_it_stopped(desk, paper, elsewhere):
    entry = desk.queue(3)
    paper.script = [while_sending(lambda: elsewhere.hold(entry.id))]
    desk.once()
    assert desk.state(entry) == "held"
    desk.store.release(entry.id)
    desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]


@pytest.mark.parametrize("error", [NotSent("Busy."), OutcomeUnknown("No answer.")])
def test_a_command_during_a_call_that_goes_wrong_is_not_undone_by_the_worker(desk, paper, elsewhere, error):
    entry = desk.queue(2)

    def cancel_and_fail(_post) -> None:
        elsewhere.cancel(entry.id)
        raise error

    paper.script = [cancel_and_fail]
    desk.once()
    assert desk.state(entry) == "cancelled"
    assert paper.texts == []


def test_a_cancel_that_comes_before_the_intent_keeps_the_post_from_being_sent(desk, elsewhere):
    entry = desk.queue(2)
    claim = desk.store.journal.claim("worker 1")
    elsewhere.cancel(entry.id)
    with pytest.raises(Lost):
        desk.store.journal.intend(claim, [1])
    assert desk.store.get(entry.id).posts[0].state == "pending"


def test_a_worker_whose_claim_was_taken_over_can_write_nothing_but_receipts(desk, paper, elsewhere, clock):
    entry = desk.queue(2)
    old = desk.store.journal.claim("worker 1")
    outgoing = desk.store.journal.intend(old, [1])[0]
    new = elsewhere.journal.claim("worker 2")
    for write in (
        lambda: desk.store.journal.intend(old, [1]),
        lambda: desk.store.journal.wait(old, clock.now()),
        lambda: desk.store.journal.give_up(old, "why"),
        lambda: desk.store.journal.next_posts(old, 1),
    ):
        with pytest.raises(Lost):
            write()
    desk.store.journal.receive(old, {1: paper.create(outgoing)}, "sent")
    assert elsewhere.journal.next_posts(new, 1)[0].number == 2
    assert desk.state(entry) == "publishing"


def test_cancels_that_race_the_worker_never_let_a_cancelled_thread_out(file, clock, desk, paper):
    entries = [desk.queue(1, name=f"thread {n}") for n in range(60)]
    refused: list[str] = []
    under_way = threading.Event()

    def cancel_all() -> None:
        with Store(file, clock) as other:
            for entry in reversed(entries):
                try:
                    other.cancel(entry.id)
                except QueueError as error:
                    refused.append(f"{entry.id}: {error}")
                under_way.set()

    def begin(_post) -> None:
        canceller.start()
        under_way.wait(10)

    canceller = threading.Thread(target=cancel_all)
    paper.script = [begin]
    desk.once()
    canceller.join()
    desk.once()
    for entry in entries:
        published = desk.state(entry) == "published"
        assert paper.texts.count(entry.posts[0].text) == published
        assert published or desk.state(entry) == "cancelled"
    assert all("is published, so it cannot be cancelled" in message for message in refused)
    assert 0 < len(paper.texts) < len(entries)


def test_a_second_worker_in_the_same_program_is_refused_too(desk, paper, file, clock):
    refused: list[WorkerBusy] = []

    def start_another() -> None:
        assert running_worker(file)[0] == "thread worker"
        with Store(file, clock) as other, pytest.raises(WorkerBusy) as caught:
            run(other, lambda _: paper, clock, desk.stop, once=True)
        refused.append(caught.value)

    paper.script = [while_sending(start_another)]
    desk.queue(1)
    desk.once()
    assert "Another worker has this queue: thread worker (process" in str(refused[0])
    assert refused[0].pid
    assert running_worker(file) is None


@pytest.mark.skipif(os.name != "posix", reason="the onlooker below is a POSIX one")
def test_somebody_who_just_looks_whether_a_worker_runs_keeps_none_from_starting(desk, file):
    import fcntl

    onlooker = os.open(file.with_name(file.name + ".lock"), os.O_RDWR | os.O_CREAT)
    fcntl.flock(onlooker, fcntl.LOCK_EX)
    timer = threading.Timer(0.05, os.close, [onlooker])
    timer.start()
    assert desk.once()
    timer.join()


def test_a_wish_to_stop_lets_the_current_post_finish_and_no_other_begin(desk, paper):
    entry = desk.queue(3)
    paper.script = [None, while_sending(desk.stop.set)]
    assert not desk.once()
    left = desk.store.get(entry.id)
    assert (left.sent, left.unknown) == (2, None)
    desk.stop.clear()
    desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]


def test_a_sleeping_worker_notices_a_command_within_a_second(desk, paper, clock, elsewhere):
    added = []

    def add() -> None:
        if not added and clock.now().minute == 5:
            added.append(clock.now())
            elsewhere.enqueue(desk.posts(1), account="me@paper", network="paper", schedule=desk.at(clock.now()))

    clock.on_wait = add
    desk.serve(900)
    assert paper.posts[0].at - added[0] <= timedelta(seconds=1)
