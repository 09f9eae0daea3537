"""The questions that a thread raises, each with the passage it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from composer.lint.catalogue import rule
from composer.lint.engine import Linter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.lint.options import Options
    from composer.lint.record import Rule
    from composer.model import Diagnostic, Thread
    from composer.people import Facts

FAMILY = "ASK"
"""What the codes of all questions begin with."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can answer, about one passage of a draft."""

    code: str
    text: str
    """The question itself, with the words that gave cause."""
    posts: tuple[int, ...]
    """Numbers of the posts that it is about."""
    passage: str
    """SHA-256 of the words that it is about: another passage is another question."""
    goes: str
    """The answer, `yes` or `no`, with which the thread may go out."""
    otherwise: str
    """What to do at the other answer."""
    noted: str = ""
    """What the writer noted of an answer that was no, in a sentence; empty where nothing is noted."""


def questions(thread: Thread, options: Options) -> tuple[Question, ...]:
    """What has to be asked before `thread` goes out, less what the file of facts answers; in order of the codes."""
    asking = replace(options, select=(FAMILY,), questions=True, expected=())
    found = [one for one in Linter(asking).lint(thread) if one.code.startswith(FAMILY)]
    by_code = groupby(sorted(found, key=lambda one: one.code), key=lambda one: one.code)
    asked = (_question(rule(code), list(group), thread, options.facts) for code, group in by_code)
    return tuple(question for question in asked if question is not None)


def _question(asks: Rule, found: Sequence[Diagnostic], thread: Thread, facts: Facts) -> Question | None:
    noted = facts.permission(asks.noted, _subjects(found)) if asks.noted else None
    if noted is not None and noted.given:
        return None
    posts = tuple(sorted({one.post for one in found if one.post is not None}))
    on = f" on {noted.day:%d %B %Y}" if noted and noted.day else ""
    return Question(
        code=asks.code,
        text=found[0].message,
        posts=posts,
        passage=sha256("\x1f".join((asks.code, *_passages(found, thread))).encode()).hexdigest(),
        goes=asks.goes,
        otherwise=asks.otherwise,
        noted=f"You noted{on} that {noted.who} said no." if noted else "",
    )


def _subjects(found: Sequence[Diagnostic]) -> tuple[str, ...]:
    return tuple(word for one in found for word in one.words)


def _passages(found: Sequence[Diagnostic], thread: Thread) -> Iterator[str]:
    """The words of the blocks that the findings stand in, whatever the spaces and the cuts between them."""
    places = [one.span or thread.spans[(one.post or 1) - 1] for one in found]
    for start, block in zip(thread.draft.starts, thread.draft.blocks, strict=True):
        end = start + len(block.source)
        if any(start < place.end and place.start < end for place in places):
            yield " ".join(block.source.split())
