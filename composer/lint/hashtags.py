"""Where the words of a hashtag that is written in one begin, found with a list of words by how common they are."""

from __future__ import annotations

from functools import cache
from math import log
from pathlib import Path

from composer.lint.commonness import ranks

_SMALL_WORDS = "a i in of on to is it my we be no go do up us at an as by or so if me he"
_SMALL = frozenset(_SMALL_WORDS.split())
_ENDINGS = frozenset(
    [
        *("less", "ness", "ful", "like", "wise", "ship", "hood", "ward", "able", "fold", "some", "land", "man", "men"),
        *("son", "ton", "ville", "burg", "field", "stone", "berg", "brook", "ham", "ford", "port", "worth", "well"),
    ]
)
_BEGINNINGS = frozenset(
    [
        *("over", "under", "out", "re", "un", "non", "pre", "post", "anti", "inter", "super", "micro", "macro", "bio"),
        *(
            "neuro",
            "tele",
            "cardio",
            "hyper",
            "hypo",
            "multi",
            "photo",
            "psycho",
            "thermo",
            "hydro",
            "electro",
            "pseudo",
        ),
    ]
)
"""Parts that two-part words which are one word are made of: priceless, Bradford, overrated."""
_FOLDER = Path(__file__).parent / "words" / "en"
_SHORTEST = 6
_LONGEST_TAG = 40
_LONGEST_WORD = 18
_PRICE = 0.8
_EVERYDAY = 6000
"""Of the list, how many words are so common that in capitals they are stressed, however short they are."""
_A_WORD = 5
"""Letters from which on any word of the list is taken for a word."""


def is_everyday(word: str) -> bool:
    """Whether a word in capitals is more likely stressed than short for something."""
    rank = ranks().get(word.lower())
    return rank is not None and (rank < _EVERYDAY or len(word) >= _A_WORD)


@cache
def _costs() -> dict[str, float]:
    """A word's cost is the logarithm of its rank (Zipf): rare words are dear."""
    names = (_FOLDER / "field-words.txt").read_text("utf-8").split()
    costs = {word: log(2000.0) for word in names}
    for word, rank in ranks().items():
        if len(word) > 2 or word in _SMALL:
            costs.setdefault(word, log(50.0 + rank))
    return costs


@cache
def _single() -> frozenset[str]:
    return frozenset((_FOLDER / "single-words.txt").read_text("utf-8").split())


def capitalised(tag: str) -> str:
    """The tag with a capital at each of its words; as it is if it is one word, has capitals, or cannot be told."""
    sign, word = tag[0], tag[1:]
    if not (_SHORTEST <= len(word) <= _LONGEST_TAG and word[1:].islower() and word.isascii()):
        return tag
    letters = word.rstrip("0123456789_").lower()
    parts = _split(letters) if letters.isalpha() else ()
    return tag if len(parts) < 2 else sign + "".join(p.capitalize() for p in parts) + word[len(letters) :]


@cache
def _split(word: str) -> tuple[str, ...]:
    costs = _costs()
    if word in costs or word in _single() or word.removesuffix("s") in costs or word.removesuffix("s") in _single():
        return (word,)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(word) + 1):
        options = (
            (best[start][0] + costs[word[start:end]] + _PRICE, start)
            for start in range(max(0, end - _LONGEST_WORD), end)
            if word[start:end] in costs
        )
        best.append(min(options, default=(float("inf"), end - 1)))
    if best[-1][0] == float("inf"):
        return (word,)
    parts: list[str] = []
    at = len(word)
    while at:
        parts.append(word[best[at][1] : at])
        at = best[at][1]
    first, last = parts[-1], parts[0]
    if len(parts) == 2 and (last in _ENDINGS or first in _BEGINNINGS):
        return (word,)
    sure = best[-1][0] / len(word) < 1.75 and sum(len(p) > 3 for p in parts) * 2 >= len(parts)
    return tuple(reversed(parts)) if sure else (word,)
