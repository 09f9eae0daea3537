"""The gate: to whom and when, what stands in the way and how it is mended, what is heard, and what it costs."""

from __future__ import annotations

import asyncio
from textwrap import shorten
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from composer.desk.gate import passing, timed
from composer.lint.questions import Question as Asked
from composer.model import ComposerError, Diagnostic
from composer.schedule import WhenError
from composer.tui.dialogs import mending
from composer.tui.dialogs.checks import MEND, Row, rows
from composer.tui.dialogs.question import Question
from composer.tui.dialogs.when import Meaning, WhenDialog, read_when
from composer.tui.ours import BREAKPOINTS
from composer.tui.signs import QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from textual.app import ComposeResult

    from composer.desk import Desk
    from composer.desk.gate import Passing, Timed
    from composer.tui.compose import Compose

_QUOTED = 160
"""Characters of a post that a question repeats."""


class ScheduleDialog(WhenDialog):
    """Queues the thread, and answers with the id of its last entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(MEND, "mend", show=False, priority=True),
        Binding("alt+h", "hear", show=False, priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    keys = (("enter", "Queue"), (MEND, "Mend"), ("alt+h", "Hear"), ("tab", "Next field"), ("esc", "Back"))

    def __init__(self, screen: Compose) -> None:
        super().__init__()
        self.heading = f"Schedule {screen.session.path.name}"
        self.writing = screen
        self.accepted: dict[str, str] = {}
        """The reason for each code that is accepted in this thread."""
        self.answered: dict[str, str] = {}
        """What to do, by the passage of a question that was answered so that the thread stays."""
        self._passing: tuple[Passing, ...] = ()
        self._timed: tuple[Timed, ...] = ()
        self._rows: tuple[Row, ...] = ()

    def content(self) -> ComposeResult:
        """Top to bottom."""
        session = self.writing.session
        line, *rest = self.when_rows()
        with Horizontal(classes="field"):
            yield Static("When", classes="label")
            yield line
        yield from rest
        with Horizontal(classes="field"):
            yield Static("To", classes="label")
            yield Input(", ".join(session.draft.accounts or (session.account.name,)), id="to", select_on_focus=False)
        yield Static("", id="ready")
        yield OptionList(id="checks")
        yield Static("", id="trouble")

    def on_mount(self) -> None:
        """The cursor in the line for the time, and what is known about the thread."""
        super().on_mount()
        self.look()

    def look(self) -> None:
        """Know the thread anew: for whom, and what there is to say about it."""
        self.complain("")
        session, desk = self.writing.session, self.app.desk
        self._timed = ()
        try:
            accounts = desk.accounts(self.query_one("#to", Input).value, session.draft)
            self._passing = tuple(passing(desk, session.review(account), account) for account in accounts)
        except ComposerError as error:
            self._passing = ()
            self._show_rows()
            self.query_one("#ready", Static).update(_warning(str(error)))
            return
        self._show_rows()
        self._echo()

    @on(Input.Changed, "#to")
    def _for_others(self) -> None:
        self.look()

    async def meaning(self) -> Meaning:
        """What the words mean now for each account, and what is in the way of that time."""
        words, threads = self.words, self._passing
        found, self._timed = await asyncio.to_thread(_read, self.app.desk, words, threads, dict(self.accepted))
        return found

    def _show(self, meaning: Meaning) -> None:
        super()._show(meaning)
        if self.is_current and self._passing:
            self._show_rows()

    def _show_rows(self) -> None:
        """The list, and in a sentence how it stands."""
        hindrances = self.writing.session.hindrances()
        self._rows = rows(self._passing, self._timed, hindrances, self.accepted, self.answered) if self._passing else ()
        options = self.query_one("#checks", OptionList)
        at = options.highlighted
        options.set_options([Option(row.line) for row in self._rows])
        options.highlighted = min(at or 0, len(self._rows) - 1) if self._rows and options.has_focus else None
        options.display = bool(self._rows)
        if self._passing:
            self.query_one("#ready", Static).update(self._in_words())

    def _in_words(self) -> Content:
        """How many posts go where, what is in the way, how long they are to the ear, and what they cost."""
        posts = " and ".join(f"{_posts(len(one.review.thread.posts))} to {one.account.name}" for one in self._passing)
        stops = sum(row.stops for row in self._rows)
        match stops:
            case 0:
                verdict = "The checks stop nothing."
            case 1:
                verdict = f"One thing stands in the way: {MEND} opens it."
            case _:
                verdict = f"{stops} things stand in the way: {MEND} opens each."
        parts: list[Content | str | tuple[str, str]] = [(f"{posts}. ", "b"), verdict]
        from composer.desk.hearing import in_short

        heard = self.app.desk.speak(self._passing[0].review.thread)
        parts.append((f"\nTo the ear: {in_short(heard)}." if heard else "", QUIET))
        parts += [(f"\n{price}", QUIET) for price in dict.fromkeys(one.price for one in self._passing) if price]
        return Content.assemble(*parts)

    # What the keys do

    def action_readings(self) -> None:
        """Into the list of what may have been meant, else into that of what was found."""
        if not self.query_one("#readings").display and self._rows:
            self.query_one("#checks").focus()
        else:
            super().action_readings()

    def on_descendant_focus(self) -> None:
        """Whoever goes into the list has its first line marked."""
        options = self.query_one("#checks", OptionList)
        if options.has_focus and options.highlighted is None and self._rows:
            options.highlighted = 0

    def action_mend(self) -> None:
        """Open the first thing that stands in the way."""
        row = next((row for row in self._rows if row.stops), None)
        if row is not None:
            self._open(row)

    @on(OptionList.OptionSelected, "#checks")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._open(self._rows[event.option_index])

    def action_hear(self) -> None:
        """The thread as somebody hears it who does not see it."""
        from composer.tui.dialogs.hearing import hearing_page

        if self._passing:
            self.app.push_screen(hearing_page(self.app.desk.speak(self._passing[0].review.thread)))

    @work(exclusive=True, group="mend")
    async def _open(self, row: Row) -> None:
        """Mend what a row tells of; the list is made anew, and the cursor goes on to what is next."""
        try:
            match row.about:
                case Diagnostic():
                    await mending.finding(self, row.about)
                case Asked():
                    await mending.question(self, row.about)
                case None:
                    if row.stops:
                        self.complain("Only the draft can mend that: esc leads back to it.")
                    return
                case _:
                    await mending.time(self, row.about)
        except ComposerError as error:
            self.complain(str(error))
        if self.is_current and not any(each.stops for each in self._rows):
            self.query_one("#when").focus()

    @on(Input.Submitted)
    @work(exclusive=True, group="submit")
    async def _submitted(self) -> None:
        meaning = await self.meaning()
        self._show(meaning)
        if not self.is_current:
            return
        if meaning.schedule is None:
            self.query_one("#when").focus()
            if meaning.readings:
                self.action_readings()
        elif any(row.stops for row in self._rows):
            self.complain(f"Nothing was queued: mend first what stands in the way ({MEND}).")
        elif self._passing:
            await self._queue(self._timed)

    # Into the queue

    async def _queue(self, threads: tuple[Timed, ...]) -> None:
        """Ask what has to be asked, save, and put the thread in the queue."""
        session = self.writing.session
        if session.draft.private and not await self._sure(
            "This draft is marked private",
            "It stays with you unless you say otherwise. Queue it all the same?",
            "Queue it although it is private",
        ):
            return
        try:
            if await self._hears_first():
                return
            with self.app.desk.outbox() as outbox:
                for each in self._passing:
                    twin = outbox.twin(each.review, each.account)
                    if twin is not None and not await self._sure(
                        "The same thread again",
                        f"{each.account.name} has this very thread already: entry {twin.id}, {twin.state}.",
                        "Queue it once more",
                    ):
                        return
                if session.dirty or not session.path.exists():
                    session.save()
                held = await self._cooled()
                if held is None:
                    return
                why, until = held
                prepared = [
                    outbox.prepared(
                        each.passing.review,
                        each.passing.account,
                        schedule=each.wanted.schedule,
                        accepted=self.accepted,
                        late=outbox.late,
                        pace=each.wanted.pace,
                    )
                    for each in threads
                ]
                with outbox.store.together():
                    entries = [enqueue(why, until, "you") for enqueue in prepared]
        except ComposerError as error:
            self.complain(str(error))
            return
        self.dismiss(entries[-1].id)

    async def _hears_first(self) -> bool:
        """Offer to hear a draft that goes out to readers for the first time; whether the writer wants that."""
        from composer.desk.hearing import first_time, summary

        public = [each for each in self._passing if not each.account.rehearsed]
        if not public or not first_time(self.app.desk.state, self.writing.session.draft):
            return False
        said = summary(self.app.desk.speak(public[0].review.thread))
        answers = (("queue", "Queue it"), ("hear", "Hear it first (alt+h at any time)"))
        answer = await self.app.push_screen_wait(Question("How it is heard", said, answers))
        if answer == "hear":
            self.action_hear()
        return answer != "queue"

    async def _cooled(self) -> tuple[str, datetime | None] | None:
        """Why the thread is held and until when it is out of sight, if the writer wants that; None to edit it first."""
        from composer.desk.cooling import heat, next_morning, reason, rest
        from composer.schedule.pace import say_length

        found = tuple(dict.fromkeys(each for one in self._passing for each in heat(one.review, self.accepted)))
        if not found:
            return "", None
        now, desk = self.app.desk.now(), self.app.desk
        short, morning = rest(desk.settings), next_morning(now, desk.zone, desk.settings.cooling_morning)
        words = ", ".join(dict.fromkeys(f"‘{word}’" for each in found for word in each.words))
        answers = (
            ("edit", "Edit it first"),
            ("short", f"Hold it for {say_length(short)}, out of sight"),
            ("morning", f"Hold it until {desk.clock(morning)}, out of sight"),
            ("send", "Queue it as it is"),
        )
        question = Question("Some words may be heard as heat", f"{words}. What shall become of it?", answers)
        match await self.app.push_screen_wait(question):
            case "short":
                return reason(found), now + short
            case "morning":
                return reason(found), morning
            case "send":
                return "", None
        return None

    def complain(self, message: str) -> None:
        """Say why nothing was done; nothing for no message."""
        line = self.query_one("#trouble", Static)
        line.display = bool(message)
        line.update(_warning(message))

    def passage(self, posts: tuple[int, ...]) -> str:
        """The words of the first of these posts, shortened."""
        thread = self._passing[0].review.thread.posts
        words = thread[posts[0] - 1].body if posts and posts[0] <= len(thread) else ""
        return shorten(words, _QUOTED, placeholder=" …")

    def say_when_anew(self, words: str) -> None:
        """Take another time."""
        line = self.query_one("#when", Input)
        line.value = words
        line.cursor_position = len(words)

    async def _sure(self, heading: str, text: str, label: str) -> bool:
        answers = (("no", "No, go back"), ("yes", label))
        return await self.app.push_screen_wait(Question(heading, text, answers)) == "yes"


def _read(
    desk: Desk, words: str, threads: tuple[Passing, ...], accepted: Mapping[str, str]
) -> tuple[Meaning, tuple[Timed, ...]]:
    """What the words mean, and each thread with its time; words that name a slot mean another time for each account."""
    from composer.schedule.slots import wanted_slot

    if wanted_slot(words) is None:
        meaning = read_when(desk, words)
        if meaning.schedule is None:
            return meaning, ()
    elif not threads:
        return Meaning(), ()
    try:
        with desk.outbox() as outbox:
            found = timed(desk, outbox, words, threads, accepted)
    except WhenError as error:
        return Meaning(None, str(error)), ()
    except ComposerError as error:
        return Meaning(None, str(error)), ()
    return Meaning(found[0].wanted.schedule if found else meaning.schedule), found


def _posts(many: int) -> str:
    return f"{many} post{'' if many == 1 else 's'}"


def _warning(message: str) -> Content:
    return Content.assemble(("▲ ", "$warning"), message)
