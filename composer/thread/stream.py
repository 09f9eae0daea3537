"""The blocks of a draft in a row, as the columns that the optimisation works on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.model import Block, BlockKind, Profile
from composer.thread import cues, dress, flow
from composer.thread.cuts import Grade
from composer.thread.programme import Ground

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from composer.model import Draft, Media
    from composer.text import Limit
    from composer.thread.flow import Passage

BLOCK_GAP = "\n\n"

PENALTY: Mapping[Grade, float] = MappingProxyType(
    {
        Grade.BLOCK: 0.0,
        Grade.LINE: 0.12,
        Grade.SENTENCE: 0.3,
        Grade.QUOTED: 0.6,
        Grade.VERSE: 0.9,
        Grade.CLAUSE: 1.5,
        Grade.COMMA: 2.0,
        Grade.CONJUNCTION: 2.6,
        Grade.WORD: 3.2,
        Grade.CODE: 4.0,
        Grade.LEAD: 8.0,
        Grade.AUTHOR: 8.0,
        Grade.HEADING: 10.0,
        Grade.GRAPHEME: 25.0,
        Grade.ATOM: 100.0,
    }
)
"""What a cut of each grade costs, in units of one almost empty post; measured by reading, not derived."""

KEPT = 20.0
"""Cutting what the writer asked to keep together."""
JOIN = 2.0
"""Two thoughts in one post: the most that the end of a block within a post costs."""
TOP = 1.2
"""A heading or the first words after a divider that do not start their post."""
CUE_TOP = 3.0
"""A block with a cue of the writer's that does not start its post."""

_LINK_LINE = re.compile(r"https?://\S+\W*$")
_STRONG = (Grade.LINE, Grade.SENTENCE, Grade.LEAD, Grade.AUTHOR)


@dataclass(frozen=True, slots=True)
class Picture:
    """A medium, where in its passage's text it stands, and where its block starts in the draft."""

    at: int
    media: Media
    origin: int


@dataclass(frozen=True, slots=True)
class Step:
    """A passage on its way through the thread: where it comes from and what precedes it."""

    passage: Passage
    origin: int
    """Where its block starts in the draft."""
    fenced: bool = False
    """Whether a post must end before it."""
    divided: bool = False
    """Whether the writer put a divider before it."""
    pictures: tuple[Picture, ...] = ()


@dataclass(slots=True)
class Stream:
    """Passages in a row, and every place to cut them."""

    steps: tuple[Step, ...]
    ground: Ground
    ends: list[tuple[int, int]]
    """For each place the passage and offset where a post that is cut there ends."""
    starts: list[tuple[int, int]]
    """For each place the passage and offset where the post after it begins."""


def steps(draft: Draft, network: str, make: Callable[[Block], Passage]) -> tuple[Step, ...]:
    """What of the draft is posted on `network`, in order; `make` turns a block into a passage."""
    found: list[Step] = []
    waiting: tuple[Picture, ...] = ()
    fenced = divided = False
    warning = ""
    for block, origin in zip(draft.blocks, draft.starts, strict=True):
        if not flow.is_posted(block, network):
            continue
        if block.kind is BlockKind.BREAK:
            fenced = bool(found)
        elif block.kind is BlockKind.DIVIDER:
            divided = bool(found)
        else:
            passage = make(block)
            pictures = tuple(Picture(at, media, origin) for at, media in passage.pictures)
            if passage.prose.text.strip():
                changes = bool(found) and (block.content_warning or "") != warning
                warning = block.content_warning or ""
                found.append(Step(passage, origin, fenced or changes, divided, waiting + pictures))
                waiting, fenced, divided = (), False, False
            elif found and not fenced:
                found[-1] = _with_pictures(found[-1], pictures)
            else:
                waiting += pictures
    if waiting:
        found.append(Step(make(Block(BlockKind.PARAGRAPH, "")), waiting[0].origin, fenced, False, waiting))
    return tuple(found)


def _with_pictures(step: Step, pictures: Iterable[Picture]) -> Step:
    end = len(step.passage.prose.text)
    return replace(step, pictures=(*step.pictures, *(replace(picture, at=end) for picture in pictures)))


def build(steps: Sequence[Step], limit: Limit, profile: Profile, capacity: Sequence[int], *, strict: bool) -> Stream:
    """The columns for posts whose bodies may weigh `capacity`."""
    measures = range(len(limit.budgets))
    ground = Ground([[0] for _ in measures], [[0] for _ in measures], [0.0], [0], [0.0], [0], [0])
    stream = Stream(tuple(steps), ground, [(0, 0)], [(0, 0)])
    base = [0] * len(limit.budgets)
    for number, step in enumerate(steps):
        extra = _extra(step.passage.block, limit, profile)
        after = steps[number + 1] if number + 1 < len(steps) else None
        kept = _whole(step.passage, capacity, extra, strict=strict)
        _lay(stream, number, step, kept, base, extra)
        for measure in measures:
            base[measure] += step.passage.weight[measure] + extra[measure]
            ground.ends[measure].append(base[measure])
            base[measure] += len(BLOCK_GAP)
            ground.starts[measure].append(base[measure])
        stream.ends.append((number, len(step.passage.prose.text)))
        stream.starts.append((number + 1, 0))
        _close(ground, step, after, capacity)
    return stream


