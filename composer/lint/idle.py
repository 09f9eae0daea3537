"""What is said of a decision that decides nothing any more: where it was written, why it is idle, and the way out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.catalogue import is_known, nearest, rule, rules
from composer.lint.options import names
from composer.lint.patterns import pattern
from composer.lint.record import Scope
from composer.model import Diagnostic, Fix, Layer, Safety, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from composer.lint.options import Acceptance
    from composer.model import Severity

UNUSED = "SUP001"
_MARK = pattern(
    r"(?i)<!--\s*ignore\s*:\s*(?P<codes>[a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*)(?:\s.{0,1000}?)?-->", re.DOTALL
)
_LINE = pattern(r"[ \t]*\n?")
_NO_WORDS = pattern(r"(?:\s|-|<!--(?:[^-]|-(?!->))*-->)*")
"""What may stand between a directive and the block that it is about."""
_CLOSING = pattern(r"---[ \t]*\n?\Z")
_KEY = pattern(r"^ignore:", re.MULTILINE)
_BARE = pattern(
    r"^ignore:[ \t]*(?P<open>\[)?[ \t]*(?P<codes>[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)[ \t]*(?(open)\])[ \t]*\n(?![ \t])",
    re.MULTILINE,
)
"""A line of the front matter that lists codes and gives no reasons."""


def told(
    code: str, place: Span | None, active: Mapping[str, Severity], text: str, whole: AbstractSet[str]
) -> Diagnostic | None:
    """A finding about the ignore of `code` for the blocks at `place`, or for the whole draft.

    `whole` has the codes of what was found in no block but in the thread. None for an ignore of rules that do not run
    now: it may be there for a day when they do.
    """
    misplaced = False
    if not is_known(code):
        meant = nearest(code)
        why = "there is no such rule, and it hides nothing"
        advice = f"Did you mean {meant}?" if meant else "`thread rules` lists the codes."
    elif not any(names(running, (code,)) for running in active):
        return None
    elif all(one.scope is Scope.PLAN for one in rules() if names(one.code, (code,))):
        why = "when a thread goes out is not decided in its draft"
        advice = f"Take it out; `thread rules {_first(code)}` says how to switch that off."
    elif misplaced := any(names(found, (code,)) for found in whole):
        why = "what is reported is about the thread as a whole"
        advice = f"Write `ignore: [{code}]` in the front matter instead."
    else:
        why, advice = "nothing there is reported any more", "Take it out before it hides something new."
    where = "in the front matter" if place is None else "before a block"
    message = rule(UNUSED).message.format(code=code, where=where, why=why, advice=advice)
    span, fix = _in_front(code, text) if place is None else _in_block(code, place, text)
    fixes = (fix,) if fix and not misplaced else ()
    return Diagnostic(UNUSED, active[UNUSED], Layer.FACT, message, None, span, (code,), fixes)


def forgotten(acceptance: Acceptance, active: Mapping[str, Severity]) -> Diagnostic:
    """A finding about something accepted in this draft that is not there any more."""
    about = f" ({acceptance.words})" if acceptance.words else ""
    message = (
        f"You accepted {acceptance.code}{about} in this draft, and nothing there is like it any more."
        f" `thread lint DRAFT --forget {acceptance.code}` forgets it."
    )
    return Diagnostic(UNUSED, active[UNUSED], Layer.FACT, message, None, None, (acceptance.code,))


def _first(prefix: str) -> str:
    return next(one.code for one in rules() if names(one.code, (prefix,)))


def _in_front(code: str, text: str) -> tuple[Span | None, Fix | None]:
    """The place of a code in the front matter, and how to take it out where that is plain to see."""
    from composer.draft.front import split

    front = split(text)
    settings = Span(front.find("\n") + 1, len(_CLOSING.sub("", front)))
    key = _KEY.search(text, settings.start, settings.end)
    written = key and re.compile(rf"(?i)(?<![\w-]){code}(?![\w-])").search(text, key.end(), settings.end)
    if not (key and written):
        return None, None
    span = Span(*written.span())
    if not is_known(code):
        return span, _meant(code, span)
    line = _BARE.match(text, key.start(), settings.end)
    others = [each.strip() for each in line["codes"].split(",") if each.strip().upper() != code] if line else []
    if line and others:
        return span, Fix(Span(*line.span("codes")), ", ".join(others), Safety.SAFE, f"Take {code} out of the list")
    if line and line.span() == (settings.start, settings.end):
        bare = not text.startswith("---", len(front))
        return span, Fix(Span(0, len(front)), "", Safety.SAFE, "Take the front matter out") if bare else None
    return span, Fix(Span(*line.span()), "", Safety.SAFE, "Take the line out") if line else None


def _meant(code: str, place: Span, others: Sequence[str] = ()) -> Fix | None:
    """What was probably meant by a misspelt code, as a choice."""
    meant = nearest(code)
    return Fix(place, ", ".join([*others, meant]), Safety.CHOICE, f"Write {meant}") if meant else None


def _in_block(code: str, place: Span, text: str) -> tuple[Span | None, Fix | None]:
    """The comment with a code, and how to take it out, or to write what was meant."""
    comment = _comment(code, place, text)
    return (Span(*comment.span()), _mend(comment, code, text)) if comment else (None, None)


def _comment(code: str, place: Span, text: str) -> re.Match[str] | None:
    """The last comment with the code above a block, or one in it."""
    above = [mark for mark in _MARK.finditer(text, 0, place.start) if code in _codes(mark)]
    if above and _NO_WORDS.fullmatch(text, above[-1].end(), place.start):
        return above[-1]
    return next((mark for mark in _MARK.finditer(text, place.start, place.end) if code in _codes(mark)), None)


def _codes(comment: re.Match[str]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in comment["codes"].split(","))


def _mend(comment: re.Match[str], code: str, text: str) -> Fix | None:
    """The comment without the code, or taken out whole; a misspelt code is only offered as it was probably meant."""
    codes = Span(*comment.span("codes"))
    others = [other for other in _codes(comment) if other != code]
    if not is_known(code):
        return _meant(code, codes, others)
    if others:
        return Fix(codes, ", ".join(others), Safety.SAFE, f"Take {code} out of the mark")
    start, end = comment.span()
    alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    if alone and (rest := _LINE.match(text, end)):
        return Fix(Span(start, rest.end()), "", Safety.SAFE, "Take the mark out")
    return Fix(Span(len(text[:start].rstrip(" \t")), end), "", Safety.SAFE, "Take the mark out")
