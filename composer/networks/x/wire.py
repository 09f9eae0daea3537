"""tweepy's way to the network: with timeouts, a bound on answers, no redirects, and nowhere but where it was sent."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import tweepy
from requests.adapters import HTTPAdapter
from requests.exceptions import ReadTimeout, RequestException

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

    from composer.networks.credentials import Credentials
    from composer.networks.x.site import Site

_HOSTS = ("https://api.twitter.com", "https://api.x.com")
CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
"""Longest silence of the network while it answers."""
TOTAL_SECONDS = 90.0
"""Longest time for one answer as a whole, however steadily it drips."""
ANSWER_MAXIMUM = 4 * 1024 * 1024
"""A page of a hundred posts with all fields is a tenth of this."""
_CHUNK = 64 * 1024


class OddAnswer(RequestException):
    """Something answered that does not behave as X does."""


class ForeignHost(RequestException):
    """A request that was about to leave for another host than X."""


class Wire(HTTPAdapter):
    """Carries requests to X, or to `origin` in its place; signatures stay those of X's own address."""

    def __init__(self, origin: str | None, read_seconds: float) -> None:
        self._origin = urlsplit(origin) if origin else None
        self._read_seconds = read_seconds
        super().__init__(max_retries=0)

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]
        """One attempt, never a second."""
        options["timeout"] = (CONNECT_SECONDS, self._read_seconds)
        options["stream"] = True
        if self._origin:
            address = urlsplit(str(request.url))
            request.url = urlunsplit((self._origin.scheme, self._origin.netloc, address.path, address.query, ""))
            options["proxies"] = {}
        deadline = time.monotonic() + max(TOTAL_SECONDS, self._read_seconds)
        response = super().send(request, **options)
        try:
            body = _bounded(response, deadline)
        finally:
            response.close()
        response.raw = io.BytesIO(body)
        if 300 <= response.status_code < 400:
            where = urlsplit(response.headers.get("Location", "")).hostname or "another address"
            raise OddAnswer(f"it wanted to send us on to {where}, which was not done")
        if not response.headers.get("x-rate-limit-reset", "0").isdigit():
            del response.headers["x-rate-limit-reset"]  # tweepy would stumble over it and hide the refusal itself
        return response


class _Nowhere(HTTPAdapter):
    """Stands on every other address."""

    def send(self, request: PreparedRequest, **_options: Any) -> Response:  # type: ignore[override]
        raise ForeignHost(f"a request to {urlsplit(str(request.url)).hostname} was about to leave")


def _bounded(response: Response, deadline: float) -> bytes:
    """The whole body, decoded, unless it is too large or takes too long."""
    from urllib3.exceptions import HTTPError, ReadTimeoutError

    body = bytearray()
    try:
        for chunk in response.raw.stream(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > ANSWER_MAXIMUM:
                raise OddAnswer(f"its answer is longer than {ANSWER_MAXIMUM // (1024 * 1024)} MB")
            if time.monotonic() > deadline:
                raise ReadTimeout(f"its answer was not complete after {TOTAL_SECONDS:.0f} s")
    except ReadTimeoutError as error:
        raise ReadTimeout("its answer broke off") from error
    except HTTPError as error:
        raise OddAnswer("its answer cannot be read") from error
    return bytes(body)


def client(credentials: Credentials, site: Site, read_seconds: float = READ_SECONDS) -> tweepy.Client:
    """A tweepy client for that account, which can reach that site and nothing else."""
    made = tweepy.Client(
        consumer_key=credentials.api_key,
        consumer_secret=credentials.api_secret,
        access_token=credentials.access_token,
        access_token_secret=credentials.access_secret,
        wait_on_rate_limit=False,  # it would sleep for up to a quarter of an hour, deaf to everything
    )
    made.session.trust_env = site.origin is None  # a proxy for the world is none for this machine
    for scheme in ("https://", "http://"):
        made.session.mount(scheme, _Nowhere())
    for host in _HOSTS:
        made.session.mount(host + "/", Wire(site.origin, read_seconds))
    return made
