"""Findings that the user looked at and keeps, remembered by their content for every draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.desk.kept import KeptList
from composer.lint import Acceptance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from composer.lint import Options
    from composer.model import Draft

FILE_NAME = "accepted.json"
"""The name in the state folder."""


class Accepted:
    """The findings accepted so far, in the state folder."""

    def __init__(self, state: Path) -> None:
        lost = "what you accepted is reported again"
        self._kept = KeptList(state / FILE_NAME, Acceptance, "accepted", "accepted findings", lost)

    def all(self) -> tuple[Acceptance, ...]:
        """What was accepted, in that order. Raises KeptError where the file cannot be read."""
        return self._kept.read()

    def add(self, found: Iterable[Acceptance]) -> None:
        """Remember these as well; one that is there already gets the new reason."""
        fresh = {one.fingerprint: one for one in found}
        self._kept.write([one for one in self.all() if one.fingerprint not in fresh] + list(fresh.values()))

    def forget(self, fingerprints: Iterable[str]) -> None:
        """Report these again."""
        gone = frozenset(fingerprints)
        self._kept.write([one for one in self.all() if one.fingerprint not in gone])

    def options(self, options: Options, draft: Draft) -> Options:
        """`options` with what was accepted, and with what `draft` should therefore still show."""
        kept = self.all()
        if not kept:
            return options
        here = tuple(one for one in kept if one.draft and one.draft == place(draft))
        return replace(options, accepted=options.accepted | {one.fingerprint for one in kept}, expected=here)


def place(draft: Draft) -> str:
    """What a draft is remembered by: its full path, or nothing if it has no file."""
    return str(draft.path.absolute()) if draft.path else ""
