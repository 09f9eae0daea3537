"""Mastodon.py, made to call once, to say what went wrong, and to reach one server and nothing else."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import mastodon
import requests

from composer.networks.wire import READ_SECONDS, TOTAL_SECONDS, Nowhere, Wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import PreparedRequest, Response

    from composer.networks.mastodon.server import Server

UPLOAD_SECONDS = 900.0
"""For a film of a hundred megabytes on a slow line."""
USER_AGENT = "thread-composer"
_REDIRECTS = 3
_ASSUMED = (4, 3, 0)
"""The library would ask the server for its version before each upload, to choose a route that all have by now."""
_STUMBLING = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "link", "deprecation")
"""Headers that the library reads and fails over, even where the post was created."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST_WAIT = timedelta(days=1)


class Heard(Wire):
    """Notes what an answer says about time, which the library does not hand on."""

    skew = timedelta(0)
    """How far the server's clock is ahead of ours, by its last answer."""
    wait: timedelta | None = None
    """How long it asked to wait, in that answer."""

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]
        """One attempt, whose answer is noted before the library sees it."""
        response = super().send(request, **options)
        now = datetime.fromtimestamp(time.time(), UTC)
        self.skew = _date(response.headers, now) - now
        self.wait = _until_reset(response.headers, now + self.skew)
        for name in _STUMBLING:
            response.headers.pop(name, None)
        return response


class Client(mastodon.Mastodon):
    """One account on one server. No call is repeated, none sleeps; each raises what the library raises."""

    def __init__(
        self,
        server: Server,
        token: str | None = None,
        *,
        read_seconds: float = READ_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
        client_id: str | None = None,
        client_secret: str | None = None,
        wire: Heard | None = None,
    ) -> None:
        self.heard = wire or Heard(None, read_seconds, total_seconds, redirected_home=True)
        super().__init__(
            access_token=token,
            api_base_url=server.origin,
            ratelimit_method="throw",
            request_timeout=20,
            version_check_mode="none",
            user_agent=USER_AGENT,
            session=session(server, self.heard),
            client_id=client_id,
            client_secret=client_secret,
        )

    def retrieve_mastodon_version(self, fail_hard: bool = False) -> str:  # noqa: ARG002 - its signature
        """What is assumed of every server; nothing is asked."""
        self.mastodon_major, self.mastodon_minor, self.mastodon_patch = _ASSUMED
        return ".".join(map(str, _ASSUMED))


def id_of(found: Any) -> str:
    """The id of what a server answered with; ValueError or another of `trouble.ODD` where it has none."""
    said = found["id"]  # None where there is none: the library makes up for what is missing
    name = str(said) if isinstance(said, (str, int)) else ""
    if not _ID.fullmatch(name):
        raise ValueError("no id")
    return name


def session(server: Server, wire: Wire | None = None) -> requests.Session:
    """A session that can reach that server and nothing else."""
    made = requests.Session()
    made.max_redirects = _REDIRECTS
    made.trust_env = server.origin.startswith("https:")  # a proxy for the world is none for this machine
    for scheme in ("https://", "http://"):
        made.mount(scheme, Nowhere())
    made.mount(server.origin + "/", wire or Wire(None, READ_SECONDS, TOTAL_SECONDS, redirected_home=True))
    return made


def _date(headers: Mapping[str, str], now: datetime) -> datetime:
    try:
        said = parsedate_to_datetime(headers["Date"])
    except (KeyError, ValueError, TypeError):
        return now
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def _until_reset(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Mastodon says an instant, GoToSocial seconds since 1970; counted from the answer's own Date."""
    said = headers.get("x-ratelimit-reset", "")
    try:
        reset = datetime.fromtimestamp(int(said), UTC) if said.isdigit() else datetime.fromisoformat(said)
        left = reset - now
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return min(max(left, timedelta(seconds=1)), _LONGEST_WAIT)
