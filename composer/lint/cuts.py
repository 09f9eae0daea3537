"""Edits that take words out of a post, or put a plainer word in their place, and leave clean text behind.

They never say anything anew: what stays is the writer's own, with its spaces, commas and capital letters mended.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.record import Edit
from composer.lint.tokens import MASKED
from composer.lint.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from composer.lint.reading import Reading
    from composer.model import Safety

    Place = tuple[int, int]
    Mend = Callable[[Reading, int, int], tuple[Edit, ...]]

_NO_WORD = pattern(rf"[{MASKED}]")
_WORD = pattern(rf"[^\W_]+(?:['\u2019-][^\W_]+)*|[{MASKED}]+")
_PAUSE = ",;:"
_STOPS = ".!?\u2026"
_CLOSING = "\"'\u201d\u2019)]*_"
_AND = pattern(r"(?:but|and|so|yet|still|though|however)\b,?\s+", re.IGNORECASE)
_BOUND = pattern(r"[,;:](?=\s)|\s[\u2013\u2014-](?=\s)|\u2014")
_OPENS_NO_SENTENCE = pattern(r"(?:which|who|whom|whose|that|than|or|nor|because|if|when|as)\b", re.IGNORECASE)
_ARTICLE = pattern(r"(?<!\w)an?\s+\Z", re.IGNORECASE)
_VOWEL, _UNSURE = "ai", "ehou"
_BESIDE = 3
"""Words of a clause beside its doubt that go with it: `well`, `but still`, `to be honest`."""
_ASIDE = 2
"""Words of an aside: `sort of`, `I think`."""
_REST = 2
"""Words that make a sentence when others have left it."""


def sentences(reading: Reading) -> tuple[Place, ...]:
    """Where the writer's own sentences stand, without the white space around them; none goes on over a line's end."""
    from composer.text.sentences import sentence_ends

    own = reading.own
    text = (
        reading.text if own is None else "".join(c if mine else " " for c, mine in zip(reading.text, own, strict=True))
    )
    lines = [at + 1 for at, c in enumerate(reading.text) if c == "\n"]
    edges = sorted({0, *sentence_ends(text, reading.setting.language), *lines, len(text)})
    found = []
    for start, end in pairwise(edges):
        words = text[start:end]
        if words.strip():
            found.append((start + len(words) - len(words.lstrip()), start + len(words.rstrip())))
    return tuple(found)


def around(reading: Reading, start: int, end: int) -> Place | None:
    """The sentence that words stand in; None for words of two sentences."""
    at = bisect_right(reading.sentences, start, key=lambda place: place[0]) - 1
    return reading.sentences[at] if at >= 0 and end <= reading.sentences[at][1] else None


def is_bare(reading: Reading, sentence: Place, hits: Iterable[Place], filler: frozenset[str]) -> bool:
    """Whether a sentence says nothing but the hits: no other word, no link, no name, nothing quoted."""
    start, end = sentence
    words = reading.words if len(reading.words) == len(reading.text) else reading.masked.lower()
    if _NO_WORD.search(reading.masked, start, end) or (start == _first(reading) and reading.text[start].islower()):
        return False
    taken = [range(*hit) for hit in hits]
    rest = (match for match in _WORD.finditer(words, start, end) if not any(match.start() in hit for hit in taken))
    return all(match[0] in filler for match in rest)


def has_words(reading: Reading, without: Sequence[Place]) -> bool:
    """Whether a word of the writer's own is left where these places are cut."""
    gone = [range(*place) for place in without]
    words = _WORD.finditer(reading.masked)
    return any(not _NO_WORD.match(m[0]) and not any(m.start() in place for place in gone) for m in words)


def cut_whole(reading: Reading, place: Place, safety: Safety, label: str) -> Edit:
    """Take out whole sentences or signs, with the white space on the one side where that is not needed any more."""
    start, end = place
    text, own = reading.text, reading.own
    behind = end
    while text[behind : behind + 1] in (" ", "\t"):
        behind += 1
    if text[behind : behind + 1] not in ("", "\n") and (own is None or own[behind]):
        return Edit(start, behind, "", safety, label)
    before = start
    while before and text[before - 1] in " \t":
        before -= 1
    begins = not before or text[before - 1] == "\n"
    return Edit(start if begins else before, end, "", safety, label)


