"""Looks for many wordings at once: each is tried only where all the words that it cannot do without stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from composer.lint.combinations import groups
from composer.lint.following import Shapes
from composer.lint.lexicon import Lexicon, fits
from composer.lint.sentence import Sentence
from composer.lint.tokens import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.lint.combinations import Place
    from composer.lint.lexicon import Known, Together
    from composer.lint.shapes import Tables


class Hit(NamedTuple):
    """Where a wording of the list `name` stands in the normalised text."""

    name: str
    parts: tuple[Place, ...]
    """The words themselves: one place, or several where a combination stands apart."""

    @property
    def start(self) -> int:
        """Where the first of the words begins."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Where the last of the words ends."""
        return self.parts[-1][1]

    def moved(self, origins: Sequence[int]) -> Hit:
        """The same words in the text in which each character stood where `origins` says."""
        return Hit(self.name, tuple((origins[start], origins[end - 1] + 1) for start, end in self.parts))


class Match(NamedTuple):
    """A hit, or what excuses the hits of the list `name` that it overlaps."""

    name: str
    parts: tuple[Place, ...]
    excuse: bool


class Matcher:
    """The wordings of some tables, each looked for around the words that are its anchors."""

    def __init__(self, tables: Tables) -> None:
        self._lexicon = Lexicon(tables)
        self._shapes = Shapes(tables["shapes"])

    def find(self, text: str) -> tuple[Hit, ...]:
        """All hits in `text` (lower case, straight apostrophes), in order; of overlapping ones of a list the first."""
        found: list[Match] = []
        excused: list[Match] = []
        for match in self.matches(text):
            (excused if match.excuse else found).append(match)
        return tuple(_longest(_unexcused(found, excused) if excused else found))

    def matches(self, text: str) -> Iterator[Match]:
        """Every wording that stands in `text` and where, those that overlap and those that excuse others as well."""
        lexicon = self._lexicon
        for tokens in sentences(text):
            known = [lexicon[word] for word, _, _ in tokens]
            mask, likely = _likely(known)
            sentence: Sentence | None = None
            due: list[Together] = []
            for number, anchors in likely.items():
                one = lexicon.wording(number)
                if fits(mask, one.needs):
                    sentence = sentence or Sentence(lexicon, self._shapes, text, tokens, known, likely)
                    if number < lexicon.forms:
                        for place in sentence.places(one, anchors):
                            yield Match(one.name, (place,), one.excuse)
                    else:
                        due += lexicon.pivots(number)
            for together in dict.fromkeys(due):
                if sentence and fits(mask, together.needs):
                    yield from _together(sentence, together)


def _likely(words: Iterable[Known]) -> tuple[int, dict[int, list[int]]]:
    """The sets that the words belong to, and the numbers of what is to be looked for around which."""
    mask = 0
    sought: list[tuple[int, tuple[tuple[int, int], ...]]] = []
    for at, (_, sets, around) in enumerate(words):
        mask |= sets
        if around:
            sought.append((at, around))
    places: dict[int, list[int]] = {}
    for at, around in sought:
        for need, number in around:
            if mask & need:
                places.setdefault(number, []).append(at)
    return mask, places


def _together(sentence: Sentence, one: Together) -> Iterator[Match]:
    if not all(map(sentence.part, one.pivots_first)) or any(map(sentence.part, one.excuses)):
        return
    for group in groups([sentence.part(part) for part in one.parts], ordered=one.ordered):
        if sentence.count_words(group[0][0], group[-1][1]) <= one.reach:
            yield Match(one.name, group, excuse=False)


def _unexcused(found: Iterable[Match], excused: Iterable[Match]) -> Iterator[Match]:
    covered: dict[str, set[int]] = {}
    for match in excused:
        covered.setdefault(match.name, set()).update(*(range(*place) for place in match.parts))
    for match in found:
        if match.name not in covered or all(covered[match.name].isdisjoint(range(*place)) for place in match.parts):
            yield match


def _longest(found: Iterable[Match]) -> Iterator[Hit]:
    reached: dict[str, int] = {}
    order = sorted([(parts[0][0], -parts[-1][1], name, len(parts), parts) for name, parts, _ in found])
    for start, minus_end, name, _, parts in order:
        if start >= reached.get(name, 0):
            reached[name] = -minus_end
            yield Hit(name, parts)
