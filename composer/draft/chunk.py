"""A stretch of Markdown that can be read on its own -> blocks, directives and remarks, with offsets in the stretch."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from composer.draft import directives, table
from composer.draft.directives import Directive, Remark
from composer.draft.inline import Finds, Inline, Row
from composer.draft.prose import Writer, cut, joined
from composer.model import Block, BlockKind, Item, Prose, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markdown_it.token import Token

Definition = tuple[str, str]
"""Where a link definition leads, and its title."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a stretch of a draft says, wherever it stands; equal stretches are read once."""

    source: str
    pieces: tuple[tuple[int, Block | Directive], ...] = ()
    """Blocks and directives in the order they count, each with its offset."""
    remarks: tuple[Remark, ...] = ()
    definitions: tuple[tuple[str, Definition, int], ...] = ()
    """Link definitions: label, what it stands for, offset."""
    asked: frozenset[str] = frozenset()
    """Labels whose definition it looked up."""
    given: tuple[tuple[str, Definition], ...] = ()
    """Those of them that the draft defined when it was read."""
    open_fence: str = ""
    """The fence that is still open at its end."""

    @property
    def open_comment(self) -> bool:
        """Whether a comment is still open at its end."""
        last = self.source.rfind("<!--")
        return last >= 0 and self.source.find("-->", last + 4) < 0


_SPECIAL = re.compile(r"[\\`*_\[<&~\t\0]|  \n|\n[^A-Za-z\"'“‘(\u00a0-\uffff]|\n[\s\d]")
"""Whatever makes a stretch more than one paragraph of words that show as they stand."""
_PLAIN_START = re.compile(r"[^\W\d_]|[\"'“‘(]")
_ENDS_A_SENTENCE = ".!?…:;,)”\"'"
_CLOSING_SIGNS = re.compile(r"[ \t]+#+\Z")


def answers(labels: Iterable[str], references: Mapping[str, Definition]) -> tuple[tuple[str, Definition], ...]:
    """The definitions that the draft has for the labels."""
    return tuple((label, references[label]) for label in sorted(labels) if label in references)


def read(source: str, references: Mapping[str, Definition]) -> Chunk:
    """Read a stretch of Markdown, given what labels stand for in the whole draft."""
    body = _body(source)
    if _PLAIN_START.match(body) and not _SPECIAL.search(body):
        return Chunk(source, ((0, _paragraph(body)),))
    return _Reading(source, references).chunk()


def _body(source: str) -> str:
    """The stretch without the empty lines at its end."""
    line_end = source.find("\n", len(source.rstrip(" \t\n")))
    return source if line_end < 0 else source[:line_end]


def _paragraph(body: str) -> Block:
    """A paragraph without any markup."""
    writer = Writer()
    at = 0
    for line in body.split("\n"):
        if at:
            writer.words(" ")
        writer.words(line.removesuffix(" "), at)
        at += len(line) + 1
    return Block(BlockKind.PARAGRAPH, body, (Item(writer.prose()),))


_KINDS = {
    "heading_open": BlockKind.HEADING,
    "paragraph_open": BlockKind.PARAGRAPH,
    "blockquote_open": BlockKind.QUOTE,
    "bullet_list_open": BlockKind.LIST,
    "ordered_list_open": BlockKind.LIST,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
}


class _References(dict[str, Any]):
    """markdown-it's table of link definitions: takes those of this stretch, answers with those of the draft."""

    def __init__(self, draft: Mapping[str, Definition]) -> None:
        super().__init__()
        self.draft = draft
        self.asked: set[str] = set()

    def get(self, label: str, default: Any = None) -> Any:
        self.asked.add(label)
        found = self.draft.get(label)
        return default if found is None else {"href": found[0], "title": found[1]}


class _Lines:
    """The lines of a stretch, and where each begins."""

    def __init__(self, source: str) -> None:
        self.texts = source.split("\n")
        self.starts = [0]
        for text in self.texts:
            self.starts.append(self.starts[-1] + len(text) + 1)

    def holds(self, line: int, words: str) -> bool:
        """Whether the words end that line."""
        return self.locate(line, words)[0] < len(words)

    def locate(self, line: int, words: str) -> tuple[int, int]:
        """Where the words that end a line stand: how many of their first characters do not, offset of the rest.

        A heading's line may have number signs behind its words.
        """
        text = self.texts[line].rstrip() if line < len(self.texts) else ""
        bare = words.rstrip()
        core = bare if text.endswith(bare) else bare.lstrip()
        if core and not text.endswith(core) and (closing := _CLOSING_SIGNS.search(text)):
            text = text[: closing.start()]
        if not core or not text.endswith(core):
            return len(words), self.starts[line]
        return len(bare) - len(core), self.starts[line] + len(text) - len(core)


