"""Emoji cues: what they are, when one helps, and when silence is better."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.thread.words import listed

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
        hint = (
            f"Did you mean {' or '.join(near)}?"
            if near
            else "Some that there are: tip, example, question, thanks, warning."
        )
        problems.append(
            Problem(
                f"There is no cue '{block.cue}', so this block is posted without one. {hint}",
                draft.text.count("\n", 0, start) + 1,
            )
        )
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class _Triggers:
    """All triggers of one kind as one pattern, and the cues that each of them may mean."""

    pattern: re.Pattern[str]
    cues: Mapping[str, tuple[str, ...]]

    def found(self, text: str) -> list[str]:
        """The cues whose triggers stand in `text`, each once, in the order of the file where one has several."""
        words = (_folded(match[1]) for match in self.pattern.finditer(text))
        return list(dict.fromkeys(cue for word in words for cue in self.cues[word]))


_SHAPES = {
    "label": r"\A({})(?: (?:\d+|one|two|three))?:",
    "opening": r"\A[\"“‘'(]?({})(?!\w)",
    "closing": r"(?<!\w)({})(?!\w)[^.!?]*\?\W*\Z",
    "phrase": r"(?<!\w)({})(?!\w)",
}
"""Where in a post the triggers of each column count, the most telling first."""


@cache
def _triggers(kind: str) -> _Triggers:
    owners: dict[str, tuple[str, ...]] = {}
    for cue in all_cues().values():
        for word in getattr(cue, kind):
            owners[_folded(word)] = (*owners.get(_folded(word), ()), cue.id)
    words = "|".join(_literal(word) for word in sorted(owners, key=len, reverse=True))
    return _Triggers(re.compile(_SHAPES[kind].format(words), re.IGNORECASE), owners)


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())


def _literal(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+").replace("'", "['’]")


@lru_cache(maxsize=4096)
def suggest(text: str, *, near_end: bool = False) -> str | None:
    """The one cue that fits a post's words, or None where none does or several do equally well.

    A label at the start weighs most, then the first words, then a question to the reader that ends one
    of the last posts, then somebody's words in quotation marks, then a phrase.
    """
    if is_sad(text):
        return None
    for kind in _SHAPES:
        if kind == "closing" and not near_end:
            continue
        if kind == "phrase" and _quotes(text):
            return "quote"
        found = _triggers(kind).found(text)
        if kind == "phrase" and _counts(text):
            found.append("data")
        if len(found) > 1:
            settled = [cue for cue in _triggers("phrase").found(text) if cue in found]
            return settled[0] if len(settled) == 1 else found[0] if kind == "label" else None
        if found:
            return found[0]
    return None


@cache
def _speech() -> re.Pattern[str]:
    verbs = "|".join(_literal(verb) for verb in listed("speech"))
    return re.compile(rf"(?<!\w)(?:{verbs})(?: [^.!?:\"“]{{0,40}})?[:,]\s[\"“«„]([^\"”»“]{{25,}})[\"”»“]\W*\Z")


def _quotes(text: str) -> bool:
    """Whether a post says who speaks and then gives mostly their words."""
    match = _speech().search(text)
    return match is not None and len(match[1]) * 3 >= len(text)


_SHARE = re.compile(r"(?<![\d.,])\d+ (?:of|out of|in) (?:the )?\d+(?![.,]?\d)|\d ?%|\d per ?cent\b")


def _counts(text: str) -> bool:
    """Whether a post gives figures to compare: two shares or more."""
    return sum(1 for _ in _SHARE.finditer(text)) > 1


def starts_with_own_words(cue: Cue, text: str) -> bool:
    """Whether a post says at its start what the cue's plain word would say."""
    own = [cue.plain.rstrip(":"), *cue.label, *cue.opening]
    return any(re.match(rf"{_literal(word)}(?!\w)", text, re.IGNORECASE) for word in own if word)


@cache
def _list(name: str) -> re.Pattern[str]:
    stems = (_literal(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in listed(name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(stems)})(?!\w)", re.IGNORECASE)


def is_sad(text: str) -> bool:
    """Whether `text` speaks of death, violence or grief, where an emoji would be tactless."""
    return _list("sad").search(text) is not None


def is_obituary(text: str) -> bool:
    """Whether `text`, the first words of a thread, brings news of a death."""
    return _list("obituary").search(text) is not None
