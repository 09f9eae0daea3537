"""Program text, which only makes sense whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.record import MECHANICAL, Finding, Rule, Scope, given
from composer.model import Layer, Severity
from composer.thread.torn import torn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import ThreadReading

_SHOWN = 50


@given("code")
def _longer_than_a_post(thread: ThreadReading) -> Iterable[Finding]:
    for found in torn(thread.thread):
        reading = thread.posts[found.posts[0] - 1]
        start, end = reading.post.code[-1]
        words = reading.said(start, end)
        posts = f"{found.posts[0]} to {found.posts[-1]}" if len(found.posts) > 1 else ""
        flaw = f"is cut over posts {posts}" if posts else "does not fit"
        shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"
        yield Finding((shown,), start, end, fields=(("flaw", flaw),), number=found.posts[0])


_LINE = "    print('the night shift keeps a list of small repairs, and the list keeps the night shift sane')\n"

RULES = (
    Rule(
        code="COD001",
        name="code-longer-than-a-post",
        title="Code that is longer than a post",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "The code {words} is longer than a post and {flaw}. `thread draw DRAFT` (alt+d on the writing screen)"
            " makes a picture of it, with the code as its alt text."
        ),
        reason=(
            "Code in pieces can be neither copied nor run, and its indentation is lost where an app shows the pieces"
            " apart. A picture shows it whole, and its alt text says it to those who cannot see the picture and to"
            " those who want to copy it."
        ),
        source="Custom among those who post code; our judgement.",
        bad=(
            f"```\ndef sane():\n{_LINE * 4}```",
            f"Try this:\n\n```\n{_LINE * 3}```",
            f"```\nselect *\nfrom repairs\n{_LINE * 5}```\n\nIt is slow.",
        ),
        good=(
            f"```\ndef sane():\n{_LINE}```",
            "Try `print('sane')` twice.",
            "Try this:\n\n```\nprint('sane')\n```\n\nIt is fast.",
        ),
        check_thread=_longer_than_a_post,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        note="Exact: the split says so itself.",
    ),
)
