"""X, through the real tweepy; the rehearsal network speaks the same wire and is published to by the same code."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from composer.networks.credentials import KEYS
from composer.networks.network import Pages
from composer.networks.x.capabilities import CAPABILITIES
from composer.networks.x.site import Site, live, rehearsal
from composer.networks.x.ways import WAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.networks.accounts import Account
    from composer.networks.credentials import Secrets
    from composer.networks.network import Identity
    from composer.networks.x.caller import Renewal
    from composer.networks.x.grant import App, Asking, Grant
    from composer.networks.x.login import login_of
    from composer.networks.x.pin import ask_for_pin
    from composer.networks.x.publisher import XPublisher
    from composer.text import Limit

__all__ = [
    "CAPABILITIES",
    "LASTING",
    "ORIGIN",
    "PAGES",
    "SECRETS",
    "WAYS",
    "App",
    "Asking",
    "Grant",
    "Renewal",
    "Site",
    "XPublisher",
    "ask_for_pin",
    "connect",
    "lacking",
    "live",
    "login_of",
    "rehearsal",
    "whose",
]

LASTING = KEYS
PAGES = Pages(
    writing="https://x.com/intent/post?text=",
    answering="&in_reply_to={id}",
    hosts=frozenset({"x.com", "www.x.com", "mobile.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"}),
    withdrawing="https://x.com/settings/connected_apps",
)
"""By X's own page on sharing."""
ORIGIN = "https://api.x.com"
SECRETS = (*KEYS, "client_id", "client_secret", "refresh_token")
"""The four keys of an account (OAuth 1.0a), or what a leave consists of (OAuth 2.0)."""
_HOMES = {
    "caller": ("Renewal",),
    "grant": ("App", "Asking", "Grant"),
    "login": ("login_of",),
    "pin": ("ask_for_pin",),
    "publisher": ("XPublisher",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def connect(account: Account, secrets: Secrets, limit: Limit) -> XPublisher:
    """What publishes for an account on X itself. Raises AccountError where its secrets are missing."""
    from composer.networks.x.login import login_of
    from composer.networks.x.publisher import XPublisher

    site = live(account.handle)
    return XPublisher(login_of(account, secrets, site), site, account.name, limit=limit)


def whose(account: Account, secrets: Secrets) -> Identity:
    """Ask X whose account it is, and note its number beside its leave, which does not say it."""
    from composer.networks.x.identity import identity, note_number
    from composer.networks.x.login import login_of

    site = live(account.handle)
    scopes = tuple(secrets.held(account.name).values.get("scope", "").split())
    found = identity(login_of(account, secrets, site), site, account.name, scopes)
    note_number(account.name, secrets, found.user_id)
    return found


def lacking(secrets: Mapping[str, str]) -> tuple[str, ...]:
    """What is missing of the four keys, or of a leave where there is a part of one."""
    wanted = KEYS if "client_id" not in secrets else ("client_id", "refresh_token")
    return tuple(name for name in wanted if not secrets.get(name))
