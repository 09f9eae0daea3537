"""A draft that was checked, and where in it a finding stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.model import Diagnostic, Span


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with what was found in it."""

    file: str
    """Its path as the user gave it; `-` for standard input."""
    text: str
    """The whole file."""
    posts: int
    """How many posts it makes."""
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text; lines and columns from 1."""

    line: int
    column: int
    """In code points."""
    utf16: int
    """In UTF-16 units, as editors and SARIF count."""


def position(text: str, offset: int) -> Position:
    """Where the code point `offset` of a text stands."""
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    utf16 = len(before.encode("utf-16-le", "surrogatepass")) // 2
    return Position(text.count("\n", 0, offset) + 1, len(before) + 1, utf16 + 1)


def start_of(checked: Checked, span: Span | None) -> Position:
    """Where a finding begins; the beginning of the file where no words of the draft are concerned."""
    return position(checked.text, span.start if span else 0)
