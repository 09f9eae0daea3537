"""A sitting: the real application on a real desk in a temporary folder, with a clock that stands still."""

from __future__ import annotations

import asyncio
import inspect
import os
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from composer.config import Config, Settings
from composer.desk import Desk
from composer.desk.session import Session
from composer.tui.app import ComposerApp
from composer.tui.compose import Compose

NOW = datetime(2026, 11, 22, 16, 20, tzinfo=UTC)
"""A Sunday, 17:20 in Paris."""
UPDATE = "THREAD_UPDATE_SCREENS"
"""Environment variable that lets the stored screens be written anew."""
_PATIENCE = 10.0


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run tests that are coroutines."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


class Sitting:
    """Somebody at the keyboard."""

    def __init__(self, app: ComposerApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def compose(self) -> Compose:
        """The writing desk."""
        return self.app._writing

    @property
    def session(self) -> Session:
        """The draft."""
        return self.app.session

    @property
    def text(self) -> str:
        """What stands in the editor."""
        return self.compose.editor.text

    async def press(self, *keys: str) -> None:
        """Keys by their names."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Words, letter by letter, as fast as a paste."""
        names = {" ": "space", "\n": "enter"}
        for letter in text:
            self.app.post_message(Key(names.get(letter, letter), letter))
        await self.pilot.pause()
        await self.pilot.pause(0.02)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that happens in another thread or a moment later."""
        end = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < end, f"waited in vain for {inspect.getsource(condition).strip()}\n{self.screen}"
            await self.pilot.pause(0.02)
        await self.pilot.pause()

    async def rest(self) -> None:
        """Until everything about the text is known."""
        await self.until(self._nothing_pending)

    def _nothing_pending(self) -> bool:
        return self.session.checked and self.compose._resting is None and self.compose._following is None

    async def sees(self, words: str) -> None:
        """Wait until these words are on the screen."""
        await self.until(lambda: words in self.screen)

    @property
    def screen(self) -> str:
        """The screen as text."""
        rows = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip().replace("\u200b", "") for strip in rows) + "\n"


Sit = Callable[..., AbstractAsyncContextManager[Sitting]]


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    folder = tmp_path / "drafts"
    folder.mkdir()
    return folder


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def desk(drafts: Path, state: Path) -> Desk:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(zone="Europe/Paris", drafts_folder=str(drafts), rehearsal_port=port)
    return Desk(settings, state, lambda: NOW)


@pytest.fixture
def draft(drafts: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "talk.md") -> Path:
        path = drafts / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def sit(desk: Desk) -> Sit:
    """Sit down before a draft, or before none."""

    @asynccontextmanager
    async def down(path: Path | None = None, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Sitting]:
        session = Session.open(desk, path) if path else Session.untitled(desk)
        app = ComposerApp(desk, session, lambda: Config(desk.settings, {}), blink=False)
        async with app.run_test(size=size, notifications=True) as pilot:
            sitting = Sitting(app, pilot)
            await sitting.until(lambda: bool(app._writing.is_mounted))
            try:
                yield sitting
            finally:
                app.publishing.stop(wait=True)

    return down


@pytest.fixture
def picture() -> Callable[[str, str], None]:
    """Compare a screen with the one that is stored; `THREAD_UPDATE_SCREENS=1` stores it."""

    def compare(name: str, screen: str) -> None:
        path = Path(__file__).parent / "screens" / f"{name}.txt"
        if os.environ.get(UPDATE):
            path.write_text(screen, encoding="utf-8")
        assert screen == path.read_text(encoding="utf-8"), f"{name} has changed; {UPDATE}=1 stores it anew"

    return compare
