"""When? Words, and what they mean while they are typed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from composer.model import ComposerError
from composer.schedule import WhenError
from composer.tui.dialogs.base import Dialog
from composer.tui.signs import QUIET

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.desk import Desk
    from composer.model import Schedule
    from composer.queue import Entry, Store

_PAUSE = 0.12
"""Seconds without a key before words are looked up."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What some words mean: an instant, or why none, or several to choose from."""

    schedule: Schedule | None = None
    trouble: str = ""
    readings: tuple[Schedule, ...] = ()


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

    async def meaning(self) -> Meaning:
        """What the words mean now; in a thread, for words of other languages are looked up at length."""
        return await asyncio.to_thread(read_when, self.app.desk, self.words)

    @work(exclusive=True, group="echo")
    async def _echo(self) -> None:
        await asyncio.sleep(_PAUSE)
        if self.is_current:  # else it was left in the meantime, and has no line to read any more
            self._show(await self.meaning())

    def _show(self, meaning: Meaning) -> None:
        if not self.is_current:
            return  # left in the meantime
        if meaning.schedule is not None:
            said = Content.assemble(("● ", "$accent"), (self.app.desk.say_when(meaning.schedule), "b"))
        elif meaning.trouble:
            said = Content.assemble(("▲ ", "$warning"), meaning.trouble)
        else:
            said = Content.styled("Say when, in your own words.", QUIET)
        self.query_one("#echo", Static).update(said)
        self._offer(meaning.readings)

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


def read_when(desk: Desk, words: str) -> Meaning:
    """What some words mean now."""
    if not words:
        return Meaning()
    try:
        return Meaning(desk.when(words))
    except WhenError as error:
        message = f"{str(error).partition(' Write ')[0]} Did you mean:" if error.readings else str(error)
        return Meaning(None, message, error.readings)


def time_for(desk: Desk, store: Store, words: str, account: str) -> Schedule:
    """The instant that words name, or the next free slot of an account where they ask for one; raises ComposerError."""
    from composer.schedule.slots import wanted_slot

    slot = wanted_slot(words)
    return desk.when(words) if slot is None else desk.planner().next_slot(store, account, slot)


def _read_slot(desk: Desk, words: str, account: str) -> Meaning:
    try:
        with desk.outbox() as outbox:
            return Meaning(time_for(desk, outbox.store, words, account))
    except ComposerError as error:
        return Meaning(None, str(error))


class MoveDialog(WhenDialog):
    """Answers with words that name an instant, or the next free slot."""

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

    async def meaning(self) -> Meaning:
        """What the words mean now, for the account that the entry goes to."""
        from composer.schedule.slots import wanted_slot

        if wanted_slot(self.words) is None:
            return await super().meaning()
        return await asyncio.to_thread(_read_slot, self.app.desk, self.words, self._entry.account)

    @on(Input.Submitted, "#when")
    @work(exclusive=True, group="submit")
    async def _submitted(self) -> None:
        meaning = await self.meaning()
        self._show(meaning)
        if not self.is_current:
            return
        if meaning.schedule is not None:
            self.dismiss(self.words)
        else:
            self.action_readings()
