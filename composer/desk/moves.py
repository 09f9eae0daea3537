"""What a person can do with an entry at this moment: its state's moves, less those that would be refused at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.queue import PostState, ThreadMove, ThreadState
from composer.queue.states import possible

if TYPE_CHECKING:
    from datetime import datetime

    from composer.queue import Entry

_GOES_BY_ITSELF = (ThreadState.QUEUED, ThreadState.PUBLISHING)
_RESTS = (ThreadState.HELD, ThreadState.FAILED, ThreadState.ATTENTION)
_UP = (PostState.SENT, PostState.DELETING)


def moves(entry: Entry, now: datetime) -> tuple[ThreadMove, ...]:
    """Every move of a person that is not refused now; `POSTED` stands for handing it over to be posted by hand."""
    table = possible(entry.state, taken_back=entry.taken_back)
    return tuple(move for move in (*table, ThreadMove.POSTED) if not _in_vain(move, entry, now))


def past_its_time(entry: Entry, now: datetime) -> bool:
    """Whether an entry that has not begun is later than it may be."""
    return not entry.begun and entry.late is not None and now - entry.schedule.instant > entry.late


def cools(entry: Entry, now: datetime) -> bool:
    """Whether its words are to stay out of sight for longer."""
    return entry.cooling and entry.cool_until is not None and now < entry.cool_until


def to_delete_by_hand(entry: Entry) -> bool:
    """Whether a person is asked to delete what a retraction could not."""
    return entry.taken_back and entry.state is ThreadState.ATTENTION and any(post.state in _UP for post in entry.posts)


def _in_vain(move: ThreadMove, entry: Entry, now: datetime) -> bool:
    match move:
        case ThreadMove.RELEASE:
            return past_its_time(entry, now)
        case ThreadMove.RESUME:
            early = entry.state is ThreadState.HELD and not entry.begun and entry.schedule.instant > now
            return early or cools(entry, now)
        case ThreadMove.SETTLE:
            return entry.unknown is None and not to_delete_by_hand(entry)
        case ThreadMove.EDIT:
            return entry.unknown is not None or entry.draft is None
        case ThreadMove.RETRACT:
            return entry.unknown is None and not any(post.state in _UP for post in entry.posts)
        case ThreadMove.POSTED:
            return not _can_be_handed_over(entry)
    return False


def _can_be_handed_over(entry: Entry) -> bool:
    from composer.desk.handover import is_by_hand

    if entry.unknown or entry.taken_back or entry.cooling:
        return False
    return entry.state in _RESTS or (entry.state in _GOES_BY_ITSELF and is_by_hand(entry))
