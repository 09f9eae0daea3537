"""Which cue the words of a post suggest, and which words those are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from composer.thread.words import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from composer.thread.cues import Cue


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A cue that fits a post, and why."""

    cue: str
    trigger: str
    """What it was recognised by, the same whenever it is recognised by the same: a trigger word, or a name."""
    words: tuple[str, ...]
    """The words of the post that did it, as they stand there."""


SHARES = "shares"
"""Trigger of the cue for figures."""
SPEECH = "somebody's words"
"""Trigger of the cue for a quotation within a paragraph."""
QUOTATION = "a block quote"
"""Trigger of the same cue for a post that is a quotation."""
LINK = "a link"
"""Trigger of the cue for a post that is an address with at most a line of words."""

_SHAPES = {
    "label": r"\A({})(?: (?:\d+|one|two|three))?:",
    "opening": r"\A({})(?!\w)",
    "closing": r"(?<!\w)({})(?!\w)[^.!?]*\?\W*\Z",
}
"""Where in a post the triggers of a column count, the most telling first; phrases count anywhere."""
_WORD = re.compile(r"[\w'-]+")
_DIGIT = re.compile(r"\d")
_SHARE = re.compile(
    r"(?:(?<![\d.,])\d+ (?:of|out of|in) (?:the )?(?!(?:1[5-9]|20)\d\d\b)\d+(?![.,]?\d)"
    r"|(?<![\d.,])(?!(?:0|100)\b[^.,])[\d.,]*\d(?: ?%| per ?cent\b))"
    r"(?!\W*(?:\w+ ){0,2}(?:intervals?|confiden\w+|credible|CIs?|sure|certain|chance|probability)\b)"
)
"""Shares that something has; all and nothing are none, nor is a year, nor how sure one is of a number."""
_LINK = re.compile(r"(?:[^\n]{0,100}\s)?(https?://\S+)")
_OF = re.compile(r"\d+ (?:of|out of|in) ")
_TABLE = re.compile(r"\A[^:;\n]{1,60}: [^;\n]*(?:;|\n[^\s:][^:;\n]{0,60}:) ")
"""Rows of a table as they are posted; what stands before the colons are names of columns and rows."""
_ENDS_IN_LETTER = re.compile(r"[\w,;:–—-]\Z")
_OPENING_MARKS = tuple("\"“«„'‘")
_CLOSING_MARKS = tuple('"”»“')


