"""Times in words at the command line: echoed, asked about on a terminal, refused with their meanings in a script."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.cli.home import Home
from tests.cli.terminal import Terminal


@pytest.mark.parametrize("words", ["9", "12am", "friday", "next friday", "01/02/2027", "9h"])
def test_a_script_is_refused_what_may_mean_several_times_and_gets_commands_to_copy(home: Home, words: str) -> None:
    home.draft()
    refused = home.thread("schedule", "talk.md", words, expect=2).stderr
    commands = re.findall(r"^    (thread schedule .*)$", refused, re.MULTILINE)
    assert len(commands) >= 2
    assert home.data("queue", "--json")["entries"] == []
    home.thread(*shlex.split(commands[-1])[1:])
    assert len(home.data("queue", "--json")["entries"]) == 1


def test_a_time_that_has_passed_is_an_error_with_the_two_likely_meanings(home: Home) -> None:
    home.draft()
    refused = home.thread("schedule", "talk.md", "2020-01-05 09:00", expect=2).stderr
    assert "has passed" in refused
    assert len(re.findall(r"^    thread schedule talk.md ", refused, re.MULTILINE)) == 2


def test_on_a_terminal_the_meanings_are_numbered_and_one_is_picked(home: Home) -> None:
    home.draft()
    terminal = Terminal(home, "schedule", "talk.md", "tomorrow at 9")
    shown = terminal.until("Number")
    assert "Which one is meant?" in shown
    assert re.search(r"  1  \w{3} .* 09:00 CES?T \(Europe/Paris\)", shown)
    assert re.search(r"  2  \w{3} .* 21:00 CES?T \(Europe/Paris\)", shown)
    terminal.type("2")
    assert "21:00" in terminal.until("worker`")
    assert terminal.close() == 0
    assert home.data("queue", "--json")["entries"][0]["wall"].endswith("T21:00")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2099-03-29 02:30 Europe/Berlin", "skip 02:30 that day; this is 03:30 instead"),
        ("2099-10-25 02:30 Europe/Berlin", "show 02:30 twice that day; this is the first time"),
    ],
)
def test_a_clock_change_is_shown_without_the_systems_zone_files(home: Home, words: str, said: str) -> None:
    home.environment["PYTHONTZPATH"] = ""
    done = home.thread("schedule", home.draft(), words)
    assert said in done.stdout
    assert "UTC, in " in done.stdout
