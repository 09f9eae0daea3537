"""What proves to a network who is posting, and where it comes from; no secret is ever shown or logged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


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


class Secrets(Protocol):
    """Where secrets are kept: the environment, the system's keyring, or a file that only its owner may read."""

    def get(self, account: str, name: str) -> str | None:
        """The secret called `name` of that account, or None."""
        ...


@dataclass(frozen=True, slots=True)
class EnvironmentSecrets:
    """Secrets in environment variables, for servers: `THREAD_X_API_KEY` is `api_key` of the account `x`."""

    environment: Mapping[str, str] = field(repr=False)

    def get(self, account: str, name: str) -> str | None:
        """The variable's value; an empty one counts as absent."""
        return self.environment.get(variable(account, name)) or None


def variable(account: str, name: str) -> str:
    """Name of the environment variable that holds a secret."""
    return "THREAD_" + re.sub(r"\W", "_", f"{account}_{name}").upper()
