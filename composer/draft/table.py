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
    """A line for each row: `header: value; header: value`; the header alone first where a row does not name it all."""
    found = [line for row in rows if (line := _line(header, row)).text]
    shown = "\n".join(line.text for line in found)
    if any(name.text not in shown for name in header):
        found.insert(0, _listed(header))
    return found


def _line(header: Sequence[Prose], row: Sequence[Prose]) -> Prose:
    named = []
    for number, cell in enumerate(row):
        name = header[number] if number < len(header) else Prose("")
        named.append(joined((name, cell), ": ") if name.text and cell.text else cell)
    return _listed(named)


def _listed(parts: Sequence[Prose]) -> Prose:
    return joined((part for part in parts if part.text), "; ")
