"""Makes the index that the linter reads from the lists that people write: `python -m composer.lint.wordbook`.

Reading a thousand wordings takes a tenth of a second, which is too long for every start of a program.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from composer.lint.frames import Notation
from composer.lint.shapes import tables as tables_of
from composer.lint.vocabulary import FOLDER, HEADING, INDEX, languages

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
    listed = list(tables(language))
    typed = dict(listed).get("spellings", {}).get("typed", {})
    for name, table in listed:
        notation = Notation(table.pop("classes", {}), typed)
        for key, content in table.items():
            unless = content.get("unless", ())
            for wording in content.get("frames", ()):
                found += notation.wordings(wording, f"{name}.{key}", unless)
            for wording in content.get("except", ()):
                found += notation.frames(wording, f"{name}.{key}", excuse=True)
    return found


def index(language: str) -> str:
    """The index of a language: a heading for each table, and a line for each entry so that changes can be read."""
    lists = [(f"{name}.{key}", content) for name, table in tables(language) for key, content in table.items()]
    numbered = tables_of(wordings(language))
    parts: dict[str, list[str]] = {
        "weights": [
            f"{name}{mark}\t{float(content[key])}"
            for name, content in lists
            for key, mark in (("weight", ""), ("alone", " alone"))
            if key in content
        ],
        "words": [f"{name}\t{'|'.join(sorted(content['words']))}" for name, content in lists if "words" in content],
        "instead": [f"{name}\t{_json(content['instead'])}" for name, content in lists if "instead" in content],
        "classes": [f"{word}\t{row}" for word, row in numbered["classes"].items()],
        "shapes": numbered["shapes"],
        "frames": numbered["frames"],
        "forms": numbered["forms"],
        "combinations": numbered["combinations"],
    }
    return "".join(f"{HEADING}{name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in parts.items())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write() -> None:
    """Write the index of every language beside its lists."""
    for language in sorted(languages()):
        (FOLDER / language / INDEX).write_text(index(language), "utf-8")


if __name__ == "__main__":
    write()
