"""HTML comments that steer a thread: what they say, and what they mean for the blocks after them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from composer.draft.options import EXAMPLE, poll_of
from composer.model import BlockKind, Ignore, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.model import Block

NAMES = ("keep", "/keep", "only", "/only", "cw", "cue", "ignore", "poll", "code")
_WITH_VALUE = frozenset({"only", "cw", "cue", "ignore", "poll", "code"})
_NOTES = frozenset({"todo", "fixme", "note", "notes", "draft", "idea", "source", "check", "xxx", "http", "https"})
_SHAPE = re.compile(r"\s*(/?\s*[A-Za-z]+)\s*(?::(.*))?\s*\Z", re.DOTALL)
_IGNORED = re.compile(r"(?P<codes>[A-Za-z][A-Za-z0-9-]*(?:\s*,\s*[A-Za-z][A-Za-z0-9-]*)*)(?:\s+(?P<why>.*))?\Z")
_CUE = re.compile(r"[a-z0-9_-]+\Z")
_MAKES_NO_POST = frozenset({BlockKind.BREAK, BlockKind.DIVIDER})


class Directive(NamedTuple):
    """A comment that we obey: its name, what stands after the colon, and its offset in the chunk."""

    name: str
    value: str
    at: int


class Remark(NamedTuple):
    """What there is to say about a place of a chunk: an offset in it and a sentence."""

    at: int
    message: str


@dataclass(frozen=True, slots=True)
class Context:
    """The directives in force at a place of a draft."""

    keep: int | None = None
    keeps: int = 0
    """How many `keep` groups have begun so far; a group's number is its ordinal."""
    only: frozenset[str] | None = None
    content_warning: str | None = None
    cue: str | None = None
    ignores: tuple[tuple[str, str], ...] = ()

    def dress(self, block: Block) -> Block:
        """The block with these directives on it; the same object where there are none."""
        worded = block.kind not in _MAKES_NO_POST
        cue = self.cue if worded else None
        ignores = self.ignores if worded else ()
        if (self.keep, self.only, self.content_warning, cue) == (None, None, None, None) and not ignores:
            return block
        whole = Span(0, len(block.source))
        return replace(
            block,
            keep=self.keep,
            only=self.only,
            content_warning=self.content_warning,
            cue=cue,
            ignores=tuple(Ignore(code, reason, whole) for code, reason in ignores),
        )

    def after(self, block: Block) -> Context:
        """The directives in force behind the block: those for the next block alone are used up."""
        if block.kind in _MAKES_NO_POST or (self.cue is None and not self.ignores):
            return self
        return replace(self, cue=None, ignores=())


START = Context()


def read(comment: str, at: int) -> Directive | Remark | None:
    """What a comment says: a directive, something to tell the writer about, or None for a plain note."""
    shape = _SHAPE.match(comment)
    if shape is None:
        return None
    name = "".join(shape[1].split()).lower()
    value = None if shape[2] is None else " ".join(shape[2].split())
    if name not in NAMES:
        return _unknown(name, at)
    if name in _WITH_VALUE and not value:
        return Remark(at, f"“{name}” needs a value, such as <!-- {_EXAMPLES[name]} -->; it was left out.")
    if name not in _WITH_VALUE and value:
        return Remark(at, f"“{name}” takes no value; write <!-- {name} -->. It was left out.")
    return Directive(name, value or "", at)


_EXAMPLES = {
    "only": "only: x, bluesky",
    "cw": "cw: surgery",
    "cue": "cue: tip",
    "ignore": "ignore: KND001 it is a quotation",
    "poll": EXAMPLE,
    "code": "code: talk-code-1.md",
}


def _unknown(name: str, at: int) -> Remark | None:
    if name in _NOTES:
        return None
    near = get_close_matches(name, NAMES, n=1, cutoff=0.6)
    hint = f"did you mean “{near[0]}”?" if near else f"there are {', '.join(NAMES)}."
    return Remark(at, f"“{name}” is not a directive; {hint} The comment was taken as a note and is not posted.")


def obey(directive: Directive, context: Context) -> tuple[Context, Remark | None]:
    """The context behind a directive, and what is wrong with it, if anything."""
    name, value, at = directive
    match name:
        case "keep":
            if context.keep is not None:
                return context, Remark(
                    at, "“keep” inside “keep”: the outer one holds; end it with <!-- /keep --> first."
                )
            return replace(context, keep=context.keeps + 1, keeps=context.keeps + 1), None
        case "/keep":
            if context.keep is None:
                return context, Remark(at, "“/keep” ends nothing: there is no <!-- keep --> before it.")
            return replace(context, keep=None), None
        case "only":
            return _only(directive, context)
        case "/only":
            if context.only is None:
                return context, Remark(at, "“/only” ends nothing: there is no <!-- only: ... --> before it.")
            return replace(context, only=None), None
        case "cw":
            return replace(context, content_warning="" if value.lower() == "none" else value), None
        case "cue":
            cue = value.lower()
            if not _CUE.match(cue):
                return context, Remark(
                    at, f"“{value}” is no cue: a cue is one word, such as tip or none. It was left out."
                )
            return replace(context, cue=cue), None
        case "poll":
            poll = poll_of(value)
            return context, Remark(at, f"{poll} The poll was left out.") if isinstance(poll, str) else None
        case "code":
            return context, None
        case _:
            ignored = _IGNORED.match(value)
            if ignored is None:
                code = value.split()[0]
                return context, Remark(at, f"“{code}” is no lint code; write <!-- ignore: KND001 and why -->.")
            reason = (ignored["why"] or "").strip()
            codes = tuple((code.strip().upper(), reason) for code in ignored["codes"].split(","))
            return replace(context, ignores=(*context.ignores, *codes)), None


def _only(directive: Directive, context: Context) -> tuple[Context, Remark | None]:
    """Networks we do not know are left out of the list; a list of none but those is left out whole."""
    from composer.text import LIMITS

    networks = tuple(LIMITS)
    wanted = [name.strip().lower() for name in directive.value.replace(";", ",").split(",") if name.strip()]
    known = frozenset(wanted) & frozenset(networks)
    remark = None
    if strange := [name for name in wanted if name not in networks]:
        near = get_close_matches(strange[0], networks, n=1, cutoff=0.5)
        hint = f"did you mean “{near[0]}”?" if near else f"there are {', '.join(networks)}."
        remark = Remark(directive.at, f"“{strange[0]}” is not a network we know; {hint}")
    elif context.only is not None:
        remark = Remark(directive.at, "“only” inside “only”: this one takes over; <!-- /only --> ends it.")
    return (replace(context, only=known) if known else context), remark


def unclosed(context: Context, directives: Sequence[Directive]) -> tuple[Remark, ...]:
    """What a draft's last context leaves open; `directives` are all of the draft's, offsets in the draft."""

    def last(name: str) -> int:
        return next(found.at for found in reversed(directives) if found.name == name)

    found = []
    if context.keep is not None:
        found.append(
            Remark(last("keep"), "“keep” is never ended; it holds to the end of the draft. Add <!-- /keep -->.")
        )
    if context.only is not None:
        found.append(
            Remark(last("only"), "“only” is never ended; it holds to the end of the draft. Add <!-- /only -->.")
        )
    if context.cue is not None:
        found.append(Remark(last("cue"), "“cue” has no text after it, so it does nothing."))
    if context.ignores:
        found.append(Remark(last("ignore"), "“ignore” has no text after it, so it does nothing."))
    return tuple(found)
