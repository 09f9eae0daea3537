"""An account whose posts a person carries over: at the due time it asks for that person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

from composer.queue.publisher import NeedsPerson

if TYPE_CHECKING:
    from composer.model import Receipt
    from composer.queue.publisher import Outgoing


class ByHandPublisher:
    """Implements `composer.queue.publisher.Publisher`; nothing ever leaves this machine through it."""

    def __init__(self, network: str) -> None:
        self._network = network

    @property
    def network(self) -> str:
        """Posts obey this network's limit."""
        return self._network

    @property
    def settle(self) -> timedelta:
        """Nothing is sent, so there is nothing to wait for."""
        return timedelta(0)

    def send(self, post: Outgoing) -> Receipt:
        """Ask for the person."""
        _ask(f"It is time to post {'it' if post.total == 1 else 'this thread'} by hand.")

    def find(self, post: Outgoing) -> Receipt | None:
        """Ask the person, who alone can see it."""
        _ask(f"Only you can see whether post {post.number} is out.")

    def delete(self, receipt: Receipt) -> None:
        """Ask for the person."""
        _ask(f"It was posted by hand and can only be deleted by hand: {receipt.url}.")


def _ask(why: str) -> NoReturn:
    raise NeedsPerson(f"{why} `thread hand over` goes through it with you, post by post.")
