"""Whether a queue's file is whole, read and left as it is."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.model import Fault
from composer.queue.database import Database, newest_schema
from composer.queue.entry import QueueError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Checkup:
    """A file that is whole."""

    schema: int
    newest: int
    """The schema that this program writes."""
    size: int
    """Bytes on disk, its journal included."""


def checkup(queue: Path) -> Checkup:
    """Read all of a queue; raises `QueueError` where it is damaged or none, `StoreUnavailable` where it is locked."""
    with contextlib.closing(Database.reading(queue)) as found:
        wrong = [row[0] for row in found.all("PRAGMA integrity_check(1)") if row[0] != "ok"]
        lost = found.one("PRAGMA foreign_key_check")
        schema = found.one("PRAGMA user_version")
    if wrong or lost:
        raise QueueError(
            f"The queue file {queue} is damaged inside ({wrong[0] if wrong else 'rows that belong to nothing'}). Stop "
            "the worker, copy the file away, and `thread restore` your latest backup.",
            fault=Fault.SETUP,
        )
    size = sum(part.stat().st_size for tail in ("", "-wal") if (part := queue.with_name(queue.name + tail)).exists())
    return Checkup(schema[0] if schema else 0, newest_schema(), size)
