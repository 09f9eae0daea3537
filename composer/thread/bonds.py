"""What belongs in one piece although there is a space in it: numbers with units, dates, names, citations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from composer.thread.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

_REACH = 28
"""How many characters on each side of a gap can say that it is bound; longer than any listed word."""
_OPEN = "«‹([{„¿¡"
_CLOSE = "»›!?;:)]}”،؛؟।"
_INITIAL = re.compile(r"(?:^|[\s(\[“\"'‘.-])[^\W\d_]\.$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_DOTTED_BEFORE = re.compile(rf"(?:^|\W){_DOTTED.pattern}$")
_OF_A_NAME = re.compile(r"[^\W\d_]\.|(?:Jr|Sr)\b|[IVX]{2,5}\b")
_CAPITALISED = re.compile(r"(?:^|[^\w.])[^\W\d_a-z][\w’'-]*$")
_WITH_CAPITAL = re.compile(r"[^\W\d_]*[A-Z][^\W\d_]*$")
_COMPARED = re.compile(r"[<>=≤≥≈±×+/−–-] ?[-−–+]?[.,]?\d")
_DAY = re.compile(r"(?:^|\D)\d{1,2}(?:st|nd|rd|th|\.|er|º)?(?: of| de)?$")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_GROUPED = re.compile(r"(?:^|\D)\d{1,3}(?:[ \u00a0\u202f]\d{3})*$")
_FOR_EXAMPLE = re.compile(r"\b(?:e\.g|i\.e)\.,$")
_ET_AL = re.compile(r"et al\b")
_ET = re.compile(r"\bet$")
_DIGIT = re.compile(r"\d")
_YEAR_OR_ADDRESS = re.compile(r"\((?:(?:1[5-9]|20)\d\d[a-z]?\b|https?://)")
_CITATION = re.compile(
    r"\([^()\n]{0,120}?\b(?:(?:1[5-9]|20)\d\d[a-z]?\b|n\.d\.|in press|ibid\.|pp?\. ?\d)[^()\n]{0,60}\)"
    r"|\[\d{1,3}(?:[,–-]\s?\d{1,3}){0,8}\]"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    title: re.Pattern[str]
    numbered: re.Pattern[str]
    leading: re.Pattern[str]
    unit: re.Pattern[str]
    month: re.Pattern[str]
    after_month: re.Pattern[str]
    date: re.Pattern[str]
    weekday: re.Pattern[str]
    titled: re.Pattern[str]
    counts: re.Pattern[str]
    spelled: re.Pattern[str]
    amid: re.Pattern[str]
    """What every match of `spelled` has in it, found ten times as fast."""


def _any(name: str) -> str:
    return "|".join(re.escape(word) for word in sorted(listed(name), key=len, reverse=True))


@cache
def _patterns() -> _Patterns:
    before = r"(?:^|[\s(\[“\"'‘/])"
    signs, after = re.escape("".join(listed("signs"))), re.escape("".join(listed("after")))
    number = r"\d[\d.,]*(?:st|nd|rd|th|[a-zA-Z])?(?!\w)"
    between, units = _any("between"), _any("units")
    spelled, joining = _any("spelled"), "in|to|or|of|out of|von|bis|oder|sur|à|de|a|o"
    return _Patterns(
        counts=re.compile(
            rf"(?<![\w.,]){number}(?:%| %)?(?:, {number}){{0,8}},? (?:{between}) {number}"
            rf"|\d ?% (?:CI|KI|IC)\b|\d ?mm Hg\b|\b[QH][1-4] \d{{4}}\b"
            rf"|\b\d+ (?:{units}),? (?:and )?\d+ (?:{units})(?!\w)|\b\d+ (?:years?|months?|weeks?|days?) (?:old|ago)\b"
            r"|\bISBN(?:-1[03])?:? [\dX][\dX -]{8,16}|\b[Dd](?:oi|OI):? ?10\.\d{4,9}/\S+"
            r"|\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\d)"
            r"|(?<![\w.,])(?:\(0\d{1,5}\)|0\d{1,5})(?:[ /-]\d{2,8}){1,4}(?!\d)"
            r"|(?<![\w.,])\d{3}[ -]\d{3}[ -]\d{4}(?!\d)"
        ),
        spelled=re.compile(
            rf"\b(?:{spelled}) (?:{joining}) (?:{spelled})\b"
            r"|(?<![\w.])[a-zäöü]\. [A-Za-z]\.(?!\w)|\b(?:Mr|Dr|Mrs|Ms)\.? and (?:Mrs|Mr|Dr|Ms)\b"
        ),
        amid=re.compile(rf" (?:(?:{joining}) (?:{spelled})|and (?:Mr|Dr|Mrs|Ms)|[A-Za-z]\.)(?!\w)"),
        title=re.compile(rf"{before}(?:{_any('titles')})\.$"),
        numbered=re.compile(rf"{before}(?:(?:{_any('numbered')})\.|(?:{_any('counted')})|[{signs}])$|\d [hx]$"),
        leading=re.compile(rf"{before}(?:{_any('leading')})\.$|[{signs}]$", re.IGNORECASE),
        unit=re.compile(rf"[{after}]|(?:{_any('units')})(?!\w)|x \d"),
        month=re.compile(rf"(?:of |de )?(?:{_any('months')})(?!\w)"),
        date=re.compile(
            rf"\b\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?(?: of| de)? (?:{_any('months')})\b\.?(?:,?(?: de)? \d{{4}}\b)?"
            r"|\b\d+(?:[.,]\d+)? per cent\b"
        ),
        weekday=re.compile(rf"(?:^|\W)(?:{_any('weekdays')}),?$"),
        titled=re.compile(rf"{before}(?:{_any('titles')})$"),
        after_month=re.compile(rf"(?<!\w)(?:{_any('months')})\.?(?: \d{{1,2}}(?:st|nd|rd|th)?,?| de)?$"),
    )


def bound(text: str, start: int, end: int) -> bool:
    """Whether the gap `[start, end)` must not be cut."""
    left, right = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if not left or not right:
        return False
    last, first = left[-1], right[0]
    if last.isalpha() and first.isalpha():
        return _named(left, right) if first.isupper() else first in "ea" and _and_others(left, right)
    if first in _CLOSE or last in _OPEN:
        return True
    patterns = _patterns()
    if last.isdigit() and (patterns.unit.match(right) or _continues(left, right)):
        return True
    if last == "." and _abbreviated(left, first):
        return True
    if first.isdigit() and _numbers(left):
        return True
    if (
        first in "&±"
        or last in "&±"
        or (_COMPARED.match(right) and (last.isalnum() or (last == ")" and first in "<>=≤≥≈")))
    ):
        return True
    if last == "," and not first.islower() and (patterns.weekday.search(left) or _DOTTED.match(right)):
        return True
    if first == "(" and _YEAR_OR_ADDRESS.match(right):
        return True
    if (last not in ",;:" and patterns.leading.search(left)) or _FOR_EXAMPLE.search(left):
        return True
    return bool(patterns.month.match(right) and _DAY.search(left))


def _named(left: str, right: str) -> bool:
    """Whether a name goes on: `Dr Osei`, `John F. Kennedy`, `Smith Jr.`, `Henry VIII`, `stage IV`."""
    patterns = _patterns()
    if _OF_A_NAME.match(right) and (_CAPITALISED.search(left) or patterns.numbered.search(left)):
        return True
    return patterns.titled.search(left) is not None


def _and_others(left: str, right: str) -> bool:
    """Whether the gap stands before or within `et al.`."""
    return bool(_ET_AL.match(right) or (right.startswith("al.") and _ET.search(left)))


def _numbers(left: str) -> bool:
    """Whether the words before a number need it: `Table 2`, `March 14`, `Python 3`, `18 h 30`, `3 x 4`."""
    patterns = _patterns()
    return bool(_WITH_CAPITAL.search(left) or patterns.numbered.search(left) or patterns.after_month.search(left))


def _continues(left: str, right: str) -> bool:
    """Whether a number is written on in groups of three: `12 000`."""
    return bool(_THOUSANDS.match(right) and _GROUPED.search(left))


def _abbreviated(left: str, first: str) -> bool:
    if left.endswith("et al."):
        return not first.isupper()
    if (first.isupper() and _INITIAL.search(left)) or (first.isdigit() and _DOTTED_BEFORE.search(left)):
        return True
    return bool(first.isalpha() and _patterns().title.search(left))


def phrases(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of dates (`3rd of May 2021`), references (`(Smith et al., 2020)`, `[3, 4]`), counts and numbers in groups.

    Counts are `3 of 5`, `5 to 10 mg`, `nine out of ten`; groups are those of telephones, ISBN and DOI.
    """
    if "(" in text or "[" in text:
        for match in _CITATION.finditer(text):
            yield match.span()
    patterns = _patterns()
    if patterns.amid.search(text):
        for match in patterns.spelled.finditer(text):
            yield match.span()
    if not _DIGIT.search(text):
        return
    for pattern in (patterns.date, patterns.counts):
        for match in pattern.finditer(text):
            yield match.span()
