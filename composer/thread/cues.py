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


_SHAPES = {
    "label": r"\A({})(?: (?:\d+|one|two|three))?:",
    "opening": r"\A({})(?!\w)",
    "closing": r"(?<!\w)({})(?!\w)[^.!?]*\?\W*\Z",
}
"""Where in a post the triggers of a column count, the most telling first; phrases count anywhere."""
_WORD = re.compile(r"[\w'-]+")
_HEAD = 4
_DIGIT = re.compile(r"\d")
_OPENING_MARKS = tuple("\"“«„'‘")
_CLOSING_MARKS = tuple('"”»“')


@cache
def _owners(kind: str) -> Mapping[str, tuple[str, ...]]:
    """The triggers of one column, folded, with the cues that each may mean, in the order of the file."""
    owners: dict[str, tuple[str, ...]] = {}
    for cue in all_cues().values():
        for word in getattr(cue, kind):
            owners[_folded(word)] = (*owners.get(_folded(word), ()), cue.id)
    return MappingProxyType(owners)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = "|".join(_literal(word) for word in sorted(_owners(kind), key=len, reverse=True))
    return re.compile(_SHAPES[kind].format(words), re.IGNORECASE)


def _placed(kind: str, text: str) -> list[str]:
    """The cues whose triggers of this column stand where they count."""
    match = _pattern(kind).search(text)
    return list(_owners(kind)[_folded(match[1])]) if match else []


@cache
def _phrases() -> Mapping[str, tuple[tuple[list[str], str], ...]]:
    """Phrases as lists of words, by their first word, each with its cue."""
    found: dict[str, tuple[tuple[list[str], str], ...]] = {}
    for phrase, cues in _owners("phrase").items():
        words = phrase.split()
        found[words[0]] = (*found.get(words[0], ()), *((words, cue) for cue in cues))
    return MappingProxyType(found)


def _spoken(text: str) -> list[str]:
    """The cues whose phrases stand in `text`, and the one for figures."""
    words = _words(text)
    known = _phrases()
    found = [
        cue
        for place, word in enumerate(words)
        if word in known
        for phrase, cue in known[word]
        if words[place : place + len(phrase)] == phrase
    ]
    return list(dict.fromkeys([*found, "data"] if _counts(text) else found))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


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
    labels = _placed("label", text)
    found = labels or _placed("opening", text) or (_placed("closing", text) if near_end else [])
    if not found and _quotes(text):
        return "quote"
    phrases = _spoken(text) if len(found) != 1 else []
    if len(found) > 1:
        settled = [cue for cue in phrases if cue in found]
        return settled[0] if len(settled) == 1 else labels[0] if labels else None
    found = found or phrases
    return found[0] if len(found) == 1 else None


@cache
def _speech() -> re.Pattern[str]:
    verbs = "|".join(_literal(verb) for verb in listed("speech"))
    return re.compile(rf"(?<!\w)(?:{verbs})(?: [^.!?:\"“]{{0,40}})?[:,]\s[\"“«„]([^\"”»“]{{25,}})[\"”»“]\W*\Z")


def _quotes(text: str) -> bool:
    """Whether a post says who speaks and then gives mostly their words."""
    if text.startswith(_OPENING_MARKS) or not text.rstrip(" .!?…)").endswith(_CLOSING_MARKS):
        return False
    match = _speech().search(text)
    return match is not None and len(match[1]) * 3 >= len(text)


_SHARE = re.compile(r"(?<![\d.,])\d+ (?:of|out of|in) (?:the )?\d+(?![.,]?\d)|\d ?%|\d per ?cent\b")


def _counts(text: str) -> bool:
    """Whether a post gives figures to compare: two shares or more."""
    return _DIGIT.search(text) is not None and sum(1 for _ in _SHARE.finditer(text)) > 1


def starts_with_own_words(cue: Cue, text: str) -> bool:
    """Whether a post says at its start what the cue's plain word would say."""
    own = [cue.plain.rstrip(":"), *cue.label, *cue.opening]
    return any(re.match(rf"{_literal(word)}(?!\w)", text, re.IGNORECASE) for word in own if word)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """A list of words, beginnings of words, and phrases."""

    words: frozenset[str]
    stems: tuple[str, ...]
    heads: frozenset[str]
    """The first letters of the stems, because almost no word of a text begins with any of them."""
    phrases: tuple[str, ...]

    def speaks_in(self, text: str) -> bool:
        """Whether any of them stands in `text`."""
        words = _words(text)
        if not self.words.isdisjoint(words):
            return True
        if any(word[:_HEAD] in self.heads and word.startswith(self.stems) for word in words):
            return True
        line = f" {' '.join(words)} "
        return any(f" {phrase} " in line for phrase in self.phrases)


@cache
def _lexicon(name: str) -> _Lexicon:
    entries = listed(name)
    stems = tuple(entry.rstrip("*") for entry in entries if entry.endswith("*"))
    return _Lexicon(
        frozenset(entry for entry in entries if " " not in entry and not entry.endswith("*")),
        stems,
        frozenset(stem[:_HEAD] for stem in stems),
        tuple(entry for entry in entries if " " in entry),
    )


def is_sad(text: str) -> bool:
    """Whether `text` speaks of death, violence or grief, where an emoji would be tactless."""
    return _lexicon("sad").speaks_in(text)


def is_obituary(text: str) -> bool:
    """Whether `text`, the first words of a thread, brings news of a death."""
    return _lexicon("obituary").speaks_in(text)
