"""A thread published to the rehearsal network in an account's name: its limits, the weather one asks for, the wire."""

from __future__ import annotations

import json
import random
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.desk.asked import asked_of
from composer.desk.pictures import pictures_of
from composer.model import Schedule
from composer.networks.handover import share_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.desk.desk import Desk
    from composer.desk.review import Review
    from composer.networks import Account
    from composer.networks.rehearsal import Server
    from composer.queue import Entry, Publisher
    from composer.queue.clock import Stop
    from composer.queue.events import Listener

WINDOW_LIMIT = 100
"""Posts an account may create in 15 minutes, by X's published table."""
_PATIENCE = timedelta(seconds=0.5)
"""How much longer than the read lag a worker waits before it looks whether a post is there."""


@dataclass(frozen=True, slots=True)
class Weather:
    """What a rehearsed network does to whoever publishes there; the same weather and seed give the same run."""

    faults: tuple[str, ...] = ()
    """Such as `close_after@3`."""
    seed: int = 0
    latency: float = 0.0
    """Seconds before each answer."""
    lag: float = 0.0
    """Seconds until a post shows in its author's timeline."""
    limit: int = WINDOW_LIMIT
    """Posts in 15 minutes."""


@dataclass(frozen=True, slots=True)
class Payload:
    """One call as it stood on the wire."""

    method: str
    path: str
    body: Any

    @property
    def pretty(self) -> str:
        """For people: method and path, then the JSON."""
        body = "" if self.body is None else "\n" + json.dumps(self.body, ensure_ascii=False, indent=2)
        return f"{self.method} {self.path}{body}"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What became of a rehearsal."""

    entry: Entry
    payloads: tuple[Payload, ...]
    """What the account's network would get; for an account by hand, the pages that its person would open."""
    page: str
    """Where it can be looked at; empty where nothing of it is out."""


def stand_in(desk: Desk, name: str) -> Account:
    """The account of that name, or one on the network of that name, which may be rehearsed for before it is had.

    Raises AccountError where there is neither.
    """
    from composer.networks import BY_HAND, Account, AccountError

    try:
        return desk.account(name)
    except AccountError:
        if name in {account.network for account in BY_HAND}:
            return Account(name, name)
        raise


def rehearse(
    desk: Desk,
    review: Review,
    account: Account,
    weather: Weather,
    stop: Stop,
    on_event: Listener,
    *,
    tell: Callable[[str], None],
) -> Rehearsed:
    """Publish a thread to the rehearsal network through a queue that is thrown away; the real one sees nothing of it.

    Raises RehearsalError where the network cannot be had or a fault is not known, ComposerError for a picture.
    """
    from composer.networks.rehearsal import arm, calls, calm

    pictures = pictures_of(review.thread)
    for note in pictures.notes:
        tell(note)
    server = desk.rehearsal()
    seen = max((call["id"] for call in calls(server)), default=0)
    calm(server, account.name)
    try:
        arm(
            server,
            *weather.faults,
            account=account.name,
            seed=weather.seed,
            latency=weather.latency,
            lag=weather.lag,
            limit=weather.limit,
            since=datetime.now(UTC).timestamp(),
        )
        publisher = _publisher(desk, server, account, weather)
        entry = _published(review, account, pictures.content, publisher, weather.seed, stop, on_event)
        asked = [call for call in calls(server) if call["id"] > seen and call["account"] == account.name]
    finally:
        calm(server, account.name)
    first = entry.posts[0].receipt
    payloads = tuple(Payload(call["method"], call["path"], call["body"]) for call in asked)
    if account.by_hand:
        payloads = tuple(Payload("GET", share_link(account.network, post.text), None) for post in entry.posts)
    return Rehearsed(entry, payloads, first.url if first else "")


def empty_rehearsal(desk: Desk) -> None:
    """Delete all that was published on the rehearsal network, pictures and armed faults included."""
    from composer.networks.rehearsal import empty

    empty(desk.rehearsal())


def _published(
    review: Review,
    account: Account,
    pictures: dict[str, bytes],
    publisher: Publisher,
    seed: int,
    stop: Stop,
    on_event: Listener,
) -> Entry:
    from composer.queue import Store, SystemClock, run

    thread = review.thread
    with (
        tempfile.TemporaryDirectory(prefix="rehearse-") as folder,
        Store(Path(folder) / "queue.sqlite3", chance=random.Random(seed)) as store,
    ):
        entry = store.enqueue(
            asked_of(account, thread),
            account=account.name,
            network=account.network,
            schedule=Schedule(datetime.now(UTC), words="now"),
            media=pictures,
            title=thread.draft.title,
            visibility=thread.draft.visibility if account.network == "x" else "",
        )
        chance = random.Random(seed)
        run(store, lambda _: publisher, SystemClock(), stop, once=True, on_event=on_event, chance=chance)
        return store.get(entry.id)


def _publisher(desk: Desk, server: Server, account: Account, weather: Weather) -> Publisher:
    from composer.networks import x
    from composer.networks.rehearsal import credentials

    limit = desk.limit_of(account)
    keys = credentials(server.store, account.name, limit)
    site = x.rehearsal(server.url)
    patient = replace(site, settle=max(site.settle, timedelta(seconds=weather.lag) + _PATIENCE))
    return x.XPublisher(keys, patient, account.name, limit=limit)
