"""What a person sees while a thread goes out: a receipt for every post, and every wait with its reason."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from composer.cli.exits import say
from composer.cli.output import write
from composer.cli.story import ahead

if TYPE_CHECKING:
    import threading

    from composer.model import Receipt
    from composer.queue import Entry, Event


_PATIENCE_SECONDS = 20
"""How long somebody who waits for a post is asked to wait for a full disk or a locked file."""


class Progress:
    """A listener of the worker that shows one entry; other entries it may publish are named in passing."""

    def __init__(self, entry: Entry, quiet: bool, stop: threading.Event | None = None) -> None:
        self._id = entry.id
        self._total = len(entry.posts)
        self._quiet = quiet
        self._stop = stop
        self._unusable_since: float | None = None

    def __call__(self, event: Event) -> None:
        """Show one event; a queue that stays unusable ends the command that somebody waits for."""
        if event.kind == "queue":
            self._lose_patience()
        else:
            self._unusable_since = None
        if event.receipt is not None and event.entry is not None and event.entry.id == self._id:
            self._receipt(event.number, event.receipt)
        elif event.message and not self._is_told_at_the_end(event):
            whose = "" if event.entry is None or event.entry.id == self._id else f"entry {event.entry.id}: "
            which = f"{event.number}/{self._total}  {then}: " if (then := ahead(event)) and event.number else ""
            say(f"  {whose}{which}{event.message}")

    def _is_told_at_the_end(self, event: Event) -> bool:
        return event.kind in ("failed", "attention") and event.entry is not None and event.entry.id == self._id

    def _lose_patience(self) -> None:
        now = time.monotonic()
        self._unusable_since = self._unusable_since or now
        if self._stop is not None and now - self._unusable_since > _PATIENCE_SECONDS:
            self._stop.set()

    def all(self, entry: Entry) -> None:
        """Every receipt that the entry has."""
        for post in entry.posts:
            if post.receipt is not None:
                self._receipt(post.number, post.receipt)

    def _receipt(self, number: int, receipt: Receipt) -> None:
        if not self._quiet:
            sent = f"{receipt.instant.astimezone():%H:%M:%S}"
            write(f"  {number}/{self._total}  sent {sent}  {receipt.remote_id}  {receipt.url}")
