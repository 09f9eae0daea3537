"""Starting the rehearsal when it is needed, finding the one that runs, and stopping it."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from composer.model import ComposerError

PORT = 28_417
"""Where it listens unless the setting `rehearsal_port` says otherwise: assigned to nobody, below every system's range
of ports that are handed out at random."""
_PROGRAM = "thread-composer rehearsal"
_READY_SECONDS = 15
_ANSWER_SECONDS = 3
_ANSWER_MAXIMUM = 64 * 1024


class RehearsalError(ComposerError):
    """The rehearsal network cannot be started or reached; the message says why, and which setting to change."""


@dataclass(frozen=True, slots=True)
class Server:
    """A rehearsal network that answers."""

    url: str
    """`http://127.0.0.1:PORT`, without a slash at its end; also the address of its page."""
    store: Path
    pid: int
    version: str


def ensure_running(port: int, store: Path) -> Server:
    """The rehearsal on that port with that store, started if nothing answers there.

    Two callers at once get the same one. It outlives its caller. Raises RehearsalError where the port belongs to
    another program or to a rehearsal with another store, and where the process does not come up.
    """
    found = running(port)
    if found is None:
        found = _start(port, store)
    if found.store != store.resolve():
        raise RehearsalError(
            f"Port {port} belongs to a rehearsal network that keeps its posts in {found.store}, and this one would "
            f"keep them in {store.resolve()}. Stop the other one, or give this one a port of its own: {_HOW}"
        )
    return found


_HOW = "set rehearsal_port with `thread config set rehearsal_port NUMBER`, or THREAD_REHEARSAL_PORT in the environment."


def running(port: int) -> Server | None:
    """The rehearsal that answers on that port; None where nothing listens. Raises RehearsalError for other programs."""
    health = _ask(port, "GET", "/rehearsal/health")
    if health is None:
        return None
    if health.get("program") != _PROGRAM:
        raise RehearsalError(
            f"Port {port} on this machine is in use by another program, so the rehearsal network cannot listen there. "
            f"Choose another port: {_HOW}"
        )
    return Server(f"http://127.0.0.1:{port}", Path(health["store"]), int(health["pid"]), str(health["version"]))


def stop(port: int) -> bool:
    """End the rehearsal on that port and wait until the port is free; False where none ran. Its posts are kept."""
    if running(port) is None:
        return False
    _ask(port, "POST", "/rehearsal/stop")
    deadline = time.monotonic() + _READY_SECONDS
    while _ask(port, "GET", "/rehearsal/health") is not None:
        if time.monotonic() > deadline:
            raise RehearsalError(f"The rehearsal network on port {port} does not stop. End its process by hand.")
        time.sleep(0.05)
    return True


def _start(port: int, store: Path) -> Server:
    """Start a process that shares nothing with this one, and wait until a rehearsal answers on the port."""
    store = store.resolve()
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "composer.networks.rehearsal", "--port", str(port), "--store", str(store)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=store.parent,
            **_detached(),
        )
    except OSError as error:
        raise RehearsalError(
            f"The rehearsal network could not be started: {error.strerror} ({error.filename}). It keeps its posts in "
            f"{store}; that folder has to be writable."
        ) from error
    try:
        return _when_ready(port, store, process)
    finally:
        process.returncode = 0  # it outlives us on purpose, so nobody is to be reminded of waiting for it


def _when_ready(port: int, store: Path, process: subprocess.Popen[bytes]) -> Server:
    deadline = time.monotonic() + _READY_SECONDS
    while (found := running(port)) is None:
        if process.poll() is not None or time.monotonic() > deadline:
            found = running(port)  # another starter may have won the port just now
            if found:
                return found
            raise RehearsalError(
                f"The rehearsal network did not come up on port {port}. Its log, {store.with_suffix('.log')}, says "
                f"why. If the port is the cause, choose another: {_HOW}"
            )
        time.sleep(0.02)
    return found


def _detached() -> dict[str, Any]:
    """What makes a child survive its parent, its terminal and their signals."""
    if os.name == "posix":
        return {"start_new_session": True}
    return {"creationflags": 0x00000008 | 0x00000200}  # DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP


def _ask(port: int, method: str, path: str) -> dict[str, Any] | None:
    """What the server says about itself; None where nothing listens, nothing known where it speaks another language."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWER_SECONDS)
    try:
        connection.request(method, path)
        answer = json.loads(connection.getresponse().read(_ANSWER_MAXIMUM))
    except ConnectionRefusedError:
        return None
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    finally:
        connection.close()
    return answer if isinstance(answer, dict) else {}
