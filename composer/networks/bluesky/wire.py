"""httpx's way to one Bluesky server: with timeouts, a bound on answers, no retries, and nowhere but there."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from composer.networks.accounts import AccountError
from composer.networks.bluesky.addresses import is_loopback
from composer.networks.bluesky.trouble import Kind, Trouble, Troubled, cause_of, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
"""Longest silence of the server while it answers."""
TOTAL_SECONDS = 90.0
"""Longest time for one answer as a whole, however steadily it drips."""
ANSWER_MAXIMUM = 4 * 1024 * 1024
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


def origin_of(server: str) -> str:
    """A server's address as it is used here: `https://host`. Raises AccountError for what is none."""
    words = server.strip().rstrip("/")
    parts = urlsplit(words if "://" in words else f"https://{words}")
    try:
        port = parts.port
    except ValueError:
        port = -1
    plain = parts.scheme == "http" and is_loopback(f"http://{parts.netloc}")
    if not parts.hostname or parts.username or parts.path or parts.query or port == -1:
        raise AccountError(f"{server!r} is not the address of a server. It looks like https://bsky.social.")
    if parts.scheme != "https" and not plain:
        raise AccountError(
            f"{server!r} does not begin with https://, so an app password would travel in the open. Only a server on "
            "this computer may be named with http://."
        )
    return f"{parts.scheme}://{parts.netloc}"


class Wire:
    """One server, such as `https://bsky.social`."""

    def __init__(self, origin: str, read_seconds: float = READ_SECONDS, total_seconds: float = TOTAL_SECONDS) -> None:
        self.origin = origin
        self._total_seconds = total_seconds
        self._client = httpx.Client(
            timeout=httpx.Timeout(read_seconds, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_keepalive_connections=0),  # one kept open may be dead by the next call
            follow_redirects=False,
            trust_env=not is_loopback(origin),  # a proxy for the world is none for this machine
        )

    def call(
        self,
        method: str,
        route: str,
        *,
        token: str = "",
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        media_type: str = "",
        silent: bool = False,
    ) -> dict[str, Any]:
        """The JSON object that the server answers to one call; `silent` where that may be nothing. Raises Troubled."""
        headers = {"accept": "application/json", "connection": "close"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        if body is not None:
            content, media_type = json.dumps(body, ensure_ascii=False).encode(), "application/json"
        if media_type:
            headers["content-type"] = media_type
        try:
            request = self._client.build_request(
                method, self.origin + route, params=query, content=content, headers=headers
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise Troubled(Trouble(Kind.UNREACHABLE, "its address makes no sense")) from error
        status, answer_headers, answer = self._answer(request)
        said = _json(answer)
        if 300 <= status < 400:
            where = urlsplit(answer_headers.get("location", "")).hostname or "another address"
            raise Troubled(Trouble(Kind.BROKEN, f"it wanted to send us on to {where}, which was not done"))
        if status != 200:
            raise Troubled(refused(status, said, answer_headers))
        if silent and not answer:
            return {}
        if not isinstance(said, dict):
            raise Troubled(Trouble(Kind.BROKEN, "its answer cannot be read"))
        return said

    def _answer(self, request: httpx.Request) -> tuple[int, Mapping[str, str], bytes]:
        with self._one_call(request):
            response = self._client.send(request, stream=True)
            try:
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > ANSWER_MAXIMUM:
                        cause = f"its answer is longer than {ANSWER_MAXIMUM // (1024 * 1024)} MB"
                        raise Troubled(Trouble(Kind.BROKEN, cause))
            finally:
                response.close()
        return response.status_code, response.headers, bytes(body)

    @contextmanager
    def _one_call(self, request: httpx.Request) -> Iterator[None]:
        """Hang up when the time is over, since a socket's timeout starts anew with each byte; tell what never left."""
        sockets: list[socket.socket] = []
        late = threading.Event()

        def connected(event: str, about: dict[str, Any]) -> None:
            if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
                sockets.append(about["return_value"].get_extra_info("socket"))

        def hang_up() -> None:
            late.set()
            for each in tuple(sockets):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

        request.extensions = {**request.extensions, "trace": connected}
        timer = threading.Timer(self._total_seconds, hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        except _NEVER_LEFT as error:
            raise Troubled(Trouble(Kind.UNREACHABLE, cause_of(error))) from error
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            cause = "its answer was not complete in time" if late.is_set() else cause_of(error)
            raise Troubled(Trouble(Kind.BROKEN, cause)) from error
        finally:
            timer.cancel()
        if late.is_set():
            raise Troubled(Trouble(Kind.BROKEN, "its answer was not complete in time"))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
