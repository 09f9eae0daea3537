"""The application: its screens, its keys, and the draft that is being written."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.app import App

from composer.tui.compose import Compose
from composer.tui.keys import Scope, bindings
from composer.tui.theme import INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.desk import Desk
    from composer.desk.session import Session

_TIDY_AFTER = 0.5


def _now() -> datetime:
    return datetime.now(UTC)


class ComposerApp(App[int]):
    """Thread Composer in a terminal."""

    TITLE = "Thread Composer"
    CSS_PATH = "look.tcss"
    BINDINGS = bindings(Scope.EVERYWHERE)
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, desk: Desk, session: Session, *, now: Callable[[], datetime] = _now, blink: bool = True) -> None:
        super().__init__()
        self.desk = desk
        self.session = session
        self.now = now
        self.blink = blink
        """Whether the cursor blinks."""
        self.register_theme(INK)
        self.register_theme(PAPER)
        self.theme = INK.name

    def on_mount(self) -> None:
        """Compose first; the other screens when they are asked for."""
        self.push_screen(Compose(self.session))
        self.set_timer(_TIDY_AFTER, _tidy)

    def tell(self, message: str) -> None:
        """Say something in passing."""
        self.notify(message, markup=False)

    def action_leave(self) -> None:
        """Save and go."""
        self.exit(0)


def _tidy() -> None:
    """Take what start-up made out of the collector's sight: its pauses are what a writer would feel."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
