"""Settings as they are, and where each of them comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from composer.model import ComposerError
from composer.tui.bars import Bar, Hints
from composer.tui.keys import Scope
from composer.tui.ours import BREAKPOINTS, Keyed
from composer.tui.signs import QUIET

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Settings(Keyed, Screen[None]):
    """Every setting, its value and its origin."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield Bar()
        with VerticalScroll(id="values"):
            yield Static()
        yield Hints(Scope.SETTINGS)

    def on_screen_resume(self) -> None:
        """As they are now."""
        self.query_one("#values").border_title = "Settings"
        self.query_one("#values").focus()
        try:
            values = self.app.settings().values()
        except ComposerError as error:
            self.query_one("#values Static", Static).update(Content.assemble(("▲ ", "$warning"), str(error)))
            return
        parts: list[Content | str | tuple[str, str]] = []
        for each in values:
            parts += [
                (f"{each.name:<16}", "b $accent"),
                (each.value or "–", "b"),
                (f"   from {each.origin}", QUIET),
                f"\n{each.about}",
            ]
            if each.choices:
                parts.append((f" One of: {', '.join(each.choices)}.", QUIET))
            parts.append("\n\n")
        parts += [("To change one:  ", QUIET), ("thread config set NAME VALUE", "b")]
        self.query_one("#values Static", Static).update(Content.assemble(*parts))
        self.query_one(Bar).say(Content.styled("Settings", "b"), (str(self.app.session.path.parent),))
