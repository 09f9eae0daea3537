"""When? Words, and what they mean while they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from composer.schedule import WhenError
from composer.tui.dialogs.base import Dialog
from composer.tui.signs import QUIET

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.model import Schedule
    from composer.queue import Entry


class WhenDialog(Dialog[str]):
    """A dialog with a line for the time, an echo of the instant, and a list of what may have been meant."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "readings", show=False)]

    def when_rows(self, words: str = "") -> ComposeResult:
        """The line, its echo, and the readings."""
        yield Input(
            words, placeholder="now · tomorrow 9am · friday 18:30 Europe/Berlin", id="when", select_on_focus=False
        )
        yield Static("", id="echo")
        yield OptionList(id="readings")

    def action_readings(self) -> None:
        """Into the list of what may have been meant."""
        readings = self.query_one("#readings")
        if readings.display:
            readings.focus()

    @property
    def words(self) -> str:
        """What was written."""
        return self.query_one("#when", Input).value.strip()

    def on_mount(self) -> None:
        """The cursor in the line."""
        for line in self.query(Input):
            line.cursor_blink = self.app.blink
        self.query_one("#when").focus()
        self.query_one("#readings").display = False
        self._echo()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say again what is meant."""
        if event.input.id == "when":
            self._echo()

    def schedule(self) -> Schedule | None:
        """The instant that is meant, or None while nobody can tell."""
        try:
            return self.app.desk.when(self.words)
        except WhenError:
            return None

    def _echo(self) -> None:
        readings: tuple[Schedule, ...] = ()
        if not self.words:
            said = Content.assemble(("Say when, in your own words.", QUIET))
        else:
            try:
                schedule = self.app.desk.when(self.words)
            except WhenError as error:
                readings = error.readings
                said = Content.assemble(("▲ ", "$warning"), _without_offer(str(error), readings))
            else:
                said = Content.assemble(("● ", "$accent"), (self.app.desk.say_when(schedule), "b"))
                if schedule.note:
                    said = Content.assemble(said, f"\n  {schedule.note}")
        self.query_one("#echo", Static).update(said)
        self._offer(readings)

    def _offer(self, readings: tuple[Schedule, ...]) -> None:
        options = self.query_one("#readings", OptionList)
        options.display = bool(readings)
        options.set_options([Option(self.app.desk.say_when(reading), id=reading.words) for reading in readings])
        options.highlighted = 0 if readings else None

    @on(OptionList.OptionSelected, "#readings")
    def _meant(self, event: OptionList.OptionSelected) -> None:
        line = self.query_one("#when", Input)
        line.value = event.option_id or ""
        line.cursor_position = len(line.value)
        line.focus()


def _without_offer(message: str, readings: tuple[Schedule, ...]) -> str:
    """The sentence without its list of readings, which stands below it as a list to choose from."""
    return f"{message.partition(' Write ')[0]} Did you mean:" if readings else message


class MoveDialog(WhenDialog):
    """Answers with words that name an instant."""

    keys = (("enter", "Move it"), ("tab", "Readings"), ("esc", "Back"))

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.heading = f"Move {entry.title or entry.id}"
        self._entry = entry

    def content(self) -> ComposeResult:
        """Until now, and from now on."""
        yield Static(
            Content.assemble(("Until now  ", QUIET), self.app.desk.say_when(self._entry.schedule)),
            id="text",
        )
        yield from self.when_rows()

    @on(Input.Submitted, "#when")
    def _submitted(self) -> None:
        if self.schedule() is not None:
            self.dismiss(self.words)
        elif self.query_one("#readings").display:
            self.query_one("#readings").focus()
