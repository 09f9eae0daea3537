"""From the draft to the queue: words for a time, what stands in the way, what is asked first."""

from __future__ import annotations

import pytest
from textual.events import Key

from composer.desk import Wishes
from composer.queue import ThreadState

THREE = "---\ntitle: Three\n---\n\nOne.\n\n---\n\nTwo.\n\n---\n\nThree."


def queued(desk):
    with desk.outbox() as outbox:
        return outbox.store.list()


async def test_a_thread_is_queued_with_keys_only_and_what_was_seen_is_what_waits(sit, draft, desk):
    async with sit(path := draft(THREE), size=(80, 24)) as sitting:
        await sitting.press("ctrl+end")
        await sitting.type(" And more.")
        seen = [post.text for post in sitting.session.thread.posts]
        await sitting.press("ctrl+r")
        await sitting.sees("The checks stop nothing.")
        await sitting.type("tomorrow 9am")
        await sitting.sees("Mon 23 Nov 2026 09:00 CET (Europe/Paris), 08:00 UTC, in 15 h 40 min")
        await sitting.press("enter")
        await sitting.sees("0 of 3 posts out")
    [entry] = queued(desk)
    assert entry.state is ThreadState.QUEUED
    assert [post.text for post in entry.posts] == seen
    assert (entry.schedule.wall, entry.schedule.zone) == ("2026-11-23T09:00", "Europe/Paris")
    assert entry.draft == path
    assert path.read_text().endswith(" And more.")


async def test_a_time_that_has_passed_is_told_with_two_meanings_to_choose_from(sit, draft, desk):
    async with sit(draft(THREE)) as sitting:
        await sitting.press("ctrl+r")
        await sitting.type("today 8am")
        await sitting.sees("has passed")
        assert "Mon 23 Nov 2026 08:00 CET" in sitting.screen
        assert "Sun 29 Nov 2026 08:00 CET" in sitting.screen
        await sitting.press("enter", "down", "enter")
        await sitting.sees("● Sun 29 Nov 2026 08:00 CET")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.app.current_mode == "queue")
    assert [entry.schedule.wall for entry in queued(desk)] == ["2026-11-29T08:00"]


@pytest.mark.parametrize("words", ["", "soonish", "tomorrow"])
async def test_words_that_name_no_instant_queue_nothing(sit, draft, desk, words):
    async with sit(draft(THREE)) as sitting:
        await sitting.press("ctrl+r")
        await sitting.type(words)
        await sitting.press("enter")
        assert "Schedule talk.md" in sitting.screen
    assert queued(desk) == ()


async def test_an_error_stands_in_the_way_and_is_named(sit, draft, desk):
    async with sit(draft("Whoever wrote that rota is an idiot.\n")) as sitting:
        await sitting.press("ctrl+r")
        await sitting.sees("in the way:")
        assert "KND002" in sitting.screen
        await sitting.type("now")
        await sitting.press("enter")
        await sitting.sees("Nothing was queued")
    assert queued(desk) == ()


async def test_fields_of_a_template_stand_in_the_way(sit, draft, desk):
    async with sit(draft("Hello {name of the reader}.\n")) as sitting:
        await sitting.press("ctrl+r")
        await sitting.sees("{name of the reader}")
        await sitting.type("now")
        await sitting.press("enter")
    assert queued(desk) == ()


async def test_a_private_draft_is_asked_about_and_stays_unless_confirmed(sit, draft, desk):
    async with sit(draft("---\nprivate: true\n---\n\nFor me.\n")) as sitting:
        await sitting.press("ctrl+r")
        await sitting.type("tomorrow 9am")
        await sitting.press("enter")
        await sitting.sees("marked private")
        await sitting.press("enter")
        await sitting.pilot.pause(0.1)
        assert queued(desk) == ()
        await sitting.press("enter")
        await sitting.sees("marked private")
        await sitting.press("down", "enter")
        await sitting.until(lambda: sitting.app.current_mode == "queue")
    assert len(queued(desk)) == 1


async def test_the_same_thread_again_is_asked_about(sit, draft, desk):
    path = draft(THREE)
    account = desk.account("rehearsal")
    with desk.outbox() as outbox:
        first = outbox.queue(
            desk.look_for(desk.open(path), account, Wishes()), account, schedule=desk.when("friday 9am"), accepted={}
        )
    async with sit(path) as sitting:
        await sitting.press("ctrl+r")
        await sitting.type("tomorrow 9am")
        await sitting.press("enter")
        await sitting.sees("The same thread again")
        assert first.id in sitting.screen
        await sitting.press("escape", "escape")
        assert sitting.compose.editor.has_focus
    assert len(queued(desk)) == 1


async def test_an_account_that_does_not_exist_is_told_while_it_is_typed(sit, draft, desk):
    async with sit(draft(THREE)) as sitting:
        await sitting.press("ctrl+r")
        await sitting.type("now")
        await sitting.press("tab")
        await sitting.type("x")
        await sitting.sees("There is no account 'rehearsalx'. Did you mean 'rehearsal'?")
        await sitting.press("enter")
    assert queued(desk) == ()


async def test_a_picture_that_is_missing_is_told_and_nothing_is_queued(sit, draft, desk):
    async with sit(draft("Look.\n\n![Two bars.](bars.png)\n")) as sitting:
        await sitting.press("ctrl+r")
        await sitting.type("now")
        await sitting.press("enter")
        await sitting.sees("The picture bars.png could not be read")
    assert queued(desk) == ()


async def test_what_is_typed_ahead_lands_in_the_dialog_and_not_in_the_draft(sit, draft):
    async with sit(draft(THREE)) as sitting:
        await sitting.rest()
        for key, letter in (("ctrl+r", None), ("n", "n"), ("o", "o"), ("w", "w")):
            sitting.app.post_message(Key(key, letter))
        await sitting.sees("● Sun 22 Nov 2026 17:20 CET")
        assert sitting.text == THREE


async def test_escape_leaves_the_draft_as_it_was(sit, draft, desk):
    async with sit(path := draft(THREE)) as sitting:
        await sitting.type("My ")
        await sitting.press("ctrl+r")
        await sitting.type("tomorrow 9am")
        await sitting.press("escape")
        assert "My " in sitting.text
        assert sitting.compose.editor.has_focus
        assert path.read_text() == THREE
    assert queued(desk) == ()
