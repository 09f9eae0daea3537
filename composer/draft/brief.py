"""Bare addresses shown short, on networks where the text and where it leads are two things."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.draft.prose import cut, joined
from composer.model import Link, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 28
"""Characters of an address that are shown; long enough to say whose it is, short enough to be read past."""


def shortened(prose: Prose) -> Prose:
    """`prose` with each bare `https://` address as its host and the beginning of its path, leading where it did."""
    found = list(_addresses(prose))
    if not found:
        return prose
    pieces: list[Prose] = []
    links: list[Link] = []
    at = length = 0
    for start, end, target in found:
        pieces.append(cut(prose, at, start))
        length += start - at
        shown = _shown(prose, start, end)
        pieces.append(shown)
        links.append(Link(length, length + len(shown.text), target))
        length += len(shown.text)
        at = end
    pieces.append(cut(prose, at, len(prose.text)))
    whole = joined(pieces, "")
    return replace(whole, links=tuple(sorted((*whole.links, *links), key=lambda link: link.start)))


def _addresses(prose: Prose) -> Iterator[tuple[int, int, str]]:
    """Start, end and target of the bare addresses; neither code nor the labels of other links."""
    if "://" not in prose.text:
        return
    from composer.text import facets

    taken = [*prose.code, *((link.start, link.end) for link in prose.links)]
    octets = prose.text.encode()
    for facet in facets(prose.text):
        start = len(octets[: facet.start].decode())
        end = start + len(octets[facet.start : facet.end].decode())
        bare = prose.text[start:end] == facet.target
        if facet.kind == "link" and bare and not any(low < end and start < high for low, high in taken):
            yield start, end, facet.target


def _shown(prose: Prose, start: int, end: int) -> Prose:
    begin = prose.text.index("://", start) + 3
    shown = cut(prose, begin, end - prose.text[begin:end].endswith("/"))
    if len(shown.text) <= _LONGEST:
        return shown
    return joined((cut(shown, 0, _LONGEST - 1), Prose("…")), "")
