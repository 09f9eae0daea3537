"""Addresses that open a network's own page for writing with the words already in it."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.model import Receipt

_PAGES: Mapping[str, str] = MappingProxyType(
    {
        "x": "https://x.com/intent/post?text=",
        "bluesky": "https://bsky.app/intent/compose?text=",
        "mastodon": "https://share.joinmastodon.org/#text=",
    }
)
"""By the networks' own pages on sharing; Mastodon's asks for the reader's server and keeps the words in the browser."""
_HOSTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "x": frozenset({"x.com", "www.x.com", "mobile.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"}),
        "bluesky": frozenset({"bsky.app"}),
    }
)
"""Where a network's posts stand; Mastodon's stand on any host."""


def share_link(network: str, text: str, parent: Receipt | None = None) -> str:
    """The page on which `text` waits for the button; on X already as a reply to `parent`, elsewhere it says nothing.

    A link may be too long for a browser or a network; the clipboard has the words as well.
    """
    answers = f"&in_reply_to={parent.remote_id}" if network == "x" and parent and parent.remote_id.isdecimal() else ""
    return f"{_PAGES[network]}{quote(text, safe='')}{answers}"


def address_objection(network: str, address: str) -> str | None:
    """Why an address cannot be that of a post on `network`; None where it can."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme != "https" or not host or not re.search(r"\w", parts.path):
        return "That is no address of a post. It begins with https:// and can be copied from the post's own page."
    if host not in _HOSTS.get(network, {host}):
        return f"That address leads to {host}, which is not where posts of {_TITLES[network]} stand."
    return None


_TITLES = MappingProxyType({"x": "X", "bluesky": "Bluesky", "mastodon": "Mastodon"})
