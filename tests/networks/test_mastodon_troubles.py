"""What can go wrong with a Mastodon server: a message that says what happened and what to do, and no secret told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from composer.model import PostOptions, Receipt
from composer.networks.mastodon.client import session
from composer.networks.mastodon.server import Server
from composer.queue.publisher import NotSent, OutcomeUnknown, PublishError, Refused
from tests.networks.conftest import free_port, picture
from tests.networks.mastodon_parts import TOKEN, find, outgoing, publisher_of, send
from tests.networks.test_x_hostile_answers import HOSTILE, saying
from tests.networks.test_x_hostile_answers import server as speaking
from tests.servers.mastodon import Mastodon, running

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[Mastodon]:
    with running() as server:
        yield server


HERE = Receipt("7", "https://ward.example/@ward/7", datetime.now(UTC))


def test_a_token_that_was_revoked_names_the_command_that_gets_a_new_one(server: Mastodon) -> None:
    server.tokens.clear()
    for call in (
        lambda: send(publisher_of(server), outgoing("Words")),
        lambda: find(publisher_of(server), outgoing("Words", tried=True)),
        lambda: publisher_of(server).delete(HERE),
    ):
        with pytest.raises(Refused, match="`thread accounts add ward --network mastodon` asks for leave again"):
            call()


@pytest.mark.parametrize("trouble", ["suspended", "moved"])
def test_an_account_that_is_suspended_or_has_moved_names_the_command_that_asks_which(
    server: Mastodon, trouble: str
) -> None:
    server.trouble = trouble
    with pytest.raises(Refused, match=r"is disabled: it was suspended or has moved.*`thread accounts test ward`"):
        send(publisher_of(server), outgoing("Words"))


def test_a_token_with_too_few_rights_is_told_from_one_that_was_revoked(server: Mastodon) -> None:
    server.tokens[TOKEN] = "read:statuses read:accounts"
    with pytest.raises(Refused, match="does not let the token of ward do this"):
        send(publisher_of(server), outgoing("Words"))


def test_a_server_that_nobody_answers_at_is_tried_again() -> None:
    with pytest.raises(NotSent, match=r"cannot be reached \(nothing listens there\)"):
        send(publisher_of(f"http://127.0.0.1:{free_port()}"), outgoing("Words"))


def test_a_server_that_is_down_leaves_the_outcome_unknown_and_is_looked_at_again(server: Mastodon) -> None:
    server.weather = [("create", "502_before"), ("read", "503_before")]
    with pytest.raises(OutcomeUnknown, match=r"error 502.*may be out or not"):
        send(publisher_of(server), outgoing("Words"))
    with pytest.raises(OutcomeUnknown, match=r"does not let its posts be read just now \(error 503\)"):
        find(publisher_of(server), outgoing("Words", tried=True))


def test_a_server_that_is_gone_says_where_to_go_on(server: Mastodon) -> None:
    server.weather = [("create", "410"), ("read", "410")]
    with pytest.raises(Refused, match=r"there no more.*adds an account on another server"):
        send(publisher_of(server), outgoing("Words"))
    with pytest.raises(Refused, match="there no more"):
        find(publisher_of(server), outgoing("Words", tried=True))


def test_a_server_that_has_another_address_now_is_not_followed(server: Mastodon) -> None:
    server.weather = [("create", "redirect"), ("read", "redirect")]
    with pytest.raises(OutcomeUnknown, match=r"send us on to new\.example, which was not done"):
        send(publisher_of(server), outgoing("Words"))
    with pytest.raises(Refused, match=r"new\.example.*add it with `thread accounts add ward"):
        find(publisher_of(server), outgoing("Words", tried=True))


def test_a_post_deleted_by_hand_before_the_next_was_sent_stops_the_thread_with_a_choice(server: Mastodon) -> None:
    publisher = publisher_of(server)
    first = send(publisher, outgoing("First"))
    server.statuses.clear()
    with pytest.raises(Refused, match=r"is not there any more.*`thread cancel ENTRY` drops the rest") as told:
        send(publisher, outgoing("Second", 2, parent=first))
    assert first.url in str(told.value)


def test_a_post_that_arrived_and_was_deleted_by_hand_is_not_sent_again_by_its_key(server: Mastodon) -> None:
    publisher = publisher_of(server)
    send(publisher, outgoing("First"))
    server.statuses.clear()
    assert find(publisher, outgoing("First", tried=True)) is None
    with pytest.raises(Refused, match="it was deleted there since"):
        send(publisher, outgoing("First", tried=True))


def test_a_text_that_is_too_long_for_this_server_says_how_to_learn_its_limit(server: Mastodon) -> None:
    server.rules.max_characters = 20
    with pytest.raises(Refused, match=r"limit of 20 exceeded.*`thread accounts test ward`.*`thread edit ENTRY`"):
        send(publisher_of(server), outgoing("A few words more than that"))


def test_the_warning_counts_with_the_text(server: Mastodon) -> None:
    server.rules.max_characters = 12
    with pytest.raises(Refused, match="limit of 12"):
        send(publisher_of(server), outgoing("Seven..", content_warning="six..."))


def test_a_poll_that_the_server_refuses_says_that_it_is_the_poll(server: Mastodon) -> None:
    server.rules.poll_options = 2
    asked = PostOptions(poll=("a", "b", "c"), poll_minutes=60)
    with pytest.raises(Refused, match=r"refused the poll.*can't contain more than 2"):
        send(publisher_of(server), outgoing("When?", options=asked))


def test_a_picture_that_the_server_refuses_says_why(server: Mastodon) -> None:
    server.rules.image_size = 10
    with pytest.raises(Refused, match=r"refused to take figure\.png.*must be less than"):
        send(publisher_of(server), outgoing("Look", attachments=(picture("A line"),)))


def test_too_many_calls_wait_as_long_as_the_server_asks(server: Mastodon) -> None:
    server.weather, server.reset = [("create", "429")], 100.0
    with pytest.raises(NotSent, match="takes no more calls from ward for now") as told:
        send(publisher_of(server), outgoing("Words"))
    assert told.value.retry_after
    assert 95 < told.value.retry_after.total_seconds() <= 101


@pytest.mark.parametrize(
    "headers", [(), ("X-RateLimit-Reset: soon",), ("X-RateLimit-Reset: 99999999999999999999",)], ids=str
)
def test_too_many_calls_without_a_time_are_still_too_many_calls(headers: tuple[str, ...]) -> None:
    with speaking(saying(b"{}", "429 Too Many Requests", *headers)) as url, pytest.raises(NotSent):
        send(publisher_of(url), outgoing("Words"))


UNCLEAR = [name for name in HOSTILE if name not in ("list_as_refusal", "redirect_to_itself")]
"""The first is a refusal, whatever its body; the second sends a question on at home, where it is asked once more."""


@pytest.mark.parametrize("name", UNCLEAR)
def test_an_answer_like_no_other_leaves_the_outcome_unknown_with_a_message(name: str) -> None:
    with speaking(HOSTILE[name]) as url, pytest.raises(OutcomeUnknown) as caught:
        send(publisher_of(url, seconds=1), outgoing("Words"))

    assert "may be out or not" in str(caught.value)
    assert TOKEN not in f"{caught.value!r}{caught.value}{caught.value.__cause__!r}"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_list_like_no_other_never_means_that_a_post_is_not_there(name: str) -> None:
    with speaking(HOSTILE[name]) as url, pytest.raises(PublishError) as caught:
        find(publisher_of(url, seconds=1), outgoing("Words", tried=True))

    assert not isinstance(caught.value, NotSent)
    assert "not known whether the post is out" in str(caught.value)


LYING = {
    "id_that_is_a_path": b'{"id": "../../etc", "content": "", "created_at": "2026-01-01T00:00:00Z"}',
    "id_that_is_an_object": b'{"id": {"a": 1}, "content": "", "created_at": "2026-01-01T00:00:00Z"}',
    "no_instant": b'{"id": "12", "content": "x"}',
    "instant_that_is_none": b'{"id": "12", "content": "x", "created_at": "yesterday"}',
    "nothing": b"null",
    "only_a_number": b"12",
}


@pytest.mark.parametrize("name", LYING)
def test_a_receipt_like_no_other_is_no_receipt(name: str) -> None:
    with speaking(saying(LYING[name], "200 OK")) as url, pytest.raises(OutcomeUnknown):
        send(publisher_of(url, seconds=1), outgoing("Words"))


@pytest.mark.parametrize("address", ["https://evil.example/@ward/12", "javascript:alert(1)", "", "http://\x1b[31m"])
def test_an_address_that_is_not_the_servers_own_is_on_no_receipt(address: str) -> None:
    import json

    said = {"id": "12", "content": "<p>Words</p>", "created_at": "2026-01-01T00:00:00Z", "url": address}
    with speaking(saying(json.dumps(said).encode(), "200 OK")) as url:
        assert send(publisher_of(url), outgoing("Words")).url == f"{url}/statuses/12"


def test_the_servers_own_words_are_shown_on_one_line_and_not_without_end() -> None:
    said = b'{"error": "First\\u001b[31m line\\nsecond line ' + b"x" * 5000 + b'"}'
    with speaking(saying(said, "422 Unprocessable Content")) as url, pytest.raises(Refused) as caught:
        send(publisher_of(url), outgoing("Words"))

    message = str(caught.value)
    assert "First [31m line second line" in message
    assert message.isprintable()
    assert len(message) < 700


def test_nothing_leaves_without_a_secure_connection_where_one_is_due() -> None:
    with (
        speaking(saying(b"{}"), patient=False) as url,
        pytest.raises(NotSent, match="no secure connection could be made"),
    ):
        send(publisher_of(url.replace("http:", "https:")), outgoing("Words"))


def test_requests_for_a_server_go_to_that_server_alone() -> None:
    import requests

    made = session(Server("https://ward.example"))
    for address in ("https://evil.example/", "https://ward.example.evil.example/", "http://ward.example/"):
        with pytest.raises(requests.RequestException, match="was about to leave"):
            made.get(address)


def test_a_question_is_sent_on_at_home_as_some_servers_do_for_a_final_slash() -> None:
    import threading

    seen = []

    def answer(connection: object) -> None:
        seen.append(1)
        first = saying(b"", "301 Moved Permanently", "Location: /home")
        (first if len(seen) == 1 else saying(b"{}", "200 OK"))(connection)  # type: ignore[arg-type]

    with speaking(answer) as url:
        assert session(Server(url)).get(f"{url}/home/", timeout=5).status_code == 200
    assert threading.active_count() < 50
    with speaking(saying(b"", "301 Moved Permanently", "Location: /statuses")) as url, pytest.raises(OutcomeUnknown):
        send(publisher_of(url), outgoing("Words"))


def test_no_call_takes_a_connection_that_the_server_may_have_closed_meanwhile(server: Mastodon) -> None:
    publisher = publisher_of(server)
    for number in range(3):
        send(publisher, outgoing(f"Post {number}"))
    assert server.connections == len(server.calls) == 3
