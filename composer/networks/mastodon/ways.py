"""The way to add an account on a Mastodon server: a page to agree on, and a code to paste."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from composer.networks.network import Talk


def with_page(talk: Talk, _account: str) -> Mapping[str, str]:
    """With leave that you give on a page of your server."""
    from composer.networks.mastodon.asking import SCOPES, ask_for_leave
    from composer.networks.mastodon.server import server_of

    talk.steps(
        "Say which server the account is on: the part of its address behind the second @.",
        "Open the page that is then named, as the account that shall post, and agree. It asks for leave to post, to "
        "add pictures, to read your posts and to see whose account it is; for nothing else.",
        "Paste the code that the page shows.",
    )
    server = server_of(talk.ask("Server, such as mastodon.social", shown=True))
    asking = ask_for_leave(server)
    talk.say(f"\nOpen this page and agree ({' '.join(SCOPES)}):\n{asking.page}\n")
    talk.browse(asking.page)
    return {"server": server.origin, **asking.answered(talk.ask("Code"))}


WAYS: Mapping[str, Callable[[Talk, str], Mapping[str, str]]] = MappingProxyType({"page": with_page})
"""There is one."""
