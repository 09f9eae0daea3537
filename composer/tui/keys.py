"""Every key there is: bindings, hints, help and the palette are made from one table, `keys.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from textual.binding import Binding, BindingType


class Scope(StrEnum):
    """Where a key does something."""

    EVERYWHERE = "Everywhere"
    COMPOSE = "Compose"
    NETWORKS = "Networks"
    QUEUE = "Queue"
    ENTRY = "Marked entry"
    PLAN = "Plan"
    PRACTICE = "Practice"
    SETTINGS = "Settings"


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it does, and the command that does the same without a screen."""

    id: str
    """By which a user can give it another key."""
    keys: str
    """As Textual names them; the first one is shown."""
    scope: Scope
    action: str
    label: str
    """One or two words for the line at the bottom."""
    does: str
    command: str = ""
    """The twin on the command line; empty where there is none."""
    hint: int = 0
    """Rank in the line at the bottom, 1 first; 0 to leave it out."""

    @property
    def shown(self) -> str:
        """The first key as people write it."""
        return shown(self.keys.split(",", maxsplit=1)[0])


_NAMES = {
    "escape": "esc",
    "question_mark": "?",
    "delete": "del",
    "space": "space",
    "up": "↑",
    "down": "↓",
}


def shown(key: str) -> str:
    """`ctrl+s` as `^s`, `alt+up` as `alt+↑`."""
    *held, last = key.split("+")
    name = _NAMES.get(last, last)
    return f"^{name}" if held == ["ctrl"] else "+".join([*held, name])


def _key(row: dict[str, str]) -> Key:
    scope, hint = Scope(row["scope"]), int(row["hint"] or 0)
    return Key(row["id"], row["keys"], scope, row["action"], row["label"], row["does"], row["command"], hint)


def _read() -> tuple[Key, ...]:
    with Path(__file__).with_name("keys.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_key(row) for row in csv.DictReader(file))


KEYS = _read()


def bindings(scope: Scope) -> list[BindingType]:
    """The bindings of a scope; those that the editor would take for itself go first."""
    return [
        Binding(key.keys, key.action, key.label, show=False, id=key.id, priority=scope is Scope.COMPOSE)
        for key in KEYS
        if key.scope is scope
    ]


def hints(*scopes: Scope) -> tuple[Key, ...]:
    """Keys for the line at the bottom of some scopes, the most wanted first."""
    wanted = [key for key in KEYS if key.hint and key.scope in scopes]
    return tuple(sorted(wanted, key=lambda key: key.hint))
