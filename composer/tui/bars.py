"""The line at the top, which says where one is, and the line at the bottom, which says what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from composer.tui.keys import hints
from composer.tui.signs import QUIET
from composer.tui.steady import steady

if TYPE_CHECKING:
    from textual.app import RenderResult

    from composer.tui.keys import Scope


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
        self._scope = scope

    def render(self) -> RenderResult:
        """The line."""
        parts: list[Content] = []
        room = self.size.width - 1
        for key in hints(self._scope):
            part = Content.from_markup(f" [@click={key.action}][b $accent]{key.shown}[/] {key.label}[/] ")
            if part.cell_length > room:
                break
            room -= part.cell_length
            parts.append(part)
        return Content("").join(parts)


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
