"""Shapes of wordings as they are followed through a sentence, word by word."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from composer.lint.lexicon import ANY_WORD, bit, numbers, union
from composer.lint.shapes import ANY, NUMBER
from composer.lint.tokens import MASKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.lint.lexicon import Piece
    from composer.lint.sentence import Sentence

_NUMBER = re.compile(r"\d[\d.,]*k?")


class Shape(ABC):
    """What a wording or a part of it looks like."""

    first: int
    """The sets of words that it begins with."""

    @abstractmethod
    def ends(self, sentence: Sentence, at: int) -> Sequence[int]:
        """The words before which the shape may end that begins with the word `at`, what is preferred first."""


class _Word(Shape):
    """A word of one set."""

    def __init__(self, number: int) -> None:
        self._set = number
        self.first = bit(number)

    def ends(self, sentence: Sentence, at: int) -> Sequence[int]:
        piece = sentence.pieces[at]
        if piece.alone is not None:
            return (at + 1,) if self._set in piece.alone else ()
        return [at + length for length, sets in piece.readings if self._set in sets]


class _Sign(Shape):
    """Something masked, a number or any word."""

    first = ANY_WORD

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def ends(self, sentence: Sentence, at: int) -> Sequence[int]:
        start = sentence.starts[at]
        sign = sentence.text[start]
        lengths = [length for length, _ in sentence.pieces[at].readings]
        if self._kind == NUMBER:
            stops = sentence.stops
            return [at + n for n in lengths if _NUMBER.fullmatch(sentence.text, start, stops[at + n - 1])]
        fits = sign == self._kind or (self._kind == ANY and sign > MASKS["decor"])
        return [at + length for length in lengths] if fits else ()


class _Either(Shape):
    """One of several shapes, the first that fits."""

    def __init__(self, options: Sequence[Shape]) -> None:
        self._options = options
        self._fitting: dict[Piece, Sequence[Shape]] = {}
        self.first = union([option.first for option in options])

    def ends(self, sentence: Sentence, at: int) -> Sequence[int]:
        piece = sentence.pieces[at]
        options = self._fitting.get(piece)
        if options is None:
            options = self._fitting[piece] = self._for(piece)
        if len(options) == 1:
            return options[0].ends(sentence, at)
        return list(dict.fromkeys([end for option in options for end in option.ends(sentence, at)]))

    def _for(self, piece: Piece) -> Sequence[Shape]:
        """Those that may begin with a word; of those that are the word alone the first stands for all."""
        fitting = [option for option in self._options if option.first & piece.mask]
        if piece.alone is None:
            return fitting
        word = next((option for option in fitting if isinstance(option, _Word)), None)
        return [option for option in fitting if option is word or not isinstance(option, _Word)]


class _Row(Shape):
    """Shapes one after the other, each with how often it stands at least and at most."""

    def __init__(self, parts: Sequence[tuple[Shape, int, int]]) -> None:
        self._parts = parts
        pivot = next(i for i, (_, least, _) in enumerate(parts, 1) if least)
        self.first = union([shape.first for shape, _, _ in parts[:pivot]])

    def ends(self, sentence: Sentence, at: int) -> Sequence[int]:
        if not self.first & sentence.pieces[at].mask:
            return ()
        places = [at]
        for shape, least, most in self._parts:
            reached: list[int] = []
            for place in places:
                if place == at or sentence.follows(place):
                    reached += shape.ends(sentence, place) if most == 1 else _times(shape, sentence, place, least, most)
                if not least:
                    reached.append(place)
            if not reached:
                return ()
            places = reached if len(reached) == 1 else list(dict.fromkeys(reached))
        return places


def _times(shape: Shape, sentence: Sentence, at: int, least: int, most: int) -> Iterator[int]:
    """Where a shape that stands several times may end: as often as it can, then less often, but once at least."""
    for end in shape.ends(sentence, at):
        if most > 1 and sentence.follows(end):
            yield from _times(shape, sentence, end, max(0, least - 1), most - 1)
        if least < 2:
            yield end


class Shapes(dict[int, Shape]):
    """The shapes of some tables by number, each read when a text has need of it."""

    def __init__(self, rows: Sequence[str]) -> None:
        self._rows = rows

    def __missing__(self, number: int) -> Shape:
        shape = self[number] = _Word(number) if number >= 0 else self._read(self._rows[~number])
        return shape

    def _read(self, row: str) -> Shape:
        kind, _, rest = row.partition(" ")
        of = numbers(rest)
        if kind == "|":
            return _Either([self[number] for number in of])
        if kind == "&":
            return _Row(
                [(self[part], least, most) for part, least, most in zip(of[::3], of[1::3], of[2::3], strict=True)]
            )
        return _Sign(kind)
