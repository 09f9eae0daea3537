"""An entry of the queue in words: in a line, in short, and whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from composer.desk.cooling import spoken
from composer.desk.cost import entry_cost
from composer.desk.moves import moves
from composer.queue import PostState
from composer.schedule import distance, dollars, to_wall
from composer.tui.signs import QUIET, STATES, TEMPLATES
from composer.tui.steady import steady
from composer.tui.waiting import comes_next, waits_for

if TYPE_CHECKING:
    from datetime import datetime

    from composer.desk import Desk
    from composer.desk.redraft import Redraft
    from composer.queue import Entry, EntryPost, LogRow, Template

_COMING = ("queued", "publishing")
_LATEST = 6
"""Rows of the log that are told in short."""
_TICK = timedelta(milliseconds=1)

Parts = list[Content | str | tuple[str, str]]


def summary(entries: tuple[Entry, ...], templates: tuple[Template, ...], now: datetime, zone: str) -> tuple[str, ...]:
    """How many wait, when the next one goes, and whose clocks are meant."""
    coming = [entry for entry in entries if entry.state in _COMING]
    states = (*(entry.state for entry in entries), *(template.state for template in templates))
    asking = sum(state in ("attention", "failed") for state in states)
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


def template_line(template: Template, zone: str) -> Content:
    """The next time, how many it has made, what it is."""
    sign = TEMPLATES[template.state]
    wall = to_wall(template.next_at, zone)
    following = f"{wall:%a %d %b %H:%M}" if template.state == "repeating" else "no next one    "
    return Content.assemble(
        (f"{sign.mark} {sign.word:<11}", sign.style),
        following,
        f"{template.made:>5} ×  ",
        (steady(template.title or template.id), "b"),
        (f"  {template.words} · {template.account}", QUIET),
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
        "\n",
        f"{waits_for(entry, moves(entry, desk.now()), desk)}\n",
    ]
    if entry.error:
        parts += [("▲ ", "$warning"), steady(entry.error), "\n"]
    parts += [
        "\n",
        desk.say_when(entry.schedule),
        "\n",
        (f"to {entry.account} · entry {entry.id} · {_price(entry)}", QUIET),
        "\n\n",
    ]
    parts += _rows(log[-_LATEST:], desk)
    return Content.assemble(*parts)


def short_of_template(template: Template, log: tuple[LogRow, ...], desk: Desk) -> Content:
    """What one wants to know of a template at a glance."""
    sign = TEMPLATES[template.state]
    many = f"{template.made} {'entry' if template.made == 1 else 'entries'} made"
    parts: Parts = [
        (steady(template.title or template.id), "b"),
        "\n",
        (f"{sign.mark} {sign.word}", sign.style),
        f"   {template.words}, {many}\n",
        f"{comes_next(template, desk)}\n",
    ]
    if template.error:
        parts += [("▲ ", "$warning"), steady(template.error), "\n"]
    if template.state == "repeating":
        parts += ["\nNext: ", desk.say_when(template.rule.next_after(template.next_at - _TICK)), "\n"]
    parts += [(f"to {template.account} · {template.id} · from {template.draft}", QUIET), "\n\n"]
    parts += _rows(log[-_LATEST:], desk)
    return Content.assemble(*parts)


def _price(entry: Entry) -> str:
    """What its network charges for an entry."""
    cost = entry_cost(entry)
    if not cost.total:
        return "no charge"
    linking = f", {cost.linking} with a URL" if cost.linking else ""
    return f"{dollars(cost.total)} for {cost.posts} post{'' if cost.posts == 1 else 's'}{linking}"


def whole(entry: Entry, log: tuple[LogRow, ...], desk: Desk) -> Content:
    """Every post with what became of it, and all that happened; without its words while it cools off."""
    parts: Parts = [short(entry, (), desk)]
    for post in entry.posts:
        parts += [
            (f"{_mark(post)} {post.number}/{len(entry.posts)}  {post.state}", "$accent"),
            (f"  {post.receipt.url}" if post.receipt else "", QUIET),
            "\n",
            ("(out of sight)", QUIET) if entry.cooling else steady(post.text),
            "\n\n",
        ]
    parts += [("What happened\n", "b $accent"), *_rows(log, desk)]
    return Content.assemble(*parts)


def whole_of_template(template: Template, log: tuple[LogRow, ...], desk: Desk) -> Content:
    """All that happened to a template."""
    told: Parts = [short_of_template(template, (), desk), ("What happened\n", "b $accent"), *_rows(log, desk)]
    return Content.assemble(*told)


def unveiled(entry: Entry) -> Content:
    """The words of an entry that were out of sight, and how they sound."""
    parts: Parts = []
    for post in entry.posts:
        parts += [(f"{post.number}/{len(entry.posts)}\n", "$accent"), steady(post.text), "\n\n"]
    parts.append(("As a screen reader says it\n", "b $accent"))
    for spoken_post in spoken(entry):
        parts += [steady(" ".join(piece.said for piece in spoken_post.pieces)), "\n\n"]
    return Content.assemble(*parts).rstrip()


def redrafted(found: Redraft) -> Content:
    """Where an entry and its draft differ, post by post."""
    parts: Parts = []
    for change in found.changes:
        sides = (("-", change.before, found.before, QUIET), ("+", change.after, found.after, "$accent"))
        for sign, numbers, texts, style in sides:
            for number in numbers:
                parts.append((f"{sign} {number}/{len(texts)}\n", style))
                parts += [(f"{sign}   {steady(line)}\n", style) for line in texts[number - 1].split("\n")]
        parts.append("\n")
    return Content.assemble(*parts)


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
