"""Threads published by the real tweepy to the rehearsal network, over the wire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.queue.publisher import Refused
from composer.text import measure
from tests.networks.conftest import PNG, Rehearsal, outgoing, picture, publish, send

if TYPE_CHECKING:
    from composer.networks.x import XPublisher


def test_each_post_of_a_thread_replies_to_the_one_before_it(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    receipts = publish(publisher, "First 1/3", "Second 2/3", "Third 3/3")

    posts = rehearsal.timeline()

    assert [each["text"] for each in posts] == ["First 1/3", "Second 2/3", "Third 3/3"]
    assert [each["id"] for each in posts] == [each.remote_id for each in receipts]
    assert [each["in_reply_to"] for each in posts] == [None, receipts[0].remote_id, receipts[1].remote_id]


def test_a_receipt_leads_to_the_post_on_the_page_and_says_when_it_went_out(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    first, second = publish(publisher, "First 1/2", "Second 2/2")

    assert first.url.startswith(rehearsal.server.url)
    path, _, anchor = second.url.removeprefix(rehearsal.server.url).partition("#")
    assert f'id="{anchor}"' in rehearsal.page(path)
    assert "First 1/2" in rehearsal.page(path)
    assert abs(second.instant - datetime.now(UTC)) < timedelta(minutes=1)
    assert first.instant <= second.instant


def test_a_thread_can_answer_an_existing_post(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    (existing,) = publish(rehearsal.publisher("somebody"), "A question")

    send(publisher, outgoing("An answer 1/1", after=existing))

    assert rehearsal.timeline()[-1]["in_reply_to"] == existing.remote_id


@pytest.mark.parametrize(
    "text",
    [
        "Tags like <b> & entities like &amp; stay what they are",
        "A link https://example.org/a?b=1&c=2 in the middle, and another: https://example.com/x.",
        "Without scheme example.org and Example.COM/Path",
        "Two spaces  and a\nnew line\n\n• bullet",
        "e\u0301 composed and 👩🏽‍🚒 family",
        "https://example.org/über/straße#1",
    ],
)
def test_a_post_that_was_stored_faithfully_has_its_own_text_on_the_receipt(publisher: XPublisher, text: str) -> None:
    assert send(publisher, outgoing(text)).text == text


def test_pictures_arrive_with_their_alt_text(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    text = "Two figures, see https://example.org/paper"
    receipt = send(publisher, outgoing(text, pictures=(picture("A falling line"), picture('Bars, "rising" <fast>'))))

    (post,) = rehearsal.timeline()

    assert receipt.text == text
    assert [each["alt"] for each in post["media"]] == ["A falling line", 'Bars, "rising" <fast>']
    status, headers, content = rehearsal.ask("GET", post["media"][0]["url"])
    assert (status, headers["Content-Type"], content) == (200, "image/png", PNG)


def test_a_missing_alt_text_stays_missing(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    send(publisher, outgoing("One figure", pictures=(picture("", name="IMG_2041.png"),)))

    assert rehearsal.timeline()[0]["media"][0]["alt"] == ""


def test_nothing_is_posted_where_a_picture_or_its_alt_text_is_refused(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    with pytest.raises(Refused, match=r"notes\.png is not a file that X takes"):
        send(publisher, outgoing("A", pictures=(picture("alt", name="notes.png", content=b"plain words"),)))
    with pytest.raises(Refused, match="1001 characters"):
        send(publisher, outgoing("B", pictures=(picture("x" * 1001),)))
    with pytest.raises(Refused, match="up to 4 pictures"):
        send(publisher, outgoing("C", pictures=(picture("a"),) * 5))

    assert rehearsal.texts() == []


def test_a_post_for_a_few_is_never_shown_to_everybody(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    with pytest.raises(Refused, match="everybody can read"):
        send(publisher, outgoing("For followers", visibility="private"))

    assert rehearsal.texts() == []


def test_a_post_that_is_too_long_is_refused_in_the_networks_own_words(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    send(publisher, outgoing("x" * 280))
    with pytest.raises(Refused, match="too long"):
        send(publisher, outgoing("y" * 281))

    assert rehearsal.texts() == ["x" * 280]


def test_a_post_that_was_taken_back_is_gone_and_taking_it_back_twice_is_no_error(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    first, second = publish(publisher, "Stays 1/2", "Goes 2/2")

    publisher.delete(second)
    publisher.delete(second)

    assert rehearsal.texts() == ["Stays 1/2"]
    assert "Goes" not in rehearsal.page(f"/thread/{first.remote_id}")


def test_two_accounts_keep_their_own_timelines(rehearsal: Rehearsal) -> None:
    one, two = rehearsal.publisher("one"), rehearsal.publisher("two")
    send(one, outgoing("Same words"))
    send(two, outgoing("Same words"))

    assert [each["account"] for each in rehearsal.timeline()] == ["one", "two"]
    assert one.find(outgoing("Same words", tried=True)) != two.find(outgoing("Same words", tried=True))


_ANY = st.text(
    st.one_of(st.sampled_from("ab &<>\n.#@/é😀1"), st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])),
    min_size=1,
    max_size=60,
)
_WORDS = st.lists(st.one_of(_ANY, st.sampled_from(["https://example.org/a?b=1", "example.com", "&lt;"])), max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_WORDS)
def test_whatever_is_published_is_found_again(rehearsal: Rehearsal, publisher: XPublisher, words: list[str]) -> None:
    rehearsal.arm(duplicate_seconds=0, limit=10_000)
    text = " ".join(words)
    if not measure(text, "x").fits or not text.strip():
        return

    receipt = send(publisher, outgoing(text))
    found = publisher.find(outgoing(text, tried=True))

    assert receipt.text == text
    assert found is not None
    assert found.text == text
