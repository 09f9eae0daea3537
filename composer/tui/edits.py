"""Changes that one key makes to a draft, and where they go: its message, its first line, the fix of a finding."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from composer.model import Fix, Safety, Span

if TYPE_CHECKING:
    from composer.model import Diagnostic

_FRONT = re.compile(r"---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_NOTES = re.compile(r"\n*(?:<!--.*?-->[ \t]*(?:\n+|$))*", re.DOTALL)
_MESSAGE = re.compile(r"^message:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)


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


def fix_of(finding: Diagnostic) -> Fix | None:
    """The change that one key makes: a safe one if there is any, else the only one there is."""
    safe = [fix for fix in finding.fixes if fix.safety is Safety.SAFE]
    if safe:
        return safe[0]
    return finding.fixes[0] if len(finding.fixes) == 1 else None
