"""What reaches a Mastodon server of a post, and what is known of it afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from composer.model import PostOptions, Receipt
from composer.networks.mastodon.rules import rules_of
from composer.queue.publisher import NotReady, Refused
from tests.networks.conftest import picture
from tests.networks.mastodon_parts import find, outgoing, planned, publisher_of, send
from tests.servers.mastodon import Mastodon, running

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[Mastodon]:
    with running() as server:
        yield server


TEXT = (
    "Ask @mara@other.example about #Ward & <beds>: https://www.example.org/a/very/long/address?x=1&y=2\n\nThen\nwait."
)


def test_the_first_post_is_public_and_the_rest_are_unlisted(server: Mastodon) -> None:
    publisher = publisher_of(server)

    first = send(publisher, outgoing("First"))
    send(publisher, outgoing("Second", 2, parent=first))

    assert [(post.visibility, post.parent) for post in server.posts()] == [
        ("public", None),
        ("unlisted", first.remote_id),
    ]


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("private", ("private", "private")),
        ("public", ("public", "public")),
        ("unlisted private", ("unlisted", "private")),
    ],
)
def test_a_draft_says_who_sees_all_posts_or_the_first_and_the_rest(
    server: Mastodon, asked: str, seen: tuple[str, str]
) -> None:
    publisher = publisher_of(server)

    first = send(publisher, outgoing("First", visibility=asked))
    send(publisher, outgoing("Second", 2, parent=first, visibility=asked))

    assert tuple(post.visibility for post in server.posts()) == seen


def test_a_visibility_that_there_is_not_is_refused_before_anything_is_sent(server: Mastodon) -> None:
    with pytest.raises(Refused, match="no visibility 'friends'"):
        send(publisher_of(server), outgoing("First", visibility="friends"))
    assert server.calls == []


def test_content_warning_and_language_arrive(server: Mastodon) -> None:
    send(publisher_of(server), outgoing("Words", content_warning="surgery", language="en-GB"))

    post = server.posts()[0]
    assert (post.spoiler, post.language, post.sensitive) == ("surgery", "en", True)


def test_a_post_without_a_warning_is_not_called_sensitive_nor_is_it_said_that_it_is_not(server: Mastodon) -> None:
    send(publisher_of(server), outgoing("Words"))

    body = server.calls[-1][3]
    assert "sensitive" not in body
    assert "scheduled_at" not in body


def test_a_picture_arrives_with_its_description_and_its_focus_and_without_its_name(server: Mastodon) -> None:
    shown = (picture("A line", "my-secret-patient.png"), picture("Another", "b.png"))

    send(publisher_of(server), outgoing("Look", attachments=shown, options=PostOptions(focus=("0.3,-0.5", ""))))

    media = server.posts()[0].media
    assert [(each["description"], each["focus"]) for each in media] == [("A line", "0.3,-0.5"), ("Another", None)]
    assert "secret" not in repr([call for call in server.calls if call[1].endswith("/media")])


def test_a_film_that_the_server_works_through_is_waited_for_and_uploaded_once(server: Mastodon) -> None:
    server.processing = 3
    publisher, post = publisher_of(server), outgoing("Look", attachments=(picture("A line"),))

    with pytest.raises(NotReady) as waiting:
        publisher.prepare([post], b"")
    assert server.posts() == []
    so_far = waiting.value.so_far
    with pytest.raises(NotReady):
        publisher_of(server).prepare([post], so_far)  # another process goes on with it

    send(publisher_of(server), post)
    assert server.posts()[0].media


def test_what_was_uploaded_is_not_uploaded_again_by_the_process_that_goes_on(server: Mastodon) -> None:
    server.processing = 2
    post = outgoing("Look", attachments=(picture("A line"),))
    with pytest.raises(NotReady) as waiting:
        publisher_of(server).prepare([post], b"")

    plan = publisher_of(server).prepare([post], waiting.value.so_far)

    assert server.count("POST", "/api/v2/media") == 1
    assert b'"media": ["' in plan


def test_a_film_that_the_server_cannot_work_through_is_refused_with_its_words(server: Mastodon) -> None:
    server.processing = -1
    with pytest.raises(Refused, match="Error processing thumbnail"):
        send(publisher_of(server), outgoing("Look", attachments=(picture("A line"),)))
    assert server.posts() == []


def test_a_poll_arrives_with_its_choices_and_its_time(server: Mastodon) -> None:
    asked = PostOptions(poll=("Mornings", "Evenings"), poll_minutes=60, poll_multiple=True)

    send(publisher_of(server), outgoing("When?", options=asked))

    poll = server.posts()[0].poll
    assert poll is not None
    assert (poll["options"], int(poll["expires_in"]), poll["multiple"]) == (["Mornings", "Evenings"], 3600, True)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (PostOptions(poll=("a", "b", "c", "d", "e"), poll_minutes=60), "has 2 to 4 choices, and this one has 5"),
        (PostOptions(poll=("a", "b" * 51), poll_minutes=60), "has up to 50"),
        (PostOptions(poll=("a", "b"), poll_minutes=1), "is open from 5 minutes"),
        (PostOptions(reply_settings="following"), "cannot be told who may reply"),
        (PostOptions(made_with_ai=True), "no mark for `made_with_ai`"),
        (PostOptions(community="123"), "has no communities"),
    ],
)
def test_what_the_server_cannot_do_is_refused_before_it_is_asked(
    server: Mastodon, options: PostOptions, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        send(publisher_of(server), outgoing("When?", options=options))
    assert server.calls == []


def test_a_server_with_its_own_rules_gets_what_it_takes(server: Mastodon) -> None:
    server.rules.poll_options, server.rules.description = 10, 5
    rules = rules_of(server._instance(), datetime.now(UTC))
    publisher = publisher_of(server, rules=rules)

    send(publisher, outgoing("When?", options=PostOptions(poll=tuple("abcdefg"), poll_minutes=60)))
    with pytest.raises(Refused, match=r"has 6 characters, and .* takes 5"):
        send(publisher, outgoing("Look", attachments=(picture("A line"),)))


def test_the_receipt_has_the_address_and_says_that_the_words_are_kept_as_they_were_sent(server: Mastodon) -> None:
    receipt = send(publisher_of(server), outgoing(TEXT))

    assert receipt.url == f"{server.origin}/@ward/{receipt.remote_id}"
    assert receipt.text == TEXT
    assert abs(receipt.instant - datetime.now(UTC)).total_seconds() < 60


def test_what_the_server_made_of_other_words_is_on_the_receipt(
    server: Mastodon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.servers.mastodon.rendered", lambda *_: "<p>Only a part &amp;</p>")

    assert send(publisher_of(server), outgoing(TEXT)).text == "Only a part &"


def test_a_post_that_is_there_is_found_by_its_words_and_its_place(server: Mastodon) -> None:
    publisher = publisher_of(server)
    first = send(publisher, outgoing(TEXT))
    second = send(publisher, outgoing("Same", 2, parent=first))
    third = send(publisher, outgoing("Same", 3, parent=second))

    assert find(publisher, outgoing(TEXT, tried=True)) == first
    assert find(publisher, outgoing("Same", 2, parent=first, tried=True)) == second
    assert find(publisher, outgoing("Same", 3, parent=second, tried=True)) == third
    assert find(publisher, outgoing("Other", 3, parent=second, tried=True)) is None
    assert find(publisher, outgoing("Same", 1, tried=True)) is None


def test_a_post_of_last_week_with_the_same_words_is_not_taken_for_it(server: Mastodon) -> None:
    receipt = send(publisher_of(server), outgoing("Every week"))
    server.statuses[receipt.remote_id].created -= 3600

    assert find(publisher_of(server), outgoing("Every week", tried=True)) is None


def test_a_server_whose_clock_is_wrong_is_read_all_the_same(server: Mastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = send(publisher_of(server), outgoing("Words"))
    server.statuses[receipt.remote_id].created -= 3600
    monkeypatch.setattr(
        "http.server.BaseHTTPRequestHandler.date_time_string",
        lambda self, timestamp=None: datetime.fromtimestamp(server.now() - 3600, UTC).strftime(
            "%a, %d %b %Y %H:%M:%S GMT"
        ),
    )

    assert find(publisher_of(server), outgoing("Words", tried=True)) is not None


def test_a_post_behind_a_page_of_others_is_found(server: Mastodon) -> None:
    publisher = publisher_of(server)
    wanted = send(publisher, outgoing("Wanted"))
    for number in range(45):
        send(publisher, outgoing(f"Later {number}", number + 10))

    assert find(publisher, outgoing("Wanted", tried=True)) == wanted


def test_a_server_that_dresses_words_in_its_own_way_is_asked_for_the_words_it_keeps(
    server: Mastodon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.servers.mastodon.rendered", lambda text, *_: "<p><em>Dressed</em></p>")
    publisher = publisher_of(server)
    receipt = send(publisher, outgoing("*Plain* words"))

    found = find(publisher, outgoing("*Plain* words", tried=True))

    assert found is not None
    assert found.remote_id == receipt.remote_id
    assert find(publisher, outgoing("Other words", tried=True)) is None


def test_a_post_is_taken_back_and_one_that_is_gone_already_is_no_error(server: Mastodon) -> None:
    publisher = publisher_of(server)
    receipt = send(publisher, outgoing("First"))

    publisher.delete(receipt)
    publisher.delete(receipt)

    assert server.posts() == []


def test_a_thread_answers_a_post_of_the_same_server_by_its_address(server: Mastodon) -> None:
    theirs = send(publisher_of(server), outgoing("Theirs"))
    named = Receipt(theirs.remote_id, theirs.url, theirs.instant)

    send(publisher_of(server), outgoing("Mine", parent=named))

    assert server.posts()[-1].parent == theirs.remote_id
    assert server.count("GET", "/api/v2/search") == 0


def test_a_post_of_another_server_is_asked_for_where_the_token_may(server: Mastodon) -> None:
    server.tokens["token-of-ward"] += " read:search"
    here = send(publisher_of(server), outgoing("Theirs"))
    address = "https://other.example/@mara/99"
    server.remote[address] = here.remote_id

    mine = outgoing("Mine", 1, parent=Receipt("99", address, here.instant))
    send(publisher_of(server), mine)

    assert server.posts()[-1].parent == here.remote_id


def test_a_post_of_another_server_that_cannot_be_asked_for_has_a_way_on(server: Mastodon) -> None:
    mine = outgoing("Mine", parent=Receipt("99", "https://other.example/@mara/99", datetime.now(UTC)))

    with pytest.raises(Refused, match=r"Paste that address into the search of .* copy the address it then has") as told:
        send(publisher_of(server), mine)
    assert "99" in str(told.value)
    assert server.posts() == []


def test_the_same_call_twice_with_one_key_makes_one_post_where_keys_are_honoured(server: Mastodon) -> None:
    publisher, post = publisher_of(server), outgoing("Once")

    assert send(publisher, post) == send(publisher, post)
    assert len(server.posts()) == 1


def test_headers_that_cannot_be_read_do_not_hide_that_a_post_is_out(server: Mastodon) -> None:
    server.weather = [("create", "odd_headers"), ("read", "odd_headers")]
    publisher = publisher_of(server)

    receipt = send(publisher, outgoing("Words"))

    assert find(publisher, outgoing("Words", tried=True)) == receipt


def test_a_plan_is_good_for_a_resume_by_another_process(server: Mastodon) -> None:
    post = planned(publisher_of(server), outgoing("Look", attachments=(picture("A line"),), tried=True))
    sent = publisher_of(server).send(post)

    assert publisher_of(server).find(post) == sent
