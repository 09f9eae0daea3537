"""How findings and states are marked: a sign, a word and a style each, so that colour is never the only sign."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.model import Severity
from composer.queue import TemplateState, ThreadState

if TYPE_CHECKING:
    from collections.abc import Mapping


QUIET = "$foreground 60%"
"""The style of what is said in passing."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands for something on the screen."""

    mark: str
    """One cell wide in every terminal."""
    word: str
    style: str
    """A style as Textual's markup has it."""


SIGNS: Mapping[Severity, Sign] = MappingProxyType(
    {
        Severity.ERROR: Sign("■", "error", "bold $error"),
        Severity.WARNING: Sign("▲", "warning", "$warning"),
        Severity.INFO: Sign("·", "note", QUIET),
    }
)
"""By how much a finding weighs."""

STATES: Mapping[ThreadState, Sign] = MappingProxyType(
    {
        ThreadState.QUEUED: Sign("○", "waiting", ""),
        ThreadState.PUBLISHING: Sign("◐", "publishing", "bold $accent"),
        ThreadState.PUBLISHED: Sign("●", "published", "$success"),
        ThreadState.HELD: Sign("‖", "on hold", QUIET),
        ThreadState.FAILED: Sign("▲", "stopped", "$warning"),
        ThreadState.ATTENTION: Sign("?", "asks you", "bold $warning"),
        ThreadState.CANCELLED: Sign("×", "cancelled", QUIET),
        ThreadState.RETRACTING: Sign("◑", "retracting", "$accent"),
        ThreadState.RETRACTED: Sign("◌", "retracted", QUIET),
    }
)
"""By what became of an entry."""

TEMPLATES: Mapping[TemplateState, Sign] = MappingProxyType(
    {
        TemplateState.REPEATING: Sign("↻", "repeats", ""),
        TemplateState.HELD: STATES[ThreadState.HELD],
        TemplateState.ATTENTION: STATES[ThreadState.ATTENTION],
        TemplateState.CANCELLED: STATES[ThreadState.CANCELLED],
    }
)
"""By where a template stands."""
