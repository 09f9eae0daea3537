"""Our dialect of Markdown, as a parser whose inline tokens remember where in the source they began.

CommonMark with tables and strikethrough, without Setext headings and without HTML: a tag is words like any other. A
comment is a token of its own. Bare URLs, mentions and hashtags are never read as emphasis, and footnote marks stay
readable.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

MAX_NESTING = 40
"""Levels of lists and quotes; deeper ones are taken as plain words, so that no input exhausts the stack."""

_URL_TAIL = re.compile(r"://[^\s<>\[\]`\\|]+")
_URL_END = "*_~.,;:!?'\")"
_HANDLE = re.compile(r"[@#]\w+")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s^]+)\](?!\()(:?)")


class _State(StateInline):
    """Inline state that notes in each token's `meta` where its source begins: `at`."""

    began = 0
    """Where the construct at hand begins."""
    pending_at = 0
    """Where the text not yet made a token begins."""
    last: Token | None = None
    """The token that the construct at hand gave last: `**` gives two."""

    @cached_property
    def last_comment_end(self) -> int:
        """Where the last comment can end; searched once, for a text may begin thousands that never do."""
        return self.src.rfind("-->")

    def pushPending(self) -> Token:  # noqa: N802  markdown-it's own name
        token = super().pushPending()
        token.meta["at"] = self.pending_at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.began if self.last is None else self.last.meta["at"] + len(self.last.content)
        self.last = token
        return token


class _Inline(ParserInline):
    """markdown-it's inline parser with a state that keeps positions."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        assert isinstance(state, _State)
        rules = self.ruler.getRules("")
        nested_too_deep = state.level >= state.md.options.maxNesting
        while state.pos < (end := state.posMax):
            began = state.began = state.pos
            state.last = None
            if not state.pending:
                state.pending_at = began
            if nested_too_deep or not any(rule(state, False) for rule in rules):
                state.append_pending(state.src[state.pos])
                state.pos += 1
            elif state.tokens and state.tokens[-1].type == "image":
                state.tokens[-1].meta.setdefault("end", state.pos)
            if state.pos >= end:
                break
        if state.pending:
            state.pushPending()


def _literal(state: StateInline, silent: bool) -> bool:
    """URLs, mentions and hashtags as they are: an underscore in one is no emphasis."""
    pos, src = state.pos, state.src
    if src[pos] == ":":
        if not src[max(0, pos - 5) : pos].lower().endswith(("http", "https")):
            return False
        match = _URL_TAIL.match(src, pos, state.posMax)
        end = match.start() + len(match[0].rstrip(_URL_END)) if match else pos
    elif src[pos] in "@#":
        match = _HANDLE.match(src, pos, state.posMax)
        end = match.end() if match else pos
        if match and pos and src[pos - 1] == "_":
            end = match.start() + len(match[0].rstrip("_"))
    else:
        return False
    if end <= pos:
        return False
    if not silent:
        state.append_pending(src[pos:end])
    state.pos = end
    return True


def _lone_bracket(state: StateInline, silent: bool) -> bool:
    """Brackets that nothing closes: known at once, where trying each as a link would take time squared."""
    if not state.src.startswith(("[", "!["), state.pos) or state.src.find("]", state.pos, state.posMax) >= 0:
        return False
    if not silent:
        state.append_pending(state.src[state.pos])
    state.pos += 1
    return True


def _comment(state: StateInline, silent: bool) -> bool:
    assert isinstance(state, _State)
    if not state.src.startswith("<!--", state.pos) or state.last_comment_end < state.pos:
        return False
    end = state.src.find("-->", state.pos + 4, state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("comment", "", 0)
        token.content = state.src[state.pos + 4 : end]
    state.pos = end + 3
    return True


def _footnote(state: StateInline, silent: bool) -> bool:
    """`[^1]` reads as `[1]`, and so does the `[^1]:` in front of the note's text."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if match is None:
        return False
    if not silent:
        token = state.push("footnote", "", 0)
        token.content = f"[{match[1]}]"
    opens_note = match[2] and (match.start() == 0 or state.src[match.start() - 1] == "\n")
    state.pos = match.end() if opens_note else match.end() - len(match[2])
    return True


def _block_comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A comment at the start of a line, over as many lines as it takes; what follows it is read as a line's start."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("<!--", start) or state.is_code_block(start_line):
        return False
    if state.src.find("-->", start + 4) < 0:
        return False
    line = start_line
    close = state.src.find("-->", start + 4, state.eMarks[line])
    while close < 0:
        line += 1
        if line >= end_line or (state.sCount[line] < state.blkIndent and not state.isEmpty(line)):
            return False
        close = state.src.find("-->", state.bMarks[line], state.eMarks[line])
    rest = close + 3
    only_comment = not state.src[rest : state.eMarks[line]].strip(" \t")
    if silent:
        return only_comment
    token = state.push("comment", "", 0)
    token.content = state.src[start + 4 : close]
    token.map = [start_line, line + 1]
    token.meta["at"] = start
    state.line = line + 1
    if not only_comment:
        _begin_line_at(state, line, rest)
        state.md.block.tokenize(state, line, line + 1)
    return True


def _begin_line_at(state: StateBlock, line: int, start: int) -> None:
    words = state.src[start : state.eMarks[line]]
    state.bMarks[line] = start
    state.tShift[line] = len(words) - len(words.lstrip(" \t"))
    state.sCount[line] = state.blkIndent
    state.bsCount[line] = 0


def _reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A link definition, unless it is a footnote."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    return not state.src.startswith("[^", start) and reference(state, start_line, end_line, silent)


def _as_written(url: str) -> str:
    return url


@cache
def parser() -> MarkdownIt:
    """The one parser of our dialect."""
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough"])
    md.disable(["lheading", "html_block", "html_inline", "text_join", "fragments_join"])
    inline = _Inline()
    inline.ruler.enableOnly(md.inline.ruler.get_active_rules())
    inline.ruler2.enableOnly(md.inline.ruler2.get_active_rules())
    inline.ruler.before("text", "literal", _literal)
    inline.ruler.before("link", "lone_bracket", _lone_bracket)
    inline.ruler.before("link", "footnote", _footnote)
    inline.ruler.before("autolink", "comment", _comment)
    md.inline = inline
    md.block.ruler.at("reference", _reference)
    md.block.ruler.before("table", "comment", _block_comment, {"alt": ["paragraph", "reference", "blockquote"]})
    # A draft's links are sent as their writer wrote them.
    overrides: dict[str, Any] = {"normalizeLink": _as_written, "normalizeLinkText": _as_written}
    for name, function in overrides.items():
        setattr(md, name, function)
    return md
