"""The outside world: accounts, and one publisher a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.networks.accounts import REHEARSAL, Account, AccountError, account_named, known_accounts
from composer.networks.credentials import Credentials, EnvironmentSecrets, Secrets, variable

if TYPE_CHECKING:
    from pathlib import Path

    from composer.queue.publisher import Publisher

__all__ = [
    "REHEARSAL",
    "Account",
    "AccountError",
    "Credentials",
    "EnvironmentSecrets",
    "Secrets",
    "account_named",
    "known_accounts",
    "publisher",
    "variable",
]

_NAMES = ("api_key", "api_secret", "access_token", "access_secret")


def publisher(chosen: Account, secrets: Secrets, *, rehearsal_port: int, rehearsal_store: Path) -> Publisher:
    """What publishes for that account; the rehearsal network is started if the account needs it and it does not run.

    Raises AccountError where keys are missing and RehearsalError where the rehearsal cannot be had.
    """
    from composer.networks import x

    if chosen.rehearsed:
        from composer.networks.rehearsal import credentials, ensure_running

        server = ensure_running(rehearsal_port, rehearsal_store)
        return x.XPublisher(credentials(server.store, chosen.name), x.rehearsal(server.url), chosen.name)
    return x.XPublisher(_credentials(chosen, secrets), x.live(chosen.handle), chosen.name)


def _credentials(chosen: Account, secrets: Secrets) -> Credentials:
    """All four keys of the account, or an AccountError that names the missing ones."""
    found = {name: secrets.get(chosen.name, name) for name in _NAMES}
    missing = [variable(chosen.name, name) for name, value in found.items() if value is None]
    if missing:
        raise AccountError(
            f"The account {chosen.name!r} lacks {', '.join(missing)} in the environment. The developer page of X, under "
            "'Keys and tokens', shows all four; the access token has to be made for reading and writing."
        )
    return Credentials(**{name: value for name, value in found.items() if value is not None})
