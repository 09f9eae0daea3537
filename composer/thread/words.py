"""The word lists that decide where a text may be cut, read from `words.toml` once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def listed(name: str) -> tuple[str, ...]:
    """The words, or the single signs, of one list."""
    return tuple(_lists()[name])


@cache
def quotation_marks(language: str) -> tuple[str, str]:
    """The opening and closing mark of a quotation in a language given by its BCP 47 tag."""
    marks = _lists()["quotation_marks"]
    opening, closing = marks.get(language.partition("-")[0].lower(), marks["en"])
    return opening, closing
