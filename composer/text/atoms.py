"""Ranges of a text that no cut may fall into."""

from __future__ import annotations

from composer.text.entity import entities
from composer.text.grapheme import graphemes


def atoms(text: str) -> tuple[tuple[int, int], ...]:
    """Links, mentions, tags, addresses, and characters of several code points, from left to right."""
    found = [(entity.start, entity.end) for entity in entities(text)]
    at = 0
    for cluster in [] if text.isascii() and "\r" not in text else graphemes(text):
        if len(cluster) > 1:
            found.append((at, at + len(cluster)))
        at += len(cluster)
    return _merged(sorted(found))


def _merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
