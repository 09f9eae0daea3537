"""Starting the rehearsal when it is needed, as a process that outlives whoever started it, and stopping it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from composer import __version__
from composer.networks.rehearsal.client import HOW, RehearsalError, Server, ask_to_stop, health

if TYPE_CHECKING:
    from pathlib import Path

PORT = 28_417
"""Where it listens unless the setting `rehearsal_port` says otherwise: assigned to nobody, below every system's range
of ports that are handed out at random."""
_READY_SECONDS = 15
_LAST_WORDS = 200
"""Characters of the log that an error repeats."""


def ensure_running(port: int, store: Path) -> Server:
    """The rehearsal on that port with that store, started if nothing answers there.

    Two callers at once get the same one. Raises RehearsalError where the port belongs to another program or to a
    rehearsal with another store, and where the process does not come up.
    """
    found = health(port)
    if found and found.store == store.resolve() and (found.lost or found.version != __version__):
        stop(port)  # its store was deleted, or it was left running by a version of the program that may be gone
        found = None
    found = found or _start(port, store)
    if found.store != store.resolve():
        raise RehearsalError(
            f"Port {port} belongs to a rehearsal network that keeps its posts in {found.store}, and this one would "
            f"keep them in {store.resolve()}. Stop the other one, or give this one a port of its own: {HOW}"
        )
    return found


def stop(port: int) -> bool:
    """End the rehearsal on that port and wait until the port is free; False where none ran. Its posts are kept."""
    server = health(port)
    if server is None:
        return False
    ask_to_stop(server)
    deadline = time.monotonic() + _READY_SECONDS
    while not _is_free(port):
        if time.monotonic() > deadline:
            raise RehearsalError(
                f"The rehearsal network on port {port} does not stop. End its process, number {server.pid}, by hand."
            )
        time.sleep(0.05)
    return True


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _is_free(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return False
    except OSError:
        return True


def log_file(store: Path) -> Path:
    """Where the rehearsal with that store writes what it did: calls and their status, no contents and no keys."""
    return store.with_suffix(".log")


def _start(port: int, store: Path) -> Server:
    """Start a process that shares nothing with this one, and wait until a rehearsal answers on the port."""
    store = store.resolve()
    command = [sys.executable, "-P", "-m", "composer.networks.rehearsal", "--port", str(port), "--store", str(store)]
    try:
        store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(log_file(store), "ab", opener=_for_its_owner) as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=store.parent,
                **_detached(),
            )
    except OSError as error:
        raise RehearsalError(
            f"The rehearsal network could not be started: {error.strerror} ({error.filename}). It keeps its posts in "
            f"{store}; that folder has to be writable, and the disk must not be full."
        ) from error
    try:
        return _when_ready(port, store, process)
    finally:
        process.returncode = 0  # it outlives us on purpose, so nobody is to be reminded of waiting for it


def _when_ready(port: int, store: Path, process: subprocess.Popen[bytes]) -> Server:
    """The server that answers on the port, whichever of two starters at once it belongs to."""
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        ended = process.poll() is not None  # asked first: the one that won the port may answer only after this one lost
        found = health(port)
        if found:
            _withdraw(process, found)
            return found
        if ended:
            break
        time.sleep(0.02)
    raise RehearsalError(
        f"The rehearsal network did not come up on port {port}{_last_words(store)}. Its log is {log_file(store)}. If "
        f"the store is the cause, move {store} away; if the port is, choose another: {HOW}"
    )


def _withdraw(process: subprocess.Popen[bytes], winner: Server) -> None:
    """End the process of ours that another starter's was faster than; it would take the port once that one stops."""
    if os.name == "posix" and process.pid != winner.pid:  # elsewhere Python may run under another number than it got
        process.terminate()
        process.wait()


def _last_words(store: Path) -> str:
    """The reason that stands at the end of its log, where there is one."""
    try:
        lines = log_file(store).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {last[:_LAST_WORDS]}" if last else ""


def _detached() -> dict[str, Any]:
    """What makes a child survive its parent, its terminal and their signals."""
    if os.name == "posix":
        return {"start_new_session": True}
    return {"creationflags": 0x00000008 | 0x00000200}  # DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP
