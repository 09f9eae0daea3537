"""Text -> Draft, whole or after an edit: what an edit did not touch is not read again and stays the same object."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from composer.draft import front as fronts
from composer.draft.chunk import Chunk, answers, read
from composer.draft.directives import START, Context, Directive, Remark, obey, unclosed
from composer.draft.options import poll_of
from composer.model import Block, Draft, PostOptions, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from composer.draft.chunk import Definition
    from composer.draft.front import Front

_EMPTY_LINES = re.compile(r"\n[ \t]*\n[ \t\n]*")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t\n]|\Z)")
_POLL = re.compile(r"<!--\s*poll", re.IGNORECASE)
_SOME_ITEM = re.compile(r"(?:^|[ \t>])(?:[-+*]|\d{1,9}[.)])(?:[ \t\n]|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """A chunk in its place: the directives before it, its blocks dressed by them, the directives behind it."""

    chunk: Chunk
    before: Context
    blocks: tuple[Block, ...]
    offsets: tuple[int, ...]
    after: Context
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class ParsedDraft(Draft):
    """A Draft that remembers how it was read, so that an edited text is read at the cost of the edit."""

    source: str = field(default="", compare=False, repr=False)
    """The text that the rest was read from."""
    front: Front = field(default_factory=fronts.Front, compare=False, repr=False)
    sections: tuple[Section, ...] = field(default=(), compare=False, repr=False)
    bases: tuple[int, ...] = field(default=(), compare=False, repr=False)
    """Offset of each section in `source`, and the end of the last."""


_NOTHING = ParsedDraft(text="", bases=(0,))


def parse(text: str, *, path: Path | None = None, previous: Draft | None = None) -> Draft:
    """Read a draft. Never raises: what is wrong stands in `problems`, and every word is kept.

    Blocks of `previous` that the new text has unchanged are the same objects in the result, which is equal to
    the result without it. An edit costs as much as the paragraphs it touches, not the document. A picture alone in
    a paragraph is a block of one item without words; it belongs to the post its place falls into.
    """
    text = _readable(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    old = previous if isinstance(previous, ParsedDraft) and previous.text == previous.source else _NOTHING
    head = fronts.split(text)
    front = old.front if old.front.source == head else fronts.read(head)
    start = 0 if front.broken and not fronts.sets(head) else len(head)
    chunks, places = _recut(text, start, old)
    references = _references(chunks)
    chunks = [_resolved(chunk, references) for chunk in chunks]
    sections = _sections(chunks, places)
    bases = tuple(accumulate((len(chunk.source) for chunk in chunks), initial=start))
    return ParsedDraft(
        text=text,
        blocks=tuple(chain.from_iterable(section.blocks for section in sections)),
        starts=tuple(base + at for base, section in zip(bases, sections, strict=False) for at in section.offsets),
        path=path,
        polls=_polls(sections, bases) if _POLL.search(text) else (),
        problems=_problems(text, front, sections, bases),
        source=text,
        front=front,
        sections=tuple(sections),
        bases=bases,
        **front.fields,
    )


def _readable(text: str) -> str:
    """`text` as UTF-8 can hold it: two halves of a character that meet are one, what is none becomes `_UNREADABLE`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", _UNREADABLE)


def _recut(text: str, start: int, old: ParsedDraft) -> tuple[list[Chunk], list[Section | None]]:
    """The text as chunks that can be read each on its own, and beside each the section of `old` it may be equal to.

    What stands before and behind an edit is taken over from `old`. An edit reaches back into the chunk before the
    one it stands in and no further, but for a comment without an end, which anything behind it may end.
    """
    first = _first_touched(text, start, old)
    at = old.bases[first] if first else start
    shift = len(text) - len(old.source)
    same_from = len(text) - _common_suffix(text, old.source, at, old.bases[first])
    last = bisect_left(old.bases, same_from - shift, lo=first)
    touched = old.sections[first:last]
    known = {section.chunk.source: section for section in touched}
    chunks = [section.chunk for section in old.sections[:first]]
    places: list[Section | None] = list(old.sections[:first])
    while at < len(text):
        meets = bisect_left(old.bases, at - shift)
        if at >= same_from and old.bases[meets] == at - shift:
            rest = old.sections[meets:]
            return [*chunks, *(section.chunk for section in rest)], [*places, *rest]
        chunk = _next_chunk(text, at, known)
        chunks.append(chunk)
        places.append(known.get(chunk.source))
        at += len(chunk.source)
    return chunks, places


def _first_touched(text: str, start: int, old: ParsedDraft) -> int:
    """Index of the first section of `old` that the new text may read differently."""
    if not old.sections or start != old.bases[0]:
        return 0
    edited = _common_prefix(text, old.source)
    if edited < start:
        return 0
    first = max(0, bisect_right(old.bases, edited) - 2)
    return next((n for n, section in enumerate(old.sections[:first]) if section.chunk.open_comment), first)


