"""One line to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from composer.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Line(Dialog[str]):
    """Answers with the line as written."""

    keys = (("enter", "Take it"), ("esc", "Back"))

    def __init__(self, heading: str, text: str, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self.heading = heading
        self._text, self._value, self._placeholder = text, value, placeholder

    def content(self) -> ComposeResult:
        """What is asked, and where to write."""
        yield Static(Content(self._text), id="text")
        yield Input(self._value, placeholder=self._placeholder, select_on_focus=False)

    def on_mount(self) -> None:
        """The cursor as everywhere else."""
        self.query_one(Input).cursor_blink = self.app.blink

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())
