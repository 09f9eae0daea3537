"""The line at the top, which says where one is, and the line at the bottom, which says what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.widget import Widget

from composer.model import ComposerError
from composer.tui.keys import Scope, hints
from composer.tui.ours import OfOurs
from composer.tui.signs import QUIET
from composer.tui.steady import steady

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import RenderResult
    from textual.geometry import Size

    from composer.tui.keys import Key


_NEWS_FIRST = 0.5
"""Seconds that the draft and its thread have to themselves before the queue is looked at."""
_NEWS_AGAIN = 20.0


class Bar(Widget):
    """One line with something at each end; where they do not both fit, the right one gives way."""

    def __init__(self) -> None:
        super().__init__()
        self._left = Content("")
        self._right: tuple[str, ...] = ()

    def say(self, left: Content, right: tuple[str, ...]) -> None:
        """Show `left`, and as many parts of `right` as there is room for, its first the last to go."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> RenderResult:
        """The line."""
        room = self.size.width - self._left.cell_length - 4
        right = list(self._right)
        while right and len(" · ".join(right)) > room:
            right.pop()
        said = " · ".join(right)
        gap = " " * max(1, self.size.width - self._left.cell_length - len(said) - 2)
        return Content.assemble(" ", self._left, gap, (said, QUIET), " ")


class Hints(Widget):
    """The keys of a screen, as many as there is room for; a click does what the key does."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._keys = hints(scope, Scope.EVERYWHERE)

    def render(self) -> RenderResult:
        """The line."""
        return _row([_hint(key, key.label) for key in self._keys], self.size.width - 1)[0]


class Offers(Widget):
    """The keys that do something to what is marked, in as many lines as they need; a click does what the key does."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._keys = hints(scope)
        self._labels: Mapping[str, str] = {}

    def offer(self, labels: Mapping[str, str]) -> None:
        """Show only keys with these ids, each with its label; without one, with that of the table."""
        if labels != self._labels:
            self._labels = dict(labels)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's
        """As many lines as the keys need."""
        return len(self._rows(width))

    def render(self) -> RenderResult:
        """The lines."""
        return Content("\n").join(self._rows(self.size.width))

    def _rows(self, width: int) -> list[Content]:
        left = [_hint(key, self._labels[key.id] or key.label) for key in self._keys if key.id in self._labels]
        rows: list[Content] = []
        while left:
            row, taken = _row(left, width - 1)
            rows.append(row)
            left = left[max(1, taken) :]
        return rows or [Content("")]


def _hint(key: Key, label: str) -> Content:
    return Content.from_markup(f" [@click={key.action}][b $accent]{key.shown}[/] {label}[/] ")


def _row(parts: Sequence[Content], room: int) -> tuple[Content, int]:
    """As many of these beside each other as there is room for, and how many these are."""
    taken = 0
    for part in parts:
        room -= part.cell_length
        if room < 0:
            break
        taken += 1
    return Content("").join(parts[:taken]), taken


class Pinned(Widget):
    """What the thread says in one sentence, always in sight."""

    def __init__(self) -> None:
        super().__init__()
        self._message = ""
        self._notice = ""

    def say(self, message: str, notice: str = "") -> None:
        """Show the message, or in its place a notice about the draft."""
        if (message, notice) != (self._message, self._notice):
            self._message, self._notice = message, notice
            self.refresh()

    def render(self) -> RenderResult:
        """The line."""
        if self._notice:
            said = Content.assemble(" ", ("▲ ", "$warning"), (self._notice, "$warning"))
        elif self._message:
            said = Content.assemble(" ", ("“", QUIET), (steady(self._message), "italic"), ("”", QUIET))
        else:
            said = Content.assemble(" ", ("What does the thread say, in one sentence?  f7", QUIET))
        return said.truncate(self.size.width, ellipsis=True)


class News(OfOurs, Widget):
    """What in the queue needs a person, in a line; not there while nothing does."""

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[str, ...] = ()
        self.display = False

    def on_mount(self) -> None:
        """Look now and then, beside the writing."""
        self.set_timer(_NEWS_FIRST, self.look)
        self.set_interval(_NEWS_AGAIN, self.look)

    @work(thread=True, exclusive=True, group="news")
    def look(self) -> None:
        """See what the queue has to say."""
        app = self.app
        try:
            told = app.desk.news_in_short(publishing=app.publishing.running)
        except ComposerError:
            told = ("it cannot be read",)
        app.call_from_thread(self._show, told)

    def _show(self, told: tuple[str, ...]) -> None:
        self.display = bool(told)
        if told != self._told:
            self._told = told
            self.refresh()

    def render(self) -> RenderResult:
        """The line."""
        said = "; ".join(self._told)
        link = Content.from_markup("[@click=app.go('queue')][b $accent]f3[/] shows it[/]")
        room = self.size.width - link.cell_length - 5
        told = Content.assemble(("▲ ", "$warning"), "In the queue: ", steady(said)).truncate(room, ellipsis=True)
        return Content.assemble(" ", told, "  ", link)
