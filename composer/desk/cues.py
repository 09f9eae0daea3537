"""Cues as the writer has them: own ones from files, suggestions to accept, change or refuse, decisions in the draft."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from composer.config import PROJECT_FILE
from composer.desk.refusals import refusals, refusals_file
from composer.model import BlockKind, ComposerError, Fix, Safety, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.model import Draft, Post, Thread
    from composer.thread import CueSet
    from composer.thread.triggers import Suggestion

NONE = "none"
"""What a writer says for no cue."""
FILE = "cues.csv"
"""Name of a file of own cues, beside the user's settings and beside a project's."""
_MARKERS = ("thread_start", "continue_below", "section_start", "list_item", "end_of_thread")
_SEPARATES = frozenset({BlockKind.BREAK, BlockKind.DIVIDER})


class CueError(ComposerError):
    """A decision about a cue cannot be taken as asked."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The cues that hold for a draft, and what is wrong with the files that they come from, a sentence a fault."""

    cues: CueSet
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What one post wears: a cue of the writer's, one that is suggested and why, or none."""

    number: int
    cue: str | None
    suggestion: Suggestion | None
    """Why the program suggests it; None where the writer chose it."""
    text: str
    """The words of the post."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A sign that is no suggestion: it follows the style."""

    id: str
    sign: str
    posts: tuple[int, ...]
    """Numbers of the posts that wear it."""


def cue_files(settings_file: Path, folder: Path) -> tuple[Path, ...]:
    """Where own cues may stand for a draft in `folder`: with the user's settings, and with the project's."""
    place = next((place for place in (folder, *folder.parents) if (place / PROJECT_FILE).is_file()), None)
    return (settings_file.parent / FILE, *((place / FILE,) if place else ()))


def palette(files: Sequence[Path], state: Path) -> Palette:
    """The built-in cues, changed by `files`, later ones on top, without the suggestions that were refused for good."""
    from composer.thread import shipped_cues
    from composer.thread.cue_file import read_cues

    cues, faults = shipped_cues(), []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{path} was left out: {_reason(error)}")
            continue
        read = read_cues(text, str(path), cues)
        cues = cues.with_own(read.cues)
        faults += [f"{path}, line {problem.line}: {problem.message}" for problem in read.problems]
    refused = [(one.cue, one.trigger) for one in refusals(state) if one.final]
    return Palette(cues.without(refused) if refused else cues, tuple(faults))


