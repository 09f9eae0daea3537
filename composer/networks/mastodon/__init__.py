"""Mastodon and the servers that speak its language, through Mastodon.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.networks.mastodon.capabilities import CAPABILITIES, capabilities_of
from composer.networks.mastodon.server import Server, server_of
from composer.networks.mastodon.ways import WAYS
from composer.networks.network import Pages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from composer.networks.accounts import Account
    from composer.networks.credentials import Secrets
    from composer.networks.mastodon.publisher import MastodonPublisher
    from composer.networks.network import Identity, Note
    from composer.queue.capabilities import Capabilities
    from composer.text import Limit

__all__ = [
    "CAPABILITIES",
    "LASTING",
    "ORIGIN",
    "PAGES",
    "SECRETS",
    "WAYS",
    "Server",
    "able",
    "connect",
    "doubt",
    "lacking",
    "limit",
    "server_of",
    "terms",
    "unsent",
    "whose",
]

LASTING = ("server", "access_token")
"""A token does not expire until somebody takes it back."""
SECRETS = (*LASTING, "client_id", "client_secret")
"""Where the account is, its token, and the keys under which its server knows this program."""

PAGES = Pages(
    writing="https://share.joinmastodon.org/#text=",
    withdrawing="{server}/oauth/authorized_applications",
)
"""By Mastodon's own page on sharing, which asks for the reader's server and keeps the words in the browser; posts stand
on any host."""
ORIGIN = ""


def connect(account: Account, secrets: Secrets, limit: Limit) -> MastodonPublisher:
    """What publishes for an account. Raises AccountError where its secrets are missing."""
    from composer.networks.mastodon.publisher import MastodonPublisher
    from composer.networks.mastodon.rules import kept_rules

    server, token = _login(account, secrets)
    return MastodonPublisher(server, token, account.name, kept_rules(account.name), limit)


def unsent(account: Account, limit: Limit, note: Note) -> MastodonPublisher:
    """What publishes for that account and reaches nobody, by what its server said last."""
    from composer.networks.mastodon.publisher import MastodonPublisher
    from composer.networks.mastodon.rules import kept_rules
    from composer.networks.mastodon.unsent import UnsentWire

    server = server_of(account.handle.rpartition("@")[2] or "mastodon.example")
    return MastodonPublisher(server, "none", account.name, kept_rules(account.name), limit, wire=UnsentWire(note))


def whose(account: Account, secrets: Secrets, *, seconds: float = 20.0) -> Identity:
    """Ask the server whose account it is, how it fares and what may be posted; the last is kept for splitting."""
    from composer.networks.mastodon.identity import identity
    from composer.networks.mastodon.rules import keep_rules
    from composer.networks.network import Identity

    server, token = _login(account, secrets)
    found = identity(server, token, account.name, account.handle, seconds)
    keep_rules(account.name, found.rules)
    rights = "post, add pictures, read its own posts"
    return Identity(found.user_id, found.handle, rights, not found.halted, remark=found.remark)


def lacking(secrets: Mapping[str, str]) -> tuple[str, ...]:
    """Which of the two that are needed is missing."""
    return tuple(name for name in LASTING if not secrets.get(name))


def limit(account: Account) -> Limit:
    """What a post from that account may be, by what its server said last."""
    from composer.networks.mastodon.rules import kept_rules
    from composer.text import limit

    rules = kept_rules(account.name)
    return limit("mastodon").with_maximum(rules.max_characters, rules.url_length)


def able(account: Account) -> Capabilities:
    """What may be asked of a post from that account, by what its server said last."""
    from composer.networks.mastodon.rules import kept_rules

    return capabilities_of(account.handle.rpartition("@")[2] or "Mastodon", kept_rules(account.name))


def terms(account: Account, now: datetime) -> str:
    """What its server takes, and when it said so."""
    from composer.networks.mastodon.rules import age, kept_rules

    rules = kept_rules(account.name)
    return f"{rules.max_characters} characters a post, {rules.url_length} for a link; {age(rules, now)}"


def doubt(account: Account, now: datetime) -> str:
    """Why what its server takes may be known wrongly, and what to do about it; empty where it was asked lately."""
    from composer.networks.mastodon import rules

    return rules.doubt(account.name, now)


def _login(account: Account, secrets: Secrets) -> tuple[Server, str]:
    from composer.networks.accounts import AccountError, missing

    held = secrets.held(account.name)
    if lost := lacking(held.values):
        raise AccountError(missing(account, lost, held))
    return server_of(held.values["server"]), held.values["access_token"]
