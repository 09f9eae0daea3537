"""An account whose posts a person carries over: at the due time it asks for that person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

from composer.queue.publisher import NeedsPerson
from composer.schedule import FREE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.model import Receipt
    from composer.queue.capabilities import Capabilities
    from composer.queue.publisher import Outgoing
    from composer.schedule import Price
    from composer.text import Limit


class ByHandPublisher:
    """Implements `composer.queue.publisher.Publisher`; nothing ever leaves this machine through it."""

    def __init__(self, capabilities: Capabilities, limit: Limit) -> None:
        self._capabilities = capabilities
        self._limit = limit

    @property
    def capabilities(self) -> Capabilities:
        """A person posts one after the other, whatever the network can do in one go."""
        return self._capabilities

    @property
    def limit(self) -> Limit:
        """Posts obey the network's limit."""
        return self._limit

    @property
    def price(self) -> Price:
        """Nothing is charged for what a person does."""
        return FREE

    @property
    def settle(self) -> timedelta:
        """Nothing is sent, so there is nothing to wait for."""
        return timedelta(0)

    def prepare(self, posts: Sequence[Outgoing], so_far: bytes) -> bytes:  # noqa: ARG002 - the protocol's name
        """Ask for the person."""
        _ask(f"It is time to post {'it' if posts[0].total == 1 else 'this thread'} by hand.")

    def send(self, post: Outgoing) -> Receipt:
        """Never asked for, since nothing is ever ready here without the person."""
        _ask(f"Post {post.number} is yours to post by hand.")

    def find(self, post: Outgoing) -> Receipt | None:
        """Ask the person, who alone can see it."""
        _ask(f"Only you can see whether post {post.number} is out.")

    def delete(self, receipt: Receipt) -> None:
        """Ask for the person."""
        raise NeedsPerson(
            f"It was posted by hand and can only be deleted by hand: {receipt.url}. Delete it, then say so: "
            "`thread settle ENTRY --deleted`."
        )


def _ask(why: str) -> NoReturn:
    raise NeedsPerson(f"{why} `thread hand over` goes through it with you, post by post.")
