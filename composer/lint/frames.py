"""Wordings as data: a small notation for phrases, turned into patterns before the program ships.

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
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from composer.lint.matcher import MASKED, MASKS, WORD, Frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_JOIN = rf"[^\w.!?\n{MASKED}]{{1,3}}"
_GAP = 3
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
    needs: tuple[frozenset[str], ...] = ()
    """Sets of words of each of which every match contains one."""

    @property
    def cost(self) -> float:
        if not self.anchors or not self.least:
            return float("inf")
        return len(self.anchors) + 50 * len(self.anchors & _COMMON)


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
            node = replace(node, least=0)
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
    words = frozenset(forms)
    return _Node(_alternation(sorted(forms, key=lambda form: (-len(form), form))), 1, words, needs=(words,))


def _alternation(options: Iterable[str]) -> str:
    parts = tuple(dict.fromkeys(options))
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _either(options: Sequence[_Node]) -> _Node:
    if len(options) == 1:
        return options[0]
    anchors: frozenset[str] | None = frozenset()
    for option in options:
        anchors = None if anchors is None or option.anchors is None else anchors | option.anchors
    needs = (anchors,) if anchors else ()
    return _Node(_alternation(o.regex for o in options), max(o.words for o in options), anchors, needs=needs)


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
    anchors = best.anchors if best.cost < float("inf") else None
    needs = tuple(dict.fromkeys(need for node in nodes if node.least for need in node.needs))
    return _Node("".join(parts), sum(n.words * n.most for n in nodes), anchors, needs=needs)


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
    needs = tuple(need for need in node.needs if need != node.anchors)
    return Frame(name, rf"(?<![\w'])(?:{node.regex})(?!\w)", node.words, node.anchors, needs, begins, ends, excuse)
