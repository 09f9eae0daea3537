"""Times that come again: one entry each, made a while before, and never a burst of those that were missed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from composer.desk import Desk as Writing
from composer.queue import QueueError, Store, TemplateState
from composer.queue.states import TEMPLATE_MOVES, TemplateMove
from composer.queue.templates import LEAD

BREATHS = "---\ntitle: Breaths\nto: [rehearsal]\n---\n\nWait ten seconds, today number {number}.\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "breaths.md"
    path.write_text(BREATHS.format(number=0), encoding="utf-8")
    return path


@pytest.fixture
def writing(file: Path, clock) -> Writing:
    from composer.config import Settings

    return Writing(Settings(zone="UTC"), file.parent, now=clock.now)


@pytest.fixture
def outbox(writing: Writing, store: Store):
    """An outbox on the queue of the test, with the clock of the test."""
    found = writing.outbox()
    found._store = store
    return found


@pytest.fixture
def daily(store: Store, draft: Path):
    """A template that goes out at ten each day; it is nine."""
    asked = {
        "wishes": {"profile": None, "numbering": None, "place": None, "cues": True, "mode": "default"},
        "accepted": {},
        "private_too": False,
    }
    return store.templates.add(
        "every day at 10:00", "UTC", account="rehearsal", network="x", title="Breaths", draft=draft, asked=asked
    )


def made(store: Store):
    return [(f"{entry.schedule.instant:%d %H:%M}", str(entry.state)) for entry in store.list()]


def test_every_state_of_a_template_can_be_reached():
    reached = {to for moves in TEMPLATE_MOVES.values() for to in moves.values()}
    assert reached == set(TemplateState)
    assert set(TEMPLATE_MOVES) == set(TemplateMove)


def test_an_entry_is_made_shortly_before_its_time_from_the_draft_as_it_is_then(outbox, store, daily, draft, clock):
    assert outbox.make_due() == daily.make_at == daily.next_at - LEAD
    assert made(store) == []
    draft.write_text(BREATHS.format(number=7), encoding="utf-8")
    clock.instant = daily.make_at
    outbox.make_due()
    (entry,) = store.list()
    assert "number 7" in entry.posts[0].text
    assert (entry.schedule.instant, entry.template) == (daily.next_at, daily.id)
    draft.write_text(BREATHS.format(number=8), encoding="utf-8")
    outbox.make_due()
    assert [each.id for each in store.list()] == [entry.id]
    assert "number 7" in store.get(entry.id).posts[0].text


def test_each_time_gets_one_entry_of_its_own(outbox, store, daily, draft, clock):
    for day in range(3):
        draft.write_text(BREATHS.format(number=day), encoding="utf-8")
        clock.instant = store.templates.get(daily.id).make_at
        outbox.make_due()
        outbox.make_due()
        store._db.run("UPDATE entry SET state = 'published'")
    assert [when for when, _ in made(store)] == ["24 10:00", "25 10:00", "26 10:00"]
    assert store.templates.get(daily.id).made == 3


def test_times_that_were_missed_are_one_entry_and_no_burst(outbox, store, daily, clock):
    clock.instant = daily.make_at
    outbox.make_due()
    clock.instant += timedelta(days=5, hours=3)
    outbox.make_due()
    outbox.make_due()
    assert made(store) == [("24 10:00", "cancelled"), ("29 10:00", "queued")]
    assert any("missed" in row.reason for row in store.templates.log(daily.id))
    assert store.templates.get(daily.id).next_at == daily.next_at + timedelta(days=6)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda draft: draft.unlink(), "breaths.md"),
        (lambda draft: draft.write_text("", encoding="utf-8"), "is empty"),
        (lambda draft: draft.write_text("---\nprivate: true\n---\n\nMine.\n", encoding="utf-8"), "marked private"),
        (lambda draft: draft.write_text("You are an idiot, doctor.\n", encoding="utf-8"), "KND002"),
    ],
)
def test_a_draft_that_cannot_go_out_asks_for_a_person_and_is_made_once_it_is_mended(
    outbox, store, daily, draft, clock, spoil, said
):
    spoil(draft)
    clock.instant = daily.make_at
    outbox.make_due()
    asking = store.templates.get(daily.id)
    assert asking.state is TemplateState.ATTENTION
    assert said in asking.error
    assert f"thread retry {daily.id}" in asking.error
    assert made(store) == []
    draft.write_text(BREATHS.format(number=9), encoding="utf-8")
    store.templates.retry(daily.id)
    outbox.make_due()
    assert made(store) == [("24 10:00", "queued")]


def test_words_that_a_network_would_refuse_a_second_time_are_not_queued(outbox, store, daily, clock):
    clock.instant = daily.make_at
    outbox.make_due()
    store._db.run("UPDATE entry SET state = 'published'")
    clock.instant += timedelta(days=1)
    outbox.make_due()
    asking = store.templates.get(daily.id)
    assert asking.state is TemplateState.ATTENTION
    assert "takes no post twice" in asking.error


def test_words_that_read_as_heat_are_made_and_held_out_of_sight(outbox, store, daily, draft, clock):
    draft.write_text("I am sick and tired of this. How dare they! It makes my blood boil.\n", encoding="utf-8")
    clock.instant = daily.make_at
    outbox.make_due()
    (entry,) = store.list()
    assert entry.cooling
    with pytest.raises(QueueError, match="cooling off for another 20 min"):
        store.release(entry.id)
    clock.instant += timedelta(minutes=20)
    assert not store.release(entry.id).cooling


def test_held_and_cancelled_templates_make_nothing_and_a_release_makes_up_for_nothing(outbox, store, daily, clock):
    store.templates.hold(daily.id)
    clock.instant += timedelta(days=3)
    assert outbox.make_due() is None
    released = store.templates.release(daily.id)
    assert released.next_at > clock.now()
    store.templates.cancel(daily.id)
    clock.instant += timedelta(days=3)
    outbox.make_due()
    assert made(store) == []
    with pytest.raises(QueueError, match="cancelled, so it cannot be held"):
        store.templates.hold(daily.id)


def test_commands_on_templates_are_undone_one_after_the_other(store, daily):
    store.templates.move(daily.id, "every monday at 8:00", "UTC")
    store.templates.hold(daily.id)
    assert [each.what for each in store.undo()] == ["held"]
    (undone,) = store.undo()
    assert (undone.what, undone.entry.words, undone.entry.state) == ("moved", "every day at 10:00", "repeating")
    (begun,) = store.undo()
    assert (begun.what, begun.entry.state) == ("repeated", "cancelled")


def test_an_entry_being_made_is_dropped_if_its_template_is_changed_meanwhile(outbox, store, daily, clock):
    clock.instant = daily.make_at
    before = store.templates.get(daily.id)
    store.templates.move(daily.id, "every day at 10:05", "UTC")
    assert not store.templates.made(before, "nothing", before.next_at, missed=False)
    outbox.make_due()
    assert made(store) == [] or made(store) == [("24 10:05", "queued")]


def test_a_worker_makes_entries_between_its_rounds_and_publishes_them(desk, store, clock):
    from composer.queue import run

    calls = []

    def chores():
        calls.append(clock.now())
        if len(calls) == 1:
            desk.queue(1, due=clock.now() + timedelta(minutes=3))
        return clock.now() + timedelta(minutes=10)

    clock.until = clock.now() + timedelta(minutes=30)
    run(store, lambda _: desk.paper, clock, desk.stop, chores=chores)
    assert len(desk.paper.texts) == 1
    assert len(calls) >= 3


def test_what_breaks_beside_publishing_is_told_and_keeps_nothing_from_going_out(desk, store, clock):
    from composer.queue import run

    def broken():
        raise RuntimeError("no lint today")

    desk.queue(2)
    clock.until = clock.now() + timedelta(minutes=2)
    run(store, lambda _: desk.paper, clock, desk.stop, chores=broken, on_event=desk.events.append)
    assert len(desk.paper.texts) == 2
    assert any("no lint today" in event.message for event in desk.events)
