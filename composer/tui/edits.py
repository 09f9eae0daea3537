"""Changes that one key makes to a draft, and where they go: its message, its first line, the fix of a finding."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from textual.content import Content

from composer.model import Fix, Safety, Span
from composer.tui.signs import QUIET
from composer.tui.steady import steady

if TYPE_CHECKING:
    from composer.model import Diagnostic

_FRONT = re.compile(r"---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_NOTES = re.compile(r"\n*(?:<!--.*?-->[ \t]*(?:\n+|$))*", re.DOTALL)
_MESSAGE = re.compile(r"^message:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)

CODE = "COD"
"""Rules about code, which a picture mends."""
_SHOWN = 40
"""Characters of a change that an answer names."""


def body_start(text: str) -> int:
    """Offset of the first line to write on: behind the front matter, and behind the notes that open the text."""
    front = _FRONT.match(text)
    notes = _NOTES.match(text, front.end() if front else 0)
    return notes.end() if notes else 0


def message_fix(text: str, message: str) -> Fix:
    """The change that lets the draft `text` say `message` in its front matter, which is made if there is none."""
    line = f"message: {json.dumps(message, ensure_ascii=False)}\n"
    front = _FRONT.match(text)
    if front is None:
        return Fix(Span(0, 0), f"---\n{line}---\n\n", Safety.SAFE)
    start = front.start("fields")
    said = _MESSAGE.search(front["fields"])
    if said is None:
        return Fix(Span(front.end("fields"), front.end("fields")), line, Safety.SAFE)
    return Fix(Span(start + said.start(), start + said.end()), line, Safety.SAFE)


def is_mended_by_key(finding: Diagnostic) -> bool:
    """Whether the key that mends has anything to do: a change to make, or code to draw."""
    return bool(finding.fixes) or finding.code.startswith(CODE)


def said(fix: Fix) -> str:
    """What a change does, as an answer says it."""
    words = " ".join(fix.replacement.split())
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    return fix.label or (f"Write “{shown}” instead" if shown else "Take it out")


def outcome(text: str, fix: Fix, width: int) -> Content:
    """The line as a change would leave it, what is new in it plain and the rest quiet, in at most `width` columns."""
    start, end = fix.span.start, fix.span.end
    put = " ".join(fix.replacement.split())
    before, after = text[text.rfind("\n", 0, start) + 1 : start], text[end:].partition("\n")[0]
    room = max(0, width - len(put) - 2)
    left = max(room // 3, room - len(after))
    if len(before) > left:
        before = f"…{before[len(before) - left :].partition(' ')[2]}"
    if len(after) > room - len(before):
        after = f"{after[: room - len(before)].rpartition(' ')[0]}…"
    return Content.assemble((steady(before), QUIET), steady(put), (steady(after), QUIET))
