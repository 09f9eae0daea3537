"""The outside world: the accounts that posts go out from, and one publisher a network."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from composer.networks.accounts import (
    DECLARED_NONE,
    REHEARSAL,
    Account,
    AccountError,
    by_hand,
    is_always_there,
    is_by_hand,
    known_accounts,
    named,
)
from composer.networks.credentials import Credentials, EnvironmentSecrets, Held, Secrets, variable
from composer.networks.network import (
    Identity,
    Network,
    Pages,
    Talk,
    able_of,
    by_account,
    capabilities_of,
    doubt_of,
    media_limit_of,
    network,
    network_names,
    refuses_repeats,
    terms_of,
    unsent,
)
from composer.queue.capabilities import Capabilities

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from composer.config import AccountSettings
    from composer.networks.vault import UserSecrets
    from composer.queue.publisher import Publisher
    from composer.text import Limit

__all__ = [
    "REHEARSAL",
    "Account",
    "AccountError",
    "Credentials",
    "EnvironmentSecrets",
    "Held",
    "Identity",
    "Network",
    "Pages",
    "Secrets",
    "Talk",
    "able_of",
    "account",
    "by_hand",
    "capabilities_of",
    "doubt_of",
    "is_always_there",
    "is_by_hand",
    "known_accounts",
    "limit_of",
    "media_limit_of",
    "network",
    "network_names",
    "publisher",
    "refuses_repeats",
    "rehearsal_store",
    "terms_of",
    "unsent",
    "user_secrets",
    "variable",
]


def account(
    name: str, secrets: Secrets | None = None, *, declared: Mapping[str, AccountSettings] = DECLARED_NONE
) -> Account:
    """The account of that name, among those that settings declare and those that `secrets` has keys for.

    Without `secrets` that is the environment alone, so that no keyring is opened for a name. Raises AccountError with
    the names there are.
    """
    return named(name, known_accounts(secrets or EnvironmentSecrets(os.environ), declared))


def publisher(
    chosen: Account | str,
    *,
    port: int,
    state: Path | None = None,
    secrets: Secrets | None = None,
    declared: Mapping[str, AccountSettings] = DECLARED_NONE,
) -> Publisher:
    """What publishes for that account; the rehearsal network is started if the account needs it and it does not run.

    `port` and `state` (a folder, else the program's own) are the rehearsal's. Raises AccountError where the account
    is unknown or lacks keys, RehearsalError where the rehearsal cannot be had.
    """
    if isinstance(chosen, str):
        chosen = account(chosen, secrets, declared=declared)
    limit = limit_of(chosen, declared)
    if chosen.by_hand:
        from composer.networks.handover import ByHandPublisher

        able = capabilities_of(chosen.network) or Capabilities(limit.title)
        return ByHandPublisher(replace(able, atomic_threads=False), limit)
    if not chosen.rehearsed:
        return network(chosen.network).connect(chosen, secrets or user_secrets(), limit)

    from composer.networks import x
    from composer.networks.rehearsal import credentials, start

    server = start(port, rehearsal_store(state))
    return x.XPublisher(credentials(server.store, chosen.name), x.rehearsal(server.url), chosen.name, limit=limit)


def limit_of(chosen: Account, declared: Mapping[str, AccountSettings] = DECLARED_NONE) -> Limit:
    """What a post from that account may be: its network's or its server's limit, or the one that its settings name."""
    from composer.text import limit

    module, own = by_account(chosen), declared.get(chosen.name)
    found = module.limit(chosen) if module else limit(chosen.network)
    return found.with_maximum(own.maximum) if own and own.maximum else found


def user_secrets() -> UserSecrets:
    """The secrets of whoever runs this: from the environment, the keyring, or `secrets.json` beside the settings."""
    from composer.networks import vault
    from composer.paths import settings_file

    return vault.user_secrets(os.environ, settings_file().with_name("secrets.json"))


def rehearsal_store(state: Path | None = None) -> Path:
    """The file in which the rehearsal network keeps its posts; its log lies beside it."""
    from composer.paths import state_dir

    return (state or state_dir()) / "rehearsal.sqlite3"
