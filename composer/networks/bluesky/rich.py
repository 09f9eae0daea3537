"""The words of a post as a record has them: facets that say, in bytes of the text, what of it leads where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from composer.text import facets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.model import Link

_FEATURE = "app.bsky.richtext.facet"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
"""What a server takes for an address; a label that leads elsewhere, such as to a file, is words."""


@dataclass(frozen=True, slots=True)
class Rich:
    """A text ready for a record."""

    text: str
    facets: tuple[dict[str, Any], ...]
    links: tuple[tuple[str, str], ...]
    """Every target with the label that leads to it; the label of a bare address is empty."""


def mentioned(text: str) -> tuple[str, ...]:
    """The handles that a text names, each once."""
    return tuple(dict.fromkeys(facet.target.lower() for facet in facets(text) if facet.kind == "mention"))


def rich(text: str, links: Sequence[Link], people: Mapping[str, str]) -> Rich:
    """The text with its facets; `people` has the DID of each handle, and one that has none is not linked."""
    written = text.encode()
    made = sorted(_stretches(text, links, people), key=lambda each: each[:2])
    leading = [(start, end, feature["uri"]) for start, end, feature in made if "uri" in feature]
    return Rich(
        text,
        tuple(
            {"index": {"byteStart": start, "byteEnd": end}, "features": [dict(feature)]} for start, end, feature in made
        ),
        tuple((target, _label(written[start:end].decode(), target)) for start, end, target in leading),
    )


def _stretches(
    text: str, links: Sequence[Link], people: Mapping[str, str]
) -> Iterator[tuple[int, int, Mapping[str, str]]]:
    """Bytes that lead somewhere: the labels of links, and what is found beside them."""
    taken = []
    for link in links:
        start, end = len(text[: link.start].encode()), len(text[: link.end].encode())
        if start < end and _ABSOLUTE.match(link.target):
            taken.append((start, end))
            yield start, end, _link(link.target)
    for facet in facets(text):
        if any(facet.start < end and start < facet.end for start, end in taken):
            continue
        match facet.kind:
            case "link":
                yield facet.start, facet.end, _link(facet.target)
            case "tag":
                yield facet.start, facet.end, {"$type": f"{_FEATURE}#tag", "tag": facet.target}
            case "mention" if did := people.get(facet.target.lower()):
                yield facet.start, facet.end, {"$type": f"{_FEATURE}#mention", "did": did}


def _link(target: str) -> Mapping[str, str]:
    return {"$type": f"{_FEATURE}#link", "uri": target}


def _label(shown: str, target: str) -> str:
    """What the writer calls a target; empty where it is the address itself, whole or shown short."""
    beginning = shown.removesuffix("…")
    return "" if target.startswith(beginning) or target.partition("://")[2].startswith(beginning) else shown
