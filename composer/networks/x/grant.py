"""OAuth 2.0 with PKCE on X: a person is asked for leave to post, and the leave is kept alive by renewing it."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from requests.exceptions import RequestException

from composer.networks.accounts import AccountError
from composer.networks.x import wire
from composer.networks.x.trouble import ODD, Kind, TokenTrouble, Trouble, trouble_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import Response

    from composer.networks.x.site import Site

SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access")
"""What posting with pictures and reading back needs; `offline.access` is what makes the leave renewable."""
_TOKEN_URL = "https://api.x.com/2/oauth2/token"  # noqa: S105 - an address
_EARLY = timedelta(minutes=5)
"""How long before its end an access token is renewed: longer than the slowest post with four pictures takes."""
_UNSAID = timedelta(hours=2)
"""How long an access token of X holds where the answer does not say."""
_TOTAL_SECONDS = 30.0
_OAUTH_ERROR = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True, slots=True)
class App:
    """The app on X's developer page that posts are sent by."""

    client_id: str
    client_secret: str = field(default="", repr=False)
    """Only web apps and bots have one; a native app has none and needs none."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to post for one account, as X gave it."""

    app: App
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires: datetime
    """Aware, UTC: when the access token ends."""
    scopes: tuple[str, ...] = ()
    user_id: str = ""
    """The account's number, once X has been asked for it."""

    def is_stale(self, now: datetime) -> bool:
        """Whether the access token is to be renewed before its next use."""
        return now >= self.expires - _EARLY

    def record(self) -> dict[str, str]:
        """As a vault keeps it."""
        return {
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret,
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires": self.expires.isoformat(),
            "scope": " ".join(self.scopes),
            "user_id": self.user_id,
        }

    @classmethod
    def of(cls, record: Mapping[str, str]) -> Grant:
        """From a vault; an end that is missing or odd is one in the past, so that the token is renewed."""
        try:
            expires = datetime.fromisoformat(record.get("expires", "")).astimezone(UTC)
        except (ValueError, OverflowError):
            expires = datetime.fromtimestamp(0, UTC)
        return cls(
            App(record["client_id"], record.get("client_secret", "")),
            record.get("access_token", ""),
            record.get("refresh_token", ""),
            expires,
            tuple(record.get("scope", "").split()),
            record.get("user_id", ""),
        )


@dataclass(frozen=True, slots=True)
class Asking:
    """One question to a person: may this app post for you?"""

    app: App
    site: Site
    redirect: str
    """Where X sends the browser with the answer; it has to stand on the developer page letter by letter."""
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    """Comes back with the answer, so that nobody else's answer is taken."""
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)
    """Proves that who asked is who exchanges the answer."""

    @property
    def url(self) -> str:
        """The page on which the person decides."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        question = {
            "response_type": "code",
            "client_id": self.app.client_id,
            "redirect_uri": self.redirect,
            "scope": " ".join(SCOPES),
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.site.authorise}?{urlencode(question)}"

    def code_in(self, answer: str) -> str:
        """The code in the address that the browser was sent to. Raises AccountError where it is no answer to this."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(answer.strip()).query).items()}
        if said.get("error") == "access_denied":
            raise AccountError(
                f"{self.site.title} says that you declined, so nothing was added. Begin again to change your mind."
            )
        if not secrets.compare_digest(said.get("state", "").encode(), self.state.encode()):
            raise AccountError(
                "That is not the answer to this question. Copy the whole address out of the browser's address bar "
                "after you have agreed, from the page that was opened last."
            )
        if "code" not in said:
            raise AccountError(f"{self.site.title} sent no code with its answer. Begin again.")
        return said["code"]

    def exchange(self, code: str, now: datetime) -> Grant:
        """The leave that a code stands for; X takes a code for half a minute. Raises TokenTrouble."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect,
            "code_verifier": self.verifier,
        }
        return _granted(self.app, fields, self.site, now)


def renewed(grant: Grant, site: Site, now: datetime) -> Grant:
    """A fresh leave in place of `grant`, whose refresh token X takes only once. Raises TokenTrouble."""
    fields = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
    return _granted(grant.app, fields, site, now, grant)


def _granted(app: App, fields: Mapping[str, str], site: Site, now: datetime, before: Grant | None = None) -> Grant:
    """Ask the token endpoint; `before` has what the answer may leave out."""
    session = wire.session(site, _TOTAL_SECONDS, _TOTAL_SECONDS)
    basic = (app.client_id, app.client_secret) if app.client_secret else None
    try:
        with session.post(_TOKEN_URL, data={**fields, "client_id": app.client_id}, auth=basic) as response:
            _check(response)
            said = response.json()
        return Grant(
            app,
            _word(said["access_token"]),
            _word(said["refresh_token"]) if before is None else _word(said.get("refresh_token", before.refresh_token)),
            now + timedelta(seconds=int(said.get("expires_in", _UNSAID.total_seconds()))),
            tuple(str(said.get("scope", "")).split()) or (before.scopes if before else SCOPES),
            before.user_id if before else "",
        )
    except (RequestException, *ODD) as error:
        raise TokenTrouble(Trouble(Kind.UNREACHABLE, trouble_of(error).cause)) from error


def _check(response: Response) -> None:
    """Raise TokenTrouble unless a token was granted; X's own words are not repeated, they may quote what was sent."""
    status = int(response.status_code)
    if status == 200:
        return
    if status in (400, 401, 403):
        raise TokenTrouble(Trouble(Kind.ENDED, _oauth_error(response) or f"error {status}"))
    raise TokenTrouble(Trouble(Kind.UNREACHABLE, f"error {status}"))


def _oauth_error(response: Response) -> str:
    """RFC 6749's code for what is wrong, such as `invalid_grant`."""
    try:
        said = response.json().get("error", "")
    except (ValueError, AttributeError):
        return ""
    return said if isinstance(said, str) and _OAUTH_ERROR.fullmatch(said) else ""


def _word(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[\x21-\x7e]{1,4096}", value):
        raise ValueError("no token")
    return value
