"""An edit of a post as a change of its draft: offered only where the draft, read again, says just what was wanted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.lint.fixes import apply
from composer.lint.lines import lines_of
from composer.model import BlockKind, Fix, Span, source_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.record import Edit
    from composer.model import Block, Draft, Media, Post, Thread

_MARKER = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+")
_BEGINS = re.compile(r"@|[^\W\d_]")
_SIGN = re.compile(r"[\\`*_\[\]<>|~&\n]")
_PLAIN = re.compile(r"(?:@|[^\W\d_])[^\\`*_\[\]<>|~&\n]*")
"""Words that read as they stand; what begins with a figure or a sign may be more."""
_BARE_MARKS = re.compile(r"[ \t]*(?:[-+*>]|\d{1,9}[.)])?[ \t]*[*_~`]{2,}[ \t]*$", re.MULTILINE)
"""Emphasis of nothing, which would be a rule across the page or an item that nobody sees."""
_EMPHASIS = "*_"
_HARD = "\\"
"""At the end of a line it keeps the next one apart."""
_SPACE, _BLANK = " \t\n\r\v\f", " \t\r\v\f"
_REGION = 2_000
"""Characters of a draft that are read again for a change in them."""
_LINES = 3
"""Lines on either side of a change that are read again where its block is longer."""
_BULLET = "-"
"""A replacement that makes a list of lines, on purpose."""


def in_draft(post: Post, home: Span, start: int, end: int) -> Span | None:
    """Where the characters `[start, end)` of a post stand in the draft; None if they are decoration."""
    place = source_span(post.runs, start, end)
    return place and Span(home.start + place.start, home.start + place.end)


def placed(thread: Thread, post: Post, home: Span, edit: Edit) -> Fix | None:
    """The edit as a change of the draft; None where the source reads otherwise, or would when it is made."""
    span, said = in_draft(post, home, edit.start, edit.end), post.text[edit.start : edit.end]
    return _fix(thread.draft, span, said, edit) if span else None


def placed_in_alt(draft: Draft, span: Span, medium: Media, edit: Edit) -> Fix | None:
    """An edit of a picture's alt text, where that stands in the draft as it is read."""
    at = span.start + len("![")
    if draft.text[at : at + len(medium.alt)] != medium.alt:
        return None
    return Fix(Span(at + edit.start, at + edit.end), edit.replacement, edit.safety, edit.label)


def _fix(draft: Draft, span: Span, said: str, edit: Edit) -> Fix | None:
    if draft.text[span.start : span.end].split() != said.split():
        return None
    whole = span if edit.replacement else _widened(draft.text, span)
    if edit.replacement.startswith("\n"):
        whole = Span(_trimmed(draft.text, span.start, " \t"), span.end)
    fix = Fix(whole, edit.replacement, edit.safety, edit.label)
    # Text that stands for itself has no blocks, and nothing in it that could come apart.
    if not draft.blocks or edit.replacement == _BULLET or _is_plain(draft.text, fix) or _holds(draft, fix, said):
        return fix
    return None


def _is_plain(text: str, fix: Fix) -> bool:
    """Whether a change stays within a line that has no sign of Markdown, neither before nor after it."""
    start, end = lines_of(text).bounds(fix.span.start)
    if fix.span.end > end:
        return False
    start = _said_from(text, start, end)
    head = text[start : fix.span.start][:1] or fix.replacement[:1] or text[fix.span.end : end][:1]
    return (
        bool(_BEGINS.match(head))
        and not _SIGN.search(fix.replacement)
        and start <= fix.span.start
        and _stays(text, start, end)
    )


def _said_from(text: str, start: int, end: int) -> int:
    """Where the words of a line begin, behind the marker of a list."""
    marker = _MARKER.match(text, start, end)
    return marker.end() if marker else start


@lru_cache(maxsize=8)
def _stays(text: str, start: int, end: int) -> bool:
    """Whether a line reads as it stands; asked again for every change in it."""
    return bool(_PLAIN.fullmatch(text, start, end))


def _widened(text: str, span: Span) -> Span:
    """A cut with the emphasis around it, and with the line, the list item or the paragraph that it empties."""
    while span.start and text[span.start - 1] in _EMPHASIS and text[span.start - 1] == text[span.end : span.end + 1]:
        span = Span(span.start - 1, span.end + 1)
    line, stop = text.rfind("\n", 0, span.start) + 1, _line_end(text, span.end)
    if _skipped(text, span.end, _BLANK) < stop and text[span.end : stop].strip().rstrip(_HARD):
        return span
    if _trimmed(text, span.start, _BLANK) > line and not _MARKER.fullmatch(text, line, span.start):
        return Span(_trimmed(text, span.start, " \t"), _trimmed(text, stop, _HARD))
    closes, below = stop >= len(text) - 1 or text[stop + 1] == "\n", _skipped(text, stop + 1, _SPACE)
    above = _trimmed(text, line, _SPACE)
    if not closes:
        return Span(line, stop + 1)
    if above and text[max(0, line - 2) : line] != "\n\n":
        return Span(_trimmed(text, line, f"\n{_HARD}"), stop)
    if below < len(text):
        return Span(line, _skipped(text, stop + 1, "\n"))
    return Span(_trimmed(text, line, "\n"), stop)


