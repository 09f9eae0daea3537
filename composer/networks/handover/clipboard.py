"""The clipboard, by whatever way this computer has: a program of its desktop, or an escape sequence of its terminal."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SECONDS = 3


def copy(text: str, terminal: TextIO, environment: Mapping[str, str] = os.environ) -> str:
    """Put `text` on the clipboard, and say in a sentence what came of it; empty where there is no way at all."""
    for command in _programs(environment):
        if _taken(command, text):
            return f"It is on the clipboard ({command[0]})."
    if terminal.isatty() and environment.get("TERM") not in (None, "", "dumb", "linux"):
        terminal.write(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a")
        terminal.flush()
        return "It was offered to the clipboard through your terminal; most take that, some do not."
    return ""


def _programs(environment: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Programs that can do it here, the fittest first."""
    if sys.platform == "darwin":
        yield ("pbcopy",)
    if environment.get("WAYLAND_DISPLAY"):
        yield ("wl-copy",)
    if environment.get("DISPLAY"):
        yield ("xclip", "-selection", "clipboard")
        yield ("xsel", "--clipboard", "--input")
    if sys.platform == "win32" or environment.get("WSL_DISTRO_NAME"):
        yield ("clip.exe",)


def _taken(command: tuple[str, ...], text: str) -> bool:
    program = shutil.which(command[0])
    if program is None:
        return False
    content = text.encode("utf-16-le" if command[0] == "clip.exe" else "utf-8")
    try:
        subprocess.run(
            [program, *command[1:]],
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
