"""Parts that the queue's tests are made of: a clock one can turn, a network of paper, a desk to work at."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from composer.model import Post, Receipt, Schedule
from composer.queue import Capabilities, Entry, Event, Store, run
from composer.schedule import FREE
from composer.text import limit

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class HandClock:
    """Stands still until somebody waits."""

    def __init__(self, now: datetime = NINE) -> None:
        self.instant = now
        self.waits: list[float] = []
        self.until: datetime | None = None
        self.on_wait: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        return self.instant

    def wait(self, seconds: float, stop: threading.Event) -> None:
        self.waits.append(seconds)
        self.instant += timedelta(seconds=seconds)
        self.on_wait()
        if self.until and self.instant >= self.until:
            stop.set()


class PaperNetwork:
    """A network in memory whose every answer is chosen by the test."""

    capabilities = Capabilities("paper")
    limit = replace(limit("x"), name="paper")
    price = FREE

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.posts: list[SimpleNamespace] = []
        self.script: list[Callable[[object], None]] = []
        self.preparations: list[Callable[[object, bytes], None] | None] = []
        self.finds: list[Exception] = []
        self.deletes: list[Callable[[Receipt], None] | None] = []
        self.gone: list[str] = []
        self.ever: list[SimpleNamespace] = []
        self.settle = timedelta(seconds=10)
        self.lag = timedelta(0)
        self.looked = 0

    def prepare(self, posts, so_far: bytes) -> bytes:
        trouble = self.preparations.pop(0) if self.preparations else None
        if trouble is not None:
            trouble(posts, so_far)
        return so_far or f"plan for {posts[0].key}".encode()

    def send(self, post):
        trouble = self.script.pop(0) if self.script else None
        if trouble is not None:
            trouble(post)
        return self.create(post)

    def create(self, post) -> Receipt:
        number = str(len(self.posts) + len(self.gone) + 1)
        self.posts.append(
            SimpleNamespace(
                id=number,
                text=post.text,
                plan=post.plan,
                key=post.key,
                parent=post.parent and post.parent.remote_id,
                root=post.root and post.root.remote_id,
                media=[(a.name, a.type, a.alt, content) for a, content in post.attachments],
                at=self.clock.now(),
            )
        )
        self.ever.append(self.posts[-1])
        return Receipt(number, f"https://paper.test/{number}", self.clock.now(), post.text)

    def find(self, post) -> Receipt | None:
        self.looked += 1
        if self.finds:
            raise self.finds.pop(0)
        for there in self.posts:
            if there.key == post.key and (not self.lag or there.at + self.lag <= self.clock.now()):
                return Receipt(there.id, f"https://paper.test/{there.id}", there.at, there.text)
        return None

    def delete(self, receipt: Receipt) -> None:
        trouble = self.deletes.pop(0) if self.deletes else None
        if trouble is not None:
            trouble(receipt)
        self.remove(receipt)

    def remove(self, receipt: Receipt) -> None:
        self.gone += [post.text for post in self.posts if post.id == receipt.remote_id]
        self.posts = [post for post in self.posts if post.id != receipt.remote_id]

    @property
    def texts(self) -> list[str]:
        return [post.text for post in self.posts]


class Desk:
    """What most tests do: queue threads, run the worker, read what came of it."""

    def __init__(self, store: Store, clock: HandClock, paper: PaperNetwork) -> None:
        self.store, self.clock, self.paper = store, clock, paper
        self.events: list[Event] = []
        self.stop = threading.Event()

    def posts(self, count: int, name: str = "post", **extra) -> tuple[Post, ...]:
        return tuple(Post(n, count, f"{name} {n} of {count}", 20, **extra) for n in range(1, count + 1))

    def at(self, instant: datetime) -> Schedule:
        return Schedule(instant, f"{instant:%Y-%m-%dT%H:%M}", "UTC")

    def queue(self, count: int = 3, *, due: datetime | None = None, name: str = "post", **extra) -> Entry:
        options = {"account": "me@paper", "network": "paper", "schedule": self.at(due or self.clock.now())} | extra
        return self.store.enqueue(self.posts(count, name), **options)

    def once(self) -> bool:
        return run(
            self.store, lambda _: self.paper, self.clock, self.stop, once=True,
            on_event=self.events.append, chance=random.Random(5),
        )  # fmt: skip

    def serve(self, seconds: float) -> bool:
        self.clock.until = self.clock.now() + timedelta(seconds=seconds)
        return run(
            self.store, lambda _: self.paper, self.clock, self.stop,
            on_event=self.events.append, chance=random.Random(5),
        )  # fmt: skip

    def state(self, entry: Entry) -> str:
        return str(self.store.get(entry.id).state)

    @property
    def told(self) -> list[str]:
        return [str(event.kind) for event in self.events]
