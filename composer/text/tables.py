"""The character tables that ship beside the code, as sets and as pattern sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def lines(name: str) -> tuple[str, ...]:
    """The lines of a data file, comments left out."""
    text = (_DATA / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """The named rows of a data file, one row a line: its name, then its items."""
    return {row: tuple(items) for row, *items in map(str.split, lines(name))}


def ranges(items: tuple[str, ...]) -> str:
    """The inside of a character class, from items such as `00C0-00D6` and `02BB`."""
    return "".join("-".join(f"\\U{int(end, 16):08x}" for end in item.split("-")) for item in items)
