"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.

The form is that of https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.catalogue import rule
from composer.lint.output.checked import first_line, position

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.output.checked import Checked
    from composer.model import Diagnostic

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def to_github(checked: Iterable[Checked]) -> str:
    """One annotation a line."""
    return "".join(f"{_annotation(one, finding)}\n" for one in checked for finding in one.findings)


def _annotation(one: Checked, finding: Diagnostic) -> str:
    fields = {"file": one.file, **_lines(one, finding), "title": f"{finding.code} {rule(finding.code).name}"}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items())
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escaped(finding.message)}"


def _lines(one: Checked, finding: Diagnostic) -> dict[str, int]:
    if finding.span is None:
        line = first_line(one, finding)
        return {} if line is None else {"line": line}
    start = position(one.text, finding.span.start)
    end = position(one.text, finding.span.end)
    lines = {"line": start.line, "endLine": end.line}
    # Columns count only within one line.
    return lines | ({"col": start.column, "endColumn": end.column} if start.line == end.line else {})


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
