"""The texts that the linter's bench reads: corpora that are not shipped, and sets of our own that are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.model import Draft, Post, Run, Span, Style, Thread
from composer.text import measure
from composer.thread import single

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.lint import Linter
    from composer.model import Diagnostic

SETS = Path(__file__).parents[1] / "lint" / "sets"


def rows(folder: Path, pattern: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The name of each file of JSON Lines and its lines."""
    for file in sorted(folder.glob(pattern)):
        yield file.stem, [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]


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
    return [d for d in linter.lint(single(text)) if d.code.startswith(prefixes)]
