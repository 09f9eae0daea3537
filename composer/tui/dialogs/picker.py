"""A line and a list below it: what is typed narrows the list, the arrows move in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from composer.tui.dialogs.base import Dialog, T
from composer.tui.signs import QUIET
from composer.tui.steady import steady

if TYPE_CHECKING:
    from textual.app import ComposeResult


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of the list."""

    id: str
    label: str
    about: str = ""


class Picker(Dialog[T]):
    """A dialog with a line and a list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
    ]
    placeholder = ""
    narrows = True
    """Whether what is typed filters the list."""

    def choices(self) -> tuple[Choice, ...]:
        """All rows."""
        return ()

    def content(self) -> ComposeResult:
        """The line and the list."""
        yield Input(placeholder=self.placeholder)
        yield OptionList()
        yield Static(id="trouble")

    def on_mount(self) -> None:
        """Everything there is."""
        self.query_one(Input).cursor_blink = self.app.blink
        self.complain("")
        self._all = self.choices()
        self._show(self._all)

    def _show(self, choices: tuple[Choice, ...]) -> None:
        options = self.query_one(OptionList)
        options.can_focus = False
        options.set_options(
            [
                Option(
                    Content.assemble(steady(row.label), (f"  {steady(row.about)}" if row.about else "", QUIET)),
                    id=row.id,
                )
                for row in choices
            ]
        )
        options.highlighted = 0 if choices else None

    @property
    def chosen(self) -> str | None:
        """Id of the marked row."""
        option = self.query_one(OptionList).highlighted_option
        return option.id if option else None

    def complain(self, message: str) -> None:
        """Say why this cannot be."""
        line = self.query_one("#trouble", Static)
        line.display = bool(message)
        line.update(Content.assemble(("▲ ", "$warning"), message))

    def action_step(self, step: int) -> None:
        """Up or down in the list."""
        options = self.query_one(OptionList)
        (options.action_cursor_down if step > 0 else options.action_cursor_up)()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.complain("")
        if self.narrows:
            words = event.value.casefold().split()
            self._show(
                tuple(row for row in self._all if all(word in f"{row.label} {row.about}".casefold() for word in words))
            )

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self.take(event.value.strip())

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.take(self.query_one(Input).value.strip())

    def take(self, typed: str) -> None:
        """End with what is typed and what is marked."""
        raise NotImplementedError
