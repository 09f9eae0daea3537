"""Code that is longer than a post: which blocks, and over which posts they were cut."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.model import BlockKind, Span

if TYPE_CHECKING:
    from composer.model import Thread


@dataclass(frozen=True, slots=True)
class Torn:
    """A block of code that no post holds whole."""

    block: int
    """Its index in the draft."""
    span: Span
    """In the draft, fences included."""
    posts: range
    """Numbers of the posts that have a part of it."""


def torn(thread: Thread) -> tuple[Torn, ...]:
    """The blocks of code that were cut, or that stand in a post which is too long."""
    found = []
    for index, block in enumerate(thread.draft.blocks):
        if block.kind is not BlockKind.CODE:
            continue
        start = thread.draft.starts[index]
        span = Span(start, start + len(block.source))
        first = bisect_right(thread.spans, span.start, key=lambda post: post.end)
        after = bisect_left(thread.spans, span.end, key=lambda post: post.start)
        if after - first > 1 or any(post.length > thread.maximum for post in thread.posts[first:after]):
            found.append(Torn(index, span, range(first + 1, after + 1)))
    return tuple(found)
