"""What the worker has to tell whoever shows what it does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from composer.model import Receipt
    from composer.queue.entry import Entry


class EventKind(StrEnum):
    """What the worker has to tell."""

    BEGUN = "begun"
    SENT = "sent"
    FOUND = "found"
    """An earlier attempt had created the post; nothing was sent again."""
    WAITING = "waiting"
    """Certainly not sent; will try again at `until`."""
    UNKNOWN = "unknown"
    """Nobody can say whether it was sent; will look at `until`."""
    PUBLISHED = "published"
    FAILED = "failed"
    ATTENTION = "attention"
    DELETED = "deleted"
    RETRACTED = "retracted"
    """Nothing of the thread is out any more."""
    STOPPED = "stopped"
    """A person or another worker took the entry in hand."""
    PUT_OFF = "put off"
    """Late, and not to begin before `until`."""
    QUEUE = "queue"
    """The queue's file cannot be used for now."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something a front end may show while the worker works."""

    kind: EventKind
    entry: Entry | None
    message: str = ""
    """In words for the user, where there is more to say than `kind`."""
    number: int = 0
    """The post that it is about, or 0."""
    receipt: Receipt | None = None
    until: datetime | None = None
    """UTC instant of the next look or attempt."""


class Listener(Protocol):
    """Whoever shows what the worker does; must return soon and not raise."""

    def __call__(self, event: Event) -> None:
        """Take notice."""
        ...
