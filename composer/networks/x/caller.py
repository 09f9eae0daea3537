"""X's calls in the name of one account, whichever way it proves who it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import tweepy

from composer.networks.accounts import AccountError
from composer.networks.credentials import Credentials
from composer.networks.exclusive import exclusive
from composer.networks.x import wire
from composer.networks.x.grant import Grant, renewed
from composer.networks.x.trouble import Kind, TokenTrouble, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from requests import Response

    from composer.networks.vault import UserSecrets
    from composer.networks.x.site import Site

_PATIENCE = 40.0
"""Seconds to wait while another process renews: longer than it may take."""


def _now() -> datetime:
    return datetime.now(UTC)


class Renewal:
    """An account's leave (OAuth 2.0), renewed when it is about to end; what is renewed is kept before it is used."""

    def __init__(
        self, account: str, secrets: UserSecrets, lock: Path, site: Site, now: Callable[[], datetime] = _now
    ) -> None:
        self._account = account
        self._secrets = secrets
        self._lock = lock
        self._site = site
        self._now = now

    @property
    def user_id(self) -> str | None:
        """The account's number, where X was asked for it when the account was added."""
        return self._grant().user_id or None

    def token(self, refused: str = "") -> str:
        """An access token that holds, and is not the one that X `refused`.

        One process at a time renews, since X takes a refresh token only once. Raises TokenTrouble where X gives none,
        AccountError where the secrets cannot be read or kept.
        """
        grant = self._grant()
        if self._holds(grant, refused):
            return grant.access_token
        try:
            with exclusive(self._lock, _PATIENCE):
                grant = self._grant()
                if not self._holds(grant, refused):
                    grant = self._renewed(grant)
        except OSError as error:
            cause = f"its token could not be renewed: {error.strerror or error}"
            raise TokenTrouble(Trouble(Kind.UNREACHABLE, cause)) from error
        return grant.access_token

    def _holds(self, grant: Grant, refused: str) -> bool:
        return not grant.is_stale(self._now()) and grant.access_token != refused

    def _renewed(self, grant: Grant) -> Grant:
        self._secrets.keep(self._account, grant.record())  # a place that takes nothing is found before the old is spent
        fresh = renewed(grant, self._site, self._now())
        self._secrets.keep(self._account, fresh.record())
        return fresh

    def _grant(self) -> Grant:
        record = self._secrets.held(self._account).values
        if "client_id" not in record:
            raise AccountError(
                f"The account {self._account!r} has no leave to post any more: its secrets were removed meanwhile. "
                f"`thread accounts add {self._account} --network x` asks for it again."
            )
        return Grant.of(record)


class Caller:
    """Makes the calls; raises what tweepy and requests raise, TokenTrouble, and AccountError for locked secrets."""

    def __init__(self, login: Credentials | Renewal, site: Site, read_seconds: float, total_seconds: float) -> None:
        self._renewal = None if isinstance(login, Credentials) else login
        keys = login if isinstance(login, Credentials) else None
        self._client = wire.client(keys, site, read_seconds, total_seconds)

    def request(
        self, method: str, route: str, *, json: Mapping[str, Any] | None = None, params: Mapping[str, str] | None = None
    ) -> Response:
        """One call. A token that X no longer takes is renewed once: nothing was done with it, so nothing is doubled."""
        if self._renewal is None:
            return self._call(method, route, json, params, user_auth=True)
        token = self._renewal.token()
        try:
            return self._call(method, route, json, params, token)
        except tweepy.Unauthorized:
            return self._call(method, route, json, params, self._renewal.token(refused=token))

    def _call(
        self,
        method: str,
        route: str,
        json: Mapping[str, Any] | None,
        params: Mapping[str, str] | None,
        token: str = "",
        *,
        user_auth: bool = False,
    ) -> Response:
        self._client.bearer_token = token
        response: Response = self._client.request(method, route, params=params, json=json, user_auth=user_auth)
        return response
