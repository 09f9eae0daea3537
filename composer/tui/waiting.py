"""What an entry or a template waits for, in a sentence or two that name the keys which do something about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.desk.handover import is_by_hand
from composer.desk.moves import cools, past_its_time, to_delete_by_hand
from composer.queue import ThreadMove
from composer.schedule import distance

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from composer.desk import Desk
    from composer.queue import Entry, Template


def waits_for(entry: Entry, moves: Collection[ThreadMove], desk: Desk) -> str:
    """Where an entry stands, and what comes next; what went wrong is told besides."""
    now = desk.now()
    match str(entry.state):
        case "held":
            return _held(entry, now, desk)
        case "queued":
            doubt = f" Post {entry.unknown.number} may be out already and is looked for first." if entry.unknown else ""
            return f"Waits for its time.{doubt}" if entry.next_at > now else f"It is due.{doubt}"
        case "publishing":
            return _publishing(entry, now, desk)
        case "failed":
            edited = ", e takes what you change in its draft" if ThreadMove.EDIT in moves else ""
            return f"Given up; nothing of it is in doubt. t tries again{edited}, d ends it."
        case "attention":
            return _asking(entry, now)
        case "retracting":
            again = f" Trying again {distance(entry.next_at, now)}." if entry.next_at > now else ""
            return f"Being taken back: {entry.deleted} deleted, {entry.sent} still out.{again}"
        case "retracted":
            return f"Taken back: {entry.deleted} {'post was' if entry.deleted == 1 else 'posts were'} deleted."
        case "cancelled":
            return "The rest is never sent; what is out stays out." if entry.sent else "Nothing of it was sent."
    return "Every post has a receipt."


def _held(entry: Entry, now: datetime, desk: Desk) -> str:
    if entry.cooling and entry.cool_until:
        until = f"Cools off until {desk.clock(entry.cool_until)}." if cools(entry, now) else "It has cooled off."
        return f"{until} Its words are out of sight; v shows them, with how they sound."
    if past_its_time(entry, now):
        return "Held back, and its time has passed: u publishes it now, r gives it another time."
    return "Held back: space lets it go at its time."


def _publishing(entry: Entry, now: datetime, desk: Desk) -> str:
    again = desk.clock(entry.next_at)
    waits = entry.next_at > now
    if entry.unknown:
        when = f"checking again at {again}" if waits else "checking now"
        return f"Post {entry.unknown.number}: unknown, {when}. Nothing is sent twice."
    if entry.failures and waits:
        return f"Trying again at {again}; u tries at once."
    return f"Drawn out: the next post follows at {again}." if waits else "Being sent."


def _asking(entry: Entry, now: datetime) -> str:
    if entry.unknown:
        return f"Only you can tell what became of post {entry.unknown.number}: look at {entry.account}, then press s."
    if to_delete_by_hand(entry):
        return f"Delete the post yourself on {entry.account}, then press s; or d leaves the rest out."
    if is_by_hand(entry):
        return "Yours to post: h goes through it with you, post by post."
    if past_its_time(entry, now):
        return "Its time has passed: u publishes it now, r gives it another time, d ends it."
    return "It waits for you: t goes on, d ends it."


def comes_next(template: Template, desk: Desk) -> str:
    """Where a template stands, and when it makes its next entry."""
    match str(template.state):
        case "repeating":
            return f"Its next entry is made {desk.clock(template.make_at)}, from the draft as it is then."
        case "held":
            return "Held: no entry is made. space goes on with the next time from then on."
        case "attention":
            return "Its next entry could not be made: mend what is named, then t tries again."
    return "No more entries are made; those that were made are entries of their own."
