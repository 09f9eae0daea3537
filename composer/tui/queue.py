"""The queue: what waits, what is out, what asks for a person, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.desk.listing import FINISHED, RECENT, listed
from composer.model import ComposerError
from composer.queue import Template, ThreadMove, running_worker
from composer.tui import deeds, repeats, story
from composer.tui.bars import Bar, Hints, Offers
from composer.tui.dialogs.page import Page
from composer.tui.dialogs.when import MoveDialog
from composer.tui.keys import Scope, bindings
from composer.tui.ours import BREAKPOINTS, Keyed
from composer.tui.signs import QUIET

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

    from composer.desk.outbox import Outbox
    from composer.queue import Entry, Store
    from composer.tui.keys import Key

    Deed = Callable[["Queue", Outbox, Entry], Awaitable[None]]

_LOOK = 0.5
"""Seconds between two looks at whether somebody has changed the queue."""
_MOST = 500
"""Entries that are listed; `thread queue --limit N` lists more."""
_LOOK_FOR_WORKER = 4
"""Every so many of these looks, whether a worker runs."""


class Queue(Keyed, Screen[None]):
    """Entries at the left, the one that is marked at the right."""

    BINDINGS = [*bindings(Scope.QUEUE), *bindings(Scope.ENTRY)]  # noqa: RUF012  Textual's
    SCOPES = (Scope.ENTRY, Scope.QUEUE)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self) -> None:
        super().__init__()
        self._outbox: Outbox | None = None
        self._entries: tuple[Entry, ...] = ()
        self._templates: tuple[Template, ...] = ()
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
        yield Offers(Scope.ENTRY)
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
        self.reload()

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
        self.reload()
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
        self.reload()

    def _look(self) -> None:
        if self.app.screen is not self:
            return
        if self._outbox is None:
            self._open()
            return
        self._looks += 1
        try:
            if self._outbox.store.version() != self._version:
                self.reload()
            elif self._looks % _LOOK_FOR_WORKER == 0:
                self._show_story()  # what it waits for may be over by the clock alone
                self._show_worker()
        except ComposerError as error:
            self.app.tell(str(error))

    def reload(self) -> None:
        """Look again at all there is."""
        if self._outbox is None:
            return
        try:
            self._version = self._outbox.store.version()
            since = self.app.desk.now() - RECENT
            self._entries = _in_order(listed(self._outbox.store, since=since, limit=_MOST))
            self._templates = self._outbox.store.templates.list()
        except ComposerError as error:
            self.app.tell(str(error))
            return
        self._show()

    @property
    def _rows(self) -> tuple[Template | Entry, ...]:
        """What repeats, then the entries."""
        return (*self._templates, *self._entries)

    def _show(self) -> None:
        options = self.query_one("#entries", OptionList)
        marked, zone = self.row, self.app.desk.zone
        lines = [Option(story.template_line(each, zone), id=each.id) for each in self._templates]
        lines += [Option(story.line(each, zone), id=each.id) for each in self._entries]
        options.set_options(lines)
        ids = [each.id for each in self._rows]
        if ids:
            options.highlighted = ids.index(marked.id) if marked and marked.id in ids else 0
        summary = story.summary(self._entries, self._templates, self.app.desk.now(), zone)
        self.query_one(Bar).say(Content.styled("Queue", "b"), summary)
        self._show_story()
        self._show_worker()

    @property
    def row(self) -> Template | Entry | None:
        """What is marked."""
        option = self.query_one("#entries", OptionList).highlighted_option
        return next((each for each in self._rows if option and each.id == option.id), None)

    def offers(self, key: Key) -> bool:
        """Whether the key does something to what is marked."""
        return key.scope is not Scope.ENTRY or key.id in self._offered()

    def _offered(self) -> dict[str, str]:
        row = self.row
        if row is None:
            return {}
        return repeats.offered(row) if isinstance(row, Template) else deeds.offered(self, row)

    @on(OptionList.OptionHighlighted, "#entries")
    def _show_story(self) -> None:
        row = self.row
        told = self.query_one("#story Static", Static)
        self.query_one(Offers).offer(self._offered())
        if row is None or self._outbox is None:
            told.update(Content.styled("Nothing is queued. ^r in Compose queues a thread.", QUIET))
        elif isinstance(row, Template):
            told.update(story.short_of_template(row, self._outbox.store.templates.log(row.id), self.app.desk))
        else:
            told.update(story.short(row, self._outbox.store.log(row.id), self.app.desk))

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

    def action_step(self, step: int) -> None:
        """Up or down."""
        options = self.query_one("#entries", OptionList)
        (options.action_cursor_down if step > 0 else options.action_cursor_up)()

    @on(OptionList.OptionSelected, "#entries")
    def action_story(self) -> None:
        """All about the entry."""
        row, store = self.row, self.store
        if row is None or store is None:
            return
        if isinstance(row, Template):
            told = story.whole_of_template(row, store.templates.log(row.id), self.app.desk)
        else:
            told = story.whole(row, store.log(row.id), self.app.desk)
        self.app.push_screen(Page(f"Entry {row.id}", told))

    def action_hold(self) -> None:
        """Hold it, or release it."""
        self._act("hold", deeds.hold)

    async def action_move(self) -> None:
        """Another time; the dialog is pushed within the key's own turn, so that the keys after it land there."""
        row = self.row
        if isinstance(row, Template):
            self._repeat("move")
        elif row is not None and not deeds.refused(self, row, ThreadMove.MOVE):
            await self.app.push_screen(MoveDialog(row), partial(self._moved, row))

    def _moved(self, entry: Entry, words: str | None) -> None:
        if words:
            self._deed(partial(deeds.move, words=words), entry.id)

    def action_cancel(self) -> None:
        """Never publish the rest."""
        self._act("cancel", deeds.cancel)

    def action_retry(self) -> None:
        """Try again."""
        self._act("retry", deeds.retry)

    def action_resume(self) -> None:
        """Go on at once."""
        self._act("resume", deeds.resume)

    def action_settle(self) -> None:
        """What only a person can see."""
        self._act("settle", deeds.settle)

    def action_edit(self) -> None:
        """Take what changed in the draft."""
        self._act("edit", deeds.edit)

    def action_retract(self) -> None:
        """Delete what is out."""
        self._act("retract", deeds.retract)

    def action_text(self) -> None:
        """Show what is out of sight."""
        self._act("show-text", deeds.unveil)

    def action_hand_over(self) -> None:
        """Post it by hand."""
        self._act("hand-over", deeds.hand_over)

    def _act(self, key: str, deed: Deed) -> None:
        """Do it to what is marked."""
        if isinstance(self.row, Template):
            self._repeat(key)
        elif self.row is not None:
            self._deed(deed, self.row.id)

    @work
    async def _repeat(self, key: str) -> None:
        if self._outbox is not None and isinstance(self.row, Template):
            await repeats.act(self, self._outbox, self.row, key)

    @work
    async def _deed(self, deed: Deed, entry: str) -> None:
        """Do it to the entry as the file has it now."""
        if self._outbox is None:
            return
        try:
            found = self._outbox.store.get(entry)
        except ComposerError as error:
            self.app.tell(str(error))
            return
        await deed(self, self._outbox, found)

    def action_plan(self) -> None:
        """The coming days."""
        from composer.tui.planning import PlanScreen

        if self._outbox is not None:
            self.app.push_screen(PlanScreen(self._outbox), self._back_from_plan)

    def _back_from_plan(self, entry: str | None) -> None:
        self.reload()
        if entry:
            self.mark(entry)

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
        self.reload()

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
    coming = [each for each in entries if each.state not in FINISHED]
    return (*coming, *reversed([each for each in entries if each.state in FINISHED]))
