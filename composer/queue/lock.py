"""One worker per queue file: a lock that the kernel drops when its process dies, so nothing is ever stuck."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from composer.kernel_lock import take
from composer.queue.entry import StoreUnavailable, WorkerBusy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOOKS, _LOOK_SECONDS = 10, 0.02
"""How often and at what distance to try: `running_worker` holds the lock for a moment, a worker for good."""


@contextlib.contextmanager
def worker_lock(queue: Path, name: str) -> Iterator[None]:
    """Be the only worker of `queue` for the length of a `with` block.

    Raises `WorkerBusy` naming the other worker and its process if there is one.
    """
    path = queue.with_name(queue.name + ".lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreUnavailable(
            f"The worker's lock {path} cannot be opened ({error.strerror}), so nothing was published. "
            "Make its folder writable and try again."
        ) from error
    try:
        if not _take_patiently(handle):
            raise _busy(handle, queue)
        os.ftruncate(handle, 0)
        _sign(handle, name)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def running_worker(queue: Path) -> tuple[str, int] | None:
    """Name and process id of the worker that holds `queue`'s lock now, or None."""
    path = queue.with_name(queue.name + ".lock")
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        return None if take(handle) else _holder(handle)
    finally:
        os.close(handle)


def _take_patiently(handle: int) -> bool:
    """Take the lock even if somebody is just looking whether it is taken."""
    for _ in range(_LOOKS):
        if take(handle):
            return True
        time.sleep(_LOOK_SECONDS)
    return False


def _sign(handle: int, name: str) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, f"{os.getpid()} {name}".encode())


def _holder(handle: int) -> tuple[str, int]:
    os.lseek(handle, 0, os.SEEK_SET)
    pid, _, name = os.read(handle, 200).decode(errors="replace").partition(" ")
    return name or "a worker", int(pid) if pid.isdigit() else 0


def _busy(handle: int, queue: Path) -> WorkerBusy:
    name, pid = _holder(handle)
    who = f"{name} (process {pid})" if pid else name
    return WorkerBusy(
        f"Another worker has this queue: {who} is publishing from {queue}. "
        "It takes up new entries by itself within a second; to run one here, stop that one first.",
        pid or None,
    )
