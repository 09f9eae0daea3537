"""Emoji cues: what they are, in which words they are said, and which set of them a thread is dressed from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.model import Problem, Profile
from composer.thread.sadness import is_sad
from composer.thread.triggers import Suggestion, Triggers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from composer.model import Draft

NONE = "none"
"""The cue id by which a writer asks for no cue."""
SHIPPED = "built in"
"""Origin of the cues that come with the program."""

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
    note: str = ""
    origin: str = SHIPPED
    """The file it comes from, if it is the user's own or changed by the user."""

    @property
    def own(self) -> bool:
        """Whether it is the user's."""
        return self.origin != SHIPPED


@dataclass(frozen=True, slots=True)
class CueSet:
    """The cues that a thread may wear, and the words that suggest them; cues of the same id must not meet in it."""

    cues: tuple[Cue, ...]
    refused: frozenset[tuple[str, str]] = frozenset()
    """Cue and trigger of suggestions that the writer does not want to see again."""
    english: bool = True
    """Whether the texts are in English, the language of the built-in trigger words."""
    _by_id: dict[str, Cue] = field(init=False, repr=False, compare=False)
    _triggers: Triggers = field(init=False, repr=False, compare=False)
    _spoken: dict[str, CueSet] = field(init=False, repr=False, compare=False, default_factory=dict)
    """This set in other languages, because a splitter asks for one at every key."""

    def __post_init__(self) -> None:
        counting = [cue for cue in self.cues if self.english or cue.own]
        object.__setattr__(self, "_by_id", {cue.id: cue for cue in self.cues})
        object.__setattr__(self, "_triggers", Triggers(counting, self.refused, english=self.english))

    def __iter__(self) -> Iterator[Cue]:
        return iter(self.cues)

    def __contains__(self, cue: object) -> bool:
        return cue in self._by_id

    def __getitem__(self, cue: str) -> Cue:
        return self._by_id[cue]

    def get(self, cue: str | None) -> Cue | None:
        """The cue of that id, if there is one."""
        return self._by_id.get(cue or "")

    def sign(self, cue: str, profile: Profile) -> str:
        """A structural cue as the style shows it."""
        return self[cue].emoji if profile is Profile.LIVELY else self[cue].plain

    def suggest(self, text: str, *, near_end: bool = False, quoted: int = 0) -> Suggestion | None:
        """The one cue that fits a post's words, or None where none does, several do equally well, or news is sad.

        `near_end` says that the post is one of the last, `quoted` how many of its characters are a block quote.
        """
        return None if is_sad(text) else self._triggers.suggest(text, near_end, quoted)

    def with_own(self, own: Iterable[Cue]) -> CueSet:
        """This set with the user's cues: those of a known id take its place, the others follow."""
        return replace(self, cues=tuple({cue.id: cue for cue in (*self.cues, *own)}.values()))

    def without(self, refused: Iterable[tuple[str, str]]) -> CueSet:
        """This set with suggestions, given by cue and trigger, that are made no more."""
        return replace(self, refused=self.refused | frozenset(refused))

    def speaking(self, language: str) -> CueSet:
        """This set for a draft in `language`, a BCP 47 tag; empty means English.

        Built-in plain words are said in that language where we have them, else in English. Built-in trigger words
        count in English only; the user's own words are used as they are, whatever the language.
        """
        code = language.partition("-")[0].lower() or "en"
        if code == "en":
            return self
        if code not in self._spoken:
            words = _plain_words().get(code, {})
            cues = tuple(cue if cue.own else replace(cue, plain=words.get(cue.id, cue.plain)) for cue in self)
            self._spoken[code] = CueSet(cues, self.refused, english=False)
        return self._spoken[code]


@cache
def shipped_cues() -> CueSet:
    """The cues that come with the program, in the order of their file."""
    from composer.thread.cue_file import read_cues

    text = (_FOLDER / "emoji_cues.csv").read_text(encoding="utf-8")
    return CueSet(read_cues(text, SHIPPED).cues)


@cache
def _plain_words() -> Mapping[str, Mapping[str, str]]:
    text = (_FOLDER / "plain_words.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def name_of(emoji: str) -> str:
    """The name of an emoji as a screen reader would say it, or the characters themselves if it has none."""
    from emoji import demojize

    return demojize(emoji, delimiters=("", "")).replace("_", " ")


def unknown_cues(draft: Draft, cues: CueSet | None = None) -> tuple[Problem, ...]:
    """The cue directives of a draft that name no cue, each with the nearest names there are."""
    known = cues or shipped_cues()
    return tuple(
        Problem(
            f"There is no cue '{block.cue}', so this block is posted without one. {nearest(block.cue, known)}",
            draft.text.count("\n", 0, start) + 1,
        )
        for block, start in zip(draft.blocks, draft.starts, strict=True)
        if block.cue is not None and block.cue != NONE and block.cue not in known
    )


def nearest(cue: str, known: CueSet) -> str:
    """What the writer of an unknown cue may have meant, as a sentence."""
    from difflib import get_close_matches

    near = get_close_matches(cue, [one.id for one in known], 2)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return "Some that there are: tip, example, question, thanks, warning. `thread cues` lists them all."


def starts_with_own_words(cue: Cue, text: str) -> bool:
    """Whether a post says at its start what the cue's plain word would say."""
    import re

    from composer.thread.triggers import literal

    own = [cue.plain.rstrip(":"), *cue.label, *cue.opening]
    return any(re.match(rf"{literal(word)}(?!\w)", text, re.IGNORECASE) for word in own if word)
