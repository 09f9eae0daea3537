"""Where a text may be cut, and how much each place would be regretted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

from composer.thread.bonds import bound, phrases
from composer.thread.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.text import Limit


class Grade(IntEnum):
    """Kinds of break opportunity, from the most welcome to the last resort."""

    BLOCK = 0
    """Between two blocks of the draft."""
    LINE = 1
    """Between two items of a list, or at a line break that ends a sentence."""
    SENTENCE = 2
    QUOTED = 3
    """Between two sentences of one quotation."""
    VERSE = 4
    """At a line break in mid-sentence."""
    CLAUSE = 5
    COMMA = 6
    CONJUNCTION = 7
    PHRASE = 8
    """Before a preposition."""
    CODE = 9
    """Between two lines of a code block."""
    WORD = 10
    LEAD = 11
    """After a colon that announces what follows in the next block or line."""
    AUTHOR = 12
    """Between a quotation and the line that names its author."""
    HEADING = 13
    """Between a heading and what it heads."""
    GRAPHEME = 14
    """In a run without breaks that is longer than a post."""
    ATOM = 15
    """Within something that should never be cut but is longer than a post by itself."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A post may end at `end` and the next one begin at `start`; what lies between is whitespace."""

    end: int
    start: int
    grade: Grade


_ANNOUNCING = 0.25
"""Share of a post between two better places, in a lead-in, from which on places within a sentence are listed."""
SPACE = " \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
_LINE_BREAK = re.compile(rf"[{SPACE}]*\n[{SPACE}\n]*")
_GAP = re.compile(rf"[{SPACE}]+|(?<=\u200b)(?!\u200b)")
_CLOSERS = "\"'”’»›)\\]」』）】》〉"
_QUOTED = re.compile(rf"[.!?…][{_CLOSERS}]*([{SPACE}]+)(?=[\"'“‘«‹(\[„]*([^\W_]))")
_TERMINAL = re.compile(rf"[.!?…:。！？؟۔।॥][{_CLOSERS}]*$")
_CLAUSE = re.compile(rf"[;:؛；：][{_CLOSERS}]*$")
_COMMA = re.compile(rf"(?:[,،、，][{_CLOSERS}]*|[—–)])$")
_AUTHOR = re.compile(r"(?:—|–|―|--)\s?\w")
_SPOKEN = re.compile('[,?!…—–-]["”’»]+$')
_SPOKEN_ON = re.compile(',["”’»]+$')
_FIRST_WORD = re.compile(r"[\"'“‘«(\[]*(\w+)")

_CJK = (
    "\u2e80-\u2fdf\u3001-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003134f"
)
_NOT_FIRST = (
    "、。，．・：；？！゛゜ヽヾゝゞ々〻ー’”）〕］｝〉》」』】〗〙〟％‰℃ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    r"ㇰ-ㇿ｡｣､･ｰ゙゚…‥〜～—–,.:;?!)\]}"
)
_NOT_LAST = "‘“（〔［｛〈《「『【〖〘〝＄￥￡＃＠([{"
_IDEOGRAPHIC = re.compile(
    rf"(?:(?<=[{_CJK}])(?=[^\s{_NOT_FIRST}])|(?<=[^\s{_NOT_LAST}])(?=[{_CJK}]))(?<![{_NOT_LAST}])(?![{_NOT_FIRST}])"
)
_HAS_CJK = re.compile(f"[{_CJK}]")
_CJK_SENTENCE = re.compile(rf"[。！？｡][{_CLOSERS}”’]*$")
_SAID = re.compile("[」』](?:と|って)")
"""A quotation in Japanese, and the particle that leads on to who said it."""
_CJK_COMMA = re.compile(rf"[、，；：､][{_CLOSERS}”’]*$")


@cache
def _before_words() -> dict[str, Grade]:
    """The grade of a gap by the word behind it."""
    grades = dict.fromkeys(listed("prepositions"), Grade.PHRASE)
    return grades | dict.fromkeys(listed("conjunctions"), Grade.CONJUNCTION)


