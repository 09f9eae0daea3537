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
    from collections.abc import Set as AbstractSet

    from composer.lint.options import Acceptance, Options
    from composer.model import Ignore, Thread

UNUSED = "SUP001"
_NEIGHBOURS = 2
_WORD = pattern(r"\w+")
_MARK = pattern(
    r"(?i)<!--\s*ignore\s*:\s*(?P<codes>[a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*)(?:\s.{0,1000}?)?-->", re.DOTALL
)
_LINE = pattern(r"[ \t]*\n?")
_NO_WORDS = pattern(r"(?:\s|-|<!--(?:[^-]|-(?!->))*-->)*")
"""What may stand between a directive and the block that it is about."""


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
        idle = [_report(d, active, thread, whole) for d in decisions if not d.used]
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


def _report(
    decision: _Decision, active: Mapping[str, Severity], thread: Thread, whole: AbstractSet[str]
) -> Diagnostic | None:
    """A finding about an idle decision; `whole` has the codes of what was found in no block but in the thread."""
    code = decision.ignore.code
    misplaced = False
    if is_known(code):
        if not any(names(running, (code,)) for running in active):
            return None
        if any(names(found, (code,)) for found in whole):
            misplaced = True
            why = "what is reported is about the thread as a whole"
            advice = f"Write `ignore: [{code}]` in the front matter instead."
        else:
            why, advice = "nothing there is reported any more", "Take it out, so that it hides nothing new."
    else:
        meant = nearest(code)
        why = "there is no such rule"
        advice = f"Did you mean {meant}?" if meant else "`thread rules` lists the codes."
    where = "in the front matter" if decision.range is None else "before a block"
    message = rule(UNUSED).message.format(code=code, where=where, why=why, advice=advice)
    written = _written(decision, thread.draft.text)
    span = written and Span(*written.span())
    fix = None if misplaced else written and _mend(written, code, thread.draft.text)
    return Diagnostic(UNUSED, active[UNUSED], Layer.FACT, message, None, span, (code,), (fix,) if fix else ())


def _gone(acceptance: Acceptance, active: Mapping[str, Severity]) -> Diagnostic:
    about = f" ({acceptance.words})" if acceptance.words else ""
    message = (
        f"You accepted {acceptance.code}{about} in this draft, and nothing there is like it any more."
        f" `thread lint DRAFT --forget {acceptance.code}` forgets it."
    )
    return Diagnostic(UNUSED, active[UNUSED], Layer.FACT, message, None, None, (acceptance.code,))


def _written(decision: _Decision, text: str) -> re.Match[str] | None:
    """The comment that a decision about a block was written in: the last one of its code above it, or one in it."""
    if decision.range is None:
        return None
    above = [mark for mark in _MARK.finditer(text, 0, decision.range.start) if decision.ignore.code in _codes(mark)]
    if above and _NO_WORDS.fullmatch(text, above[-1].end(), decision.range.start):
        return above[-1]
    inside = _MARK.finditer(text, decision.range.start, decision.range.end)
    return next((mark for mark in inside if decision.ignore.code in _codes(mark)), None)


def _codes(comment: re.Match[str]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in comment["codes"].split(","))


def _mend(comment: re.Match[str], code: str, text: str) -> Fix | None:
    """The comment without the code, or taken out whole; a misspelt code is only offered as it was probably meant."""
    codes = Span(*comment.span("codes"))
    others = [other for other in _codes(comment) if other != code]
    if not is_known(code):
        meant = nearest(code)
        return Fix(codes, ", ".join([*others, meant]), Safety.CHOICE, f"Write {meant}") if meant else None
    if others:
        return Fix(codes, ", ".join(others), Safety.SAFE, f"Take {code} out of the mark")
    start, end = comment.span()
    alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    if alone and (rest := _LINE.match(text, end)):
        return Fix(Span(start, rest.end()), "", Safety.SAFE, "Take the mark out")
    return Fix(Span(len(text[:start].rstrip(" \t")), end), "", Safety.SAFE, "Take the mark out")
