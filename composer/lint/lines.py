"""The lines of a text, found once however many findings ask for theirs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

_BEYOND_BMP = "\uffff"


class Lines:
    """Where the lines of a text begin, and which characters take two units of UTF-16."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)
        self._wide = [] if text.isascii() else [i for i, sign in enumerate(text) if sign > _BEYOND_BMP]

    def number(self, offset: int) -> int:
        """The number of the line that has the character at `offset`, from 1."""
        return bisect_right(self._starts, offset)

    def bounds(self, offset: int) -> tuple[int, int]:
        """Where the line that has the character at `offset` begins, and where its characters end."""
        number = self.number(offset)
        end = self._starts[number] - 1 if number < len(self._starts) else len(self._text)
        return self._starts[number - 1], end

    def wide(self, start: int, end: int) -> int:
        """How many characters of `[start, end)` take two units of UTF-16."""
        return bisect_left(self._wide, end) - bisect_left(self._wide, start)


@lru_cache(maxsize=2)
def lines_of(text: str) -> Lines:
    """The lines of a text; those of the last two texts are remembered."""
    return Lines(text)
