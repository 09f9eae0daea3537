"""Emoji cues: what they are, when one helps, and when silence is better."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.model import Draft, Problem

NONE = "none"
"""The cue id by which a writer asks for no cue."""

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Cue:
    """A sign for what a post is; `emoji` is posted in the lively style, `plain` in the plain one."""

    id: str
    group: str
    emoji: str
    plain: str
    at_end: bool
    """Whether the emoji stands after the words of the post instead of before them."""
    label: tuple[str, ...] = ()
    """Words that suggest it when the post starts with one of them and a colon."""
    opening: tuple[str, ...] = ()
    """Words that suggest it when the post starts with them."""
    phrase: tuple[str, ...] = ()
    """Words that suggest it anywhere in the post."""
    closing: tuple[str, ...] = ()
    """Words that suggest it in a question that ends the post."""


@cache
def all_cues() -> Mapping[str, Cue]:
    """Every cue that ships with the program, by id, in the order of the file."""
    with (_FOLDER / "emoji_cues.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return MappingProxyType({row["cue"]: _cue(row) for row in rows})


def _cue(row: Mapping[str, str]) -> Cue:
    label, opening, phrase, closing = (
        tuple(word for word in row[column].split("|") if word) for column in ("label", "opening", "phrase", "closing")
    )
    return Cue(
        row["cue"], row["group"], row["emoji"], row["plain"], row["position"] == "end", label, opening, phrase, closing
    )


def name_of(emoji: str) -> str:
    """The name of an emoji as a screen reader would say it, or the characters themselves if it has none."""
    from emoji import demojize

    return demojize(emoji, delimiters=("", "")).replace("_", " ")


def unknown_cues(draft: Draft) -> tuple[Problem, ...]:
    """The cue directives of a draft that name no cue, each with the nearest names there are."""
    from difflib import get_close_matches

    from composer.model import Problem

    problems = []
    known = all_cues()
    for block, start in zip(draft.blocks, draft.starts, strict=True):
        if block.cue is None or block.cue == NONE or block.cue in known:
            continue
        near = get_close_matches(block.cue, known, 2)
        hint = f"Did you mean {' or '.join(near)}?" if near else "The known ones are listed by `thread cues`."
        problems.append(
            Problem(
                f"There is no cue '{block.cue}', so this block is posted without one. {hint}",
                draft.text.count("\n", 0, start) + 1,
            )
        )
    return tuple(problems)


@cache
def _patterns() -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """For each kind of trigger the patterns of the cues that have some."""
    shapes = {
        "label": r"\A(?:{})(?: \w+)?:",
        "opening": r"\A[\"“‘'(]?(?:{})(?!\w)",
        "closing": r"(?<!\w)(?:{})(?!\w)[^.!?]*\?\W*\Z",
        "phrase": r"(?<!\w)(?:{})(?!\w)",
    }
    return {
        kind: tuple(
            (cue.id, re.compile(shape.format("|".join(_literal(word) for word in getattr(cue, kind))), re.IGNORECASE))
            for cue in all_cues().values()
            if getattr(cue, kind)
        )
        for kind, shape in shapes.items()
    }


def _literal(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+").replace("'", "['’]")


def suggest(text: str) -> str | None:
    """The one cue that fits a post's words, or None where none does or several do equally well.

    A label at the start weighs most, then the first words, then a closing question, then a phrase.
    """
    if is_sad(text):
        return None
    for patterns in _patterns().values():
        found = {cue for cue, pattern in patterns if pattern.search(text)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def starts_with_own_words(cue: Cue, text: str) -> bool:
    """Whether a post says at its start what the cue's plain word would say."""
    own = [cue.plain.rstrip(":"), *cue.label, *cue.opening]
    return any(re.match(rf"{_literal(word)}(?!\w)", text, re.IGNORECASE) for word in own if word)


@cache
def _sad() -> re.Pattern[str]:
    lines = (_FOLDER / "sad_words.txt").read_text(encoding="utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    stems = "|".join(re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"(?<!\w)(?:{stems})(?!\w)", re.IGNORECASE)


def is_sad(text: str) -> bool:
    """Whether `text` speaks of death, violence or grief, where an emoji would be tactless."""
    return _sad().search(text) is not None
