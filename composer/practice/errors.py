"""What can stand in the way of a day's writing, in words for the writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from pathlib import Path


class PracticeError(ComposerError):
    """A prompt, a draft or the journal could not be read or written; the message says what to do."""


def cannot(deed: str, path: Path, error: OSError, advice: str) -> PracticeError:
    """`deed` did not work on `path`: the system's own reason, and what the writer can do about it."""
    reason = error.strerror or "the system gave no reason"
    return PracticeError(f"Cannot {deed} {path}: {reason}. {advice}", fault=Fault.SETUP)
