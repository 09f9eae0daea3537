"""Mastodon and the servers that speak its language, through Mastodon.py."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from composer.networks.mastodon.asking import Asking, ask_for_leave
    from composer.networks.mastodon.identity import Identity, identity
    from composer.networks.mastodon.publisher import MastodonPublisher
    from composer.networks.mastodon.rules import DEFAULT, Rules, kept_rules, keep_rules
    from composer.networks.mastodon.server import Server, server_of

__all__ = [
    "DEFAULT",
    "Asking",
    "Identity",
    "MastodonPublisher",
    "Rules",
    "Server",
    "ask_for_leave",
    "identity",
    "keep_rules",
    "kept_rules",
    "server_of",
]

_HOME = {
    "Asking": "asking",
    "ask_for_leave": "asking",
    "Identity": "identity",
    "identity": "identity",
    "MastodonPublisher": "publisher",
    "Server": "server",
    "server_of": "server",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'rules')}"), name)
