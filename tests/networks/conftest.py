"""A rehearsal network of its own for each test, and posts as the queue hands them over."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import socket
import struct
import threading
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from composer.networks import x
from composer.networks.rehearsal import Server, arm, credentials, ensure_running, health, stop, timeline
from composer.networks.rehearsal.server import RehearsalServer
from composer.networks.rehearsal.store import Store
from composer.networks.x import XPublisher
from composer.queue.publisher import Attachment, Outgoing
from composer.text import limit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from composer.model import Receipt


def free_port() -> int:
    """A port that nothing listens on, outside the range that the system hands to outgoing connections."""
    while True:
        port = random.randrange(20_000, 28_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\x20\x60\xa0"))
    + _chunk(b"IEND", b"")
)


@dataclass
class Rehearsal:
    """The process, as a test sees it."""

    server: Server

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        try:
            content = None if body is None else json.dumps(body).encode()
            connection.request(method, path, content, {"Content-Type": "application/json", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def page(self, path: str) -> str:
        return self.ask("GET", path)[2].decode()

    def timeline(self) -> list[dict[str, Any]]:
        return timeline(self.server)

    def texts(self) -> list[str]:
        return [each["text"] for each in self.timeline()]

    def arm(self, *faults: str, account: str = "", **settings: float) -> None:
        arm(self.server, *faults, account=account, **settings)

    def publisher(self, account: str = "rehearsal", read_seconds: float = 5) -> XPublisher:
        keys = credentials(self.server.store, account)
        return XPublisher(keys, x.rehearsal(self.server.url), account, limit=limit("x"), read_seconds=read_seconds)

    def restarted(self) -> Rehearsal:
        stop(self.server.port)
        return Rehearsal(ensure_running(self.server.port, self.server.store))


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[Rehearsal]:
    """The real server, on a thread of this process: starting a process for each of a hundred tests takes a minute."""
    store = Store(tmp_path / "rehearsal.sqlite3")
    listening = RehearsalServer(0, store)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server = health(listening.port)
    assert server is not None
    yield Rehearsal(server)
    listening.stopping.set()
    listening.shutdown()
    thread.join()
    listening.server_close()
    store.close()


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Rehearsal]:
    """A process of its own, started as the program starts it."""
    server = ensure_running(free_port(), tmp_path / "state" / "rehearsal.sqlite3")
    yield Rehearsal(server)
    stop(server.port)


@pytest.fixture
def publisher(rehearsal: Rehearsal) -> XPublisher:
    return rehearsal.publisher()


def picture(alt: str, name: str = "figure.png", content: bytes = PNG) -> tuple[Attachment, bytes]:
    return Attachment(name, "image/png", hashlib.sha256(content).hexdigest(), alt), content


def outgoing(
    text: str,
    number: int = 1,
    total: int = 1,
    *,
    after: Receipt | None = None,
    root: Receipt | None = None,
    tried: bool = False,
    pictures: tuple[tuple[Attachment, bytes], ...] = (),
    visibility: str = "",
) -> Outgoing:
    """A post as the queue would hand it over; `tried` says that an earlier attempt was made a moment ago."""
    return Outgoing(
        key=f"key-{number}",
        number=number,
        total=total,
        text=text,
        parent=after,
        root=root or after,
        attachments=pictures,
        visibility=visibility,
        first_attempt=datetime.now(UTC) - timedelta(seconds=2) if tried else None,
    )


def send(publisher: XPublisher, post: Outgoing) -> Receipt:
    """As the worker does it: made ready, then sent."""
    return publisher.send(replace(post, plan=publisher.prepare((post,), post.plan)))


def publish(publisher: XPublisher, *texts: str) -> list[Receipt]:
    """Send a thread, each post as a reply to the one before."""
    receipts: list[Receipt] = []
    for number, text in enumerate(texts, 1):
        before = receipts[-1] if receipts else None
        root = receipts[0] if receipts else None
        receipts.append(send(publisher, outgoing(text, number, len(texts), after=before, root=root)))
    return receipts
