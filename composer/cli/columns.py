"""Threads of one draft beside each other, post by post; one after the other where there is no room."""

from __future__ import annotations

import shutil
import sys
from itertools import zip_longest
from typing import TYPE_CHECKING

from composer.cli.show import many, one_post, post_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.model import Thread

_NARROWEST = 38
"""Columns in which a post can still be read."""
_WIDEST = 72
_GAP = " │ "


def thread_lines(named: Sequence[tuple[str, Thread]]) -> Iterator[str]:
    """The threads, each under its name; a single one without."""
    width = _column(len(named))
    if len(named) == 1:
        yield from post_lines(named[0][1])
    elif width:
        yield from _beside(named, width)
    else:
        for name, thread in named:
            yield _heading(name, thread)
            yield ""
            yield from post_lines(thread)


def _column(threads: int) -> int:
    """Width of each of so many columns; 0 where there is no room, or nobody to look."""
    if threads < 2 or not sys.stdout.isatty():
        return 0
    width = (shutil.get_terminal_size().columns - len(_GAP) * (threads - 1)) // threads
    return min(width, _WIDEST) if width >= _NARROWEST else 0


def _beside(named: Sequence[tuple[str, Thread]], width: int) -> Iterator[str]:
    yield _row([_heading(name, thread) for name, thread in named], width)
    yield _row(["─" * width for _ in named], width)
    posts = [[list(one_post(post, thread.maximum, width - 2)) for post in thread.posts] for _, thread in named]
    for lines in zip_longest(*posts, fillvalue=[]):
        for row in zip_longest(*lines, fillvalue=""):
            yield _row(list(row), width)


def _row(cells: list[str], width: int) -> str:
    return _GAP.join(_padded(cell, width) for cell in cells).rstrip()


def _padded(cell: str, width: int) -> str:
    """As wide as its column, in the cells of a terminal; nothing is cut."""
    from rich.cells import cell_len

    return cell + " " * (width - cell_len(cell))


def _heading(name: str, thread: Thread) -> str:
    return f"{name}: {many(len(thread.posts), 'post')} of up to {thread.maximum}"
