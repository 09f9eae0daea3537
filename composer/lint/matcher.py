"""Looks for many wordings at once: each is tried only where all the words that it cannot do without stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from composer.lint.shapes import ANY, NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.lint.shapes import Tables

MASKS = {"mention": "\x01", "url": "\x02", "tag": "\x03", "code": "\x04", "quote": "\x05", "decor": "\x06"}
"""The private character that stands for each character of what is no word of the writer's."""

MASKED = "\x01-\x06"
WORD = r"[^\W_]+(?:'[^\W_]+)*"
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)+k?(?![^\W_])|{WORD}|\x01+|\x02+|\x03+|\x04+|\x05+|\x06+")
_LINK = re.compile(rf"[^\w.!?\n{MASKED}]{{1,3}}")
_STOP = re.compile(r"[.!?\n]")
_NUMBER = re.compile(r"\d[\d.,]*k?")
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a wording of the list `name` stands in the normalised text."""

    name: str
    start: int
    end: int


_Placed: TypeAlias = "tuple[str, int, int]"
"""A word and where it begins and ends."""


class Wording(NamedTuple):
    """One wording, as `shapes.Frame` has it."""

    name: str
    shape: int
    before: int
    begins: bool
    ends: bool
    excuse: bool


class _Known(NamedTuple):
    """What is known of a word."""

    classes: frozenset[int]
    """The sets that it belongs to."""
    mask: int
    """A bit for each of them."""
    wordings: frozenset[int]
    """The wordings that are looked for around it."""


_UNKNOWN = _Known(frozenset(), 0, frozenset())


class Matcher:
    """The wordings of some tables, and for each word those that are looked for around it."""

    def __init__(self, tables: Tables) -> None:
        self._classes = tables["classes"]
        self._shapes = tables["shapes"]
        self._rows = tables["frames"]
        self._around: dict[int, list[int]] = {}
        for number, row in enumerate(self._rows):
            for anchor in row[3]:
                self._around.setdefault(anchor, []).append(number)
        self._known: dict[str, _Known] = {}
        self._needs: dict[int, tuple[int, ...]] = {}
        self._firsts: dict[int, int] = {}

    def find(self, text: str) -> tuple[Hit, ...]:
        """All hits in `text` (lower case, straight apostrophes), in order; of overlapping ones of a list the first."""
        found: set[tuple[int, int, str]] = set()
        excused: list[tuple[int, int, str]] = []
        for wording, start, end in self.matches(text):
            if wording.excuse:
                excused.append((start, end, wording.name))
            else:
                found.add((start, end, wording.name))
        return tuple(_longest(_unexcused(found, excused))) if found else ()

    def matches(self, text: str) -> Iterator[tuple[Wording, int, int]]:
        """Every wording that stands in `text` and where, those that overlap and those that excuse others as well."""
        likely = self._likely(_TOKEN.findall(text))
        if likely:
            for sentence in _sentences(text):
                yield from self._in_sentence(text, sentence, likely)

    def known(self, word: str) -> _Known:
        """What the tables say of a word."""
        known = self._known.get(word)
        if known is None:
            if word not in self._classes:
                return _UNKNOWN
            sets = self._classes[word]
            wordings = (number for one in sets for number in self._around.get(one, ()))
            known = self._known[word] = _Known(frozenset(sets), _mask(sets), frozenset(wordings))
        return known

    def row(self, shape: int) -> Sequence[Any]:
        """The parts of a shape that is no set of words."""
        return self._shapes[~shape]

    def first(self, shape: int) -> int:
        """The sets of words one of which a match of a shape begins with, as a mask; 0 where it may be any word."""
        if shape >= 0:
            return 1 << shape
        known = self._firsts.get(shape)
        if known is None:
            known = self._firsts[shape] = self._first(self.row(shape))
        return known

    def _first(self, row: Sequence[Any]) -> int:
        mask = 0
        if row[0] == "|":
            options = row[1:]
        elif row[0] == "&":
            pivot = next(i for i, (_, least, _) in enumerate(row[1:], 2) if least)
            options = [shape for shape, _, _ in row[1:pivot]]
        else:
            return 0
        for option in options:
            first = self.first(option)
            if not first:
                return 0
            mask |= first
        return mask

    def _likely(self, words: Iterable[str]) -> frozenset[int]:
        """The wordings all of whose needs are met by these words and the pieces between their apostrophes."""
        given = set(words)
        for word in [word for word in given if "'" in word]:
            given.update(_pieces(word))
        mask = 0
        near: set[int] = set()
        for word in self._classes.keys() & given:
            known = self.known(word)
            mask |= known.mask
            near |= known.wordings
        likely = []
        for number in near:
            for need in self._needed(number):
                if not mask & need:
                    break
            else:
                likely.append(number)
        return frozenset(likely)

    def _needed(self, number: int) -> tuple[int, ...]:
        needs = self._needs.get(number)
        if needs is None:
            needs = self._needs[number] = tuple(map(_mask, self._rows[number][4]))
        return needs

    def _in_sentence(
        self, text: str, tokens: Sequence[_Placed], likely: frozenset[int]
    ) -> Iterator[tuple[Wording, int, int]]:
        places: dict[int, list[int]] = {}
        for at, (word, _, _) in enumerate(tokens):
            for piece in _pieces(word) if "'" in word else (word,):
                for number in likely & self.known(piece).wordings:
                    places.setdefault(number, []).append(at)
        if not places:
            return
        sentence = _Sentence(self, text, tokens)
        for number, anchors in places.items():
            if all(sentence.mask & need for need in self._needed(number)):
                yield from self._at(text, tokens, sentence, self._wording(number), anchors)

    def _at(
        self, text: str, tokens: Sequence[_Placed], sentence: _Sentence, wording: Wording, anchors: Iterable[int]
    ) -> Iterator[tuple[Wording, int, int]]:
        reached = 0
        for at in _around(anchors, wording.before):
            start = tokens[at][1]
            if start < reached or not sentence.opens(start):
                continue
            for end in sentence.ends(wording.shape, start):
                if sentence.closes(end) and not (
                    (wording.begins and not _begins(text, start)) or (wording.ends and not _ends(text, end))
                ):
                    yield wording, start, end
                    reached = end
                    break

    def _wording(self, number: int) -> Wording:
        name, shape, before, _, _, marks = self._rows[number]
        return Wording(name, shape, before, "^" in marks, "$" in marks, "!" in marks)


class _Sentence:
    """A sentence in which shapes are looked for. A place is an offset in the text at which a word begins or ends."""

    def __init__(self, matcher: Matcher, text: str, tokens: Sequence[_Placed]) -> None:
        self._matcher = matcher
        self._text = text
        self._words: dict[int, list[tuple[int, frozenset[int]]]] = {}
        self._masks: dict[int, int] = {}
        self._next: dict[int, int] = {}
        self._found: dict[tuple[int, int], tuple[int, ...]] = {}
        before = -1
        for word, start, end in tokens:
            if before >= 0 and (text[before:start] == " " or _LINK.fullmatch(text, before, start)):
                self._next[before] = start
            before = end
            if "'" in word:
                self._split(word, start)
            else:
                known = matcher.known(word)
                self._words[start] = [(end, known.classes)]
                self._masks[start] = known.mask
        self.mask = _union(self._masks.values())

    def _split(self, word: str, start: int) -> None:
        """A word with apostrophes, which may also be read as the words between them."""
        parts = word.split("'")
        for i, part in enumerate(parts):
            read = [(longer, self._matcher.known(longer)) for longer in _joined(parts[i:])]
            self._words[start] = [(start + len(longer), known.classes) for longer, known in read]
            self._masks[start] = _union(known.mask for _, known in read)
            end = start + len(part)
            if i + 1 < len(parts):
                self._next[end] = end + 1
            start = end + 1

    def opens(self, at: int) -> bool:
        """Whether a wording may begin at a place: neither inside of a word nor after an apostrophe."""
        before = self._text[at - 1] if at else " "
        return before == " " or not (before in "'_" or before.isalnum())

    def closes(self, at: int) -> bool:
        """Whether a wording may end at a place."""
        return self._text[at : at + 1] != "_"

    def ends(self, shape: int, at: int) -> Sequence[int]:
        """Where a shape that begins at a place may end, what is preferred first."""
        if shape >= 0:
            return [end for end, classes in self._words[at] if shape in classes]
        first = self._matcher.first(shape)
        if first and not first & self._masks[at]:
            return ()
        key = shape, at
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = tuple(self._search(self._matcher.row(shape), at))
        return found

    def _search(self, row: Sequence[Any], at: int) -> Iterable[int]:
        kind = row[0]
        if kind == "&":
            return self._along(row, at)
        if kind == "|":
            return dict.fromkeys(end for option in row[1:] for end in self.ends(option, at))
        if kind == ANY:
            return [end for end, _ in self._words[at] if self._text[at] > MASKS["decor"]]
        if kind == NUMBER:
            return [end for end, _ in self._words[at] if _NUMBER.fullmatch(self._text, at, end)]
        return [end for end, _ in self._words[at] if self._text[at] == kind]

    def _along(self, row: Sequence[Any], at: int) -> Iterable[int]:
        places: Iterable[int] = (at,)
        for shape, least, most in row[1:]:
            reached: dict[int, None] = {}
            for place in places:
                start = self._next.get(place) if place != at else at
                if start is None:
                    ends: Iterable[int] = ()
                elif most == 1:
                    ends = self.ends(shape, start)
                else:
                    ends = self._times(shape, least, most, start)
                reached.update(dict.fromkeys(ends))
                if not least:
                    reached[place] = None
            if not reached:
                return ()
            places = reached
        return places

    def _times(self, shape: int, least: int, most: int, start: int) -> Iterator[int]:
        """Where a shape that stands several times may end: as often as it can, then less often, but once at least."""
        for end in self.ends(shape, start):
            further = self._next.get(end) if most > 1 else None
            if further is not None:
                yield from self._times(shape, max(0, least - 1), most - 1, further)
            if least < 2:
                yield end


def _sentences(text: str) -> Iterator[list[_Placed]]:
    """The words of each sentence."""
    sentence: list[_Placed] = []
    end = 0
    for match in _TOKEN.finditer(text):
        if sentence and match.start() > end + 1 and _STOP.search(text, end, match.start()):
            yield sentence
            sentence = []
        end = match.end()
        sentence.append((match[0], match.start(), end))
    yield sentence


def _around(anchors: Iterable[int], before: int) -> Iterator[int]:
    """The places from which an anchor can be reached, each once."""
    tried = 0
    for anchor in anchors:
        yield from range(max(tried, anchor - before), anchor + 1)
        tried = anchor + 1


def _mask(sets: Iterable[int]) -> int:
    return _union(1 << one for one in sets)


def _union(masks: Iterable[int]) -> int:
    mask = 0
    for one in masks:
        mask |= one
    return mask


def _joined(parts: Sequence[str]) -> list[str]:
    """The words that begin with the first part, the longest first."""
    return ["'".join(parts[:n]) for n in range(len(parts), 0, -1)]


def _pieces(word: str) -> list[str]:
    parts = word.split("'")
    return [piece for i in range(len(parts)) for piece in _joined(parts[i:])]


def _unexcused(
    found: Iterable[tuple[int, int, str]], excused: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    covered: dict[str, set[int]] = {}
    for low, high, name in excused:
        covered.setdefault(name, set()).update(range(low, high))
    for start, end, name in found:
        if name not in covered or covered[name].isdisjoint(range(start, end)):
            yield start, end, name


def _longest(found: Iterable[tuple[int, int, str]]) -> Iterator[Hit]:
    reached: dict[str, int] = {}
    for start, end, name in sorted(found, key=lambda place: (place[0], -place[1], place[2])):
        if start >= reached.get(name, 0):
            reached[name] = end
            yield Hit(name, start, end)


def _begins(text: str, at: int) -> bool:
    floor = max(0, at - _MARGIN)
    while at > floor and text[at - 1] in " \t\"'*_(":
        at -= 1
    return not at or text[at - 1] in ".!?\n:;\u2026" or not (text[at - 1].isalnum() or text[at - 1] in ",-'")


def _ends(text: str, at: int) -> bool:
    ceiling = min(len(text), at + _MARGIN)
    while at < ceiling and text[at] in " \t\"'*_)":
        at += 1
    return at == len(text) or not (text[at].isalnum() or text[at] in ",-'")
