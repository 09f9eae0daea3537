"""How a setting is read: each reader gives the value as the settings hold it, or says what it has to be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    Reader = Callable[[object], Any]
    """From what a file, a variable or the command line holds to the setting's value; raises Unfit."""

_HANDLE = re.compile(r"[\w.@-]{1,253}")
_AMOUNT = re.compile(r"(?:\d{1,6}(?:\.\d{1,2})?)?")
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun|week|work)[a-z]*"
_CLOCK = r"(?:[01]?\d|2[0-4])(?::[0-5]\d)?"
_QUIET = re.compile(
    rf"none|(?:{_DAY}(?:-{_DAY})?|(?:{_DAY}(?:-{_DAY})?\s+)?{_CLOCK}\s*(?:-|–|to)\s*{_CLOCK})", re.IGNORECASE
)
_LENGTH = r"\d{1,5}\s*(?:s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)"


class ConfigError(ComposerError):
    """A setting that does not exist, or a value that it cannot have; names the place it was found."""

    fault = Fault.SETUP


class Unfit(ValueError):
    """What a value has to be, as the rest of a sentence that begins with the setting's name."""


def text(raw: object) -> str:
    """Any text."""
    if not isinstance(raw, str):
        raise Unfit("has to be text in quotation marks")
    return raw


def word(raw: object) -> str:
    """A name such as a handle, without the `@` before it."""
    if not isinstance(raw, str) or not _HANDLE.fullmatch(raw):
        raise Unfit("has to be one word in quotation marks")
    return raw.removeprefix("@")


def one_of(kind: type[StrEnum]) -> Reader:
    """One of the members of an enumeration."""

    def read(raw: object) -> StrEnum:
        if raw not in list(kind):
            raise Unfit(f"has to be one of {', '.join(kind)}")
        return kind(str(raw))

    return read


def number(least: int, most: int, *, off: bool = False) -> Reader:
    """A whole number from `least` to `most`; with `off`, also 0."""

    def read(raw: object) -> int:
        digits = str(raw)
        whole = not isinstance(raw, bool) and digits.isascii() and digits.isdigit() and len(digits) < 10
        if not whole or not (least <= int(digits) <= most or (off and int(digits) == 0)):
            raise Unfit(f"has to be {'0 or ' if off else ''}a number from {least} to {most}")
        return int(digits)

    return read


def amount(raw: object) -> str:
    """An amount of dollars, or nothing."""
    written = str(raw).strip().removeprefix("$")
    if isinstance(raw, bool) or not _AMOUNT.fullmatch(written):
        raise Unfit("has to be an amount in dollars such as 10 or 7.50")
    return written


def zone(raw: object) -> str:
    """An IANA name of a time zone, or nothing."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    name = text(raw)
    try:
        if name:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unfit("has to be a time zone's IANA name such as Europe/Paris or America/New_York") from error
    return name


def hours(raw: object) -> str:
    """Hours in which nothing goes out, or nothing; `none` says so of an account."""
    written = text(raw)
    if not all(_QUIET.fullmatch(piece.strip()) for piece in written.split(",") if piece.strip()):
        raise Unfit("has to be hours such as '22:00-07:00', 'weekends' or 'fri 18:00-24:00', commas between them")
    return written


def length(*, besides: str = "") -> Reader:
    """A length of time in one unit, or nothing; or a word of another kind."""

    def read(raw: object) -> str:
        written = text(raw).strip()
        other = f", or {besides!r}" if besides else ""
        if written and written != besides and not re.fullmatch(_LENGTH, written, re.IGNORECASE):
            raise Unfit(f"has to be a length of time such as '30 min' or '2 h'{other}")
        return written

    return read


def pace(raw: object) -> str:
    """How a thread is drawn out, or nothing."""
    written = text(raw).strip()
    if written and not re.fullmatch(rf"none|(?:over\s+)?{_LENGTH}", written, re.IGNORECASE):
        raise Unfit("has to be '30s' from post to post, 'over 3h' for the whole thread, or 'none'")
    return written
