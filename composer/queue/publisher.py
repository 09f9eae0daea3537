"""What the queue asks of a network: to make posts ready, send them, look whether they are there, take them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from composer.model import NO_OPTIONS, ComposerError, Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.model import Link, PostOptions, Receipt
    from composer.queue.capabilities import Capabilities
    from composer.schedule import Price
    from composer.text import Limit


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or film, frozen when the thread was queued."""

    name: str
    """File name as the writer had it, for messages only."""
    type: str
    """Media type found in the content, such as `image/png`."""
    digest: str
    """SHA-256 of the content, hexadecimal; the store hands out the bytes by it."""
    alt: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One post as it was queued, and what identifies it among all attempts to send it."""

    key: str
    """Fixed when the thread was queued; the idempotency key of networks that have one."""
    number: int
    total: int
    text: str
    links: tuple[Link, ...] = ()
    attachments: tuple[tuple[Attachment, bytes], ...] = ()
    content_warning: str = ""
    language: str = ""
    visibility: str = ""
    options: PostOptions = NO_OPTIONS
    parent: Receipt | None = None
    """The post before it in the thread, or the post that the thread replies to; None where that goes out with it."""
    root: Receipt | None = None
    """The first post of the conversation."""
    first_attempt: datetime | None = None
    """UTC instant of the first intent to send it, for read-back; when sending, None unless an attempt is in doubt."""
    plan: bytes = b""
    """What `Publisher.prepare` made for the call that it goes out in; the same as long as that is in doubt."""


class PublishError(ComposerError):
    """Why a post did not go out, or may not have: a message for the user, with what to do next.

    PublishError
      NotSent         certainly not created, worth trying again
      NotReady        certainly not created, and nothing is wrong: it is still being made ready
      Refused         certainly not created, trying again will not help
      NeedsPerson     certainly not created, a person has to post it
      OutcomeUnknown  nobody can say yet whether it was created
    """

    fault = Fault.NETWORK


class NotSent(PublishError):
    """Certainly not created: refused connection, 429, 503 before the body was read."""

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """The network's own wish, counted from now."""


class NotReady(PublishError):
    """`prepare` has come so far and has to go on later, as while a network works through a film."""

    def __init__(self, message: str, so_far: bytes, again: timedelta) -> None:
        super().__init__(message)
        self.so_far = so_far
        """Durable before `prepare` is called again with it."""
        self.again = again
        """When that should be, counted from now."""


class Refused(PublishError):
    """Certainly not created, and a person has to change something first."""


class NeedsPerson(PublishError):
    """Certainly not created, and nothing went wrong: from here on a person does it, as the message says."""


class OutcomeUnknown(PublishError):
    """Timeout, reset, 5xx or an unreadable answer: it may be there, so look before sending again."""


class Publisher(Protocol):
    """One account on one network. No method retries, sleeps or remembers; the queue does that.

    Every method may raise `NotSent`, `Refused`, `NeedsPerson` or `OutcomeUnknown`, and nothing else; `prepare` also
    `NotReady`. A post takes this way: `prepare`, until its plan is whole and on disk; the intent, on disk; `send`;
    the receipt, on disk. Whoever dies in between is followed by one who calls `find` with the same plan, `settle`
    after the intent, and then takes the receipt or calls `send` again.
    """

    @property
    def capabilities(self) -> Capabilities:
        """What may be asked of a post there."""
        ...

    @property
    def limit(self) -> Limit:
        """What a text may be from this account."""
        ...

    @property
    def price(self) -> Price:
        """What this account is charged."""
        ...

    @property
    def settle(self) -> timedelta:
        """How long after an attempt a post that was created is sure to be readable."""
        ...

    def prepare(self, posts: Sequence[Outgoing], so_far: bytes) -> bytes:
        """Do what can be done before posts appear, such as uploading pictures; returns what `send` needs of it.

        `posts` are those of one call: one, or what is left of a thread for an `AtomicPublisher`. `so_far` is what the
        last call for them returned or left behind, else empty; it is forgotten when a person changes the entry. No
        reader may see anything of it, and dying in the middle must harm nothing. What it returns is on disk before the
        intent, and comes back in each `Outgoing.plan`.
        """
        ...

    def send(self, post: Outgoing) -> Receipt:
        """Create the post and return the network's receipt."""
        ...

    def find(self, post: Outgoing) -> Receipt | None:
        """The post, if an earlier attempt created it; None if it is not there."""
        ...

    def delete(self, receipt: Receipt) -> None:
        """Take the post back; no error where it is gone already."""
        ...


class AtomicPublisher(Publisher, Protocol):
    """A publisher whose `capabilities.atomic_threads` promises that a thread appears whole or not at all."""

    def send_all(self, posts: Sequence[Outgoing]) -> tuple[Receipt, ...]:
        """Create the posts, each under the one before it, in one call; a receipt for each, in their order."""
        ...

    def find_all(self, posts: Sequence[Outgoing]) -> tuple[Receipt, ...] | None:
        """The receipts of posts that went out in one call, if an earlier attempt did it; None if none is there."""
        ...
