"""Length as a Mastodon server checks it: graphemes of content warning and text, links and mentions shortened.

Read in Mastodon's sources (its status length validator, its extractor and its URL patterns), not tried on a server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from composer.text import grapheme, urls
from composer.text.counter import Weighed, halved, stretches
from composer.text.domains import fits_dns
from composer.text.tables import ranges, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex

URL_LENGTH = 23
"""What a Mastodon server reserves for a URL; GoToSocial reserves 25 (`characters_reserved_per_url`)."""
LONGEST_HOST = 253
"""Characters of a mention's server name; a longer one makes it no mention."""

BLANK = "\0\t\n\v\f\r "
"""What Ruby, and so the server, takes off both ends of a text; other white space stays and counts."""
_IN_NO_DOMAIN = re.compile('["`\\x00-\\x1f\\x7f]')
"""Signs that end a domain for the server and not for twitter-text."""
_ODD = re.compile(
    "(?<=[\u017f\u212a])[A-Za-z]+://\\S*"
    '|[A-Za-z]+://[^\\s/?#]*(?:[\u017f\u212a\ufb00-\ufb06\x00-\x08\x0e-\x1f\x7f]|\\.\u00df(?!\\w)|["`](?=\\w))\\S*'
)
"""What looks like a link with a letter in or before it that Ruby takes for another or for two, or with an odd sign.

Nobody writes such; the server may make a link of a part of it, so both the link and the whole are reserved.
"""

_SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_IRI = (
    r"\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\ue000-\uf8ff"
    + "".join(rf"\U{plane:04x}0000-\U{plane:04x}fffd" for plane in range(1, 14))
    + r"\U000e1000-\U000efffd\U000f0000-\U000ffffd\U00100000-\U0010fffd"
)
_PORT = re.compile(r":[0-9]+")
_PROTOCOL = re.compile(r"(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://\Z", re.IGNORECASE | re.ASCII)


class Token(NamedTuple):
    """A link or a mention, and the text that is counted in its place."""

    start: int
    end: int
    kind: str
    counted: str


@dataclass(frozen=True, slots=True)
class Mastodon:
    """A Mastodon server's way of counting."""

    url_length: int = URL_LENGTH

    @property
    def units(self) -> tuple[str, ...]:
        """Characters as a reader sees them."""
        return ("characters",)

    def length(self, text: str, content_warning: str = "") -> int:
        """Graphemes of the content warning and of the text with its links and mentions shortened."""
        text = text.strip(BLANK)
        return grapheme.count(content_warning.strip(BLANK) + _countable(text, self._tokens(text)))

    def exact(self, text: str, content_warning: str = "") -> tuple[int, ...]:
        """The same, with the higher count where the web client reads a link otherwise or Unicode versions disagree."""
        text = text.strip(BLANK)
        return (grapheme.highest(content_warning.strip(BLANK) + _countable(text, self._binding(text))),)

    def weights(self, text: str) -> tuple[tuple[int, ...]]:
        """Graphemes up to every code point; a link weighs all it weighs from its first character on."""
        each = grapheme.beginnings(text, oldest=True)
        return (tuple(accumulate(_shortened(each, self._binding(text)), initial=0)),)

    def refuses(self, text: str) -> tuple[str, ...]:
        """Mastodon takes no empty post."""
        return halved(text) if text.strip() else ("Mastodon takes no empty post; write something.",)

    def remarks(self, text: str) -> tuple[str, ...]:
        """Links that Mastodon's server and its web client count differently."""
        text = text.strip(BLANK)
        plain = {(token.start, token.end): len(token.counted) for token in self._tokens(text)}
        wider = {
            text[start:end]: len(counted)
            for start, end, kind, counted in self._binding(text)
            if kind == "url" and plain.get((start, end), 0) != len(counted)
        }
        return tuple(
            f"Mastodon's server and its web page disagree on {link}; the higher number, {number}, counts."
            for link, number in wider.items()
        )

    def explain(self, text: str) -> tuple[Weighed, ...]:
        """Links, mentions and what lies between, of the text without outer white space."""
        text = text.strip(BLANK)
        found = self._tokens(text)
        return stretches(text, _shortened(grapheme.beginnings(text), found), [token[:3] for token in found])

    def reserving(self, url_length: int) -> Mastodon:
        """A server with its own reserved length."""
        return replace(self, url_length=url_length)

    def _tokens(self, text: str) -> list[Token]:
        links = [Token(start, end, "url", "x" * self.url_length) for start, end, sure in _links(text) if sure]
        return _without_overlap([*links, *_mentions(text)])

    def _binding(self, text: str) -> list[Token]:
        """As `_tokens`; a link that the web client reads otherwise takes at least what is reserved, or its length."""
        strange = _ODD.finditer(text) if "://" in text else ()
        odd = [self._reserved(text, *match.span(), more=self.url_length) for match in strange]
        client = {(url.start, url.end) for url in urls.find(text)}
        found = odd + [self._wider(text, token, client) for token in self._tokens(text) if _apart(*token[:2], odd)]
        doubtful = client.union((start, end) for start, end, sure in _links(text) if not sure)
        found += [self._reserved(text, start, end) for start, end in doubtful if _apart(start, end, found)]
        return _without_overlap(found)

    def _wider(self, text: str, token: Token, client: set[tuple[int, int]]) -> Token:
        same = token.kind != "url" or (token.start, token.end) in client
        return token if same else self._reserved(text, token.start, token.end)

    def _reserved(self, text: str, start: int, end: int, more: int = 0) -> Token:
        return Token(start, end, "url", "x" * max(grapheme.highest(text[start:end]) + more, self.url_length))


