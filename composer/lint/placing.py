"""An edit of a post as a change of its draft: offered only where the draft, read again, says just what was wanted."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.lint.fixes import apply
from composer.model import BlockKind, Fix, Span, source_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.record import Edit
    from composer.model import Block, Draft, Media, Post, Thread

_MARKER = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+")
_PLAIN = re.compile(r"(?:@|[^\W\d_])[^\\`*_\[\]<>|~&\n]*")
"""A line that reads as it stands; one that begins with a figure or a sign may be more."""
_BARE_MARKS = re.compile(r"[ \t]*(?:[-+*>]|\d{1,9}[.)])?[ \t]*[*_~`]{2,}[ \t]*$", re.MULTILINE)
"""Emphasis of nothing, which would be a rule across the page or an item that nobody sees."""
_EMPHASIS = "*_"
_HARD = "\\"
"""At the end of a line it keeps the next one apart."""
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
        whole = Span(len(draft.text[: span.start].rstrip(" \t")), span.end)
    fix = Fix(whole, edit.replacement, edit.safety, edit.label)
    # Text that stands for itself has no blocks, and nothing in it that could come apart.
    if not draft.blocks or edit.replacement == _BULLET or _is_plain(draft.text, fix) or _holds(draft, fix, said):
        return fix
    return None


def _is_plain(text: str, fix: Fix) -> bool:
    """Whether a change stays within a line that has no sign of Markdown, neither before nor after it."""
    start, end = text.rfind("\n", 0, fix.span.start) + 1, text.find("\n", fix.span.end)
    line = text[start : end if end >= 0 else None]
    changed = text[start : fix.span.start] + fix.replacement + text[fix.span.end : end if end >= 0 else None]
    return bool(_PLAIN.fullmatch(line) and _PLAIN.fullmatch(changed))


def _widened(text: str, span: Span) -> Span:
    """A cut with the emphasis around it, and with the line, the list item or the paragraph that it empties."""
    while span.start and text[span.start - 1] in _EMPHASIS and text[span.start - 1] == text[span.end : span.end + 1]:
        span = Span(span.start - 1, span.end + 1)
    line = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.end)
    stop = len(text) if stop < 0 else stop
    before = text[line : span.start]
    if text[span.end : stop].strip().rstrip(_HARD):
        return span
    if before.strip() and not _MARKER.fullmatch(before):
        return Span(len(text[: span.start].rstrip(" \t")), len(text[:stop].rstrip(_HARD)))
    above, below = text[:line], text[stop + 1 :]
    opens, closes = not above.strip() or above.endswith("\n\n"), not below or below.startswith("\n")
    if not closes:
        return Span(line, stop + 1)
    if not opens:
        return Span(len(above.rstrip(f"\n{_HARD}")), stop)
    if below.strip():
        return Span(line, len(text) - len(below.lstrip("\n")))
    return Span(len(above.rstrip("\n")), stop)


def _holds(draft: Draft, fix: Fix, said: str) -> bool:
    """Whether the changed draft, read again, lacks just those words and is otherwise made as it was."""
    from composer.draft import parse

    text, at = draft.text, fix.span.start
    if _BARE_MARKS.match(text[text.rfind("\n", 0, at) + 1 : at] + fix.replacement + text[fix.span.end :]):
        return False
    after = parse(apply(text, (fix,)), path=draft.path, previous=draft)
    cut = "".join(said.split())
    put = "".join(fix.replacement.replace("---", "").split())
    return _differs_by(_signs(draft.blocks), _signs(after.blocks), cut, put) and _made_alike(
        draft.blocks, after.blocks, breaks="---" in fix.replacement
    )


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
    return new == old or any(new == old[:at] + old[at + 1 :] for at in range(len(old)))


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
        block.ignores,
        tuple((medium.path, medium.alt) for medium in block.media),
        tuple((link.target) for item in block.items for link in item.prose.links),
        tuple(item.prose.text[start:end] for item in block.items for start, end in item.prose.code),
    )
