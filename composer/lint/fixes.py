"""Fixes put into effect on the text of a draft."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from composer.model import ComposerError, Diagnostic, Fix, Safety

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from composer.model import Span

_SAFEST_FIRST = (Safety.SAFE, Safety.UNSAFE, Safety.CHOICE)


class FixError(ComposerError):
    """The fixes cannot be applied together, or not to this text."""


def safe_fixes(diagnostics: Iterable[Diagnostic]) -> tuple[Fix, ...]:
    """The fixes that may be applied unasked; of two that overlap the first."""
    return wanted_fixes(diagnostics, (Safety.SAFE,))


def wanted_fixes(diagnostics: Iterable[Diagnostic], safeties: Collection[Safety]) -> tuple[Fix, ...]:
    """The fixes of these kinds; of two that overlap the safer one, or the first."""
    chosen: list[Fix] = []
    wanted = [fix for one in diagnostics for fix in one.fixes if fix.safety in safeties]
    for fix in sorted(wanted, key=lambda f: (_SAFEST_FIRST.index(f.safety), f.span)):
        place = bisect_right(chosen, fix.span, key=lambda f: f.span)
        # Those chosen stand apart from each other, so that only the nearest can be in the way.
        if not any(_overlap(fix.span, other.span) for other in chosen[max(0, place - 1) : place + 1]):
            chosen.insert(place, fix)
    return tuple(chosen)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def offered(finding: Diagnostic) -> Safety | None:
    """The safest kind of fix that a finding has."""
    return min((fix.safety for fix in finding.fixes), key=_SAFEST_FIRST.index, default=None)


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """`text` with every fix made; raises `FixError` if two of them touch the same words or one lies outside."""
    parts: list[str] = []
    at = 0
    for fix in sorted(fixes, key=lambda f: f.span):
        if fix.span.start < at:
            raise FixError("Two of the fixes change the same words. Apply one of them, lint again, then the other.")
        if not fix.span.start <= fix.span.end <= len(text):
            raise FixError("A fix points beyond the end of the draft, which has changed since. Lint it again.")
        parts += (text[at : fix.span.start], fix.replacement)
        at = fix.span.end
    parts.append(text[at:])
    return "".join(parts)
