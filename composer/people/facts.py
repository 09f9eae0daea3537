"""Facts about people and things, as the writer noted them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Tie(StrEnum):
    """What a writer gains from somebody's success."""

    MONEY = "money"
    GIFT = "gift"
    DISCOUNT = "discount"
    JOB = "job"
    FAMILY = "family"
    FRIENDSHIP = "friendship"


class Known(StrEnum):
    """How much of a work the writer has read, used or tried."""

    NO = "no"
    PART = "part"
    YES = "yes"


class PermissionKind(StrEnum):
    """What somebody was asked for."""

    EVENT = "event"
    """To post from an event; `who` is its hashtag."""
    SPEAKER = "speaker"
    """To post what they said, or their slides."""
    PHOTO = "photo"
    """To show them or theirs in a picture."""
    QUOTE = "quote"
    """To repeat words that were not said in public."""
    TAG = "tag"
    """To be called by their handle."""
    GROUP = "group"
    """To repeat what was said in a closed group; `who` is the group."""
    CASE = "case"
    """To tell about them, as a patient, a client or a pupil."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody the writer knows."""

    name: str
    handles: tuple[str, ...] = ()
    """As on the networks, with `@`."""
    met: str = ""
    """Where."""
    since: date | None = None
    ask_before_tagging: bool = False


@dataclass(frozen=True, slots=True)
class Interest:
    """A firm, a product, a course or a person whose success is the writer's too."""

    name: str
    tie: Tie
    also: tuple[str, ...] = ()
    """Other names and handles it goes by."""


@dataclass(frozen=True, slots=True)
class Work:
    """A book, a paper, a course or a product, and whether the writer knows it."""

    name: str
    known: Known
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Permission:
    """What somebody answered when they were asked."""

    kind: PermissionKind
    who: str
    given: bool
    what: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Facts:
    """All that the writer has noted; rules that need a fact are silent where it is absent."""

    contacts: tuple[Contact, ...] = ()
    interests: tuple[Interest, ...] = ()
    works: tuple[Work, ...] = ()
    permissions: tuple[Permission, ...] = ()
    no_reply: tuple[str, ...] = ()
    """Handles that are not answered, without `@`, in lower case."""
    own_handles: tuple[str, ...] = ()
    """The writer's own accounts, in the same form."""
    today: date | None = None
    """For how long somebody has been known; None leaves that out."""
    lately: tuple[str, ...] = ()
    """Texts of the threads queued in the last weeks, newest first."""

    @cached_property
    def by_handle(self) -> dict[str, Contact]:
        """Contacts by handle, without `@`, in lower case."""
        return {plain_handle(handle): contact for contact in self.contacts for handle in contact.handles}

    def permission(self, kind: PermissionKind, who: Iterable[str]) -> Permission | None:
        """The newest answer of this kind by somebody who goes by one of the names or handles."""
        names = {_same(name) for name in who if name}
        answers = [one for one in self.permissions if one.kind is kind and _same(one.who) in names]
        return max(answers, key=lambda one: (one.day is not None, one.day or 0), default=None)


NO_FACTS = Facts()


def plain_handle(handle: str) -> str:
    """A handle as it is compared: without `@`, in lower case."""
    return handle.strip().lstrip("@\uff20").casefold()


def _same(name: str) -> str:
    return " ".join(re.sub(r"^[@#]", "", name.strip()).casefold().split())
