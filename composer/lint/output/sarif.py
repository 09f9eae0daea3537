"""Findings as SARIF 2.1.0, which code hosts and editors read.

Fields follow the standard of OASIS: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Columns are
UTF-16 units, which is what SARIF takes where nothing else is said.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from composer.lint.catalogue import rule
from composer.lint.output.checked import first_line, position
from composer.lint.suppression import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from composer.lint.output.checked import Checked
    from composer.model import Diagnostic, Fix, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"off": "none", "info": "note", "warning": "warning", "error": "error"}


def to_sarif(checked: Iterable[Checked], *, version: str) -> str:
    """One SARIF log with one run of the program's `version`."""
    checked = tuple(checked)
    codes = sorted({finding.code for one in checked for finding in one.findings})
    driver = {"name": "Thread Composer", "semanticVersion": version, "rules": [_rule(code) for code in codes]}
    places = {code: place for place, code in enumerate(codes)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(one, finding, places) for one in checked for finding in one.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    found = rule(code)
    return {
        "id": found.code,
        "name": "".join(part.capitalize() for part in found.name.split("-")),
        "shortDescription": {"text": _sentence(found.title)},
        "fullDescription": {"text": _sentence(found.reason)},
        "help": {"text": f"{_sentence(found.reason)} `thread rules {found.code}` says more."},
        "defaultConfiguration": {"level": _LEVELS[found.severity]},
        "properties": {"tags": [str(found.layer), str(found.scope)]},
    }


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _result(one: Checked, finding: Diagnostic, places: Mapping[str, int]) -> dict[str, Any]:
    result = {
        "ruleId": finding.code,
        "ruleIndex": places[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _location(one, finding)}],
        "partialFingerprints": {"wordsAndNeighbours/v1": fingerprint(finding, one.text)},
    }
    fixes = [_fix(one, fix) for fix in finding.fixes]
    return result | ({"fixes": fixes} if fixes else {})


def _location(one: Checked, finding: Diagnostic) -> dict[str, Any]:
    """The words, or the post's first line; a finding about the thread stands at the first line: code hosts want one."""
    region = _region(one.text, finding.span) if finding.span else {"startLine": first_line(one, finding) or 1}
    return {"artifactLocation": _artifact(one), "region": region}


def _artifact(one: Checked) -> dict[str, str]:
    if one.file == "-":
        return {"uri": "stdin"}
    path = PurePath(one.file)
    return {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}


def _region(text: str, span: Span) -> dict[str, int]:
    start, end = position(text, span.start), position(text, span.end)
    return {
        "startLine": start.line,
        "startColumn": start.utf16,
        "endLine": end.line,
        "endColumn": end.utf16,
    }


def _fix(one: Checked, fix: Fix) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(one.text, fix.span), "insertedContent": {"text": fix.replacement}}
    change = {"artifactLocation": _artifact(one), "replacements": [replacement]}
    described = {"text": _sentence(fix.label or "Replace the words")}
    return {"description": described, "artifactChanges": [change], "properties": {"safety": str(fix.safety)}}
