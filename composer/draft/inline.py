"""Inline tokens -> prose with the way back to its block, and what else stands between the words."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from composer.draft import directives
from composer.draft.directives import Directive, Remark
from composer.draft.prose import Writer
from composer.model import Media, Span, source_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from composer.model import Prose

_SPACED_PATH = re.compile(r"!\[(?P<alt>[^\[\]\n]*)\]\((?P<path>[^()<>\n\"]* [^()<>\n\"]*)\)")
_SPACED = "This is no picture yet, for its file name has a space. Put angle brackets around it: ![{alt}](<{path}>)."
_UNCLOSED = "A comment begins here and never ends with --> in this paragraph, so its words are part of the text."
_FOOTNOTE = "Footnotes are shown as [mark] and their text as a paragraph of its own; no network has them."
_NO_LABEL = "The link to {} has no words to stand on, so it is not posted. Write it behind the picture."
_ELSEWHERE = (
    "The picture {} is an address, not a file. "
    "A picture has to be a file beside the draft: download it first, and write its file name."
)
_NO_FILE = "The picture “{}” names no file. Write its name in the parentheses, such as ![{}](figure.png)."
_NO_ENDING = "The picture {0} has no ending, so nobody can tell what it is. Write its whole name, such as {0}.png."
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]+:|//)", re.IGNORECASE)
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
_SHOWN = 80
"""Characters of an address in a message; a picture within its address has thousands."""
_FOCUS = re.compile(r"focus:? *([+-]?\d?\.?\d{1,4}) *[, ] *([+-]?\d?\.?\d{1,4})", re.IGNORECASE)
_TITLE = "The title “{}” is not posted: no network shows the title of a link or picture."


@dataclass(slots=True)
class Finds:
    """What turns up in a block besides words; offsets of directives and remarks count in the chunk."""

    origin: int
    """Offset of the block in the chunk."""
    media: list[Media] = field(default_factory=list)
    openers: list[Directive] = field(default_factory=list)
    closers: list[Directive] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def comment(self, words: str, at: int | None) -> None:
        """A comment within a block: what it begins holds for this block, what it ends holds to this block's end."""
        said = directives.read(words, self.origin if at is None else self.origin + at)
        if isinstance(said, Remark):
            self.remarks.append(said)
        elif said is not None:
            (self.closers if said.name.startswith("/") else self.openers).append(said)

    def note(self, message: str, at: int | None) -> None:
        """Something to tell the writer about a place of the block; about its start where the place is not known."""
        self.remarks.append(Remark(self.origin if at is None else self.origin + at, message))


@dataclass(frozen=True, slots=True)
class Row:
    """Where a line of an inline text stands in its block."""

    start: int
    """Offset of the line in the inline text."""
    padding: int
    """How many of its first characters have no place in the block."""
    place: int
    """Offset in the block of the first that has."""


class Inline:
    """One inline text being turned into prose."""

    def __init__(self, content: str, rows: Sequence[Row], finds: Finds) -> None:
        self.content = content
        self.rows = rows
        self.starts = [row.start for row in rows]
        self.finds = finds
        self.writer = Writer()
        self.links: list[tuple[int, str]] = []

    def place(self, at: int) -> int | None:
        """Where a character of the inline text stands in the block."""
        row = self.rows[bisect_right(self.starts, at) - 1]
        inside = at - row.start - row.padding
        return None if inside < 0 else row.place + inside

    def prose(self, tokens: Sequence[Token]) -> Prose:
        """The tokens as a reader sees them."""
        for token in tokens:
            self._take(token, token.meta.get("at", 0))
        prose = self.writer.prose()
        if lost := _SPACED_PATH.search(prose.text):
            span = source_span(prose.runs, *lost.span())
            self.finds.note(_SPACED.format_map(lost.groupdict()), None if span is None else span.start)
        return prose

    def _take(self, token: Token, at: int) -> None:
        match token.type:
            case "text":
                self._text(token.content, at)
            case "text_special":
                skipped = len(token.markup) - len(token.content)
                self.writer.words(token.content, self.place(at + skipped) if token.info == "escape" else None)
            case "softbreak":
                self.writer.words(" ")
            case "hardbreak":
                self.writer.words("\n")
            case "code_inline":
                self._code(token, at + len(token.markup))
            case "footnote":
                self.finds.note(_FOOTNOTE, self.place(at))
                self.writer.words("[", self.place(at))
                self.writer.words(token.content[1:], self.place(at + 2))
            case "comment":
                self.finds.comment(token.content, self.place(at))
                self.writer.gap()
            case "image":
                self._picture(token, at)
                self.writer.gap()
            case "link_open":
                self._title(token, at)
                # An address in angle brackets reads as it leads; it needs no link.
                self.links.append((self.writer.at, "" if token.info == "auto" else str(token.attrs.get("href", ""))))
            case "link_close":
                start, target = self.links.pop()
                if target and start < self.writer.at:
                    self.writer.link(start, target)
                elif target:
                    self.finds.note(_NO_LABEL.format(target), None)

    def _text(self, words: str, at: int) -> None:
        if "<!--" in words:
            self.finds.note(_UNCLOSED, self.place(at + words.find("<!--")))
        in_angle_brackets = bool(self.links) and self.content.startswith("<" + words, at)
        self.writer.words(words, self.place(at + in_angle_brackets))

    def _code(self, token: Token, at: int) -> None:
        """A code span: as it is, a line's end in it being a space."""
        start = self.writer.at
        length = len(token.content)
        if self.content[at : at + length].replace("\n", " ") != token.content:
            at += 1
        for number, line in enumerate(self.content[at : at + length].split("\n")):
            if number:
                self.writer.words(" ")
                at += 1
            padding = next((n for n in range(len(line)) if self.place(at + n) is not None), len(line))
            self.writer.words(line[:padding])
            self.writer.words(line[padding:], self.place(at + padding))
            at += len(line)
        self.writer.code(start)

    def _picture(self, token: Token, at: int) -> None:
        start, last = self.place(at), self.place(token.meta["end"] - 1)
        span = Span(0, 0) if start is None or last is None else Span(start, last + 1)
        alt = "".join(_BREAKS.get(child.type, child.content) for child in token.children or ())
        focus = focus_of(str(token.attrs.get("title") or ""))
        if not focus:
            self._title(token, at)
        path = str(token.attrs.get("src", ""))
        if trouble := _trouble(path, alt.strip()):
            self.finds.note(trouble, start)
        self.finds.media.append(Media(path, alt.strip(), span, focus))

    def _title(self, token: Token, at: int) -> None:
        if title := token.attrs.get("title"):
            self.finds.note(_TITLE.format(title), self.place(at))


def focus_of(title: str) -> str:
    """The point that a picture's title asks a crop to keep, such as `focus: 0.3, -0.5`; empty where it asks nothing."""
    found = _FOCUS.fullmatch(title.strip())
    if found is None:
        return ""
    x, y = float(found[1]), float(found[2])
    return f"{x:g},{y:g}" if max(abs(x), abs(y)) <= 1 else ""


def _trouble(path: str, alt: str) -> str:
    """Why a picture's path can be no file beside the draft, or empty."""
    if not path:
        return _NO_FILE.format(alt, alt)
    if _ADDRESS.match(path) and not re.match(r"[a-zA-Z]:[\\/]", path):
        return _ELSEWHERE.format(path if len(path) <= _SHOWN else path[: _SHOWN - 1] + "…")
    name = re.split(r"[\\/]", path)[-1]
    return "" if "." in name.strip(".") or "{" in path else _NO_ENDING.format(path)
