"""Many entries from one file: which draft, when, for whom; read from JSON, TOML or CSV, each with its line."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.model import ComposerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from composer.desk.desk import Desk
    from composer.model import Schedule
    from composer.schedule.pace import Pace

_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*entries[ \t]*\]\]", re.MULTILINE)
_LONGEST = 366 * 24 * 60
"""Minutes; the longest delay that is taken for meant."""
_SPACE = re.compile(r"[ \t\r\n]*")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d")
"""How the one time begins that an export gives each entry; other words than these may be a slip."""
_FINISHED = ("published", "cancelled", "retracted")
WANTED = ("draft", "when", "account", "hold", "late", "pace", "state")
"""What a row may say; other columns, such as those that an export adds, are passed over."""


class BatchError(ComposerError):
    """A file of entries that cannot be taken as it is: every trouble with its line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the file has it."""

    line: int
    """1-based."""
    draft: Path
    """Absolute; a name in the file is meant from the file's folder."""
    when: str
    account: str
    """Empty: the draft's own."""
    hold: str
    """Why it is held; empty: it is not."""
    late: str = ""
    """Minutes that it may be late without asking, or `any`; empty: as the settings say."""
    pace: Pace | None = None
    """How it is drawn out; None: as the draft or the settings say."""
    state: str = ""
    """Where it stood when it was exported; empty: nobody says."""
    passed: bool = False
    """Whether its time is over, so that it is held."""

    def lateness(self, usual: timedelta | None) -> timedelta | None:
        """How late it may begin without asking, `usual` being what the settings say; None for however late."""
        return _late(self.late) if self.late else usual


