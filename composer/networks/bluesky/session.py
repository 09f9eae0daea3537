"""An account's session with its server: begun with an app password, kept in the vault, renewed before it ends."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from composer.networks.accounts import AccountError
from composer.networks.bluesky.addresses import APP_PASSWORDS
from composer.networks.bluesky.trouble import Kind, Trouble, Troubled
from composer.networks.bluesky.wire import Wire, origin_of
from composer.networks.exclusive import exclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from composer.networks.bluesky.directory import Directory
    from composer.networks.vault import UserSecrets

APP_PASSWORD = re.compile(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}")
"""As Bluesky makes them. Anything else may be the account's own password, and is never sent."""
_EARLY = timedelta(minutes=5)
"""How long before its end an access token is renewed: longer than the slowest thread with pictures takes."""
_PATIENCE = 100.0
"""Seconds to wait while another process renews: longer than it may take."""
_TOKENS = ("access", "refresh")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Login:
    """What an account has to show, and where."""

    did: str
    """The account itself; handle and server may change."""
    handle: str
    server: str
    """Origin of the server that has the account."""
    app_password: str = field(repr=False)
    access: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)

    def record(self) -> dict[str, str]:
        """As a vault keeps it."""
        return {
            "did": self.did,
            "handle": self.handle,
            "server": self.server,
            "app_password": self.app_password,
            "access": self.access,
            "refresh": self.refresh,
        }

    @classmethod
    def of(cls, record: Mapping[str, str]) -> Login:
        """From a vault."""
        return cls(*(record.get(name, "") for name in ("did", "handle", "server", "app_password", *_TOKENS)))

    def is_stale(self, now: datetime) -> bool:
        """Whether the access token is to be renewed before its next use."""
        return not self.access or now >= expiry(self.access) - _EARLY


def expiry(token: str) -> datetime:
    """When a token ends, as it says itself; one that does not say is used until the server refuses it."""
    try:
        return datetime.fromtimestamp(int(_claims(token)["exp"]), UTC)
    except (ValueError, TypeError, KeyError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC)


def _claims(token: str) -> dict[str, Any]:
    middle = token.split(".")[1] if token.count(".") == 2 else ""
    found = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    if not isinstance(found, dict):
        raise TypeError(token.count("."))
    return found


def begin(wire: Wire, login: Login) -> tuple[Login, dict[str, Any]]:
    """A new session, and all that the server said; it lets an account do this 30 times in 5 minutes.

    Raises Troubled, or AccountError for what is no app password: that is sent nowhere.
    """
    if not APP_PASSWORD.fullmatch(login.app_password):
        raise AccountError(
            "What was given as app password is none, so it was sent nowhere. An app password looks like "
            f"abcd-efgh-2345-6789; make one at {APP_PASSWORDS}. The account's own password is never used here."
        )
    body = {"identifier": login.did or login.handle, "password": login.app_password}
    said = wire.call("POST", "/xrpc/com.atproto.server.createSession", body=body)
    if said.get("active") is False:
        raise Troubled(inactive(str(said.get("status", ""))))
    return _granted(login, said), said


def inactive(status: str) -> Trouble:
    """The trouble of an account that its server lets in and nothing else."""
    return Trouble(Kind.DEACTIVATED if status == "deactivated" else Kind.TAKEN_DOWN, status or "not active")


def renewed(wire: Wire, login: Login) -> Login:
    """The session with fresh tokens: by its refresh token, else by the app password. Raises Troubled."""
    if login.refresh:
        try:
            said = wire.call("POST", "/xrpc/com.atproto.server.refreshSession", token=login.refresh)
            return _granted(login, said)
        except Troubled as error:
            if error.trouble.kind not in (Kind.EXPIRED, Kind.UNAUTHORISED):
                raise
    return begin(wire, login)[0]


