"""The file of facts: written by hand or by verbs, and never guessed at."""

from datetime import date
from pathlib import Path

import pytest

from composer.people import EMPTY, NO_FACTS, PeopleError, PermissionKind, Tie, add, facts_from, load, make, remove

BY_HAND = """\
# my own words
[contacts.ada]
name = "Ada Lindqvist"   # the guideline
handles = ["@DrLindqvist"]
since = 2025-05-12

[[permissions]]
kind = "tag"
who = "Ada Lindqvist"
answer = "no"
day = 2026-01-02

[[permissions]]
kind = "tag"
who = "@drlindqvist"
answer = "yes"
day = 2026-03-04
"""


def test_where_nothing_is_noted_there_are_no_facts(tmp_path: Path) -> None:
    assert load(tmp_path / "people.toml") == NO_FACTS
    assert facts_from(EMPTY, "a new file") == NO_FACTS


def test_the_explanation_in_a_new_file_is_an_example_that_can_be_used() -> None:
    uncommented = "\n".join(line.removeprefix("# ").removeprefix("#") for line in EMPTY.splitlines()[2:])
    facts = facts_from(uncommented, "the example")
    assert facts.contacts[0].ask_before_tagging
    assert facts.interests[0].tie is Tie.GIFT
    assert facts.no_reply == ("loud_account",)


def test_somebody_is_found_by_handle_and_their_newest_answer_counts() -> None:
    facts = facts_from(BY_HAND, "people.toml")
    assert facts.by_handle["drlindqvist"].since == date(2025, 5, 12)
    answer = facts.permission(PermissionKind.TAG, ("drlindqvist", "ada lindqvist"))
    assert answer is not None
    assert answer.given
    assert facts.permission(PermissionKind.PHOTO, ("drlindqvist",)) is None


def test_a_verb_leaves_what_was_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    path.write_text(BY_HAND)
    add(path, "interests", "Harbour Scrubs", {"name": "Harbour Scrubs", "tie": "gift", "also": []})
    add(path, "no_reply", "@loud", {})
    add(path, "contacts", "Ada", {"met": "at a conference", "since": None})
    text = path.read_text()
    assert text.startswith('# my own words\n[contacts.ada]\nname = "Ada Lindqvist"   # the guideline\n')
    facts = load(path)
    assert (facts.contacts[0].name, facts.contacts[0].met) == ("Ada Lindqvist", "at a conference")
    assert remove(path, "permissions", "ada lindqvist")
    assert remove(path, "no_reply", "LOUD")
    assert not remove(path, "works", "anything")
    assert [one.who for one in load(path).permissions] == ["@drlindqvist"]
    assert load(path).no_reply == ()


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = make(tmp_path / "new" / "people.toml")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == EMPTY


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("contact = 3", "no section 'contact'"),
        ("contacts = 3", r"\[contacts.name\]"),
        ('[contacts.a]\nsince = "2024"', "a day such as"),
        ("[contacts.a]\nhandles = 3", "a list"),
        ('[contacts.a]\nnmae = "x"', "'nmae' is nothing that is known"),
        ('[interests.a]\nname = "x"', "has no tie"),
        ('[interests.a]\ntie = "love"', "one of money, gift"),
        ("[permissions]\na = 1", r"\[\[permissions\]\]"),
        (
            '[[permissions]]\nkind = "photo"\nwho = "x"\nanswer = "maybe"',
            "permission 1: answer has to be one of yes, no",
        ),
        ("no_reply = []", r"\[no_reply\]"),
        ("[contacts.a", "not valid TOML"),
    ],
)
def test_a_fact_that_cannot_be_understood_is_named_with_its_place(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    path.write_text(text)
    with pytest.raises(PeopleError, match=told) as error:
        load(path)
    assert str(path) in str(error.value)
    with pytest.raises(PeopleError):
        add(path, "no_reply", "@loud", {})
    assert path.read_text() == text
