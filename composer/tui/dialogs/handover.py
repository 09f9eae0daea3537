"""Posting by hand: one post after the other, on the clipboard, with its page and what has to be set there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from composer.desk import handover
from composer.model import ComposerError
from composer.tui.dialogs.base import Dialog
from composer.tui.signs import QUIET
from composer.tui.steady import steady

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from composer.desk.handover import Step
    from composer.queue import Entry, Store


class HandOver(Dialog[None]):
    """Goes through the posts until all are out, or the person stops; each is written down when it is out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "page", show=False, priority=True),
        Binding("f8", "alt", show=False, priority=True),
        Binding("f9", "copy", show=False, priority=True),
        Binding("pageup", "scroll_text(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_text(1)", show=False, priority=True),
    ]
    keys = (("enter", "It is out"), ("f9", "Copy"), ("f8", "Copy alt text"), ("f7", "Page"), ("esc", "Stop"))

    def __init__(self, store: Store, entry: Entry, folder: Path) -> None:
        super().__init__()
        self.heading = f"Hand over {entry.title or entry.id}"
        self._store, self._entry, self._folder = store, entry, folder
        self._step: Step | None = None

    def content(self) -> ComposeResult:
        """The post, and a line for its address."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="post")
        yield Static("Its address, if you have it; enter alone says that it is out:", id="asked")
        yield Input(placeholder="https://…", id="address", select_on_focus=False)
        yield Static("", id="trouble")

    def on_mount(self) -> None:
        """The first post that is not out."""
        self.query_one(Input).cursor_blink = self.app.blink
        self.query_one(Input).focus()
        self._next()

    def _next(self) -> None:
        self._complain("")
        try:
            self._step = step = handover.next_step(self._store, self._entry, self._folder)
        except ComposerError as error:
            self._complain(str(error))
            return
        if step is None:
            self.dismiss(None)
            return
        self.query_one(Input).value = ""
        self.query_one("#post", Static).update(_shown(step))
        self.query_one("#page").scroll_home(animate=False)
        self.action_copy()

    @on(Input.Submitted, "#address")
    def _posted(self, event: Input.Submitted) -> None:
        step, desk = self._step, self.app.desk
        if step is None:
            return
        try:
            self._entry = handover.posted(self._store, self._entry, step.number, event.value.strip(), desk.now())
        except ComposerError as error:
            self._complain(str(error))
            return
        self._next()

    def action_copy(self) -> None:
        """The words to the clipboard."""
        if self._step is not None:
            self.app.copy_to_clipboard(self._step.text)
            self._note(f"Post {self._step.number} was offered to the clipboard; most terminals take that.")

    def action_alt(self) -> None:
        """The alt texts to the clipboard."""
        alts = [picture.alt for picture in self._step.pictures if picture.alt] if self._step else []
        if alts:
            self.app.copy_to_clipboard("\n\n".join(alts))
        self._note("Its alt text was offered to the clipboard." if alts else "This post has no alt text.")

    def action_scroll_text(self, step: int) -> None:
        """A page up or down in the post."""
        page = self.query_one("#page", VerticalScroll)
        (page.scroll_page_down if step > 0 else page.scroll_page_up)(animate=False)

    def action_page(self) -> None:
        """The network's page for writing, in a browser."""
        if self._step is not None:
            self.app.open_url(self._step.link)

    def _note(self, said: str) -> None:
        self.query_one("#box").border_subtitle = said

    def _complain(self, message: str) -> None:
        line = self.query_one("#trouble", Static)
        line.display = bool(message)
        line.update(Content.assemble(("▲ ", "$warning"), message))


def _shown(step: Step) -> Content:
    parts: list[Content | str | tuple[str, str]] = [
        (f"{step.number}/{step.total}", "b $accent"),
        (f"  in reply to {step.answers}" if step.answers else "", QUIET),
        f"\n\n{steady(step.text)}\n",
    ]
    for picture in step.pictures:
        parts += [f"\n▣ {picture.file}\n", (f"  {steady(picture.alt) or 'no alt text'}\n", QUIET)]
    parts += [(f"\n▲ {steady(each)}", "$warning") for each in step.by_yourself]
    return Content.assemble(*parts, (f"\n{step.link}", QUIET))
