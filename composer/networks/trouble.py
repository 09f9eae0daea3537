"""A call that failed: the record that every network fills in with its own kinds of trouble."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

K = TypeVar("K", bound=Enum)
_LONGEST_WAIT = 24 * 3600


@dataclass(frozen=True)  # a generic class with slots cannot take what typing notes on it
class Trouble(Generic[K]):
    """A failed call."""

    kind: K
    cause: str
    """Why, in a few words for the middle of a sentence; no address of a call, header, key or token is in it."""
    words: str = ""
    """The network's own words, on one line, ending in a stop; empty where it said nothing."""
    wait: timedelta | None = None
    """How long the network asks to wait."""


def until_reset(headers: Mapping[str, str], reset: str) -> timedelta | None:
    """How long it is to the epoch second in the header `reset`, from a second to a day; None where it is not said.

    It is counted from the answer's own Date, so that a wrong clock here does not matter.
    """
    try:
        return at_most_a_day(int(headers[reset]) - parsedate_to_datetime(headers["Date"]).timestamp())
    except (KeyError, ValueError, TypeError):
        return None


def at_most_a_day(seconds: float) -> timedelta:
    """What a network asks to wait, kept within reason."""
    return timedelta(seconds=min(max(seconds, 1), _LONGEST_WAIT))
