"""A rehearsal network of its own for a test: the real process, on a port that was free."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from composer.networks import x
from composer.networks.rehearsal import Server, credentials, ensure_running, stop
from composer.networks.x import XPublisher
from composer.queue.publisher import Attachment, Outgoing

if TYPE_CHECKING:
    from composer.model import Receipt

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Rehearsal:
    """The process, as a test sees it."""

    server: Server
    port: int

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            content = None if body is None else json.dumps(body).encode()
            connection.request(method, path, content, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def timeline(self) -> list[dict[str, Any]]:
        status, _, body = self.ask("GET", "/rehearsal/timeline.json")
        assert status == 200
        found: list[dict[str, Any]] = json.loads(body)
        return found

    def texts(self) -> list[str]:
        return [each["text"] for each in self.timeline()]

    def set(self, **settings: Any) -> None:
        status, _, body = self.ask("POST", "/rehearsal/faults", settings)
        assert status == 200, body

    def publisher(self, account: str = "rehearsal", read_seconds: float = 5) -> XPublisher:
        keys = credentials(self.server.store, account)
        return XPublisher(keys, x.rehearsal(self.server.url), account, read_seconds=read_seconds)


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[Rehearsal]:
    port = free_port()
    server = ensure_running(port, tmp_path / "rehearsal.sqlite3")
    yield Rehearsal(server, port)
    stop(port)


@pytest.fixture
def publisher(rehearsal: Rehearsal) -> XPublisher:
    return rehearsal.publisher()


def outgoing(
    text: str,
    number: int = 1,
    total: int = 1,
    *,
    after: Receipt | None = None,
    root: Receipt | None = None,
    tried: bool = False,
    attachments: tuple[tuple[Attachment, bytes], ...] = (),
) -> Outgoing:
    """A post as the queue would hand it over; `tried` says that an earlier attempt was made a moment ago."""
    return Outgoing(
        key=f"key-{number}",
        number=number,
        total=total,
        text=text,
        parent=after,
        root=root or after,
        attachments=attachments,
        first_attempt=datetime.now(UTC) - timedelta(seconds=2) if tried else None,
    )


def publish(publisher: XPublisher, *texts: str) -> list[Receipt]:
    """Send a thread, each post as a reply to the one before."""
    receipts: list[Receipt] = []
    for number, text in enumerate(texts, 1):
        before = receipts[-1] if receipts else None
        root = receipts[0] if receipts else None
        receipts.append(publisher.send(outgoing(text, number, len(texts), after=before, root=root)))
    return receipts
