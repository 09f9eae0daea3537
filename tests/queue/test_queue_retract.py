"""Taking a thread back: the last post first, each deletion on disk before it is asked for, and nothing sent again."""

from __future__ import annotations

import random
import signal
import time
from datetime import timedelta

import pytest

from composer.queue import NeedsPerson, NotSent, OutcomeUnknown, QueueError, Refused, Store
from tests.queue.test_queue_kill import POSTS, end, end_of, enqueue, finished, start, wait_for


def raising(error: Exception):
    def answer(_post) -> None:
        raise error

    return answer


def published(desk, count: int = 3):
    entry = desk.queue(count)
    desk.once()
    assert desk.state(entry) == "published"
    desk.events.clear()
    return entry


def test_a_retracted_thread_is_deleted_from_its_last_post_to_its_first(desk, paper):
    entry = published(desk)
    desk.store.retract(entry.id, reason="the numbers were wrong")
    assert desk.once()
    assert paper.texts == []
    assert paper.gone == ["post 3 of 3", "post 2 of 3", "post 1 of 3"]
    found = desk.store.get(entry.id)
    assert (found.state, found.sent, found.deleted) == ("retracted", 0, 3)
    assert found.posts[0].receipt.url == "https://paper.test/1"
    assert desk.told == ["begun", "deleted", "deleted", "deleted", "retracted"]


def test_nothing_is_retracted_where_nothing_is_out(desk):
    entry = desk.queue(2, hold="think")
    with pytest.raises(QueueError, match=r"Nothing of.*is out.*thread cancel"):
        desk.store.retract(entry.id)
    assert desk.state(entry) == "held"


def test_a_thread_retracted_in_mid_flight_loses_what_is_out_and_sends_no_more(desk, paper, file, clock):
    entry = desk.queue(4)
    with Store(file, clock) as elsewhere:
        paper.script = [None, lambda _post: elsewhere.retract(entry.id)]
        desk.once()
    assert paper.texts == []
    assert paper.gone == ["post 2 of 4", "post 1 of 4"]
    found = desk.store.get(entry.id)
    assert found.state == "retracted"
    assert [str(post.state) for post in found.posts] == ["deleted", "deleted", "pending", "pending"]


def test_a_thread_retracted_while_its_last_post_is_being_sent_is_taken_back_and_not_called_published(
    desk, paper, file, clock
):
    entry = desk.queue(1)
    with Store(file, clock) as elsewhere:
        paper.script = [lambda _post: elsewhere.retract(entry.id)]
        desk.once()
    assert paper.texts == []
    assert desk.state(entry) == "retracted"
    assert "published" not in desk.told


@pytest.mark.parametrize("created", [True, False])
def test_a_post_in_doubt_is_looked_for_and_deleted_if_it_is_there(desk, paper, created):
    def vanish(post) -> None:
        if created:
            paper.create(post)
        raise OutcomeUnknown("No answer.")

    paper.settle = timedelta(minutes=5)
    paper.script = [None, vanish]
    entry = desk.queue(3)
    desk.once()
    desk.store.retract(entry.id)
    desk.serve(900)
    assert paper.texts == []
    assert paper.gone == (["post 2 of 3"] if created else []) + ["post 1 of 3"]
    assert desk.state(entry) == "retracted"


def test_a_post_that_is_gone_already_does_not_stop_the_others(desk, paper):
    entry = published(desk)
    paper.remove(desk.store.get(entry.id).posts[1].receipt)
    desk.store.retract(entry.id)
    desk.once()
    assert desk.state(entry) == "retracted"


def test_a_deletion_without_an_answer_is_asked_for_again(desk, paper):
    def silent(receipt) -> None:
        paper.remove(receipt)
        raise OutcomeUnknown("No answer.")

    entry = published(desk)
    paper.deletes = [silent, raising(NotSent("Busy."))]
    desk.store.retract(entry.id)
    assert desk.once()
    assert paper.gone == ["post 3 of 3", "post 2 of 3", "post 1 of 3"]
    assert desk.state(entry) == "retracted"