def _apart(start: int, end: int, tokens: list[Token]) -> bool:
    return not any(start < token.end and token.start < end for token in tokens)


def _without_overlap(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in sorted(tokens):
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def _countable(text: str, tokens: list[Token]) -> str:
    if not tokens:
        return text
    ends = [0, *(token.end for token in tokens)]
    parts = [text[end : token.start] + token.counted for end, token in zip(ends, tokens, strict=False)]
    return "".join(parts) + text[ends[-1] :]


def _shortened(each: list[int], tokens: list[Token]) -> list[int]:
    for start, end, _, counted in tokens:
        each[start:end] = [len(counted)] + [0] * (end - start - 1)
    return each


def _links(text: str) -> Iterator[tuple[int, int, bool]]:
    """URLs with a protocol, and whether the server surely shortens them; it shortens no others."""
    if "://" not in text:
        return
    for match in urls.matches(text, _GRAMMAR):
        domain = text[match.domain : match.domain_end]
        end = urls.allowed_end(text, match)
        if match.domain > match.start and end > 0:
            yield match.start, end, fits_dns(domain) and not _IN_NO_DOMAIN.search(domain)


def _mentions(text: str) -> Iterator[Token]:
    if "@" not in text:
        return
    for match in _mention().finditer(text):
        user, _, host = match[1].partition("@")
        if len(host) <= LONGEST_HOST and not urls.after_mention().match(text, match.end()):
            yield Token(match.start(), match.end(), "mention", f"@{user}")


@cache
def _mention() -> regex.Pattern[str]:
    import regex

    word = r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}"
    user = r"[a-zA-Z0-9_]+(?:[.-]+[a-zA-Z0-9_]+)*"
    return regex.compile(rf"(?<![=/{word}])@({user}(?:@[{word}]+(?:[.-]+[{word}]+)*)?)")


@cache
def _path() -> re.Pattern[str]:
    """Any characters but white space, angle brackets and question marks, parentheses in pairs, no closing mark last."""
    general = rf"[^{_SPACE}<>()?]"
    pair = rf"\((?:{general}++|{general}*+\({general}++\){general}*+)\)"
    old = "[a-zA-Z0-9!*';:=+,.$/%#\\[\\]\\-_~@|&" + ranges(table("x_characters.txt")["path"]) + "]"
    old_pair = rf"\((?:{old}++|{old}*+\({old}++\){old}*+)\)"
    last = rf"[^{_SPACE}()?!*\"'「」<>;:=,.$%\[\]~&|@]"
    return re.compile(f"/(?:{general}*(?:{pair}{general}*)*(?:{last}|{old_pair}))?")


@cache
def _query() -> re.Pattern[str]:
    return re.compile(rf"\?[a-zA-Z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^{_IRI}]*[a-zA-Z0-9_&=#/\-{_IRI}]")


def _rest(text: str, end: int) -> tuple[int, bool]:
    port = _PORT.match(text, end)
    end = port.end() if port else end
    path = _path().match(text, end)
    end = path.end() if path else end
    query = _query().match(text, end)
    return query.end() if query else end, bool(path)


_GRAMMAR = urls.Grammar(_PROTOCOL, _rest)
"""Mastodon's: eight protocols, and paths of any letters."""
