"""The word data of a language: every wording that the word rules look for, read from `words/<language>/*.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from composer.lint.frames import Frame, Matcher, Notation

_FOLDER = Path(__file__).parent / "words"


class Vocabulary:
    """The lists of one language. A list is named `file.table`; a file's `[classes]` are for its own use."""

    def __init__(self, language: str) -> None:
        frames: list[Frame] = []
        self._values: dict[str, dict[str, Any]] = {}
        for name, table in _tables(language):
            notation = Notation(table.pop("classes", {}))
            for key, content in table.items():
                path = f"{name}.{key}"
                self._values[path] = content
                for group, excuse in (("frames", False), ("except", True)):
                    frames += [notation.frame(wording, path, excuse=excuse) for wording in content.get(group, ())]
        self.matcher = Matcher(frames)

    def weight(self, name: str) -> float:
        """How much a hit of the list counts where a rule adds hits up."""
        return float(self._values.get(name, {}).get("weight", 0.0))

    def words(self, name: str) -> frozenset[str]:
        """The plain words of a list, for checks that look words up instead of wordings."""
        return frozenset(self._values.get(name, {}).get("words", ()))


def _tables(language: str) -> list[tuple[str, dict[str, Any]]]:
    import tomllib

    files = sorted((_FOLDER / language).glob("*.toml"))
    return [(file.stem, tomllib.loads(file.read_text("utf-8"))) for file in files]


def languages() -> frozenset[str]:
    """Primary subtags of the languages that have word data."""
    return frozenset(folder.name for folder in _FOLDER.iterdir() if folder.is_dir())


@cache
def vocabulary(language: str) -> Vocabulary:
    """The word data for a BCP 47 tag; empty for a language that has none, English where none is declared."""
    return _load(language.split("-")[0].lower() or "en")


@cache
def _load(subtag: str) -> Vocabulary:
    return Vocabulary(subtag)
