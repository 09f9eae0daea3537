"""Receipts to keep, and the warning where a network stored something else than what was sent."""

from __future__ import annotations

import json
import time

from composer.networks.rehearsal import arm, health
from tests.cli.home import Home


def test_a_network_that_loses_words_is_found_out(home: Home) -> None:
    home.thread("rehearsal", "timeline")
    server = health(home.port)
    assert server is not None
    arm(server, "altered@2")

    done = home.thread("post", home.draft(), "--to", "rehearsal")

    assert "Warning: Post 2 is stored otherwise than it was sent" in done.stderr
    assert done.stderr.count("stored otherwise") == 1
    entry = home.data("queue", "--json")["entries"][0]
    assert entry["posts"][1]["stored_otherwise"] == entry["posts"][1]["text"][:-3]
    assert entry["posts"][0]["stored_otherwise"] is None
    assert "Post 2 is stored otherwise" in home.thread("queue", "show", entry["id"]).stdout
    assert "Post 2 is stored otherwise" in home.thread("receipts", entry["id"]).stderr


def test_receipts_say_where_and_when_every_post_is_out(home: Home) -> None:
    published = home.data("post", home.draft(), "--to", "rehearsal", "--json")["entries"][0]

    kept = home.data("receipts", published["id"], "--json")
    assert [(each["id"], each["url"], each["text"]) for each in kept["posts"]] == [
        (each["id"], each["url"], each["text"]) for each in published["posts"]
    ]
    page = home.thread("receipts", published["id"], "--markdown").stdout
    assert all(each["url"] in page for each in published["posts"])
    assert "3 of 3 posts are out from rehearsal" in page


def test_receipts_are_kept_beside_the_draft_for_every_time_it_went_out(home: Home) -> None:
    draft = home.draft()
    first = home.data("post", draft, "--to", "rehearsal", "--json")["entries"][0]["id"]
    home.thread("receipts", first, "--beside")
    home.thread("receipts", first, "--beside")
    second = home.data("schedule", draft, "in 2 hours", "--to", "x-by-hand", "--json")["entries"][0]["id"]
    home.thread("hand", "over", second, "--posted", "https://x.com/somebody/status/17")
    home.thread("receipts", second, "--beside")

    kept = json.loads((home.folder / "talk.receipts.json").read_text(encoding="utf-8"))
    assert [(each["entry"], len(each["posts"])) for each in kept["entries"]] == [(first, 3), (second, 1)]


def test_a_file_that_holds_something_else_is_left_alone(home: Home) -> None:
    first = home.data("post", home.draft(), "--to", "rehearsal", "--json")["entries"][0]["id"]
    other = home.folder / "talk.receipts.json"
    other.write_text("[1, 2]")

    assert "left alone" in home.thread("receipts", first, "--beside", expect=2).stderr
    assert other.read_text() == "[1, 2]"


def test_what_has_not_gone_out_has_no_receipts(home: Home) -> None:
    waiting = home.data("schedule", home.draft(), "in 2 hours", "--json")["entries"][0]["id"]

    assert "no receipts" in home.thread("receipts", waiting).stderr
    assert home.data("receipts", waiting, "--json")["posts"] == []


def test_the_worker_says_at_once_what_the_network_changed(home: Home) -> None:
    home.thread("schedule", home.draft(), "in 1 s", "--to", "rehearsal")
    home.thread("rehearsal", "timeline")
    server = health(home.port)
    assert server is not None
    arm(server, "altered@2")
    time.sleep(1)

    done = home.thread("worker", "--once")

    said = [line for line in (done.stdout + done.stderr).splitlines() if "stored otherwise" in line]
    assert len(said) == 1
    assert "Post 2" in said[0]
