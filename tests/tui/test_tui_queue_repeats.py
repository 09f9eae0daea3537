"""What repeats, and the coming days, on the screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.desk import Wishes
from composer.desk.repeating import asked_as_data, begin
from composer.queue import TemplateState

TWO = "---\ntitle: Two\n---\n\nOne.\n\n---\n\nTwo.\n"


@pytest.fixture
def account(desk):
    return desk.account("rehearsal")


@pytest.fixture
def repeating(desk, draft, account):
    """What goes out each weekday at eight."""
    review = desk.look_for(desk.open(draft(TWO)), account, Wishes())
    asked = asked_as_data(Wishes(), {}, private_too=False)
    with desk.outbox() as outbox:
        return begin(desk, outbox, "every weekday at 8", review, account, asked=asked)


@pytest.fixture
def queued(desk, draft, account):
    def queue(words, title):
        text = TWO.replace("title: Two", f"title: {title}").replace("One.", f"{title} one.")
        review = desk.look_for(desk.open(draft(text, f"{title}.md")), account, Wishes())
        with desk.outbox() as outbox:
            return outbox.queue(review, account, schedule=desk.when(words), accepted={})

    return queue


def state(desk, template):
    with desk.outbox() as outbox:
        return outbox.store.templates.get(template.id)


async def test_what_repeats_is_seen_held_and_released(sit, desk, repeating):
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("↻ repeats")
        assert "every weekday at 8" in sitting.screen
        await sitting.press("space")
        await sitting.sees("Held: no entry is made.")
        assert state(desk, repeating).state is TemplateState.HELD
        await sitting.press("space")
        await sitting.sees("Its next entry is made")
        assert state(desk, repeating).state is TemplateState.REPEATING


async def test_what_repeats_gets_other_times(sit, desk, repeating):
    async with sit() as sitting:
        await sitting.press("f3", "r")
        await sitting.sees("Its times, in words")
        await sitting.press("backspace")
        await sitting.type("9")
        await sitting.press("enter")
        await sitting.until(lambda: state(desk, repeating).words == "every weekday at 9")


async def test_what_repeats_is_ended_only_with_a_yes_and_that_is_undone(sit, desk, repeating):
    async with sit() as sitting:
        await sitting.press("f3", "d")
        await sitting.sees("End Two?")
        await sitting.press("enter")
        assert state(desk, repeating).state is TemplateState.REPEATING
        await sitting.press("d")
        await sitting.sees("End Two?")
        await sitting.press("down", "enter")
        await sitting.sees("Nothing is queued.")
        assert state(desk, repeating).state is TemplateState.CANCELLED
        await sitting.press("z")
        await sitting.sees("↻ repeats")


async def test_what_repeats_cannot_be_retracted_and_says_why(sit, repeating):
    async with sit() as sitting:
        await sitting.press("f3", "x")
        await sitting.until(lambda: bool(sitting.app._notifications))
        assert "nothing of itself goes out" in next(iter(sitting.app._notifications)).message


async def test_what_could_not_be_made_says_why_and_is_tried_again(sit, desk, repeating):
    with desk.outbox() as outbox:
        outbox.store.templates.ask(repeating, "The draft is gone.")
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("Its next entry could not be made")
        assert "The draft is gone." in sitting.screen
        await sitting.press("t")
        await sitting.until(lambda: state(desk, repeating).state is TemplateState.REPEATING)


async def test_the_plan_shows_slots_breaks_what_repeats_and_what_waits(sit, desk, repeating, queued):
    planner = desk.planner()
    planner.calendar.add_slot("rehearsal", "daily at 10", "morning")
    planner.calendar.add_break("2026-12-24..2026-12-26", "winter")
    queued("tomorrow 9am", "Waits")
    async with sit(size=(120, 120)) as sitting:
        await sitting.press("f3", "p")
        await sitting.sees("the coming 30 days")
        for said in ("Mon 23 Nov", "○ waiting", "+ free slot", "↻ repeats"):
            assert said in sitting.screen
        await sitting.sees("Nothing has to move.")


async def test_the_plan_moves_what_is_in_the_way_with_a_yes_and_undo_takes_it_back(sit, desk, queued):
    entry = queued("tomorrow 23:00", "Late")
    desk.settings = replace(desk.settings, quiet_hours="22:00-07:00")

    def wall():
        with desk.outbox() as outbox:
            return outbox.store.get(entry.id).schedule.wall

    async with sit() as sitting:
        await sitting.press("f3", "p")
        await sitting.sees("1 entry would move")
        assert "SCH001" in sitting.screen
        await sitting.press("a")
        await sitting.sees("Mon 23 Nov 23:00 → Tue 24 Nov 07:00")
        await sitting.press("enter")
        assert wall() == "2026-11-23T23:00"
        await sitting.press("a")
        await sitting.sees("Move what is in the way?")
        await sitting.press("down", "enter")
        await sitting.sees("Nothing has to move.")
        assert wall() == "2026-11-24T07:00"
        await sitting.press("escape", "z")
        await sitting.until(lambda: wall() == "2026-11-23T23:00")


async def test_enter_in_the_plan_marks_the_entry_in_the_queue(sit, queued):
    queued("tomorrow 9am", "First")
    second = queued("friday 9am", "Second")
    async with sit() as sitting:
        await sitting.press("f3", "p")
        await sitting.sees("Second")
        await sitting.press("end", "enter")
        await sitting.sees(f"entry {second.id}")
