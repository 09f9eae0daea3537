"""A real worker for the tests: `python worker_process.py QUEUE PORT [once]`, stopped by SIGTERM."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from loopback_network import LoopbackPublisher

from composer.queue import Store, SystemClock, WorkerBusy, run


def main(queue: str, port: str, *mode: str) -> int:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    clock = SystemClock()
    with Store(Path(queue), clock) as store:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        try:
            settled = run(
                store,
                lambda _: LoopbackPublisher(int(port)),
                clock,
                stop,
                once="once" in mode,
                another=lambda: Store(Path(queue), clock),
            )
        except WorkerBusy as busy:
            sys.stdout.write(f"{busy}\n")
            return 3
    return 0 if settled else 4


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