def read_batch(path: Path) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of a file, and its troubles with their lines; its kind is told by its ending.

    Raises `BatchError` where it cannot be read at all, or has no entries.
    """
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        raise BatchError(f"{path} is none of .json, .toml and .csv. Save it as one of these.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BatchError(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except OSError as error:
        raise BatchError(f"{path} could not be read: {error.strerror}. Is its name right?") from error
    rows, troubles = [], []
    for line, found in reader(path, text):
        trouble = _trouble(found)
        if trouble:
            troubles.append(f"{path}, line {line}: {trouble}")
        else:
            said = {name: _said(found, name) for name in WANTED}
            draft = (path.parent / Path(said["draft"]).expanduser()).absolute()
            pace = _pace(said["pace"])
            rows.append(
                Row(line, draft, said["when"], said["account"], said["hold"], said["late"], pace, said["state"])
            )
    if not rows and not troubles:
        raise BatchError(f"{path} has no entries in it. Each needs a draft and a time (when).")
    return tuple(rows), tuple(troubles)


def timed(desk: Desk, row: Row) -> tuple[Row, Schedule]:
    """A row and its time; what is unfinished and has a date that has passed keeps that, and is held for it.

    Raises `WhenError` for other words that name no time to come.
    """
    from composer.schedule import WhenError, when

    if desk.repeating(row.when):
        return row, desk.next_of(row.when)
    try:
        return row, desk.when(row.when)
    except WhenError as error:
        dated = _DATED.match(row.when)
        if not error.passed or dated is None or row.state.casefold() in _FINISHED:
            raise
    schedule = when(row.when, now=datetime.fromisoformat(dated[1]).replace(tzinfo=UTC) - _DAYS, zone=desk.zone)
    why = f"its time, {row.when}, had passed when it was imported"
    told = row.hold if why in row.hold else "; ".join(filter(None, (row.hold, why)))
    return replace(row, passed=True, hold=told), schedule


_DAYS = timedelta(days=2)
"""Before a date in every zone."""


def _said(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return "" if value is None else str(value).strip()


def _trouble(found: object) -> str:
    if not isinstance(found, dict):
        return f"an entry has draft, when and account, but this is {found!r}."
    for name in ("draft", "when"):
        if not str(found.get(name) or "").strip():
            return f"{name} is missing."
    out = _said(found, "out")
    if out.isdecimal() and int(out) and _said(found, "state").casefold() not in _FINISHED:
        return (
            f"{out} of its posts were out when it was exported, and only the queue it comes from knows which. Take the"
            " line out, and let it go on there."
        )
    for name, read in (("late", _late), ("pace", _pace)):
        try:
            read(_said(found, name))
        except (ValueError, ComposerError):
            return f"{name} has to be {_MEANT[name]}, not {found[name]!r}."
    wrong = [name for name in _TEXTS if not isinstance(found.get(name) or "", str)]
    return f"{wrong[0]} has to be text, not {found[wrong[0]]!r}." if wrong else ""


_TEXTS = ("draft", "when", "account", "hold")
_MEANT = {"late": "a number of minutes, or 'any'", "pace": "a number of seconds, or words such as '5 min'"}


def _late(words: str) -> timedelta | None:
    """Minutes, or `any` for however late."""
    if words.casefold() == "any":
        return None
    minutes = float(words or "0")
    if not 0 <= minutes <= _LONGEST:
        raise ValueError(words)
    return timedelta(minutes=minutes)


def _pace(words: str) -> Pace | None:
    """Seconds, or a pace in words."""
    from composer.schedule.pace import pace_of

    return pace_of(f"{words}s" if words.isdigit() else words) if words else None


def _csv(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    lines = csv.DictReader(io.StringIO(text), restkey="more than there are columns")
    lines.fieldnames = [str(name).strip().casefold() for name in lines.fieldnames or ()]
    if not {"draft", "when"} <= set(lines.fieldnames):
        raise BatchError(f"{path}, line 1: the first line has to name the columns, at least draft and when.")
    try:
        for row in lines:
            yield lines.line_num, row
    except csv.Error as error:
        raise BatchError(f"{path}, line {lines.line_num}: this is not CSV ({error}). Nothing was queued.") from error


def _toml(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    try:
        found = tomllib.loads(text).get("entries", [])
    except tomllib.TOMLDecodeError as error:
        raise BatchError(f"{path} is not valid TOML: {error}. Nothing was queued.") from error
    starts = [_line(text, table.start()) for table in _TABLE.finditer(text)]
    if not isinstance(found, list) or len(found) != len(starts):
        raise BatchError(f"{path}: each entry has to be a table of its own under a line [[entries]].")
    yield from zip(starts, found, strict=True)


def _json(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    """A list of entries, or an object whose `entries` is one, as `thread export --json` writes it."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise BatchError(f"{path}, line {error.lineno}: this is not JSON ({error.msg}). Nothing was queued.") from error
    found = whole.get("entries") if isinstance(whole, dict) else whole
    if not isinstance(found, list):
        raise BatchError(f"{path} has to be a list of entries, or an object whose “entries” is one.")
    yield from zip(_json_lines(text, inside=isinstance(whole, dict)), found, strict=True)


def _json_lines(text: str, *, inside: bool) -> Iterator[int]:
    """The line of each entry of a valid file: elements of the list, or of the value of `entries`."""
    skip, decode = _SPACE.match, json.JSONDecoder().raw_decode
    at = _end(skip(text))
    while inside:
        key, at = decode(text, _end(skip(text, at + 1)))
        at = _end(skip(text, _end(skip(text, at)) + 1))  # behind the colon
        if key == "entries":
            break
        at = _end(skip(text, decode(text, at)[1]))  # at the comma
    while text[at] != "]":
        at = _end(skip(text, at + 1))
        if text[at] != "]":
            yield _line(text, at)
            at = _end(skip(text, decode(text, at)[1]))


def _end(found: re.Match[str] | None) -> int:
    assert found is not None
    return found.end()


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


_READERS: Mapping[str, Callable[[Path, str], Iterator[tuple[int, Any]]]] = {
    ".json": _json,
    ".toml": _toml,
    ".csv": _csv,
}
