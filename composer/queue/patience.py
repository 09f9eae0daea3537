"""Waiting for the queue's own file: locked by another process, or on a disk that is full just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from composer.queue.entry import StoreUnavailable
from composer.queue.events import Event, EventKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.queue.clock import Clock, Stop
    from composer.queue.events import Listener

_T = TypeVar("_T")
_STORE_PAUSE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Patience:
    """A worker's, until it is to stop."""

    clock: Clock
    stop: Stop
    tell: Listener

    def persist(self, write: Callable[[], _T]) -> _T:
        """Do something with the queue's file, waiting as long as it is locked or the disk full."""
        while True:
            try:
                return write()
            except StoreUnavailable as error:
                if self.stop.is_set():
                    raise
                until = self.clock.now() + _STORE_PAUSE
                self.tell(Event(EventKind.QUEUE, None, f"{error} Nothing is lost.", until=until))
                self.clock.wait(_STORE_PAUSE.total_seconds(), self.stop)
