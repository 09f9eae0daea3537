"""Findings that the writer has decided to keep, and decisions that no longer decide anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.lint.catalogue import is_known, nearest, rule
from composer.lint.options import names
from composer.lint.patterns import pattern
from composer.model import Diagnostic, Fix, Layer, Safety, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from composer.lint.options import Acceptance, Options
    from composer.model import Ignore, Thread

UNUSED = "SUP001"
_NEIGHBOURS = 2
_WORD = pattern(r"\w+")
_MARK = pattern(r"<!--\s*ignore\s*:\s*([A-Za-z0-9-]+)[^>]*-->[ \t]*\n?", re.IGNORECASE)


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
        idle = [_report(d, active, thread) for d in decisions if not d.used]
        quiet = any(names(UNUSED, (d.ignore.code,)) for d in decisions)
        idle += [_gone(one, active) for one in prints.idle(thread.network) if one.code in active]
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


def _report(decision: _Decision, active: Mapping[str, Severity], thread: Thread) -> Diagnostic | None:
    code = decision.ignore.code
    if is_known(code):
        if not any(names(running, (code,)) for running in active):
            return None
        why, advice = "nothing there is reported any more", "Take it out, so that it hides nothing new."
    else:
        meant = nearest(code)
        why = "there is no such rule"
        advice = f"Did you mean {meant}?" if meant else "`thread rules` lists the codes."
    where = "in the front matter" if decision.range is None else "before a block"
    message = rule(UNUSED).message.format(code=code, where=where, why=why, advice=advice)
    span = _directive(thread.draft.text, decision)
    fixes = (Fix(span, "", Safety.SAFE, "Take the mark out"),) if span else ()
    return Diagnostic(UNUSED, active[UNUSED], Layer.FACT, message, None, span, (code,), fixes)


def _gone(acceptance: Acceptance, active: Mapping[str, Severity]) -> Diagnostic:
    about = f" ({acceptance.words})" if acceptance.words else ""
    message = (
        f"You accepted {acceptance.code}{about} in this draft, and nothing there is like it any more."
        f" `thread lint DRAFT --forget {acceptance.code}` forgets it."
    )
    return Diagnostic(UNUSED, active[UNUSED], Layer.FACT, message, None, None, (acceptance.code,))


def _directive(text: str, decision: _Decision) -> Span | None:
    """Where the mark stands that ignores one code for the block behind it, with the end of its line."""
    at = decision.range.start if decision.range else 0
    while text[:at].rstrip().endswith("-->"):
        end, at = at, text.rfind("<!--", 0, at)
        mark = _MARK.match(text, at)
        if mark and mark[1].upper() == decision.ignore.code:
            return Span(at, min(end, at + len(mark[0])))
    return None
