"""The texts that the linter's bench reads: corpora that are not shipped, and sets of our own that are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.lint.plain import as_thread
from composer.model import Draft, Post, Run, Span, Style, Thread
from composer.text import measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.lint import Linter
    from composer.model import Diagnostic

SETS = Path(__file__).parents[1] / "lint" / "sets"
_MARK = re.compile(r"\[\[(.*?)\]\]")


def rows(folder: Path, pattern: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The name of each file of JSON Lines and its lines."""
    for file in sorted(folder.glob(pattern)):
        yield file.stem, [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]


def labelled(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each set of a folder: its name and its posts as `text`, `flag`, `hinted` and the `spans` that are marked."""
    yield from rows(folder, "*.jsonl")
    for file in sorted(folder.glob("*.txt")):
        lines = file.read_text("utf-8").splitlines()
        yield file.stem, [_labelled(line) for line in lines if line.startswith(("+ ", "~ ", "- "))]


def _labelled(line: str) -> dict[str, Any]:
    text, spans = "", []
    for i, part in enumerate(_MARK.split(line[2:].strip().replace(" // ", "\n"))):
        if i % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return {"text": text, "flag": not line.startswith("-"), "hinted": line.startswith("~"), "spans": spans}


def threads(file: Path) -> list[list[str]]:
    """The threads of a file that has a post on each line and `===` between threads."""
    parts = re.split(r"^=+\s*$", file.read_text("utf-8"), flags=re.MULTILINE)
    found = [[line.replace(" // ", "\n") for line in part.splitlines() if line.strip()] for part in parts]
    return [posts for posts in found if posts]


def touches(diagnostic: Diagnostic, spans: Iterable[Sequence[Any]]) -> bool:
    """Whether what was reported overlaps one of the marked places."""
    place = diagnostic.span
    return place is not None and any(place.start < span[1] and span[0] < place.end for span in spans)


def thread_of(*texts: str) -> Thread:
    """The texts as posts of one thread, as they are."""
    joined = "\n\n".join(texts)
    spans, at = [], 0
    for text in texts:
        spans.append(Span(at, at + len(text)))
        at += len(text) + 2
    posts = tuple(
        Post(n, len(texts), text, measure(text, "x").length, text, (Run(0, 0, len(text)),))
        for n, text in enumerate(texts, 1)
    )
    return Thread(posts, tuple(spans), "x", 280, Style(), Draft(joined))


def of_kind(linter: Linter, text: str, prefixes: tuple[str, ...]) -> list[Diagnostic]:
    """What the linter says about one post, of these families or rules."""
    return [d for d in linter.lint(as_thread(text, "x")) if d.code.startswith(prefixes)]
