"""What a thread costs where it goes, said before it goes there, and what a month may cost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from composer.schedule import FREE, cost_of, dollars

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from composer.model import Thread
    from composer.networks import Account
    from composer.queue import Entry, EntryPost
    from composer.schedule import Cost, Price

_LATEST = timedelta(days=62)
_LIVE = ("queued", "publishing")
"""States from which an entry goes out by itself, hence will be charged."""


def thread_cost(thread: Thread) -> Cost:
    """What the network of a thread charges for it."""
    return cost_of(((post.text, post.media) for post in thread.posts), _price(thread.network))


def entry_cost(entry: Entry) -> Cost:
    """What the network of an entry charges for it; nothing where it is only rehearsed, or posted by hand."""
    return _cost(entry.posts, entry.network if _charged(entry) else "")


def account_cost(thread: Thread, account: Account) -> Decimal:
    """What a thread costs from that account, in dollars; nothing for a rehearsal, or posted by hand."""
    return thread_cost(thread).total if account.charged else Decimal(0)


def in_a_line(thread: Thread, account: Account) -> str:
    """What the thread costs from that account, in words; empty where nobody would charge for it."""
    cost = thread_cost(thread)
    if not cost.total:
        return ""
    posts = f"{cost.posts} post{'' if cost.posts == 1 else 's'}"
    linking = f", {cost.linking} of them with a URL" if cost.linking else ""
    if account.charged:
        said = f"Cost: {dollars(cost.total)} for {posts}{linking}."
    else:
        why = "a rehearsal" if account.rehearsed else "posted by hand"
        said = f"Cost: nothing, as {why}; through X's interface it would be {dollars(cost.total)} for {posts}{linking}."
    return f"{said} With all URLs in one post it would be {dollars(cost.saving)} less." if cost.saving else said


def as_data(cost: Cost) -> dict[str, Any]:
    """A cost for JSON; amounts are decimal dollars as text, so that nothing is rounded on the way."""
    return {
        "currency": "USD",
        "total": str(cost.total),
        "posts": cost.posts,
        "posts_with_url": cost.linking,
        "described_media": cost.described,
        "saved_by_gathering_urls": str(cost.saving),
    }


def since(at: datetime, zone: str) -> datetime:
    """From when on entries have to be looked at to know what the month of `at` costs.

    A thread that was due two months before and went out late in this one is the oldest that is counted.
    """
    local = at.astimezone(ZoneInfo(zone))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0) - _LATEST


def beyond_budget(own: Decimal, at: datetime, entries: Iterable[Entry], budget: str, zone: str) -> str:
    """Why a thread that would be charged `own` dollars at `at` has to wait for a person; empty where it need not.

    `entries` are the others, since `since`. The month is the calendar's in `zone`, and its cost what went out in it
    and what waits to.
    """
    if not budget or not own:
        return ""
    month = _month(at, zone)
    before = sum((_in_month(entry, month, zone) for entry in entries if _charged(entry)), Decimal(0))
    beyond = before + own - Decimal(budget)
    if beyond <= 0:
        return ""
    name = f"{at.astimezone(ZoneInfo(zone)):%B %Y}"
    return (
        f"It would cost {dollars(own)}. With the {dollars(before)} that is spent or planned for {name} already, that "
        f"is {dollars(beyond)} beyond the monthly budget of {dollars(Decimal(budget))}."
    )


def to_come(entry: Entry) -> Decimal:
    """What an entry costs from now on: its posts that are not out."""
    return _cost([post for post in entry.posts if not _gone(post)], entry.network if _charged(entry) else "").total


def _in_month(entry: Entry, month: tuple[int, int], zone: str) -> Decimal:
    """What of an entry is charged in that month: by when its posts went out, or will."""
    due = _month(entry.schedule.instant, zone)
    charged = [post for post in entry.posts if month == (_month(gone, zone) if (gone := _gone(post)) else due)]
    if entry.state not in _LIVE:
        charged = [post for post in charged if _gone(post)]
    return _cost(charged, entry.network).total


def _gone(post: EntryPost) -> datetime | None:
    """When a post went out, or may have; None for one that did not."""
    if post.receipt:
        return post.receipt.instant
    return post.started_at if post.state in ("sending", "unknown") else None


def _cost(posts: Iterable[EntryPost], network: str) -> Cost:
    return cost_of(((post.text, post.attachments) for post in posts), _price(network))


def _price(network: str) -> Price:
    from composer.networks import capabilities_of

    known = capabilities_of(network)
    return known.price if known else FREE


def _charged(entry: Entry) -> bool:
    """Whether its account publishes through the network itself; whatever its name was, it is not one of ours."""
    from composer.networks import is_always_there

    return not is_always_there(entry.account)


def _month(at: datetime, zone: str) -> tuple[int, int]:
    local = at.astimezone(ZoneInfo(zone))
    return local.year, local.month
