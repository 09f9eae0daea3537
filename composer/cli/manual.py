"""A page of the manual as a terminal shows it: lines that fit, and examples set in instead of fenced."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""
_FENCE = "````"
_INDENT = "    "
_AS_IT_IS = re.compile(r"#|\|")
"""A heading or a row of a table."""


def fitted(page: str) -> str:
    """A page in Markdown as it is read best where it goes: as it stands, or folded on a terminal."""
    if not sys.stdout.isatty():
        return page
    return "\n".join(_lines(page, min(shutil.get_terminal_size().columns, _WIDEST)))


def hung(head: str, text: str) -> str:
    """`head` and `text` in a line, which on a terminal goes on below the text where it is too long."""
    if not sys.stdout.isatty():
        return head + text
    return _folded(head + text, min(shutil.get_terminal_size().columns, _WIDEST), hang=" " * len(head))


def _lines(page: str, width: int) -> Iterator[str]:
    in_example = False
    for line in page.split("\n"):
        if line.startswith(_FENCE):
            in_example = not in_example
        elif in_example:
            yield _folded(line, width, _INDENT, _INDENT)
        elif _AS_IT_IS.match(line):
            yield line
        else:
            yield _folded(line, width, hang="  " if line.startswith("- ") else "")


def _folded(line: str, width: int, first: str = "", hang: str = "") -> str:
    return textwrap.fill(
        line, width, initial_indent=first, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )
