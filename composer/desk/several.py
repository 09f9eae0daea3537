"""One draft for several accounts: what is allowed of it, and how far apart its threads go out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from composer.model import ComposerError
from composer.networks import is_always_there, refuses_repeats
from composer.text import limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.desk.review import Review
    from composer.model import Schedule
    from composer.networks import Account
    from composer.queue import Store

_SPAN = re.compile(r"(\d{1,5}) ?(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_LONGEST = timedelta(days=30)
_SHOWN = 40
"""Characters of a post in a message."""


def span_of(words: str) -> timedelta:
    """A length of time such as `10m` or `2 h`; nothing for none. Raises ComposerError."""
    if not words.strip():
        return timedelta(0)
    found = _SPAN.fullmatch(words.strip())
    span = timedelta(seconds=int(found[1]) * _SECONDS[found[2][0].lower()]) if found else timedelta(0)
    if not timedelta(0) < span <= _LONGEST:
        raise ComposerError(f"{words!r} is no time between two threads. Say 90s, 10m, 2h or 1d; up to 30 days.")
    return span


def staggered(first: Schedule, count: int, apart: timedelta) -> tuple[Schedule, ...]:
    """The times of `count` threads, each `apart` from the one before; the wall clock may change in between."""
    return tuple(later(first, index * apart) for index in range(count))


def later(first: Schedule, by: timedelta) -> Schedule:
    """The same time, `by` later on the clock that never stops."""
    if not by:
        return first
    instant = first.instant + by
    wall = instant.astimezone(ZoneInfo(first.zone)).replace(tzinfo=None).isoformat() if first.wall else ""
    return replace(first, instant=instant, wall=wall, words=f"{first.words}, {by} later", note="")


def refuse_identical(reviews: Sequence[tuple[Account, Review]], queue: Store) -> None:
    """Raise ComposerError where two accounts would say the same on a network whose rules forbid that, as those of X do.

    They are compared with each other and with what other accounts say in the queue, sent or to be sent.
    """
    said = [
        (account.network, account.name, {post.text for post in review.thread.posts})
        for account, review in reviews
        if account.charged and refuses_repeats(account.network)
    ]
    names = {name for _, name, _ in said}
    queued = [
        (network, account, {text})
        for network, _, mine in said
        for account, text in queue.said(network, mine)
        if account not in names and not is_always_there(account)
    ]
    for (network, one, texts), (here, other, mine) in (*combinations(said, 2), *product(queued, said)):
        if network == here and (same := texts & mine):
            title = limit(network).title
            raise ComposerError(
                f"{one} and {other} would say the same on {title} (“{_excerpt(min(same))}”), and {title} suspends "
                "accounts for that. Nothing was queued. Leave one of them out, and let it quote or repost the thread "
                "of the other; or write a draft in other words for it."
            )


def _excerpt(text: str) -> str:
    words = text.replace("\n", " ")
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
