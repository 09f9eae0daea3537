"""What proves to a network who is posting, and where it comes from; no secret is ever shown or logged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = ("api_key", "api_secret", "access_token", "access_secret")
"""The secrets of an account on X with keys of its own (OAuth 1.0a), by the names used everywhere here."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """OAuth 1.0a user tokens of X; they do not expire, so a thread can go out while its author sleeps."""

    api_key: str = field(repr=False)
    api_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    access_secret: str = field(repr=False)

    @property
    def user_id(self) -> str | None:
        """The account's number, which X writes before the dash of an access token."""
        match = re.match(r"(\d{1,19})-", self.access_token)
        return match[1] if match else None


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Held:
    """The secrets of one account, and the place that has them."""

    values: Mapping[str, str] = field(default_factory=_none, repr=False)
    where: str = ""
    """As a list says it: 'the environment'; empty where there are none."""


class Secrets(Protocol):
    """Where secrets are kept: the environment, the system's keyring, or a file that only its owner may read."""

    def held(self, account: str) -> Held:
        """All secrets of that account, from one place; none of them where it is not known."""
        ...


@dataclass(frozen=True, slots=True)
class EnvironmentSecrets:
    """Secrets in environment variables, for servers: `THREAD_X_API_KEY` is `api_key` of the account `x`."""

    environment: Mapping[str, str] = field(repr=False)

    def held(self, account: str) -> Held:
        """The variables that are set; an empty one counts as absent."""
        from composer.networks.network import lasting_names

        found = {name: self.environment.get(variable(account, name)) for name in (*lasting_names(), "handle")}
        there = {name: value for name, value in found.items() if value}
        return Held(there, "the environment") if there.keys() - {"handle"} else Held()


def variable(account: str, name: str) -> str:
    """Name of the environment variable that holds a secret."""
    return "THREAD_" + re.sub(r"\W", "_", f"{account}_{name}").upper()
