"""Who asks in a way that does not fit is shown the one that does."""

from __future__ import annotations

import pytest

from tests.cli.home import Home


def test_a_draft_that_lies_in_the_drafts_folder_is_pointed_at(home: Home) -> None:
    made = home.thread("new", "ward").stdout.strip()
    told = home.thread("split", "ward.md", expect=2).stderr
    assert made in told


def test_an_entry_named_without_show_is_answered_with_the_command_that_shows_it(home: Home) -> None:
    told = home.thread("queue", "sht2c5", expect=2).stderr
    assert "thread queue show sht2c5" in told


def test_every_verb_that_takes_json_prints_json_and_nothing_else(home: Home) -> None:
    assert home.data("rules", "acc001", "--json")["rule"]["code"] == "ACC001"
    assert home.data("rules", "missing-alt-text", "--json")["rule"]["code"] == "ACC001"
    assert home.data("resume", "--json")["entries"] == []
    assert "conference_talk" in {each["id"] for each in home.data("new", "--list", "--json")["templates"]}
    home.thread("quiet", "22:00-07:00")
    home.thread("quiet", "none", "--account", "x-by-hand")
    told = home.data("quiet", "--json")
    assert (told["hours"], told["zone"], told["accounts"]) == ("22:00-07:00", "Europe/Paris", {"x-by-hand": "none"})


def test_a_thread_that_is_posted_by_hand_is_not_said_to_be_sent(home: Home) -> None:
    told = home.thread("post", home.draft(), "--to", "x-by-hand").stderr
    assert "thread hand over" in told
    assert "Sending" not in told


@pytest.mark.parametrize(("verb", "deed"), [(("post",), "sent"), (("schedule",), "queued")])
def test_what_a_finding_stops_is_named_as_the_command_had_it(home: Home, verb: tuple[str, ...], deed: str) -> None:
    (home.folder / "ward.png").write_bytes(b"not looked at before")
    draft = home.draft("Look at the ward.\n\n![](ward.png)\n")
    done = home.thread(*verb, draft, *(["tomorrow 9am"] if deed == "queued" else []), "--to", "rehearsal", expect=1)
    assert f"nothing was {deed}, because of ACC001" in done.stderr


def test_one_post_is_counted_as_one(home: Home) -> None:
    home.thread("schedule", home.draft("One post is enough for this.\n"), "tomorrow 9am", "--to", "rehearsal")
    entry = home.data("queue", "--json")["entries"][0]["id"]
    assert "0 of 1 post is out" in home.thread("queue", "show", entry).stdout
