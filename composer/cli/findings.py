"""How `thread lint` prints what it found: for a person, an editor, a script, or a code host."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from shlex import quote
from typing import TYPE_CHECKING

from composer import __version__
from composer.cli.output import write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from composer.desk.review import Review
    from composer.model import Diagnostic

FORMS = ("text", "concise", "json", "jsonl", "sarif", "github")
FOR_PEOPLE = ("text", "concise")
_WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""


def chosen(form: str | None) -> str:
    """The form asked for, else what fits where the output goes."""
    return form or ("text" if sys.stdout.isatty() else "concise")


def write_findings(form: str, results: Iterable[tuple[str, Review]]) -> None:
    """Print the findings of each file; an empty list is a whole document, and no line at all."""
    from composer.lint import Checked, output

    checked = tuple(
        Checked(file, found.thread.draft.text, found.thread.spans, found.findings) for file, found in results
    )
    match form:
        case "json":
            written = output.to_json(checked)
        case "jsonl":
            written = output.to_jsonl(checked)
        case "sarif":
            written = output.to_sarif(checked, version=__version__)
        case "github":
            written = output.to_github(checked)
        case "text":
            written = output.to_excerpts(checked, width=min(shutil.get_terminal_size().columns, _WIDEST))
        case _:
            written = output.to_concise(checked)
    if written:
        write(written.rstrip("\n"))


def fixable(findings: Iterable[Diagnostic], path: Path) -> str:
    """How many findings can be mended without writing, and how, for the end of a sentence; empty if none can."""
    from composer.lint import offered
    from composer.model import Safety

    many = Counter(offered(finding) for finding in findings)
    editor = "the editor" if str(path) == "-" else f"`thread {quote(str(path))}`"
    ways = {Safety.SAFE: "by --fix", Safety.UNSAFE: "more by --unsafe-fixes", Safety.CHOICE: f"to choose in {editor}"}
    said = ", ".join(f"{many[kind]} {way}" for kind, way in ways.items() if many[kind])
    return f"; fixes: {said}" if said else ""
