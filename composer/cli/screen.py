"""The one door from the command line to the screen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from composer.desk import Desk


def at_a_terminal() -> bool:
    """Whether there is somebody to read and to type; a screen drawn into a file would never end."""
    return sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()  # Textual draws on stderr


def open_screen(draft: Path | None, desk: Desk) -> int:
    """Write on `draft`, or on a new page, until the user leaves; returns the exit code."""
    from composer.tui import run

    return run(draft, desk)
