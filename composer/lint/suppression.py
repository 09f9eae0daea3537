"""Findings that the writer has decided to keep, and decisions that no longer decide anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.lint.idle import UNUSED, forgotten, told
from composer.lint.options import names
from composer.lint.patterns import pattern
from composer.model import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.lint.options import Acceptance, Options
    from composer.model import Ignore, Thread

_NEIGHBOURS = 2
_WORD = pattern(r"\w+")


@dataclass(slots=True)
class _Decision:
    """An ignore with the range of the draft it holds for; None for the whole draft."""

    ignore: Ignore
    range: Span | None
    used: bool = False


def suppressed(
    diagnostics: Sequence[Diagnostic], thread: Thread, active: Mapping[str, Severity], options: Options
) -> tuple[Diagnostic, ...]:
    """The findings less those that were ignored or accepted, and a finding for every decision that was idle."""
    decisions = list(_decisions(thread))
    if not (decisions or options.accepted or options.expected):
        return tuple(diagnostics)
    prints = _Prints(thread.draft.text, options)
    kept: list[Diagnostic] = []
    for diagnostic in diagnostics:
        holding = [d for d in decisions if _covers(d, diagnostic, thread)]
        for decision in holding:
            decision.used = True
        if not prints.accept(diagnostic) and not holding:
            kept.append(diagnostic)
    if UNUSED in active:
        whole = {d.code for d in diagnostics if d.post is None and d.span is None}
        unused = dict.fromkeys((d.ignore.code, d.range) for d in decisions if not d.used)
        idle = [told(code, place, active, thread.draft.text, whole) for code, place in unused]
        quiet = any(names(UNUSED, (d.ignore.code,)) for d in decisions)
        idle += [forgotten(one, active) for one in prints.idle(thread.network) if one.code in active]
        kept += [d for d in idle if d and not quiet]
    return tuple(kept)


class _Prints:
    """Which findings were accepted by their content, and which of the accepted ones turned up."""

    def __init__(self, text: str, options: Options) -> None:
        self._text = text
        self._options = options
        self._seen: set[str] = set()

    def accept(self, diagnostic: Diagnostic) -> bool:
        if not self._options.accepted:
            return False
        content = fingerprint(diagnostic, self._text)
        self._seen.add(content)
        return content in self._options.accepted

    def idle(self, network: str) -> list[Acceptance]:
        expected = (one for one in self._options.expected if one.network in ("", network))
        return [one for one in expected if one.fingerprint not in self._seen]


def fingerprint(diagnostic: Diagnostic, text: str) -> str:
    """What to remember of an accepted finding: its rule, its words and their neighbours, wherever they move to."""
    from hashlib import sha256

    around: tuple[str, ...] = diagnostic.words
    if diagnostic.span is not None:
        before = _WORD.findall(text[max(0, diagnostic.span.start - 80) : diagnostic.span.start])[-_NEIGHBOURS:]
        after = _WORD.findall(text[diagnostic.span.end : diagnostic.span.end + 80])[:_NEIGHBOURS]
        around = (*before, text[diagnostic.span.start : diagnostic.span.end], *after)
    content = "\x1f".join((diagnostic.code, *(" ".join(word.lower().split()) for word in around)))
    return sha256(content.encode()).hexdigest()[:16]


def _decisions(thread: Thread) -> Iterator[_Decision]:
    draft = thread.draft
    for ignore in draft.ignores:
        yield _Decision(ignore, None)
    for start, block in zip(draft.starts, draft.blocks, strict=True):
        for ignore in block.ignores:
            yield _Decision(ignore, Span(start, start + len(block.source)))


def _covers(decision: _Decision, diagnostic: Diagnostic, thread: Thread) -> bool:
    if not names(diagnostic.code, (decision.ignore.code,)):
        return False
    if decision.range is None:
        return True
    place = diagnostic.span or (thread.spans[diagnostic.post - 1] if diagnostic.post else None)
    return (
        place is not None
        and place.start < decision.range.end
        and decision.range.start < max(place.end, place.start + 1)
    )