def _common_prefix(one: str, other: str) -> int:
    """How many characters two texts share from their start, in a few comparisons at memory speed."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_suffix(one: str, other: str, one_from: int, other_from: int) -> int:
    """How many characters two texts share from their end, not reaching before the given offsets."""
    low, high = 0, max(0, min(len(one) - one_from, len(other) - other_from))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _next_chunk(text: str, start: int, known: Mapping[str, Section]) -> Chunk:
    end = _end(text, start, start)
    while True:
        source = text[start:end]
        chunk = known[source].chunk if source in known else read(source, {})
        if not chunk.open_fence or end == len(text):
            return chunk
        mark = re.escape(chunk.open_fence[0])
        closing = re.compile(rf"^ {{0,3}}{mark}{{{len(chunk.open_fence)},}}[ \t]*$", re.MULTILINE).search(text, end)
        end = _end(text, start, closing.end()) if closing else len(text)


def _end(text: str, start: int, search: int) -> int:
    """Where the chunk that begins at `start` ends: before a line that nothing above it reaches into.

    That is a line after an empty one, not indented, with no list going on and no comment open.
    """
    closed = start
    while empty := _EMPTY_LINES.search(text, search):
        end = search = empty.end()
        if end == len(text) or text[end - 1] != "\n" or text[end].isspace():
            continue
        comment = text.rfind("<!--", closed, end)
        if comment >= 0 and text.find("-->", comment + 4, end) < 0:
            closing = text.find("-->", end)
            if closing >= 0:
                search = closing
                continue
        closed = end
        if not (_ITEM.match(text, end) and _SOME_ITEM.search(text, start, end)):
            return end
    return len(text)


def _references(chunks: Sequence[Chunk]) -> dict[str, Definition]:
    """What labels stand for; the first definition of a label holds."""
    found: dict[str, Definition] = {}
    for chunk in chunks:
        for label, definition, _ in chunk.definitions:
            found.setdefault(label, definition)
    return found


def _resolved(chunk: Chunk, references: Mapping[str, Definition]) -> Chunk:
    """The chunk, read again if its labels stand for something else than when it was read."""
    if not chunk.asked or chunk.given == answers(chunk.asked, references):
        return chunk
    return read(chunk.source, references)


def _sections(chunks: Sequence[Chunk], places: Sequence[Section | None]) -> list[Section]:
    """Chunks in their places; a section that would be the same again is the same object."""
    sections = []
    context = START
    for chunk, place in zip(chunks, places, strict=True):
        same = place is not None and place.chunk is chunk and place.before == context
        section = place if place is not None and same else _section(chunk, context)
        sections.append(section)
        context = section.after
    return sections


def _section(chunk: Chunk, before: Context) -> Section:
    context = before
    blocks, offsets, remarks = [], [], list(chunk.remarks)
    for at, piece in chunk.pieces:
        if isinstance(piece, Block):
            blocks.append(context.dress(piece))
            offsets.append(at)
            context = context.after(piece)
        else:
            context, remark = obey(piece, context)
            if remark:
                remarks.append(remark)
    return Section(chunk, before, tuple(blocks), tuple(offsets), context, tuple(sorted(remarks)))


def _problems(text: str, front: Front, sections: Sequence[Section], bases: Sequence[int]) -> tuple[Problem, ...]:
    """Front matter's problems, then the text's from top to bottom."""
    found = list(front.problems)
    if front.broken:
        found.append(front.broken)
    if fronts.never_ends(text):
        found.append(fronts.unclosed(front.source))
    remarks = [
        Remark(base + remark.at, remark.message)
        for base, section in zip(bases, sections, strict=False)
        if section.remarks
        for remark in section.remarks
    ]
    if sections and sections[-1].after != START:
        remarks += unclosed(sections[-1].after, _directives(sections, bases))
    remarks += _unused(sections, bases)
    if (at := text.find(_UNREADABLE)) >= 0:
        remarks.append(Remark(at, _LOST))
    if text.strip() and not any(block.items for section in sections for block in section.blocks):
        found.append(Problem(_NOTHING_TO_POST, 1))
    line, at = 1, 0
    for remark in sorted(remarks):
        line += text.count("\n", at, remark.at)
        at = remark.at
        found.append(Problem(remark.message, line))
    return tuple(found)


def _directives(sections: Sequence[Section], bases: Sequence[int]) -> list[Directive]:
    return [
        piece._replace(at=base + piece.at)
        for base, section in zip(bases, sections, strict=False)
        for _, piece in section.chunk.pieces
        if isinstance(piece, Directive)
    ]


def _polls(sections: Sequence[Section], bases: Sequence[int]) -> tuple[tuple[int, PostOptions], ...]:
    asked = ((found.at, poll_of(found.value)) for found in _directives(sections, bases) if found.name == "poll")
    return tuple((at, poll) for at, poll in asked if isinstance(poll, PostOptions))


def _unused(sections: Sequence[Section], bases: Sequence[int]) -> Iterator[Remark]:
    """Link definitions that no link uses: words that nobody would see."""
    defined = [
        (label, base + at)
        for base, section in zip(bases, sections, strict=False)
        if section.chunk.definitions
        for label, _, at in section.chunk.definitions
    ]
    if not defined:
        return
    asked = frozenset().union(*(section.chunk.asked for section in sections))
    for label, at in defined:
        if label not in asked:
            yield Remark(at, _UNUSED.format(label.lower()))


_UNREADABLE = "\ufffd"
_LOST = (
    "The sign \ufffd stands where broken input had no whole character, here first, and would be posted. "
    "Put the right one in its place, or delete it."
)
_NOTHING_TO_POST = (
    "There is nothing to post: front matter and comments are never posted, and this draft has nothing else yet."
)
_UNUSED = (
    "An address is given for [{}] and no link uses it, so it is not posted. "
    "If these are words, put a backslash before the [."
)
