"""The rehearsal network as a process of its own: `python -m composer.networks.rehearsal --port N --store FILE`."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from composer.networks.rehearsal import faults
from composer.networks.rehearsal.process import log_file
from composer.networks.rehearsal.server import RehearsalServer
from composer.networks.rehearsal.store import Store

IDLE_SECONDS = 12 * 3600
"""A working day without a call ends the process; the store stays, and the next call for a rehearsal starts it again."""
FAULTS = "THREAD_REHEARSAL_FAULTS"
"""Environment variable with faults to arm at the start, separated by commas."""
_LOG_BYTES = 256 * 1024


def main(arguments: list[str] | None = None) -> int:
    """Serve until stopped, or until nobody has called for `IDLE_SECONDS`."""
    parser = argparse.ArgumentParser(prog="python -m composer.networks.rehearsal", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="0 picks a free one")
    parser.add_argument("--store", type=Path, required=True, help="SQLite file; its log is written beside it")
    parser.add_argument("--idle", type=float, default=IDLE_SECONDS, help="seconds without a call after which it ends")
    asked = parser.parse_args(arguments)
    path: Path = asked.store.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    os.umask(0o077)
    log = RotatingFileHandler(log_file(path), maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
    logging.basicConfig(level=logging.INFO, handlers=[log], format="%(asctime)s %(levelname)s %(message)s")
    try:
        return _serve(asked.port, path, asked.idle)
    except Exception:
        logging.exception("the rehearsal could not start or go on")
        raise


def _serve(port: int, path: Path, idle: float) -> int:
    store = Store(path)
    faults.arm(store, *filter(None, os.environ.get(FAULTS, "").split(",")))
    server = RehearsalServer(port, store)
    signal.signal(signal.SIGTERM, lambda *_: server.stopping.set())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    logging.info("listening on 127.0.0.1:%d, process %d", server.port, os.getpid())
    if sys.stdout:
        print(json.dumps({"url": f"http://127.0.0.1:{server.port}"}), flush=True)  # noqa: T201 - for who started it
    _wait(server, idle)
    logging.info("stopped")
    server.shutdown()
    server.server_close()
    store.close()
    return 0


def _wait(server: RehearsalServer, idle: float) -> None:
    """Until somebody asks it to stop, or nobody has asked for anything for so many seconds."""
    while (left := server.last_call + idle - time.monotonic()) > 0:
        if server.stopping.wait(left):
            return


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
