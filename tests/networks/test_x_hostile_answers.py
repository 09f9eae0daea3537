"""Servers that lie, drip, shout or send us elsewhere: a message, no hang, and no secret told."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from composer.model import Receipt
from composer.networks import x
from composer.networks.credentials import Credentials
from composer.networks.x import XPublisher, wire
from composer.queue.publisher import NotSent, OutcomeUnknown, PublishError
from tests.networks.conftest import outgoing, picture, send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRETS = ("key-of-the-app", "secret-of-the-app", "1234-token", "secret-of-the-token")


@contextmanager
def server(
    answer: Callable[[socket.socket], None], *, patient: bool = True, asked: list[str] | None = None
) -> Iterator[str]:
    """Reads a request, if it is patient, and does what `answer` does with the connection; the URL it listens at.

    The first line of each request is put into `asked`.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    try:
                        connection.settimeout(5)
                        if patient:
                            line = _read_request(connection)
                            if asked is not None:
                                asked.append(line)
                        answer(connection)
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def _read_request(connection: socket.socket) -> str:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head.partition(b"\r\n")[0].decode()


def saying(content: bytes, status: str = "201 Created", *headers: str) -> Callable[[socket.socket], None]:
    """A whole answer, told in one go."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(content)}", *headers]
    whole = "\r\n".join(lines).encode() + b"\r\n\r\n" + content
    return lambda connection: connection.sendall(whole)


def publisher_at(url: str) -> XPublisher:
    return XPublisher(Credentials(*SECRETS), x.rehearsal(url), "rehearsal", read_seconds=1, total_seconds=1.5)


def drip(connection: socket.socket) -> None:
    """A header that never ends, one byte at a time."""
    connection.sendall(b"HTTP/1.1 201 Created\r\nX-Long: ")
    for _ in range(100):
        connection.sendall(b"x")
        threading.Event().wait(0.1)


def drip_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b" ")
        threading.Event().wait(0.1)


def never_ending(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n")
    while True:
        connection.sendall(b" " * 65536)


HOSTILE = {
    "nothing": lambda connection: None,
    "no_http": lambda connection: connection.sendall(b"220 mail.example ESMTP\r\n"),
    "header_that_drips": drip,
    "body_that_drips": drip_body,
    "body_without_end": never_ending,
    "half_an_answer": lambda connection: connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{"),
    "malformed_json": saying(b'{"data": {"id": "1", '),
    "json_of_another_shape": saying(b"[1, 2]"),
    "no_id": saying(b'{"data": {"text": "x"}}'),
    "id_that_is_none": saying(b'{"data": {"id": "../../etc", "text": "x"}}'),
    "id_that_is_a_number": saying(b'{"data": {"id": 12, "text": "x"}}'),
    "deeply_nested": saying(b"[" * 200_000),
    "html": saying(b"<html>Sign in to the hotel's network</html>", "200 OK"),
    "list_as_refusal": saying(b"[]", "403 Forbidden"),
    "redirect_to_another_host": saying(b"", "307 Temporary Redirect", "Location: https://evil.example/2/tweets"),
    "redirect_to_itself": saying(b"", "302 Found", "Location: /2/tweets"),
    "wrong_compression": saying(b"not gzip", "201 Created", "Content-Encoding: gzip"),
    "switching_protocols": saying(b"", "199 Odd"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_answer_like_no_other_leaves_the_outcome_unknown_with_a_message(name: str) -> None:
    with server(HOSTILE[name]) as url, pytest.raises(OutcomeUnknown) as caught:
        send(publisher_at(url), outgoing("Only 1/1"))

    assert "may be out or not" in str(caught.value)
    assert not any(secret in f"{caught.value!r}{caught.value}" for secret in SECRETS)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("header_that_drips", "it took too long"),
        ("body_that_drips", "it took too long"),
        ("body_without_end", "longer than 4 MB"),
        ("redirect_to_another_host", "send us on to evil.example"),
        ("html", "cannot be read"),
    ],
)
def test_it_is_said_what_was_odd_about_the_answer(name: str, says: str) -> None:
    with server(HOSTILE[name]) as url, pytest.raises(OutcomeUnknown, match=says):
        send(publisher_at(url), outgoing("Only 1/1"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_timeline_like_no_other_never_means_that_a_post_is_not_there(name: str) -> None:
    with server(HOSTILE[name]) as url, pytest.raises(PublishError) as caught:
        publisher_at(url).find(outgoing("Only 1/1", tried=True))

    assert not isinstance(caught.value, NotSent)
    assert "not known whether the post is out" in str(caught.value)


@pytest.mark.parametrize("name", ["nothing", "json_of_another_shape", "body_without_end", "redirect_to_another_host"])
def test_a_picture_met_by_such_a_server_is_not_sent(name: str) -> None:
    with server(HOSTILE[name]) as url, pytest.raises(NotSent, match=r"take figure\.png"):
        send(publisher_at(url), outgoing("Only 1/1", pictures=(picture("A line"),)))


def test_taking_back_is_believed_only_where_it_was_said(tmp_path: object) -> None:
    from datetime import UTC, datetime

    receipt = Receipt("12", "https://x.com/i/status/12", datetime.now(UTC))
    with server(saying(b'{"data": {"deleted": false}}', "200 OK")) as url, pytest.raises(OutcomeUnknown):
        publisher_at(url).delete(receipt)
    with server(saying(b'{"title": "gone"}', "404 Not Found")) as url:
        publisher_at(url).delete(receipt)


def test_too_many_calls_without_a_time_are_still_too_many_calls() -> None:
    with server(saying(b"{}", "429 Too Many Requests")) as url, pytest.raises(NotSent) as caught:
        send(publisher_at(url), outgoing("Only 1/1"))
    assert caught.value.retry_after is None

    odd = saying(b"{}", "429 Too Many Requests", "x-rate-limit-reset: soon")
    with server(odd) as url, pytest.raises(NotSent):
        send(publisher_at(url), outgoing("Only 1/1"))


def test_a_text_that_came_back_changed_is_on_the_receipt_as_it_came_back() -> None:
    cut = saying(b'{"data": {"id": "12", "text": "Only a part &amp;"}}')
    with server(cut) as url:
        receipt = send(publisher_at(url), outgoing("Only a part & then more"))

    assert receipt.text == "Only a part &"


def test_the_networks_own_words_are_shown_on_one_line_and_not_without_end() -> None:
    said = b'{"detail": "First\\u001b[31m line\\nsecond line ' + b"x" * 5000 + b'", "title": "t", "status": 400}'
    with server(saying(said, "400 Bad Request")) as url, pytest.raises(PublishError) as caught:
        send(publisher_at(url), outgoing("Only 1/1"))

    message = str(caught.value)
    assert "First [31m line second line" in message
    assert message.isprintable()
    assert len(message) < 600


def test_nothing_leaves_without_a_secure_connection_where_one_is_due() -> None:
    with (
        server(saying(b"{}"), patient=False) as url,
        pytest.raises(NotSent, match="no secure connection could be made"),
    ):
        send(publisher_at(url.replace("http:", "https:")), outgoing("Only 1/1"))


def test_requests_for_x_go_to_x_alone() -> None:
    import requests

    session = wire.session(x.rehearsal("http://127.0.0.1:9"), 1, 1)

    with pytest.raises(requests.RequestException, match="was about to leave"):
        session.get("https://evil.example/")
    with pytest.raises(requests.RequestException, match="was about to leave"):
        session.get("https://api.twitter.com.evil.example/")
