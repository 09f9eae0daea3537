"""One draft for several accounts: a split for each, times apart, and a trouble of one that is its own."""

from __future__ import annotations

import os
import pty
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.networks.mastodon_parts import TOKEN
from tests.servers.mastodon import running

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.home import Home

DRAFT = """\
---
title: Rounds
---

When do you round?

<!-- only: mastodon -->

Tell me here, where there is room.

<!-- /only -->
"""
X_KEYS = "api_key = aaaa\napi_secret = bbbb\naccess_token = 1-cccc\naccess_secret = dddd\n"


@pytest.fixture
def draft(home: Home) -> Path:
    home.environment["THREAD_KEYRING"] = "no"
    return home.draft(DRAFT)


def add(home: Home, name: str, origin: str) -> None:
    secrets = f"server = {origin}\naccess_token = {TOKEN}\n"
    home.thread("accounts", "add", name, "--network", "mastodon", "--token-file", "-", stdin=secrets)


def test_each_account_gets_the_words_for_its_network(home: Home, draft: Path) -> None:
    with running() as server:
        add(home, "ward", server.origin)
        done = home.thread("post", draft, "--to", "ward,rehearsal")

        assert "where there is room" in server.posts()[0].text
        assert "where there is room" not in home.published()[0]["text"]
        assert f"{server.origin}/@ward/{server.posts()[0].id}" in done.stdout
        assert home.published()[0]["id"] in done.stdout


def test_a_trouble_of_one_account_touches_no_other(home: Home, draft: Path) -> None:
    with running() as server:
        server.trouble = "suspended"
        add(home, "ward", server.origin)
        done = home.thread("post", draft, "--to", "ward,rehearsal", expect=4)

    assert len(home.published()) == 1
    assert "suspended" in done.stderr
    states = {entry["account"]: entry["state"] for entry in home.data("queue", "--json", "--all")["entries"]}
    assert states == {"ward": "failed", "rehearsal": "published"}


