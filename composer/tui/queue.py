"""The queue: what waits, what is out, what asks for a person, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.model import ComposerError
from composer.queue import running_worker
from composer.tui import story
from composer.tui.bars import Bar, Hints
from composer.tui.dialogs.line import Line
from composer.tui.dialogs.page import Page
from composer.tui.dialogs.question import Question
from composer.tui.dialogs.when import MoveDialog
from composer.tui.keys import Scope, bindings
from composer.tui.ours import BREAKPOINTS, OfOurs
from composer.tui.signs import QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from composer.desk.outbox import Outbox
    from composer.queue import Entry, Store

_LOOK = 0.5
"""Seconds between two looks at whether somebody has changed the queue."""
_LOOK_FOR_WORKER = 4
"""Every so many of these looks, whether a worker runs."""


class Queue(OfOurs, Screen[None]):
    """Entries at the left, the one that is marked at the right."""

    BINDINGS = bindings(Scope.QUEUE)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self) -> None:
        super().__init__()
        self._outbox: Outbox | None = None
        self._entries: tuple[Entry, ...] = ()
        self._version = -1
        self._looks = 0

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield Bar()
        with Horizontal(id="desk"):
            yield OptionList(id="entries")
            with VerticalScroll(id="story", can_focus=False):
                yield Static()
        yield Static(id="worker")
        yield Hints(Scope.QUEUE)

    def on_mount(self) -> None:
        """Open the queue and keep an eye on it."""
        self.query_one("#entries").border_title = "Queue"
        self.query_one("#story").border_title = "Entry"
        self.query_one("#entries").focus()
        self._open()
        self.set_interval(_LOOK, self._look)

    def on_screen_resume(self) -> None:
        """Somebody may have queued something meanwhile."""
        self._reload()

    def on_unmount(self) -> None:
        """Let go of the file."""
        if self._outbox is not None:
            self._outbox.__exit__(None, None, None)
            self._outbox = None

    # Looking

    @property
    def store(self) -> Store | None:
        """The open queue, or None while it cannot be opened."""
        return self._outbox.store if self._outbox else None

    def mark(self, entry: str) -> None:
        """Mark the entry with this id."""
        self._reload()
        options = self.query_one("#entries", OptionList)
        found = [index for index, each in enumerate(self._entries) if each.id == entry]
        if found:
            options.highlighted = found[0]

    def _open(self) -> None:
        outbox = self.app.desk.outbox()
        try:
            self._outbox = outbox.__enter__()
        except ComposerError as error:
            self._outbox = None
            self.query_one("#worker", Static).update(Content.assemble(("▲ ", "$warning"), str(error)))
            return
        self._reload()

    def _look(self) -> None:
        if self.app.screen is not self:
            return
        if self._outbox is None:
            self._open()
            return
        self._looks += 1
        try:
            if self._outbox.store.version() != self._version:
                self._reload()
            elif self._looks % _LOOK_FOR_WORKER == 0:
                self._show_worker()
        except ComposerError as error:
            self.app.tell(str(error))

    def _reload(self) -> None:
        if self._outbox is None:
            return
        try:
            self._version = self._outbox.store.version()
            self._entries = _in_order(self._outbox.store.list(limit=500))
        except ComposerError as error:
            self.app.tell(str(error))
            return
        self._show()

    def _show(self) -> None:
        options = self.query_one("#entries", OptionList)
        marked = self.entry
        now = self.app.desk.now()
        options.set_options([Option(story.line(each, self.app.desk.zone), id=each.id) for each in self._entries])
        ids = [each.id for each in self._entries]
        if ids:
            options.highlighted = ids.index(marked.id) if marked and marked.id in ids else 0
        self.query_one(Bar).say(Content.styled("Queue", "b"), story.summary(self._entries, now, self.app.desk.zone))
        self._show_story()
        self._show_worker()

    @property
    def entry(self) -> Entry | None:
        """The marked entry."""
        option = self.query_one("#entries", OptionList).highlighted_option
        return next((each for each in self._entries if option and each.id == option.id), None)

    @on(OptionList.OptionHighlighted, "#entries")
    def _show_story(self) -> None:
        entry = self.entry
        told = self.query_one("#story Static", Static)
        if entry is None or self._outbox is None:
            told.update(Content.styled("Nothing is queued. ^r in Compose queues a thread.", QUIET))
            return
        told.update(story.short(entry, self._outbox.store.log(entry.id), self.app.desk))

    def _show_worker(self) -> None:
        """Nothing goes out by itself: say who publishes, or that nobody does."""
        if self._outbox is None:
            return
        other = running_worker(self._outbox.store.path)
        if self.app.publishing.running:
            said = Content.assemble(
                ("● ", "$success"), "This window publishes what is due.  ", ("w", "b $accent"), " stops that."
            )
        elif other:
            said = Content.assemble(("● ", "$success"), f"{other[0]} (process {other[1]}) publishes what is due.")
        else:
            said = Content.assemble(
                ("○ ", "$warning"),
                "No worker runs, so nothing goes out.  ",
                ("w", "b $accent"),
                " publishes from this window.",
            )
        self.query_one("#worker", Static).update(said)

    # Doing

    def _do(self, deed: Callable[[Store, str], Entry], told: str) -> None:
        entry, store = self.entry, self.store
        if entry is None or store is None:
            return
        try:
            deed(store, entry.id)
        except ComposerError as error:
            self.app.tell(str(error))
        else:
            self.app.tell(told)
        self._reload()

    def action_step(self, step: int) -> None:
        """Up or down."""
        options = self.query_one("#entries", OptionList)
        (options.action_cursor_down if step > 0 else options.action_cursor_up)()

    @on(OptionList.OptionSelected, "#entries")
    def action_story(self) -> None:
        """All about the entry."""
        entry = self.entry
        if entry is not None and self._outbox is not None:
            log = self._outbox.store.log(entry.id)
            self.app.push_screen(Page(f"Entry {entry.id}", story.whole(entry, log, self.app.desk)))

    def action_text(self) -> None:
        """The text of an entry that cools off, how it sounds, and the question that comes with it."""
        entry = self.entry
        if entry is not None and self._outbox is not None:
            log = self._outbox.store.log(entry.id)
            self.app.push_screen(Page(f"Entry {entry.id}", story.whole(entry, log, self.app.desk, shown=True)))

    def action_hold(self) -> None:
        """Hold it, or release it."""
        entry = self.entry
        if entry is not None and entry.state == "held":
            self._do(lambda store, found: store.release(found), "Released: it goes out at its time.")
        else:
            self._do(
                lambda store, found: store.hold(found), "On hold: nothing more of it goes out until you release it."
            )

    async def action_move(self) -> None:
        """Another time."""
        if self.entry is not None:
            await self.app.push_screen(MoveDialog(self.entry), self._move)

    def _move(self, words: str | None) -> None:
        if words:
            try:
                schedule = self.app.desk.when(words)
            except ComposerError as error:
                self.app.tell(str(error))
                return
            self._do(
                lambda store, found: store.move(found, schedule),
                "It is due now." if words == "now" else f"Moved: {self.app.desk.say_when(schedule)}.",
            )

    @work
    async def action_cancel(self) -> None:
        """Never publish the rest."""
        entry = self.entry
        if entry is None:
            return
        out = (
            f"{entry.sent} of its {len(entry.posts)} posts are out and stay out."
            if entry.sent
            else "Nothing of it is out."
        )
        question = Question(
            f"Cancel {entry.title or entry.id}?",
            f"{out} The draft stays where it is.",
            (("keep", "Keep it in the queue"), ("cancel", "Never publish the rest of it")),
        )
        if await self.app.push_screen_wait(question) == "cancel":
            self._do(lambda store, found: store.cancel(found), "Cancelled.")

    def action_resume(self) -> None:
        """Go on at once."""
        outbox = self._outbox
        if outbox is not None:
            self._do(lambda _, found: outbox.resume(found), "It goes on from the first post that is not out.")

    def action_retry(self) -> None:
        """Try again."""
        self._do(lambda store, found: store.retry(found), "It is tried again, from the first post that is not out.")

    @work
    async def action_settle(self) -> None:
        """What only a person can see: whether the post in doubt is out."""
        entry, outbox = self.entry, self._outbox
        if entry is None or outbox is None:
            return
        if entry.unknown is None:
            self.app.tell("No post of it is in doubt.")
            return
        question = Question(
            f"Post {entry.unknown.number} is in doubt",
            f"Nobody but you can tell whether it went out. Look at {entry.account}, then say what you saw.",
            (("later", "I have not looked yet"), ("there", "It is there"), ("missing", "It is not there: send it")),
        )
        answer = await self.app.push_screen_wait(question)
        there = ""
        if answer == "there":
            said = await self.app.push_screen_wait(Line("It is there", "Its address:", placeholder="https://…"))
            there = said or ""
        if there or answer == "missing":
            self._do(lambda _, found: outbox.settle(found, there or None), "Settled; it goes on from there.")

    def action_undo(self) -> None:
        """Take the last command back."""
        if self.store is None:
            return
        try:
            undone = self.store.undo()
        except ComposerError as error:
            self.app.tell(str(error))
        else:
            self.app.tell(" ".join(f"{each.entry.title or each.entry.id} is no longer {each.what}." for each in undone))
        self._reload()

    def action_worker(self) -> None:
        """Publish here, or stop that."""
        publishing = self.app.publishing
        if publishing.running:
            publishing.stop()
            self.app.tell("Stopping after the post that is being sent.")
        else:
            publishing.start()
        self.set_timer(0.3, self._show_worker)


def _in_order(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """What is still to come first, by its time; then what is over, the latest first."""
    over = ("published", "cancelled", "retracted")
    coming = [each for each in entries if each.state not in over]
    return (*coming, *reversed([each for each in entries if each.state in over]))
