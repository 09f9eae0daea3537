"""Weighted length as X counts it, equal to npm twitter-text 3.1.0 (its configuration version 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from unicodedata import normalize

from composer.text import emoji11, urls
from composer.text.counter import Weighed, halved, stretches
from composer.text.domains import DOT
from composer.text.grapheme import emoji

EMOJI_WEIGHT = 2

_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]+")
"""Characters that weigh 2; the others weigh 1 (twitter-text, config/v3.json)."""
_ANY_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_INVALID = re.compile("[\ufffe\ufeff\uffff]")


class Token(NamedTuple):
    """A stretch that weighs something else than its characters do."""

    start: int
    end: int
    weight: int
    is_url: bool


@dataclass(frozen=True, slots=True)
class Weighted:
    """X's way of counting."""

    @property
    def units(self) -> tuple[str, ...]:
        """Characters, some of which weigh two."""
        return ("characters",)

    def length(self, text: str, _warning: str = "") -> int:
        """The weighted length, the text brought into NFC first as X does; X has no content warnings."""
        if text.isascii():
            return len(text) + _added(text, urls.find(text)) if DOT.search(text) else len(text)
        text = normalize("NFC", text)
        links = urls.find(text)
        if not _ANY_HEAVY.search(text):
            return len(text) + _added(text, links)
        if not emoji11.SEQUENCE.search(text):
            return _plain(text) + _added(text, links)
        stretches = list(emoji11.stretches(text))
        if any(_overlap(link, at, stretch) for link in links for at, stretch in stretches):
            return sum(_each(text, tokens(text)))
        return _plain(text) + _added(text, links) + sum(_added_by_emoji(stretch) for _, stretch in stretches)

    def exact(self, text: str, _warning: str = "") -> tuple[int, ...]:
        """The weighted length: the published library's count of newer emoji is the higher one already."""
        return (self.length(text),)

    def weights(self, text: str) -> tuple[tuple[int, ...]]:
        """Weight of every prefix; a URL or an emoji weighs all it weighs from its first character on."""
        return (tuple(accumulate(_each(text, tokens(text)), initial=0)),)

    def refuses(self, text: str) -> tuple[str, ...]:
        """X takes no empty post and no byte order mark."""
        if not text:
            return ("X takes no empty post; write something.",)
        if not text.isascii() and (found := _INVALID.search(text)):
            return (f"X refuses a post with the invisible character U+{ord(found[0]):04X}; delete it.",)
        return ()

    def remarks(self, text: str) -> tuple[str, ...]:
        """Names that X makes links of, emoji that its published counter does not know yet, and half characters.

        The published counter finds a text with half a character valid, so it counts as fitting; it cannot be sent.
        """
        text = normalize("NFC", text)
        links = (text[t.start : t.end] for t in tokens(text) if t.is_url and "://" not in text[t.start : t.end])
        bare = halved(text) + tuple(
            f"X makes a link of {link} and counts {urls.WEIGHT} for it." for link in dict.fromkeys(links)
        )
        if text.isascii() or not emoji11.SEQUENCE.search(text):
            return bare
        newer = {one: weight for one in emoji(text) if (weight := self.length(one)) > EMOJI_WEIGHT}
        return bare + tuple(
            f"X may count {one} as {weight}: its published counter knows the emoji of 2018 and takes newer ones apart."
            for one, weight in newer.items()
        )

    def explain(self, text: str) -> tuple[Weighed, ...]:
        """URLs at 23, emoji at 2, wide letters at 2, the others at 1."""
        text = normalize("NFC", text)
        found = tokens(text)
        return stretches(text, _each(text, found), [(t.start, t.end, "url" if t.is_url else "emoji") for t in found])

    def reserving(self, _url_length: int) -> Weighted:
        """X reserves 23 for everyone."""
        return self


def _each(text: str, found: tuple[Token, ...]) -> list[int]:
    each = [1] * len(text)
    for wide in _HEAVY.finditer(text):
        each[wide.start() : wide.end()] = [2] * (wide.end() - wide.start())
    for start, end, whole, _ in found:
        each[start:end] = [whole] + [0] * (end - start - 1)
    return each


def tokens(text: str) -> tuple[Token, ...]:
    """The URLs and the emoji that X finds in a text in NFC, from left to right, without overlap."""
    found_urls, found_emoji = urls.find(text), emoji11.find(text)
    if not found_urls and not found_emoji:
        return ()
    at = {start: Token(start, end, EMOJI_WEIGHT, False) for start, end in found_emoji}
    at |= {url.start: Token(url.start, url.weighed, url.weight, True) for url in found_urls}
    kept: list[Token] = []
    end = 0
    for start in sorted(at):
        if start >= end:
            kept.append(at[start])
            end = at[start].end
    return tuple(kept)


def _added(text: str, links: tuple[urls.Url, ...]) -> int:
    """What links weigh beyond their characters."""
    return 0 if not links else sum(link.weight - _plain(text[link.start : link.weighed]) for link in links)


def _overlap(link: urls.Url, at: int, stretch: str) -> bool:
    return at < link.weighed and link.start < at + len(stretch)


@lru_cache(8192)
def _added_by_emoji(stretch: str) -> int:
    """What emoji in a row weigh beyond their characters: mostly less than nothing."""
    return sum(EMOJI_WEIGHT - _plain(stretch[start:end]) for start, end in emoji11.in_stretch(stretch))


def _plain(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(map(len, _HEAVY.findall(text)))
