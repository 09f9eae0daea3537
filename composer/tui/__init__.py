"""The terminal interface; the only room that knows Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from composer.config import Config
    from composer.desk import Desk

__all__ = ["run"]

_TIDY_AFTER = 1.0
"""Seconds after the start, when everything has been painted."""

SWITCH = 0.001
"""Seconds until a check in a thread of its own gives way to a key; Python's own 0.005 can be felt."""


def run(path: Path | None, desk: Desk) -> int:
    """Write on the draft at `path`, or on a new one, until the user leaves; an exit code.

    Raises ComposerError where `path` cannot be edited. Stdin and stdout have to be a terminal.
    """
    import gc
    import sys

    gc.disable()  # until everything has been painted; see _tidy
    import asyncio

    from composer.desk.session import Session
    from composer.tui.app import ComposerApp

    sys.setswitchinterval(SWITCH)
    session = Session.open(desk, path) if path else Session.untitled(desk)
    app = ComposerApp(desk, session, _settings(session.path))

    async def live() -> None:
        loop = asyncio.get_running_loop()
        app.hear_signals(loop)
        loop.call_later(_TIDY_AFTER, _tidy)
        await app.run_async()

    asyncio.run(live())
    return app.return_code or 0


def _settings(path: Path) -> Callable[[], Config]:
    def in_force() -> Config:
        import os

        from composer.config import load
        from composer.paths import settings_file

        return load(user_file=settings_file(), folder=path.parent.absolute(), environment=os.environ)

    return in_force


def _tidy() -> None:
    """Take what start-up made out of the collector's sight: its pauses are what a writer would feel."""
    import gc

    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