def _lay(
    stream: Stream, number: int, step: Step, kept: Sequence[int], base: Sequence[int], extra: Sequence[int]
) -> None:
    """Append the cuts within one passage."""
    passage, ground = step.passage, stream.ground
    for measure, before in enumerate(base):
        offset = before + extra[measure]
        ends, starts = passage.at_ends[measure], passage.at_starts[measure]
        ground.ends[measure] += [offset + ends[cut] for cut in kept]
        ground.starts[measure] += [offset + starts[cut] for cut in kept]
    pictures = ground.media[-1]
    for index in kept:
        cut = passage.cuts[index]
        ground.penalty.append(PENALTY[cut.grade])
        ground.media.append(pictures + sum(picture.at <= cut.end for picture in step.pictures))
        stream.ends.append((number, cut.end))
        stream.starts.append((number, cut.start))
    ground.block += [ground.block[-1]] * len(kept)
    ground.inner += [ground.inner[-1]] * len(kept)
    ground.fence += [ground.fence[-1]] * len(kept)
    ground.media.append(pictures + len(step.pictures))


def _close(ground: Ground, step: Step, after: Step | None, capacity: Sequence[int]) -> None:
    """Append the end of one passage."""
    place = len(ground.penalty)
    penalty = join = 0.0
    if after and not after.fenced:
        penalty, join = _boundary(step, after, capacity)
    ground.penalty.append(penalty)
    ground.block.append(place)
    ground.inner.append(ground.inner[-1] + join)
    ground.fence.append(place if after and after.fenced else ground.fence[-1])


def _boundary(before: Step, after: Step, capacity: Sequence[int]) -> tuple[float, float]:
    """What it costs to cut between two blocks, and what not to."""
    first, second = before.passage, after.passage
    keep = first.block.keep
    if keep is not None and keep == second.block.keep:
        return KEPT, 0.0
    grade = flow.binds(first, second)
    if grade:
        return PENALTY[grade], 0.0
    join = JOIN * _substance(first, second, capacity)
    if after.divided or second.block.kind is BlockKind.HEADING:
        join = max(join, TOP)
    if second.block.cue not in (None, cues.NONE):
        join += CUE_TOP
    return 0.0, join


def _substance(first: Passage, second: Passage, capacity: Sequence[int]) -> float:
    """0 to 1: twice the share of a post that the smaller of two blocks fills; a line with a link counts in full."""
    if _LINK_LINE.search(second.prose.text) or _LINK_LINE.search(first.prose.text):
        return 1.0
    return min(1.0, 2 * min(first.weight[0], second.weight[0]) / capacity[0])


def _extra(block: Block, limit: Limit, profile: Profile) -> tuple[int, ...]:
    """Weight of the cue or marker that a post may wear because it holds this block."""
    if block.cue not in (None, cues.NONE):
        cue = cues.all_cues().get(block.cue or "")
        shown = (cue.emoji if profile is Profile.LIVELY else cue.plain) if cue else ""
    elif block.kind is BlockKind.HEADING and profile is Profile.LIVELY:
        shown = dress.sign("section_start", profile)
    else:
        shown = ""
    return limit.exact(f"{shown} ") if shown else (0,) * len(limit.budgets)


def _whole(passage: Passage, capacity: Sequence[int], extra: Sequence[int], *, strict: bool) -> Sequence[int]:
    """Indices of the cuts that may be used; in strict mode none within a sentence that fits a post."""
    every = range(len(passage.cuts))
    if not strict:
        return every
    kept = _outside_fitting(passage, every, _STRONG, capacity, extra)
    return _outside_fitting(passage, kept, (*_STRONG, Grade.QUOTED), capacity, extra)


def _outside_fitting(
    passage: Passage, indices: Sequence[int], grades: Iterable[Grade], capacity: Sequence[int], extra: Sequence[int]
) -> list[int]:
    kept: list[int] = []
    pending: list[int] = []
    begin = [-more for more in extra]
    for index in (*indices, None):
        if index is not None and passage.cuts[index].grade not in grades:
            pending.append(index)
            continue
        ends = passage.weight if index is None else [sums[index] for sums in passage.at_ends]
        if any(end - start > most for end, start, most in zip(ends, begin, capacity, strict=True)):
            kept += pending
        pending = []
        if index is not None:
            kept.append(index)
            begin = [sums[index] for sums in passage.at_starts]
    return kept