def test_a_post_that_an_unanswered_call_may_have_deleted_is_not_called_out_again(desk, paper):
    def silent(receipt) -> None:
        paper.remove(receipt)
        raise OutcomeUnknown("No answer.")

    entry = published(desk)
    paper.deletes = [silent, raising(Refused("Not now."))]
    desk.store.retract(entry.id)
    desk.once()
    found = desk.store.get(entry.id)
    assert (found.state, str(found.posts[2].state)) == ("attention", "deleting")


def test_a_deletion_that_is_refused_asks_a_person_and_nothing_is_ever_sent_again(desk, paper):
    entry = published(desk)
    paper.deletes = [None, raising(Refused("Too old to be deleted."))]
    desk.store.retract(entry.id)
    desk.once()
    found = desk.store.get(entry.id)
    assert (found.state, found.sent, found.deleted) == ("attention", 2, 1)
    assert found.error == "Post 2 of 3 is still out: Too old to be deleted."
    for command in (desk.store.hold, desk.store.release, lambda e: desk.store.move(e, found.schedule)):
        with pytest.raises(QueueError, match="being retracted"):
            command(entry.id)
    desk.store.resume(entry.id)
    assert desk.state(entry) == "retracting"
    desk.once()
    assert paper.gone == ["post 3 of 3", "post 2 of 3", "post 1 of 3"]
    assert desk.state(entry) == "retracted"


def test_a_person_may_delete_by_hand_what_the_worker_cannot(desk, paper):
    entry = published(desk, 2)
    paper.deletes = [raising(NeedsPerson("Delete it in the app."))] * 9
    desk.store.retract(entry.id)
    desk.once()
    desk.store.gone(entry.id)
    desk.once()
    assert desk.state(entry) == "attention"
    desk.store.gone(entry.id)
    desk.once()
    assert desk.state(entry) == "retracted"
    assert "by hand" not in paper.gone


def test_a_retraction_can_be_stopped_and_what_is_left_stays_out(desk, paper, file, clock):
    entry = published(desk)
    with Store(file, clock) as elsewhere:
        paper.deletes = [lambda _receipt: elsewhere.cancel(entry.id)]
        desk.store.retract(entry.id)
        desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3"]
    assert desk.state(entry) == "cancelled"
    desk.store.retract(entry.id)
    desk.once()
    assert desk.state(entry) == "retracted"


def test_a_retraction_is_late_for_nothing_and_fails_never(desk, paper, clock):
    entry = published(desk)
    desk.store.retract(entry.id)
    clock.instant += timedelta(days=3)
    paper.deletes = [raising(NotSent("Busy."))] * 9
    desk.serve(7200)
    assert desk.state(entry) == "attention"
    assert "stopped trying" in desk.store.get(entry.id).error


def take_back_under_kills(file, loopback, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    names = 0
    with Store(file) as store:
        entry = ""
        while kills:
            if not entry or store.get(entry).state == "retracted":
                names += 1
                entry = enqueue(store, f"thread {names}")
                assert end_of(start(file, loopback.port, "once")) == 0
                assert finished(store, entry)
                loopback.misbehave(drop_after=0.03, drop_before=0.02, delay=0.004)
                store.retract(entry)
            worker = start(file, loopback.port)
            worker.stdout.readline()
            wanted = store.get(entry).deleted + chance.randint(0, 2)
            wait_for(lambda e=entry, w=wanted: store.get(e).deleted >= w or store.get(e).state == "retracted")
            time.sleep(chance.uniform(0, 0.02))
            end(worker, signal.SIGKILL)
            kills -= 1
        loopback.misbehave(drop_after=0.0, drop_before=0.0)
        while end_of(start(file, loopback.port, "once")) == 4:
            pass
        assert store.get(entry).state == "retracted"
    assert loopback.posts() == []
    numbers = [int(number) for number in loopback.gone()]
    assert sorted(numbers) == list(range(1, names * POSTS + 1)), "something was sent again or left up"
    for first in range(0, len(numbers), POSTS):
        assert numbers[first : first + POSTS] == sorted(numbers[first : first + POSTS], reverse=True)


def test_a_worker_killed_while_it_deletes_leaves_nothing_up_and_sends_nothing_again(file, loopback):
    take_back_under_kills(file, loopback, kills=15, seed=4)


@pytest.mark.slow
def test_a_hundred_kills_while_deleting_leave_nothing_up(file, loopback):
    take_back_under_kills(file, loopback, kills=100, seed=5)