class _Reading:
    """One reading of one stretch."""

    def __init__(self, source: str, references: Mapping[str, Definition]) -> None:
        self.source = source
        self.lines = _Lines(source)
        self.references = _References(references)
        self.pieces: list[tuple[int, Block | Directive]] = []
        self.remarks: list[Remark] = []

    def chunk(self) -> Chunk:
        from composer.draft.markdown import MAX_NESTING, parser

        try:
            tokens = parser().parse(self.source, {"references": self.references})
        except RecursionError:
            tokens = None
        if tokens is None or any(token.level >= MAX_NESTING - 1 for token in tokens):
            return self._too_deep()
        at = 0
        while at < len(tokens):
            end = _end_of(tokens, at)
            self._top(tokens[at:end])
            at = end
        open_fence = self._open_fence(tokens)
        definitions = tuple(
            (label, (found["href"], found["title"] or ""), self.lines.starts[found["map"][0]])
            for label, found in self.references.items()
        )
        return Chunk(
            self.source,
            tuple(self.pieces),
            tuple(sorted(self.remarks)),
            definitions,
            frozenset(self.references.asked),
            answers(self.references.asked, self.references.draft),
            open_fence,
        )

    def _too_deep(self) -> Chunk:
        body = _body(self.source)
        words = cut(Prose(body, (Run(0, 0, len(body)),)), 0, len(body))
        return Chunk(self.source, ((0, Block(BlockKind.PARAGRAPH, body, (Item(words),))),), (Remark(0, _TOO_DEEP),))

    def _open_fence(self, tokens: Sequence[Token]) -> str:
        if not tokens or tokens[-1].type != "fence" or tokens[-1].level:
            return ""
        fence = tokens[-1]
        assert fence.map is not None
        first, end = fence.map
        last = self.lines.texts[end - 1].strip() if end - 1 > first else ""
        closed = len(last) >= len(fence.markup) and not last.strip(fence.markup[0])
        if closed:
            return ""
        self.remarks.append(Remark(self.lines.starts[first], _OPEN_FENCE.format(fence.markup[0] * 3)))
        return fence.markup

    def _top(self, tokens: Sequence[Token]) -> None:
        """One block at the top level: its tokens from the opening one to the closing one."""
        opening = tokens[0]
        if opening.type == "comment":
            self._directive(opening.content, opening.meta["at"])
            return
        assert opening.map is not None
        if opening.type == "hr" and opening.markup.startswith("-"):
            self._underlined(opening.map[0] - 1)
        start, end = (self.lines.starts[line] for line in opening.map)
        body = _body(self.source[start : end - 1])
        finds = Finds(start)
        kind, items = self._contents(tokens, finds)
        level = int(opening.tag[1]) if kind is BlockKind.HEADING else 0
        if items or finds.media or kind in (BlockKind.BREAK, BlockKind.DIVIDER):
            if finds.media and not items:
                items = [Item(Prose(""))]
            block = Block(kind, body, tuple(items), tuple(finds.media), level)
            self.pieces += [*((one.at, one) for one in finds.openers), (start, block)]
            self.pieces += [(one.at, one) for one in finds.closers]
        else:
            self.pieces += [(one.at, one) for one in sorted((*finds.openers, *finds.closers), key=lambda one: one.at)]
        self.remarks += finds.remarks

    def _directive(self, comment: str, at: int) -> None:
        """A comment at the top level is a piece of its own."""
        said = directives.read(comment, at)
        if isinstance(said, Remark):
            self.remarks.append(said)
        elif said is not None:
            self.pieces.append((at, said))

    def _underlined(self, above: int) -> None:
        """Whether a break may have been meant as the line under a title: one short line above it, and no sentence."""
        if above < 0 or not self.pieces or (above and self.lines.texts[above - 1].strip()):
            return
        at, piece = self.pieces[-1]
        title = self.lines.texts[above].strip()
        if (
            isinstance(piece, Block)
            and (piece.kind, at) == (BlockKind.PARAGRAPH, self.lines.starts[above])
            and len(title) <= _TITLE_LENGTH
            and title[-1] not in _ENDS_A_SENTENCE
        ):
            self.remarks.append(Remark(at, _SETEXT.format(title)))

    def _contents(self, tokens: Sequence[Token], finds: Finds) -> tuple[BlockKind, list[Item]]:
        opening = tokens[0]
        match opening.type:
            case "hr":
                return (BlockKind.BREAK if opening.markup.startswith("-") else BlockKind.DIVIDER), []
            case "table_open":
                return BlockKind.TABLE, [Item(row) for row in self._table(tokens, finds)]
        return _KINDS[opening.type], self._walk(tokens, finds)

    def _walk(self, tokens: Sequence[Token], finds: Finds) -> list[Item]:
        """Paragraphs, code, lists and quotes, nested as they may be, as items in reading order."""
        items: list[Item] = []
        fresh: list[Token | None] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = at + 1
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    fresh.append(None)
                case "bullet_list_close" | "ordered_list_close":
                    fresh.pop()
                case "list_item_open":
                    fresh[-1] = token
                case "comment":
                    finds.comment(token.content, token.meta["at"] - finds.origin)
                case "inline" | "fence" | "code_block" | "table_open":
                    end = _end_of(tokens, at)
                    prose = self._words(tokens[at:end], finds)
                    if prose.text:
                        _add(items, prose, fresh)
            at = end
        return items

    def _words(self, tokens: Sequence[Token], finds: Finds) -> Prose:
        match tokens[0].type:
            case "inline":
                return self._inline(tokens[0], finds)
            case "table_open":
                return joined(self._table(tokens, finds))
        return self._code(tokens[0], finds.origin)

    def _code(self, token: Token, origin: int) -> Prose:
        """A code block's lines, as they are; the words behind the fence where there are no others."""
        assert token.map is not None
        first = token.map[0] + (token.type == "fence")
        content = token.content.removesuffix("\n")
        if not content.strip():
            first, content = token.map[0], token.info.strip()
        writer = Writer()
        for line, words in enumerate(content.split("\n"), first):
            if line > first:
                writer.words("\n")
            padding, place = self.lines.locate(line, words)
            end = max(padding, len(words.rstrip()))
            writer.words(words[:padding])
            writer.words(words[padding:end], place - origin)
            writer.words(words[end:])
        writer.code(0)
        return writer.prose(verbatim=True)

    def _table(self, tokens: Sequence[Token], finds: Finds) -> list[Prose]:
        """A line for each row, with all its cells, also those beyond the header."""
        assert tokens[0].map is not None
        finds.note(_TABLE, self.lines.starts[tokens[0].map[0]] - finds.origin)
        header, *rows = (
            self._cells(tokens[at : _end_of(tokens, at)], finds)
            for at, token in enumerate(tokens)
            if token.type == "tr_open"
        )
        return table.lines(header, rows)

    def _cells(self, row: Sequence[Token], finds: Finds) -> list[Prose]:
        from composer.draft.markdown import parser

        assert row[0].map is not None
        line = row[0].map[0]
        text = self.lines.texts[line]
        known = [token.content for token in row if token.type == "inline"]
        empty = next((n for n, content in enumerate(known) if content), 0)
        # Within a quote or a list the line has marks of theirs before its first cell.
        begins = max(0, text.find(known[empty])) if row[0].level > _TABLE_LEVELS else 0
        found = [Prose("")] * empty if begins else []
        md = parser()
        for start, end in table.cells(text[begins:]):
            words = text[begins + start : begins + end]
            children: list[Token] = []
            md.inline.parse(words, md, {"references": self.references}, children)
            place = self.lines.starts[line] + begins + start - finds.origin
            found.append(Inline(words, (Row(0, 0, place),), finds).prose(children))
        return found

    def _inline(self, token: Token, finds: Finds) -> Prose:
        assert token.map is not None
        texts = token.content.split("\n")
        # Lines of white space before the words, or behind a comment, are not part of the content.
        spare = range(token.map[0], token.map[1] - len(texts) + 1)
        first = next((line for line in spare if self.lines.holds(line, texts[0])), token.map[0])
        rows = []
        at = 0
        for line, words in enumerate(texts, first):
            padding, place = self.lines.locate(line, words)
            rows.append(Row(at, padding, place - finds.origin))
            at += len(words) + 1
        return Inline(token.content, rows, finds).prose(token.children or ())


