"""What a person can do with an entry, and what each command changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from composer.model import Receipt
from composer.queue import OutcomeUnknown, QueueError, Refused, ThreadMove, ThreadState
from composer.queue.states import POST_MOVES, TAKING_BACK, THREAD_MOVES, PostState, possible, target


def test_every_state_can_be_reached_and_the_table_names_no_other():
    reached = {to for moves in THREAD_MOVES.values() for to in moves.values()} | {ThreadState.QUEUED, ThreadState.HELD}
    assert reached == set(ThreadState)
    assert set(THREAD_MOVES) == set(ThreadMove)
    assert {to for moves in POST_MOVES.values() for to in moves.values()} == set(PostState)


def test_what_is_published_or_retracted_is_never_sent_again():
    assert not any(ThreadState.QUEUED in moves.values() for moves in TAKING_BACK.values())
    for move, moves in THREAD_MOVES.items():
        for final in (ThreadState.PUBLISHED, ThreadState.RETRACTED, ThreadState.CANCELLED):
            assert moves.get(final) in (None, ThreadState.RETRACTING, ThreadState.PUBLISHED), (move, final)


def test_a_post_that_is_out_can_only_be_taken_back():
    assert {move for move, moves in POST_MOVES.items() if PostState.SENT in moves} == {"delete", "gone"}


def test_a_held_thread_waits_until_it_is_released(desk, paper):
    entry = desk.queue(2, hold="not yet")
    assert desk.once()
    assert paper.texts == []
    desk.store.release(entry.id)
    assert desk.once()
    assert len(paper.texts) == 2


def test_a_cancelled_thread_is_never_published(desk, paper, clock):
    entry = desk.queue(2)
    desk.store.cancel(entry.id, reason="changed my mind")
    desk.serve(7200)
    assert paper.texts == []
    assert desk.state(entry) == "cancelled"


def test_a_moved_thread_goes_out_at_its_new_time_only(desk, paper, clock):
    entry = desk.queue(1, due=clock.now() + timedelta(minutes=5))
    new = clock.now() + timedelta(minutes=30)
    moved = desk.store.move(entry.id, desk.at(new))
    assert (moved.schedule.instant, moved.next_at, moved.state) == (new, new, ThreadState.QUEUED)
    desk.serve(3600)
    assert [post.at for post in paper.posts] == [new]


def test_a_held_thread_that_is_moved_stays_held(desk, clock):
    entry = desk.queue(1, hold="think")
    moved = desk.store.move(entry.id, desk.at(clock.now() + timedelta(days=1)))
    assert moved.state is ThreadState.HELD


def test_a_thread_is_not_released_into_a_time_that_has_long_passed(desk, clock):
    entry = desk.queue(1, hold="think")
    clock.instant += timedelta(minutes=61)
    with pytest.raises(QueueError, match=r"has passed.*thread resume.*thread move"):
        desk.store.release(entry.id)
    assert desk.state(entry) == "held"


def test_a_held_thread_that_is_due_can_be_published_at_once(desk, paper, clock):
    entry = desk.queue(1, hold="think")
    desk.store.resume(entry.id)
    desk.once()
    assert len(paper.texts) == 1


def test_a_held_thread_that_nothing_has_interrupted_is_not_resumed_before_its_time(desk, clock):
    entry = desk.queue(1, hold="think", due=clock.now() + timedelta(days=1))
    with pytest.raises(QueueError, match=r"has not begun.*thread release.*thread move"):
        desk.store.resume(entry.id)
    assert desk.state(entry) == "held"


def test_a_failed_thread_is_retried_from_the_post_that_is_missing(desk, paper):
    paper.script = [None, refuse("The words are not allowed.")]
    entry = desk.queue(3)
    desk.once()
    assert desk.state(entry) == "failed"
    assert desk.store.get(entry.id).sent == 1
    again = desk.store.retry(entry.id)
    assert (again.failures, again.error) == (0, "")
    desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]


def test_a_person_may_say_that_the_post_in_doubt_is_there(desk, paper, clock):
    entry = doubtful(desk, paper)
    there = Receipt("900", "https://paper.test/900", clock.now())
    desk.store.settle(entry.id, there, reason="I saw it")
    desk.once()
    assert [post.text for post in paper.posts] == ["post 2 of 2"]
    assert paper.posts[0].parent == "900"
    assert desk.state(entry) == "published"


def test_a_person_may_say_that_the_post_in_doubt_is_to_be_sent_again(desk, paper):
    entry = doubtful(desk, paper)
    desk.store.settle(entry.id, None)
    desk.once()
    assert paper.texts == ["post 1 of 2", "post 2 of 2"]


def test_settling_the_last_post_publishes_the_thread(desk, paper, clock):
    entry = doubtful(desk, paper, count=1)
    settled = desk.store.settle(entry.id, Receipt("1", "https://paper.test/1", clock.now()))
    assert settled.state is ThreadState.PUBLISHED
    desk.once()
    assert paper.texts == []


def test_there_is_nothing_to_settle_where_nothing_is_in_doubt(desk):
    entry = desk.queue(1)
    with pytest.raises(QueueError, match="nothing to settle"):
        desk.store.settle(entry.id, None)


@pytest.mark.parametrize("state", list(ThreadState))
@pytest.mark.parametrize("move", ["hold", "release", "move", "cancel", "retry", "resume"])
def test_a_command_changes_what_the_table_allows_and_refuses_the_rest_by_name(desk, clock, state, move):
    entry = desk.queue(1)
    desk.store._db.run("UPDATE entry SET state = :state", state=state)
    arguments = [desk.at(clock.now() + timedelta(hours=2))] if move == "move" else []
    after = target(ThreadMove(move), state)
    before = desk.store.log(entry.id)
    if after is None:
        with pytest.raises(QueueError, match=f"{entry.id} is {state}, so it cannot be") as caught:
            getattr(desk.store, move)(entry.id, *arguments)
        assert all(other in str(caught.value).rpartition("Possible now")[2] for other in possible(state))
        assert desk.store.log(entry.id) == before
        assert desk.store.get(entry.id).revision == entry.revision
    else:
        changed = getattr(desk.store, move)(entry.id, *arguments, reason="because")
        assert changed.state is after
        assert changed.revision == entry.revision + 1
        assert len(desk.store.log(entry.id)) == len(before) + 1
        assert move in possible(state)


def refuse(why: str):
    def answer(_post) -> None:
        raise Refused(why)

    return answer


def doubtful(desk, paper, count: int = 2):
    """An entry whose first post only a person can settle: the network cannot be read."""

    def vanish(_post) -> None:
        raise OutcomeUnknown("No answer.")

    paper.script = [vanish]
    paper.finds = [Refused("Reading costs credit and there is none.")]
    entry = desk.queue(count)
    desk.once()
    assert desk.state(entry) == "attention"
    return entry
