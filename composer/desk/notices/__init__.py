"""Notices on the desktop while nobody looks: what failed, came too late, or waits for a person.

Each is shown by a process of its own, in a thread of its own, so whatever a desktop does, publishing goes on.
"""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from composer.config.settings import Shown, Told
from composer.desk.notices.words import Notice, notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.config import Settings
    from composer.queue import Event

__all__ = ["Notice", "Notices", "at_hand", "show"]

_TOGETHER = 1.0
"""Seconds in which what happens is told in one notice: after a night asleep, ten threads may be late at once."""
_PATIENCE = 20.0
"""Seconds until a desktop that does not take a notice is left alone."""
_AGAIN = 3600.0
"""Seconds until a queue that still cannot be used is told of once more; the worker says so each second."""
_FAREWELL = 3.0
"""Seconds that the end of a worker waits for its last notice."""


def at_hand() -> bool:
    """Whether the package is installed that speaks to desktops."""
    return importlib.util.find_spec("desktop_notifier") is not None


def show(words: Notice) -> None:
    """Show a notice, by a process that cannot harm this one; where that is not possible, nothing happens."""
    if not at_hand():
        return
    command = [sys.executable, "-P", "-m", "composer.desk.notices.show"]
    told = json.dumps({"title": words.title, "body": words.body})  # not as an argument, which other users could read
    try:
        subprocess.run(
            command,
            input=told,
            text=True,
            timeout=_PATIENCE,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**_bus(), **os.environ},
        )
    except (OSError, subprocess.SubprocessError):
        return  # `thread queue` and the next command tell the same


class Notices:
    """What a worker tells, taken note of; as a `with` block, so that the last notice is not lost."""

    def __init__(self, settings: Settings, show: Callable[[Notice], None] = show) -> None:
        self._told, self._shown, self._show = settings.notices, settings.notice_words, show
        self._told_stuck = -_AGAIN
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._watch, name="notices", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._events.put(None)
        self._thread.join(_FAREWELL)

    def __call__(self, event: Event) -> None:
        """Take note of it, which takes no time and cannot fail."""
        self._events.put(event)

    def _watch(self) -> None:
        last = False
        while not last:
            found = [self._events.get()]
            if found != [None]:
                time.sleep(_TOGETHER)
            while not self._events.empty():
                found.append(self._events.get())
            last = None in found
            words = notice(
                [event for event in found if event is not None and self._is_news(event)],
                everything=self._told is Told.ALL,
                shown=self._shown is Shown.SHOWN,
            )
            if words is not None and self._told is not Told.NEVER:
                self._show(words)

    def _is_news(self, event: Event) -> bool:
        if event.kind != "queue":
            return True
        now = time.monotonic()
        fresh = now - self._told_stuck >= _AGAIN
        if fresh:
            self._told_stuck = now
        return fresh


def _bus() -> dict[str, str]:
    """Where the desktop's bus is for a worker that cron has started."""
    if sys.platform != "linux":
        return {}
    place = Path(f"/run/user/{os.getuid()}/bus")
    return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={place}"} if place.exists() else {}
