"""What Bluesky makes links of: facets, with offsets in UTF-8 bytes, found as its own client finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from unicodedata import category

from composer.text.counter import utf8_length
from composer.text.domains import is_top_level

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TAG = 64
"""Characters of a hashtag, its sign not counted (app.bsky.richtext.facet)."""

_SPACE = r"\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_HANDLE = re.compile(rf"(?:\A|[{_SPACE}(])(@[a-zA-Z0-9.-]+)\b", re.ASCII)
_LINK = re.compile(
    rf"(?:^|[{_SPACE}(])(https?://[^{_SPACE}]+|([a-z][a-z0-9]*(?:\.[a-z0-9]+)+)[^{_SPACE}]*)",
    re.IGNORECASE | re.ASCII | re.MULTILINE,
)
_TAG = re.compile(rf"(?:\A|[{_SPACE}])([#＃](?!\ufe0f)[^{_SPACE}\xad\u2060\u200b-\u200d\u20e2]+)")


@dataclass(frozen=True, slots=True)
class Facet:
    """A stretch of a post that leads somewhere, in UTF-8 bytes of its text."""

    kind: Literal["link", "mention", "tag"]
    start: int
    end: int
    target: str
    """A URL with its protocol, a handle without `@`, a tag without `#`."""


def facets(text: str) -> tuple[Facet, ...]:
    """The links, mentions and tags of a text, from left to right; of two that overlap the earlier one counts."""
    found = sorted([*_mentions(text), *_links(text), *_tags(text)])
    kept: list[Facet] = []
    at = bytes_before = 0
    for start, end, kind, target in found:
        if start >= at:
            bytes_before += utf8_length(text[at:start])
            length = utf8_length(text[start:end])
            kept.append(Facet(kind, bytes_before, bytes_before + length, target))
            at, bytes_before = end, bytes_before + length
    return tuple(kept)


_Found = tuple[int, int, Literal["link", "mention", "tag"], str]


def _mentions(text: str) -> Iterator[_Found]:
    for match in _HANDLE.finditer(text):
        handle = match[1][1:]
        if _is_domain(handle) or handle.endswith(".test"):
            yield *match.span(1), "mention", handle


def _links(text: str) -> Iterator[_Found]:
    for match in _LINK.finditer(text):
        written = match[1]
        if not written.startswith("http") and not (match[2] and _is_domain(match[2])):
            continue
        if written[-1] in ".,;:!?":
            written = written[:-1]
        if written[-1] == ")" and "(" not in written:
            written = written[:-1]
        target = written if written.startswith("http") else f"https://{written}"
        yield match.start(1), match.start(1) + len(written), "link", target


def _tags(text: str) -> Iterator[_Found]:
    for match in _TAG.finditer(text):
        tag = match[1][1:]
        while tag and category(tag[-1]).startswith("P"):
            tag = tag[:-1]
        named = any(c not in "0123456789" and not category(c).startswith("P") for c in tag)
        if named and len(tag) <= LONGEST_TAG:
            yield match.start(1), match.start(1) + 1 + len(tag), "tag", tag


def _is_domain(name: str) -> bool:
    labels = name.split(".")
    return len(labels) > 1 and is_top_level(labels[-1])
