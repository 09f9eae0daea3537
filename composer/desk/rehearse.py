"""A thread published to the rehearsal network in an account's name: its limits, the weather one asks for, the wire."""

from __future__ import annotations

import json
import random
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from composer.desk.asked import asked_of
from composer.desk.pictures import pictures_of
from composer.model import NO_OPTIONS, Schedule
from composer.networks import unsent
from composer.networks.handover import share_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from composer.desk.desk import Desk
    from composer.desk.review import Review
    from composer.model import Post
    from composer.networks import Account
    from composer.networks.rehearsal import Server
    from composer.queue import Entry, Publisher
    from composer.queue.clock import Stop
    from composer.queue.events import Event, Listener

WINDOW_LIMIT = 100
"""Posts an account may create in 15 minutes, by X's published table."""
_OTHER_SECONDS = 2.0
"""How long a second rehearsal for the same account waits for the first."""
_WORDLESS = "(a picture or a poll)"
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
    from composer.networks import Account, AccountError, network_names

    try:
        return desk.account(name)
    except AccountError:
        if name in network_names():
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

    What the account's own network would refuse is refused first, in that network's words. One rehearsal for an
    account runs at a time, so that no two share their weather. Raises RehearsalError where the network cannot be had,
    is in use, or a fault is not known; ComposerError for what the account's network cannot do.
    """
    pictures = pictures_of(review.thread, account)
    for note in pictures.notes:
        tell(note)
    posts = asked_of(account, review.thread)
    payloads: list[Payload] = []
    own = unsent(account, desk.limit_of(account), lambda *call: payloads.append(Payload(*call)))
    if own:
        entry = _published(
            review, account, posts, pictures.content, own, review.thread.draft.visibility, weather.seed, stop, _nobody
        )
        if entry.state != "published":
            return Rehearsed(entry, tuple(payloads), "")
    plain = posts if own is None and not account.by_hand else _words_alone(posts)
    if plain != posts:
        tell("Its page on the rehearsal network shows the words alone.")
    with _alone(desk, account):
        entry, on_the_wire = _on_the_rehearsal(desk, review, account, plain, pictures.content, weather, stop, on_event)
    first = entry.posts[0].receipt
    if account.by_hand:
        payloads = [Payload("GET", share_link(account.network, post.text), None) for post in entry.posts]
    return Rehearsed(entry, tuple(payloads) or on_the_wire, first.url if first else "")


def _on_the_rehearsal(
    desk: Desk,
    review: Review,
    account: Account,
    posts: Sequence[Post],
    pictures: dict[str, bytes],
    weather: Weather,
    stop: Stop,
    on_event: Listener,
) -> tuple[Entry, tuple[Payload, ...]]:
    """Publish there in the weather that was asked for; what came of it, and every call as it arrived."""
    from composer.networks.rehearsal import arm, calls, calm

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
        visibility = review.thread.draft.visibility if account.network == "x" and not account.by_hand else ""
        entry = _published(review, account, posts, pictures, publisher, visibility, weather.seed, stop, on_event)
        asked = [call for call in calls(server) if call["id"] > seen and call["account"] == account.name]
    finally:
        calm(server, account.name)
    return entry, tuple(Payload(call["method"], call["path"], call["body"]) for call in asked)


@contextmanager
def _alone(desk: Desk, account: Account) -> Iterator[None]:
    """Keep a second rehearsal for the account out, which would share its faults and limits."""
    from composer.networks.exclusive import exclusive
    from composer.networks.rehearsal import RehearsalError

    try:
        with exclusive(desk.state / f"rehearsing-{account.name}.lock", _OTHER_SECONDS):
            yield
    except TimeoutError as error:
        raise RehearsalError(
            f"A rehearsal for {account.name} runs already, and two at once would share their faults and limits. Wait "
            "until that one is through, or rehearse for another account."
        ) from error


def _words_alone(posts: Sequence[Post]) -> tuple[Post, ...]:
    """The posts as the rehearsal network can show them, whatever their own network can do."""
    return tuple(
        replace(post, text=post.text or _WORDLESS, media=(), options=NO_OPTIONS, content_warning="") for post in posts
    )


def _nobody(event: Event) -> None:
    """What is told of a run that nobody watches."""


def empty_rehearsal(desk: Desk) -> None:
    """Delete all that was published on the rehearsal network, pictures and armed faults included."""
    from composer.networks.rehearsal import empty

    empty(desk.rehearsal())


def _published(
    review: Review,
    account: Account,
    posts: Sequence[Post],
    pictures: dict[str, bytes],
    publisher: Publisher,
    visibility: str,
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
            posts,
            account=account.name,
            network=account.network,
            schedule=Schedule(datetime.now(UTC), words="now"),
            media=pictures,
            title=thread.draft.title,
            visibility=visibility,
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
