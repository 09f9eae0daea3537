"""Wordings as data: a small notation for phrases, found in one pass whose time is linear in the text.

`word[s|ed]`    the word, bare or with one of the endings
`a|b`           one of the words; `(a b|c)` one of several wordings
`x?`            may be missing
`..`            up to three other words of the same sentence
`<name>`        one of the wordings in the list `name` of the same file
`{mention}`     a mention; also `{url}`, `{tag}`, `{number}`
`^` and `$`     only at the beginning or the end of a sentence
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MASKS = {"mention": "\ue001", "url": "\ue002", "tag": "\ue003", "code": "\ue004", "quote": "\ue005", "decor": "\ue006"}
"""The private character that stands for each character of what is no word of the writer's."""

MASKED = "\ue001-\ue006"
WORD = r"[^\W_]+(?:'[^\W_]+)*"
_JOIN = rf"[^\w.!?\n{MASKED}]{{1,3}}"
_GAP = 3
_MARGIN = 8
_TOKEN = re.compile(WORD)
_LEX = re.compile(r"\s+|\.\.|[()|?^$]|<[\w-]+>|\{\w+\}|[^\s()|?^$<>{}.\[\]]+(?:\[[^\]]*\][^\s()|?^$<>{}.\[\]]*)?")
_COMMON_WORDS = """
a an and are as at be been but by can did do does for from get got had has have he her his how i i'm if in is it it's
its just me my no not of on one or our out she so that that's the their them they this to too up us was we were what
when who why will with you you're your
"""
_COMMON = frozenset(_COMMON_WORDS.split())


class FrameError(ValueError):
    """A wording in a data file that cannot be read; a defect of ours, never of the user's."""


@dataclass(frozen=True, slots=True)
class _Node:
    regex: str
    words: int
    anchors: frozenset[str] | None
    """Words one of which every match contains; None where there is no such set."""
    least: int = 1
    most: int = 1

    @property
    def cost(self) -> float:
        if not self.anchors or not self.least:
            return float("inf")
        return len(self.anchors) + 50 * len(self.anchors & _COMMON)


@dataclass(frozen=True, slots=True)
class Frame:
    """One compiled wording of the list `name`."""

    name: str
    pattern: str
    """Compiled when one of the anchors turns up: most posts need none of the many hundred."""
    words: int
    anchors: frozenset[str]
    begins: bool
    ends: bool
    excuse: bool
    """Whether a match excuses the hits that it overlaps instead of being one."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a wording of the list `name` stands in the normalised text."""

    name: str
    start: int
    end: int


class _Parser:
    """Reads one wording; recursive descent over a handful of tokens."""

    def __init__(self, source: str, classes: Mapping[str, _Node]) -> None:
        self.source = source
        self.depth = 0
        self.classes = classes
        self.tokens: list[str] = _LEX.findall(source.replace("-", " "))
        if sum(map(len, self.tokens)) != len(source):
            raise FrameError(f"cannot read the wording {source!r}")
        self.at = 0

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def sequence(self) -> _Node:
        """Elements separated by spaces."""
        nodes: list[_Node] = []
        while (lexeme := self._peek()) and lexeme not in ")|":
            if lexeme.isspace():
                self._take()
            else:
                nodes.append(self._element())
        return _join(nodes, self.source)

    def _element(self) -> _Node:
        options = [self._atom()]
        while not self.depth and self._peek() == "|":
            self._take()
            options.append(self._atom())
        node = options[0] if len(options) == 1 else _either(options)
        if self._peek() == "?":
            self._take()
            node = _Node(node.regex, node.words, node.anchors, 0, 1)
        return node

    def _atom(self) -> _Node:
        lexeme = self._take()
        if lexeme == "(":
            self.depth += 1
            options = [self.sequence()]
            while self._take() == "|":
                options.append(self.sequence())
            self.depth -= 1
            return _either(options)
        if lexeme == "..":
            return _Node(WORD, 1, None, 0, _GAP)
        if lexeme.startswith("<"):
            if lexeme[1:-1] not in self.classes:
                raise FrameError(f"no list {lexeme} for the wording {self.source!r}")
            return self.classes[lexeme[1:-1]]
        if lexeme == "{number}":
            return _Node(r"\d[\d.,]*k?", 1, None)
        if lexeme.startswith("{"):
            return _Node(f"{MASKS[lexeme[1:-1]]}+", 0, None)
        return _word(lexeme)


