"""A time in a person's words: what may mean more than one is asked about on a terminal, and refused in a script."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, TypeVar

import click

from composer.cli.exits import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from composer.desk import Desk
    from composer.schedule import WhenError

_T = TypeVar("_T")


def meant(desk: Desk, words: str, read: Callable[[str], _T]) -> _T:
    """What `read` makes of `words`; raises `WhenError` with every meaning, each as a command to copy."""
    from composer.schedule import WhenError

    try:
        return read(words)
    except WhenError as error:
        if not error.readings:
            raise
        if error.passed or not sys.stdin.isatty():
            raise WhenError("\n".join(_offered(desk, words, error)), error.readings, why=error.why) from error
        return read(_chosen(desk, error))


def _chosen(desk: Desk, error: WhenError) -> str:
    """The words of the meaning that the person picks."""
    say(f"{error.why} Which one is meant?")
    for number, reading in enumerate(error.readings, 1):
        say(f"  {number}  {desk.say_when(reading)}")
    picked = click.prompt("Number", type=click.IntRange(1, len(error.readings)), err=True)
    return error.readings[picked - 1].words


def _offered(desk: Desk, words: str, error: WhenError) -> Iterator[str]:
    yield f"{error.why} {'Did you mean' if error.passed else 'Write the one you mean'}:"
    for reading in error.readings:
        typed = ["thread", *(reading.words if word == words else word for word in sys.argv[1:])]
        yield f"  {desk.say_when(reading)}"
        yield f"    {shlex.join(typed)}"
