"""Undoing the last command, and what a person posts by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from composer.model import Receipt
from composer.queue import NeedsPerson, QueueError


@pytest.fixture
def later(desk, clock):
    return desk.queue(2, due=clock.now() + timedelta(hours=5))


def test_a_moved_thread_goes_back_to_the_time_it_had(desk, clock, later):
    desk.store.move(later.id, desk.at(clock.now() + timedelta(days=2)))
    (undone,) = desk.store.undo()
    assert undone.what == "moved"
    assert undone.entry.schedule == later.schedule
    assert undone.entry.next_at == later.next_at


def test_a_cancelled_thread_waits_again(desk, paper, later):
    desk.store.cancel(later.id)
    assert desk.store.undo()[0].entry.state == "queued"
    desk.serve(6 * 3600)
    assert len(paper.texts) == 2


def test_commands_are_undone_one_after_the_other_down_to_the_first(desk, clock, later):
    desk.store.hold(later.id)
    desk.store.move(later.id, desk.at(clock.now() + timedelta(days=2)))
    desk.store.release(later.id)
    assert [desk.store.undo()[0].what for _ in range(4)] == ["released", "moved", "held", "queued"]
    assert desk.state(later) == "cancelled"
    with pytest.raises(QueueError, match="no command to undo"):
        desk.store.undo()
    assert [row.reason for row in desk.store.log(later.id)][-1] == "no longer queued"


def test_what_was_done_in_one_go_is_undone_in_one_go(desk, later):
    with desk.store.together():
        entries = [desk.queue(1, name=f"thread {n}", due=later.schedule.instant) for n in range(3)]
    assert {undone.entry.id for undone in desk.store.undo()} == {entry.id for entry in entries}
    assert {desk.state(entry) for entry in entries} == {"cancelled"}
    assert desk.state(later) == "queued"


def test_a_command_that_fails_in_the_middle_of_several_undoes_the_others(desk, later):
    def all_three() -> None:
        with desk.store.together():
            desk.store.hold(later.id)
            desk.store.release(later.id)
            desk.store.release(later.id)

    with pytest.raises(QueueError, match="cannot be released"):
        all_three()
    assert desk.state(later) == "queued"
    assert desk.store.get(later.id) == later


def test_nothing_is_undone_once_something_is_out(desk, paper, file, clock):
    entry = desk.queue(3)
    paper.script = [None, lambda _post: desk.stop.set()]
    desk.once()
    desk.store.hold(entry.id)
    with pytest.raises(QueueError, match=r"2 of 3 posts are out.*thread retract"):
        desk.store.undo()
    assert desk.state(entry) == "held"


def test_a_thread_whose_time_has_passed_is_not_thrown_out_by_an_undo(desk, paper, clock):
    entry = desk.queue(1, due=clock.now() + timedelta(minutes=5))
    desk.store.cancel(entry.id)
    clock.instant += timedelta(minutes=6)
    with pytest.raises(QueueError, match="time that it had has passed"):
        desk.store.undo()
    desk.once()
    assert paper.texts == []


def test_what_set_the_worker_going_is_not_undone(desk, later):
    entry = desk.queue(1, name="due")
    desk.store.hold(entry.id)
    desk.store.resume(entry.id)
    with pytest.raises(QueueError, match=r"resumed.*cannot be undone"):
        desk.store.undo()


def test_an_undo_stops_a_worker_that_has_just_begun(desk, later, clock, paper):
    desk.store.hold(later.id)
    clock.instant += timedelta(hours=4)
    desk.store.release(later.id)
    revision = desk.store.get(later.id).revision
    desk.store.undo()
    assert desk.store.get(later.id).revision > revision


def receipt(number: int, clock) -> Receipt:
    return Receipt(f"hand-{number}", f"https://paper.test/hand/{number}", clock.now())


def waiting_for_hands(desk, paper, count: int = 3):
    def ask(_post) -> None:
        raise NeedsPerson("Paste it, then say where it is.")

    paper.script = [ask] * 9
    entry = desk.queue(count)
    desk.once()
    assert desk.state(entry) == "attention"
    return entry


def test_posts_made_by_hand_are_recorded_in_their_order_and_the_last_publishes_the_thread(desk, paper, clock):
    entry = waiting_for_hands(desk, paper)
    first = desk.store.posted(entry.id, 1, receipt(1, clock))
    assert (first.state, first.sent) == ("attention", 1)
    assert "Post 2 of 3" in first.error
    with pytest.raises(QueueError, match="number 2, not 3"):
        desk.store.posted(entry.id, 3, receipt(3, clock))
    desk.store.posted(entry.id, 2, receipt(2, clock))
    last = desk.store.posted(entry.id, 3, receipt(3, clock))
    assert (last.state, last.error) == ("published", "")
    assert [post.receipt.remote_id for post in last.posts] == ["hand-1", "hand-2", "hand-3"]
    assert paper.texts == []


def test_the_worker_goes_on_under_a_post_made_by_hand(desk, paper, clock):
    entry = waiting_for_hands(desk, paper, 2)
    desk.store.posted(entry.id, 1, receipt(1, clock))
    paper.script = []
    desk.store.resume(entry.id)
    desk.once()
    assert [(post.text, post.parent) for post in paper.posts] == [("post 2 of 2", "hand-1")]


@pytest.mark.parametrize("hold", ["", "think"])
def test_a_person_posts_only_what_is_theirs_to_post(desk, clock, hold):
    entry = desk.queue(2, hold=hold, due=clock.now() + timedelta(hours=1))
    if hold:
        assert desk.store.posted(entry.id, 1, receipt(1, clock)).state == "held"
    else:
        with pytest.raises(QueueError, match="is queued, so it cannot be posted by hand"):
            desk.store.posted(entry.id, 1, receipt(1, clock))


def test_what_waits_for_a_person_says_why_it_is_not_undone_and_does_not_bar_the_others(desk, paper, later):
    desk.store.hold(later.id)
    entry = waiting_for_hands(desk, paper)
    with pytest.raises(QueueError, match="it waits for you") as refused:
        desk.store.undo()
    assert f"thread cancel {entry.id}" in str(refused.value)
    assert f"`thread undo {later.id}` (held)" in str(refused.value)
    assert "attention" not in str(refused.value)
    assert [desk.store.undo(later.id)[0].what for _ in range(2)] == ["held", "queued"]
    assert desk.state(later) == "cancelled"
    with pytest.raises(QueueError, match="it waits for you") as refused:
        desk.store.undo()
    assert "thread undo" not in str(refused.value)


def test_an_entry_is_undone_together_with_those_it_was_queued_with(desk, clock, later):
    with desk.store.together():
        first, second = (desk.queue(1, name=name, due=later.schedule.instant) for name in ("first", "second"))
    desk.store.hold(later.id)
    assert len(desk.store.undo(first.id)) == 2
    assert {desk.state(entry) for entry in (first, second)} == {"cancelled"}
    assert desk.state(later) == "held"
    with pytest.raises(QueueError, match=f"no command on {first.id} to undo"):
        desk.store.undo(first.id)
