"""`python -m composer.desk.notices.show`: one notice, from standard input to the desktop, and then the end."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading

_PATIENCE = 15.0
"""Seconds until this process ends itself, whatever a desktop keeps it waiting for."""


async def _shown(title: str, body: str) -> None:
    from desktop_notifier import DesktopNotifier

    await DesktopNotifier(app_name="Thread Composer", app_icon=None).send(title=title, message=body)


def main() -> None:
    """Show what standard input says: a JSON object with `title` and `body`."""
    overdue = threading.Timer(_PATIENCE, os._exit, (1,))
    overdue.daemon = True
    overdue.start()
    told = json.load(sys.stdin)
    asyncio.run(_shown(told["title"], told["body"]))


if __name__ == "__main__":
    main()