def _granted(login: Login, said: Mapping[str, Any]) -> Login:
    try:
        return replace(
            login,
            did=login.did or _word(said["did"]),
            handle=_word(said.get("handle", login.handle)),
            access=_word(said["accessJwt"]),
            refresh=_word(said["refreshJwt"]),
        )
    except (KeyError, ValueError) as error:
        raise Troubled(Trouble(Kind.BROKEN, "its answer cannot be read")) from error


def _word(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[\x21-\x7e]{1,8192}", value):
        raise ValueError("no word")
    return value


class Session:
    """Makes the calls of one account; what is renewed is on disk before it is used."""

    def __init__(
        self,
        account: str,
        secrets: UserSecrets,
        wires: Callable[[str], Wire],
        directory: Directory,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._account = account
        self._secrets = secrets
        self._wires = wires
        self._wire: Wire | None = None
        self._directory = directory
        self._now = now

    @property
    def did(self) -> str:
        """Whose account it is. Raises as `call` does."""
        return self._held("").did

    @property
    def server(self) -> str:
        """Origin of the server that has the account; empty where it was never asked for."""
        return self._login().server

    def moved_to(self) -> str:
        """The server that has the account by now, if that is another one; else empty. Asks the directory."""
        try:
            login = self._login()
        except AccountError:
            return ""
        return self._directory.moved(login.did, login.server)

    def call(self, method: str, nsid: str, **said: Any) -> dict[str, Any]:
        """One call. A token that the server no longer takes is renewed once: nothing was done with it.

        Raises Troubled, or AccountError where the secrets cannot be read or kept.
        """
        login = self._held("")
        try:
            return self._to(login).call(method, f"/xrpc/{nsid}", token=login.access, **said)
        except Troubled as error:
            if error.trouble.kind is not Kind.EXPIRED:
                raise
        login = self._held(login.access)
        return self._to(login).call(method, f"/xrpc/{nsid}", token=login.access, **said)

    def end(self) -> None:
        """Let the server forget the session, if there is one. Raises as `call` does."""
        login = self._login()
        if login.refresh:
            self._to(login).call("POST", "/xrpc/com.atproto.server.deleteSession", token=login.refresh, silent=True)

    def _login(self) -> Login:
        """As it is kept now; where the environment has the app password, a vault has the session that goes with it."""
        given = self._secrets.held(self._account).values
        kept = self._secrets.kept(self._account)
        if not given.get("app_password"):
            raise AccountError(
                f"The account {self._account!r} has no app password on this computer any more. `thread accounts add "
                f"{self._account} --network bluesky` asks for one."
            )
        same = all(kept.get(name) == given[name] for name in ("app_password", "handle") if name in given)
        return Login.of({**given, **kept} if same else given)

    def _held(self, refused: str) -> Login:
        """A login whose access token holds and is not the one `refused`; one process at a time renews it."""
        login = self._login()
        if self._holds(login, refused):
            return login
        try:
            with exclusive(self._secrets.lock, _PATIENCE):
                login = self._login()
                if not self._holds(login, refused):
                    login = self._renewed(login)
        except OSError as error:
            cause = f"its session could not be renewed: {error.strerror or error}"
            raise Troubled(Trouble(Kind.UNREACHABLE, cause)) from error
        return login

    def _renewed(self, login: Login) -> Login:
        if not login.server:
            login = self._found(login)
        self._secrets.keep(self._account, login.record())  # a place that takes nothing is found before tokens are spent
        login = renewed(self._to(login), login)
        self._secrets.keep(self._account, login.record())
        return login

    def _found(self, login: Login) -> Login:
        """The login with the server that its handle leads to."""
        home = self._directory.home(login.did or self._directory.did_of(login.handle))
        return replace(login, did=home.did, server=origin_of(home.server))

    def _holds(self, login: Login, refused: str) -> bool:
        return not login.is_stale(self._now()) and login.access != refused

    def _to(self, login: Login) -> Wire:
        origin = origin_of(login.server)
        if self._wire is None or self._wire.origin != origin:
            self._wire = self._wires(origin)
        return self._wire
