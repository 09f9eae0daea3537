"""How soon a worker acts, what it costs while it waits, and what side by side saves: `python -m tests.bench.worker`."""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from composer.model import Post, Receipt, Schedule
from composer.queue import Capabilities, Store, SystemClock, run
from composer.schedule import FREE
from composer.text import limit

THREADS = 20
APART = timedelta(seconds=0.4)
IDLE_SECONDS = 20.0
COMMANDS = 10
ACCOUNTS = tuple("abcd")
POSTS = 5
SLOW = 0.1
"""Seconds that a call to the slow network takes."""


class Paper:
    """A network that answers after so many seconds and notes when it was first called for each thread."""

    capabilities = Capabilities("paper")
    limit = replace(limit("x"), name="paper")
    price = FREE
    settle = timedelta(0)

    def __init__(self, seconds: float = 0.0) -> None:
        self.called: dict[str, datetime] = {}
        self.seconds = seconds

    def prepare(self, posts: object, so_far: bytes) -> bytes:
        return so_far

    def send(self, post: object) -> Receipt:
        self.called.setdefault(post.text, datetime.now(UTC))  # type: ignore[attr-defined]
        time.sleep(self.seconds)
        return Receipt("1", "", datetime.now(UTC))


def queue(store: Store, text: str, due: datetime, account: str = "me", posts: int = 1) -> str:
    made = [Post(n, posts, text, 9) for n in range(1, posts + 1)]
    return store.enqueue(made, account=account, network="paper", schedule=Schedule(due)).id


@contextmanager
def working(file: Path, network: Paper) -> Iterator[None]:
    """A worker in a thread of this process."""
    stop = threading.Event()

    def work() -> None:
        with Store(file) as mine:
            run(mine, lambda _: network, SystemClock(), stop, another=lambda: Store(file))

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(1)
    try:
        yield
    finally:
        stop.set()
        worker.join()


def idle(file: Path) -> float:
    """CPU that a worker takes while a thread waits for tomorrow, as a part of one processor."""
    with Store(file) as store:
        queue(store, "tomorrow", datetime.now(UTC) + timedelta(days=1))
    with working(file, Paper()):
        before = time.process_time()
        time.sleep(IDLE_SECONDS)
        return (time.process_time() - before) / IDLE_SECONDS


def lateness(file: Path) -> list[float]:
    """Milliseconds from each thread's instant to its first call, sorted."""
    network = Paper()
    with working(file, network), Store(file) as store:
        first = datetime.now(UTC) + timedelta(seconds=2)
        due = {f"thread {n}": first + n * APART for n in range(THREADS)}
        for text, instant in due.items():
            queue(store, text, instant)
        time.sleep(THREADS * APART.total_seconds() + 4)
    return sorted((network.called[text] - instant).total_seconds() * 1000 for text, instant in due.items())


def noticing(file: Path) -> list[float]:
    """Milliseconds from a person's command to the call that follows from it, sorted."""
    network = Paper()
    waits = []
    with working(file, network), Store(file) as store:
        for n in range(COMMANDS):
            entry = queue(store, f"command {n}", datetime.now(UTC) + timedelta(days=1))
            time.sleep(0.7 + n * 0.037)  # at another place of the worker's beat each time
            said = datetime.now(UTC)
            store.move(entry, Schedule(said))
            while f"command {n}" not in network.called:
                time.sleep(0.005)
            waits.append((network.called[f"command {n}"] - said).total_seconds() * 1000)
    return sorted(waits)


def side_by_side(file: Path, accounts: tuple[str, ...]) -> float:
    """Seconds that a slow network takes for a thread of each account, all due at once."""
    with Store(file) as store:
        for number, account in enumerate(accounts):
            queue(store, f"{number}", datetime.now(UTC), account, POSTS)
        began = time.perf_counter()
        run(store, lambda _: Paper(SLOW), SystemClock(), threading.Event(), once=True, another=lambda: Store(file))
        return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = iter(Path(folder) / f"{n}" / "queue.sqlite3" for n in range(9))
        waiting = idle(next(files))
        late = lateness(next(files))
        waits = noticing(next(files))
        one = side_by_side(next(files), ACCOUNTS[:1])
        four = side_by_side(next(files), ACCOUNTS)
    out = sys.stdout
    out.write(f"idle CPU                           {waiting:8.3%}\n")
    out.write(f"due to first post: p50             {statistics.median(late):8.1f} ms\n")
    out.write(f"due to first post: p95             {late[int(len(late) * 0.95) - 1]:8.1f} ms\n")
    out.write(f"due to first post: longest         {late[-1]:8.1f} ms\n")
    out.write(f"a command to its call: longest     {waits[-1]:8.1f} ms\n")
    out.write(f"{POSTS} posts for one account, {SLOW} s each {one:8.2f} s\n")
    out.write(f"the same for {len(ACCOUNTS)} accounts            {four:8.2f} s\n")


if __name__ == "__main__":
    main()
