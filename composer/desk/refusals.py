"""What the writer thinks of suggested cues: a trigger that was refused twice suggests its cue no more.

They are kept in a plain file of the state folder, one line for each cue and trigger, which a person may edit.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from composer.thread.triggers import Suggestion

ENOUGH = 2
"""Refusals after which a suggestion is not made again: once may be the post, twice is the words."""
_FILE = "refused_cues.csv"
_HEADER = ("cue", "words", "times")


class RefusalError(ComposerError):
    """The refusals cannot be kept; says why."""

    fault = Fault.SETUP


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cue that the writer did not want for what it was recognised by."""

    cue: str
    trigger: str
    times: int

    @property
    def final(self) -> bool:
        """Whether it is suggested no more."""
        return self.times >= ENOUGH


def refusals_file(state: Path) -> Path:
    """Where they are kept; `state` is the program's state folder."""
    return state / _FILE


def refusals(state: Path) -> tuple[Refusal, ...]:
    """What was refused so far, the latest last; lines that cannot be read are passed over."""
    try:
        text = refusals_file(state).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    rows = csv.reader(text.splitlines())
    return tuple(Refusal(row[0], row[1], int(row[2])) for row in rows if len(row) == 3 and row[2].isdecimal())


def refuse(state: Path, suggestion: Suggestion) -> Refusal:
    """Remember that `suggestion` was refused, once more. Raises RefusalError where that cannot be written."""
    known = {(one.cue, one.trigger): one for one in refusals(state)}
    key = (suggestion.cue, suggestion.trigger)
    now = known.pop(key, Refusal(*key, 0))
    now = replace(now, times=now.times + 1)
    _write(state, (*known.values(), now))
    return now


def forget(state: Path, words: str = "") -> tuple[Refusal, ...]:
    """Forget the refusals whose cue or trigger is `words`, or all of them; those that were forgotten."""
    known = refusals(state)
    wanted = words.casefold().strip()
    gone = tuple(one for one in known if not wanted or wanted in (one.cue, one.trigger))
    if gone:
        _write(state, [one for one in known if one not in gone])
    return gone


def _write(state: Path, found: Iterable[Refusal]) -> None:
    from composer.paths import write_atomically

    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(_HEADER)
    rows.writerows((one.cue, one.trigger, one.times) for one in found)
    place = refusals_file(state)
    try:
        state.mkdir(parents=True, exist_ok=True)
        write_atomically(place, table.getvalue().encode())
    except OSError as error:
        raise RefusalError(
            f"{place} could not be written: {error.strerror or error}. What you think of suggested cues was not "
            "noted; make room or mend the rights there, and say it again."
        ) from error
