"""Practice: a prompt that is waiting, a page to write on, and the days with words in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from composer.model import ComposerError
from composer.practice import Form, dots, dots_in_words
from composer.tui.bars import Bar, Hints
from composer.tui.keys import Scope, bindings
from composer.tui.ours import BREAKPOINTS, Keyed
from composer.tui.signs import QUIET
from composer.tui.steady import steady

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.practice import Prompt

_FORMS = {Form.POST: "one post", Form.THREAD: "a thread", Form.PRIVATE: "stays with you"}


class Practice(Keyed, Screen[None]):
    """The prompt of the day."""

    BINDINGS = bindings(Scope.PRACTICE)
    SCOPES = (Scope.PRACTICE,)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self) -> None:
        super().__init__()
        self._prompt: Prompt | None = None
        self._tiny = False

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield Bar()
        yield Static(id="prompt")
        yield Static(id="days")
        yield Static(id="rest")
        yield Hints(Scope.PRACTICE)

    def on_mount(self) -> None:
        """Titles; the prompt comes with every visit, for the day may have changed."""
        self.query_one("#prompt").border_title = "Today’s prompt"
        self.query_one("#days").border_title = "The last 30 days"

    def on_screen_resume(self) -> None:
        """Show the prompt of the day."""
        self._fetch(other=False)

    def action_another(self) -> None:
        """Another prompt, from another theme."""
        self._tiny = False
        self._fetch(other=True)

    def action_tiny(self) -> None:
        """The smallest version, or the whole prompt again."""
        self._tiny = not self._tiny
        self._show()

    def action_write(self) -> None:
        """A page of its own for the prompt."""
        if self._prompt is None:
            return
        desk = self.app.desk
        try:
            path = desk.diary().page(self._prompt, desk.drafts_folder())
        except ComposerError as error:
            self.app.tell(str(error))
            return
        self.app.write_on(path)

    def _fetch(self, *, other: bool) -> None:
        try:
            diary = self.app.desk.diary()
            self._prompt = diary.another() if other else diary.prompt()
        except ComposerError as error:
            self._prompt = None
            self.query_one("#prompt", Static).update(Content.assemble(("▲ ", "$warning"), str(error)))
            return
        self._show()

    def _show(self) -> None:
        prompt = self._prompt
        if prompt is None:
            return
        days = self.app.desk.diary().days()
        text = prompt.tiny if self._tiny else prompt.text
        about = " · ".join((prompt.theme, _FORMS[prompt.form], f"up to {prompt.minutes} min"))
        self.query_one(Bar).say(Content.styled("Practice", "b"), (f"{self.app.desk.today():%a %d %b}",))
        parts: list[Content | str | tuple[str, str]] = [(steady(text), "b"), "\n\n"]
        if not self._tiny:
            parts += [("Or, as small as it gets:  ", QUIET), steady(prompt.tiny), "\n\n"]
        self.query_one("#prompt", Static).update(Content.assemble(*parts, (about, QUIET)))
        self.query_one("#days", Static).update(
            Content.assemble((dots(days), "$accent"), "\n", (dots_in_words(days), QUIET))
        )
        self.query_one("#rest", Static).update(
            Content.styled("One sentence counts. A day without one changes nothing.", QUIET)
        )
