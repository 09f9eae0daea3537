"""Threads of a worker, one an account, so that a slow network keeps no other waiting."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.queue.clock import Stop


class Lanes:
    """At most one thread an account. They die with the process, as a killed worker does: the journal settles it.

    It is a `Stop` too: set when the worker is asked to end, or breaks.
    """

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self._broken = False
        self._threads: dict[str, threading.Thread] = {}
        self._errors: list[BaseException] = []

    def open(self, account: str, work: Callable[[], None]) -> None:
        """Begin a thread for `account`, which must not have one."""

        def kept() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 -- raised again by `complain`, in the worker's own thread
                self._errors.append(error)

        thread = threading.Thread(target=kept, name=f"publishing to {account}", daemon=True)
        self._threads[account] = thread
        thread.start()

    def busy(self) -> frozenset[str]:
        """The accounts whose threads are at work."""
        self._threads = {account: thread for account, thread in self._threads.items() if thread.is_alive()}
        return frozenset(self._threads)

    def join(self) -> None:
        """Wait until all of them have ended."""
        for thread in self._threads.values():
            thread.join()

    def is_set(self) -> bool:
        """Whether the threads are to end."""
        return self._broken or self._stop.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the worker's end, at most `timeout` seconds."""
        return self._stop.wait(timeout) or self._broken

    def halt(self) -> None:
        """Let each thread end after the post that it is sending."""
        self._broken = True

    def complain(self) -> None:
        """Raise what broke one of them, if anything did."""
        if self._errors:
            raise self._errors.pop(0)
