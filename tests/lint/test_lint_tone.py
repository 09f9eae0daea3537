"""Heat, insults and threats are told from what only sounds like them."""

import pytest

from composer.draft import parse
from composer.lint import lint

TONE = ("TON", "KND", "HAT")


def warned(text):
    return {d.code for d in lint(text) if d.code.startswith(TONE) and d.severity != "info"}


def told(text):
    return {d.code for d in lint(text) if d.code.startswith(TONE)}


@pytest.mark.parametrize(
    "text",
    [
        "Whoever set fire to the boathouse, I will find you and break your legs.",
        "These poachers want locking in one of their own traps.",
        "I hope he drowns on the ferry home.",
        "Somebody ought to burn that hostel to the ground.",
        "Hanging is too good for them.",
        "We know which tram you take and when you get home.",
    ],
)
def test_a_threat_is_known_by_who_means_it_what_happens_and_to_whom(text):
    assert "KND004" in warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "The court heard that he had written: I will find you and break your legs.",
        "In the film he swears that he will kill them all.",
        "We are going to crush them on Sunday, the goalkeeper is back.",
        "The wasps should be exterminated before the wedding.",
        "My editor is going to kill me when she sees the word count.",
        "Shoot the sequence in black and white, then hang the prints.",
    ],
)
def test_what_is_reported_played_or_done_to_things_is_no_threat(text):
    assert told(text) & {"KND004"} == set()


def test_what_may_only_be_a_hint_is_told_and_not_warned_about():
    text = "Karma will get him in the end."
    assert "KND004" in told(text)
    assert "KND004" not in warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "That man is a spineless, lying little toad.",
        "Our treasurer has the charm of a wet sock.",
        "I have met cleverer gateposts than the head of that committee.",
        "Too thick to read a timetable, the lot of them.",
        "The whole board is a bunch of parasites.",
    ],
)
def test_an_insult_is_a_person_and_a_word_of_contempt(text):
    assert warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "My goat is a complete idiot, and she has eaten the gate.",
        "I was too thick to read the timetable.",
        "He called me a parasite, and then he asked for my notes.",
        "You magnificent idiots, you carried the piano up by hand.",
        "The idea is weak, and the chart that goes with it is wrong.",
        "In the comedy the miser is a liar and a coward.",
    ],
)
def test_of_oneself_of_beasts_in_stories_and_with_love_it_is_none(text):
    assert "KND002" not in warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "Did you even compile this before you pushed?",
        "Any competent engineer would have seen that.",
        "Stop wasting the reviewers' time.",
        "The authors clearly have no grasp of sampling.",
        "I will see to it that you are banned from this tracker.",
    ],
)
def test_a_verdict_on_the_author_is_heat(text):
    assert "TON001" in warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "This is wrong: the counter starts at one.",
        "Kill the worker before the parent exits, or you collect zombies.",
        "Abort if the header is malformed; the garbage collector does the rest.",
        "The dumb terminal hangs because the master never answers.",
        "I recommend rejection: six animals cannot carry this claim.",
        "Strong no from me on dates as strings.",
    ],
)
def test_a_verdict_on_the_work_is_civil_however_firm(text):
    assert warned(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I am beyond livid.",
        "My blood is boiling: they cut the bus and laughed about it.",
        "I could scream, eleven weeks for a form.",
        "They can stick their voucher where they like.",
    ],
)
def test_anger_of_one_s_own_is_heat(text):
    assert "TON001" in warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "Parents are furious about the new timetable, says the paper.",
        "I was angry for a year, and then we talked.",
        "I am not angry, only tired.",
        "We won! We won the cup! I could scream with joy!",
    ],
)
def test_anger_of_others_past_or_denied_is_none(text):
    assert "TON001" not in warned(text)


CALM = "\n\n---\n\n".join(f"Station {name} measured the tide at noon." for name in ("one", "two", "three", "four"))


@pytest.mark.parametrize(
    ("last", "severity"),
    [
        ("The pump behind the gauge has, in a technical sense, no brain.", "info"),
        ("You have no brain.", "error"),
    ],
)
def test_one_harsh_word_that_names_nobody_in_a_long_calm_thread_is_only_told(last, severity):
    found = [d for d in lint(parse(f"{CALM}\n\n---\n\n{last}")) if d.code == "KND002"]
    assert [d.severity for d in found] == [severity]
