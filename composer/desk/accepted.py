"""Findings that the user looked at and keeps, remembered by their content for every draft."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from composer.lint import Acceptance
from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from composer.lint import Options
    from composer.model import Draft

FILE_NAME = "accepted.json"
"""The name in the state folder."""

_VERSION = 1


class AcceptedError(ComposerError):
    """The accepted findings cannot be read or kept."""

    fault = Fault.SETUP


class Accepted:
    """The findings accepted so far, in the state folder."""

    def __init__(self, state: Path) -> None:
        self.file = state / FILE_NAME

    def all(self) -> tuple[Acceptance, ...]:
        """What was accepted, in that order. Raises AcceptedError where the file cannot be read."""
        try:
            kept = json.loads(self.file.read_bytes())["accepted"]
            return tuple(Acceptance(**one) for one in kept)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise AcceptedError(
                f"Your accepted findings in {self.file} could not be read: {error.strerror}. Make the file readable."
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise AcceptedError(
                f"{self.file} holds no list of accepted findings any more ({error}). Mend it, or move it away: then"
                " what you accepted is reported again."
            ) from error

    def add(self, found: Iterable[Acceptance]) -> None:
        """Remember these as well; one that is there already gets the new reason."""
        fresh = {one.fingerprint: one for one in found}
        self._write([one for one in self.all() if one.fingerprint not in fresh] + list(fresh.values()))

    def forget(self, fingerprints: Iterable[str]) -> None:
        """Report these again."""
        gone = frozenset(fingerprints)
        self._write([one for one in self.all() if one.fingerprint not in gone])

    def options(self, options: Options, draft: Draft) -> Options:
        """`options` with what was accepted, and with what `draft` should therefore still show."""
        kept = self.all()
        if not kept:
            return options
        here = tuple(one for one in kept if one.draft and one.draft == place(draft))
        return replace(options, accepted=options.accepted | {one.fingerprint for one in kept}, expected=here)

    def _write(self, kept: list[Acceptance]) -> None:
        from composer.paths import write_atomically

        content = {"version": _VERSION, "accepted": [asdict(one) for one in kept]}
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.file, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(), mode=0o600)
        except OSError as error:
            raise AcceptedError(
                f"What you accepted could not be kept in {self.file}: {error.strerror}. Nothing was changed; free the"
                " way and accept it again."
            ) from error


def place(draft: Draft) -> str:
    """What a draft is remembered by: its full path, or nothing if it has no file."""
    return str(draft.path.absolute()) if draft.path else ""
