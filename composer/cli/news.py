"""The line that commands end with when the queue needs somebody, so that nobody has to go and look."""

from __future__ import annotations

import sys
from zoneinfo import ZoneInfo

from composer.cli.exits import say
from composer.cli.state import current_desk
from composer.config.settings import News
from composer.model import ComposerError


def tell_news(*, opened: bool) -> None:
    """Say in a line what failed, waits for somebody, or has nobody to publish it.

    On a terminal the same line is said once an hour. `opened`: whether the command itself has opened the queue, and so
    has told of it already where that was not possible, and of who publishes.
    """
    try:
        desk = current_desk()
    except ComposerError:
        return  # the command itself has met the same trouble and told of it
    wanted = desk.settings.news
    if wanted is News.NEVER or (wanted is News.TERMINAL and not sys.stderr.isatty()):
        return
    try:
        told = desk.news(ZoneInfo(desk.zone), soon=not opened, again=wanted is News.ALWAYS)
    except ComposerError as error:
        told = "" if opened else f"The queue cannot be used, so nothing goes out: {error}"
    if told:
        say(told)
