"""How a post on Bluesky is named: `at://DID/app.bsky.feed.post/KEY` among machines, a page of bsky.app for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from composer.model import Receipt

APP_PASSWORDS = "https://bsky.app/settings/app-passwords"
"""Where a person makes and revokes app passwords."""
POSTS = "app.bsky.feed.post"
GATES = "app.bsky.feed.threadgate"
_RECORD = re.compile(r"at://([^/\s]+)/(app\.bsky\.feed\.post)/([A-Za-z0-9._~:-]{1,512})/?")
_PAGE = re.compile(r"https?://(?:[\w-]+\.)*bsky\.app/profile/([^/\s]+)/post/([A-Za-z0-9._~:-]{1,512})/?(?:[?#].*)?")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a post stands."""

    repository: str
    """A DID, or the handle of whoever wrote it."""
    key: str

    @property
    def uri(self) -> str:
        """For machines."""
        return f"at://{self.repository}/{POSTS}/{self.key}"


def address_of(receipt: Receipt) -> Address | None:
    """Where the post of a receipt stands, or the post that a person named by its address; None where neither says."""
    for words in (receipt.remote_id, receipt.url):
        if found := _RECORD.fullmatch(words.strip()):
            return Address(found[1], found[3])
        if found := _PAGE.fullmatch(words.strip()):
            return Address(found[1].removeprefix("@"), found[2])
    return None


def page(address: Address, server: str) -> str:
    """Where a person sees the post: by DID, since a handle may change; on a server of this computer, the record."""
    if not is_loopback(server):
        return f"https://bsky.app/profile/{address.repository}/post/{address.key}"
    asked = urlencode({"repo": address.repository, "collection": POSTS, "rkey": address.key})
    return f"{server}/xrpc/com.atproto.repo.getRecord?{asked}"


def is_loopback(server: str) -> bool:
    """Whether a server is on this computer."""
    return urlsplit(server).hostname in _LOOPBACK
