"""Draft files: read with a sentence for whatever is wrong with one, written so that nothing is lost."""

from __future__ import annotations

import errno
import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from composer.draft.errors import DraftError
from composer.model import Fault

if TYPE_CHECKING:
    from composer.model import Draft

LARGEST = 5_000_000
"""Bytes that a draft may have; a long book has one million."""

_KEPT = "Nothing was changed on disk."
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def load(path: Path | str) -> Draft:
    """Read a draft file. Raises DraftError where it is missing, unreadable, no text, or its front matter is broken."""
    from composer.draft import reader

    path = Path(path)
    return reader.parse(_checked(_bytes(path), path), path=path)


def read(content: bytes, name: str) -> Draft:
    """A draft that came from elsewhere than a file; `name` says where, for messages. Raises DraftError as `load`."""
    from composer.draft import reader

    return reader.parse(_checked(content, Path(name)))


def _checked(content: bytes, path: Path) -> str:
    """The text of a draft with front matter that can be read, or none."""
    from composer.draft import front

    text = _decoded(content, path)
    if not text.strip():
        raise DraftError(f"{path} is empty: there is nothing to make a thread of. Write a few paragraphs into it.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if front.never_ends(text):
        raise DraftError(f"{path}: {front.UNCLOSED_FILE}")
    if broken := front.read(front.split(text)).broken:
        raise DraftError(f"{path}, line {broken.line}: {broken.message}")
    return text


def save(path: Path, text: str) -> None:
    """Write a draft file, whole or not at all. Raises DraftError where it cannot be written; the old file stays."""
    from composer.paths import write_atomically

    if path.exists() and not os.access(path, os.W_OK):
        raise DraftError(f"{path} was not saved: the file is write-protected. {_KEPT} Save it under another name.")
    try:
        write_atomically(path, encoded(text, path))
    except OSError as error:
        raise cannot_write(path, error) from error


def encoded(text: str, path: Path) -> bytes:
    """The text as a file holds it."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise DraftError(
            f"{path} was not saved: half of a character stands in line {line}, where a paste went wrong. "
            "Delete it and save again; the old file is as it was."
        ) from None


def cannot_write(path: Path, error: OSError) -> DraftError:
    """Why a file could not be written and what to do, for the user."""
    return DraftError(_why_not(path, error), fault=Fault.SETUP)


def _why_not(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f"{path} was not saved: the disk is full. {_KEPT} Make room, or save to another disk."
    if error.errno in _FORBIDDEN:
        return f"{path} was not saved: you may not write in {path.parent}. {_KEPT} Save it in a folder of your own."
    if error.errno == errno.ENOENT:
        return f"{path} was not saved: the folder {path.parent} does not exist. {_KEPT} Create it, or save elsewhere."
    if error.errno == errno.EISDIR or path.is_dir():
        return f"{path} was not saved: there is a folder of that name. {_KEPT} Choose another name."
    return f"{path} was not saved: {error.strerror or error}. {_KEPT} Save it elsewhere."


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise DraftError(f"There is no file {path}.{_similar(path)}") from None
    except IsADirectoryError:
        raise DraftError(f"{path} is a folder, not a draft.{_inside(path)}") from None
    except PermissionError:
        if path.is_dir():
            raise DraftError(f"{path} is a folder, not a draft.{_inside(path)}") from None
        raise DraftError(
            f"You may not read {path}. Give yourself the right with: chmod u+r {path.name}", fault=Fault.SETUP
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DraftError(f"{path} cannot be read: {reason}. Check the name.") from None
    if len(content) > LARGEST:
        raise DraftError(
            f"{path} is too large for a draft: more than {LARGEST // 1_000_000} MB. Is it the right file? "
            "If it is, split it into several drafts."
        )
    return content


def _decoded(content: bytes, path: Path) -> str:
    if content.startswith(_UTF16):
        raise DraftError(f"{path} is UTF-16 text. Save it as UTF-8 in your editor and try again.")
    if b"\0" in content:
        raise DraftError(f"{path} is a binary file, not text. A draft is a Markdown file: plain text in UTF-8.")
    content = content.removeprefix(_BOM)
    try:
        return content.decode().lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        raise DraftError(
            f"{path} is not UTF-8: line {line} has the byte 0x{content[error.start]:02X} as its {_nth(column)} byte. "
            "Save it as UTF-8 in your editor and try again."
        ) from None


def _nth(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _similar(path: Path) -> str:
    """Names like the missing one, from its folder."""
    folder = path.parent
    if not folder.is_dir():
        return f" There is no folder {folder} either. Check the path."
    try:
        names = [entry.name for entry in folder.iterdir() if entry.is_file()]
    except OSError:
        return " Check the name."
    stems = {name.rpartition(".")[0].lower() or name.lower(): name for name in names}
    near = [stems[path.stem.lower()]] if path.stem.lower() in stems else get_close_matches(path.name, names, n=3)
    if near:
        return f" Did you mean {' or '.join(str(folder / name) for name in near)}?"
    return " Check the name, or begin a draft with: thread new NAME"


def _inside(folder: Path) -> str:
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.suffix == ".md")
    except OSError:
        return " Name a file in it."
    return f" Name a file in it, such as {folder / names[0]}." if names else " Name a Markdown file."
