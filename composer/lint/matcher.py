"""Looks for many wordings at once: each is tried only where all the words that it cannot do without stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from composer.lint.combinations import groups
from composer.lint.shapes import ANY, NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from composer.lint.combinations import Place
    from composer.lint.shapes import FrameRow, Tables

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


class Match(NamedTuple):
    """A hit, or what excuses the hits of the list `name` that it overlaps."""

    name: str
    parts: tuple[Place, ...]
    excuse: bool


_Placed: TypeAlias = "tuple[str, int, int]"
"""A word and where it begins and ends."""


class _Wording(NamedTuple):
    """One wording, as `shapes.Frame` has it."""

    name: str
    shape: int
    before: int
    begins: bool
    ends: bool
    excuse: bool


class _Part(NamedTuple):
    """One part of a combination. Sets of words are masks, a bit for each."""

    wording: _Wording
    anchors: int
    """Sets of words of one of which every match contains a word; 0 where there are none."""
    needs: tuple[int, ...]
    """The anchors, and more of the kind."""


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
        self._parts = tables["parts"]
        self._known_parts: dict[int, _Part] = {}
        self._combinations = dict(enumerate(tables["combinations"], len(self._rows)))
        for number, (_, parts, _, pivot, _, _) in self._combinations.items():
            for anchor in self._parts[parts[pivot]][3]:
                self._around.setdefault(anchor, []).append(number)
        self._known: dict[str, _Known] = {}
        self._needs: dict[int, tuple[int, ...]] = {}
        self._firsts: dict[int, int] = {}

    def find(self, text: str) -> tuple[Hit, ...]:
        """All hits in `text` (lower case, straight apostrophes), in order; of overlapping ones of a list the first."""
        found: set[Match] = set()
        excused: list[Match] = []
        for match in self.matches(text):
            if match.excuse:
                excused.append(match)
            else:
                found.add(match)
        return tuple(_longest(_unexcused(found, excused))) if found else ()

    def matches(self, text: str) -> Iterator[Match]:
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

    def part(self, number: int) -> _Part:
        """A part of a combination."""
        part = self._known_parts.get(number)
        if part is None:
            row = self._parts[number]
            needs = tuple(_mask(need) for need in (row[3], *row[4]) if need)
            part = self._known_parts[number] = _Part(_wording(row), _mask(row[3]), needs)
        return part

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
            needs = self._needs[number] = tuple(self._masks(number))
        return needs

    def _masks(self, number: int) -> Iterable[int]:
        """Masks of sets of words, of each of which a match of a wording or combination contains a word."""
        if number in self._combinations:
            return [need for part in map(self.part, self._combinations[number][1]) for need in part.needs]
        return list(map(_mask, self._rows[number][4]))

    def _in_sentence(self, text: str, tokens: Sequence[_Placed], likely: frozenset[int]) -> Iterator[Match]:
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
                if number in self._combinations:
                    yield from self._together(sentence, number)
                else:
                    wording = _wording(self._rows[number])
                    for place in sentence.places(wording, anchors):
                        yield Match(wording.name, (place,), wording.excuse)

    def _together(self, sentence: _Sentence, number: int) -> Iterator[Match]:
        name, parts, excuses, _, reach, ordered = self._combinations[number]
        places = [sentence.part(part) for part in parts]
        if all(places) and not any(map(sentence.part, excuses)):
            for group in groups(places, ordered=ordered):
                if sentence.count_words(group[0][0], group[-1][1]) <= reach:
                    yield Match(name, group, excuse=False)


def _wording(row: FrameRow) -> _Wording:
    name, shape, before, _, _, marks = row
    return _Wording(name, shape, before, "^" in marks, "$" in marks, "!" in marks)


class _Sentence:
    """A sentence in which shapes are looked for. A place is an offset in the text at which a word begins or ends."""

    def __init__(self, matcher: Matcher, text: str, tokens: Sequence[_Placed]) -> None:
        self._matcher = matcher
        self._text = text
        self._words: dict[int, list[tuple[int, frozenset[int]]]] = {}
        self._masks: dict[int, int] = {}
        self._next: dict[int, int] = {}
        self._found: dict[tuple[int, int], tuple[int, ...]] = {}
        self._starts = [start for _, start, _ in tokens]
        self._parts: dict[int, tuple[Place, ...]] = {}
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

    def places(self, wording: _Wording, anchors: Iterable[int]) -> Iterator[Place]:
        """Where a wording stands around the words of these numbers; of places that overlap the first."""
        reached = 0
        for at in _around(anchors, wording.before):
            start = self._starts[at]
            if start >= reached and self._opens(start):
                end = next((end for end in self._ends(wording.shape, start) if self._closes(wording, start, end)), None)
                if end is not None:
                    yield start, end
                    reached = end

    def part(self, number: int) -> tuple[Place, ...]:
        """Where a part of a combination stands, looked for once for all combinations."""
        places = self._parts.get(number)
        if places is None:
            wording, anchors, needs = self._matcher.part(number)
            has_all = all(self.mask & need for need in needs)
            places = self._parts[number] = tuple(self.places(wording, self._having(anchors))) if has_all else ()
        return places

    def _having(self, sets: int) -> Iterable[int]:
        """The numbers of the words that belong to one of the sets; of all words if there are no sets."""
        if not sets:
            return range(len(self._starts))
        starts = [start for start, mask in self._masks.items() if mask & sets]
        return sorted({bisect_right(self._starts, start) - 1 for start in starts})

    def count_words(self, start: int, end: int) -> int:
        """How many words begin at `[start, end)`."""
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def _opens(self, at: int) -> bool:
        """Whether a wording may begin at a place: neither inside of a word nor after an apostrophe."""
        before = self._text[at - 1] if at else " "
        return before == " " or not (before in "'_" or before.isalnum())

    def _closes(self, wording: _Wording, start: int, end: int) -> bool:
        """Whether a wording may stand at a place."""
        if self._text[end : end + 1] == "_" or (wording.begins and not _begins(self._text, start)):
            return False
        return not wording.ends or _ends(self._text, end)

    def _ends(self, shape: int, at: int) -> Sequence[int]:
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
            return dict.fromkeys(end for option in row[1:] for end in self._ends(option, at))
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
                    ends = self._ends(shape, start)
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
        for end in self._ends(shape, start):
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
        if sentence and (match.start() > end + 1 or text[end] == "\n") and _STOP.search(text, end, match.start()):
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


def _unexcused(found: Iterable[Match], excused: Iterable[Match]) -> Iterator[Match]:
    covered: dict[str, set[int]] = {}
    for match in excused:
        covered.setdefault(match.name, set()).update(*(range(*place) for place in match.parts))
    for match in found:
        if match.name not in covered or all(covered[match.name].isdisjoint(range(*place)) for place in match.parts):
            yield match


def _longest(found: Iterable[Match]) -> Iterator[Hit]:
    reached: dict[str, int] = {}
    hits = [Hit(match.name, match.parts) for match in found]
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.name, len(hit.parts), hit.parts)):
        if hit.start >= reached.get(hit.name, 0):
            reached[hit.name] = hit.end
            yield hit


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
