"""A draft becomes a thread: the best places to cut, the numbers, and the emoji cues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from composer.thread.cue_file import is_steady
    from composer.thread.cues import Cue, CueSet, name_of, nearest, shipped_cues, unknown_cues
    from composer.thread.sequel import BeginningError, CountError, continued
    from composer.thread.splitter import Mode, Splitter, ThreadError
    from composer.thread.verbs import rendered, single, split

__all__ = [
    "BeginningError",
    "CountError",
    "Cue",
    "CueSet",
    "Mode",
    "Splitter",
    "ThreadError",
    "continued",
    "is_steady",
    "name_of",
    "nearest",
    "rendered",
    "shipped_cues",
    "single",
    "split",
    "unknown_cues",
]

_HOMES = {
    "cues": ("Cue", "CueSet", "name_of", "nearest", "shipped_cues", "unknown_cues"),
    "cue_file": ("is_steady",),
    "sequel": ("BeginningError", "CountError", "continued"),
    "splitter": ("Mode", "Splitter", "ThreadError"),
    "verbs": ("rendered", "single", "split"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"composer.thread.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
