"""The terminal interface; the only room that knows Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from composer.desk import Desk

__all__ = ["run"]


def run(path: Path | None, desk: Desk) -> int:
    """Write on the draft at `path`, or on a new one, until the user leaves; an exit code.

    Raises ComposerError where `path` cannot be edited. Stdin and stdout have to be a terminal.
    """
    from datetime import datetime

    from composer.desk.session import Session
    from composer.tui.app import ComposerApp

    session = Session.open(desk, path) if path else Session.untitled(desk, datetime.now().astimezone().date())
    app = ComposerApp(desk, session)
    app.run()
    return app.return_code or 0
