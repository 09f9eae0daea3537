"""What a limit asks of the way a network counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A stretch of a text and what it weighs: a URL, an emoji, a mention, or the characters between them."""

    start: int
    end: int
    text: str
    kind: str
    """`url`, `mention`, `emoji`, `wide` (letters that weigh two) or `text`."""
    weight: int


class Counter(Protocol):
    """How a network counts; every text is taken as it is, nothing is normalised before."""

    @property
    def units(self) -> tuple[str, ...]:
        """What each budget counts, in the plural, for messages."""
        ...

    def length(self, text: str, content_warning: str = "", /) -> int:
        """The number that the network shows today."""
        ...

    def exact(self, text: str, content_warning: str = "", /) -> tuple[int, ...]:
        """The binding count for each budget: the higher one where versions or rules disagree."""
        ...

    def weights(self, text: str) -> tuple[Sequence[int], ...]:
        """For each budget the weight of every prefix of a text in NFC without outer whitespace."""
        ...

    def refuses(self, text: str, /) -> tuple[str, ...]:
        """Why the network does not take a text of whatever length, in words for the user; empty if it does."""
        ...

    def remarks(self, text: str, /) -> tuple[str, ...]:
        """Why a text weighs otherwise than it looks, in words for the user."""
        ...

    def explain(self, text: str) -> tuple[Weighed, ...]:
        """The stretches that `length` is the sum of."""
        ...

    def reserving(self, url_length: int, /) -> Counter:
        """The same way of counting with another length for a URL, where URLs have one."""
        ...


def utf8_length(text: str) -> int:
    """Bytes in UTF-8; half a surrogate pair counts the three that it would take."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def halved(text: str) -> tuple[str, ...]:
    """Why a text cannot be sent that has half a surrogate pair in it, as broken input does; empty if it has none."""
    found = None if text.isascii() else _HALF.search(text)
    return (f"It has half a character in it (U+{ord(found[0]):04X}); delete it.",) if found else ()


def stretches(text: str, each: Sequence[int], named: Iterable[tuple[int, int, str]]) -> tuple[Weighed, ...]:
    """The named ranges of a text and what lies between them, with their weights summed from those of each character."""
    parts: list[Weighed] = []
    at = 0
    for start, end, kind in (*named, (len(text), len(text), "text")):
        parts += _between(text, each, at, start)
        if end > start:
            parts.append(Weighed(start, end, text[start:end], kind, sum(each[start:end])))
        at = end
    return tuple(parts)


def _between(text: str, each: Sequence[int], start: int, end: int) -> Iterator[Weighed]:
    for wide, group in groupby(range(start, end), key=lambda index: each[index] > 1):
        low, *rest = group
        high = rest[-1] + 1 if rest else low + 1
        yield Weighed(low, high, text[low:high], "wide" if wide else "text", sum(each[low:high]))
