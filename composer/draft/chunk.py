"""A stretch of Markdown that can be read on its own -> blocks, directives and remarks, with offsets in the stretch."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from composer.draft import directives
from composer.draft.directives import Directive, Remark
from composer.draft.prose import Writer, cut, joined
from composer.model import Block, BlockKind, Item, Media, Prose, Run, Span, source_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

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


_SPECIAL = re.compile(r"[\\`*_\[<&~\t\0]|  \n|\n[^\w\"'“‘(\u00a0-\uffff]|\n\d", re.ASCII)
"""Whatever makes a stretch more than one paragraph of words that show as they stand."""
_PLAIN_START = re.compile(r"[^\W\d_]|[\"'“‘(]")
_LAST_BLANK_LINES = re.compile(r"(?:\n[ \t]*)+\Z")


def answers(labels: Iterable[str], references: Mapping[str, Definition]) -> tuple[tuple[str, Definition], ...]:
    """The definitions that the draft has for the labels."""
    return tuple((label, references[label]) for label in sorted(labels) if label in references)


def read(source: str, references: Mapping[str, Definition]) -> Chunk:
    """Read a stretch of Markdown, given what labels stand for in the whole draft."""
    body = _LAST_BLANK_LINES.sub("", source)
    if _PLAIN_START.match(body) and not _SPECIAL.search(body):
        return Chunk(source, ((0, _paragraph(body)),))
    return _Reading(source, references).chunk()


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


@dataclass(slots=True)
class _Found:
    """What turns up inside one block."""

    items: list[Item] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    before: list[Directive] = field(default_factory=list)
    after: list[Directive] = field(default_factory=list)


class _Lines:
    """The lines of a stretch, and where each begins."""

    def __init__(self, source: str) -> None:
        self.texts = source.split("\n")
        self.starts = [0]
        for text in self.texts:
            self.starts.append(self.starts[-1] + len(text) + 1)

    def locate(self, line: int, words: str) -> tuple[int, int]:
        """Where the words that end a line stand: how many of their first characters do not, offset of the rest."""
        text = self.texts[line].rstrip() if line < len(self.texts) else ""
        bare = words.rstrip()
        core = bare if text.endswith(bare) else bare.lstrip()
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
        self.origin = 0
        """Offset of the block at hand; everything in a block counts from it."""

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
            self._open_fence(tokens),
        )

    def _too_deep(self) -> Chunk:
        body = _LAST_BLANK_LINES.sub("", self.source)
        block = Block(BlockKind.PARAGRAPH, body, (Item(cut(Prose(body, (Run(0, 0, len(body)),)), 0, len(body))),))
        remark = Remark(
            0, "Lists or quotes are nested too deeply here, so this is taken as plain words, markers included."
        )
        return Chunk(self.source, ((0, block),), (remark,))

    def _open_fence(self, tokens: Sequence[Token]) -> str:
        if not tokens or tokens[-1].type != "fence" or tokens[-1].level:
            return ""
        fence = tokens[-1]
        assert fence.map is not None
        first, end = fence.map
        last = self.lines.texts[end - 1].strip() if end - 1 > first else ""
        closed = len(last) >= len(fence.markup) and not last.strip(fence.markup[0])
        return "" if closed else fence.markup

    def _top(self, tokens: Sequence[Token]) -> None:
        """One block at the top level: its tokens from the opening one to the closing one."""
        opening = tokens[0]
        if opening.type == "comment":
            self._directive(opening.content, opening.meta["at"])
            return
        assert opening.map is not None
        self.origin = self.lines.starts[opening.map[0]]
        block_end = self.lines.starts[opening.map[1]] - 1
        body = _LAST_BLANK_LINES.sub("", self.source[self.origin : max(block_end, self.origin)])
        found = _Found()
        kind = self._contents(opening, tokens, found)
        level = int(opening.tag[1]) if opening.type == "heading_open" else 0
        self.pieces += [(one.at, one) for one in found.before]
        if kind in (BlockKind.BREAK, BlockKind.DIVIDER):
            self.pieces.append((self.origin, Block(kind, body)))
        elif any(item.prose.text for item in found.items) or found.media:
            items = tuple(found.items) or (Item(Prose("")),)
            self.pieces.append((self.origin, Block(kind, body, items, tuple(found.media), level)))
        self.pieces += [(one.at, one) for one in found.after]

    def _directive(self, comment: str, at: int) -> None:
        """Read a comment; at the top level it is a piece of its own."""
        read = directives.read(comment, at)
        if isinstance(read, Remark):
            self.remarks.append(read)
        elif read is not None:
            self.pieces.append((at, read))

    def _contents(self, opening: Token, tokens: Sequence[Token], found: _Found) -> BlockKind:
        match opening.type:
            case "hr":
                return BlockKind.BREAK if opening.markup.startswith("-") else BlockKind.DIVIDER
            case "fence" | "code_block":
                found.items.append(Item(self._code(opening)))
                return BlockKind.CODE
            case "table_open":
                found.items += [Item(row) for row in self._table(tokens, found)]
                return BlockKind.TABLE
        self._walk(tokens, found)
        match opening.type:
            case "heading_open":
                return BlockKind.HEADING
            case "blockquote_open":
                return BlockKind.QUOTE
            case "bullet_list_open" | "ordered_list_open":
                return BlockKind.LIST
        return BlockKind.PARAGRAPH

    def _walk(self, tokens: Sequence[Token], found: _Found) -> None:
        """Paragraphs, lists and quotes, nested as they may be, as items in reading order."""
        depth = -1
        fresh: list[Token | None] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = at + 1
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    depth += 1
                    fresh.append(None)
                case "bullet_list_close" | "ordered_list_close":
                    depth -= 1
                    fresh.pop()
                case "list_item_open":
                    fresh[-1] = token
                case "comment":
                    self._inside(token.content, token.meta["at"], found)
                case "inline" | "fence" | "code_block" | "table_open":
                    end = _end_of(tokens, at)
                    prose = self._words(tokens[at:end], found)
                    if prose.text:
                        _add(found.items, prose, depth, fresh)
            at = end

    def _words(self, tokens: Sequence[Token], found: _Found) -> Prose:
        match tokens[0].type:
            case "inline":
                return self._inline(tokens[0], found)
            case "table_open":
                return joined(self._table(tokens, found))
        return self._code(tokens[0])

    def _code(self, token: Token) -> Prose:
        """A code block's lines, as they are."""
        assert token.map is not None
        first = token.map[0] + (token.type == "fence")
        writer = Writer()
        for number, text in enumerate(token.content.removesuffix("\n").split("\n")):
            if number:
                writer.words("\n")
            padding, start = self.lines.locate(first + number, text)
            writer.words(text[:padding])
            writer.words(text[padding:].rstrip(), start - self.origin)
        writer.code(0)
        return writer.prose()

    def _table(self, tokens: Sequence[Token], found: _Found) -> list[Prose]:
        """A line for each row: `header: value; header: value`; all the cells of a row, also those beyond the header."""
        self._remark(
            tokens[0],
            "No network shows a table; each row becomes a line of words. Consider a picture of it with alt text.",
        )
        rows = [self._cells(token, found) for token in tokens if token.type == "tr_open"]
        header, *body = rows
        if not body:
            return [joined((cell for cell in header if cell.text), "; ")]
        lines = []
        for row in body:
            cells = []
            for number, cell in enumerate(row):
                name = header[number] if number < len(header) else Prose("")
                if cell.text:
                    cells.append(joined((name, cell), ": ") if name.text else cell)
            if cells:
                lines.append(joined(cells, "; "))
        names = {cell.text for cell in header if cell.text}
        shown = "\n".join(line.text for line in lines)
        if any(name not in shown for name in names):
            lines.insert(0, joined((cell for cell in header if cell.text), "; "))
        return lines

    def _cells(self, row: Token, found: _Found) -> list[Prose]:
        from composer.draft.markdown import parser

        assert row.map is not None
        line = row.map[0]
        text = self.lines.texts[line]
        cells = []
        for start, end in _cell_spans(text):
            children: list[Token] = []
            md = parser()
            md.inline.parse(text[start:end], md, {"references": self.references}, children)
            cells.append(self._written(children, [(0, 0, self.lines.starts[line] + start)], text[start:end], found))
        return cells

    def _inline(self, token: Token, found: _Found) -> Prose:
        assert token.map is not None
        first = token.map[0]
        while first < token.map[1] - 1 and not self.lines.texts[first].strip():
            first += 1
        places = []
        at = 0
        for number, text in enumerate(token.content.split("\n")):
            line = first + number
            padding, start = self._place(line, text)
            places.append((at, padding, start))
            at += len(text) + 1
        return self._written(token.children or (), places, token.content, found)

    def _place(self, line: int, words: str) -> tuple[int, int]:
        """As `_Lines.locate`, for a heading too, whose line may end with number signs."""
        text = self.lines.texts[line].rstrip()
        if words and not text.endswith(words.strip()):
            closing = re.search(re.escape(words) + r"[ \t]+#+\Z", text)
            if closing:
                return 0, self.lines.starts[line] + closing.start()
        return self.lines.locate(line, words)

    def _written(
        self, children: Sequence[Token], places: Sequence[tuple[int, int, int]], content: str, found: _Found
    ) -> Prose:
        """Inline tokens as prose. `places` says for each line of `content`: its start, its padding, its offset here."""
        starts = [place[0] for place in places]

        def source(at: int) -> int | None:
            """Where a character of the content stands in the stretch."""
            if not places:
                return None
            start, padding, offset = places[bisect_right(starts, at) - 1]
            return None if at - start < padding else offset + at - start - padding

        def here(at: int) -> int | None:
            """Where it stands in the block."""
            found_at = source(at)
            return None if found_at is None else found_at - self.origin

        writer = Writer()
        links: list[tuple[int, str]] = []
        for child in children:
            at = child.meta.get("at", 0)
            match child.type:
                case "text":
                    if "<!--" in child.content:
                        self._note(source(at + child.content.find("<!--")), _UNCLOSED)
                    writer.words(child.content, here(at + 1 if links and links[-1][1] == "" else at))
                case "text_special":
                    escaped = child.info == "escape"
                    skipped = len(child.markup) - len(child.content)
                    writer.words(child.content, here(at + skipped) if escaped else None)
                case "softbreak":
                    writer.words(" ")
                case "hardbreak":
                    writer.words("\n")
                case "code_inline":
                    _write_code(writer, child, content, here)
                case "footnote":
                    self._note(
                        source(at), "Footnotes are shown as [mark] and their text as a paragraph; no network has them."
                    )
                    writer.words("[", here(at))
                    writer.words(child.content[1:], here(at + 2))
                case "comment":
                    self._inside(child.content, source(at) or self.origin, found)
                    writer.gap()
                case "image":
                    self._picture(child, here, found)
                    writer.gap()
                case "link_open":
                    self._title(child, source(at))
                    # An address in angle brackets reads as it leads; it needs no link.
                    links.append((writer.at, "" if child.info == "auto" else str(child.attrs.get("href", ""))))
                case "link_close":
                    start, target = links.pop()
                    if target:
                        writer.link(start, target)
        prose = writer.prose()
        if lost := _SPACED_PATH.search(prose.text):
            span = source_span(prose.runs, *lost.span())
            self._note(None if span is None else self.origin + span.start, _SPACED.format(lost["alt"], lost["path"]))
        return prose

    def _picture(self, token: Token, here: Callable[[int], int | None], found: _Found) -> None:
        start, end = here(token.meta["at"]), here(token.meta.get("end", token.meta["at"]) - 1)
        span = Span(0, 0) if start is None or end is None else Span(start, end + 1)
        alt = "".join(
            " " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ()
        )
        self._title(token, None if start is None else start + self.origin)
        found.media.append(Media(str(token.attrs.get("src", "")), alt.strip(), span))

    def _title(self, token: Token, at: int | None) -> None:
        if title := token.attrs.get("title"):
            self._note(at, f"The title “{title}” is not posted: no network shows the title of a link or picture.")

    def _inside(self, comment: str, at: int, found: _Found) -> None:
        """A comment within a block: what it begins holds for this block, what it ends holds to this block's end."""
        read = directives.read(comment, at)
        if isinstance(read, Remark):
            self.remarks.append(read)
        elif read is not None:
            (found.after if read.name.startswith("/") else found.before).append(read)

    def _note(self, at: int | None, message: str) -> None:
        self.remarks.append(Remark(self.origin if at is None else at, message))

    def _remark(self, token: Token, message: str) -> None:
        assert token.map is not None
        self.remarks.append(Remark(self.lines.starts[token.map[0]], message))


