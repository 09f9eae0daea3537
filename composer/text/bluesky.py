"""What Bluesky makes links of: facets, with offsets in UTF-8 bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from composer.text.counter import utf8_length
from composer.text.entity import entities

_KINDS: dict[str, Literal["link", "mention", "tag"]] = {"url": "link", "mention": "mention", "hashtag": "tag"}


@dataclass(frozen=True, slots=True)
class Facet:
    """A stretch of a post that leads somewhere, in UTF-8 bytes of its text."""

    kind: Literal["link", "mention", "tag"]
    start: int
    end: int
    target: str
    """A URL with its protocol, a handle without `@`, a tag without `#`."""


def facets(text: str) -> tuple[Facet, ...]:
    """The links, mentions and tags of a text as Bluesky's own client would find them."""
    return tuple(
        Facet(_KINDS[e.kind], utf8_length(text[: e.start]), utf8_length(text[: e.end]), e.text.lstrip("@#"))
        for e in entities(text)
        if e.kind in _KINDS
    )
