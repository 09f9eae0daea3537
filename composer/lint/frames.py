"""Wordings as data: a small notation for phrases, turned into numbered tables before the program ships.

`word[s|ed]`    the word, bare or with one of the endings
`a|b`           one of the words; `(a b|c)` one of several wordings
`x?`            may be missing
`..`            up to three other words of the same sentence
`<name>`        one of the wordings in the list `name` of the same file
`{mention}`     a mention; also `{url}`, `{tag}`, `{number}`
`^` and `$`     only at the beginning or the end of a sentence

Wordings that mean something together, however far apart in a sentence, make a combination:

`a & b`         both in one sentence, in whatever order
`a > b`         both, in this order; a combination has `&` or `>`, not both
`... ! c`       but not where `c` stands in the sentence
`... ~ 8`       with eight words at most from the first part to the last, instead of 25

A word is found as well without its apostrophe and in the other spellings that `spellings.toml` has for it.

In a list, `frames` are what is looked for, `except` excuses what it overlaps, and `unless` the whole of its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from composer.lint.commonness import frequency
from composer.lint.shapes import ANY, NUMBER, Combination, Either, Frame, Row
from composer.lint.tokens import MASKS, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from composer.lint.shapes import Shape, Words

    Spellings: TypeAlias = Mapping[str, Sequence[str]]
    """Other ways to write a word, which stand for it in every wording."""

_GAP = 3
_REACH = 25
_PIECE = re.compile(r"(?:^|\s([&>!~])\s)(.+?)(?=\s[&>!~]\s|$)")
_LEX = re.compile(r"\s+|\.\.|[()|?^$]|<[\w-]+>|\{\w+\}|[^\s()|?^$<>{}.\[\]]+(?:\[[^\]]*\][^\s()|?^$<>{}.\[\]]*)?")


class FrameError(ValueError):
    """A wording in a data file that cannot be read; a defect of ours, never of the user's."""


@dataclass(frozen=True, slots=True)
class _Node:
    shape: Shape
    words: int
    """How many words it has at most."""
    anchors: frozenset[Words] | None
    """Sets of words of one of which every match contains a word; None where there are no such sets."""
    least: int = 1
    most: int = 1
    needs: tuple[frozenset[Words], ...] = ()
    """More such sets, all of which hold."""
    before: int = 0
    """How many words it has at most before one of its anchors."""
    options: tuple[_Node, ...] = ()
    """What it is one of."""

    @property
    def cost(self) -> float:
        return _cost(self.anchors) if self.anchors and self.least else float("inf")


def _cost(sets: Iterable[Words]) -> float:
    """How often words of these sets are met, roughly: what is met seldom is looked for first."""
    words: Words = frozenset().union(*sets)
    return sum(map(frequency, sorted(words)))


class _Parser:
    """Reads one wording; recursive descent over a handful of tokens."""

    def __init__(self, source: str, classes: Mapping[str, _Node], spellings: Spellings) -> None:
        self.source = source
        self.spellings = spellings
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
            return _Node(ANY, 1, None, 0, _GAP)
        if lexeme.startswith("<"):
            if lexeme[1:-1] not in self.classes:
                raise FrameError(f"no list {lexeme} for the wording {self.source!r}")
            return self.classes[lexeme[1:-1]]
        if lexeme == "{number}":
            return _Node(NUMBER, 1, None)
        if lexeme.startswith("{"):
            return _Node(MASKS[lexeme[1:-1]], 1, None)
        return _word(lexeme, self.spellings)


def _word(lexeme: str, spellings: Spellings) -> _Node:
    stem, _, rest = lexeme.partition("[")
    endings, _, tail = rest.partition("]")
    forms = {stem + ending + tail for ending in ["", *endings.split("|")]} if rest else {lexeme}
    forms |= {spelling for form in forms for spelling in spellings.get(form, ())}
    forms |= {form.replace("'", "") for form in forms}
    if any(not re.fullmatch(WORD, form) for form in forms):
        raise FrameError(f"{lexeme!r} is no word")
    return _one_of(frozenset(forms))


def _one_of(words: Words) -> _Node:
    sets = frozenset([words])
    return _Node(words, 1, sets, needs=(sets,))


def _either(options: Iterable[_Node]) -> _Node:
    """One of the nodes; those beside one another that are single words become one set of words."""
    nodes: list[_Node] = []
    for option in (form for one in options for form in one.options or (one,)):
        if nodes and isinstance(option.shape, frozenset) and isinstance(nodes[-1].shape, frozenset):
            nodes[-1] = _one_of(nodes[-1].shape | option.shape)
        else:
            nodes.append(option)
    if len(nodes) == 1:
        return nodes[0]
    anchors: frozenset[Words] | None = frozenset()
    for node in nodes:
        anchors = None if anchors is None or node.anchors is None else anchors | node.anchors
    shape = Either(tuple(dict.fromkeys(node.shape for node in nodes)))
    words, before = max(node.words for node in nodes), max(node.before for node in nodes)
    return _Node(shape, words, anchors, needs=(anchors,) if anchors else (), before=before, options=tuple(nodes))


