"""A file of cues: the table that ships with the program and the ones that users keep are read alike."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.model import Problem
from composer.thread.cues import NONE, Cue, CueSet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLUMNS = ("cue", "group", "emoji", "plain", "position", "label", "opening", "phrase", "closing", "note")
_ID = re.compile(r"[a-z0-9_-]+\Z")
_POSITIONS = ("", "start", "end")
_NOTHING = "-"
"""Written in a column of triggers: this cue has none, whatever it had before."""


@dataclass(frozen=True, slots=True)
class CueFile:
    """The cues of a file, and what is wrong with the lines that are left out."""

    cues: tuple[Cue, ...]
    problems: tuple[Problem, ...]


class _Wrong(Exception):
    """Why a line cannot be used and what to write instead."""


def read_cues(text: str, origin: str, known: CueSet | None = None) -> CueFile:
    """The cues in `text`, a table with the columns of the built-in one; `origin` is where it comes from.

    Only `cue` and, for a new cue, `emoji` have to be filled. A line whose id is in `known` changes that cue: an empty
    cell leaves things as they are, a `-` among the triggers takes them away. Lines beginning with `#` are notes.
    Never raises: a wrong line is left out and told.
    """
    cues: dict[str, Cue] = {}
    problems: list[Problem] = []
    rows = _rows(text)
    line, header = next(rows, (1, []))
    if strange := _strange_header(header):
        return CueFile((), (Problem(strange, line),))
    for line, cells in rows:
        try:
            cue = _cue(_named(header, cells), origin, known)
            if cue.id in cues:
                raise _Wrong(f"There is a cue '{cue.id}' further up already, which holds. Give this one another id.")
            cues[cue.id] = cue
        except _Wrong as wrong:
            problems.append(Problem(str(wrong), line))
    return CueFile(tuple(cues.values()), tuple(problems))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with their cells and numbers; notes and empty lines are passed over."""
    lines = ("" if line.startswith("#") else line for line in text.removeprefix("\ufeff").splitlines())
    reader = csv.reader(lines)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _strange_header(header: list[str]) -> str:
    """What is wrong with the first line, or nothing."""
    unknown = [name for name in header if name not in COLUMNS]
    if unknown or "cue" not in header or len(set(header)) < len(header):
        return (
            f"The first line has to name the columns, at least cue and emoji, out of: {','.join(COLUMNS)}. "
            "Nothing in this file counts until it does."
        )
    return ""


def _named(header: list[str], cells: list[str]) -> Mapping[str, str]:
    if len(cells) > len(header):
        raise _Wrong(
            f"This line has {len(cells)} cells for {len(header)} columns. Put words with a comma in them between "
            'quotation marks: "well, well".'
        )
    return dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))


def _cue(row: Mapping[str, str], origin: str, known: CueSet | None) -> Cue:
    _check(row)
    before = known.get(row["cue"]) if known else None
    if before is None:
        if not row["emoji"]:
            raise _Wrong(f"The cue '{row['cue']}' is a new one and has no emoji. Write one in the column emoji.")
        before = Cue(row["cue"], "own", row["emoji"], row["cue"].replace("_", " ").capitalize() + ":", at_end=False)
        before = replace(before, plain=row["plain"]) if known is None else before
    return replace(
        before,
        group=row["group"] or before.group,
        emoji=row["emoji"] or before.emoji,
        plain=row["plain"] or before.plain,
        at_end=row["position"] == "end" if row["position"] else before.at_end,
        note=row["note"] or before.note,
        origin=origin,
        label=_triggers(row["label"], before.label),
        opening=_triggers(row["opening"], before.opening),
        phrase=_triggers(row["phrase"], before.phrase),
        closing=_triggers(row["closing"], before.closing),
    )


def _triggers(cell: str, before: tuple[str, ...]) -> tuple[str, ...]:
    if cell == _NOTHING:
        return ()
    return tuple(filter(None, map(str.strip, cell.split("|")))) or before


def _check(row: Mapping[str, str]) -> None:
    if not _ID.match(row["cue"]) or row["cue"] == NONE:
        raise _Wrong(
            f"'{row['cue']}' cannot be the id of a cue. Use small letters, digits, - and _, as in my_tip; "
            "none is taken, it stands for no cue."
        )
    if row["position"] not in _POSITIONS:
        raise _Wrong(f"'{row['position']}' is no position. Write start or end.")
    if row["emoji"] and not _is_emoji(row["emoji"]):
        raise _Wrong(f"'{row['emoji']}' is not one emoji. Write a single one, without words.")
    if "\n" in row["plain"] or len(row["plain"]) > 30:
        raise _Wrong("The plain words of a cue are one short line, of at most 30 characters.")


def _is_emoji(text: str) -> bool:
    from composer.text import graphemes

    if len(list(graphemes(text))) != 1:
        return False
    return "\u20e3" in text or any(unicodedata.category(sign) == "So" for sign in text)


def is_steady(emoji: str) -> bool:
    """Whether terminals agree on how wide an emoji is: it is one code point, two cells wide."""
    return len(emoji) == 1 and unicodedata.east_asian_width(emoji) == "W"
