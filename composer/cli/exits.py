"""The only place that knows exit codes and writes to stderr."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn

import click

from composer.cli.output import discard

if TYPE_CHECKING:
    from collections.abc import Sequence


class Exit(IntEnum):
    """What a script learns from the end of a command."""

    DONE = 0
    LINT = 1
    USAGE = 2
    SETUP = 3
    NETWORK = 4
    PARTLY_SENT = 5
    HELD = 6
    INTERRUPTED = 130


MEANINGS = """\
Exit codes:
  0    done
  1    the etiquette check found errors
  2    usage: an option, a word, a file or an entry that does not fit
  3    settings, account, or this computer (rights, disk, a locked file)
  4    the network refused, or could not be reached
  5    partly sent: `thread resume` goes on
  6    held: it reads as heat, and nobody was there to ask; nothing was sent
  130  interrupted"""

_BY_FAULT = {"input": Exit.USAGE, "setup": Exit.SETUP, "network": Exit.NETWORK}


def say(message: str) -> None:
    """Tell the user something that is not data."""
    click.echo(message, err=True)


def leave(code: Exit) -> NoReturn:
    """End the command with `code`; what had to be said has been said."""
    raise SystemExit(int(code))


def run(command: click.Command, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `command`; every way it can end is a sentence and an exit code, never a traceback for a user's mistake."""
    _open_closed_streams()
    try:
        outcome = command.main(args=arguments, prog_name="thread", standalone_mode=False)
        sys.stdout.flush()
    except Exception as error:
        code = _explained(error)
        if code is None:
            raise
        leave(code)
    leave(Exit(outcome) if isinstance(outcome, int) else Exit.DONE)


def _explained(error: Exception) -> Exit | None:
    """Say what went wrong, and return the exit code for it; None for a defect of ours."""
    from composer.model import ComposerError  # not before it is needed: most commands end well

    match error:
        case click.exceptions.Abort():
            say("\nInterrupted. What was sent is recorded; `thread queue` shows where things stand.")
            return Exit.INTERRUPTED
        case click.ClickException():
            error.show()
            return Exit.USAGE
        case ComposerError():
            say(f"thread: {error}")
            return _BY_FAULT[error.fault]
        case OSError():
            say(f"thread: {_in_words(error)}")
            _drop_unwritten()
            return Exit.SETUP
    return None


def _in_words(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{place}. Nothing more was done; mend that and run the command again."


def _drop_unwritten() -> None:
    """What stdout cannot take, to a full disk say, must not be tried again at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        discard()


def _open_closed_streams() -> None:
    """A stream that the caller closed leads nowhere instead of being missing."""
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
