"""Why a person's command on an entry is refused, and what can be done instead."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.queue.entry import QueueError, named
from composer.queue.states import ThreadMove, ThreadState, possible, target

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from composer.model import Schedule
    from composer.queue.entry import Entry

_PARTICIPLES: Mapping[ThreadMove, str] = MappingProxyType(
    {
        ThreadMove.HOLD: "held",
        ThreadMove.RELEASE: "released",
        ThreadMove.MOVE: "moved",
        ThreadMove.CANCEL: "cancelled",
        ThreadMove.RETRY: "retried",
        ThreadMove.RESUME: "resumed",
        ThreadMove.SETTLE: "settled by hand",
        ThreadMove.EDIT: "edited",
        ThreadMove.POSTED: "posted by hand",
        ThreadMove.RETRACT: "retracted",
    }
)
_RESTING = (ThreadState.HELD, ThreadState.QUEUED)


def not_possible(entry: Entry, move: ThreadMove) -> QueueError:
    """That the table has no such move from where the entry stands."""
    if move is ThreadMove.EDIT and entry.state is ThreadState.PUBLISHING:
        return QueueError(
            f"{called(entry)} is on its way out, so it cannot be edited. `thread hold {entry.id}` stops it after the "
            f"post at hand; then `thread edit {entry.id}`, and `thread resume {entry.id}` goes on."
        )
    moves = possible(entry.state, taken_back=entry.taken_back)
    instead = f"Possible now: {', '.join(moves)}." if moves else "Nothing more happens to it."
    taken_back = " (being retracted)" if entry.taken_back and entry.state is ThreadState.ATTENTION else ""
    return QueueError(f"{called(entry)} is {entry.state}{taken_back}, so it cannot be {_PARTICIPLES[move]}. {instead}")


def refuse_impossible(entry: Entry, move: ThreadMove) -> None:
    """Raise where the table has no such move from where the entry stands."""
    if target(move, entry.state, taken_back=entry.taken_back) is None:
        raise not_possible(entry, move)


def refuse_unbegun(entry: Entry, now: datetime) -> None:
    """Raise for an entry that has not begun and whose time has not come: nothing has stopped that one."""
    if entry.state in _RESTING and not entry.begun and entry.schedule.instant > now:
        raise QueueError(
            f"{called(entry)} has not begun, and its time has not come. `thread release {entry.id}` lets a held one go "
            f"at its time, `thread move {entry.id} now` makes it due now."
        )


def refuse_passed(entry: Entry, now: datetime) -> None:
    """Raise for a held entry that could only be late by now."""
    overdue = now - entry.schedule.instant
    if entry.state is ThreadState.HELD and not entry.begun and entry.late is not None and overdue > entry.late:
        raise QueueError(
            f"{called(entry)} was to go out at {at(entry.schedule)}, and that has passed. "
            f"`thread resume {entry.id}` publishes it now, `thread move {entry.id} WHEN` gives it another time."
        )


def refuse_cooling(entry: Entry, now: datetime) -> None:
    """Raise for an entry whose words are to be out of sight for longer."""
    if entry.cooling and entry.cool_until and now < entry.cool_until:
        left = -(-(entry.cool_until - now) // timedelta(minutes=1))
        raise QueueError(
            f"{called(entry)} is cooling off for another {left} min. `thread queue show {entry.id} --text` shows it, "
            f"`thread edit {entry.id}` takes what you change in the draft, `thread release {entry.id} --now` lets it "
            "go before."
        )


def called(entry: Entry) -> str:
    """An entry at the beginning of a sentence."""
    return f"Entry {named(entry.id, entry.title)}"


def many(posts: int) -> str:
    """`1 post`, `3 posts`."""
    return "1 post" if posts == 1 else f"{posts} posts"


def at(schedule: Schedule) -> str:
    """A time as the log has it, on the clocks that were meant."""
    wall = schedule.wall.replace("T", " ") or f"{schedule.instant:%Y-%m-%d %H:%M}"
    return f"{wall} {schedule.zone if schedule.wall else 'UTC'}"
