"""What a notice says: enough to know what to do, and unless a setting says otherwise no word of what was written."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from composer.queue import Event

_TROUBLE: Mapping[str, str] = MappingProxyType({"failed": "failed", "attention": "waits for you"})
_PUBLISHED = "published"
_QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Notice:
    """Two lines of words, which a locked screen may show to anybody."""

    title: str
    body: str


def notice(events: Sequence[Event], *, everything: bool, shown: bool) -> Notice | None:
    """What to tell of these events; None where it is nothing.

    With `everything` also what was published, with `shown` also titles and reasons.
    """
    wanted = {*_TROUBLE, _PUBLISHED} if everything else set(_TROUBLE)
    told = {event.entry.id: event for event in events if event.entry and event.kind in wanted}
    if not told:
        stuck = any(event.kind == _QUEUE for event in events)
        return Notice("The queue cannot be used", "Nothing is lost. `thread doctor` tells why.") if stuck else None
    if len(told) > 1:
        trouble = sum(event.kind in _TROUBLE for event in told.values())
        title = f"{trouble} threads need you" if trouble > 1 else f"{len(told)} threads: one needs you"
        return Notice(title if trouble else f"{len(told)} threads are out", "`thread queue` shows them.")
    (event,) = told.values()
    return _of_one(event, shown)


def _of_one(event: Event, shown: bool) -> Notice:
    assert event.entry is not None
    title = f"A thread {_TROUBLE.get(event.kind, 'is out')}"
    said = f"Entry {event.entry.id}, to {event.entry.account}."
    if shown:
        said = f"“{event.entry.title}”, to {event.entry.account}. {event.message}".strip()
    return Notice(title, f"{said} `thread queue show {event.entry.id}` tells more.")