def find(
    text: str,
    limit: Limit,
    weights: Sequence[Sequence[int]],
    sentences: Iterable[int],
    whole: Iterable[tuple[int, int]],
    *,
    dense: bool = False,
) -> list[Cut]:
    """The places where `text`, one line of prose or several, may be cut, in order.

    `sentences` are offsets of sentence ends, `whole` ranges that stay in one piece. Places within a
    sentence are listed only where two better ones lie more than half a post apart, unless `dense`, or
    closer in words that announce others and must share a post with them.
    """
    mask = _mask(len(text), [*whole, *phrases(text)])
    strong = sorted(_strong(text, sentences, mask), key=lambda cut: cut.end)
    share = _ANNOUNCING if text.endswith((":", "：")) else 0.5
    cuts: list[Cut] = []
    previous = 0
    for cut in [*strong, Cut(len(text), len(text), Grade.BLOCK)]:
        if dense or _wide(weights, limit.budgets, previous, cut.end, share):
            cuts += _weak(text, previous, cut.end, mask)
        cuts.append(cut)
        previous = cut.start
    return _with_last_resorts(text, cuts, limit, weights, mask, 0.1 if dense else 0.8)[:-1]


def lines(text: str, mask: bytearray | None = None) -> Iterator[Cut]:
    """Line breaks of `text`."""
    for match in _LINE_BREAK.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text) or (mask and mask[start]):
            continue
        if _AUTHOR.match(text, end):
            yield Cut(start, end, Grade.AUTHOR)
        elif text[start - 1] == ":":
            yield Cut(start, end, Grade.LEAD)
        else:
            yield Cut(start, end, Grade.LINE if _TERMINAL.search(text, max(0, start - 6), start) else Grade.VERSE)


def of_code(text: str, limit: Limit, weights: Sequence[Sequence[int]]) -> list[Cut]:
    """The places where code or a table may be cut: between lines, whose indentation is kept."""
    found = [
        Cut(match.start(), match.end(), Grade.CODE)
        for match in re.finditer(r"\n+", text)
        if match.start() > 0 and match.end() < len(text)
    ]
    return _with_last_resorts(text, [*found, Cut(len(text), len(text), Grade.BLOCK)], limit, weights, None, 0.8)[:-1]


def names_author(text: str) -> bool:
    """Whether `text` is the line under a quotation that says who spoke."""
    return len(text) <= 120 and "\n" not in text and _AUTHOR.match(text) is not None


def _mask(length: int, ranges: Sequence[tuple[int, int]]) -> bytearray | None:
    if not ranges:
        return None
    mask = bytearray(length + 1)
    for start, end in ranges:
        mask[start + 1 : end] = b"\x01" * max(0, min(end, length) - start - 1)
    return mask


def _wide(weights: Sequence[Sequence[int]], budgets: Sequence[int], start: int, end: int, share: float) -> bool:
    return any(sums[end] - sums[start] > share * most for sums, most in zip(weights, budgets, strict=True))


def _strong(text: str, sentences: Iterable[int], mask: bytearray | None) -> Iterator[Cut]:
    taken: set[int] = set()
    if "\n" in text:
        for cut in lines(text, mask):
            taken.add(cut.end)
            yield cut
    for offset in sentences:
        start = end = offset
        while start and text[start - 1].isspace():
            start -= 1
        while end < len(text) and text[end].isspace():
            end += 1
        if not 0 < start <= end < len(text) or start in taken or (mask and mask[start]):
            continue
        taken.add(start)
        if start == end:
            if _CJK_SENTENCE.search(text, max(0, start - 4), start) and text[end] not in _NOT_FIRST:
                yield Cut(start, end, Grade.AUTHOR if _SAID.match(text, start - 1) else Grade.SENTENCE)
        elif not bound(text, start, end):
            author = _AUTHOR.match(text, end)
            yield Cut(start, end, Grade.AUTHOR if author else Grade.SENTENCE)
    for match in _QUOTED.finditer(text):
        start, end = match.span(1)
        letter = match[2]
        if start in taken or (mask and mask[start]) or not (letter.isupper() or letter.isdigit()):
            continue
        if not bound(text, start, end):
            yield Cut(start, end, Grade.QUOTED)


