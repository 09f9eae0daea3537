"""A question with a few answers, the first of them the one that is meant most often."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Question(Dialog[str]):
    """Answers with the id of what was chosen."""

    keys: ClassVar[tuple[tuple[str, str], ...]] = (("↑↓", "Choose"), ("enter", "Do it"), ("esc", "Back"))

    def __init__(self, heading: str, text: str, answers: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.heading = heading
        self._text = text
        self._answers = answers

    def content(self) -> ComposeResult:
        """The text and the answers."""
        yield Static(Content(self._text), id="text")
        yield OptionList(*(Option(Content(label), id=name) for name, label in self._answers))

    def on_mount(self) -> None:
        """Ready for Enter."""
        options = self.query_one(OptionList)
        options.highlighted = 0
        options.focus()

    @on(OptionList.OptionSelected)
    def _answered(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
