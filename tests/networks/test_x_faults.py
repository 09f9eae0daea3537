"""Each way in which X can fail, and what the queue is told of it."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from composer.networks import x
from composer.networks.credentials import Credentials
from composer.networks.rehearsal import credentials, stop
from composer.networks.x import XPublisher
from composer.queue.publisher import NotSent, OutcomeUnknown, Refused
from tests.networks.conftest import Rehearsal, free_port, outgoing, picture, publish, send

if TYPE_CHECKING:
    from composer.queue.publisher import Outgoing

LOST = ["500_after", "close_after", "garbled_after", "huge_after"]
"""Faults after which the post is up although nobody was told."""


@pytest.mark.parametrize("fault", LOST)
def test_an_answer_that_is_lost_leaves_the_outcome_unknown_and_the_post_is_found(
    rehearsal: Rehearsal, publisher: XPublisher, fault: str
) -> None:
    (first,) = publish(publisher, "First 1/2")
    rehearsal.arm(fault)

    with pytest.raises(OutcomeUnknown, match="did not answer the post as it should"):
        send(publisher, outgoing("Second 2/2", 2, 2, after=first))
    found = publisher.find(outgoing("Second 2/2", 2, 2, after=first, tried=True))

    assert found is not None
    assert found.remote_id == rehearsal.timeline()[-1]["id"]
    assert rehearsal.texts() == ["First 1/2", "Second 2/2"]


@pytest.mark.parametrize("fault", ["500_before", "close_before", "redirect"])
def test_a_call_that_failed_before_it_did_anything_is_unknown_too_and_nothing_is_found(
    rehearsal: Rehearsal, publisher: XPublisher, fault: str
) -> None:
    rehearsal.arm(fault)

    with pytest.raises(OutcomeUnknown, match="It is looked for"):
        send(publisher, outgoing("Only 1/1"))

    assert publisher.find(outgoing("Only 1/1", tried=True)) is None
    assert send(publisher, outgoing("Only 1/1", tried=True)).text == "Only 1/1"


@pytest.mark.parametrize("fault", ["hang_before", "hang_after"])
def test_a_network_that_hangs_is_given_up(rehearsal: Rehearsal, fault: str) -> None:
    publisher = rehearsal.publisher(read_seconds=0.3)
    rehearsal.arm(fault)

    with pytest.raises(OutcomeUnknown, match="took too long"):
        send(publisher, outgoing("Only 1/1"))


def test_a_slow_network_is_waited_for(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm("slow", slow=0.4)

    send(publisher, outgoing("Only 1/1"))

    assert rehearsal.texts() == ["Only 1/1"]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("401", "does not accept the keys of rehearsal"),
        ("402", "no credit left"),
        ("403_suspended", "suspended or locked"),
    ],
)
def test_a_refusal_says_what_a_person_has_to_do(
    rehearsal: Rehearsal, publisher: XPublisher, fault: str, says: str
) -> None:
    rehearsal.arm(fault)

    with pytest.raises(Refused, match=says) as caught:
        send(publisher, outgoing("Only 1/1"))

    assert "thread resume" in str(caught.value)
    assert rehearsal.texts() == []


def test_a_reply_that_is_refused_while_post_1_is_live_has_its_own_way_on(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    (first,) = publish(publisher, "First 1/2")
    rehearsal.arm("403_reply")

    with pytest.raises(Refused, match="what comes before it is live") as caught:
        send(publisher, outgoing("Second 2/2", 2, 2, after=first))

    assert "Publish the rest under it by hand" in str(caught.value)


def test_a_reply_to_somebody_who_does_not_allow_it_is_told_apart(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    (existing,) = publish(rehearsal.publisher("somebody"), "A question")
    rehearsal.arm("403_reply")

    with pytest.raises(Refused, match="does not let rehearsal reply to that post"):
        send(publisher, outgoing("An answer 1/1", after=existing))


def test_a_reply_to_a_post_that_does_not_show_yet_is_tried_again_after_a_pause(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    (first,) = publish(publisher, "First 1/2")
    publisher.delete(first)

    with pytest.raises(NotSent, match="deleted or not visible") as caught:
        send(publisher, outgoing("Second 2/2", 2, 2, after=first))

    assert caught.value.retry_after == timedelta(seconds=5)


def test_too_many_calls_are_waited_out_as_long_as_the_network_asks(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm("429")

    with pytest.raises(NotSent, match="no more calls from rehearsal for now") as caught:
        send(publisher, outgoing("Only 1/1"))

    assert caught.value.retry_after is not None
    assert timedelta(minutes=14) < caught.value.retry_after <= timedelta(minutes=15, seconds=1)


def test_the_limit_of_posts_a_window_is_kept(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm(limit=2)
    publish(publisher, "First 1/3", "Second 2/3")

    with pytest.raises(NotSent):
        send(publisher, outgoing("Third"))

    assert len(rehearsal.texts()) == 2


def test_the_same_text_on_a_first_attempt_is_refused_and_says_so(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    publish(publisher, "Only 1/1")

    with pytest.raises(Refused, match="has published the same text before"):
        send(publisher, outgoing("Only 1/1"))


def test_the_same_text_after_an_attempt_of_unknown_outcome_is_looked_for(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    rehearsal.arm("close_after")
    with pytest.raises(OutcomeUnknown):
        send(publisher, outgoing("Only 1/1"))

    with pytest.raises(OutcomeUnknown, match="already"):
        send(publisher, outgoing("Only 1/1", tried=True))

    assert publisher.find(outgoing("Only 1/1", tried=True)) is not None
    assert rehearsal.texts() == ["Only 1/1"]


def test_a_post_that_does_not_show_at_once_is_found_later(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm(lag=30)
    publish(publisher, "Only 1/1")
    assert publisher.find(outgoing("Only 1/1", tried=True)) is None

    rehearsal.arm(lag=0)

    assert publisher.find(outgoing("Only 1/1", tried=True)) is not None


def test_a_post_is_found_behind_many_later_ones(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm(limit=1000)
    receipts = [send(publisher, outgoing(f"Post {number}")) for number in range(105)]

    found = publisher.find(_long_ago("Post 0"))

    assert found is not None
    assert found.remote_id == receipts[0].remote_id


def _long_ago(text: str) -> Outgoing:
    return replace(outgoing(text), first_attempt=datetime.now(UTC) - timedelta(minutes=4))


def test_the_same_words_elsewhere_are_not_taken_for_the_post(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm(duplicate_seconds=0)
    first, _ = publish(publisher, "First 1/2", "Second 2/2")

    assert publisher.find(outgoing("Second 2/2", tried=True)) is None
    assert publisher.find(outgoing("First 1/2", 2, 2, after=first, tried=True)) is None
    assert rehearsal.publisher("another").find(outgoing("First 1/2", tried=True)) is None


def test_a_post_that_was_never_tried_is_not_looked_for(publisher: XPublisher) -> None:
    publish(publisher, "Only 1/1")

    assert publisher.find(outgoing("Only 1/1")) is None


@pytest.mark.parametrize("fault", ["read:429", "read:500_before", "read:close_before", "read:garbled_after"])
def test_a_timeline_that_cannot_be_read_just_now_never_means_that_the_post_is_not_there(
    rehearsal: Rehearsal, publisher: XPublisher, fault: str
) -> None:
    publish(publisher, "Only 1/1")
    rehearsal.arm(fault)

    with pytest.raises(OutcomeUnknown, match="not known whether the post is out"):
        publisher.find(outgoing("Only 1/1", tried=True))


def test_without_credit_to_read_a_person_is_asked_to_look(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm("read:402")

    with pytest.raises(Refused, match="tell `thread resume` what you see"):
        publisher.find(outgoing("Only 1/1", tried=True))


@pytest.mark.parametrize("fault", ["500_before", "close_after", "429"])
@pytest.mark.parametrize("call", ["upload", "alt"])
def test_a_picture_that_does_not_arrive_is_tried_again_and_nothing_is_posted(
    rehearsal: Rehearsal, publisher: XPublisher, call: str, fault: str
) -> None:
    rehearsal.arm(f"{call}:{fault}")

    with pytest.raises(NotSent, match="was not sent"):
        send(publisher, outgoing("A figure 1/1", pictures=(picture("A falling line"),)))

    assert rehearsal.texts() == []


@pytest.mark.parametrize(("fault", "outcome"), [("delete:500_after", OutcomeUnknown), ("delete:429", NotSent)])
def test_taking_back_that_fails_says_whether_the_post_is_still_up(
    rehearsal: Rehearsal, publisher: XPublisher, fault: str, outcome: type[Exception]
) -> None:
    (receipt,) = publish(publisher, "Only 1/1")
    rehearsal.arm(fault)

    with pytest.raises(outcome, match=r"still up|is gone"):
        publisher.delete(receipt)


def test_nothing_was_sent_where_nothing_listens(process: Rehearsal) -> None:
    publisher = process.publisher()
    (receipt,) = publish(publisher, "First 1/1")
    stop(process.server.port)

    with pytest.raises(NotSent, match="nothing listens there"):
        send(publisher, outgoing("Only 1/1"))
    with pytest.raises(OutcomeUnknown):
        publisher.find(outgoing("Only 1/1", tried=True))
    with pytest.raises(NotSent, match="is still up"):
        publisher.delete(receipt)


def test_nothing_was_sent_where_the_name_is_not_known() -> None:
    keys = Credentials("k", "s", "1-t", "a")
    publisher = XPublisher(keys, x.rehearsal(f"http://nowhere.invalid:{free_port()}"), "rehearsal")

    with pytest.raises(NotSent, match="cannot be reached"):
        send(publisher, outgoing("Only 1/1"))


def test_a_wrong_secret_is_refused(rehearsal: Rehearsal) -> None:
    good = credentials(rehearsal.server.store, "rehearsal")
    wrong = Credentials(good.api_key, good.api_secret, good.access_token, "not the secret")
    publisher = XPublisher(wrong, x.rehearsal(rehearsal.server.url), "rehearsal")

    with pytest.raises(Refused, match="does not accept the keys"):
        send(publisher, outgoing("Only 1/1"))

    assert rehearsal.texts() == []


def test_a_fault_strikes_the_call_that_it_was_set_for(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm("close_after@3")
    first, second = publish(publisher, "First 1/3", "Second 2/3")

    with pytest.raises(OutcomeUnknown):
        send(publisher, outgoing("Third 3/3", 3, 3, after=second, root=first))

    assert rehearsal.texts() == ["First 1/3", "Second 2/3", "Third 3/3"]


@pytest.mark.parametrize("answer", [None, b"HTTP/1.1 403 Forbidden\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"what?\r\n"])
def test_nothing_was_sent_where_a_proxy_does_not_let_it_through(
    monkeypatch: pytest.MonkeyPatch, answer: bytes | None
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        if answer is None:
            proxy.close()
        else:
            threading.Thread(target=_answer_once, args=(proxy, answer), daemon=True).start()

        with pytest.raises(NotSent, match="cannot be reached"):
            send(XPublisher(Credentials("k", "s", "1-t", "a"), x.live(), "x"), outgoing("Only 1/1"))


def _answer_once(listening: socket.socket, answer: bytes) -> None:
    with listening.accept()[0] as connection:
        connection.recv(65536)
        connection.sendall(answer)
