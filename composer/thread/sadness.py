"""Words of death, violence and grief, beside which an emoji would be tactless."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from composer.thread.triggers import words_of
from composer.thread.words import listed

_HEAD = 4


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
        words = words_of(text)
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
    """Whether `text` speaks of death, violence or grief."""
    return _lexicon("sad").speaks_in(text)


def is_obituary(text: str) -> bool:
    """Whether `text`, the first words of a thread, brings news of a death."""
    return _lexicon("obituary").speaks_in(text)