_TABLE = (
    "No network shows a table; each row becomes a line of words, its first cell as its name. "
    "Consider a picture of it with alt text."
)
_TABLE_LEVELS = 2
"""How deep a row's token stands in a table at the top level."""
_TOO_DEEP = "Lists or quotes are nested too deeply here, so this is taken as plain words, markers included."
_SETEXT = "“{0}” is taken as a post of its own, for --- parts posts. For a heading write: # {0}"
_TITLE_LENGTH = 60
"""Characters that a line has at most to be taken for a title."""
_OPEN_FENCE = "The code block that begins here never ends, so all behind it is code. End it with a line such as {}."


def _end_of(tokens: Sequence[Token], at: int) -> int:
    """Index behind the token that closes the one at `at`."""
    level = 0
    for index in range(at, len(tokens)):
        level += tokens[index].nesting
        if level <= 0:
            return index + 1
    return len(tokens)


def _add(items: list[Item], prose: Prose, fresh: list[Token | None]) -> None:
    """The first words of a list item begin an Item; more of them follow on lines of their own.

    `fresh` has for each list around the words the token of its item if nothing of it was taken yet.
    """
    if not fresh:
        items.append(Item(prose))
        return
    opening = fresh[-1]
    depth = len(fresh) - 1
    if opening is None and items and items[-1].depth == depth:
        items[-1] = replace(items[-1], prose=joined((items[-1].prose, prose)))
        return
    ordinal = int(opening.info) if opening is not None and opening.info else None
    items.append(Item(prose, ordinal, depth))
    fresh[-1] = None
