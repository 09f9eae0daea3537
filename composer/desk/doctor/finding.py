"""What a look at one thing has brought to light."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands."""

    OK = "ok"
    LOOK = "look here"
    """It works, and somebody should know of it."""
    BROKEN = "broken"
    """Nothing can be published like this, or not at its time."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    verdict: Verdict
    said: str
    """What was seen, and why it matters."""
    mend: str = ""
    """The command that mends it; empty where nothing is to be mended."""


def ok(name: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(name, Verdict.OK, said)


def look(name: str, said: str, mend: str = "") -> Finding:
    """Something to know of."""
    return Finding(name, Verdict.LOOK, said, mend)


def broken(name: str, said: str, mend: str = "") -> Finding:
    """Something to mend."""
    return Finding(name, Verdict.BROKEN, said, mend)
