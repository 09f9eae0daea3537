"""What the queue asks of a network: to send one post, to look whether it is there, to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from composer.model import NO_OPTIONS, ComposerError, Fault

if TYPE_CHECKING:
    from composer.model import Link, PostOptions, Receipt


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
    """The post before it in the thread, or the post that the thread replies to."""
    root: Receipt | None = None
    """The first post of the conversation."""
    first_attempt: datetime | None = None
    """UTC instant of the first intent to send it, for read-back; when sending, None unless an attempt is in doubt."""


class PublishError(ComposerError):
    """Why a post did not go out, or may not have: a message for the user, with what to do next.

    PublishError
      NotSent         certainly not created, worth trying again
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


class Refused(PublishError):
    """Certainly not created, and a person has to change something first."""


class NeedsPerson(PublishError):
    """Certainly not created, and nothing went wrong: from here on a person does it, as the message says."""


class OutcomeUnknown(PublishError):
    """Timeout, reset, 5xx or an unreadable answer: it may be there, so look before sending again."""


class Publisher(Protocol):
    """One account on one network. No method retries, sleeps or remembers; the queue does that.

    Every method may raise `NotSent`, `Refused`, `NeedsPerson` or `OutcomeUnknown`, and nothing else.
    """

    @property
    def network(self) -> str:
        """Name of the limit record that its posts obey."""
        ...

    @property
    def settle(self) -> timedelta:
        """How long after an attempt a post that was created is sure to be readable."""
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