def _weak(text: str, low: int, high: int, mask: bytearray | None) -> list[Cut]:
    found = []
    for match in _GAP.finditer(text, low, high):
        start, end = match.span()
        if start == low or end >= high or (mask and mask[start]) or bound(text, start, end):
            continue
        found.append(Cut(start, end, _weak_grade(text, start, end)))
    if not text.isascii() and _HAS_CJK.search(text, low, high):
        found += _ideographic(text, low, high, mask)
        found.sort(key=lambda cut: cut.end)
    return found


def _weak_grade(text: str, start: int, end: int) -> Grade:
    after = text[end]
    if not text[start - 1].isalnum():
        near = text[max(0, start - 6) : start]
        if _SPOKEN.search(near) and (after.islower() or _SPOKEN_ON.search(near)):
            return Grade.AUTHOR
        if _CLAUSE.search(near):
            return Grade.CLAUSE
        if after in "—–―-" and _AUTHOR.match(text, end) and _TERMINAL.search(near):
            return Grade.AUTHOR
        if _COMMA.search(near):
            return Grade.COMMA
    if after in "—–(":
        return Grade.COMMA
    word = _FIRST_WORD.match(text, end)
    return _before_words().get(word[1], Grade.WORD) if word else Grade.WORD


def _ideographic(text: str, low: int, high: int, mask: bytearray | None) -> Iterator[Cut]:
    for match in _IDEOGRAPHIC.finditer(text, low + 1, high):
        place = match.start()
        if place >= high or (mask and mask[place]):
            continue
        near = text[max(0, place - 4) : place]
        if _SAID.match(text, place - 1):
            yield Cut(place, place, Grade.AUTHOR)
        elif _CJK_SENTENCE.search(near):
            yield Cut(place, place, Grade.SENTENCE)
        else:
            yield Cut(place, place, Grade.COMMA if _CJK_COMMA.search(near) else Grade.WORD)


_LEADING = "เแโใไເແໂໃໄ"
"""Thai and Lao vowels that are written before the consonant they are spoken after."""
_FOLLOWING = "ะาำๅๆฯະາຳໆຯ"
"""Those written behind it, and the signs that repeat or shorten a word."""
_ENDLESS = 8
"""Posts that a run without any place to cut has to fill before it is cut by rule of thumb."""
_PLACES = 16
"""How many places a post then offers: none is better than another, and each costs time."""


def _with_last_resorts(
    text: str,
    cuts: list[Cut],
    limit: Limit,
    weights: Sequence[Sequence[int]],
    mask: bytearray | None,
    share: float,
) -> list[Cut]:
    """`cuts`, and grapheme boundaries wherever two of them lie about a post apart or more."""
    from composer.text.grapheme import graphemes

    result: list[Cut] = []
    previous = 0
    main = weights[0]
    for cut in cuts:
        if _wide(weights, limit.budgets, previous, cut.end, share):
            endless = _wide(weights, limit.budgets, previous, cut.end, _ENDLESS)
            apart = limit.budgets[0] // _PLACES if endless else 0
            place = last = previous
            for grapheme in graphemes(text[previous : cut.end]):
                place += len(grapheme)
                if place < cut.end and main[place] - main[last] >= apart:
                    last = place
                    inside = (mask and mask[place]) or text[place - 1] in _LEADING or text[place] in _FOLLOWING
                    result.append(Cut(place, place, Grade.ATOM if inside else Grade.GRAPHEME))
        result.append(cut)
        previous = cut.start
    return result
