"""The file of facts: TOML that a person may write by hand."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from composer.model import ComposerError, Fault
from composer.people.facts import NO_FACTS, Contact, Facts, Interest, Known, Permission, PermissionKind, Tie, Work
from composer.people.facts import plain_handle as _plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

EMPTY = """\
# Whom you know, what ties you to whom, and who has agreed to what. This file stays on this computer.
#
# [contacts.ada]
# name = "Ada Lindqvist"
# handles = ["@drlindqvist"]
# met = "a conference on handovers"
# since = 2025-05-12
# ask_before_tagging = true
#
# [interests.scrubs]           # whose success is yours too
# name = "Harbour Scrubs"
# also = ["@harbour_scrubs"]
# tie = "gift"                 # money, gift, discount, job, family, friendship
#
# [works.rooms]                # what you are asked to praise
# name = "Waiting Rooms That Listen"
# known = "no"                 # no, part, yes
#
# [[permissions]]
# kind = "photo"               # event, speaker, photo, quote, tag, group, case
# who = "Ada Lindqvist"
# what = "slide 4 of her talk"
# answer = "yes"
# day = 2026-05-12
#
# [no_reply]
# handles = ["@loud_account"]
"""
"""What a new file says."""

_Choice = TypeVar("_Choice", bound=StrEnum)
SECTIONS = ("contacts", "interests", "works", "permissions", "no_reply")
"""Parts of the file."""


class PeopleError(ComposerError):
    """The file of facts cannot be read, or a fact in it cannot be understood; names the place and the way out."""

    fault = Fault.SETUP


def load(path: Path) -> Facts:
    """The facts in a file; none where there is no file. Raises PeopleError."""
    try:
        return facts_from(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return NO_FACTS
    except UnicodeDecodeError as error:
        raise PeopleError(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except OSError as error:
        raise PeopleError(f"{path} could not be read: {error.strerror}. Mend its rights, or move it away.") from error


def facts_from(text: str, origin: str) -> Facts:
    """The facts that TOML tells; raises PeopleError naming `origin`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PeopleError(f"{origin} is not valid TOML: {error}. Mend that line, or move the file away.") from error
    if unknown := next((name for name in raw if name not in SECTIONS), None):
        raise PeopleError(f"{origin}: there is no section {unknown!r}. It is one of {', '.join(SECTIONS)}.")
    return Facts(
        contacts=tuple(_contact(one) for one in _tables(raw, "contacts", origin)),
        interests=tuple(_interest(one) for one in _tables(raw, "interests", origin)),
        works=tuple(_work(one) for one in _tables(raw, "works", origin)),
        permissions=tuple(_permission(one) for one in _permissions(raw, origin)),
        no_reply=_no_reply(raw, origin),
    )


class _Answer(StrEnum):
    """What somebody said who was asked."""

    YES = "yes"
    NO = "no"


class _Entry:
    """One table of the file, read key by key; what is left over is a mistake that is named."""

    def __init__(self, place: str, values: Mapping[str, Any]) -> None:
        self._place = place
        self._values = dict(values)

    def text(self, key: str, default: str = "") -> str:
        value = self._values.pop(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, value, "text in quotation marks")
        return value.strip()

    def needed(self, key: str) -> str:
        if not (value := self.text(key)):
            raise PeopleError(f'{self._place} has no {key}. Add a line such as {key} = "…".')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(key, value, 'a list such as ["@one", "@two"]')
        return tuple(one.strip() for one in value)

    def flag(self, key: str) -> bool:
        value = self._values.pop(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def day(self, key: str) -> date | None:
        value = self._values.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self._wrong(key, value, "a day such as 2026-05-12, without quotation marks")
        return value

    def choice(self, key: str, kind: type[_Choice]) -> _Choice:
        value = self.needed(key)
        if value not in list(kind):
            raise self._wrong(key, value, f"one of {', '.join(kind)}")
        return kind(value)

    def done(self) -> None:
        if left := next(iter(self._values), None):
            raise PeopleError(f"{self._place}: {left!r} is nothing that is known here. Take it out, or mend the word.")

    def _wrong(self, key: str, value: object, wanted: str) -> PeopleError:
        return PeopleError(f"{self._place}: {key} has to be {wanted}, not {value!r}.")


def _tables(raw: Mapping[str, Any], section: str, origin: str) -> Iterator[tuple[_Entry, str]]:
    tables = raw.get(section, {})
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise PeopleError(f"{origin}: {section} has to be tables such as [{section}.name].")
    for key, table in tables.items():
        yield _Entry(f"{origin}: [{section}.{key}]", table), key


def _contact(found: tuple[_Entry, str]) -> Contact:
    entry, key = found
    contact = Contact(
        name=entry.text("name", key) or key,
        handles=entry.texts("handles"),
        met=entry.text("met"),
        since=entry.day("since"),
        ask_before_tagging=entry.flag("ask_before_tagging"),
    )
    entry.done()
    return contact


def _interest(found: tuple[_Entry, str]) -> Interest:
    entry, key = found
    interest = Interest(entry.text("name", key) or key, entry.choice("tie", Tie), entry.texts("also"))
    entry.done()
    return interest


def _work(found: tuple[_Entry, str]) -> Work:
    entry, key = found
    work = Work(entry.text("name", key) or key, entry.choice("known", Known), entry.texts("also"))
    entry.done()
    return work


def _permissions(raw: Mapping[str, Any], origin: str) -> Iterator[_Entry]:
    tables = raw.get("permissions", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise PeopleError(f"{origin}: permissions have to be tables that begin with a line [[permissions]].")
    for number, table in enumerate(tables, 1):
        yield _Entry(f"{origin}: permission {number}", table)


def _permission(entry: _Entry) -> Permission:
    permission = Permission(
        kind=entry.choice("kind", PermissionKind),
        who=entry.needed("who"),
        given=entry.choice("answer", _Answer) is _Answer.YES,
        what=entry.text("what"),
        day=entry.day("day"),
    )
    entry.done()
    return permission


def _no_reply(raw: Mapping[str, Any], origin: str) -> tuple[str, ...]:
    table = raw.get("no_reply", {})
    if not isinstance(table, dict):
        raise PeopleError(f'{origin}: no_reply has to be a table [no_reply] with handles = ["@one"].')
    entry = _Entry(f"{origin}: [no_reply]", table)
    handles = entry.texts("handles")
    entry.done()
    return tuple(map(_plain, handles))
