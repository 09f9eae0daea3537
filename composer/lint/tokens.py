"""The words of a text: which there are, where they stand, and which of them make a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MASKS = {"mention": "\x01", "url": "\x02", "tag": "\x03", "code": "\x04", "quote": "\x05", "decor": "\x06"}
"""The private character that stands for each character of what is no word of the writer's."""

MASKED = "\x01-\x06"
WORD = r"[^\W_]+(?:'[^\W_]+)*"
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)+k?(?![^\W_])|{WORD}|\x01+|\x02+|\x03+|\x04+|\x05+|\x06+")
_STOP = re.compile(r"[.!?\n]")

Placed: TypeAlias = "tuple[str, int, int]"
"""A word, a number or something masked, and where it begins and ends."""


def sentences(text: str) -> Iterator[list[Placed]]:
    """The words of each sentence."""
    sentence: list[Placed] = []
    end = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        if sentence and (start > end + 1 or text[end] == "\n") and _STOP.search(text, end, start):
            yield sentence
            sentence = []
        end = match.end()
        sentence.append((match[0], start, end))
    if sentence:
        yield sentence


def joined(parts: Sequence[str]) -> list[str]:
    """The words that begin with the first of the parts between apostrophes, the longest first."""
    return ["'".join(parts[:n]) for n in range(len(parts), 0, -1)]


def pieces(word: str) -> list[str]:
    """A word with apostrophes, and every word that may be read in it."""
    parts = word.split("'")
    return [piece for i in range(len(parts)) for piece in joined(parts[i:])]
