"""Every key and the matching command, as the table has them."""

from __future__ import annotations

from textual.content import Content

from composer.tui.dialogs.page import Page
from composer.tui.keys import KEYS, Scope, shown
from composer.tui.signs import QUIET

_WRITING = (
    ("arrows, home, end", "Move, by whole characters; with ctrl by words."),
    ("shift+arrows", "Select."),
    ("ctrl+c ctrl+x ctrl+v", "Copy, cut, paste."),
    ("ctrl+z ctrl+y", "Undo, redo."),
    ("ctrl+w ctrl+u ctrl+k", "Delete the word before, to the line's start, to its end."),
)


def help_page() -> Page:
    """All keys, place by place."""
    parts: list[Content | str | tuple[str, str]] = []
    for scope in Scope:
        keys = [key for key in KEYS if key.scope is scope]
        if not keys:
            continue
        parts.append((f"{scope.value}\n", "b $accent"))
        for key in keys:
            names = " or ".join(shown(each) for each in key.keys.split(",") if each != "f20")
            parts += [(f"  {names:<11} ", "b"), key.does]
            if key.command:
                parts.append((f"\n  {'':<12}{key.command}", QUIET))
            parts.append("\n")
        parts.append("\n")
    parts.append(("In the draft\n", "b $accent"))
    for names, does in _WRITING:
        parts += [(f"  {names:<22}", "b"), f"{does}\n"]
    parts.append(("\nMouse: click a post to go to its words. Hold shift to select with the terminal.", QUIET))
    return Page("Keys and commands", Content.assemble(*parts))
