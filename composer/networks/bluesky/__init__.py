"""Bluesky: threads written whole or not at all, by an app password, to whichever server has the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.networks.bluesky.addresses import APP_PASSWORDS
from composer.networks.bluesky.capabilities import CAPABILITIES
from composer.networks.bluesky.ways import WAYS
from composer.networks.network import Pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.networks.accounts import Account
    from composer.networks.bluesky.session import Session
    from composer.networks.credentials import Secrets
    from composer.networks.network import Identity, Note
    from composer.queue.publisher import Publisher
    from composer.text import Limit

__all__ = [
    "CAPABILITIES",
    "LASTING",
    "ORIGIN",
    "PAGES",
    "SECRETS",
    "WAYS",
    "connect",
    "end",
    "lacking",
    "unsent",
    "whose",
]
PAGES = Pages(writing="https://bsky.app/intent/compose?text=", hosts=frozenset({"bsky.app"}), withdrawing=APP_PASSWORDS)
"""By Bluesky's own page on sharing."""
ORIGIN = "https://bsky.social"
LASTING = ("app_password", "handle", "server")
"""The server is found by the handle where it is not given."""
SECRETS = (*LASTING, "did", "access", "refresh")
"""What follows from the first two once a session has begun stands beside them."""


def connect(account: Account, secrets: Secrets, limit: Limit) -> Publisher:
    """What publishes for that account. Raises AccountError where its app password is missing."""
    from composer.networks.bluesky.publisher import BlueskyPublisher

    return BlueskyPublisher(_session(account, secrets), account.name, limit)


def unsent(account: Account, limit: Limit, note: Note) -> Publisher:
    """What publishes for that account and reaches nobody."""
    from composer.networks.bluesky.publisher import BlueskyPublisher
    from composer.networks.bluesky.unsent import UnsentSession

    return BlueskyPublisher(UnsentSession(note), account.name, limit)


def whose(account: Account, secrets: Secrets) -> Identity:
    """Ask the account's server whose it is. Raises AccountError with what is wrong."""
    from composer.networks.bluesky.identity import identity

    return identity(_session(account, secrets), account.name)


def end(account: Account, secrets: Secrets) -> None:
    """End the session on its server; the app password stays valid. Raises AccountError where that cannot be done."""
    from composer.networks.bluesky.begin import trouble_with
    from composer.networks.bluesky.trouble import Troubled

    session = _session(account, secrets)
    try:
        session.end()
    except Troubled as error:
        raise trouble_with(error.trouble, account.name, session.server) from error


def lacking(secrets: Mapping[str, str]) -> tuple[str, ...]:
    """Names of what is missing among the secrets of an account."""
    return tuple(name for name in ("app_password", "handle") if not secrets.get(name))


def _session(account: Account, secrets: Secrets) -> Session:
    from composer.networks import user_secrets
    from composer.networks.bluesky.directory import Directory
    from composer.networks.bluesky.session import Session
    from composer.networks.bluesky.wire import Wire
    from composer.networks.vault import UserSecrets

    where = secrets if isinstance(secrets, UserSecrets) else user_secrets()
    return Session(account.name, where, Wire, Directory())
