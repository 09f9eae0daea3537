"""The blocks of a draft in a row, as the columns that the optimisation works on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.model import Block, BlockKind
from composer.thread import cues, flow
from composer.thread.cuts import Grade
from composer.thread.programme import Edit, Ground, units
from composer.thread.unity import BLOCK_GAP, KEPT, Terms, extra_weight, inside_units, usable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from composer.model import Draft, Media
    from composer.thread.flow import Passage

PENALTY: Mapping[Grade, int] = MappingProxyType(
    {
        Grade.BLOCK: units(0.0),
        Grade.LINE: units(0.12),
        Grade.SENTENCE: units(0.3),
        Grade.QUOTED: units(0.6),
        Grade.VERSE: units(0.9),
        Grade.CLAUSE: units(1.5),
        Grade.COMMA: units(2.0),
        Grade.CONJUNCTION: units(2.6),
        Grade.PHRASE: units(5),
        Grade.WORD: units(8),
        Grade.CODE: units(6),
        Grade.LEAD: units(12),
        Grade.AUTHOR: units(12),
        Grade.HEADING: units(14),
        Grade.GRAPHEME: units(25.0),
        Grade.ATOM: units(100.0),
    }
)
"""What a cut of each grade costs, in units of one almost empty post; measured by reading, not derived."""

JOIN = units(1.8)
"""Two thoughts in one post: the most that the end of a block within a post costs."""
TOP = units(3)
"""A heading or the first words after a divider that do not start their post."""
CUE_TOP = units(3)
"""A block with a cue of the writer's that does not start its post."""


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
    """Steps in a row, and every place to cut them."""

    steps: tuple[Step, ...]
    ground: Ground
    ends: list[int]
    """For each place, where in its passage's text a post that is cut there ends."""
    starts: list[int]
    """For each place, where in a passage's text the post after it begins."""
    closes: list[int]
    """For each step the place at its end."""

    def end(self, place: int) -> tuple[int, int]:
        """The step and offset where a post that is cut at `place` ends."""
        return bisect_left(self.closes, place), self.ends[place]

    def start(self, place: int) -> tuple[int, int]:
        """The step and offset where a post that begins at `place` begins."""
        return bisect_right(self.closes, place), self.starts[place]


def steps(
    draft: Draft, network: str, make: Callable[[Block], Passage], former: Sequence[Step] = ()
) -> tuple[Step, ...]:
    """What of the draft is posted on `network`, in order; `make` turns a block into a passage.

    Steps of `former` that are the same again are the same objects.
    """
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
            pictures: tuple[Picture, ...] = ()
            if passage.pictures:
                pictures = tuple(Picture(at, media, origin) for at, media in passage.pictures)
            if passage.prose.text.strip():
                changes = bool(found) and (block.content_warning or "") != warning
                warning = block.content_warning or ""
                old = former[len(found)] if len(found) < len(former) else None
                found.append(_step(old, passage, origin, fenced or changes, divided, waiting + pictures))
                waiting, fenced, divided = (), False, False
            elif found and not fenced:
                found[-1] = _with_pictures(found[-1], pictures)
            else:
                waiting += pictures
    if waiting:
        found.append(Step(make(Block(BlockKind.PARAGRAPH, "")), waiting[0].origin, fenced, False, waiting))
    return tuple(found)


def _step(
    old: Step | None, passage: Passage, origin: int, fenced: bool, divided: bool, pictures: tuple[Picture, ...]
) -> Step:
    """A step, which is the old one if nothing about it is new."""
    same = old is not None and old.passage is passage
    if old and same and (old.origin, old.fenced, old.divided, old.pictures) == (origin, fenced, divided, pictures):
        return old
    return Step(passage, origin, fenced, divided, pictures)


def _with_pictures(step: Step, pictures: Iterable[Picture]) -> Step:
    end = len(step.passage.prose.text)
    return replace(step, pictures=(*step.pictures, *(replace(picture, at=end) for picture in pictures)))


def build(steps: Sequence[Step], terms: Terms) -> Stream:
    """All places to cut `steps`."""
    stream = Stream(tuple(steps), Ground.empty(len(terms.capacity)), [0], [0], [])
    for number in range(len(steps)):
        _lay(stream, number, terms)
    return stream


def rebuild(old: Stream, steps: Sequence[Step], terms: Terms) -> tuple[Stream, Edit]:
    """The same as `build`, taking what an edit left untouched from the stream before it."""
    before, after = _untouched(old.steps, steps)
    before, after = _independent(steps, before, after)
    kept = old.closes[before - 1] + 1 if before else 1
    stream = _beginning(old, steps, before, kept)
    for number in range(before, len(steps) - after):
        _lay(stream, number, terms)
    tail = len(stream.ground)
    if after:
        _append(stream, old, old.closes[len(old.steps) - after - 1] + 1 if after < len(old.steps) else 1)
    return stream, Edit(kept, tail, len(stream.ground) - len(old.ground))


def _untouched(old: Sequence[Step], new: Sequence[Step]) -> tuple[int, int]:
    """How many steps at the beginning and at the end are as they were."""
    most = min(len(old), len(new))
    before = 0
    while before < most and _same(old[before], new[before], 0):
        before += 1
    after = 0
    moved = new[-1].origin - old[-1].origin if most else 0
    while after < most - before and _same(old[-1 - after], new[-1 - after], moved):
        after += 1
    return before, after


