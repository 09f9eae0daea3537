"""Time as the queue sees it, so that a test can own it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Stop(Protocol):
    """A wish to end; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Whether the wish was made."""
        ...

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the wish, at most `timeout` seconds."""
        ...


class Clock(Protocol):
    """What time it is, and how to let some pass."""

    def now(self) -> datetime:
        """The instant, aware, UTC."""
        ...

    def wait(self, seconds: float, stop: Stop) -> None:
        """Let `seconds` pass, or less if `stop` is set meanwhile."""
        ...


def utc_now() -> datetime:
    """The instant on the machine's clock, aware, UTC."""
    return datetime.now(UTC)


class SystemClock:
    """The machine's clock, or the one that `read` reads; time passes on the machine's."""

    def __init__(self, read: Callable[[], datetime] = utc_now) -> None:
        self._read = read

    def now(self) -> datetime:
        """The instant, aware, UTC."""
        return self._read()

    def wait(self, seconds: float, stop: Stop) -> None:
        """Sleep, and wake at once when `stop` is set."""
        stop.wait(seconds)
