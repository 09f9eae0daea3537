"""The gate: findings, questions, the ear, the price and the time, each mended with a key."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from composer.desk.session import Session
from composer.lint import GivenUp
from composer.lint.reading import Reading

CALM = "---\nto: [x-by-hand]\n---\n\nWe wait ten seconds.\n\n---\n\nThen somebody speaks.\n"
CASE = "---\nto: [x-by-hand]\n---\n\nOur new paper on bees is out.\n"
INSULT = "---\nto: [rehearsal]\n---\n\nWhoever wrote that rota is an idiot.\n"
LOUD = "---\nto: [rehearsal]\n---\n\nWe waited ten seconds!!!\n"


def queued(desk):
    with desk.outbox() as outbox:
        return outbox.store.list()


def answers(state):
    return json.loads((state / "answers.json").read_text())["answers"]


async def gate(sitting, words="tomorrow 9am"):
    await sitting.rest()
    await sitting.press("ctrl+r")
    await sitting.type(words)
    await sitting.sees("● ")


async def test_a_thread_that_is_well_goes_through_with_enter_and_is_offered_to_the_ear_once(sit, draft, desk):
    async with sit(path := draft(CALM), size=(80, 24)) as sitting:
        await gate(sitting)
        assert "2 posts to x-by-hand. The checks stop nothing." in sitting.screen
        assert "To the ear: 7 words" not in sitting.screen
        await sitting.press("enter")
        await sitting.sees("How it is heard")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.app.current_mode == "queue")
    async with sit(path) as sitting:
        await gate(sitting, "friday 9am")
        await sitting.press("enter")
        await sitting.sees("The same thread again")
    assert len(queued(desk)) == 1


async def test_hearing_it_first_queues_nothing(sit, draft, desk):
    async with sit(draft(CALM)) as sitting:
        await gate(sitting)
        await sitting.press("enter")
        await sitting.sees("How it is heard")
        await sitting.press("down", "enter")
        await sitting.sees("To hear, as a screen reader would say it")
        assert "We wait ten seconds." in sitting.screen
        await sitting.press("escape")
        await sitting.sees("Schedule talk.md")
        assert queued(desk) == ()


async def test_a_question_is_answered_with_a_reason_and_kept(sit, draft, desk, state):
    async with sit(draft(CASE), size=(80, 24)) as sitting:
        await gate(sitting)
        await sitting.sees("One thing stands in the way: f8 opens it.")
        await sitting.press("enter")
        await sitting.sees("Nothing was queued")
        await sitting.press("f8")
        await sitting.sees("ASK009, post 1")
        await sitting.press("down", "enter")
        await sitting.sees("ASK009: yes")
        await sitting.type("they read it")
        await sitting.press("enter")
        await sitting.sees("The checks stop nothing.")
    (kept,) = answers(state)
    assert (kept["code"], kept["answer"], kept["reason"], kept["day"]) == (
        "ASK009",
        "yes",
        "they read it",
        "2026-11-22",
    )
    assert queued(desk) == ()


async def test_the_other_answer_keeps_the_thread_here_and_says_what_to_do(sit, draft, desk, state):
    async with sit(draft(CASE)) as sitting:
        await gate(sitting)
        await sitting.press("f8")
        await sitting.sees("ASK009, post 1")
        await sitting.press("down", "down", "enter")
        await sitting.sees("So it stays here. Tell them, and name them")
        await sitting.press("enter")
        await sitting.sees("Nothing was queued")
    assert answers(state)[0]["answer"] == "no"
    assert queued(desk) == ()


async def test_enter_upon_enter_answers_no_question(sit, draft, desk, state):
    async with sit(draft(CASE)) as sitting:
        await gate(sitting)
        await sitting.press("f8")
        await sitting.sees("ASK009, post 1")
        await sitting.press("enter", "enter", "enter")
        await sitting.sees("Nothing was queued")
    assert not (state / "answers.json").exists()
    assert queued(desk) == ()


async def test_a_finding_is_accepted_with_a_reason_that_the_entry_keeps(sit, draft, desk):
    async with sit(draft(INSULT)) as sitting:
        await gate(sitting)
        await sitting.press("f8")
        await sitting.sees("Accept KND002 in this thread, and say why")
        await sitting.press("down", "enter")
        await sitting.press("enter")
        await sitting.sees("A reason is needed")
        await sitting.type("it is about me")
        await sitting.press("enter")
        await sitting.sees("● accepted post 1  KND002  it is about me")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.app.current_mode == "queue")
    (entry,) = queued(desk)
    with desk.outbox() as outbox:
        assert "KND002 accepted: it is about me" in outbox.store.log(entry.id)[0].reason


async def test_a_fix_is_made_at_the_gate_and_undone_in_the_draft(sit, draft, desk):
    async with sit(draft(LOUD)) as sitting:
        await gate(sitting)
        await sitting.press("down", "enter")
        await sitting.sees("TON003, post 1")
        assert "Write one !" in sitting.screen
        await sitting.press("enter")
        await sitting.until(lambda: "seconds!\n" in sitting.text)
        await sitting.sees("Schedule talk.md")
        assert "TON003" not in sitting.screen
        await sitting.press("escape", "ctrl+z")
        assert sitting.text == LOUD
    assert queued(desk) == ()


async def test_the_words_of_a_finding_are_a_key_away(sit, draft):
    async with sit(draft(INSULT)) as sitting:
        await gate(sitting)
        await sitting.press("f8")
        await sitting.sees("Go to its words in the draft")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.compose.editor.has_focus)
        assert sitting.compose.editor.selected_text == "Whoever wrote that rota is an idiot"


async def test_what_only_the_draft_can_mend_says_escape(sit, draft):
    async with sit(draft("Hello {name of the reader}.\n")) as sitting:
        await gate(sitting)
        assert "esc ■ error" in sitting.screen
        await sitting.press("f8")
        await sitting.sees("Only the draft can mend that: esc leads back to it.")


async def test_a_time_in_quiet_hours_is_moved_or_kept_with_a_reason(sit, draft, desk):
    desk.settings = replace(desk.settings, quiet_hours="22:00-07:00")
    async with sit(draft(CALM.replace("x-by-hand", "rehearsal"))) as sitting:
        await gate(sitting, "tomorrow 23:00")
        await sitting.sees("One thing stands in the way")
        await sitting.press("f8")
        await sitting.sees("Take the next time that fits: Tue 24 Nov 2026 07:00")
        await sitting.press("enter")
        await sitting.sees("● Tue 24 Nov 2026 07:00")
        await sitting.sees("The checks stop nothing.")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.app.current_mode == "queue")
    assert [entry.schedule.wall for entry in queued(desk)] == ["2026-11-24T07:00"]


async def test_the_next_slot_is_a_time(sit, draft, desk):
    desk.planner().calendar.add_slot("rehearsal", "weekdays 8:00")
    async with sit(draft(CALM.replace("x-by-hand", "rehearsal"))) as sitting:
        await gate(sitting, "next")
        await sitting.sees("● Mon 23 Nov 2026 08:00")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.app.current_mode == "queue")
    assert [entry.schedule.wall for entry in queued(desk)] == ["2026-11-23T08:00"]


async def test_the_budget_is_told_before_anything_is_queued(sit, draft, desk, monkeypatch):
    for name in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET"):
        monkeypatch.setenv(f"THREAD_X_{name}", "1-x")
    desk.settings = replace(desk.settings, monthly_budget="0.01")
    async with sit(draft(CALM.replace("x-by-hand", "x"))) as sitting:
        await gate(sitting)
        await sitting.sees("It would be held. It would cost $0.03.")
        assert "Cost: $0.03 for 2 posts." in sitting.screen


async def test_the_ear_has_a_key_of_its_own_while_writing(sit, draft):
    async with sit(draft(CALM)) as sitting:
        await sitting.rest()
        await sitting.press("alt+h")
        await sitting.sees("To hear, as a screen reader would say it")
        await sitting.press("escape")
        assert sitting.compose.editor.has_focus


async def test_the_profile_that_applies_is_in_sight_and_an_unknown_one_is_told(sit, draft):
    async with sit(draft("---\nprofile: clinical\n---\n\nWords.\n")) as sitting:
        await sitting.rest()
        await sitting.sees("Etiquette, profile clinical")
    async with sit(draft("---\nprofile: clinicl\n---\n\nWords.\n", "other.md")) as sitting:
        await sitting.rest()
        await sitting.press("f8")
        await sitting.sees("Did you mean clinical?")
        assert "Etiquette  " in sitting.screen


async def test_notes_about_people_that_cannot_be_read_are_told_and_the_rest_is_checked(sit, draft, desk, tmp_path):
    desk.noted.path = notes = tmp_path / "people.toml"
    notes.write_text("[contacts\n")
    async with sit(draft(INSULT)) as sitting:
        await sitting.rest()
        await sitting.sees("people.toml")
        assert "KND002" in sitting.screen
        notes.unlink()
        await sitting.type("x")
        await sitting.rest()
        assert "people.toml" not in sitting.screen


# While typing

LONG = "\n\n---\n\n".join(f"Post {number} says one thing, and says it in a sentence." for number in range(1, 201))


@pytest.fixture
def read(monkeypatch):
    """How often each post was read, by its text."""
    seen = Counter()
    begin = Reading.__init__

    def count(self, post, setting):
        seen[post.text] += 1
        begin(self, post, setting)

    monkeypatch.setattr(Reading, "__init__", count)
    return seen


def test_of_two_hundred_posts_only_the_one_that_changed_is_read_again(desk, draft, read):
    session = Session.open(desk, draft(LONG))
    session.settle()
    assert len(session.thread.posts) == 200
    read.clear()
    session.change(LONG.replace("Post 117 says one", "Post 117 says just one"), 1.0)
    session.settle()
    assert list(read.values()) == [1]


def test_a_check_that_nobody_waits_for_ends_between_two_posts_and_what_it_read_is_kept(desk, draft, read):
    session = Session.open(desk, draft(LONG))
    thread = session.thread
    with pytest.raises(GivenUp):
        session.check(thread, lambda: len(read) < 50)
    assert len(read) == 50
    session.check(thread)
    assert set(read.values()) == {1}


async def test_a_key_ends_the_check_of_the_words_before_it_and_is_checked_itself(sit, draft):
    async with sit(draft(LONG)) as sitting:
        await sitting.rest()
        before = sitting.compose._check(sitting.session, sitting.session.thread)
        await sitting.type("Whoever wrote that rota is an idiot. ")
        assert before.is_cancelled
        await sitting.rest()
        assert "KND002" in {each.code for each in sitting.session.found}
