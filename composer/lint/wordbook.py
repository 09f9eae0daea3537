"""Makes the index that the linter reads from the lists that people write: `python -m composer.lint.wordbook`.

Reading a thousand wordings takes a tenth of a second, which is too long for every start of a program.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from composer.lint.frames import Notation
from composer.lint.shapes import tables as numbered
from composer.lint.vocabulary import FOLDER, INDEX, languages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.lint.shapes import Combination, Frame


def tables(language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lists of a language, file by file."""
    import tomllib

    for file in sorted((FOLDER / language).glob("*.toml")):
        yield file.stem, tomllib.loads(file.read_text("utf-8"))


def wordings(language: str) -> list[Frame | Combination]:
    """Every wording of a language; raises `FrameError` for one that cannot be read."""
    found: list[Frame | Combination] = []
    for name, table in tables(language):
        notation = Notation(table.pop("classes", {}))
        for key, content in table.items():
            unless = content.get("unless", ())
            for wording in content.get("frames", ()):
                found += notation.wordings(wording, f"{name}.{key}", unless)
            for wording in content.get("except", ()):
                found += notation.frames(wording, f"{name}.{key}", excuse=True)
    return found


def index(language: str) -> str:
    """The index of a language as JSON, a line for each entry so that changes can be read."""
    weights: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    instead: dict[str, dict[str, list[str]]] = {}
    for name, table in tables(language):
        for key, content in table.items():
            if "weight" in content:
                weights[f"{name}.{key}"] = float(content["weight"])
            if "words" in content:
                words[f"{name}.{key}"] = sorted(content["words"])
            if "instead" in content:
                instead[f"{name}.{key}"] = content["instead"]
    parts = {"weights": weights, "words": words, "instead": instead, **numbered(wordings(language))}
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {_lines(part)}" for name, part in parts.items()) + "\n}\n"


def _lines(part: Any) -> str:
    if isinstance(part, dict):
        return "{\n" + ",\n".join(f"{_json(key)}: {_json(value)}" for key, value in part.items()) + "\n}"
    return "[\n" + ",\n".join(map(_json, part)) + "\n]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write() -> None:
    """Write the index of every language beside its lists."""
    for language in sorted(languages()):
        (FOLDER / language / INDEX).write_text(index(language), "utf-8")


if __name__ == "__main__":
    write()
