"""The words of a post as Bluesky shows them: addresses shown short, with facets that say in bytes what leads where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from composer.text import facets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.model import Link

_WHOLE_PATH = 15
_CUT_PATH = 13
"""Characters: Bluesky's own client shows a path of up to 15 whole, and 13 of a longer one."""
_FEATURE = "app.bsky.richtext.facet"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Bytes of the text as written that lead somewhere."""

    start: int
    end: int
    shown: bytes
    feature: Mapping[str, str]


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
    shown = bytearray()
    made: list[dict[str, Any]] = []
    at = 0
    stretches = sorted(_stretches(text, links, people), key=lambda each: each.start)
    for each in stretches:
        shown += written[at : each.start]
        start = len(shown)
        shown += each.shown
        made.append(
            {"index": {"byteStart": start, "byteEnd": len(shown)}, "features": [dict(each.feature)]},
        )
        at = each.end
    shown += written[at:]
    labels = {link.target for link in links}
    leading = tuple(
        (each.feature["uri"], each.shown.decode() if each.feature["uri"] in labels else "")
        for each in stretches
        if "uri" in each.feature
    )
    return Rich(shown.decode(), tuple(made), leading)


def _stretches(text: str, links: Sequence[Link], people: Mapping[str, str]) -> Iterator[_Stretch]:
    """What leads somewhere: the writer's labels, and what is found beside them."""
    written = text.encode()
    taken = []
    for link in links:
        start, end = len(text[: link.start].encode()), len(text[: link.end].encode())
        if start < end:
            taken.append((start, end))
            yield _Stretch(start, end, written[start:end], _link(link.target))
    for facet in facets(text):
        if any(facet.start < end and start < facet.end for start, end in taken):
            continue
        as_written = written[facet.start : facet.end]
        match facet.kind:
            case "link":
                yield _Stretch(facet.start, facet.end, short(as_written.decode()).encode(), _link(facet.target))
            case "tag":
                yield _Stretch(facet.start, facet.end, as_written, {"$type": f"{_FEATURE}#tag", "tag": facet.target})
            case "mention" if did := people.get(facet.target.lower()):
                yield _Stretch(facet.start, facet.end, as_written, {"$type": f"{_FEATURE}#mention", "did": did})


def _link(target: str) -> Mapping[str, str]:
    return {"$type": f"{_FEATURE}#link", "uri": target}


def short(url: str) -> str:
    """An address as Bluesky shows it: host and the beginning of the path."""
    from composer.text import graphemes

    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    except ValueError:
        return url
    if not host:
        return url
    path = f"{'' if parts.path == '/' else parts.path}{parts.query and '?' + parts.query}"
    path += parts.fragment and f"#{parts.fragment}"
    characters = graphemes(path)
    if len(characters) > _WHOLE_PATH:
        path = "".join(characters[:_CUT_PATH]) + "…"
    return min(host + path, url, key=len)
