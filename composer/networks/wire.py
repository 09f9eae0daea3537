"""A library's way to a network through requests: timeouts, a bound on answers, and nowhere but where it was sent."""

from __future__ import annotations

import io
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from requests.adapters import HTTPAdapter
from requests.exceptions import ReadTimeout, RequestException
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ReadTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from requests import PreparedRequest, Response

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
"""Longest silence of the network while it answers."""
TOTAL_SECONDS = 90.0
"""Longest time for one answer as a whole, however steadily it drips."""
ANSWER_MAXIMUM = 4 * 1024 * 1024
"""A page of a hundred posts with all fields is a tenth of this."""
_CHUNK = 64 * 1024


class OddAnswer(RequestException):
    """Something answered that does not behave as the network does."""


class Redirected(OddAnswer):
    """Something answered that another address is the right one."""


class NeverLeft(RequestException):
    """No connection came about, so certainly nothing was sent."""


class ForeignHost(NeverLeft):
    """A request that was about to leave for another host than the network's."""


class _Line:
    """What is known of the connections of one call."""

    def __init__(self) -> None:
        self.sockets: list[socket.socket] = []
        self.failed = False

    @contextmanager
    def connecting(self, connection: HTTPConnection) -> Iterator[None]:
        """Around the making of a connection, handshake and proxy included."""
        try:
            yield
        except BaseException:
            self.failed = True
            raise
        self.sockets.append(connection.sock)

    @property
    def never_held(self) -> bool:
        """Whether a connection was tried and none came about."""
        return self.failed and not self.sockets

    def hang_up(self) -> None:
        """End every connection, from whatever thread."""
        for each in tuple(self.sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class Wire(HTTPAdapter):
    """Carries requests where they are meant to go, or to `origin` in that place; they stay as they were made."""

    def __init__(
        self, origin: str | None, read_seconds: float, total_seconds: float, *, redirected_home: bool = False
    ) -> None:
        self._origin = urlsplit(origin) if origin else None
        self._redirected_home = redirected_home
        self._read_seconds = read_seconds
        self._total_seconds = total_seconds
        self._line = _Line()
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """As requests does it, with connections that are known here."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = _known_pools(self)

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> Any:
        """The same for connections through a proxy."""
        manager = super().proxy_manager_for(*arguments, **options)
        manager.pool_classes_by_scheme = _known_pools(self)
        return manager

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]
        """One attempt, never a second."""
        options["timeout"] = (CONNECT_SECONDS, self._read_seconds)
        options["stream"] = True
        request.headers["Connection"] = "close"  # one kept open may be dead by the next post, whose outcome nobody knew
        if self._origin:
            address = urlsplit(str(request.url))
            request.url = urlunsplit((self._origin.scheme, self._origin.netloc, address.path, address.query, ""))
            options["proxies"] = {}
        with self._one_call():
            response = super().send(request, **options)
            try:
                body = _bounded(response)
            finally:
                response.close()
                self.close()  # not every server that was asked to close the connection says that it did
        response.raw = io.BytesIO(body)
        if 300 <= response.status_code < 400 and not self._is_home(request, response):
            where = urlsplit(response.headers.get("Location", "")).hostname or "another address"
            raise Redirected(f"it wanted to send us on to {where}, which was not done")
        return response

    def _is_home(self, request: PreparedRequest, response: Response) -> bool:
        """Whether a question is sent on within the same server, which some do for a final slash."""
        asked = urlsplit(str(request.url))
        leads = urlsplit(urljoin(str(request.url), response.headers.get("Location", "")))
        return self._redirected_home and request.method == "GET" and asked[:2] == leads[:2] and asked != leads

    def connecting(self, connection: HTTPConnection) -> AbstractContextManager[None]:
        """For the connections of this adapter."""
        return self._line.connecting(connection)

    @contextmanager
    def _one_call(self) -> Iterator[None]:
        """Hang up when the time is over, since a socket's timeout starts anew with each byte; tell what never left."""
        line = self._line = _Line()
        late = threading.Event()

        def hang_up() -> None:
            late.set()
            line.hang_up()

        timer = threading.Timer(self._total_seconds, hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (RequestException, OSError, ValueError) as error:
            if line.never_held:
                raise NeverLeft("no connection") from error
            if late.is_set():
                raise ReadTimeout("its answer was not complete in time") from error
            raise
        finally:
            timer.cancel()
        if late.is_set():
            raise ReadTimeout("its answer was not complete in time")


def _known_pools(wire: Wire) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools, with connections that tell `wire` of themselves."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            with wire.connecting(self):
                super().connect()

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            with wire.connecting(self):
                super().connect()

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class Nowhere(HTTPAdapter):
    """Stands on every address where nothing is to be sent."""

    def send(self, request: PreparedRequest, **_options: Any) -> Response:  # type: ignore[override]
        """Raise ForeignHost."""
        raise ForeignHost(f"a request to {urlsplit(str(request.url)).hostname} was about to leave")


def _bounded(response: Response) -> bytes:
    """The whole body, decoded, unless it is too large."""
    body = bytearray()
    try:
        for chunk in response.raw.stream(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > ANSWER_MAXIMUM:
                raise OddAnswer(f"its answer is longer than {ANSWER_MAXIMUM // (1024 * 1024)} MB")
    except ReadTimeoutError as error:
        raise ReadTimeout("its answer broke off") from error
    except HTTPError as error:
        raise OddAnswer("its answer cannot be read") from error
    return bytes(body)
