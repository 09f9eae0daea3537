"""Counting as readers do: the way of networks that limit graphemes, and bytes besides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from composer.text.counter import Weighed, stretches, utf8_length
from composer.text.grapheme import beginnings, count, graphemes, highest

if TYPE_CHECKING:
    import regex


@cache
def _emoji() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}]|.\ufe0f?\u20e3")


@dataclass(frozen=True, slots=True)
class Graphemes:
    """Counting by what a reader sees, and by UTF-8 bytes as well where the network limits them."""

    in_bytes: bool = False

    def length(self, text: str, _warning: str = "") -> int:
        """The number of graphemes."""
        return count(text)

    def exact(self, text: str, _warning: str = "") -> tuple[int, ...]:
        """The most graphemes that a Unicode version in use sees, and the bytes."""
        return (highest(text), utf8_length(text)) if self.in_bytes else (highest(text),)

    def weights(self, text: str) -> tuple[tuple[int, ...], ...]:
        """Graphemes, and bytes, up to every code point."""
        each = tuple(accumulate(beginnings(text, oldest=True), initial=0))
        return (each, tuple(accumulate(map(utf8_length, text), initial=0))) if self.in_bytes else (each,)

    def refuses(self, _text: str) -> tuple[str, ...]:
        """Nothing: any text will do."""
        return ()

    def explain(self, text: str) -> tuple[Weighed, ...]:
        """Emoji one by one, the rest between them; URLs weigh as written."""
        named = []
        at = 0
        for cluster in [] if text.isascii() else graphemes(text):
            if _emoji().search(cluster):
                named.append((at, at + len(cluster), "emoji"))
            at += len(cluster)
        return stretches(text, beginnings(text), named)

    def reserving(self, _url_length: int) -> Graphemes:
        """URLs weigh as written."""
        return self
