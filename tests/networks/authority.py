"""A stand-in for the parts of X that give leave: OAuth 2.0 with PKCE and rotation, PINs; posts go to a rehearsal."""

from __future__ import annotations

import base64
import hashlib
import http.client
import secrets
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from oauthlib.oauth1 import Client

from composer.networks import x
from composer.networks.rehearsal import timeline
from composer.networks.rehearsal.answer import Answer
from composer.networks.rehearsal.client import health
from composer.networks.rehearsal.server import Handler, RehearsalServer
from composer.networks.rehearsal.store import Member, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

CLIENT_ID = "client-of-the-tests"
HOURS = timedelta(hours=2)


@dataclass
class Token:
    member: Member
    expires: datetime
    revoked: bool = False


class Authority(RehearsalServer):
    """The rehearsal network, with leave to be had; time is the test's."""

    def __init__(self, store: Store) -> None:
        super().__init__(0, store)
        self.RequestHandlerClass = _Handler
        self.signed = self.verifier
        self.verifier = self  # type: ignore[assignment]
        self.member = store.member("someone")
        self.ahead = timedelta(0)
        self.client_secret = ""
        self.asked: dict[str, dict[str, str]] = {}
        self.access: dict[str, Token] = {}
        self.refresh: dict[str, bool] = {}
        self.renewals = 0
        self.fail: list[str] = []
        self.access_level = "read-write"
        self.on_token: Callable[[str], None] = lambda _: None
        self.declines = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def site(self) -> x.Site:
        page = self.url + "/thread/{root}#post-{id}"
        return x.Site("X", page, settle=timedelta(seconds=0.2), clock_doubt=timedelta(0), origin=self.url)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def signer(self, method: str, target: str, authorization: str) -> Member | None:
        if not authorization.startswith("Bearer "):
            return self.signed.signer(method, target, authorization)
        found = self.access.get(authorization.removeprefix("Bearer "))
        if found is None or found.revoked or self.now() >= found.expires:
            return None
        self.on_token(authorization.removeprefix("Bearer "))
        return found.member

    def revoke(self) -> None:
        """What a person does on the page of connected apps."""
        self.refresh = {}
        for token in self.access.values():
            token.revoked = True

    def texts(self) -> list[str]:
        server = health(self.port)
        assert server is not None
        return [each["text"] for each in timeline(server)]

    def grant(self) -> dict[str, Any]:
        access, refresh = secrets.token_urlsafe(40), secrets.token_urlsafe(40)
        self.access[access] = Token(self.member, self.now() + HOURS)
        self.refresh[refresh] = True
        return {
            "token_type": "bearer",
            "expires_in": int(HOURS.total_seconds()),
            "access_token": access,
            "refresh_token": refresh,
            "scope": " ".join(x.grant.SCOPES),
        }

    def token(self, said: Mapping[str, str], authorization: str) -> Answer:
        """`POST /2/oauth2/token`."""
        basic = base64.b64encode(f"{CLIENT_ID}:{self.client_secret}".encode()).decode()
        if self.client_secret and authorization != f"Basic {basic}":
            return Answer(401, {"error": "unauthorized_client", "error_description": "Missing valid header"})
        if said.get("client_id") != CLIENT_ID:
            return Answer(400, {"error": "invalid_request", "error_description": "No such client"})
        if said["grant_type"] == "refresh_token":
            self.renewals += 1
            if not self.refresh.get(said["refresh_token"]):
                description = f"Value passed for the token was invalid: {said['refresh_token']}"
                return Answer(400, {"error": "invalid_request", "error_description": description})
            self.refresh[said["refresh_token"]] = False
            return Answer(200, self.grant())
        question = self.asked.pop(said["code"], None)
        digest = hashlib.sha256(said["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            question is None
            or question["code_challenge"] != challenge
            or question["redirect_uri"] != said["redirect_uri"]
        ):
            return Answer(400, {"error": "invalid_grant", "error_description": "Invalid code"})
        return Answer(200, self.grant())


class _Handler(Handler):
    server: Authority

    def _answer(self, answer: Answer) -> None:
        super()._answer(replace(answer, headers={**answer.headers, "x-access-level": self.server.access_level}))

    def _api(self, path: str, body: bytes) -> None:
        if path != "/2/oauth2/token":
            super()._api(path, body)
            return
        fault = self.server.fail.pop(0) if self.server.fail else ""
        match fault:
            case "500" | "429":
                self._problem(int(fault), "No", "No")
                return
            case "close":
                self.close_connection = True
                return
            case "redirect":
                self._send(307, b"", "text/plain", {"Location": "https://evil.example/2/oauth2/token"})
                return
            case "garbled":
                self._send(200, b'{"access_token": ', "application/json")
                return
            case "empty":
                self._send(200, b'{"access_token": "", "expires_in": "soon"}', "application/json")
                return
        answer = self.server.token(dict(parse_qsl(body.decode())), self.headers.get("Authorization", ""))
        if fault == "close_after":
            self.close_connection = True
            return
        self._answer(answer)

    def _page(self, path: str) -> None:
        match path:
            case "/i/oauth2/authorize":
                self._authorise()
            case "/oauth/request_token" | "/oauth/access_token":
                self._pin(path)
            case _:
                super()._page(path)

    def _authorise(self) -> None:
        question = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        code = secrets.token_urlsafe(20)
        self.server.asked[code] = question
        said = {"error": "access_denied"} if self.server.declines else {"code": code}
        back = f"{question['redirect_uri']}?{urlencode({'state': question['state'], **said})}"
        self._send(302, b"", "text/plain", {"Location": back})

    def _pin(self, path: str) -> None:
        """Signatures are checked for the one app there is, as X does it."""
        member, header = self.server.member, self.headers["Authorization"]
        said = dict(part.strip().partition("=")[::2] for part in header.removeprefix("OAuth ").split(","))
        said = {name: value.strip('"') for name, value in said.items()}
        first = path.endswith("request_token")
        client = Client(
            member.api_key,
            member.api_secret,
            nonce=said["oauth_nonce"],
            timestamp=said["oauth_timestamp"],
            callback_uri="oob" if first else None,
            resource_owner_key=None if first else "asked",
            resource_owner_secret=None if first else "asked-secret",
            verifier=None if first else "1234567",
        )
        _, headers, _ = client.sign(f"https://api.twitter.com{path}", "POST")
        if said["oauth_signature"] not in headers["Authorization"]:
            self._problem(401, "Unauthorized", "Could not authenticate you")
            return
        token = {"oauth_token": "asked", "oauth_token_secret": "asked-secret", "oauth_callback_confirmed": "true"}
        if not first:
            token = {"oauth_token": member.access_token, "oauth_token_secret": member.access_secret}
        self._send(200, urlencode(token).encode(), "application/x-www-form-urlencoded")


@contextmanager
def listening(folder: Path) -> Iterator[Authority]:
    """A stand-in on a thread of this process."""
    store = Store(folder / "authority.sqlite3")
    server = Authority(store)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()
        store.close()


def browse(url: str) -> str:
    """What a browser does with a page that sends it on: the address that it is sent to, not visited."""
    parts = urlsplit(url)
    assert parts.hostname == "127.0.0.1"
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=5)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        return connection.getresponse().getheader("Location") or ""
    finally:
        connection.close()
