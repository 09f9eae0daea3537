"""The journal: which prompt was shown, and on which days something was written; one JSON line each, only ever appended.

It counts writing and never publishing, holds no word of what was written, and a day without an entry changes nothing.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from composer.model import Problem
from composer.practice.errors import cannot
from composer.practice.rotation import Shown

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "practice.jsonl"
"""The journal's name in the state folder."""


@dataclass(frozen=True, slots=True)
class Written:
    """Something was written; one sentence counts."""

    day: date
    prompt: str = ""
    """Its id, or empty for writing without one."""
    words: int = 1
    minutes: int = 0
    draft: str = ""
    """Path of the draft, or empty."""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Journal:
    """What the journal's file says, in the order in which it was noted."""

    shown: tuple[Shown, ...] = ()
    written: tuple[Written, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Lines that cannot be read; they stay in the file as they are."""


def read_journal(path: Path) -> Journal:
    """The journal at `path`, empty where there is none. Raises PracticeError where the file cannot be opened."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return Journal()
    except OSError as error:
        raise cannot("read the journal", path, error, "Make it readable; what is in it is not changed.") from error
    shown: list[Shown] = []
    written: list[Written] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match _entry(line):
            case Shown() as entry:
                shown.append(entry)
            case Written() as entry:
                written.append(entry)
            case None:
                problems.append(Problem(f"Line {number} of {path} cannot be read. It is kept and passed over.", number))
    return Journal(tuple(shown), tuple(written), tuple(problems))


def record(path: Path, *entries: Shown | Written) -> None:
    """Append `entries`, durable on return. Raises PracticeError where the folder is read-only or full.

    One write in append mode, so that two programs never mix their lines; a line that a power cut left unfinished
    is closed first and stays apart.
    """
    text = "".join(json.dumps(_fields(entry), ensure_ascii=False) + "\n" for entry in entries).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            _append(handle, text)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise cannot(
            "note today's writing in", path, error, "Your draft is untouched. Free space or make the folder writable."
        ) from error


def days_written(journal: Journal, today: date, days: int = 30) -> tuple[bool, ...]:
    """For each of the last `days` days, oldest first and today last, whether a word was written."""
    active = {entry.day for entry in journal.written if entry.words > 0}
    return tuple(today - timedelta(days=back) in active for back in reversed(range(days)))


def dots(days: tuple[bool, ...]) -> str:
    """A dot for each day with words, a small one for every other, a space between."""
    return " ".join("●" if written else "·" for written in days)


def dots_in_words(days: tuple[bool, ...]) -> str:
    """The same for somebody who listens."""
    written = sum(days)
    if not written:
        return f"The last {len(days)} days are open."
    return f"There are words on {written} of the last {len(days)} days."


def _append(handle: int, text: bytes) -> None:
    size = os.fstat(handle).st_size
    if size and _last_byte(handle, size) != b"\n":
        text = b"\n" + text
    while text:
        text = text[os.write(handle, text) :]


def _last_byte(handle: int, size: int) -> bytes:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)


def _fields(entry: Shown | Written) -> dict[str, Any]:
    if isinstance(entry, Shown):
        return {"shown": entry.prompt, "day": entry.day.isoformat()}
    return {
        "written": entry.prompt,
        "day": entry.day.isoformat(),
        "words": entry.words,
        "minutes": entry.minutes,
        "draft": entry.draft,
        "private": entry.private,
    }


def _entry(line: bytes) -> Shown | Written | None:
    """The entry on `line`, or None where it is damaged or of a kind we do not know."""
    try:
        match json.loads(line):
            case {"shown": str(prompt), "day": str(day)}:
                return Shown(date.fromisoformat(day), prompt)
            case {
                "written": str(prompt),
                "day": str(day),
                "words": int(words),
                "minutes": int(minutes),
                "draft": str(draft),
                "private": bool(private),
            }:
                return Written(date.fromisoformat(day), prompt, words, minutes, draft, private)
    except (ValueError, RecursionError):
        return None
    return None
