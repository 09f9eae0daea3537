"""A draft that was checked, and where in it a finding stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.lint.lines import lines_of

if TYPE_CHECKING:
    from composer.model import Diagnostic, Span


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with what was found in it."""

    file: str
    """Its path as the user gave it; `-` for standard input."""
    text: str
    """The whole file."""
    posts: tuple[Span, ...]
    """Where each post that it makes came from."""
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
    lines = lines_of(text)
    start, _ = lines.bounds(offset)
    column = offset - start + 1
    return Position(lines.number(offset), column, column + lines.wide(start, offset))


def first_line(checked: Checked, finding: Diagnostic) -> int | None:
    """The line that a finding begins in, or its post if it names no words; None for a finding about the thread."""
    if finding.span is not None:
        return position(checked.text, finding.span.start).line
    if finding.post is not None:
        return position(checked.text, checked.posts[finding.post - 1].start).line
    return None


def where(checked: Checked, finding: Diagnostic) -> str:
    """`file:line:column` of its words, `file:line` of its post, or the file alone: what it is really about."""
    if finding.span is not None:
        at = position(checked.text, finding.span.start)
        return f"{checked.file}:{at.line}:{at.column}"
    line = first_line(checked, finding)
    return checked.file if line is None else f"{checked.file}:{line}"
