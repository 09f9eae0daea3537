"""The words of a language that the rules look for, read from the index made of `words/<language>/*.toml`.

`python -m composer.lint.wordbook` makes the index anew after a change to the lists.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from composer.lint.matcher import Matcher
from composer.lint.shapes import Tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FOLDER = Path(__file__).parent / "words"
INDEX = "index.txt"
HEADING = "== "
"""What stands before the name of a table in an index."""


class Vocabulary:
    """The lists of one language. A list is named `file.table`."""

    def __init__(self, index: Mapping[str, list[str]]) -> None:
        self._weights = {name: float(weight) for name, weight in _keyed(index.get("weights", ())).items()}
        self._instead = _keyed(index.get("instead", ()))
        lists = _keyed(index.get("words", ()))
        self._words = cache(lambda name: frozenset(filter(None, lists.get(name, "").split("|"))))
        self.matcher = Matcher(
            Tables(
                classes=_keyed(index.get("classes", ())),
                shapes=index.get("shapes", []),
                frames=index.get("frames", []),
                forms=index.get("forms", []),
                combinations=index.get("combinations", []),
            )
        )

    def weight(self, name: str, *, alone: bool = False) -> float:
        """How much a hit of the list counts where a rule adds hits up; `alone`: where no other bears it out."""
        weight = self._weights.get(name, 0.0)
        return self._weights.get(f"{name} alone", weight) if alone else weight

    def words(self, name: str) -> frozenset[str]:
        """The plain words of a list, for checks that look words up instead of wordings."""
        return self._words(name)

    def instead(self, name: str) -> Mapping[str, Sequence[str]]:
        """What may stand in place of each term of the list; the empty word where the term may go."""
        import json

        found: Mapping[str, Sequence[str]] = json.loads(self._instead.get(name, "{}"))
        return found


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
    return Vocabulary(_read(file.read_text("utf-8")) if file.is_file() else {})


def _read(text: str) -> dict[str, list[str]]:
    """The lines of each table."""
    parts = (part.split("\n") for part in f"\n{text}".split(f"\n{HEADING}")[1:])
    return {name: [line for line in lines if line] for name, *lines in parts}


def _keyed(lines: Iterable[str]) -> dict[str, str]:
    return dict(line.split("\t", 1) for line in lines)
