"""Cooling off: what a draft that reads as heat may wait for, out of sight, before somebody decides about it.

Delay lowers retaliation, and distraction helps where brooding does not (docs/queue.md), so a held text is not shown
and another prompt is offered. Nobody's feelings are told: only the words that were found.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from composer.model import ComposerError, Fault
from composer.schedule import to_instant, to_wall

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.config import Settings
    from composer.desk.review import Review
    from composer.model import Diagnostic
    from composer.queue import Entry
    from composer.share import SpokenPost

HEAT = frozenset({"TON001", "HAT001", "KND002", "KND003", "KND004"})
"""Rules whose findings are heat: heated wordings, feeding trolls, an insult, a slur, a threat."""
QUESTION = "What do you want to happen?"
"""Asked where a text that was out of sight is shown again."""


def heat(review: Review, accepted: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """The findings of heat that nobody has given a reason for."""
    return tuple(found for found in review.findings if found.code in HEAT and found.code not in accepted)


def reason(found: tuple[Diagnostic, ...]) -> str:
    """Why an entry is held, without the words, which are out of sight; empty where there is no heat."""
    codes = ", ".join(dict.fromkeys(each.code for each in found))
    return f"cooling off, because of {codes}" if codes else ""


def spoken(entry: Entry) -> tuple[SpokenPost, ...]:
    """The posts of an entry as somebody hears them who does not see them."""
    from composer.model import Draft, Media, Post, Span, Style, Thread
    from composer.share import speak

    many = len(entry.posts)
    posts = tuple(
        Post(
            post.number,
            many,
            post.text,
            0,
            media=tuple(Media(each.name, each.alt) for each in post.attachments),
            content_warning=post.content_warning,
            language=post.language,
        )
        for post in entry.posts
    )
    return speak(Thread(posts, (Span(0, 0),) * many, entry.network, 0, Style(), Draft("")))


def rest(settings: Settings) -> timedelta:
    """How long a text is held where nobody says for how long."""
    from composer.schedule.pace import length_of

    try:
        return length_of(settings.cooling_off or "20 min")
    except ComposerError as error:
        raise ComposerError(f"The setting cooling_off: {error}", fault=Fault.SETUP) from error


def next_morning(now: datetime, zone: str, hour: int) -> datetime:
    """The next time that it is `hour` on clocks in `zone`, as a UTC instant."""
    today = to_wall(now, zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(3))
    return next(at for day in days if (at := to_instant(datetime.combine(day, time(hour)), zone)[0]) > now)
