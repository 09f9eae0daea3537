"""Length as a Mastodon server checks it: graphemes of content warning and text, links and mentions shortened."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from composer.text import grapheme, urls
from composer.text.counter import Weighed, stretches

URL_LENGTH = 23
"""What a Mastodon server reserves for a URL; GoToSocial reserves 25 (`characters_reserved_per_url`)."""

_MENTION = re.compile(r"(?<![=/\w])@([a-zA-Z0-9_]+(?:[.-]+[a-zA-Z0-9_]+)*)(?:@\w+(?:[.-]+\w+)*)?")


class Token(NamedTuple):
    """A link or a mention, and the text that the server counts in its place."""

    start: int
    end: int
    kind: str
    counted: str


@dataclass(frozen=True, slots=True)
class Mastodon:
    """A Mastodon server's way of counting."""

    url_length: int = URL_LENGTH

    def length(self, text: str, content_warning: str = "") -> int:
        """Graphemes of the content warning and of the text with its links and mentions shortened."""
        return grapheme.count(content_warning.strip() + self._countable(text.strip()))

    def exact(self, text: str, content_warning: str = "") -> tuple[int, ...]:
        """The server's count; where the web client disagrees on a link, the higher one."""
        return (grapheme.highest(content_warning.strip() + self._countable(text.strip())),)

    def weights(self, text: str) -> tuple[tuple[int, ...]]:
        """Graphemes up to every code point; a link weighs all it weighs from its first character on."""
        return (tuple(accumulate(self._each(text), initial=0)),)

    def refuses(self, text: str) -> tuple[str, ...]:
        """Mastodon takes no empty post."""
        return () if text.strip() else ("An empty post is no post on Mastodon",)

    def explain(self, text: str) -> tuple[Weighed, ...]:
        """Links, mentions and what lies between."""
        return stretches(text, self._each(text), [token[:3] for token in self._tokens(text)])

    def reserving(self, url_length: int) -> Mastodon:
        """A server with its own reserved length."""
        return replace(self, url_length=url_length)

    def _each(self, text: str) -> list[int]:
        each = grapheme.beginnings(text)
        for start, end, _, counted in self._tokens(text):
            each[start:end] = [grapheme.count(counted)] + [0] * (end - start - 1)
        return each

    def _countable(self, text: str) -> str:
        parts = []
        at = 0
        for token in self._tokens(text):
            parts += [text[at : token.start], token.counted]
            at = token.end
        return "".join(parts) + text[at:]

    def _tokens(self, text: str) -> tuple[Token, ...]:
        found = (
            [
                Token(url.start, url.end, "url", "x" * self.url_length)
                for url in urls.find(text)
                if text[url.start : url.end].lower().startswith("http")
            ]
            if "://" in text
            else []
        )
        if "@" in text:
            found += [Token(*match.span(), "mention", "@" + match[1]) for match in _MENTION.finditer(text)]
        kept: list[Token] = []
        for token in sorted(found):
            if not kept or token.start >= kept[-1].end:
                kept.append(token)
        return tuple(kept)
