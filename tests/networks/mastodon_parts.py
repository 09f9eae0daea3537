"""Posts on their way to a stand-in for Mastodon, as the queue would hand them over."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from composer.networks.mastodon.publisher import MastodonPublisher
from composer.networks.mastodon.rules import DEFAULT, Rules
from composer.networks.mastodon.server import Server
from composer.queue.publisher import NotReady, Outgoing
from composer.text import limit

if TYPE_CHECKING:
    from composer.model import Receipt
    from tests.servers.mastodon import Mastodon

TOKEN = "token-of-ward"


def publisher_of(
    server: Mastodon | str, *, token: str = TOKEN, rules: Rules = DEFAULT, seconds: float = 5
) -> MastodonPublisher:
    origin = server if isinstance(server, str) else server.origin
    return MastodonPublisher(
        Server(origin), token, "ward", rules, limit("mastodon"), read_seconds=seconds, total_seconds=1.5 * seconds
    )


def outgoing(text: str, number: int = 1, *, tried: bool = False, **asked: Any) -> Outgoing:
    """A post; `tried` says that an earlier attempt was made a moment ago."""
    first = datetime.now(UTC) - timedelta(seconds=2) if tried else None
    return Outgoing(
        key=hashlib.sha256(f"{number} {text}".encode()).hexdigest(),
        number=number,
        total=3,
        text=text,
        first_attempt=first,
        **asked,
    )


def planned(publisher: MastodonPublisher, post: Outgoing) -> Outgoing:
    """The post with its plan, however often the server has to be asked for it."""
    so_far = b""
    while True:
        try:
            return replace(post, plan=publisher.prepare([post], so_far))
        except NotReady as waiting:
            so_far = waiting.so_far


def send(publisher: MastodonPublisher, post: Outgoing) -> Receipt:
    return publisher.send(planned(publisher, post))


def find(publisher: MastodonPublisher, post: Outgoing) -> Receipt | None:
    return publisher.find(planned(publisher, post))
