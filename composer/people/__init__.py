"""Local facts that rules look up: whom the writer knows, what ties them to whom, and who has agreed to what.

They stand in one file of the user's, are read by hand and by eye, and leave this computer in no post, request or log.
"""

from __future__ import annotations

from composer.people.facts import (
    NO_FACTS,
    Contact,
    Facts,
    Interest,
    Known,
    Permission,
    PermissionKind,
    Tie,
    Work,
    plain_handle,
)
from composer.people.file import EMPTY, SECTIONS, PeopleError, facts_from, load
from composer.people.writing import add, make, remove

__all__ = [
    "EMPTY",
    "NO_FACTS",
    "SECTIONS",
    "Contact",
    "Facts",
    "Interest",
    "Known",
    "PeopleError",
    "Permission",
    "PermissionKind",
    "Tie",
    "Work",
    "add",
    "facts_from",
    "load",
    "make",
    "plain_handle",
    "remove",
]