def test_a_server_that_is_down_keeps_the_other_two_networks_from_nothing(home: Home, draft: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        down = f"http://127.0.0.1:{taken.getsockname()[1]}"
    given = f"handle = alice.test\napp_password = abcd-efgh-2345-6777\nserver = {down}\n"
    home.thread("accounts", "add", "me", "--network", "bluesky", "--token-file", "-", stdin=given)
    with running() as server:
        add(home, "ward", server.origin)
        process = home.start("post", draft, "--to", "me,ward,rehearsal")
        deadline = time.monotonic() + 50
        while not (server.posts() and home.published()) and time.monotonic() < deadline:
            time.sleep(0.2)
        process.terminate()
        process.communicate()

    assert len(home.published()) == 1
    assert "where there is room" in server.posts()[0].text
    found = {entry["account"]: entry for entry in home.data("queue", "--json", "--all")["entries"]}
    assert (found["ward"]["state"], found["rehearsal"]["state"]) == ("published", "published")
    assert found["me"]["state"] in ("queued", "publishing")
    assert "cannot be reached (nothing listens there), so nothing was sent" in found["me"]["error"]


def test_what_one_network_cannot_do_keeps_all_from_being_queued(home: Home) -> None:
    home.environment["THREAD_KEYRING"] = "no"
    draft = home.draft("---\nvisibility: friends\n---\n\nWords.\n")
    add(home, "ward", "http://127.0.0.1:9")
    done = home.thread("post", draft, "--to", "ward,x-by-hand", expect=None)
    assert done.returncode != 0
    assert "'friends' readers" in done.stderr
    assert home.data("queue", "--json")["entries"] == []


def test_threads_go_out_as_far_apart_as_was_said_and_are_undone_together(home: Home, draft: Path) -> None:
    done = home.thread("schedule", draft, "2031-03-30 01:55", "--to", "rehearsal,bluesky-by-hand", "--stagger", "10m")

    entries = home.data("queue", "--json")["entries"]
    assert [entry["due"] for entry in entries] == ["2031-03-30T00:55:00+00:00", "2031-03-30T01:05:00+00:00"]
    assert entries[1]["wall"].startswith("2031-03-30T03:05"), "the clocks go forward in between"
    assert done.stdout.count("Entry ") == 2

    home.thread("undo")
    assert {entry["state"] for entry in home.data("queue", "--json", "--all")["entries"]} == {"cancelled"}


def test_a_draft_that_is_published_now_waits_for_the_accounts_that_are_to_follow(home: Home, draft: Path) -> None:
    done = home.thread("post", draft, "--to", "rehearsal,mastodon-by-hand", "--stagger", "2h")

    assert len(home.published()) == 1
    assert "goes to mastodon-by-hand" in done.stderr
    assert "thread worker" in done.stderr


@pytest.mark.parametrize("words", ["soon", "0m", "10 fortnights", "99999d"])
def test_a_time_that_is_none_is_told(home: Home, draft: Path, words: str) -> None:
    done = home.thread("schedule", draft, "tomorrow 9am", "--to", "rehearsal", "--stagger", words, expect=2)
    assert "Say 90s, 10m, 2h or 1d" in done.stderr


def test_two_accounts_on_x_never_say_the_same(home: Home, draft: Path) -> None:
    for name in ("mine", "ours"):
        home.thread("accounts", "add", name, "--network", "x", "--token-file", "-", stdin=X_KEYS)
    done = home.thread("schedule", draft, "tomorrow 9am", "--to", "mine,ours", expect=2)
    assert "mine and ours would say the same on X" in done.stderr
    assert home.data("queue", "--json")["entries"] == []

    home.thread("schedule", draft, "tomorrow 9am", "--to", "mine")
    later = home.thread("schedule", draft, "friday 9am", "--to", "ours", expect=2)
    assert "mine and ours would say the same on X" in later.stderr


def test_no_other_way_into_the_queue_lets_two_accounts_on_x_say_the_same(home: Home, draft: Path) -> None:
    for name in ("mine", "ours"):
        home.thread("accounts", "add", name, "--network", "x", "--token-file", "-", stdin=X_KEYS)
    says_the_same = "would say the same on X"

    batch = home.folder / "batch.csv"
    batch.write_text("draft,when,account\ntalk.md,tomorrow 9am,mine\ntalk.md,friday 9am,ours\n")
    assert says_the_same in home.thread("import", batch, expect=2).stderr
    assert home.data("queue", "--json", "--all")["entries"] == []

    home.thread("schedule", draft, "tomorrow 9am", "--to", "mine")
    other = home.draft("Do you round at all?\n", "other.md")
    home.thread("schedule", other, "friday 9am", "--to", "ours")
    other.write_text(DRAFT)
    second = next(each for each in home.data("queue", "--json")["entries"] if each["account"] == "ours")
    assert says_the_same in home.thread("edit", second["id"], expect=2).stderr
    assert [post["text"] for post in home.data("queue", "--json")["entries"][1]["posts"]] == ["Do you round at all?"]

    repeated = home.thread("schedule", draft, "every day at 9", "--to", "ours", expect=2)
    assert says_the_same in repeated.stderr


def test_threads_stand_beside_each_other_in_a_wide_terminal_and_below_in_a_narrow_one(home: Home, draft: Path) -> None:
    wide = shown(home, 150, "split", draft, "--for", "x,bluesky,mastodon")
    narrow = shown(home, 80, "split", draft, "--for", "x,bluesky,mastodon")

    assert any(line.count("│") == 2 and line.count("When do you round?") == 3 for line in wide)
    assert not any("│" in line for line in narrow)
    assert sum("When do you round?" in line for line in narrow) == 3


def test_an_account_is_split_for_by_what_its_server_said_last(home: Home, draft: Path) -> None:
    with running() as server:
        server.rules.max_characters = 1234
        add(home, "ward", server.origin)
        assert "never asked" in home.thread("split", draft, "--for", "ward").stderr
        home.thread("accounts", "test", "ward")

    found = home.thread("split", draft, "--for", "ward")
    assert "of 1234" in found.stdout
    assert "1234 characters a post, 23 for a link; asked within the hour" in found.stderr
    assert home.data("count", "--for", "ward", "--json")["counts"][0]["maximum"] == 1234


def shown(home: Home, columns: int, *words: object) -> list[str]:
    """What a person sees at a terminal of that width."""
    reader, writer = pty.openpty()
    environment = {**home.environment, "COLUMNS": str(columns), "LINES": "50"}
    with subprocess.Popen(
        home.command(*words), cwd=home.folder, env=environment, stdout=writer, stderr=subprocess.DEVNULL
    ):
        os.close(writer)
        seen = b""
        try:
            while part := os.read(reader, 65536):
                seen += part
        except OSError:  # how a terminal ends
            pass
    os.close(reader)
    return seen.decode().splitlines()