def _reason(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"it is not UTF-8 text (byte {error.start}). Save it as UTF-8."
    return f"{error.strerror}. Mend its rights, or move it away."


class PaletteReader:
    """The palette of some files, read again when one of them has changed."""

    def __init__(self, files: Sequence[Path], state: Path) -> None:
        self._files = tuple(files)
        self._state = state
        self._stamps: tuple[tuple[int, int] | None, ...] | None = None
        self._palette: Palette | None = None

    def read(self) -> Palette:
        """The palette as the files are now; the same object as long as they are the same."""
        stamps = tuple(map(_stamp, (*self._files, refusals_file(self._state))))
        if self._palette is None or stamps != self._stamps:
            self._palette, self._stamps = palette(self._files, self._state), stamps
        return self._palette


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


# Suggestions


def offers(thread: Thread, cues: CueSet) -> tuple[Offer, ...]:
    """What each post wears and why, for posts that wear a cue or of which the writer said that they shall not."""
    spoken = cues.speaking(thread.draft.language)
    found = []
    for index, post in enumerate(thread.posts):
        chosen = _chosen(thread, index, cues)
        if post.cue is None and not chosen:
            continue
        near_end = post.number >= post.total - 2
        quoted = sum(end - start for start, end in post.quotes)
        suggestion = None if chosen else spoken.suggest(post.body, near_end=near_end, quoted=quoted)
        found.append(Offer(post.number, post.cue, suggestion, post.body))
    return tuple(found)


def markers(thread: Thread, cues: CueSet) -> tuple[Marker, ...]:
    """The signs that posts wear because of where they stand or what they hold: opener, pointer, section, list, end."""
    spoken = cues.speaking(thread.draft.language)
    found = []
    for name in _MARKERS:
        sign = spoken.sign(name, thread.style.profile)
        if sign and (posts := tuple(post.number for post in thread.posts if _wears(post, sign))):
            found.append(Marker(name, sign, posts))
    return tuple(found)


def _wears(post: Post, sign: str) -> bool:
    at = post.text.find(post.body)
    around = post.text[:at] + post.text[at + len(post.body) :]
    return sign in around or any(line.lstrip().startswith(f"{sign} ") for line in post.body.split("\n"))


def _chosen(thread: Thread, index: int, cues: CueSet) -> bool:
    """Whether the writer chose a cue, or none, for a block that begins in this post."""
    draft = thread.draft
    first = 0 if not index else _first_after(draft, thread.spans[index - 1].end)
    last = bisect_right(draft.starts, thread.spans[index].end - 1)
    return any(block.cue == NONE or block.cue in cues for block in draft.blocks[first:last])


def _first_after(draft: Draft, offset: int) -> int:
    """Index of the first block that begins at `offset` or behind it."""
    return bisect_right(draft.starts, offset - 1)


# Decisions


def decided(thread: Thread, choices: Sequence[tuple[int, str]]) -> str:
    """The draft's text with a cue, or `none`, written down for each post in `choices`.

    Raises CueError where a post is not there, or its words begin where no directive can stand.
    """
    from composer.draft import parse

    draft = thread.draft
    text = draft.text
    for fix in sorted((decision(thread, number, cue) for number, cue in choices), key=lambda fix: -fix.span.start):
        text = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    after = parse(text, path=draft.path)
    written = sorted(block.cue for block in after.blocks if block.cue)
    if _words(after) != _words(draft) or any(cue not in written for _, cue in choices):
        raise CueError(
            "The cue could not be written without changing words of the draft, so nothing was changed. "
            "Write <!-- cue: ID --> on a line of its own before the paragraph it is for."
        )
    return text


def _words(draft: Draft) -> list[str]:
    return " ".join(block.text for block in draft.blocks).split()


def decision(thread: Thread, number: int, cue: str) -> Fix:
    """The change to the draft's text that gives a post a cue, or `none`; a directive that is there is replaced.

    Where a post begins in the middle of a paragraph, the paragraph is broken there. Raises CueError.
    """
    if not 1 <= number <= len(thread.posts):
        raise CueError(f"There is no post {number}: this thread has {len(thread.posts)}.")
    draft, index = thread.draft, number - 1
    begin = thread.spans[index].start
    before = thread.spans[index - 1].end if index else 0
    holder = bisect_right(draft.starts, begin) - 1
    if holder >= 0 and draft.starts[holder] >= before:
        return _before_block(draft, holder, cue)
    following = _first_after(draft, begin)
    if cue == NONE and following < len(draft.blocks) and draft.starts[following] < thread.spans[index].end:
        return _before_block(draft, following, cue)
    return _inside_block(draft, holder, Span(before, begin), cue)


def _before_block(draft: Draft, index: int, cue: str) -> Fix:
    """Write a directive on the line before a block, or over the one that holds for it."""
    import re

    before = index - 1
    while before >= 0 and draft.blocks[before].kind in _SEPARATES:
        before -= 1
    start = draft.starts[before] + len(draft.blocks[before].source) if before >= 0 else 0
    begin = draft.starts[index]
    directive = re.compile(r"<!--\s*cue\s*:[^>]*-->", re.IGNORECASE)
    there = list(directive.finditer(draft.text, start, begin))
    inline = re.compile(rf"(?:<!--.*?-->\s*)*?(?P<cue>{directive.pattern})", re.IGNORECASE | re.DOTALL)
    own = inline.match(draft.text, begin)
    if own and draft.blocks[index].cue:
        return _fix(own.start("cue"), own.end("cue"), _directive(cue))
    if there and draft.blocks[index].cue:
        return _fix(there[-1].start(), there[-1].end(), _directive(cue))
    line = draft.text.rfind("\n", 0, begin) + 1
    at = line if not draft.text[line:begin].strip() else begin
    return _fix(at, at, f"{'' if at == line else chr(10)}{_directive(cue)}\n")


def _inside_block(draft: Draft, index: int, gap: Span, cue: str) -> Fix:
    """Break a paragraph or a list where a post begins, and write the directive there."""
    block, text = draft.blocks[index], draft.text
    if block.kind is BlockKind.PARAGRAPH and not text[gap.start : gap.end].strip():
        return _fix(gap.start, gap.end, f"\n\n{_directive(cue)}\n")
    line = text.rfind("\n", 0, gap.end) + 1
    if block.kind is BlockKind.LIST and line >= gap.start and text[line : line + 1].strip():
        return _fix(line, line, f"{_directive(cue)}\n")
    raise CueError(
        f"This post begins in the middle of a {block.kind}, where no cue can stand. "
        "Begin a new paragraph there, or put --- before it, and try again."
    )


def _directive(cue: str) -> str:
    return f"<!-- cue: {cue} -->"


def _fix(start: int, end: int, replacement: str) -> Fix:
    return Fix(Span(start, end), replacement, Safety.CHOICE)


def save_decided(path: Path, text: str) -> None:
    """Write a draft file in its own line ends, whole or not at all; raises DraftError where it cannot be written."""
    from composer.draft import save

    try:
        with path.open("rb") as file:
            former = file.read()
    except OSError:
        former = b""
    mark = "\ufeff" if former.startswith(b"\xef\xbb\xbf") else ""
    save(path, mark + (text.replace("\n", "\r\n") if b"\r\n" in former else text))
