"""Findings as JSON and JSON Lines, described by `findings.schema.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.lint.catalogue import rule
from composer.lint.output.checked import position

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.output.checked import Checked
    from composer.model import Diagnostic

VERSION = 1
"""Of the JSON forms; it grows when a field changes its meaning or goes."""

SCHEMA = Path(__file__).parent / "findings.schema.json"
"""JSON Schema (2020-12) of both forms: the document, and a line of its own."""


def to_json(checked: Iterable[Checked]) -> str:
    """One JSON document with every finding of every draft."""
    findings = [as_data(one, finding) for one in checked for finding in one.findings]
    document = {"version": VERSION, "kind": "findings", "findings": findings}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def to_jsonl(checked: Iterable[Checked]) -> str:
    """One JSON object a line for every finding, each with its version, for programs that read line by line."""
    rows = ({"version": VERSION, **as_data(one, finding)} for one in checked for finding in one.findings)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_data(checked: Checked, finding: Diagnostic) -> dict[str, Any]:
    """A finding as both forms have it."""
    return {
        "file": checked.file,
        "code": finding.code,
        "name": rule(finding.code).name,
        "severity": str(finding.severity),
        "layer": str(finding.layer),
        "post": finding.post,
        "span": _span(checked.text, finding),
        "words": list(finding.words),
        "message": finding.message,
        "fixes": [
            {
                "start": fix.span.start,
                "end": fix.span.end,
                "replacement": fix.replacement,
                "safety": str(fix.safety),
                "label": fix.label,
            }
            for fix in finding.fixes
        ],
    }


def _span(text: str, finding: Diagnostic) -> dict[str, int] | None:
    """Code points from 0; line and column from 1, the column in UTF-16 units too, as editors count."""
    if finding.span is None:
        return None
    start = position(text, finding.span.start)
    return {
        "start": finding.span.start,
        "end": finding.span.end,
        "line": start.line,
        "column": start.column,
        "column_utf16": start.utf16,
    }
