"""Findings in the forms that people and scripts read."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from composer.lint.catalogue import rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.model import Diagnostic

VERSION = 1
"""Of the JSON form; it grows when a field changes its meaning or goes."""


def to_text(diagnostics: Iterable[Diagnostic], *, total: int, width: int | None = None) -> str:
    """Which of the `total` posts, how grave, which rule, and what to do.

    One line a finding, for programs that read lines; with a `width` in columns the message is folded below.
    """
    rows = [(_place(d, total), str(d.severity), f"{d.code} {rule(d.code).name}", d.message) for d in diagnostics]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    heads = ["  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=False)) for row in rows]
    if width is None:
        return "".join(f"{head}  {row[3]}\n" for head, row in zip(heads, rows, strict=True))
    return "".join(f"{head.rstrip()}\n{_folded(row[3], width)}\n" for head, row in zip(heads, rows, strict=True))


def _folded(message: str, width: int) -> str:
    return textwrap.fill(message, width, initial_indent="    ", subsequent_indent="    ", break_long_words=False)


def _place(diagnostic: Diagnostic, total: int) -> str:
    return "thread" if diagnostic.post is None else f"post {diagnostic.post}/{total}"


def to_json(diagnostics: Iterable[Diagnostic], *, file: str | None = None, text: str | None = None) -> str:
    """A JSON object with `version`, `file` and `findings`; with the draft's `text`, places have line and column."""
    findings = [as_data(d, text) for d in diagnostics]
    return json.dumps({"version": VERSION, "file": file, "findings": findings}, ensure_ascii=False, indent=2) + "\n"


def as_data(diagnostic: Diagnostic, text: str | None) -> dict[str, Any]:
    """A finding as JSON has it; with the draft's `text`, its place has line and column."""
    return {
        "code": diagnostic.code,
        "name": rule(diagnostic.code).name,
        "severity": str(diagnostic.severity),
        "layer": str(diagnostic.layer),
        "post": diagnostic.post,
        "span": _span(diagnostic, text),
        "words": list(diagnostic.words),
        "message": diagnostic.message,
        "fixes": [
            {
                "start": fix.span.start,
                "end": fix.span.end,
                "replacement": fix.replacement,
                "safety": str(fix.safety),
                "label": fix.label,
            }
            for fix in diagnostic.fixes
        ],
    }


def _span(diagnostic: Diagnostic, text: str | None) -> dict[str, int] | None:
    """Code points from 0; line and column from 1, the column in UTF-16 units too, as editors count."""
    if diagnostic.span is None:
        return None
    start, end = diagnostic.span.start, diagnostic.span.end
    if text is None:
        return {"start": start, "end": end}
    line = text.count("\n", 0, start)
    before = text[text.rfind("\n", 0, start) + 1 : start]
    utf16 = len(before.encode("utf-16-le")) // 2
    return {"start": start, "end": end, "line": line + 1, "column": len(before) + 1, "column_utf16": utf16 + 1}