def cut_words(reading: Reading, start: int, end: int, safety: Safety, label: str = "") -> Edit | None:
    """Take words out of their sentence; None where what is left would be none, or not clean."""
    text = reading.text
    sentence = around(reading, start, end)
    if sentence is None or not _stands_free(text, sentence, start, end):
        return None
    before, after = text[sentence[0] : start].rstrip(), text[end : sentence[1]].lstrip()
    if _count(reading, sentence[0], start) + _count(reading, end, sentence[1]) < _REST:
        return None
    label = label or f"Leave out \u201c{reading.said(start, end)}\u201d"
    if not before:
        return _opening(reading, start, _behind(text, end), safety, label)
    if not after.lstrip(_STOPS + _CLOSING):
        start = sentence[0] + len(before.rstrip(_PAUSE + "\u2013\u2014- "))
    elif before[-1] == "," and after[0] in _PAUSE:
        parenthesis = after[0] == "," and len(before.split()) > 1 and not _among_asides(before, after)
        start, end = sentence[0] + len(before) - 1, end + parenthesis + (text[end : end + 1] != after[0])
        if after[0] == "," and not parenthesis:
            start, end = start + 1, _behind(text, end) - 1
    else:
        end = _behind(text, end) if after[0] in _PAUSE else end + len(text[end : sentence[1]]) - len(after)
        start, article = _article(text, sentence[0], start, text[end : sentence[1]])
        if article is None:
            return None
        return _edit(reading, start, end, article, safety, label)
    return _edit(reading, start, end, "", safety, label)


def _among_asides(before: str, after: str) -> bool:
    """Whether another aside stands beside one in commas, which then needs the comma between them."""
    _, opens, earlier = before.rstrip(",").rpartition(",")
    later, closes, rest = after[1:].partition(",")
    closes = "" if _AND.match(rest.lstrip()) else closes
    return any(comma and len(words.split()) <= _ASIDE for words, comma in ((earlier, opens), (later, closes)))


def cut_clause(reading: Reading, start: int, end: int, safety: Safety) -> Edit | None:
    """Take out the first or the last clause of a sentence, if it says little but these words and a sentence is left."""
    text = reading.text
    sentence = around(reading, start, end)
    if sentence is None:
        return None
    bounds = [match.span() for match in _BOUND.finditer(reading.masked, *sentence) if not start < match.start() < end]
    first = max((bound for bound in bounds if bound[1] <= start), default=None)
    # A wording may end on the conjunction that opens the next clause.
    last = min((bound for bound in bounds if end <= bound[0] or bound[0] == start), default=None)
    inner = (first[1] if first else sentence[0], last[0] if last else sentence[1])
    if _count(reading, inner[0], start) + _count(reading, end, inner[1]) > _BESIDE:
        joined = _AND.search(text, start, end + 1)
        if first or not joined or joined.end() < end:
            return None
        last, inner = (end, end), (sentence[0], end)
    if first is None and last is not None:
        rest = last[1] + len(text[last[1] :]) - len(text[last[1] :].lstrip())
        link = _AND.match(text, rest)
        rest = link.end() if link else rest
        if _count(reading, rest, sentence[1]) <= _REST or _OPENS_NO_SENTENCE.match(text, rest):
            return None
        return _opening(reading, sentence[0], rest, safety, _leave_out(reading, *inner))
    if first is not None and last is None:
        stop = len(text[: sentence[1]].rstrip(_STOPS + _CLOSING))
        if _count(reading, sentence[0], first[0]) <= _REST:
            return None
        return _edit(reading, first[0], stop, "", safety, _leave_out(reading, inner[0], stop))
    return None


def instead(name: str, safety: Safety) -> Mend:
    """The edits that the list `name` of plainer words has for a hit: each of its words, or none in place of it."""

    def mend(reading: Reading, start: int, end: int) -> tuple[Edit, ...]:
        found = vocabulary(reading.setting.language).instead(name)
        low = reading.words
        if not found or len(low) != len(reading.text):
            return ()
        sentence = around(reading, start, end) or (start, end)
        terms = _terms(tuple(found)).finditer(low, *sentence)
        edits = (
            _in_place(reading, term.start(), term.end(), word, safety)
            for term in terms
            if term.start() < end and start < term.end()
            for word in found[" ".join(re.split(r"[\s-]+", term[0]))]
        )
        return tuple(edit for edit in edits if edit)

    return mend


