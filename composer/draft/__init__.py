"""A Markdown file with front matter, read as a Draft: parsing, files, templates and recovery copies."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from composer.draft import autosave as autosave
    from composer.draft.errors import DraftError as DraftError
    from composer.draft.files import load as load
    from composer.draft.files import read as read
    from composer.draft.files import save as save
    from composer.draft.options import with_options as with_options
    from composer.draft.prose import render as render
    from composer.draft.prose import shown as shown
    from composer.draft.reader import parse as parse
    from composer.draft.template import Template as Template
    from composer.draft.template import new as new
    from composer.draft.template import templates as templates
    from composer.draft.template import unfilled as unfilled

_HOMES = {
    "DraftError": "errors",
    "Template": "template",
    "load": "files",
    "new": "template",
    "parse": "reader",
    "read": "files",
    "render": "prose",
    "save": "files",
    "shown": "prose",
    "templates": "template",
    "unfilled": "template",
    "with_options": "options",
}

__all__ = ["autosave", *_HOMES]  # noqa: PLE0604  the names are a table, so that nothing is imported early


def __getattr__(name: str) -> Any:
    if name == "autosave":
        return import_module("composer.draft.autosave")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"composer.draft.{_HOMES[name]}"), name)
