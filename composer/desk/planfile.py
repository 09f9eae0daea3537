"""Slots and breaks in a plain file that a person may edit: read as they are, written with its comments kept."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from composer.schedule.breaks import Break
    from composer.schedule.slots import Slot

_BEGINNING = """\
# Slots and breaks, yours to edit. `thread slots` and `thread breaks` read and write them.
#
# [[slots]]                        [[breaks]]
# account = "rehearsal"            days = "2026-12-24..2027-01-02"
# name = "morning"                 name = "winter"
# when = "weekdays 8:00"           account = "rehearsal"   # without it, a break of every account
"""
_SLOT = ("account", "name", "when")
_BREAK = ("days", "name", "account", "zone", "calendar")


_HEADER = re.compile(r"\s*\[")


class PlanError(ComposerError):
    """A slot or break that cannot be, or a file of them that cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file holds."""

    slots: tuple[Slot, ...] = ()
    breaks: tuple[Break, ...] = ()


class PlanFile:
    """The file `path`; one that is not there holds nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, zone: str, today: date) -> Kept:
        """What is kept, on clocks of `zone` where it names none. Raises `PlanError` naming the table that is wrong."""
        if not self.path.exists():
            return Kept()
        try:
            found = tomllib.loads(self._text())
        except tomllib.TOMLDecodeError as error:
            raise self._broken(f"it is not valid TOML: {error}") from error
        return Kept(
            tuple(self._tables(found, "slots", _SLOT, lambda table: _slot(table, zone))),
            tuple(self._tables(found, "breaks", _BREAK, lambda table: _break(table, today))),
        )

    def add_slot(self, slot: Slot) -> None:
        """Write one more slot."""
        self._append("slots", [{"account": slot.account, "name": slot.name, "when": slot.words}])

    def add_breaks(self, breaks: Iterable[Break]) -> None:
        """Write more breaks."""
        self._append("breaks", [_as_table(each) for each in breaks])

    def remove(self, kind: str, wanted: Callable[[dict[str, Any]], bool]) -> int:
        """Take the tables of `slots` or `breaks` out that are `wanted`; returns how many."""
        tables = self._document().get(kind, [])
        gone = [at for at, table in enumerate(tables) if wanted(dict(table))]
        if gone:
            left = _without(self._text(), kind, frozenset(gone))
            if len(tomllib.loads(left).get(kind, [])) != len(tables) - len(gone):
                raise self._broken(f"its {kind} are written in a way that only you can change")
            self._write(left)
        return len(gone)

    def _append(self, kind: str, tables: list[dict[str, str]]) -> None:
        import tomlkit

        document = self._document()
        if kind not in document:
            document.append(kind, tomlkit.aot())
        for each in tables:
            table = tomlkit.table()
            table.update(each)
            document[kind].append(table)
        self._write(tomlkit.dumps(document))

    def _tables(
        self, found: dict[str, Any], kind: str, keys: tuple[str, ...], read: Callable[[dict[str, str]], Any]
    ) -> Iterable[Any]:
        tables = found.get(kind, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self._broken(f"{kind} have to be tables, each under a line [[{kind}]]")
        for number, table in enumerate(tables, start=1):
            place = f"number {number} of [[{kind}]]"
            for key, value in table.items():
                if key not in keys:
                    raise self._broken(f"{place} has {key!r}, and there is only {', '.join(keys)}")
                if not isinstance(value, str):
                    raise self._broken(f"{key} in {place} has to be text in quotation marks, not {value!r}")
            try:
                yield read(table)
            except KeyError as error:
                raise self._broken(f"{place} lacks {error.args[0]!r}") from error
            except ComposerError as error:
                raise self._broken(f"{place}: {error}") from error

    def _text(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise self._broken(f"it is not UTF-8 text (byte {error.start})") from error
        except OSError as error:
            raise self._broken(f"it could not be read ({error.strerror})") from error

    def _document(self) -> Any:
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            return tomlkit.parse(self._text() if self.path.exists() else _BEGINNING)
        except TOMLKitError as error:
            raise self._broken(f"it is not valid TOML: {error}") from error

    def _write(self, text: str) -> None:
        from composer.paths import write_atomically

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.path, text.encode())
        except OSError as error:
            raise PlanError(
                f"Slots and breaks could not be written to {self.path}: {error.strerror or error}. Nothing was "
                "changed; make room or mend the rights there.",
                fault=Fault.SETUP,
            ) from error

    def _broken(self, why: str) -> PlanError:
        said = why.rstrip(".")
        return PlanError(f"{self.path}: {said}. Mend it there, or move the file away.", fault=Fault.SETUP)


def _without(text: str, kind: str, gone: frozenset[int]) -> str:
    """A file without some tables of a kind, by their numbers from 0; comments behind them stay for what follows."""
    kept: list[str] = []
    header = re.compile(rf"\s*\[\[\s*{kind}\s*\]\]")
    number, leaving = -1, False
    waiting: list[str] = []
    for line in text.splitlines(keepends=True):
        if _HEADER.match(line):
            number += bool(header.match(line))
            leaving = bool(header.match(line)) and number in gone
            kept += waiting
            waiting = []
        if not leaving:
            kept.append(line)
        elif line.strip() and not line.lstrip().startswith("#"):
            waiting = []
        else:
            waiting.append(line)
    return "".join((*kept, *waiting))


def _slot(table: dict[str, str], zone: str) -> Slot:
    from composer.schedule.slots import slot_of

    return slot_of(table["when"], account=table["account"], name=table.get("name", table["when"]), zone=zone)


def _break(table: dict[str, str], today: date) -> Break:
    from dataclasses import replace

    from composer.schedule.breaks import break_of
    from composer.schedule.zones import load_zone

    zone = table.get("zone", "")
    if zone:
        load_zone(zone)
    found = break_of(table["days"], today=today, name=table.get("name", ""), account=table.get("account", ""))
    return replace(found, zone=zone, source=table.get("calendar", ""))


def _as_table(each: Break) -> dict[str, str]:
    said = {
        "days": each.words,
        "name": each.name,
        "account": each.account,
        "zone": each.zone,
        "calendar": each.source,
    }
    return {key: value for key, value in said.items() if value or key == "days"}
