"""What is asked of a running rehearsal besides X's own calls: who it is, what was published, which faults to arm."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from composer.model import ComposerError, Fault

PROGRAM = "thread-composer rehearsal"
"""What a rehearsal calls itself, so that nobody takes another program on its port for one."""
_HEALTH = "/rehearsal/health"
_SECONDS = 3
_MAXIMUM = 64 * 1024 * 1024


class RehearsalError(ComposerError):
    """The rehearsal network cannot be started or reached; the message says why, and which setting to change."""

    fault = Fault.SETUP


@dataclass(frozen=True, slots=True)
class Server:
    """A rehearsal network that answers."""

    port: int
    store: Path
    pid: int
    version: str
    """Of the program that it was started by."""
    lost: bool = False
    """Its store was deleted or replaced while it ran."""

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`, without a slash at its end; the page with all threads stands there."""
        return f"http://127.0.0.1:{self.port}"


def health(port: int) -> Server | None:
    """The rehearsal on that port; None where nothing listens. Raises RehearsalError where another program does."""
    try:
        said = _said_of_itself(port)
    except ConnectionRefusedError:
        return None
    except (OSError, http.client.HTTPException, ValueError):
        said = None
    if not isinstance(said, dict) or said.get("program") != PROGRAM:
        raise RehearsalError(
            f"Port {port} on this machine is in use by another program, so the rehearsal network cannot listen there. "
            f"Choose another port: {HOW}"
        )
    return Server(port, Path(said["store"]), int(said["pid"]), str(said["version"]), bool(said.get("lost")))


def _said_of_itself(port: int) -> Any:
    try:
        return _ask(port, "GET", _HEALTH)
    except ConnectionResetError:  # a rehearsal that was just stopping does that; another one may be asked for already
        time.sleep(0.2)
        return _ask(port, "GET", _HEALTH)


HOW = "set rehearsal_port with `thread config set rehearsal_port NUMBER`, or THREAD_REHEARSAL_PORT in the environment."
"""How to move to another port."""


def timeline(server: Server) -> list[dict[str, Any]]:
    """Every post that is up, oldest first: `id`, `text` as sent, `in_reply_to`, `account`, `created_at`, `media`."""
    posts: list[dict[str, Any]] = _told(server, "GET", "/rehearsal/timeline.json")
    return posts


def arm(server: Server, *faults: str, account: str = "", **settings: float) -> None:
    """Put faults in line, such as `close_after@3`, and change settings, such as `lag=0.5`; of one account, or of all.

    Raises RehearsalError with a sentence where one of them is not known.
    """
    answer = _told(server, "POST", "/rehearsal/faults", {"account": account, "faults": faults, **settings})
    if "detail" in answer:
        raise RehearsalError(answer["detail"], fault=Fault.INPUT)


def calm(server: Server, account: str = "") -> None:
    """Forget all faults to come, and put all settings back; those of one account, or those that hold for all."""
    _told(server, "POST", "/rehearsal/faults", {"account": account, "calm": True})


def calls(server: Server) -> list[dict[str, Any]]:
    """What was asked of it lately, oldest first: `id`, `account`, `at_ms`, `method`, `path` and `body`.

    A picture's content is not repeated; its size and digest stand in its place.
    """
    asked: list[dict[str, Any]] = _told(server, "GET", "/rehearsal/calls.json")
    return asked


def empty(server: Server) -> None:
    """Forget all that was published there, and all faults and settings; accounts keep their keys."""
    _told(server, "POST", "/rehearsal/empty", {})


def ask_to_stop(server: Server) -> None:
    """Have it end itself; it does so a moment later."""
    _told(server, "POST", "/rehearsal/stop", {})


def _told(server: Server, method: str, path: str, body: object = None) -> Any:
    try:
        return _ask(server.port, method, path, body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise RehearsalError(
            f"The rehearsal network on port {server.port} did not answer ({error}). `thread rehearsal open` starts it "
            "again; what was published there is kept."
        ) from error


def _ask(port: int, method: str, path: str, body: object = None) -> Any:
    """One call with JSON both ways."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        content = None if body is None else json.dumps(body).encode()
        connection.request(method, path, content, {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read(_MAXIMUM))
    finally:
        connection.close()
