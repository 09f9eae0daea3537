"""How a writer says which words share a post: the marks that merge two posts, and the ones that part them again.

Nothing is promised that the splitter would not do: each change is split on trial before it is offered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from composer.draft.directives import Directive
from composer.draft.reader import ParsedDraft
from composer.lint import apply
from composer.model import BlockKind, Draft, Fix, Safety, Span, Thread
from composer.thread.flow import is_posted
from composer.thread.splitter import MEDIA_PER_POST

Trial: TypeAlias = Callable[[str], Thread]
"""The thread that a text would make, in the style and for the network of the one on the screen."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = "---\n\n"
_OPEN = "<!-- keep -->\n\n"
_CLOSE = "\n\n<!-- /keep -->"
_WORDLESS = frozenset({BlockKind.BREAK, BlockKind.DIVIDER})


def merged(draft: Draft, thread: Thread, index: int, trial: Trial) -> tuple[Fix, ...] | str:
    """The changes that put a post and the next one into one post, or why there are none, in a sentence.

    A forced break between the two is taken out. Where that is not enough, or there is none, their blocks are kept
    together by marks; a group that either is in already grows.
    """
    if not thread.posts:
        return "There is no post yet: write something first."
    if index >= len(thread.posts) - 1:
        return "This is the last post: there is none behind it to merge it with."
    first, second = thread.spans[index], thread.spans[index + 1]
    blocks = (*_blocks(draft, thread.network, first), *_blocks(draft, thread.network, second))
    both = Span(first.start, second.end)
    for fixes in _mergers(draft, blocks):
        if fixes and _together(trial(apply(draft.text, fixes)), draft, fixes, both):
            return fixes
    pair = f"Posts {index + 1} and {index + 2}"
    beside = (*thread.spans[max(0, index - 1) : index], *thread.spans[index + 2 : index + 3])
    if any(at in blocks for span in beside for at in _blocks(draft, thread.network, span)):
        return f"{pair} share a paragraph with a post beside them, so nothing was changed: begin a new paragraph first."
    return (
        f"{pair} do not fit one post, which holds {thread.maximum:,} characters and {MEDIA_PER_POST} pictures, so"
        " nothing was changed: shorten one of them first."
    )


def parted(draft: Draft, thread: Thread, index: int, offset: int, trial: Trial) -> tuple[Fix, ...] | str:
    """The changes that take a post apart, or why there are none, in a sentence.

    The marks that keep its blocks together are taken out. Where it stays whole without them, or there are none, a
    forced break follows the block at `offset`; in the post's last block, it goes before that. A heading stays with
    what it heads.
    """
    if not thread.posts:
        return "There is no post yet: write something first."
    span = thread.spans[index]
    blocks = _blocks(draft, thread.network, span)
    wanted = {draft.blocks[at].keep for at in blocks}
    marks = [mark for group, found in _groups(draft).items() if group in wanted for mark in found]
    freed = _without(draft.text, marks)
    seams = [(at, after) for at, after in pairwise(blocks) if draft.blocks[at].kind is not BlockKind.HEADING]
    if freed and (not seams or not _together(trial(apply(draft.text, freed)), draft, freed, span)):
        return freed
    if not seams:
        return "This post is one paragraph: go to where the next one shall begin, and press the key for a new post."
    behind = next((after for at, after in seams if offset <= _span(draft, at).end), seams[-1][1])
    place = _span(draft, behind).start
    apart = draft.text[:place].endswith("\n\n") or any(fix.span.end == place for fix in freed)
    return _in_order((*freed, _insertion(place, _BREAK if apart else f"\n{_BREAK}")))


def as_one(text: str, fixes: Sequence[Fix]) -> Fix:
    """Changes in the order of their places, as a single one."""
    start, end = fixes[0].span.start, fixes[-1].span.end
    return Fix(Span(start, end), apply(text[:end], fixes)[start:], Safety.SAFE)


def carried(fixes: Iterable[Fix], offset: int) -> int:
    """Where the character at `offset` stands behind the changes."""
    moved = offset
    for fix in fixes:
        span = fix.span
        before = span.start < span.end or fix.replacement.endswith("\n")
        if span.end < offset or (span.end == offset and before):
            moved += len(fix.replacement) - (span.end - span.start)
        elif span.start < offset < span.end:
            moved -= offset - span.start
    return moved


