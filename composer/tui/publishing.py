"""This window as the worker: it publishes what is due for as long as it is asked to, in a thread of its own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from composer.model import ComposerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.desk import Desk
    from composer.queue import Event
    from composer.queue.events import Listener

_PATIENCE = 15.0
"""Seconds that the end of the program waits for a post that is being sent; the journal settles a later one."""


class Publishing:
    """The worker of the queue, if no other program is."""

    def __init__(self, desk: Desk, on_event: Listener, on_trouble: Callable[[str], None]) -> None:
        self._desk, self._on_event, self._on_trouble = desk, on_event, on_trouble
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether this window is the worker."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Become the worker; where another one runs, `on_trouble` is told so."""
        if not self.running:
            self._stop.clear()
            self._thread = threading.Thread(target=self._work, name="publishing", daemon=True)
            self._thread.start()

    def stop(self, *, wait: bool = False) -> None:
        """End after the post that is being sent."""
        self._stop.set()
        if wait and self._thread is not None:
            self._thread.join(_PATIENCE)

    def _work(self) -> None:
        try:
            with self._desk.outbox() as outbox, self._desk.notices() as notices:

                def tell(event: Event) -> None:
                    self._on_event(event)
                    notices(event)

                outbox.work(self._stop, tell, once=False)
        except ComposerError as error:
            self._on_trouble(str(error))