class Triggers:
    """The trigger words of a set of cues, arranged for looking them up in a post."""

    def __init__(self, cues: Iterable[Cue], refused: Collection[tuple[str, str]], *, english: bool) -> None:
        known = tuple(cues)
        self._at_end = frozenset(cue.id for cue in known if cue.at_end)
        self._refused = frozenset(refused)
        self._english = english
        self._owners = {kind: self._column(known, kind) for kind in (*_SHAPES, "phrase")}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._phrases: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {}
        for phrase, owners in self._owners["phrase"].items():
            words = phrase.split()
            self._phrases.setdefault(words[0], []).append((words, owners))

    def _column(self, cues: Iterable[Cue], kind: str) -> dict[str, tuple[str, ...]]:
        """The triggers of one column, folded, with the cues that each may mean, in the order of the file."""
        owners: dict[str, tuple[str, ...]] = {}
        for cue in cues:
            for word in map(folded, getattr(cue, kind)):
                if self._wanted(cue.id, word):
                    owners[word] = (*owners.get(word, ()), cue.id)
        return owners

    def _wanted(self, cue: str, trigger: str) -> bool:
        return (cue, trigger) not in self._refused

    def suggest(self, text: str, near_end: bool, quoted: int = 0) -> Suggestion | None:
        """The one cue that fits, or None where none does or several do equally well.

        A label at the start weighs most, then the first words, then a question to the reader that ends one
        of the last posts, then somebody's words in quotation marks, then a phrase. Where the post begins or ends
        within a sentence, a cue that would stand there is not suggested.
        """
        found = self._by_words(text, near_end) or self._by_form(text, quoted)
        return found if found and self._outside_sentences(found.cue, text) else None

    def _outside_sentences(self, cue: str, text: str) -> bool:
        """Whether the place of a cue is not in the middle of a sentence, as far as its words tell."""
        return not (_ENDS_IN_LETTER.search(text) if cue in self._at_end else text[:1].islower())

    def _by_words(self, text: str, near_end: bool) -> Suggestion | None:
        labels = self._placed("label", text)
        found = labels or self._placed("opening", text) or (self._placed("closing", text) if near_end else [])
        if not found and (quotation := self._quoted(text)):
            return quotation
        if len(found) == 1:
            return found[0]
        phrases = self._spoken(text)
        if found:
            settled = [one for one in found if any(one.cue == said.cue for said in phrases)]
            return settled[0] if len(settled) == 1 else labels[0] if labels else None
        return phrases[0] if len(phrases) == 1 else None

    def _by_form(self, text: str, quoted: int) -> Suggestion | None:
        """The cue for a post that is a quotation, or a link with a few words, in any language."""
        if quoted * 3 >= len(text) * 2 and text and self._wanted("quote", QUOTATION):
            return Suggestion("quote", QUOTATION, (QUOTATION,))
        link = _LINK.fullmatch(text)
        if link and self._wanted("link", LINK):
            return Suggestion("link", LINK, (link[1],))
        return None

    def _placed(self, kind: str, text: str) -> list[Suggestion]:
        """The cues whose triggers of this column stand where they count."""
        if not self._owners[kind]:
            return []
        if kind not in self._patterns:
            words = "|".join(literal(word) for word in sorted(self._owners[kind], key=len, reverse=True))
            self._patterns[kind] = re.compile(_SHAPES[kind].format(words), re.IGNORECASE)
        match = self._patterns[kind].search(text)
        if match is None or (kind == "label" and _TABLE.match(text)):
            return []
        trigger = folded(match[1])
        return [Suggestion(cue, trigger, (match[1],)) for cue in self._owners[kind][trigger]]

    def _spoken(self, text: str) -> list[Suggestion]:
        """The cues whose phrases stand in `text`, and the one for figures, each once."""
        found = {one.cue: one for one in reversed(list(self._in_phrases(text)))}
        if self._english and self._wanted("data", SHARES) and _DIGIT.search(text):
            shares = tuple(dict.fromkeys(_SHARE.findall(text)))
            if len(shares) > 2 or sum(1 for share in shares if _OF.match(share)) > 1:
                found.setdefault("data", Suggestion("data", SHARES, shares))
        return list(found.values())

    def _in_phrases(self, text: str) -> Iterator[Suggestion]:
        words = words_of(text)
        phrases = self._phrases
        for place in [place for place, word in enumerate(words) if word in phrases]:
            for phrase, owners in phrases[words[place]]:
                if words[place : place + len(phrase)] == phrase:
                    trigger = " ".join(phrase)
                    yield from (Suggestion(cue, trigger, (trigger,)) for cue in owners)

    def _quoted(self, text: str) -> Suggestion | None:
        """The cue for a post that says who speaks and then gives mostly their words."""
        if not self._english or not self._wanted("quote", SPEECH):
            return None
        if text.startswith(_OPENING_MARKS) or not text.rstrip(" .!?…)").endswith(_CLOSING_MARKS):
            return None
        match = _speech().search(text)
        if match is None or len(match["said"]) * 3 < len(text):
            return None
        return Suggestion("quote", SPEECH, (match["verb"],))


@cache
def _speech() -> re.Pattern[str]:
    verbs = "|".join(literal(verb) for verb in listed("speech"))
    return re.compile(
        rf"(?<!\w)(?P<verb>{verbs})(?: [^.!?:\"“]{{0,40}})?[:,]\s[\"“«„](?P<said>[^\"”»“]{{25,}})[\"”»“]\W*\Z"
    )


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(text.casefold().replace("’", "'"))


def folded(words: str) -> str:
    """A trigger as it is compared: without capitals, with straight apostrophes and single spaces."""
    return " ".join(words.casefold().replace("’", "'").split())


def literal(words: str) -> str:
    """A pattern for `words`, however they are spaced and whichever apostrophe they have."""
    return re.escape(words).replace(r"\ ", r"\s+").replace("'", "['’]")
