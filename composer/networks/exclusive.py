"""One process at a time: a lock on a file that the kernel drops when its process dies."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from composer.kernel_lock import take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAUSE = 0.05


@contextmanager
def exclusive(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock on `path`, which is made if need be, for the length of a `with` block.

    Raises TimeoutError where another process holds it for longer than `seconds`, OSError where there can be none.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + seconds
        while not take(handle):
            if time.monotonic() > deadline:
                raise TimeoutError(f"another program holds {path}")
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)
