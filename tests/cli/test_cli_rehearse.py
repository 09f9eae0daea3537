"""Rehearsing a draft for an account that one may not even have yet."""

from __future__ import annotations

import json
from typing import Any

import pytest

from composer.networks.bluesky.cids import cid_of
from composer.networks.exclusive import exclusive
from tests.cli.home import SHORT, Home
from tests.networks.conftest import PNG

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


ASKING = """\
---
visibility: private unlisted
language: en-GB
---

When do you read, @ward@example.org?

<!-- poll: Mornings before the very first round | Evenings; 24 h -->

---

Thanks & see <you>. ![A red door at the end](door.png)
"""
LINKED = "---\nlanguage: de\n---\n\nWhat is the time, @ward.bsky.social? See [notes](https://example.org/a).\n\n---\n\nEnd.\n"


def test_a_mastodon_server_would_get_these_fields(home: Home) -> None:
    home.folder.joinpath("door.png").write_bytes(PNG)
    entry = rehearsed(home, home.draft(ASKING), "--as", "mastodon")

    assert (entry["state"], len(home.published())) == ("published", 2)
    first, media, _, second = entry["payloads"]
    assert (first["method"], first["path"]) == ("POST", "/api/v1/statuses")
    assert first["body"].pop("Idempotency-Key")
    assert first["body"] == {
        "status": entry["posts"][0]["text"],
        "visibility": "private",
        "language": "en",
        "poll": {
            "options": ["Mornings before the very first round", "Evenings"],
            "expires_in": 86_400,
            "multiple": False,
            "hide_totals": False,
        },
    }
    assert (media["path"], media["body"]["description"]) == ("/api/v2/media", "A red door at the end")
    assert second["body"]["visibility"] == "unlisted"
    assert second["body"]["in_reply_to_id"]
    assert len(second["body"]["media_ids[]"]) == 1


def test_a_bluesky_server_would_get_these_records(home: Home) -> None:
    entry = rehearsed(home, home.draft(LINKED), "--as", "bluesky")

    call = entry["payloads"][-1]
    assert (call["method"], call["path"]) == ("POST", "/xrpc/com.atproto.repo.applyWrites")
    first, second = (write["value"] for write in call["body"]["writes"])
    assert [each["features"][0]["$type"] for each in first["facets"]] == [
        "app.bsky.richtext.facet#mention",
        "app.bsky.richtext.facet#link",
    ]
    assert first["langs"] == ["de"]
    assert first["embed"]["external"]["uri"] == "https://example.org/a"
    assert second["reply"]["root"] == second["reply"]["parent"]
    assert second["reply"]["root"]["cid"] == cid_of(first)


@pytest.mark.parametrize(
    ("draft", "account", "says"),
    [
        (ASKING.replace("visibility: private unlisted\n", ""), "x", "a choice of a poll on X has up to 25"),
        (ASKING.replace("visibility: private unlisted\n", ""), "bluesky", "Bluesky has no polls"),
        (LINKED.replace("language: de", "visibility: private"), "bluesky", "meant for 'private' readers"),
    ],
)
def test_what_the_accounts_own_network_refuses_is_refused_here_in_its_name(
    home: Home, draft: str, account: str, says: str
) -> None:
    home.folder.joinpath("door.png").write_bytes(PNG)

    assert says in home.thread("rehearse", home.draft(draft), "--as", account, expect=None).stderr
    assert home.published() == []


def test_a_fault_and_a_number_of_posts_hold_together(home: Home) -> None:
    done = home.thread(
        "rehearse", home.draft(), "--as", "bluesky", "--fault", "close_after@1", "--limit", "2", expect=5
    )

    assert "2 of 3 posts are out, and then it stopped." in done.stderr


def test_two_rehearsals_at_once_for_one_account_share_no_faults(home: Home) -> None:
    home.thread("rehearse", home.draft(), "--as", "x")
    (lock,) = home.folder.parent.rglob("rehearsing-x.lock")

    with exclusive(lock, 0):
        other = home.thread("rehearse", home.draft(), "--as", "x", expect=None)
        beside = home.thread("rehearse", home.draft(), "--as", "bluesky")

    assert "A rehearsal for x runs already" in other.stderr
    assert "3 of 3 posts are out" in beside.stdout
    assert len(home.published()) == 6


def test_what_the_network_would_change_is_said_in_the_rehearsal(home: Home) -> None:
    done = home.thread("rehearse", home.draft(), "--as", "x", "--fault", "altered@2")

    assert done.stderr.count("Post 2 is stored otherwise than it was sent") == 1
