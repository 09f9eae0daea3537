"""The thread as somebody hears it who does not see it, post by post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from composer.desk.hearing import heading, summary
from composer.tui.dialogs.page import Page
from composer.tui.signs import QUIET
from composer.tui.steady import steady

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.share import SpokenPost


def hearing_page(spoken: Sequence[SpokenPost]) -> Page:
    """What a screen reader would say; what is not written as words stands in square brackets."""
    if not spoken:
        return Page("To hear", Content("There is nothing to be heard yet: write something first."))
    parts: list[Content | str | tuple[str, str]] = [(summary(spoken), QUIET), "\n\n"]
    for post in spoken:
        parts += [(f"{heading(post)}\n", "b $accent"), f"{steady(post.text)}\n\n"]
    return Page("To hear, as a screen reader would say it", Content.assemble(*parts).rstrip())
