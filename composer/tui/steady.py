"""Emoji drawn so that every terminal agrees on their width, and text edited by what a reader sees as one character.

Terminals disagree about keycaps, skin tones, joined emoji and emoji with a variation selector; all of them agree
about an emoji's first code point alone. Only the drawing changes, never the post.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from composer.text import graphemes

_PAD = "\u200b"
_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_UNSTEADY = frozenset({"\ufe0f", "\u200d"}) | _TONES


def steady(text: str) -> str:
    """`text` as it is drawn: as many code points as before, so that offsets into it stay valid."""
    if text.isascii() or _UNSTEADY.isdisjoint(text):
        return text
    return "".join(
        cluster if _UNSTEADY.isdisjoint(cluster) else cluster[0] + _PAD * (len(cluster) - 1)
        for cluster in graphemes(text)
    )


def before(line: str, column: int) -> int:
    """Where the character that ends before `column`, or around it, begins."""
    if line.isascii():
        return max(0, column - 1)
    edges = _edges(line)
    return edges[max(0, bisect_left(edges, column) - 1)]


def after(line: str, column: int) -> int:
    """Where the character at `column`, or around it, ends."""
    if line.isascii():
        return min(len(line), column + 1)
    edges = _edges(line)
    return edges[min(len(edges) - 1, bisect_right(edges, column))]


def snapped(line: str, column: int) -> int:
    """`column`, or the beginning of the character that it stands inside of."""
    if line.isascii():
        return column
    edges = _edges(line)
    return edges[bisect_right(edges, column) - 1]


def _edges(line: str) -> list[int]:
    return list(accumulate(map(len, graphemes(line)), initial=0))