def _independent(steps: Sequence[Step], before: int, after: int) -> tuple[int, int]:
    """The same less those beside the edit: where a block may be cut depends on its neighbours and all bound to them."""
    before, after = max(0, before - 1), max(0, after - 1)
    while before and flow.binds(steps[before - 1].passage, steps[before].passage):
        before -= 1
    while after and flow.binds(steps[-after - 1].passage, steps[-after].passage):
        after -= 1
    return before, after


def _same(old: Step, new: Step, moved: int) -> bool:
    return old is new or (
        old.passage is new.passage
        and old.origin + moved == new.origin
        and (old.fenced, old.divided) == (new.fenced, new.divided)
        and len(old.pictures) == len(new.pictures)
        and all(
            (was.at, was.media, was.origin + moved) == (now.at, now.media, now.origin)
            for was, now in zip(old.pictures, new.pictures, strict=True)
        )
    )


def _beginning(old: Stream, steps: Sequence[Step], before: int, kept: int) -> Stream:
    ground = old.ground
    return Stream(
        tuple(steps),
        Ground(
            [column[:kept] for column in ground.ends],
            [column[:kept] for column in ground.starts],
            ground.penalty[:kept],
            ground.block[:kept],
            ground.inner[:kept],
            ground.media[:kept],
            ground.fence[:kept],
        ),
        old.ends[:kept],
        old.starts[:kept],
        old.closes[:before],
    )


def _append(stream: Stream, old: Stream, begin: int) -> None:
    """Append the places of `old` from `begin` on, with all running sums continued."""
    ground, former = stream.ground, old.ground
    shift = len(ground) - begin
    last = begin - 1
    for ends, starts, old_ends, old_starts in zip(ground.ends, ground.starts, former.ends, former.starts, strict=True):
        more = starts[-1] - old_starts[last]
        ends += [weight + more for weight in old_ends[begin:]]
        starts += [weight + more for weight in old_starts[begin:]]
    fence = ground.fence[-1]
    inner, media = ground.inner[-1] - former.inner[last], ground.media[-1] - former.media[last]
    ground.penalty += former.penalty[begin:]
    ground.block += [place + shift for place in former.block[begin:]]
    ground.inner += [cost + inner for cost in former.inner[begin:]]
    ground.media += [count + media for count in former.media[begin:]]
    ground.fence += [place + shift if place > last else fence for place in former.fence[begin:]]
    stream.ends += old.ends[begin:]
    stream.starts += old.starts[begin:]
    stream.closes += [place + shift for place in old.closes if place >= begin]


def _lay(stream: Stream, number: int, terms: Terms) -> None:
    """Append the places within one step, and the one at its end."""
    step, ground = stream.steps[number], stream.ground
    passage = step.passage
    extra = extra_weight(passage.block, terms)
    kept = usable(stream.steps, number, terms) if terms.strict else range(len(passage.ends))
    for measure, column in enumerate(ground.starts):
        base = column[-1] + extra[measure]
        ends, starts = passage.at_ends[measure], passage.at_starts[measure]
        ground.ends[measure] += [base + ends[cut] for cut in kept]
        column += [base + starts[cut] for cut in kept]
        ground.ends[measure].append(base + passage.weight[measure])
        column.append(base + passage.weight[measure] + len(BLOCK_GAP))
    found = [passage.ends[cut] for cut in kept]
    pictures = ground.media[-1]
    keeping = 0 if passage.block.keep is None else KEPT
    inside, price = inside_units(passage, extra, terms)
    ground.penalty += [PENALTY[passage.grades[cut]] + keeping + (price if cut in inside else 0) for cut in kept]
    ground.media += [pictures + sum(picture.at <= end for picture in step.pictures) for end in found]
    ground.media.append(pictures + len(step.pictures))
    stream.ends += found
    stream.starts += [passage.starts[cut] for cut in kept]
    stream.ends.append(len(passage.prose.text))
    stream.starts.append(0)
    for column in (ground.block, ground.inner, ground.fence):
        column.extend([column[-1]] * len(found))
    _close(stream, number, terms)


def _close(stream: Stream, number: int, terms: Terms) -> None:
    """What the end of a step costs, and what it costs to run over it."""
    ground = stream.ground
    place = len(ground.penalty)
    after = stream.steps[number + 1] if number + 1 < len(stream.steps) else None
    fenced = after is not None and after.fenced
    penalty, join = _boundary(stream.steps[number], after, terms.capacity) if after and not fenced else (0, 0)
    ground.penalty.append(penalty)
    ground.block.append(place)
    ground.inner.append(ground.inner[-1] + join)
    ground.fence.append(place if fenced else ground.fence[-1])
    stream.closes.append(place)


def _boundary(before: Step, after: Step, capacity: Sequence[int]) -> tuple[int, int]:
    """What it costs to cut between two blocks, and what not to."""
    first, second = before.passage, after.passage
    keep = first.block.keep
    if keep is not None and keep == second.block.keep:
        return KEPT, 0
    grade = flow.binds(first, second)
    if grade:
        return PENALTY[grade], 0
    join = round(JOIN * _substance(first, second, capacity))
    if after.divided or second.block.kind is BlockKind.HEADING:
        join = max(join, TOP)
    if second.block.cue not in (None, cues.NONE):
        join += CUE_TOP
    return 0, join


def _substance(first: Passage, second: Passage, capacity: Sequence[int]) -> float:
    """0 to 1: how much both are thoughts of their own: half a post of words each, or a quarter beside a quote."""
    shares = (
        (4 if one.stands_alone or other.stands_alone else 2) * one.weight[0] / capacity[0]
        for one, other in ((first, second), (second, first))
    )
    return min(1.0, *shares)
