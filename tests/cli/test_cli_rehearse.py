"""Rehearsing a draft for an account that one may not even have yet."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.home import SHORT, Home

LONG = "---\nto: [rehearsal]\n---\n\n" + "Ask what you have left unclear, and wait for three slow breaths. " * 6 + "\n"


def creations(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [each["body"] for each in entry["payloads"] if each["path"] == "/2/tweets" and each["method"] == "POST"]


def rehearsed(home: Home, *words: object) -> dict[str, Any]:
    entry: dict[str, Any] = home.data("rehearse", *words, "--json")["entries"][0]
    return entry


def test_it_says_that_it_is_a_rehearsal_and_leaves_the_queue_alone(home: Home) -> None:
    done = home.thread("rehearse", home.draft(), "--as", "x")

    assert "This is a rehearsal: nothing leaves this computer, and nobody reads it." in done.stderr
    assert "3 of 3 posts are out, on the rehearsal network alone." in done.stdout
    assert home.data("queue", "--json")["entries"] == []
    assert [(post["account"], bool(post["in_reply_to"])) for post in home.published()] == [
        ("x", False),
        ("x", True),
        ("x", True),
    ]


def test_the_payloads_are_those_of_the_posts_word_for_word(home: Home) -> None:
    entry = rehearsed(home, home.draft(), "--as", "x")

    sent = creations(entry)
    assert [body["text"] for body in sent] == [post["text"] for post in entry["posts"]]
    assert [body.get("reply", {}).get("in_reply_to_tweet_id") for body in sent] == [
        None,
        entry["posts"][0]["id"],
        entry["posts"][1]["id"],
    ]
    shown = home.thread("rehearse", home.draft(), "--as", "x", "--show-payloads").stdout
    assert f'"text": {json.dumps(entry["posts"][0]["text"], ensure_ascii=False)}' in shown


def test_for_an_account_by_hand_the_pages_to_open_are_shown(home: Home) -> None:
    entry = rehearsed(home, home.draft(), "--as", "bluesky-by-hand")

    assert entry["state"] == "published"
    assert [each["path"].partition("?")[0] for each in entry["payloads"]] == ["https://bsky.app/intent/compose"] * 3


def test_a_connection_that_breaks_after_a_post_doubles_nothing(home: Home) -> None:
    entry = rehearsed(home, home.draft(), "--as", "x", "--fault", "close_after@2", "--fault", "500_before@1")

    assert entry["state"] == "published"
    texts = [post["text"] for post in home.published()]
    assert texts == [post["text"] for post in entry["posts"]]


def test_a_lagging_network_doubles_nothing_either(home: Home) -> None:
    entry = rehearsed(home, home.draft(), "--as", "x", "--fault", "close_after@1", "--lag", "1", "--latency", "0.05")

    assert entry["state"] == "published"
    assert len(home.published()) == 3


def test_the_same_seed_gives_the_same_run(home: Home) -> None:
    def calls() -> list[tuple[str, str, object]]:
        entry = rehearsed(home, home.draft(), "--as", "x", "--fault", "any@2", "--fault", "any@2", "--seed", "7")
        return [
            (each["method"], each["path"].partition("?")[0], (each["body"] or {}).get("text"))
            for each in entry["payloads"]
        ]

    first = calls()
    assert len(first) > 3
    assert calls() == first


def test_faults_and_settings_are_gone_after_it(home: Home) -> None:
    home.thread("rehearse", home.draft(), "--as", "x", "--fault", "402@9", "--limit", "50")

    home.thread("post", home.draft(), "--to", "rehearsal")
    assert len(home.published()) == 6


def test_a_limit_stops_it_and_says_what_is_out(home: Home) -> None:
    done = home.thread("rehearse", home.draft(), "--as", "x", "--limit", "2", expect=5)

    assert "2 of 3 posts are out, and then it stopped." in done.stderr


def test_an_account_on_another_network_has_its_limits(home: Home) -> None:
    one = rehearsed(home, home.draft(LONG), "--as", "mastodon")
    assert len(one["posts"]) == 1
    assert one["state"] == "published"
    assert len(rehearsed(home, home.draft(LONG), "--as", "x")["posts"]) == 2


def test_an_account_with_a_longer_maximum_has_it_there_too(home: Home) -> None:
    home.thread("config", "set", "accounts.x.maximum", "25000")

    entry = rehearsed(home, home.draft(LONG), "--as", "x")
    assert (entry["state"], len(entry["posts"])) == ("published", 1)


@pytest.mark.parametrize(
    ("words", "says"),
    [(("--as", "nowhere"), "There is no account 'nowhere'"), (("--as", "x", "--fault", "earthquake"), "is no fault")],
)
def test_what_is_not_known_is_named(home: Home, words: tuple[str, ...], says: str) -> None:
    assert says in home.thread("rehearse", home.draft(), *words, expect=None).stderr


def test_findings_do_not_stop_a_rehearsal_but_are_told(home: Home) -> None:
    done = home.thread("rehearse", home.draft(SHORT + "\n![](missing.png)\n"), "--as", "x", expect=None)

    assert "missing.png could not be read" in done.stderr


def test_the_rehearsal_network_is_emptied_after_a_yes_only(home: Home) -> None:
    home.thread("rehearse", home.draft(), "--as", "x")

    kept = home.thread("rehearsal", "reset", stdin="n\n")
    assert "Delete 3 posts" in kept.stdout
    assert len(home.published()) == 3

    home.thread("rehearsal", "reset", stdin="y\n")
    assert home.published() == []
    home.thread("rehearse", home.draft(), "--as", "x")
    assert len(home.published()) == 3
