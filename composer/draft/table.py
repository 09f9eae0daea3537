"""Tables as lines of words, for no network shows a table."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.draft.prose import joined
from composer.model import Prose

if TYPE_CHECKING:
    from collections.abc import Sequence

_BAR = re.compile(r"(?<!\\)\|")


def cells(line: str) -> list[tuple[int, int]]:
    """Where the cells of a row stand in its line, without white space around them."""
    edges = [-1, *(match.start() for match in _BAR.finditer(line)), len(line)]
    spans = []
    for left, right in pairwise(edges):
        cell = line[left + 1 : right]
        start = left + 1 + len(cell) - len(cell.lstrip())
        spans.append((start, max(start, left + 1 + len(cell.rstrip()))))
    if spans[0][0] >= spans[0][1]:
        spans.pop(0)
    if spans and spans[-1][0] >= spans[-1][1]:
        spans.pop()
    return spans


def lines(header: Sequence[Prose], rows: Sequence[Sequence[Prose]]) -> list[Prose]:
    """A caption and a line for each row: `Value: Result` and `Potassium: 6.8 mmol/L (Normal 3.5–5.1)`.

    A row is called by its first cell, and its second cell is what it says: the caption names both, once. Every
    further cell has its column's header before it, for a post is read without the caption.
    """
    rows = [row for row in rows if any(cell.text for cell in row)]
    shown = {number for row in rows for number, cell in enumerate(row) if cell.text}
    silent = [name for number, name in enumerate(header[2:], 2) if number not in shown]
    caption = _laid(header[:1], header[1:2], silent)
    return [line for line in (caption, *(_line(header, row) for row in rows)) if line.text]


def _line(header: Sequence[Prose], row: Sequence[Prose]) -> Prose:
    names = [*header, *[Prose("")] * (len(row) - len(header))]
    cells = [_worded((name, cell), " ") if cell.text else cell for name, cell in zip(names, row, strict=False)]
    named = bool(row[0].text)
    return _laid(row[:1], row[1:2] if named else cells[1:2], cells[2:])


def _laid(name: Sequence[Prose], value: Sequence[Prose], more: Sequence[Prose]) -> Prose:
    """`name: value (more; more)`, as far as there are words for each."""
    said, further = _worded(value, ""), _worded(more, "; ")
    if said.text and further.text:
        said = joined((said, Prose(" ("), further, Prose(")")), "")
    return _worded((*name, said if said.text else further), ": ")


def _worded(parts: Sequence[Prose], separator: str) -> Prose:
    return joined((part for part in parts if part.text), separator)
