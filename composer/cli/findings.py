"""How `thread lint` prints what it found: for a person, an editor, a script, or a code host."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from composer import __version__
from composer.cli.output import write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.desk.review import Review

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
        Checked(file, found.thread.draft.text, len(found.thread.posts), found.findings) for file, found in results
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
