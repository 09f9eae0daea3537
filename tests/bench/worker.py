"""How soon after its instant a thread goes out, and what a waiting worker costs: `python -m tests.bench.worker`."""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
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


class Instant:
    """A network that answers at once and notes when it was called."""

    capabilities = Capabilities("paper")
    limit = replace(limit("x"), name="paper")
    price = FREE
    settle = timedelta(0)

    def __init__(self) -> None:
        self.called: dict[str, datetime] = {}

    def prepare(self, _posts: object, so_far: bytes) -> bytes:
        return so_far

    def send(self, post: object) -> Receipt:
        self.called[post.text] = datetime.now(UTC)  # type: ignore[attr-defined]
        return Receipt("1", "", datetime.now(UTC))


def queue(store: Store, text: str, due: datetime) -> None:
    store.enqueue([Post(1, 1, text, 9)], account="me", network="paper", schedule=Schedule(due))


def main() -> None:
    network, stop = Instant(), threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "queue.sqlite3"
        with Store(file) as store:
            queue(store, "tomorrow", datetime.now(UTC) + timedelta(days=1))

        def work() -> None:
            with Store(file) as mine:
                run(mine, lambda _: network, SystemClock(), stop, another=lambda: Store(file))

        worker = threading.Thread(target=work)
        worker.start()
        time.sleep(1)
        before = time.process_time()
        time.sleep(IDLE_SECONDS)
        idle = (time.process_time() - before) / IDLE_SECONDS
        first = datetime.now(UTC) + timedelta(seconds=2)
        due = {f"thread {n}": first + n * APART for n in range(THREADS)}
        with Store(file) as store:
            for text, instant in due.items():
                queue(store, text, instant)
        time.sleep(THREADS * APART.total_seconds() + 4)
        stop.set()
        worker.join()
    late = sorted((network.called[text] - instant).total_seconds() * 1000 for text, instant in due.items())
    out = sys.stdout
    out.write(f"idle CPU                 {idle:8.3%}\n")
    out.write(f"due to first post, p50   {statistics.median(late):8.1f} ms\n")
    out.write(f"due to first post, p95   {late[int(len(late) * 0.95) - 1]:8.1f} ms\n")
    out.write(f"due to first post, max   {late[-1]:8.1f} ms\n")


if __name__ == "__main__":
    main()
