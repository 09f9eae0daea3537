"""Code as pictures beside the draft, and back: what no post holds as text stays whole, and no line of it is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.model import BlockKind, ComposerError, Fix, Safety, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from composer.model import Draft, Thread

_FENCE = re.compile(r"[ ]{0,3}(?:`{3,}|~{3,})[ \t]*(?P<language>[\w+#.-]*)")
_DRAWN = re.compile(
    r"^[ ]{0,3}<!--\s*code\s*:\s*(?P<name>[^\n]+?)\s*-->(?:\n!\[(?:\\.|[^\]\\])*\]\([^)\n]*\))*",
    re.MULTILINE | re.DOTALL,
)
_BEGINS_A_BLOCK = re.compile(r"^(\d*)([-+=.)])")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>&~!#|$@])")
_UNNAMED = re.compile(r"[^\w.-]+")


class DrawingError(ComposerError):
    """Code cannot be made a picture, or a picture code again."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Changes to a draft, and the files that they name."""

    fixes: tuple[Fix, ...]
    files: tuple[tuple[Path, bytes], ...]
    """Pictures, and the code of each as it stood in the draft."""

    def keep(self) -> None:
        """Write the files, each whole or not at all; raises DrawingError where that cannot be done."""
        from composer.paths import write_atomically

        for path, content in self.files:
            try:
                write_atomically(path, content)
            except OSError as error:
                raise DrawingError(
                    f"{path} could not be written: {error.strerror}. The draft was not changed; make room, or give "
                    "yourself the right to write there."
                ) from error


def too_long(thread: Thread) -> tuple[int, ...]:
    """Indices of the blocks of code that no post of the thread holds whole."""
    from composer.thread.torn import torn

    return tuple(found.block for found in torn(thread))


def code_at(draft: Draft, offset: int) -> int | None:
    """Index of the block of code that the character at `offset` stands in."""
    for index, (start, block) in enumerate(zip(draft.starts, draft.blocks, strict=True)):
        if block.kind is BlockKind.CODE and start <= offset <= start + len(block.source):
            return index
    return None


def all_code(draft: Draft) -> tuple[int, ...]:
    """Indices of all blocks of code."""
    return tuple(index for index, block in enumerate(draft.blocks) if block.kind is BlockKind.CODE)


def drawn(draft: Draft, blocks: Iterable[int]) -> Drawing:
    """Pictures in place of these blocks of code, with the code as their alt text and in files beside the draft.

    Raises DrawingError for a draft that is no file, PictureError for code that cannot be drawn.
    """
    from composer.share.code import pictures

    path = draft.path
    if path is None:
        raise DrawingError("What is piped in has no place for pictures. Save it as a file first.")
    fixes, files, taken = [], [], set[str]()
    for index in sorted(blocks):
        span = _lines(draft, index)
        source = draft.text[span.start : span.end]
        stem = _free(path, source, taken)
        fence = _FENCE.match(source)
        made = pictures(draft.blocks[index].text, fence["language"] if fence else "", _longest_alt())
        names = [f"{stem}.png" if len(made) == 1 else f"{stem}{letter}.png" for letter in "abcd"[: len(made)]]
        files.append((path.parent / f"{stem}.md", f"{source}\n".encode()))
        files += [(path.parent / name, picture.content) for name, picture in zip(names, made, strict=True)]
        shown = "\n".join(
            f"![{_alt(picture.alt)}{picture.to_fill}]({name})" for name, picture in zip(names, made, strict=True)
        )
        fixes.append(Fix(span, f"<!-- code: {stem}.md -->\n{shown}", Safety.CHOICE))
    return Drawing(tuple(fixes), tuple(files))


def undrawn(draft: Draft) -> tuple[Fix, ...]:
    """The code back in place of its pictures; its files stay. Raises DrawingError where a file is missing."""
    if draft.path is None:
        raise DrawingError("What is piped in has no files beside it to take the code from.")
    return tuple(_undone(draft.path.parent, draft.text))


def _undone(folder: Path, text: str) -> Iterator[Fix]:
    for match in _DRAWN.finditer(text):
        file = folder / match["name"]
        try:
            source = file.read_text(encoding="utf-8").rstrip("\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise DrawingError(
                f"The code in {file} could not be read: {reason}. Nothing was changed; put the file back."
            ) from error
        yield Fix(Span(*match.span()), source, Safety.CHOICE)


def _lines(draft: Draft, index: int) -> Span:
    """A block with the indentation before its first character."""
    start = draft.starts[index]
    end = start + len(draft.blocks[index].source)
    line = draft.text.rfind("\n", 0, start) + 1
    return Span(start if draft.text[line:start].strip() else line, end)


def _free(path: Path, source: str, taken: set[str]) -> str:
    """A name for the code that no other file has; one that holds this very code is taken again."""
    base = _UNNAMED.sub("-", path.stem)
    number = 1
    while True:
        stem = f"{base}-code-{number}"
        number += 1
        if stem in taken:
            continue
        kept = path.parent / f"{stem}.md"
        pictured = any(path.parent.glob(f"{stem}*.png"))
        if _holds(kept, source) or not (kept.exists() or pictured):
            taken.add(stem)
            return stem


def _holds(file: Path, source: str) -> bool:
    try:
        return file.read_text(encoding="utf-8") == f"{source}\n"
    except (OSError, UnicodeDecodeError):
        return False


def _longest_alt() -> int:
    """Characters of alt text that every network takes."""
    from composer.networks import media_limit_of
    from composer.text import LIMITS

    return min(taken.alt for name in LIMITS if (taken := media_limit_of(name)))


def _alt(words: str) -> str:
    """Alt text as Markdown: its lines stay lines, its signs signs, its indentation is kept by no-break spaces."""
    lines = []
    for line in words.split("\n"):
        rest = line.lstrip(" ")
        lines.append("\u00a0" * (len(line) - len(rest)) + _escaped(rest))
    return "\\\n".join(lines)


def _escaped(words: str) -> str:
    return _BEGINS_A_BLOCK.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", words))