_SPACED_PATH = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\((?P<path>[^()<>\n\"]* [^()<>\n\"]*)\)")
_SPACED = "This is no picture yet, for its file name has a space. Put angle brackets around it: ![{}](<{}>)."
_UNCLOSED = (
    "A comment begins here with <!-- and never ends with --> in this paragraph, so its words are part of the text."
)


def _end_of(tokens: Sequence[Token], at: int) -> int:
    """Index behind the token that closes the one at `at`."""
    level = 0
    for index in range(at, len(tokens)):
        level += tokens[index].nesting
        if level <= 0:
            return index + 1
    return len(tokens)


def _add(items: list[Item], prose: Prose, depth: int, fresh: list[Token | None]) -> None:
    """The first words of a list item begin an Item; more of them follow on lines of their own."""
    if depth < 0:
        items.append(Item(prose))
        return
    opening = fresh[-1]
    if opening is None and items and items[-1].depth == depth:
        last = items[-1]
        items[-1] = Item(joined((last.prose, prose)), last.ordinal, last.depth)
        return
    ordinal = int(opening.info) if opening is not None and opening.info else None
    items.append(Item(prose, ordinal, depth))
    fresh[-1] = None


def _cell_spans(line: str) -> list[tuple[int, int]]:
    """Where the cells of a table's row stand in its line, without white space around them."""
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", line)]
    edges = [-1, *bars, len(line)]
    spans = []
    for left, right in pairwise(edges):
        cell = line[left + 1 : right]
        start = left + 1 + len(cell) - len(cell.lstrip())
        spans.append((start, max(start, left + 1 + len(cell.rstrip()))))
    if spans and spans[0][0] >= spans[0][1]:
        spans.pop(0)
    if spans and spans[-1][0] >= spans[-1][1]:
        spans.pop()
    return spans


def _write_code(writer: Writer, token: Token, content: str, here: Callable[[int], int | None]) -> None:
    """A code span: as it is, a line's end in it being a space."""
    start = writer.at
    at = token.meta["at"] + len(token.markup)
    if content[at : at + len(token.content)].replace("\n", " ") != token.content:
        at += 1
    for number, line in enumerate(content[at : at + len(token.content)].split("\n")):
        if number:
            writer.words(" ")
            at += 1
        padding = 0
        while padding < len(line) and here(at + padding) is None:
            padding += 1
        writer.words(line[:padding])
        writer.words(line[padding:], here(at + padding) if padding < len(line) else None)
        at += len(line)
    writer.code(start)
