"""The states of a thread and of a post, and the only moves between them."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ThreadState(StrEnum):
    """Where an entry stands; the same words in code, in the file, in JSON and on screen."""

    HELD = "held"
    QUEUED = "queued"
    PUBLISHING = "publishing"
    """Begun and not finished; it may be waiting to look or to try again."""
    PUBLISHED = "published"
    FAILED = "failed"
    """Given up with a reason; nothing of it is in doubt."""
    ATTENTION = "attention"
    """Waits for a person: too late, or an outcome that nobody else can settle."""
    CANCELLED = "cancelled"
    RETRACTING = "retracting"
    RETRACTED = "retracted"


class PostState(StrEnum):
    """Where one post stands."""

    PENDING = "pending"
    SENDING = "sending"
    """The intent is on disk; the call may or may not have been made."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """The call was made and nobody could say what became of it."""
    DELETING = "deleting"
    DELETED = "deleted"


class ThreadMove(StrEnum):
    """What a person or the worker does with an entry."""

    HOLD = "hold"
    RELEASE = "release"
    MOVE = "move"
    CANCEL = "cancel"
    RETRY = "retry"
    RESUME = "resume"
    SETTLE = "settle"
    EDIT = "edit"
    POSTED = "posted"
    """A person has posted the next post by hand."""
    RETRACT = "retract"
    CLAIM = "claim"
    FINISH = "finish"
    GIVE_UP = "give up"
    ASK = "ask"
    WITHDRAWN = "withdrawn"


class TemplateState(StrEnum):
    """Where a template stands."""

    REPEATING = "repeating"
    HELD = "held"
    ATTENTION = "attention"
    """Its entry could not be made; waits for a person."""
    CANCELLED = "cancelled"


class TemplateMove(StrEnum):
    """What a person or the worker does with a template."""

    HOLD = "hold"
    RELEASE = "release"
    MOVE = "move"
    CANCEL = "cancel"
    RETRY = "retry"
    ASK = "ask"


class PostMove(StrEnum):
    """What happens to one post."""

    INTEND = "intend"
    RECEIVE = "receive"
    RULE_OUT = "rule out"
    DOUBT = "doubt"
    DELETE = "delete"
    KEEP = "keep"
    GONE = "gone"


_T, _P = ThreadState, PostState

THREAD_MOVES: Mapping[ThreadMove, Mapping[ThreadState, ThreadState]] = MappingProxyType(
    {
        # a person's
        ThreadMove.HOLD: {_T.QUEUED: _T.HELD, _T.PUBLISHING: _T.HELD, _T.FAILED: _T.HELD},
        ThreadMove.RELEASE: {_T.HELD: _T.QUEUED},
        ThreadMove.MOVE: {
            _T.HELD: _T.HELD,
            _T.QUEUED: _T.QUEUED,
            _T.FAILED: _T.QUEUED,
            _T.ATTENTION: _T.QUEUED,
        },
        ThreadMove.CANCEL: {
            _T.HELD: _T.CANCELLED,
            _T.QUEUED: _T.CANCELLED,
            _T.PUBLISHING: _T.CANCELLED,
            _T.FAILED: _T.CANCELLED,
            _T.ATTENTION: _T.CANCELLED,
        },
        ThreadMove.RETRY: {_T.FAILED: _T.QUEUED, _T.ATTENTION: _T.QUEUED},
        ThreadMove.RESUME: {
            _T.HELD: _T.QUEUED,
            _T.PUBLISHING: _T.PUBLISHING,
            _T.FAILED: _T.QUEUED,
            _T.ATTENTION: _T.QUEUED,
        },
        ThreadMove.SETTLE: {_T.ATTENTION: _T.QUEUED},
        ThreadMove.EDIT: {
            _T.HELD: _T.HELD,
            _T.QUEUED: _T.QUEUED,
            _T.FAILED: _T.FAILED,
            _T.ATTENTION: _T.ATTENTION,
        },
        ThreadMove.POSTED: {_T.HELD: _T.HELD, _T.ATTENTION: _T.ATTENTION, _T.FAILED: _T.FAILED},
        ThreadMove.RETRACT: {
            _T.HELD: _T.RETRACTING,
            _T.QUEUED: _T.RETRACTING,
            _T.PUBLISHING: _T.RETRACTING,
            _T.PUBLISHED: _T.RETRACTING,
            _T.FAILED: _T.RETRACTING,
            _T.ATTENTION: _T.RETRACTING,
            _T.CANCELLED: _T.RETRACTING,
        },
        # the worker's
        ThreadMove.CLAIM: {
            _T.QUEUED: _T.PUBLISHING,
            _T.PUBLISHING: _T.PUBLISHING,
            _T.RETRACTING: _T.RETRACTING,
        },
        # A receipt is a fact: the last one finishes the thread even if a person stopped it meanwhile.
        ThreadMove.FINISH: {
            _T.PUBLISHING: _T.PUBLISHED,
            _T.QUEUED: _T.PUBLISHED,
            _T.HELD: _T.PUBLISHED,
            _T.CANCELLED: _T.PUBLISHED,
            _T.FAILED: _T.PUBLISHED,
            _T.ATTENTION: _T.PUBLISHED,
        },
        ThreadMove.GIVE_UP: {_T.PUBLISHING: _T.FAILED},
        ThreadMove.ASK: {_T.QUEUED: _T.ATTENTION, _T.PUBLISHING: _T.ATTENTION, _T.RETRACTING: _T.ATTENTION},
        ThreadMove.WITHDRAWN: {_T.RETRACTING: _T.RETRACTED},
    }
)

TAKING_BACK: Mapping[ThreadMove, Mapping[ThreadState, ThreadState]] = MappingProxyType(
    {
        ThreadMove.RETRACT: {_T.ATTENTION: _T.RETRACTING, _T.CANCELLED: _T.RETRACTING},
        ThreadMove.RETRY: {_T.ATTENTION: _T.RETRACTING},
        ThreadMove.RESUME: {_T.RETRACTING: _T.RETRACTING, _T.ATTENTION: _T.RETRACTING},
        ThreadMove.SETTLE: {_T.ATTENTION: _T.RETRACTING},
        ThreadMove.CANCEL: {_T.RETRACTING: _T.CANCELLED, _T.ATTENTION: _T.CANCELLED},
        ThreadMove.CLAIM: {_T.RETRACTING: _T.RETRACTING},
        ThreadMove.FINISH: {_T.CANCELLED: _T.PUBLISHED},
        ThreadMove.ASK: {_T.RETRACTING: _T.ATTENTION},
        ThreadMove.WITHDRAWN: {_T.RETRACTING: _T.RETRACTED},
    }
)
"""The only moves once a person has taken a thread back: from here on nothing of it is sent."""

POST_MOVES: Mapping[PostMove, Mapping[PostState, PostState]] = MappingProxyType(
    {
        # Sent again only after a look that found nothing, hence from `sending` and `unknown` too.
        PostMove.INTEND: {_P.PENDING: _P.SENDING, _P.SENDING: _P.SENDING, _P.UNKNOWN: _P.SENDING},
        PostMove.RECEIVE: {_P.SENDING: _P.SENT, _P.UNKNOWN: _P.SENT, _P.PENDING: _P.SENT},
        PostMove.RULE_OUT: {_P.SENDING: _P.PENDING, _P.UNKNOWN: _P.PENDING},
        PostMove.DOUBT: {_P.SENDING: _P.UNKNOWN, _P.UNKNOWN: _P.UNKNOWN},
        PostMove.DELETE: {_P.SENT: _P.DELETING, _P.DELETING: _P.DELETING},
        PostMove.KEEP: {_P.DELETING: _P.SENT},
        # Also what the worker could not delete, and a person then did.
        PostMove.GONE: {_P.DELETING: _P.DELETED, _P.SENT: _P.DELETED},
    }
)

_R = TemplateState

TEMPLATE_MOVES: Mapping[TemplateMove, Mapping[TemplateState, TemplateState]] = MappingProxyType(
    {
        TemplateMove.HOLD: {_R.REPEATING: _R.HELD, _R.ATTENTION: _R.HELD},
        TemplateMove.RELEASE: {_R.HELD: _R.REPEATING},
        TemplateMove.MOVE: {_R.REPEATING: _R.REPEATING, _R.HELD: _R.HELD, _R.ATTENTION: _R.REPEATING},
        TemplateMove.CANCEL: {_R.REPEATING: _R.CANCELLED, _R.HELD: _R.CANCELLED, _R.ATTENTION: _R.CANCELLED},
        TemplateMove.RETRY: {_R.ATTENTION: _R.REPEATING},
        # the worker's
        TemplateMove.ASK: {_R.REPEATING: _R.ATTENTION},
    }
)

OPEN_STATES = (PostState.SENDING, PostState.UNKNOWN)
"""Posts whose outcome has to be found out before anything else is sent."""

_PERSONS_MOVES = (
    ThreadMove.HOLD,
    ThreadMove.RELEASE,
    ThreadMove.MOVE,
    ThreadMove.EDIT,
    ThreadMove.CANCEL,
    ThreadMove.RETRY,
    ThreadMove.RESUME,
    ThreadMove.SETTLE,
    ThreadMove.RETRACT,
)


def target(move: ThreadMove, state: ThreadState, *, taken_back: bool = False) -> ThreadState | None:
    """Where a move leads from `state`; None where it is not possible."""
    table = TAKING_BACK if taken_back or state is _T.RETRACTING else THREAD_MOVES
    return table.get(move, {}).get(state)


def possible(state: ThreadState, *, taken_back: bool = False) -> tuple[ThreadMove, ...]:
    """What a person can do with an entry in this state."""
    return tuple(move for move in _PERSONS_MOVES if target(move, state, taken_back=taken_back))
