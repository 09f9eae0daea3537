"""Every move of an entry, by the key that the line at the bottom names, and only where it is possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from composer.desk import Wishes
from composer.model import Receipt
from composer.queue import ThreadState

TWO = "---\ntitle: Two\n---\n\nOne.\n\n---\n\nTwo.\n"


@pytest.fixture
def queued(desk, draft):
    """Queue a thread and return its entry."""

    def queue(words="tomorrow 9am", text=TWO, to="rehearsal", name="queued.md", **more):
        account = desk.account(to)
        review = desk.look_for(desk.open(draft(text, name)), account, Wishes())
        with desk.outbox() as outbox:
            return outbox.queue(review, account, schedule=desk.when(words), accepted={}, **more)

    return queue


@pytest.fixture
def worked(desk):
    """Let a worker do something to what is due, and die."""

    def work(*steps):
        with desk.outbox() as outbox:
            journal = outbox.store.journal
            claim = journal.claim("a worker that died")
            for step in steps:
                step(journal, claim)

    return work


def sent(number):
    def step(journal, claim):
        journal.intend(claim, [number])
        receipt = Receipt(f"7{number}", f"https://x.com/me/status/7{number}", datetime.now(UTC))
        journal.receive(claim, {number: receipt}, "sent")

    return step


def in_doubt(number):
    def step(journal, claim):
        journal.intend(claim, [number])
        journal.doubt(claim, [number], "the line went dead")

    return step


def stopped(journal, claim):
    journal.give_up(claim, "The network said no.")


def now(desk, entry):
    with desk.outbox() as outbox:
        return outbox.store.get(entry.id)


def offered(sitting):
    """The labels of the keys that do something to what is marked."""
    from composer.tui.bars import Offers

    return sitting.app.screen.query_one(Offers).render().plain.split()


def toasts(sitting):
    return " ".join(each.message for each in sitting.app._notifications)


async def test_a_waiting_entry_offers_what_can_be_done_with_it_and_nothing_else(sit, queued):
    queued()
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("Waits for its time.")
        assert offered(sitting) == ["space", "Hold", "r", "Move", "e", "Edit", "d", "Cancel", "enter", "Story"]


async def test_what_was_held_past_its_time_is_not_released_but_resumed(sit, desk, queued):
    desk.now = lambda: datetime.now(UTC)
    entry = queued("now")
    with desk.outbox() as outbox:
        outbox.store.hold(entry.id)
    desk.now = lambda: datetime.now(UTC) + timedelta(hours=3)
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("its time has passed")
        assert "Release" not in offered(sitting)
        assert "Resume" in offered(sitting)
        await sitting.press("u")
        await sitting.until(lambda: now(desk, entry).state is ThreadState.QUEUED)


async def test_a_published_entry_is_not_cancelled_and_says_so_without_a_question(sit, desk, queued, worked):
    desk.now = lambda: datetime.now(UTC)
    entry = queued("now")
    worked(sent(1), sent(2))
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("● published")
        assert offered(sitting) == ["x", "Retract", "enter", "Story"]
        await sitting.press("delete")
        await sitting.until(lambda: "cannot be cancelled" in toasts(sitting))
        assert "Cancel Two?" not in sitting.screen
    assert now(desk, entry).state is ThreadState.PUBLISHED


async def test_what_is_out_is_retracted_once_its_addresses_were_shown_and_only_with_a_yes(sit, desk, queued, worked):
    desk.now = lambda: datetime.now(UTC)
    entry = queued("now")
    worked(sent(1), sent(2))
    async with sit() as sitting:
        await sitting.press("f3", "x")
        await sitting.sees("https://x.com/me/status/72")
        await sitting.press("enter")
        assert now(desk, entry).state is ThreadState.PUBLISHED
        await sitting.press("x")
        await sitting.sees("Retract Two?")
        await sitting.press("down", "enter")
        await sitting.sees("Being taken back: 0 deleted, 2 still out.")
    assert now(desk, entry).state is ThreadState.RETRACTING


async def test_nothing_is_retracted_where_nothing_is_out(sit, queued):
    queued()
    async with sit() as sitting:
        await sitting.press("f3", "x")
        await sitting.until(lambda: "nothing to retract" in toasts(sitting))


async def test_what_stopped_is_tried_again(sit, desk, queued, worked):
    desk.now = lambda: datetime.now(UTC)
    entry = queued("now")
    worked(stopped)
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("Given up; nothing of it is in doubt.")
        assert "The network said no." in sitting.screen
        assert {"Retry", "Resume", "Edit", "Cancel", "Move", "Hold"} <= set(offered(sitting))
        await sitting.press("t")
        await sitting.until(lambda: now(desk, entry).state is ThreadState.QUEUED)


async def test_what_came_too_late_asks_and_goes_out_only_when_told(sit, desk, queued):
    desk.now = lambda: datetime.now(UTC)
    entry = queued("now")
    with desk.outbox() as outbox:
        outbox.store._db.run("UPDATE entry SET due_at = due_at - 7200000, wake_at = due_at - 7200000")
        outbox.store.journal.set_late_aside("a worker")
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("Its time has passed: u publishes it now")
        assert now(desk, entry).state is ThreadState.ATTENTION
        await sitting.press("u")
        await sitting.until(lambda: now(desk, entry).state is ThreadState.QUEUED)


async def test_a_post_that_may_be_out_is_called_unknown_and_never_failed(sit, desk, queued, worked):
    desk.now = lambda: datetime.now(UTC)
    queued("now")
    worked(
        in_doubt(1),
        lambda journal, claim: journal.wait(claim, datetime.now(UTC) + timedelta(minutes=5), "the line went dead"),
    )
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("Post 1: unknown, checking again at")
        assert "failed" not in sitting.screen
        assert "Edit" not in offered(sitting)


async def test_an_edit_shows_what_changes_before_it_takes_it_over(sit, desk, draft, queued):
    entry = queued()
    draft(TWO.replace("Two.\n", "Three, in other words.\n"), "queued.md")
    async with sit() as sitting:
        await sitting.press("f3", "e")
        await sitting.sees("Three, in other words.")
        assert "-   Two." in sitting.screen
        await sitting.press("enter")
        assert "Two." in now(desk, entry).posts[1].text
        await sitting.press("e")
        await sitting.sees("Three, in other words.")
        await sitting.press("down", "enter")
        await sitting.until(lambda: "Three, in other words." in now(desk, entry).posts[1].text)


async def test_an_edit_without_a_change_is_told(sit, queued):
    queued()
    async with sit() as sitting:
        await sitting.press("f3", "e")
        await sitting.until(lambda: "still says what is queued" in toasts(sitting))


async def test_an_edit_of_what_must_not_go_out_changes_nothing(sit, desk, draft, queued):
    entry = queued()
    draft("---\ntitle: Two\n---\n\n{field to fill}\n", "queued.md")
    async with sit() as sitting:
        await sitting.press("f3", "e")
        await sitting.until(lambda: "queued.md stays here." in toasts(sitting))
    assert now(desk, entry).posts == entry.posts


async def test_a_move_into_quiet_hours_offers_the_next_time_that_fits(sit, desk, queued):
    desk.settings = replace(desk.settings, quiet_hours="22:00-07:00")
    entry = queued()
    async with sit() as sitting:
        await sitting.press("f3", "r")
        await sitting.type("tomorrow 23:00")
        await sitting.press("enter")
        await sitting.sees("SCH001")
        await sitting.press("enter")
        await sitting.until(lambda: now(desk, entry).schedule.wall == "2026-11-24T07:00")


async def test_a_move_into_quiet_hours_is_kept_with_a_reason(sit, desk, queued):
    desk.settings = replace(desk.settings, quiet_hours="22:00-07:00")
    entry = queued()
    async with sit() as sitting:
        await sitting.press("f3", "r")
        await sitting.type("tomorrow 23:00")
        await sitting.press("enter")
        await sitting.sees("SCH001")
        await sitting.press("down", "enter")
        await sitting.sees("The reason is kept with the entry.")
        await sitting.type("a launch")
        await sitting.press("enter")
        await sitting.until(lambda: now(desk, entry).schedule.wall == "2026-11-23T23:00")
    with desk.outbox() as outbox:
        assert "SCH001 accepted: a launch" in outbox.store.log(entry.id)[-1].reason


async def test_a_move_takes_the_next_free_slot(sit, desk, queued):
    entry = queued()
    desk.planner().calendar.add_slot("rehearsal", "daily at 10", "morning")
    async with sit() as sitting:
        await sitting.press("f3", "r")
        await sitting.type("next slot")
        await sitting.sees("Mon 23 Nov 2026 10:00 CET")
        await sitting.press("enter")
        await sitting.until(lambda: now(desk, entry).schedule.wall == "2026-11-23T10:00")


@pytest.fixture
def heated(desk, queued):
    desk.now = lambda: datetime.now(UTC)
    return queued(hold="cooling off, because of TON001", cool_until=datetime.now(UTC) + timedelta(minutes=20))


async def test_what_cools_off_is_out_of_sight_until_asked_and_then_heard(sit, heated):
    async with sit(size=(80, 24)) as sitting:
        await sitting.press("f3")
        await sitting.sees("Cools off until")
        assert "One." not in sitting.screen
        await sitting.press("enter")
        await sitting.sees("(out of sight)")
        await sitting.press("escape", "v")
        await sitting.sees("What do you want to happen?")
        assert "One." in sitting.screen
        await sitting.press("pagedown")
        await sitting.sees("As a screen reader says it")


async def test_what_cools_off_is_let_go_before_only_with_a_yes(sit, desk, heated):
    async with sit() as sitting:
        await sitting.press("f3", "space")
        await sitting.sees("It is still cooling off")
        await sitting.press("enter")
        assert now(desk, heated).state is ThreadState.HELD
        await sitting.press("space")
        await sitting.sees("It is still cooling off")
        await sitting.press("down", "enter")
        await sitting.until(lambda: now(desk, heated).state is ThreadState.QUEUED)


async def test_what_was_shown_again_can_be_ended_there(sit, desk, heated):
    async with sit() as sitting:
        await sitting.press("f3", "v")
        await sitting.sees("What do you want to happen?")
        await sitting.press("down", "down", "down", "enter")
        await sitting.sees("Cancel Two?")
        await sitting.press("down", "enter")
        await sitting.until(lambda: now(desk, heated).state is ThreadState.CANCELLED)


async def test_more_than_the_month_can_pay_for_is_released_only_with_a_yes(sit, desk, queued):
    entry = queued()
    with desk.outbox() as outbox:
        outbox.store.hold(entry.id)
        outbox.store._db.run("UPDATE entry SET account = 'me' WHERE id = :id", id=entry.id)
    desk.settings = replace(desk.settings, monthly_budget="0.01")
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("$0.03 for 2 posts")
        await sitting.press("space")
        await sitting.sees("Beyond the monthly budget")
        assert now(desk, entry).state is ThreadState.HELD
        await sitting.press("down", "enter")
        await sitting.until(lambda: now(desk, entry).state is ThreadState.QUEUED)


async def test_the_palette_offers_only_what_can_be_done(sit, queued):
    queued()
    async with sit() as sitting:
        await sitting.press("f3", "ctrl+p")
        await sitting.type("thread retract")
        await sitting.sees("No matches found")


async def test_old_entries_that_are_over_never_hide_what_waits(sit, desk, queued):
    with desk.outbox() as outbox:
        store = outbox.store
        entry = queued()
        columns = [row["name"] for row in store._db.all("PRAGMA table_info(entry)") if row["name"] != "id"]
        with store._db.transaction():
            for number in range(600):
                store._db.run(
                    f"INSERT INTO entry (id, {', '.join(columns)}) SELECT :id, {', '.join(columns)} FROM entry"
                    " WHERE id = :of",
                    id=f"old{number}",
                    of=entry.id,
                )
            store._db.run("UPDATE entry SET state = 'published', due_at = 0, title = 'Old' WHERE id LIKE 'old%'")
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("○ waiting")
        assert "Old" not in sitting.screen


def test_an_entry_that_is_finished_while_the_list_is_read_stands_there_once(desk, queued, worked, monkeypatch):
    from composer.desk.listing import listed
    from composer.queue import Store

    desk.now = lambda: datetime.now(UTC)
    entry, real = queued("now"), Store.list

    def slow(store, **wanted):
        found = real(store, **wanted)
        if found and found[0].state is ThreadState.QUEUED:
            worked(sent(1), sent(2))
        return found

    monkeypatch.setattr(Store, "list", slow)
    with desk.outbox() as outbox:
        assert [(each.id, each.state) for each in listed(outbox.store, limit=50)] == [(entry.id, "published")]
