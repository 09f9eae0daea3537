"""Addresses that open a network's own page for writing with the words already in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from composer.networks.network import network as module
from composer.text import limit

if TYPE_CHECKING:
    from composer.model import Receipt


def share_link(network: str, text: str, parent: Receipt | None = None) -> str:
    """The page on which `text` waits for the button, as a reply to `parent` where the network has pages for that.

    A link may be too long for a browser or a network; the clipboard has the words as well.
    """
    pages = module(network).PAGES
    answers = pages.answering.format(id=parent.remote_id) if parent and parent.remote_id.isdecimal() else ""
    return f"{pages.writing}{quote(text, safe='')}{answers}"


def address_objection(network: str, address: str) -> str | None:
    """Why an address cannot be that of a post on `network`; None where it can."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme != "https" or not host or not re.search(r"\w", parts.path):
        return "That is no address of a post. It begins with https:// and can be copied from the post's own page."
    hosts = module(network).PAGES.hosts
    if hosts and host not in hosts:
        return f"That address leads to {host}, which is not where posts of {limit(network).title} stand."
    return None
