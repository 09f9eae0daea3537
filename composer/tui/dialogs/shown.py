"""Something to read that ends in a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.tui.dialogs.question import Question

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Shown(Question):
    """Answers with the id of what was chosen; the text scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll_text(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_text(1)", show=False, priority=True),
    ]
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑↓", "Choose"),
        ("page↑↓", "Scroll"),
        ("enter", "Do it"),
        ("esc", "Back"),
    )

    def __init__(self, heading: str, shown: Content, answers: tuple[tuple[str, str], ...], question: str = "") -> None:
        super().__init__(heading, question, answers)
        self._shown = shown

    def content(self) -> ComposeResult:
        """The text and the answers."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(self._shown)
        if self._text:
            yield Static(Content(self._text), id="question")
        yield OptionList(*(Option(Content(label), id=name) for name, label in self._answers))

    def action_scroll_text(self, step: int) -> None:
        """A page up or down."""
        page = self.query_one("#page", VerticalScroll)
        (page.scroll_page_down if step > 0 else page.scroll_page_up)(animate=False)
