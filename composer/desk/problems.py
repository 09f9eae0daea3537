"""What in a draft was understood otherwise than written: by itself, beside the cues there are, and on this disk."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from composer.desk.knowledge import profile_problems
from composer.model import Diagnostic, Layer, Problem, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.config import Settings
    from composer.model import Draft, Thread
    from composer.thread import CueSet

DRAFT = "DRAFT"
"""What stands where a finding of the linter has the code of its rule."""
_NO_FILE = ("{", "://")
"""Signs that a picture's path is a field of a template or an address, about which more is said elsewhere."""


def problems(draft: Draft, cues: CueSet, settings: Settings) -> tuple[Problem, ...]:
    """All that there is to tell, by line."""
    from composer.thread import unknown_cues

    known = (*unknown_cues(draft, cues), *profile_problems(draft, settings))
    found = (*draft.problems, *known, *_missing_pictures(draft))
    return tuple(sorted(found, key=lambda problem: problem.line))


def as_findings(found: tuple[Problem, ...], thread: Thread) -> tuple[Diagnostic, ...]:
    """Problems in the form of findings, each with its line and the post that has words of it."""
    lines = _line_spans(thread.draft.text)
    return tuple(
        Diagnostic(
            DRAFT,
            Severity.WARNING,
            Layer.FACT,
            problem.message,
            _post(thread, lines[problem.line - 1]),
            lines[problem.line - 1],
        )
        for problem in found
        if problem.line <= len(lines)
    )


def _missing_pictures(draft: Draft) -> Iterator[Problem]:
    if draft.path is None:
        return
    for start, block in zip(draft.starts, draft.blocks, strict=True):
        for media in block.media:
            named = media.path and not any(sign in media.path for sign in _NO_FILE)
            if named and not _is_file(draft, media.path):
                line = draft.text.count("\n", 0, start + media.span.start) + 1
                yield Problem(
                    f"There is no picture {media.path} in {draft.path.parent.absolute()}. Put the file there, or write "
                    "its name as it is.",
                    line,
                )


def _is_file(draft: Draft, name: str) -> bool:
    assert draft.path is not None
    try:
        return (draft.path.parent / name).is_file()
    except (OSError, ValueError):
        return False


def _line_spans(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def _post(thread: Thread, line: Span) -> int | None:
    index = bisect_right(thread.spans, line.end, key=lambda span: span.start) - 1
    return index + 1 if index >= 0 and line.start < thread.spans[index].end else None
