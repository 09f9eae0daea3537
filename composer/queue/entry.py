"""The nouns of the queue: an entry, its posts, the rows of its log, and what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from composer.model import NO_OPTIONS, ComposerError, Fault
from composer.queue.states import OPEN_STATES, PostState, ThreadState

if TYPE_CHECKING:
    from pathlib import Path

    from composer.model import Link, PostOptions, Receipt, Schedule
    from composer.queue.publisher import Attachment

LATE = timedelta(minutes=60)
"""How late a thread may begin without asking, unless its entry says otherwise."""

YOU = "you"
"""The actor of a person's command."""


class QueueError(ComposerError):
    """Something with the queue, its file or one of its entries.

    QueueError
      StoreUnavailable  locked, full or unwritable for now: nothing is lost, try again
      WorkerBusy        another process is the worker of this queue
    """


class StoreUnavailable(QueueError):
    """The queue file cannot be read or written at the moment; what it holds is untouched."""

    fault = Fault.SETUP


class WorkerBusy(QueueError):
    """Another process is the worker of this queue."""

    fault = Fault.SETUP

    def __init__(self, message: str, pid: int | None) -> None:
        super().__init__(message)
        self.pid = pid


@dataclass(frozen=True, slots=True)
class EntryPost:
    """One post of an entry: what will be or was sent, and what became of it."""

    number: int
    text: str
    state: PostState
    key: str
    """Fixed when the entry was made; the same in all attempts."""
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    content_warning: str = ""
    language: str = ""
    options: PostOptions = NO_OPTIONS
    attempts: int = 0
    first_attempt: datetime | None = None
    started_at: datetime | None = None
    """UTC instant of the latest intent to send it."""
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A thread in the queue. All instants are aware and UTC."""

    id: str
    account: str
    network: str
    title: str
    state: ThreadState
    schedule: Schedule
    posts: tuple[EntryPost, ...]
    next_at: datetime
    """When the worker acts on it next: its time, the next look at an unknown outcome, the next attempt."""
    created: datetime
    draft: Path | None = None
    """Where it came from; the entry does not read it again."""
    late: timedelta | None = LATE
    """How late it may begin without asking; None for however late."""
    pace: timedelta = timedelta(0)
    """Pause between two posts."""
    visibility: str = ""
    reply_to: Receipt | None = None
    failures: int = 0
    """Consecutive; any receipt sets it back to 0."""
    error: str = ""
    """The latest trouble, in words; empty once a post has gone out."""
    taken_back: bool = False
    """Whether a person has retracted it: nothing of it is sent any more, and what is out is deleted."""
    template: str = ""
    """Id of the template that made it; empty for an entry that a person queued."""
    cool_until: datetime | None = None
    """Until when it is out of sight, held because it reads as heat; None for an entry that is not."""
    revision: int = 0
    """Grows with every claim and every command; a worker that holds an older one has lost the entry."""

    @property
    def sent(self) -> int:
        """How many of its posts are out."""
        return sum(post.state is PostState.SENT for post in self.posts)

    @property
    def progress(self) -> str:
        """How far it is, as a message says it: `1 of 3 posts is out`."""
        total = len(self.posts)
        return (
            f"{self.sent} of {total} post{'' if total == 1 else 's'} {'is' if 1 in (self.sent, total) else 'are'} out"
        )

    @property
    def deleted(self) -> int:
        """How many of its posts were out and are no longer."""
        return sum(post.state is PostState.DELETED for post in self.posts)

    @property
    def cooling(self) -> bool:
        """Whether it is held because it reads as heat, and its text is kept out of sight."""
        return self.cool_until is not None and self.state is ThreadState.HELD

    @property
    def begun(self) -> bool:
        """Whether a post of it is out, may be, or was ever tried."""
        return any(post.attempts or post.state is not PostState.PENDING for post in self.posts)

    @property
    def unknown(self) -> EntryPost | None:
        """The post whose outcome is open, if there is one."""
        return next((post for post in self.posts if post.state in OPEN_STATES), None)


def named(entry: str, title: str) -> str:
    """An entry as a message calls it."""
    return f"{entry} “{title}”" if title else entry


@dataclass(frozen=True, slots=True)
class LogRow:
    """One thing that happened to an entry."""

    instant: datetime
    actor: str
    """`you`, or the worker's name and process."""
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """The last worker of a queue."""

    name: str
    pid: int
    started: datetime
    seen: datetime
    """When it last left word: at its start, each minute while it waits, and at its end."""
    stopped: bool
    """Whether it left of its own accord."""


def milliseconds(instant: datetime) -> int:
    """An aware instant as the file has it."""
    return round(instant.timestamp() * 1000)


def instant(at: int) -> datetime:
    """UTC milliseconds as an aware datetime."""
    return datetime.fromtimestamp(at / 1000, UTC)
