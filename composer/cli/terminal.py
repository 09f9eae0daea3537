"""The terminal that output goes to, and how many cells it takes for a character: it is asked where its cursor is."""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time
from typing import TYPE_CHECKING

from composer.desk.doctor import PROBES, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 0.4
"""Seconds until a terminal that does not answer is left alone; one on a slow line takes a fifth."""
_ASK = "\x1b[6n"
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")
_CLEAR = "\r\x1b[K"


def this_terminal() -> Terminal:
    """What is known of it; measured only where there is one to read the answers of."""
    is_one = sys.stdin.isatty() and sys.stdout.isatty()
    name = os.environ.get("TERM", "")
    return Terminal(
        is_one,
        name,
        sys.stdout.encoding or "unknown",
        os.environ.get("COLORTERM", ""),
        bool(os.environ.get("NO_COLOR")),
        _measured() if is_one and name != "dumb" and os.name == "posix" else None,
    )


def _measured() -> dict[str, int] | None:
    """Cells that each probe takes; None where the terminal does not say."""
    found: dict[str, int] = {}
    with _unechoed() as handle:
        if _cells(handle, "a") != 1:
            return None
        for probe in PROBES:
            cells = _cells(handle, probe.text)
            if cells is None:
                return None
            found[probe.text] = cells
    return found


def _cells(handle: int, text: str) -> int | None:
    os.write(handle, f"\r{text}{_ASK}".encode())
    column = _column(handle)
    os.write(handle, _CLEAR.encode())
    return None if column is None else column - 1


def _column(handle: int) -> int | None:
    """The column of the cursor, counted from 1, as the terminal reports it."""
    until = time.monotonic() + _PATIENCE
    heard = b""
    while (left := until - time.monotonic()) > 0:
        if not select.select([handle], [], [], left)[0]:
            return None
        heard += os.read(handle, 64)
        if answer := _ANSWER.search(heard):
            return int(answer[1])
    return None


@contextlib.contextmanager
def _unechoed() -> Iterator[int]:
    """The terminal, which for a moment neither shows what comes in nor waits for the end of a line."""
    import termios
    import tty

    handle = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSADRAIN)
        yield handle
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
        os.close(handle)