def _line_end(text: str, at: int) -> int:
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop


def _trimmed(text: str, end: int, signs: str) -> int:
    """Where the text before `end` ends without these signs."""
    while end and text[end - 1] in signs:
        end -= 1
    return end


def _skipped(text: str, start: int, signs: str) -> int:
    """Where the text from `start` on begins without these signs."""
    while start < len(text) and text[start] in signs:
        start += 1
    return start


def _holds(draft: Draft, fix: Fix, said: str) -> bool:
    """Whether what is around the change, read again, lacks just those words and is otherwise made as it was."""
    from composer.draft import parse

    text, at = draft.text, fix.span.start
    line = text[text.rfind("\n", 0, at) + 1 : at] + fix.replacement + text[fix.span.end : _line_end(text, fix.span.end)]
    if _BARE_MARKS.match(line):
        return False
    around = _around(draft, fix.span)
    # An empty line keeps a rule across the page from being read as front matter.
    edge = "\n" if around.start else ""
    region, shift = f"{edge}{text[around.start : around.end]}", len(edge) - around.start
    moved = Fix(Span(fix.span.start + shift, fix.span.end + shift), fix.replacement, fix.safety)
    before, after = parse(region).blocks, parse(apply(region, (moved,))).blocks
    cut = "".join(said.split())
    put = "".join(fix.replacement.replace("---", "").split())
    return _differs_by(_signs(before), _signs(after), cut, put) and _made_alike(
        before, after, breaks="---" in fix.replacement
    )


def _around(draft: Draft, place: Span) -> Span:
    """The blocks of a place and those beside it; where these are long, some lines before and after it."""
    text, starts, blocks = draft.text, draft.starts, draft.blocks
    first, last = max(0, bisect_right(starts, place.start) - 1), min(len(starts) - 1, bisect_left(starts, place.end))
    before = first - 1
    # What is said of the next block waits for one with words.
    while before > 0 and not blocks[before].text.strip():
        before -= 1
    while last + 1 < len(blocks) and not blocks[last].text.strip():
        last += 1
    start = starts[before] if first else 0
    end = max(starts[last] + len(blocks[last].source), place.end)
    if end - start <= _REGION or blocks[first].kind is BlockKind.CODE:
        return Span(start, end)
    near = place
    for _ in range(_LINES):
        near = Span(text.rfind("\n", 0, max(0, near.start - 1)) + 1, min(end, _line_end(text, near.end) + 1))
    if near.start <= starts[first]:
        # What is said of a block stands between it and the one before.
        near = Span(min(near.start, starts[first - 1] + len(blocks[first - 1].source) if first else 0), near.end)
    return Span(max(start, near.start), max(place.end, near.end))


def _signs(blocks: Iterable[Block]) -> str:
    return "".join("".join(block.text.split()) for block in blocks)


def _differs_by(before: str, after: str, cut: str, put: str) -> bool:
    """Whether `after` is `before` with `put` in the place of one `cut`."""
    if len(after) - len(before) != len(put) - len(cut):
        return False
    at = before.find(cut)
    while at >= 0:
        if before[:at] == after[:at] and after == f"{before[:at]}{put}{before[at + len(cut) :]}":
            return True
        at = before.find(cut, at + 1)
    return False


def _made_alike(before: Sequence[Block], after: Sequence[Block], *, breaks: bool) -> bool:
    """Whether the blocks are the same in kind, order and what is said of them, one fewer where one was cut."""
    old, new = [_make(block) for block in before], [_make(block) for block in after]
    if _untidy(after) > _untidy(before):
        return False
    if breaks:
        was, now = ([make[0] for make in makes if make[0] is not BlockKind.BREAK] for makes in (old, new))
        return now == was or any(now == [*was[:at], *was[at - 1 :]] for at in range(1, len(was) + 1))
    if len(new) == len(old):
        return new == old
    said, still = ([(_make(block), _signs([block])) for block in blocks] for blocks in (before, after))
    return any(still == said[:at] + said[at + 1 :] for at in range(len(said)))


def _untidy(blocks: Sequence[Block]) -> int:
    """How many items of lists are empty, or have a number that does not follow the one before."""
    empty = sum(not item.prose.text.strip() and not block.media for block in blocks for item in block.items)
    ordinals = ([item.ordinal for item in block.items if item.ordinal is not None] for block in blocks)
    return empty + sum(two != one + 1 for numbers in ordinals for one, two in pairwise(numbers))


def _make(block: Block) -> tuple[object, ...]:
    return (
        block.kind,
        block.level,
        block.keep,
        block.only,
        block.cue,
        block.content_warning,
        tuple((one.code, one.reason) for one in block.ignores),
        tuple((medium.path, medium.alt) for medium in block.media),
        tuple((link.target) for item in block.items for link in item.prose.links),
        tuple(item.prose.text[start:end] for item in block.items for start, end in item.prose.code),
    )
