"""Where a command's draft comes from: a file, or `-` for what is piped in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.model import ComposerError

if TYPE_CHECKING:
    from typing import BinaryIO

    from composer.desk import Desk
    from composer.model import Draft

DRAFT = click.Path(path_type=Path, allow_dash=True, readable=False)
"""A file or `-`; what is wrong with it is told by the drafts' room, which knows better than click."""


def opened(path: Path) -> BinaryIO:
    """A file that is no draft, for reading; what is wrong with it is told in the same words as of a draft."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise ComposerError(f"There is no file {path}. Is its name right?") from None
    except IsADirectoryError:
        raise ComposerError(f"{path} is a folder, not a file. Name a file in it.") from None
    except OSError as error:
        raise ComposerError(f"{path} could not be read: {error.strerror}. Choose another file.") from error


def read_draft(desk: Desk, path: Path) -> Draft:
    """The draft in the file, or on standard input."""
    if str(path) == "-":
        return desk.read(sys.stdin.buffer.read())
    kept = desk.drafts_folder() / path
    if path.name == str(path) and not path.exists() and kept.is_file():
        raise ComposerError(f"There is no file {path} in this folder. Did you mean {kept}?")
    return desk.open(path)