def _join(nodes: Sequence[_Node], source: str) -> _Node:
    if not any(node.least for node in nodes):
        raise FrameError(f"every part of the wording {source!r} may be missing")
    best = min(range(len(nodes)), key=lambda i: nodes[i].cost)
    anchors = nodes[best].anchors if nodes[best].cost < float("inf") else None
    needs = tuple(dict.fromkeys(need for node in nodes if node.least for need in node.needs))
    before = sum(node.words * node.most for node in nodes[:best]) + nodes[best].before
    if len(nodes) == 1 and (nodes[0].least, nodes[0].most) == (1, 1):
        return replace(nodes[0], needs=needs)
    row = Row(tuple((node.shape, node.least, node.most) for node in nodes))
    return _Node(row, sum(n.words * n.most for n in nodes), anchors, needs=needs, before=before)


class Notation:
    """Reads wordings that may name the lists of one file."""

    def __init__(self, classes: Mapping[str, Sequence[str]], spellings: Spellings | None = None) -> None:
        self._classes: dict[str, _Node] = {}
        self._spellings = spellings or {}
        for name, options in classes.items():
            parsed = [_Parser(text, self._classes, self._spellings).sequence() for text in options]
            self._classes[name] = _either(parsed)

    def wordings(self, source: str, name: str, unless: Sequence[str] = ()) -> Iterator[Frame | Combination]:
        """A wording or combination of the list `name`, excused by any of `unless`; raises `FrameError`."""
        pieces = _PIECE.findall(source)
        if len(pieces) > 1 or unless:
            yield self._combination(pieces, source, name, unless)
        else:
            yield from self.frames(source, name)

    def frames(self, source: str, name: str, *, excuse: bool = False) -> tuple[Frame, ...]:
        """Each form of a wording of the list `name`, ready to be looked for; raises `FrameError`."""
        node, begins, ends = self._read(source)
        if not node.anchors:
            raise FrameError(f"the wording {source!r} has no word to look for")
        return _forms(node, name, begins=begins, ends=ends, excuse=excuse)

    def _combination(
        self, pieces: Sequence[tuple[str, str]], source: str, name: str, unless: Sequence[str]
    ) -> Combination:
        joints = {sign for sign, _ in pieces} & {"&", ">"}
        reach = [text for sign, text in pieces if sign == "~"] or [str(_REACH)]
        if len(joints) > 1 or len(reach) > 1 or not reach[0].isdigit():
            raise FrameError(f"cannot read the combination {source!r}")
        parts = [self._read(text) for sign, text in pieces if sign in {"", *joints}]
        excuses = [self._read(text) for text in (*(text for sign, text in pieces if sign == "!"), *unless)]
        nodes = [node for node, _, _ in parts]
        costs = [_cost(node.anchors) if node.anchors else float("inf") for node in nodes]
        pivot = costs.index(min(costs))
        if not nodes[pivot].anchors:
            raise FrameError(f"the combination {source!r} has no word to look for")
        anchors = [node.anchors for node in nodes if node.anchors and node is not nodes[pivot]]
        needs = dict.fromkeys([*anchors, *(need for node in nodes for need in _needs(node))])
        return Combination(
            name,
            tuple(_forms(node, "", begins=begins, ends=ends) for node, begins, ends in parts),
            tuple(_forms(node, "", begins=begins, ends=ends) for node, begins, ends in excuses),
            pivot,
            tuple(sorted(needs, key=_cost)),
            int(reach[0]),
            ordered=">" in joints,
        )

    def _read(self, source: str) -> tuple[_Node, bool, bool]:
        """A wording, and whether it stands at the beginning and at the end of a sentence."""
        begins, ends = source.startswith("^"), source.endswith("$")
        parser = _Parser(source.removeprefix("^").removesuffix("$").strip(), self._classes, self._spellings)
        node = parser.sequence()
        if parser.at != len(parser.tokens):
            raise FrameError(f"cannot read the wording {source!r}")
        return node, begins, ends


def _forms(node: _Node, name: str, *, begins: bool, ends: bool, excuse: bool = False) -> tuple[Frame, ...]:
    """What a wording is one of, each ready to be looked for by its own words."""
    return tuple(
        Frame(
            name, form.shape, form.words, form.before, form.anchors or frozenset(), _needs(form), begins, ends, excuse
        )
        for form in node.options or (node,)
    )


def _needs(node: _Node) -> tuple[frozenset[Words], ...]:
    """What a wording needs besides its anchors, what is met most seldom first."""
    return tuple(sorted((need for need in node.needs if need != node.anchors), key=_cost))
