"""The words between two cuts, with the way back to the draft and all that belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.model import BlockKind, Link, Run, Span
from composer.thread.unity import BLOCK_GAP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.model import Media
    from composer.thread.stream import Picture, Step, Stream

Point = tuple[int, int]
"""A step and an offset in its text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one post says, before it is dressed. Sources count from the start of its span."""

    body: str
    runs: tuple[Run, ...]
    links: tuple[Link, ...]
    code: tuple[tuple[int, int], ...]
    quotes: tuple[tuple[int, int], ...]
    media: tuple[Media, ...]
    lead: int
    """Where its span starts, counted from the start of the block it begins in."""
    length: int
    """Length of its span in the draft."""
    chosen: tuple[str, ...]
    """Cues that the writer chose for blocks that begin in it, `none` for none."""
    warning: str
    heading: bool
    """Whether a heading or the first words after a divider start it."""
    ends_in_code: bool


def pieces(stream: Stream, places: Sequence[int], media: int) -> Iterator[Piece]:
    """The words between all cuts; pictures beyond `media` a post move on, to posts of their own in the end."""
    waiting: tuple[Picture, ...] = ()
    for begin, end in pairwise(places):
        start, stop = stream.start(begin), stream.end(end)
        found = waiting + tuple(_pictures(stream.steps, (start[0], stream.ends[begin] if start[1] else -1), stop))
        waiting = found[media:]
        yield piece(stream.steps, start, stop, found[:media])
    end_point = stream.end(places[-1])
    while waiting:
        yield piece(stream.steps, end_point, end_point, waiting[:media])
        waiting = waiting[media:]


def whole(steps: Sequence[Step], first: int, last: int) -> Piece:
    """All words and pictures of a row of steps."""
    found = tuple(picture for step in steps[first : last + 1] for picture in step.pictures)
    return piece(steps, (first, 0), (last, len(steps[last].passage.prose.text)), found)


def placed(piece: Piece, origin: int) -> Span:
    """Where in the draft a piece stands whose first block starts at `origin`."""
    start = origin + piece.lead
    return Span(start, start + piece.length)


def piece(steps: Sequence[Step], start: Point, stop: Point, pictures: Sequence[Picture]) -> Piece:
    """The words between two points, with the pictures that go with them."""
    text = ""
    runs: list[Run] = []
    links: list[Link] = []
    code: list[tuple[int, int]] = []
    quotes: list[tuple[int, int]] = []
    for number in range(start[0], stop[0] + 1):
        step = steps[number]
        prose = step.passage.prose
        low = start[1] if number == start[0] else 0
        high = stop[1] if number == stop[0] else len(prose.text)
        if high <= low:
            continue
        text += BLOCK_GAP if text else ""
        shift = len(text) - low
        text += prose.text[low:high]
        for run in prose.runs:
            first, last = max(low, run.at), min(high, run.at + run.length)
            if first < last:
                runs.append(Run(first + shift, step.origin + run.source + first - run.at, last - first))
        links += [
            Link(max(low, link.start) + shift, min(high, link.end) + shift, link.target)
            for link in prose.links
            if link.start < high and link.end > low
        ]
        code += [(max(low, a) + shift, min(high, z) + shift) for a, z in prose.code if a < high and z > low]
        if step.passage.block.kind is BlockKind.QUOTE:
            quotes.append((low + shift, high + shift))
    head, tail = steps[start[0]], steps[stop[0]].passage.block
    span = _span(runs, pictures, head.origin)
    return Piece(
        text,
        tuple(Run(run.at, run.source - span.start, run.length) for run in runs),
        tuple(links),
        tuple(code),
        tuple(quotes),
        tuple(picture.media for picture in pictures),
        span.start - head.origin,
        span.end - span.start,
        _chosen(steps, start, stop),
        head.passage.block.content_warning or "",
        (head.passage.block.kind is BlockKind.HEADING or head.divided) and start[1] == 0,
        tail.kind is BlockKind.CODE,
    )


def _span(runs: Sequence[Run], pictures: Sequence[Picture], origin: int) -> Span:
    """The stretch of the draft that a post's words and pictures come from."""
    places = [(run.source, run.source + run.length) for run in runs]
    places += [(one.origin + one.media.span.start, one.origin + one.media.span.end) for one in pictures]
    if not places:
        return Span(origin, origin)
    return Span(min(start for start, _ in places), max(end for _, end in places))


def _chosen(steps: Sequence[Step], start: Point, stop: Point) -> tuple[str, ...]:
    """The cues that the writer chose for blocks that begin here."""
    first = start[0] if start[1] == 0 else start[0] + 1
    return tuple(step.passage.block.cue for step in steps[first : stop[0] + 1] if step.passage.block.cue)


def _pictures(steps: Sequence[Step], behind: Point, stop: Point) -> Iterator[Picture]:
    """Pictures behind the end of the post before and up to the end of this one; in the gap they belong to this one."""
    for number in range(behind[0], stop[0] + 1):
        for picture in steps[number].pictures:
            if behind < (number, picture.at) <= stop:
                yield picture
