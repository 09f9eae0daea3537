"""The application: its screens, its keys, and the draft that is being written."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

from textual import work
from textual.app import App, SystemCommand

from composer.desk.session import Session
from composer.model import ComposerError
from composer.tui.compose import Compose
from composer.tui.keeping import put_away
from composer.tui.keys import KEYS, Scope, bindings
from composer.tui.ours import Keyed
from composer.tui.publishing import Publishing
from composer.tui.theme import INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from textual.screen import Screen

    from composer.config import Config
    from composer.desk import Desk
    from composer.queue import Event
    from composer.tui.queue import Queue


class ComposerApp(App[int]):
    """Thread Composer in a terminal."""

    TITLE = "Thread Composer"
    CSS_PATH = "look.tcss"
    BINDINGS = bindings(Scope.EVERYWHERE)
    DEFAULT_MODE = "compose"

    def __init__(self, desk: Desk, session: Session, settings: Callable[[], Config], *, blink: bool = True) -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        """The settings in force, with their origins."""
        self.blink = blink
        """Whether the cursor blinks and the disk is watched; pictures are taken without."""
        self.publishing = Publishing(desk, self._told, self._troubled)
        self._writing = Compose(session)
        self.register_theme(INK)
        self.register_theme(PAPER)
        self.theme = INK.name
        # Compose comes first; the other screens are made when they are asked for.
        self.add_mode("compose", lambda: self._writing)
        self.add_mode("queue", _queue)
        self.add_mode("practice", _practice)
        self.add_mode("settings", _settings)

    def on_ready(self) -> None:
        """The words are there; now their thread."""
        self._writing.begin()

    @property
    def session(self) -> Session:
        """The draft that is being written."""
        return self._writing.session

    def tell(self, message: str) -> None:
        """Say something in passing."""
        self.notify(message, markup=False, timeout=6)

    # Places

    async def action_go(self, place: str) -> None:
        """To another screen."""
        await self.switch_mode(place)

    async def show_entry(self, entry: str) -> None:
        """The queue, with this entry marked."""
        await self.action_go("queue")
        screen: Queue = self.screen  # type: ignore[assignment]  # the mode that was just switched to
        screen.mark(entry)

    @work
    async def write_on(self, path: Path) -> None:
        """Put the draft at hand away and take up the one at `path`."""
        if path != self.session.path:
            if not await put_away(self._writing):
                return
            try:
                session = Session.open(self.desk, path)
            except ComposerError as error:
                self.tell(str(error))
                return
            self._writing.show(session)
        await self.action_go("compose")

    def action_help_page(self) -> None:
        """All keys."""
        from composer.tui.help import help_page

        self.push_screen(help_page())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers: every key of this screen by its own name and by its command's."""
        for key in KEYS:
            here = isinstance(screen, Keyed) and key.scope in screen.SCOPES and screen.offers(key)
            if (here or key.scope is Scope.EVERYWHERE) and key.id != "palette":
                name = f"{key.label}  {key.shown}" + (f"  {key.command}" if key.command else "")
                yield SystemCommand(name, key.does, _runs(self, key.action))
        for theme in (INK, PAPER):
            yield SystemCommand(f"Colours: {theme.name}", "Dark or light.", _dress(self, theme.name))

    # The end

    @work
    async def action_leave(self) -> None:
        """Save the draft and go."""
        was_dirty = self.session.dirty or self._writing.editor.text != self.session.text
        if not await put_away(self._writing):
            return
        if self.publishing.running:
            self.tell("Waiting for the post that is being sent.")
        await asyncio.to_thread(self.publishing.stop, wait=True)
        saved = was_dirty and not self.session.dirty
        self.exit(0, message=f"Saved {self.session.path}" if saved else None)

    def hear_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        """A closed terminal or a polite end: the words are on disk before anything else happens."""
        for name in ("SIGHUP", "SIGTERM"):
            if hasattr(signal, name):
                loop.add_signal_handler(getattr(signal, name), self._end_at_once, getattr(signal, name))

    def _end_at_once(self, number: signal.Signals) -> None:
        self._writing.follow()
        try:
            self.session.keep()
        finally:
            self.publishing.stop()
            if number == signal.SIGTERM:
                self.exit(return_code=128 + number)
            else:
                os._exit(128 + number)

    # Publishing

    def _told(self, event: Event) -> None:
        if event.kind in ("published", "failed", "attention"):
            title = event.entry.title if event.entry else ""
            self.call_from_thread(self.tell, f"{title}: {event.kind}. {event.message}".strip())

    def _troubled(self, message: str) -> None:
        self.call_from_thread(self.tell, message)


def _queue() -> Screen[None]:
    from composer.tui.queue import Queue

    return Queue()


def _practice() -> Screen[None]:
    from composer.tui.practice import Practice

    return Practice()


def _settings() -> Screen[None]:
    from composer.tui.settings import Settings

    return Settings()


def _runs(app: ComposerApp, action: str) -> Callable[[], None]:
    def run() -> None:
        app.call_later(app.run_action, action, app.screen if action.startswith("screen.") else app)

    return run


def _dress(app: ComposerApp, theme: str) -> Callable[[], None]:
    def dress() -> None:
        app.theme = theme

    return dress
