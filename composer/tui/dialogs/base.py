"""What all dialogs look like: a box with a title, what it is about, and the keys that end it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from composer.tui.ours import OfOurs

if TYPE_CHECKING:
    from textual.app import ComposeResult

T = TypeVar("T")


class Dialog(OfOurs, ModalScreen[T | None], Generic[T]):
    """Ends with an answer, or with None when it is left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "Back", show=False, id="back")]
    heading = ""
    keys: ClassVar[tuple[tuple[str, str], ...]] = (("esc", "Back"),)
    """What the last line says: a key and its meaning each."""

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = self.heading
            yield from self.content()
            yield Static(
                Content("   ").join(Content.assemble((key, "b $accent"), " ", does) for key, does in self.keys),
                id="keys",
            )

    def content(self) -> ComposeResult:
        """What stands in the box."""
        yield from ()

    def action_back(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
