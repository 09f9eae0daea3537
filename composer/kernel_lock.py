"""A lock on an open file that the kernel drops when its process dies, so nothing is ever stuck."""

from __future__ import annotations

import os
import sys

_BYTE = 1 << 20
"""The byte that is locked on Windows, far behind whatever the file says: locked bytes cannot be read there."""

if sys.platform == "win32":
    import msvcrt

    def take(handle: int) -> bool:
        """Lock the file of `handle`; False where another process holds it."""
        os.lseek(handle, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def take(handle: int) -> bool:
        """Lock the file of `handle`; False where another process holds it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