def _mergers(draft: Draft, blocks: Sequence[int]) -> tuple[tuple[Fix, ...], ...]:
    """What may bring blocks into one post, the lightest change first; empty where there is nothing to do."""
    if not blocks:
        return ()
    start, end = _span(draft, blocks[0]).start, _span(draft, blocks[-1]).end
    between = range(blocks[0], blocks[-1])
    breaks = [_span(draft, at) for at in between if draft.blocks[at].kind is BlockKind.BREAK]
    inner = [mark for found in _groups(draft).values() for mark in found if start <= mark.start and mark.end <= end]
    kept = [*_without(draft.text, [*breaks, *inner])]
    if draft.blocks[blocks[0]].keep is None:
        kept.append(_insertion(start, _OPEN))
    if draft.blocks[blocks[-1]].keep is None:
        kept.append(_insertion(end, _CLOSE))
    return _without(draft.text, breaks), _in_order(kept)


def _together(thread: Thread, draft: Draft, fixes: Sequence[Fix], span: Span) -> bool:
    """Whether the words of a span of `draft` are in one post of the changed thread, and all others are still there."""
    start, last = carried(fixes, span.start), carried(fixes, span.end - 1)
    one = any(post.start <= start and last < post.end for post in thread.spans)
    return one and _words(thread.draft) == _words(draft)


def _words(draft: Draft) -> list[str]:
    return [word for block in draft.blocks for word in block.text.split()]


def _blocks(draft: Draft, network: str, span: Span) -> tuple[int, ...]:
    """Indices of the blocks that a post has words or pictures of."""
    return tuple(
        at
        for at, block in enumerate(draft.blocks)
        if block.kind not in _WORDLESS and is_posted(block, network)
        if _span(draft, at).start < span.end and span.start < _span(draft, at).end
    )


def _span(draft: Draft, at: int) -> Span:
    return Span(draft.starts[at], draft.starts[at] + len(draft.blocks[at].source))


def _groups(draft: Draft) -> dict[int, list[Span]]:
    """The marks around each group of blocks that stay together; those within a block, such as a list, stay there."""
    groups: dict[int, list[Span]] = {}
    number, within = 0, False
    for at, name in _marks(draft):
        if name == "keep" and not within:
            number, within = number + 1, True
        comment = _COMMENT.match(draft.text, at)
        if within and comment and not _in_block(draft, at):
            groups.setdefault(number, []).append(Span(*comment.span()))
        within = within and name == "keep"
    return groups


def _marks(draft: Draft) -> list[tuple[int, str]]:
    """Offset and name of each mark that begins or ends a group, in the order they count."""
    assert isinstance(draft, ParsedDraft)
    return [
        (base + piece.at, piece.name)
        for base, section in zip(draft.bases, draft.sections, strict=False)
        for _, piece in section.chunk.pieces
        if isinstance(piece, Directive) and piece.name in ("keep", "/keep")
    ]


def _in_block(draft: Draft, offset: int) -> bool:
    at = bisect_right(draft.starts, offset) - 1
    return at >= 0 and offset < _span(draft, at).end


def _without(text: str, spans: Iterable[Span]) -> tuple[Fix, ...]:
    """Changes that take lines out, and leave one blank line where they were."""
    gaps: list[Span] = []
    for span in sorted(spans):
        start, end = len(text[: span.start].rstrip()), _line_after(text, span.end)
        gaps.append(Span(gaps.pop().start if gaps and start < gaps[-1].end else start, end))
    return tuple(Fix(gap, _left(text, gap), Safety.SAFE) for gap in gaps)


def _line_after(text: str, at: int) -> int:
    """Where the next line with words begins, its indent included; the next word, where that is on the same line."""
    words = len(text) - len(text[at:].lstrip())
    line = text.rfind("\n", at, words) + 1
    return line if line and words < len(text) else words


def _left(text: str, gap: Span) -> str:
    """The white space that stays of a gap: none above the first words, one line end below the last."""
    if not gap.start:
        return ""
    return "\n\n" if gap.end < len(text) else "\n"


def _insertion(at: int, words: str) -> Fix:
    return Fix(Span(at, at), words, Safety.SAFE)


def _in_order(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    return tuple(sorted(fixes, key=lambda fix: fix.span))
