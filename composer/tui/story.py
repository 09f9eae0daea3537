"""An entry of the queue in words: in a line, in short, and whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from composer.queue import PostState
from composer.schedule import distance, to_wall
from composer.tui.signs import QUIET, STATES
from composer.tui.steady import steady

if TYPE_CHECKING:
    from datetime import datetime

    from composer.desk import Desk
    from composer.queue import Entry, EntryPost, LogRow

_COMING = ("queued", "publishing")
_LATEST = 6
"""Rows of the log that are told in short."""

Parts = list[Content | str | tuple[str, str]]


def summary(entries: tuple[Entry, ...], now: datetime, zone: str) -> tuple[str, ...]:
    """How many wait, when the next one goes, and whose clocks are meant."""
    coming = [entry for entry in entries if entry.state in _COMING]
    asking = sum(entry.state in ("attention", "failed") for entry in entries)
    said = [f"{len(coming)} waiting" if coming else "nothing waits"]
    if asking:
        said.append(f"{asking} for you to look at")
    if coming:
        first = min(entry.next_at for entry in coming)
        said.append(f"next {distance(first, now)}" if first > now else "due now")
    return (*said, zone)


def line(entry: Entry, zone: str) -> Content:
    """When, how far, what became of it, what it is."""
    sign = STATES[entry.state]
    wall = to_wall(entry.schedule.instant, zone)
    many = f"{entry.sent}/{len(entry.posts)}"
    return Content.assemble(
        (f"{sign.mark} {sign.word:<11}", sign.style),
        f"{wall:%a %d %b %H:%M}",
        f"{many:>7}  ",
        (steady(entry.title or entry.id), "b"),
        (f"  {entry.account}", QUIET),
    )


def short(entry: Entry, log: tuple[LogRow, ...], desk: Desk) -> Content:
    """What one wants to know at a glance."""
    sign = STATES[entry.state]
    parts: Parts = [
        (steady(entry.title or entry.id), "b"),
        "\n",
        (f"{sign.mark} {sign.word}", sign.style),
        f"   {entry.sent} of {len(entry.posts)} posts out\n",
        (_dots(entry), "$accent"),
        "\n\n",
        desk.say_when(entry.schedule),
        "\n",
        (f"to {entry.account} · entry {entry.id}", QUIET),
        "\n",
    ]
    if entry.cooling and entry.cool_until:
        over = (
            "It has cooled off."
            if entry.cool_until <= desk.now()
            else f"Cools off until {desk.clock(entry.cool_until)}."
        )
        parts += ["\n", f"{over} Out of sight; ", ("v", "b $accent"), " shows it.\n"]
    if entry.error:
        parts += ["\n", ("▲ ", "$warning"), steady(entry.error), "\n"]
    if entry.state == "publishing" and entry.next_at > desk.now():
        parts.append(f"Next look {distance(entry.next_at, desk.now())}.\n")
    parts.append("\n")
    parts += _rows(log[-_LATEST:], desk)
    return Content.assemble(*parts)


def whole(entry: Entry, log: tuple[LogRow, ...], desk: Desk, *, shown: bool = False) -> Content:
    """Every post with what became of it, and all that happened; what cools off has no words unless `shown`."""
    hidden = entry.cooling and not shown
    parts: Parts = [short(entry, (), desk)]
    for post in entry.posts:
        parts += [
            (f"{_mark(post)} {post.number}/{len(entry.posts)}  {post.state}", "$accent"),
            (f"  {post.receipt.url}" if post.receipt else "", QUIET),
            "\n",
            ("(out of sight)", QUIET) if hidden else steady(post.text),
            "\n\n",
        ]
    if entry.cooling and shown:
        parts += _heard(entry)
    parts += [("What happened\n", "b $accent"), *_rows(log, desk)]
    return Content.assemble(*parts)


def _heard(entry: Entry) -> Parts:
    """How a text sounds that was out of sight, and the question that comes with it."""
    from composer.desk.cooling import QUESTION
    from composer.share import hear

    parts: Parts = [("As a screen reader says it\n", "b $accent")]
    for post in entry.posts:
        parts += [" ".join(piece.said for piece in hear(post.text, number=(post.number, len(entry.posts)))), "\n\n"]
    return [*parts, (QUESTION, "b"), "\n\n"]


def _rows(log: tuple[LogRow, ...], desk: Desk) -> Parts:
    parts: Parts = []
    for row in log:
        wall = to_wall(row.instant, desk.zone)
        reason = f": {steady(row.reason)}" if row.reason else ""
        parts += [(f"{wall:%a %H:%M:%S}  ", QUIET), f"{row.what}{reason}\n"]
    return parts


def _dots(entry: Entry) -> str:
    """One sign a post, in tens: out, on its way, in doubt, to come."""
    marks = "".join(_mark(post) for post in entry.posts)
    return " ".join(marks[at : at + 10] for at in range(0, len(marks), 10))


def _mark(post: EntryPost) -> str:
    return {PostState.SENT: "●", PostState.SENDING: "◐", PostState.UNKNOWN: "?", PostState.PENDING: "○"}.get(
        post.state, "◌"
    )
