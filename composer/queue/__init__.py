"""What waits, when it goes out, and what became of it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.queue.backup import Restored, restore
    from composer.queue.capabilities import Capabilities, MediaLimit, PollLimit
    from composer.queue.clock import Clock, Stop, SystemClock
    from composer.queue.entry import (
        LATE,
        Entry,
        EntryPost,
        LogRow,
        QueueError,
        StoreUnavailable,
        WorkerBusy,
        WorkerSeen,
    )
    from composer.queue.events import Event, EventKind, Listener
    from composer.queue.integrity import Checkup, checkup
    from composer.queue.lock import running_worker
    from composer.queue.planned import Later, Planned, Release
    from composer.queue.publisher import (
        AtomicPublisher,
        Attachment,
        NeedsPerson,
        NotReady,
        NotSent,
        OutcomeUnknown,
        Outgoing,
        Publisher,
        PublishError,
        Refused,
    )
    from composer.queue.states import PostState, TemplateState, ThreadMove, ThreadState
    from composer.queue.store import Store
    from composer.queue.templates import Template
    from composer.queue.undo import Undone, is_template
    from composer.queue.worker import run

__all__ = [
    "LATE",
    "AtomicPublisher",
    "Attachment",
    "Capabilities",
    "Checkup",
    "Clock",
    "Entry",
    "EntryPost",
    "Event",
    "EventKind",
    "Later",
    "Listener",
    "LogRow",
    "MediaLimit",
    "NeedsPerson",
    "NotReady",
    "NotSent",
    "OutcomeUnknown",
    "Outgoing",
    "Planned",
    "PollLimit",
    "PostState",
    "PublishError",
    "Publisher",
    "QueueError",
    "Refused",
    "Release",
    "Restored",
    "Stop",
    "Store",
    "StoreUnavailable",
    "SystemClock",
    "Template",
    "TemplateState",
    "ThreadMove",
    "ThreadState",
    "Undone",
    "WorkerBusy",
    "WorkerSeen",
    "checkup",
    "is_template",
    "restore",
    "run",
    "running_worker",
]

_HOMES = {
    "backup": ("Restored", "restore"),
    "integrity": ("Checkup", "checkup"),
    "capabilities": ("Capabilities", "MediaLimit", "PollLimit"),
    "clock": ("Clock", "Stop", "SystemClock"),
    "entry": ("LATE", "Entry", "EntryPost", "LogRow", "QueueError", "StoreUnavailable", "WorkerBusy", "WorkerSeen"),
    "events": ("Event", "EventKind", "Listener"),
    "lock": ("running_worker",),
    "planned": ("Later", "Planned", "Release"),
    "publisher": (
        "AtomicPublisher",
        "Attachment",
        "NeedsPerson",
        "NotReady",
        "NotSent",
        "OutcomeUnknown",
        "Outgoing",
        "PublishError",
        "Publisher",
        "Refused",
    ),
    "states": ("PostState", "TemplateState", "ThreadMove", "ThreadState"),
    "store": ("Store",),
    "templates": ("Template",),
    "undo": ("Undone", "is_template"),
    "worker": ("run",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"composer.queue.{home}"), name)
    raise AttributeError(f"module 'composer.queue' has no attribute '{name}'")
