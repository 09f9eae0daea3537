"""From a draft to the queue: to whom, when, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content
from textual.widgets import Input, Static

from composer.model import ComposerError, Severity
from composer.tui.dialogs.question import Question
from composer.tui.dialogs.when import WhenDialog
from composer.tui.signs import QUIET, SIGNS
from composer.tui.steady import steady

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult

    from composer.desk.review import Review
    from composer.desk.session import Session
    from composer.model import Schedule
    from composer.networks import Account

_SHOWN = 4
"""Things in the way that are named one by one."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A thread for an account, and what keeps it from being queued."""

    account: Account
    review: Review
    stops: tuple[str, ...]


class ScheduleDialog(WhenDialog):
    """Queues the thread, and answers with the id of its last entry."""

    keys = (("enter", "Queue"), ("tab", "Next field"), ("esc", "Back"))

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.heading = f"Schedule {session.path.name}"
        self._session = session
        self._ready: tuple[Ready, ...] = ()

    def content(self) -> ComposeResult:
        """Top to bottom."""
        session = self._session
        yield Static("When", classes="label")
        yield from self.when_rows()
        yield Static("To", classes="label")
        yield Input(", ".join(session.draft.accounts or (session.account.name,)), id="to", select_on_focus=False)
        yield Static("", id="ready")
        yield Static("", id="trouble")

    def on_mount(self) -> None:
        """The cursor in the line for the time, and what is known about the thread."""
        super().on_mount()
        self._look()

    @on(Input.Changed, "#to")
    def _look(self) -> None:
        """Who it goes to, and what stands in the way."""
        self._complain("")
        try:
            accounts = self.app.desk.accounts(self.query_one("#to", Input).value, self._session.draft)
        except ComposerError as error:
            self._ready = ()
            self.query_one("#ready", Static).update(_warning(str(error)))
            return
        hindrances = self._session.hindrances()
        self._ready = tuple(_ready(self._session, account, hindrances) for account in accounts)
        self.query_one("#ready", Static).update(_in_words(self._ready))

    @on(Input.Submitted)
    @work(exclusive=True, group="submit")
    async def _submitted(self) -> None:
        meaning = await self.meaning()
        self._show(meaning)
        if not self.is_current:
            return
        if meaning.schedule is None:
            self.query_one("#when").focus()
            self.action_readings()
        elif any(ready.stops for ready in self._ready):
            self._complain("Nothing was queued: mend first what stands in the way. esc leads back, f8 to each of them.")
        elif self._ready:
            await self._queue(meaning.schedule)

    async def _queue(self, schedule: Schedule) -> None:
        """Ask what has to be asked, save, and put the thread in the queue."""
        session = self._session
        if session.draft.private and not await self._sure(
            "This draft is marked private",
            "It stays with you unless you say otherwise. Queue it all the same?",
            "Queue it although it is private",
        ):
            return
        try:
            with self.app.desk.outbox() as outbox:
                for ready in self._ready:
                    twin = outbox.twin(ready.review, ready.account)
                    if twin is not None and not await self._sure(
                        "The same thread again",
                        f"{ready.account.name} has this very thread already: entry {twin.id}, {twin.state}.",
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
                    outbox.prepared(ready.review, ready.account, schedule=schedule, accepted={})
                    for ready in self._ready
                ]
                with outbox.store.together():
                    entries = [enqueue(why, until, "you") for enqueue in prepared]
        except ComposerError as error:
            self._complain(str(error))
            return
        self.dismiss(entries[-1].id)

    async def _cooled(self) -> tuple[str, datetime | None] | None:
        """Why the thread is held and until when it is out of sight, if the writer wants that; None to edit it first."""
        from composer.desk.cooling import heat, next_morning, reason, rest
        from composer.schedule.pace import say_length

        found = tuple(dict.fromkeys(each for ready in self._ready for each in heat(ready.review, {})))
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

    def _complain(self, message: str) -> None:
        line = self.query_one("#trouble", Static)
        line.display = bool(message)
        line.update(_warning(message))

    async def _sure(self, heading: str, text: str, label: str) -> bool:
        answers = (("no", "No, go back"), ("yes", label))
        return await self.app.push_screen_wait(Question(heading, text, answers)) == "yes"


def _ready(session: Session, account: Account, hindrances: tuple[str, ...]) -> Ready:
    review = session.review(account)
    stops = (
        f"{f'post {finding.post}  ' if finding.post else ''}{finding.code}  {finding.message}"
        for finding in review.stops({})
    )
    return Ready(account, review, (*hindrances, *stops))


def _in_words(ready: tuple[Ready, ...]) -> Content:
    """How many posts go where, and what keeps them from it."""
    parts: list[Content | str | tuple[str, str]] = []
    for each in ready:
        posts = each.review.thread.posts
        parts.append((f"{_posts(len(posts))} to {each.account.name}. ", "b"))
        if not each.stops:
            parts.append("Nothing stands in the way.\n")
            continue
        parts.append(
            f"{'One thing stands' if len(each.stops) == 1 else f'{len(each.stops)} things stand'} in the way:\n"
        )
        for stop in each.stops[:_SHOWN]:
            parts += [(f"{SIGNS[Severity.ERROR].mark} ", "bold $error"), f"{steady(stop)}\n"]
        if len(each.stops) > _SHOWN:
            parts.append((f"  and {len(each.stops) - _SHOWN} more; f8 goes from one to the next\n", QUIET))
    return Content.assemble(*parts).rstrip()


def _posts(many: int) -> str:
    return f"{many} post{'' if many == 1 else 's'}"


def _warning(message: str) -> Content:
    return Content.assemble(("▲ ", "$warning"), message)
