"""Counting as readers do: the way of networks that limit graphemes, and bytes besides."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from composer.text.counter import Weighed, halved, stretches, utf8_length
from composer.text.grapheme import beginnings, count, emoji_ranges, highest


@dataclass(frozen=True, slots=True)
class Graphemes:
    """Counting by what a reader sees, and by UTF-8 bytes as well where the network limits them."""

    in_bytes: bool = False
    """Whether the whole text has a second budget, in bytes."""
    emoji_in_bytes: bool = False
    """Whether an emoji may count by its bytes: one third-party page says so of Threads, Meta's own were not read."""

    @property
    def units(self) -> tuple[str, ...]:
        """Characters as a reader sees them, and bytes."""
        return ("characters", "bytes") if self.in_bytes else ("characters",)

    def length(self, text: str, _warning: str = "") -> int:
        """The number of graphemes."""
        return count(text)

    def exact(self, text: str, _warning: str = "") -> tuple[int, ...]:
        """The most graphemes that a Unicode version in use sees, and the bytes."""
        most = highest(text) + (_extra(text) if self.emoji_in_bytes else 0)
        return (most, utf8_length(text)) if self.in_bytes else (most,)

    def weights(self, text: str) -> tuple[tuple[int, ...], ...]:
        """Graphemes, and bytes, up to every code point."""
        each = beginnings(text, oldest=True)
        for start, end in emoji_ranges(text) if self.emoji_in_bytes else ():
            each[start] += utf8_length(text[start:end]) - 1
        most = tuple(accumulate(each, initial=0))
        if not self.in_bytes:
            return (most,)
        sizes = [1] * len(text) if text.isascii() else map(utf8_length, text)
        return (most, tuple(accumulate(sizes, initial=0)))

    def refuses(self, text: str) -> tuple[str, ...]:
        """Any text will do that can be written in UTF-8."""
        return halved(text)

    def remarks(self, text: str) -> tuple[str, ...]:
        """What older or newer servers may see."""
        said = []
        if highest(text) > count(text):
            said.append("Unicode versions see different numbers of characters in these letters; the higher one counts.")
        if self.emoji_in_bytes and _extra(text):
            said.append("Each emoji may count by its bytes in UTF-8, four or more; the higher number counts.")
        return tuple(said)

    def explain(self, text: str) -> tuple[Weighed, ...]:
        """Emoji one by one, the rest between them; URLs weigh as written."""
        return stretches(text, beginnings(text), [(start, end, "emoji") for start, end in emoji_ranges(text)])

    def reserving(self, _url_length: int) -> Graphemes:
        """URLs weigh as written."""
        return self


def _extra(text: str) -> int:
    """What emoji weigh by their bytes beyond one each."""
    return sum(utf8_length(text[start:end]) - 1 for start, end in emoji_ranges(text))