def or_clause(mend: Mend, safety: Safety) -> Mend:
    """The edits of `mend`; where it has none, the clause of a hit is taken out."""

    def either(reading: Reading, start: int, end: int) -> tuple[Edit, ...]:
        edits = mend(reading, start, end)
        clause = None if edits else cut_clause(reading, start, end, safety)
        return (clause,) if clause else edits

    return either


@cache
def _terms(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<![\w]){re.escape(word)}(?![\w])".replace(r"\ ", r"[\s-]+") for word in longest_first)
    )


def _in_place(reading: Reading, start: int, end: int, word: str, safety: Safety) -> Edit | None:
    if not word:
        return cut_words(reading, start, end, safety)
    said = reading.text[start:end]
    sentence = around(reading, start, end)
    if sentence and reading.masked[slice(*sentence)].isupper():
        put = word.upper()
    else:
        begins = said[0].isupper() and (len(said) == 1 or not said.isupper())
        put = word[0].upper() + word[1:] if begins else word
    label = f"Write \u201c{put}\u201d for \u201c{reading.said(start, end)}\u201d"
    from_, article = _article(reading.text, 0, start, word, said)
    return _edit(reading, from_, end, f"{article or ''}{put}", safety, label)


def _article(text: str, floor: int, start: int, following: str, replaced: str = "") -> tuple[int, str | None]:
    """Where an edit begins whose words follow `a` or `an`, and the article as it is right then; None if unsure."""
    found = _ARTICLE.search(text, floor, start)
    first = following[:1].lower()
    if not found:
        return start, ""
    if not replaced and (first in _UNSURE or not first.isalpha()):
        return start, None
    wanted = "an" if first in _VOWEL + _UNSURE else "a"
    if found[0].strip().lower() == wanted:
        return start, ""
    return found.start(), found[0][0] + wanted[1:] + found[0][len(found[0].rstrip()) :]


def _opening(reading: Reading, start: int, rest: int, safety: Safety, label: str) -> Edit | None:
    """Cut up to `rest`, which begins the sentence then, with a capital letter if it began with one."""
    text = reading.text
    name = _NO_WORD.match(reading.masked, rest)
    if rest >= len(text) or not (text[rest].isalnum() or name):
        return None
    word = _WORD.match(text, rest)
    plain = word is not None and word[0][1:] == word[0][1:].lower()
    if text[start].isupper() and text[rest].islower() and plain and not name:
        return _edit(reading, start, rest + 1, text[rest].upper(), safety, label)
    return _edit(reading, start, rest, "", safety, label)


def _edit(reading: Reading, start: int, end: int, put: str, safety: Safety, label: str) -> Edit | None:
    """The edit, unless it would touch a link, a name, a tag, code or somebody else's words."""
    return None if _NO_WORD.search(reading.masked, start, end) else Edit(start, end, put, safety, label)


def _leave_out(reading: Reading, start: int, end: int) -> str:
    return f"Leave out \u201c{reading.said(start, end).strip(_PAUSE + ' ')}\u201d"


def _stands_free(text: str, sentence: Place, start: int, end: int) -> bool:
    """Whether nothing but white space and common punctuation touches the words."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (start == sentence[0] or before.isspace()) and (
        end == sentence[1] or after.isspace() or after in _PAUSE + _STOPS
    )


def _behind(text: str, end: int) -> int:
    """Where the words begin that follow, behind white space and one pause."""
    rest = text[end:]
    stripped = rest.lstrip()
    if stripped[:1] and stripped[0] in _PAUSE:
        stripped = stripped[1:].lstrip()
    return end + len(rest) - len(stripped)


def _count(reading: Reading, start: int, end: int) -> int:
    return sum(1 for _ in _WORD.finditer(reading.masked, start, end))


def _first(reading: Reading) -> int:
    """Where the writer's own words begin in a later post, which may go on with a sentence of the one before."""
    if reading.post.number == 1:
        return -1
    return next(iter(_starts(reading)), -1)


def _starts(reading: Reading) -> Iterator[int]:
    own = reading.own
    return (at for at, c in enumerate(reading.text) if not c.isspace() and (own is None or own[at]))
