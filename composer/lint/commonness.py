"""How common words are in English, for what is only a matter of likelihood."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_LIST = Path(__file__).parent / "words" / "en" / "common-words.txt"
_SPOKEN_WORDS = """
a an and are as at be been but by can did do does for from get got had has have he her his how i i'm if in is it it's
its just me my no not of on one or our out she so that that's the their them they this to too up us was we were what
when who why will with you you're your
"""
_SPOKEN = frozenset(_SPOKEN_WORDS.split())
"""Words that are common wherever somebody speaks for themselves, which an encyclopaedia does not."""
_MOST = 0.02
_LEAST = 1 / 60_000


@cache
def ranks() -> dict[str, int]:
    """The words of the list by how common they are, the most common one at 0."""
    return {word: rank for rank, word in enumerate(_LIST.read_text("utf-8").split())}


def frequency(word: str) -> float:
    """About which share of the words of a text a word is, by its rank (Zipf)."""
    if word in _SPOKEN:
        return _MOST
    rank = ranks().get(word)
    return _LEAST if rank is None else 1 / (rank + 1 / _MOST)
