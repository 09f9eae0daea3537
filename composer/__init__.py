"""Thread Composer: long-form writing into threads that their author will stand by."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from composer.draft import load as load_draft
    from composer.lint.engine import lint
    from composer.model import Diagnostic, Draft, Post, Style, Thread
    from composer.text import Measure, measure
    from composer.thread import split

__version__ = "0.1.0"

__all__ = [
    "Diagnostic",
    "Draft",
    "Measure",
    "Post",
    "Style",
    "Thread",
    "lint",
    "load_draft",
    "measure",
    "split",
]

_HOMES = {
    "Diagnostic": ("model", "Diagnostic"),
    "Draft": ("model", "Draft"),
    "Measure": ("text.limits", "Measure"),
    "Post": ("model", "Post"),
    "Style": ("model", "Style"),
    "Thread": ("model", "Thread"),
    "lint": ("lint", "lint"),  # the room itself is callable
    "load_draft": ("draft", "load"),
    "measure": ("text.limits", "measure"),
    "split": ("thread", "split"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, attribute = _HOMES[name]
    found = import_module(f"composer.{home}")
    return found if home == attribute else getattr(found, attribute)
