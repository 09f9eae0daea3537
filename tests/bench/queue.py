"""What a full queue costs beside a small one, as ratios from one run: `python -m tests.bench.queue`.

Two queues, of 10 and of 100,000 entries (a million rows of log in the second), are asked the same things in turn.
`thread queue` is a process of its own each time; claims and looks are calls in this one.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from composer.model import Post, Schedule
from composer.queue import Store

SMALL, LARGE = 10, 100_000
ROUNDS = 15
LOG_ROWS = 10
"""Rows of log an entry."""


def fill(file: Path, entries: int, now: datetime) -> None:
    """A queue whose first half is history and whose second half waits."""
    with Store(file, chance=random.Random(1)) as store, store.together():
        for number in range(entries):
            posts = [Post(n, 3, f"thread {number}, post {n}", 20) for n in (1, 2, 3)]
            due = now + timedelta(minutes=number - entries // 2 + 1)
            store.enqueue(posts, account="rehearsal", network="x", schedule=Schedule(due), actor="bench")
        db = store._db
        past = int(now.timestamp() * 1000)
        db.run("UPDATE post SET state = 'sent' WHERE entry IN (SELECT id FROM entry WHERE due_at <= :past)", past=past)
        db.run("UPDATE entry SET state = 'published' WHERE due_at <= :past", past=past)
        for _ in range(LOG_ROWS - 1):
            db.run("INSERT INTO log (entry, at, actor, what, reason) SELECT id, due_at, 'bench', 'sent', '' FROM entry")


def commands(state: Path) -> float:
    """Seconds that one `thread queue` takes."""
    environment = {**os.environ, "XDG_STATE_HOME": str(state), "XDG_CONFIG_HOME": str(state), "TZ": "UTC"}
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "composer", "queue"], env=environment, capture_output=True, check=True)
    return time.perf_counter() - began


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def claim(store: Store) -> None:
    """Take up the next entry; one is made due for it."""
    assert store.journal.claim("bench") is not None


def sync(file: Path) -> float:
    """Seconds that the disk takes to make a page durable, which a claim has to wait for."""
    with file.open("ab") as page:
        page.write(b"x" * 4096)
        page.flush()
        return timed(lambda: os.fsync(page.fileno()))


def make_due(store: Store) -> None:
    store._db.run("UPDATE entry SET wake_at = 1 WHERE id = (SELECT id FROM entry WHERE state = 'queued' LIMIT 1)")


def main() -> None:
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        homes = {entries: Path(folder) / str(entries) for entries in (SMALL, LARGE)}
        for entries, home in homes.items():
            fill(home / "thread-composer" / "queue.sqlite3", entries, now)
        times: dict[str, dict[int, list[float]]] = {
            name: {SMALL: [], LARGE: []}
            for name in ("thread queue", "claim", "a page synced", "next due", "list 50", "what is due")
        }
        for home in homes.values():
            commands(home)
        for _ in range(ROUNDS):
            for entries, home in homes.items():
                times["thread queue"][entries].append(commands(home))
        for entries, home in homes.items():
            with Store(home / "thread-composer" / "queue.sqlite3") as store:
                for _ in range(min(ROUNDS, SMALL // 2 - 1)):
                    make_due(store)
                    times["claim"][entries].append(timed(lambda s=store: claim(s)))
                    times["a page synced"][entries].append(sync(home / "page"))
                for _ in range(ROUNDS):
                    times["next due"][entries].append(timed(store.journal.next_wake))
                    times["list 50"][entries].append(timed(store.list))
                    times["what is due"][entries].append(timed(lambda s=store: s.overdue(now)))
    out = sys.stdout
    out.write(f"{'median of ' + str(ROUNDS):16}{SMALL:>12,}{LARGE:>12,}{'ratio':>8}\n")
    for name, found in times.items():
        small, large = (statistics.median(found[entries]) * 1000 for entries in (SMALL, LARGE))
        out.write(f"{name:16}{small:>9.2f} ms{large:>9.2f} ms{large / small:8.2f}\n")


if __name__ == "__main__":
    main()
