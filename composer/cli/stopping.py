"""Ctrl-C and SIGTERM while something is being sent: the first asks to stop after the post at hand."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

from composer.cli.exits import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@contextlib.contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that the first signal sets; a second Ctrl-C interrupts at once, and the journal settles it later."""
    stop = threading.Event()

    def ask(signum: int, _: FrameType | None) -> None:
        if stop.is_set() and signum == signal.SIGINT:
            raise KeyboardInterrupt
        if not stop.is_set():
            say("Stopping after the post that is being sent.")
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
