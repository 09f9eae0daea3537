"""The line that commands end with when the queue needs somebody: on a terminal, unless a setting says otherwise."""

from __future__ import annotations

import os
import sys
from zoneinfo import ZoneInfo

from composer.cli.exits import say
from composer.cli.state import current_desk
from composer.model import ComposerError

VARIABLE = "THREAD_NEWS"
"""`always` also tells where nobody is at a terminal, in a script's log say; `never` not even there."""


def tell_news() -> None:
    """Say in a line what failed, waits for somebody, or is due while no worker runs."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted == "never" or (wanted != "always" and not sys.stderr.isatty()):
        return
    try:
        desk = current_desk()
        with desk.outbox() as outbox:
            told = outbox.news(desk.now(), ZoneInfo(desk.zone))
    except ComposerError:
        return  # the command itself has met the same trouble and told of it
    if told:
        say(told)
