"""The words of a language that the rules look for, read from the index made of `words/<language>/*.toml`.

`python -m composer.lint.wordbook` makes the index anew after a change to the lists.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.lint.matcher import Matcher
from composer.lint.shapes import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDER = Path(__file__).parent / "words"
INDEX = "index.json"
_EMPTY: dict[str, Any] = {
    "weights": {},
    "words": {},
    "instead": {},
    "classes": {},
    "shapes": [],
    "frames": [],
    "parts": [],
    "combinations": [],
}


class Vocabulary:
    """The lists of one language. A list is named `file.table`."""

    def __init__(self, index: dict[str, Any]) -> None:
        self._weights: dict[str, float] = index["weights"]
        self._words = cache(lambda name: frozenset(index["words"].get(name, ())))
        self._instead: dict[str, dict[str, list[str]]] = index["instead"]
        self.matcher = Matcher(
            Tables(
                classes=index["classes"],
                shapes=index["shapes"],
                frames=index["frames"],
                parts=index["parts"],
                combinations=index["combinations"],
            )
        )

    def weight(self, name: str) -> float:
        """How much a hit of the list counts where a rule adds hits up."""
        return self._weights.get(name, 0.0)

    def words(self, name: str) -> frozenset[str]:
        """The plain words of a list, for checks that look words up instead of wordings."""
        return self._words(name)

    def instead(self, name: str) -> Mapping[str, Sequence[str]]:
        """What may stand in place of each term of the list; the empty word where the term may go."""
        return self._instead.get(name, {})


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
