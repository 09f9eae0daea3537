"""Where sentences end: sentencex says so, and where it has no wheel a few rules of ours do."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from composer.text.tables import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_BREAK = re.compile(r"\n[^\S\n]*\n")
_HALF = re.compile("[\ud800-\udfff]")

_CLOSING = "\"'”’»›)\\]}】」』》〉）"
_STOP = re.compile(rf"[.!?…]+[{_CLOSING}]*(?=\s|\Z)|[。！？｡．؟۔।॥։።፧၊။]+[{_CLOSING}]*")
_WORD_BEFORE = re.compile(r"[^\s(\[“‘«\"'—–]+\Z")
_NEXT = re.compile(r"\s+[“‘«\"'(\[¿¡—–-]*(\w)")


def sentence_ends(text: str, language: str = "en") -> tuple[int, ...]:
    """Offsets right after the last character of each sentence, white space left out, in code points.

    `language` is a BCP 47 tag, of which only the language counts; one that is not known reads as English.
    """
    segment = _segmenter(language.partition("-")[0].lower() or "en")
    found = (
        end
        for start, paragraph in _paragraphs(text)
        for end in (start + len(paragraph[:stop].rstrip()) for stop in segment(paragraph))
        if end > start
    )
    return tuple(dict.fromkeys(found))


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs and where they begin: sentencex loses its place in long texts."""
    start = 0
    for gap in _BREAK.finditer(text):
        yield start, text[start : gap.start()]
        start = gap.end()
    yield start, text[start:]


def _segmenter(language: str) -> Callable[[str], Iterable[int]]:
    try:
        from sentencex import get_sentence_boundaries
    except ImportError:
        return by_rules
    # Half a character has no place in sentencex's Rust strings; another of the same width keeps the offsets.
    return lambda text: (end["end_index"] for end in get_sentence_boundaries(language, _HALF.sub("\ufffd", text)))


def by_rules(text: str) -> Iterator[int]:
    """Where sentences end by punctuation, a list of abbreviations and the case of the next letter."""
    for stop in _STOP.finditer(text):
        following = _NEXT.match(text, stop.end())
        if following and following[1].islower():
            continue
        if stop[0].startswith(".") and "." not in stop[0][1:] and _abbreviates(text[: stop.start()]):
            continue
        yield stop.end()
    yield len(text)


def _abbreviates(before: str) -> bool:
    word = _WORD_BEFORE.search(before[-40:])
    if not word:
        return False
    return word[0].lower() in _abbreviations() or (len(word[0]) == 1 and word[0].isupper() and word[0] != "I")


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(lines("abbreviations.txt"))
