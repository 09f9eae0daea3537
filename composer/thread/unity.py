"""What should not be torn: sentences in strict mode, items of a list, code, and a heading from what it heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.model import Block, BlockKind, Profile
from composer.thread import cues, flow
from composer.thread.cuts import Grade
from composer.thread.programme import units

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from composer.text import Limit
    from composer.thread.cues import CueSet
    from composer.thread.flow import Passage
    from composer.thread.stream import Step

BLOCK_GAP = "\n\n"

KEPT = units(20)
"""Cutting what the writer asked to keep together, or code that fits a post."""
IN_ITEM = units(4)
"""Cutting an item of a list that fits a post."""

_STRONG = (Grade.LINE, Grade.SENTENCE, Grade.LEAD, Grade.AUTHOR)
_SENTENCES = (*_STRONG, Grade.QUOTED)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a stream is laid out for."""

    limit: Limit
    profile: Profile
    capacity: tuple[int, ...]
    """The most that the words of a post may weigh."""
    strict: bool
    cues: CueSet


def added(limit: Limit, text: str) -> tuple[int, ...]:
    """What `text` adds to the length of a post in each measure of the network."""
    alone, longer = limit.exact("x"), limit.exact(f"x{text}")
    return tuple(after - before for before, after in zip(alone, longer, strict=True))


def inside_units(passage: Passage, extra: Sequence[int], terms: Terms) -> tuple[Collection[int], int]:
    """Indices of the cuts within an item, a code block or a table that fits a post, and what such a cut costs more."""
    kind = passage.block.kind
    if kind not in (BlockKind.LIST, BlockKind.CODE, BlockKind.TABLE):
        return (), 0
    ends = (Grade.LINE, Grade.LEAD) if kind is BlockKind.LIST else ()
    every = range(len(passage.ends))
    begin = [-more for more in extra]
    outside = _outside_fitting(passage, every, ends, terms.capacity, begin, passage.weight)
    return frozenset(every).difference(outside), IN_ITEM if kind is BlockKind.LIST else KEPT


def extra_weight(block: Block, terms: Terms) -> tuple[int, ...]:
    """Weight of the cue or marker that a post may wear because it holds this block."""
    shown = ""
    if block.cue not in (None, cues.NONE):
        cue = terms.cues.get(block.cue)
        shown = (cue.emoji if terms.profile is Profile.LIVELY else cue.plain) if cue else ""
    elif block.kind is BlockKind.HEADING and terms.profile is Profile.LIVELY:
        shown = terms.cues.sign("section_start", terms.profile)
    return added(terms.limit, f" {shown}") if shown else (0,) * len(terms.capacity)


def usable(steps: Sequence[Step], number: int, terms: Terms) -> Sequence[int]:
    """Indices of the cuts of a step that strict mode may use: none within a sentence that fits a post.

    A quotation counts as one sentence, and so does a heading or lead-in with the first sentence behind it.
    """
    passage, extra = steps[number].passage, extra_weight(steps[number].passage.block, terms)
    begin = [-more - worn for more, worn in zip(_ahead(steps, number, terms), extra, strict=True)]
    end = [weight + more for weight, more in zip(passage.weight, _behind(steps, number, terms), strict=True)]
    kept: Sequence[int] = range(len(passage.ends))
    for grades in (_STRONG, _SENTENCES):
        kept = _outside_fitting(passage, kept, grades, terms.capacity, begin, end)
    return kept


def _ahead(steps: Sequence[Step], number: int, terms: Terms) -> list[int]:
    """Weight of the headings and the end of the lead-in before a step, gaps included; 0 where there are none."""
    found = [0] * len(terms.capacity)
    while number and flow.binds(before := steps[number - 1].passage, steps[number].passage):
        starts = [index for index, grade in enumerate(before.grades) if grade in _SENTENCES]
        for measure, worn in enumerate(extra_weight(before.block, terms)):
            said = before.weight[measure] - (before.at_starts[measure][starts[-1]] if starts else 0)
            found[measure] += said + worn + len(BLOCK_GAP)
        if starts:
            break
        number -= 1
    return found


def _behind(steps: Sequence[Step], number: int, terms: Terms) -> list[int]:
    """Weight of what a step announces up to the end of its first sentence, gaps included; 0 where there is nothing."""
    found = [0] * len(terms.capacity)
    while number + 1 < len(steps) and flow.binds(steps[number].passage, after := steps[number + 1].passage):
        first = next((index for index, grade in enumerate(after.grades) if grade in _SENTENCES), None)
        for measure, worn in enumerate(extra_weight(after.block, terms)):
            said = after.weight[measure] if first is None else after.at_ends[measure][first]
            found[measure] += said + worn + len(BLOCK_GAP)
        if first is not None:
            break
        number += 1
    return found


def _outside_fitting(
    passage: Passage,
    indices: Sequence[int],
    grades: Collection[Grade],
    capacity: Sequence[int],
    begin: Sequence[int],
    end: Sequence[int],
) -> list[int]:
    kept: list[int] = []
    pending: list[int] = []
    for index in (*indices, None):
        if index is not None and passage.grades[index] not in grades:
            pending.append(index)
            continue
        ends = end if index is None else [sums[index] for sums in passage.at_ends]
        if any(high - low > most for high, low, most in zip(ends, begin, capacity, strict=True)):
            kept += pending
        pending = []
        if index is not None:
            kept.append(index)
            begin = [sums[index] for sums in passage.at_starts]
    return kept
