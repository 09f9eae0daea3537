"""Animations and films go to X in pieces, are waited for while X works through them, and nothing of it is doubled."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from composer.model import Media, Post, Schedule
from composer.networks.x.upload import PIECE
from composer.queue import NotReady, NotSent, Refused, Store, SystemClock, ThreadState, run
from composer.queue.publisher import Attachment
from tests.networks.conftest import Rehearsal, outgoing

if TYPE_CHECKING:
    from pathlib import Path

    from composer.networks.x import XPublisher
    from composer.queue.publisher import Outgoing

FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"frame " * (PIECE // 3)
GIF = b"GIF89a" + bytes(range(256)) * 21_000


def film(alt: str = "A ward round", content: bytes = FILM, name: str = "round.mp4") -> Outgoing:
    kind = "video/mp4" if name.endswith("mp4") else "image/gif"
    attachment = Attachment(name, kind, hashlib.sha256(content).hexdigest(), alt)
    return outgoing("Watch this", pictures=((attachment, content),))


def prepared(publisher: XPublisher, post: Outgoing) -> Outgoing:
    """As the worker does it: again and again, with what was done so far."""
    plan = b""
    for _ in range(100):
        try:
            return replace(post, plan=publisher.prepare((post,), plan))
        except NotReady as waiting:
            plan = waiting.so_far
    raise AssertionError("it is never ready")


def calls(rehearsal: Rehearsal) -> list[str]:
    asked = json.loads(rehearsal.page("/rehearsal/calls.json"))
    return [f"{each['method']} {each['path'].partition('?')[0].rsplit('/', 1)[-1]}" for each in asked]


def test_a_film_goes_in_pieces_and_is_shown_whole_with_its_description(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    rehearsal.arm(processing=0)
    receipt = publisher.send(prepared(publisher, film()))

    pieces = -(-len(FILM) // PIECE)
    assert pieces == 3
    assert calls(rehearsal) == [
        "POST initialize",
        *["POST append"] * pieces,
        "POST finalize",
        *["POST metadata", "POST tweets"],
    ]
    (shown,) = rehearsal.timeline()
    assert (shown["id"], shown["media"][0]["alt"]) == (receipt.remote_id, "A ward round")
    assert shown["media"][0]["type"] == "video/mp4"
    digest = hashlib.sha256(FILM).hexdigest()
    assert rehearsal.ask("GET", f"/media/{digest}")[2] == FILM


def test_an_animation_larger_than_a_picture_may_be_goes_in_pieces_too(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    rehearsal.arm(processing=0)
    publisher.send(prepared(publisher, film("", GIF, "wave.gif")))

    assert rehearsal.timeline()[0]["media"][0]["type"] == "image/gif"


def test_while_x_works_through_a_film_the_post_waits_and_nothing_is_uploaded_again(
    rehearsal: Rehearsal, publisher: XPublisher
) -> None:
    rehearsal.arm(processing=3600)
    post = film()
    with pytest.raises(NotReady, match=r"working through round\.mp4") as waiting:
        publisher.prepare((post,), b"")
    with pytest.raises(NotReady) as still:
        publisher.prepare((post,), waiting.value.so_far)
    assert still.value.so_far == waiting.value.so_far
    assert calls(rehearsal).count("POST initialize") == 1
    assert 1 <= waiting.value.again.total_seconds() <= 60

    rehearsal.arm(processing=0)
    publisher.send(replace(post, plan=publisher.prepare((post,), waiting.value.so_far)))
    assert calls(rehearsal)[-3:] == ["GET upload", "POST metadata", "POST tweets"]


def test_a_film_that_x_cannot_play_stops_the_post_with_its_reason(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm(processing_fails=1)
    with pytest.raises(Refused, match=r"cannot play round\.mp4.*Unsupported video format.*H\.264"):
        prepared(publisher, film())
    assert rehearsal.timeline() == []


@pytest.mark.parametrize(
    "fault", ["upload:500_after@2", "upload:close_after@1", "upload:garbled_after@5", "status:500_before"]
)
def test_a_fault_on_the_way_is_tried_again_and_never_makes_a_post_doubtful(
    rehearsal: Rehearsal, publisher: XPublisher, fault: str
) -> None:
    post = film()
    if fault.startswith("status"):
        rehearsal.arm(processing=3600)
        with pytest.raises(NotReady) as waiting:
            publisher.prepare((post,), b"")
        rehearsal.arm(fault, processing=0)
        with pytest.raises(NotSent, match="tried again"):
            publisher.prepare((post,), waiting.value.so_far)
    else:
        rehearsal.arm(fault, processing=0)
        with pytest.raises(NotSent, match="tried again"):
            publisher.prepare((post,), b"")
    publisher.send(prepared(publisher, post))
    assert rehearsal.texts() == ["Watch this"]


def test_an_upload_that_x_has_forgotten_by_now_is_made_anew(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    rehearsal.arm(processing=0)
    post = film()
    old = json.loads(publisher.prepare((post,), b""))
    stale = json.dumps([{**old[0], "until": "2026-01-01T00:00:00+00:00"}]).encode()
    fresh = json.loads(publisher.prepare((post,), stale))
    assert fresh[0]["id"] != old[0]["id"]


def test_a_thread_with_a_film_goes_through_the_queue_once_whatever_happens(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    rehearsal.arm(
        "upload:close_after@3",
        "upload:500_before@6",
        "status:close_before",
        "alt:500_after",
        "close_after",
        processing=0.5,
    )
    with Store(tmp_path / "queue.sqlite3") as queue:
        posts = [
            Post(1, 2, "Watch this", 10, media=(Media("round.mp4", "A ward round"),)),
            Post(2, 2, "That was it", 11),
        ]
        entry = queue.enqueue(
            posts, account="rehearsal", network="x", schedule=Schedule(datetime.now(UTC)), media={"round.mp4": FILM}
        )
        assert run(queue, lambda _: rehearsal.publisher(), SystemClock(), threading.Event(), once=True)
        assert queue.get(entry.id).state is ThreadState.PUBLISHED
    assert rehearsal.texts() == ["Watch this", "That was it"]
    assert [each["alt"] for each in rehearsal.timeline()[0]["media"]] == ["A ward round"]
