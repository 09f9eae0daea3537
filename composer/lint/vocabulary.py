"""The words of a language that the rules look for, read from the index made of `words/<language>/*.toml`.

`python -m composer.lint.wordbook` makes the index anew after a change to the lists.
"""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.lint.matcher import Frame, Matcher

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parent / "words"
INDEX = "index.json"
_EMPTY: dict[str, Any] = {"weights": {}, "words": {}, "sets": [], "frames": [], "anchors": {}}


class Vocabulary:
    """The lists of one language. A list is named `file.table`."""

    def __init__(self, index: dict[str, Any]) -> None:
        self._weights: dict[str, float] = index["weights"]
        self._words = cache(lambda name: frozenset(index["words"].get(name, ())))
        self.matcher = Matcher(cache(partial(_frame, index["frames"], index["sets"])), index["anchors"])

    def weight(self, name: str) -> float:
        """How much a hit of the list counts where a rule adds hits up."""
        return self._weights.get(name, 0.0)

    def words(self, name: str) -> frozenset[str]:
        """The plain words of a list, for checks that look words up instead of wordings."""
        return self._words(name)


def _frame(rows: Sequence[Sequence[Any]], sets: Sequence[Sequence[str]], number: int) -> Frame:
    name, pattern, words, anchors, needs, marks = rows[number]
    needed = tuple(frozenset(sets[i]) for i in needs)
    return Frame(name, pattern, words, frozenset(sets[anchors]), needed, "^" in marks, "$" in marks, "!" in marks)


def languages() -> frozenset[str]:
    """Primary subtags of the languages that have word data."""
    return frozenset(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


@cache
def vocabulary(language: str) -> Vocabulary:
    """The word data for a BCP 47 tag; empty for a language that has none, English where none is declared."""
    return _load(language.split("-")[0].lower() or "en")


@cache
def _load(subtag: str) -> Vocabulary:
    file = FOLDER / subtag / INDEX
    return Vocabulary(json.loads(file.read_text("utf-8")) if file.is_file() else _EMPTY)
