"""What is written to Bluesky: records, their content addresses and keys, and facets that fit to the byte."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.model import Link, Receipt
from composer.networks.bluesky.addresses import Address, address_of, page
from composer.networks.bluesky.cids import cid_of, record_key
from composer.networks.bluesky.plan import Foreign, Plan, Ready, Reference, planned
from composer.networks.bluesky.records import LABELS, card, gate_record, label_of, pictures
from composer.networks.bluesky.rich import mentioned, rich
from composer.text import limit
from tests.networks.bluesky_parts import AWKWARD, linked

STORED = json.loads(Path(__file__).with_name("bluesky_records.json").read_text())
"""Records as a real server (@atproto/pds 0.5.35) stored them, with the CIDs that it gave them."""
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"


def ready(*texts: str) -> list[Ready]:
    return [Ready(rich(text, (), {})) for text in texts]


@pytest.mark.parametrize("stored", STORED, ids=lambda each: each["record"].get("text", "gate")[:12])
def test_a_cid_computed_here_is_the_one_that_the_server_computes(stored: dict) -> None:
    assert cid_of(stored["record"]) == stored["cid"]


def test_a_cid_does_not_depend_on_the_order_in_which_a_record_was_written_down() -> None:
    record = STORED[0]["record"]

    assert cid_of(dict(reversed(record.items()))) == STORED[0]["cid"]
    assert cid_of({**record, "text": record["text"] + " "}) != STORED[0]["cid"]


def test_a_record_key_is_the_one_of_the_specification() -> None:
    made = datetime(2023, 4, 11, 22, 57, 27, 842310, tzinfo=UTC)

    assert len(record_key(made, 0, 23)) == 13
    assert record_key(datetime.fromtimestamp(0, UTC), 0, 0) == "2222222222222"
    assert record_key(datetime.fromtimestamp(0, UTC), 1, 1023) == "22222222223zz"


@given(
    st.integers(1_577_836_800, 4_102_444_800).map(lambda at: datetime.fromtimestamp(at, UTC)),
    st.integers(0, 10_000),
    st.integers(0, 1023),
)
def test_record_keys_sort_by_time(at: datetime, offset: int, clock: int) -> None:
    keys = [record_key(at, offset + number, clock) for number in range(5)]

    assert keys == sorted(set(keys))
    assert all(len(key) == 13 and set(key) <= set("234567abcdefghijklmnopqrstuvwxyz") for key in keys)


@pytest.mark.parametrize(("text", "wanted"), AWKWARD, ids=[f"text{number}" for number in range(1, len(AWKWARD) + 1)])
def test_what_leads_somewhere_in_an_awkward_text_is_told_to_the_byte(text: str, wanted: tuple) -> None:
    made = rich(text, (), {"bob.test": "bob"})

    assert tuple(linked({"text": made.text, "facets": made.facets})) == wanted


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_around_it_a_link_is_cut_out_of_the_bytes_whole(before: str, after: str) -> None:
    made = rich(f"{before} https://example.org/guide {after}", (), {})

    assert ("https://example.org/guide", "https://example.org/guide") in linked(
        {"text": made.text, "facets": made.facets}
    )
    ends = [(facet["index"]["byteStart"], facet["index"]["byteEnd"]) for facet in made.facets]
    assert ends == sorted(ends)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(ends))


def test_a_label_of_the_writer_leads_to_its_target_and_is_shown_as_written() -> None:
    text = "👩‍⚕️ Read the whole guide, @bob.test"
    made = rich(text, (Link(text.index("the"), text.index(","), "https://example.org/guide"),), {"bob.test": "bob"})

    assert made.text == text
    assert linked({"text": text, "facets": made.facets}) == [
        ("the whole guide", "https://example.org/guide"),
        ("@bob.test", "bob"),
    ]


def test_somebody_who_is_not_known_is_shown_and_not_linked() -> None:
    assert mentioned("@Bob.test and @bob.test, @eve.example.com") == ("bob.test", "eve.example.com")
    assert rich("@eve.example.com", (), {}).facets == ()


def test_a_label_that_leads_to_no_address_is_words() -> None:
    assert rich("the guide", (Link(4, 9, "guide.html"),), {}).facets == ()


def test_each_post_stands_under_the_one_before_it_and_all_under_the_first() -> None:
    posts = planned(DID, ready("one", "two", "three"), AT, 7).posts

    references = [{"uri": Address(DID, post.key).uri, "cid": post.cid} for post in posts]
    assert "reply" not in posts[0].record
    assert posts[1].record["reply"] == {"root": references[0], "parent": references[0]}
    assert posts[2].record["reply"] == {"root": references[0], "parent": references[1]}
    assert [post.created for post in posts] == [AT + timedelta(milliseconds=number) for number in range(3)]


def test_a_thread_under_somebody_elses_post_keeps_the_root_of_that_conversation() -> None:
    root, parent = (
        Reference("at://did:plc:a/app.bsky.feed.post/1", "r"),
        Reference("at://did:plc:b/app.bsky.feed.post/2", "p"),
    )
    plan = planned(DID, ready("one", "two"), AT, 7, root=root, parent=parent, reply_settings="nobody")

    assert plan.posts[0].record["reply"] == {"root": root.as_data(), "parent": parent.as_data()}
    assert plan.posts[1].record["reply"]["root"] == root.as_data()
    assert plan.gate is None


def test_a_plan_comes_back_from_disk_as_it_was_and_nothing_else_is_taken_for_one() -> None:
    plan = planned(DID, ready("one 🧵", "two"), AT, 7, reply_settings="following")

    assert Plan.of(plan.as_bytes()) == plan
    assert len(plan.writes()) == 3
    assert [cid_of(post.record) for post in Plan.of(plan.as_bytes()).posts] == [post.cid for post in plan.posts]
    for strange in (b"", b"{}", b'{"did": "x", "posts": [1], "gate": null}', b"\xff"):
        with pytest.raises(Foreign):
            Plan.of(strange)


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ("nobody", []),
        ("Mentioned", ["app.bsky.feed.threadgate#mentionRule"]),
        ("following", ["app.bsky.feed.threadgate#followingRule"]),
        ("followers", ["app.bsky.feed.threadgate#followerRule"]),
    ],
)
def test_who_may_reply_is_said_in_a_record_of_its_own(settings: str, allowed: list[str]) -> None:
    made = gate_record("at://x", AT, settings)

    assert made is not None
    assert [rule["$type"] for rule in made["allow"]] == allowed


def test_where_everybody_may_reply_there_is_no_such_record() -> None:
    assert gate_record("at://x", AT, "everyone") is None
    assert gate_record("at://x", AT, "") is None


def test_a_content_warning_becomes_the_label_that_says_the_same() -> None:
    assert label_of("Graphic media: an open wound") == "graphic-media"
    assert label_of("nudity, medical") == "nudity"
    assert label_of("blood") == "graphic-media"
    assert label_of("grief") is None


def test_the_only_link_of_a_post_gets_a_card_from_the_words_of_the_draft() -> None:
    short = rich("see example.org/a/long/way/t… now", (Link(4, 29, "https://example.org/a/long/way/to/it"),), {})
    labelled = rich("The guide", (Link(4, 9, "https://example.org/guide"),), {})

    assert card(rich("see https://example.org/guide", (), {}))["external"]["title"] == "example.org"
    assert card(short)["external"]["title"] == "example.org"
    assert card(labelled)["external"] == {"uri": "https://example.org/guide", "title": "guide", "description": ""}
    assert card(rich("https://example.org and https://example.com", (), {})) is None
    assert card(rich("no link", (), {})) is None


def test_pictures_carry_their_alt_text_and_their_shape() -> None:
    blob = {"$type": "blob", "ref": {"$link": "x"}, "mimeType": "image/png", "size": 1}

    assert pictures([(blob, "A line", (640, 480))])["images"] == [
        {"alt": "A line", "image": blob, "aspectRatio": {"width": 640, "height": 480}}
    ]
    assert pictures([({**blob, "mimeType": "video/mp4"}, "A film", None)])["$type"] == "app.bsky.embed.video"


@pytest.mark.parametrize(
    ("receipt_id", "url"),
    [
        ("at://did:plc:x/app.bsky.feed.post/3k2a", ""),
        ("3k2a", "https://bsky.app/profile/did:plc:x/post/3k2a"),
        ("3k2a", "https://bsky.app/profile/did:plc:x/post/3k2a?ref_src=embed"),
        ("3k2a", "at://did:plc:x/app.bsky.feed.post/3k2a"),
    ],
)
def test_a_post_is_found_by_either_of_its_addresses(receipt_id: str, url: str) -> None:
    assert address_of(Receipt(receipt_id, url, AT)) == Address("did:plc:x", "3k2a")


def test_what_is_no_post_on_bluesky_is_not_taken_for_one() -> None:
    for url in ("https://x.com/somebody/status/1", "https://bsky.app/profile/bob.test", "3k2a"):
        assert address_of(Receipt("3k2a", url, AT)) is None


def test_a_receipt_leads_to_a_page_that_outlives_a_change_of_handle() -> None:
    assert page(Address(DID, "3k2a"), "https://pds.example") == f"https://bsky.app/profile/{DID}/post/3k2a"
    assert page(Address(DID, "3k2a"), "http://127.0.0.1:1").startswith("http://127.0.0.1:1/xrpc/")


def test_a_warning_is_left_out_of_the_text_only_where_there_is_a_label_for_it() -> None:
    assert limit("bluesky").marks == frozenset(LABELS)
