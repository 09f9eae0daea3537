"""German, French and Spanish words for times in the English of our own grammar, from a table of words."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLE = Path(__file__).with_name("tongues.csv")
_LONGEST = 5
"""Words of the longest phrase in the table."""
_SPLIT_CLOCK = re.compile(r"\b(\d{1,2}) (?:h|uhr) (\d\d)\b")
_AGO_FIRST = re.compile(r"ago (.+)")


def translations(text: str, language: str | None = None) -> Iterator[str]:
    """Casefolded words in English, once for each language that knows all of them; `language` (BCP 47) goes first.

    Word for word: what comes out is for our grammar, not for reading.
    """
    tokens = text.replace("’", "'").replace(",", " ").split()
    preferred = (language or "").partition("-")[0].casefold()
    for tongue in sorted(_tongues(), key=lambda name: name != preferred):
        if (words := _english(tokens, _tongues()[tongue])) is not None:
            yield _AGO_FIRST.sub(r"\1 ago", _SPLIT_CLOCK.sub(r"\1h\2", words))


def _english(tokens: list[str], meanings: dict[str, str]) -> str | None:
    """The longest phrases of the table one after the other, figures as they are; None at a word it does not have."""
    found = []
    at = 0
    while at < len(tokens):
        for count in range(min(_LONGEST, len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + count])
            if phrase in meanings:
                found.append(meanings[phrase])
                at += count
                break
        else:
            if not tokens[at][0].isdigit():
                return None
            found.append(tokens[at])
            at += 1
    return " ".join(filter(None, found))


@functools.cache
def _tongues() -> dict[str, dict[str, str]]:
    """Words and their meaning by language; each file row is a phrase as a person writes it, casefolded."""
    tongues: dict[str, dict[str, str]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tongues.setdefault(row["language"], {})[row["words"]] = row["meaning"]
    return tongues