@cache
def _word(lexeme: str) -> _Node:
    stem, _, rest = lexeme.partition("[")
    endings, _, tail = rest.partition("]")
    forms = {stem + ending + tail for ending in ["", *endings.split("|")]} if rest else {lexeme}
    forms |= {form.replace("'", "") for form in forms}
    if any(not re.fullmatch(WORD, form) for form in forms):
        raise FrameError(f"{lexeme!r} is no word")
    return _Node(_alternation(sorted(forms, key=len, reverse=True)), 1, frozenset(forms))


def _alternation(options: Iterable[str]) -> str:
    parts = tuple(dict.fromkeys(options))
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _either(options: Sequence[_Node]) -> _Node:
    anchors: frozenset[str] | None = frozenset()
    for option in options:
        anchors = None if anchors is None or option.anchors is None else anchors | option.anchors
    return _Node(_alternation(o.regex for o in options), max(o.words for o in options), anchors)


def _join(nodes: Sequence[_Node], source: str) -> _Node:
    pivot = next((i for i, node in enumerate(nodes) if node.least), None)
    if pivot is None:
        raise FrameError(f"every part of the wording {source!r} may be missing")
    parts = []
    for i, node in enumerate(nodes):
        body = node.regex
        if i < pivot:
            body = f"(?:{body}{_JOIN})"
        elif i > pivot:
            body = f"(?:{_JOIN}{body})"
        if (node.least, node.most) != (1, 1):
            body = f"{body}{{{node.least},{node.most}}}"
        parts.append(body)
    best = min(nodes, key=lambda node: node.cost)
    return _Node(
        "".join(parts), sum(n.words * n.most for n in nodes), best.anchors if best.cost < float("inf") else None
    )


class Notation:
    """Reads wordings that may name the lists of one file."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self._classes: dict[str, _Node] = {}
        for name, options in classes.items():
            self._classes[name] = _either([_Parser(text, self._classes).sequence() for text in options])

    def frame(self, source: str, name: str, *, excuse: bool = False) -> Frame:
        """A wording of the list `name`, ready to be looked for; raises `FrameError`."""
        return _frame(source, name, self._classes, excuse=excuse)


def _frame(source: str, name: str, classes: Mapping[str, _Node], *, excuse: bool) -> Frame:
    begins, ends = source.startswith("^"), source.endswith("$")
    parser = _Parser(source.removeprefix("^").removesuffix("$").strip(), classes)
    node = parser.sequence()
    if parser.at != len(parser.tokens) or not node.anchors:
        raise FrameError(f"the wording {source!r} has no word to look for")
    return Frame(name, rf"(?<![\w'])(?:{node.regex})(?!\w)", node.words, node.anchors, begins, ends, excuse)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Matcher:
    """Many wordings at once: each is tried only around a word that it cannot do without."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self._index: dict[str, list[Frame]] = {}
        for frame in frames:
            for anchor in frame.anchors:
                self._index.setdefault(anchor, []).append(frame)

    def find(self, text: str) -> tuple[Hit, ...]:
        """All hits in `text` (lower case, straight apostrophes), in order; of overlapping ones of a list the first."""
        tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
        found: set[tuple[int, int, str]] = set()
        excused: list[tuple[int, int, str]] = []
        for i, (word, _, _) in enumerate(tokens):
            frames = self._index.get(word) or (self._index.get(word[:-2]) if word.endswith("'s") else None)
            for frame in frames or ():
                low, high = i - frame.words, i + frame.words
                begin = tokens[low][2] if low >= 0 else 0
                end = tokens[high][1] if high < len(tokens) else len(text)
                for match in _compiled(frame.pattern).finditer(text, begin, end):
                    if frame.begins and not _begins(text, match.start()):
                        continue
                    if frame.ends and not _ends(text, match.end()):
                        continue
                    place = (match.start(), match.end(), frame.name)
                    if frame.excuse:
                        excused.append(place)
                    else:
                        found.add(place)
        return tuple(_longest(_unexcused(found, excused)))


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
