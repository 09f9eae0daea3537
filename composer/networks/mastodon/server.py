"""The server that an account is on: its name as people write it, and the address that is spoken to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from composer.networks.accounts import AccountError

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}")
_HERE = re.compile(r"http://(?:127\.0\.0\.1|localhost)(?::\d{1,5})?")
_LONGEST = 253


@dataclass(frozen=True, slots=True)
class Server:
    """An instance."""

    origin: str
    """Scheme, host and port: `https://mastodon.social`."""

    @property
    def name(self) -> str:
        """As a message says it: host, and port where there is one."""
        return urlsplit(self.origin).netloc

    @property
    def host(self) -> str:
        """As the last part of an account's address says it."""
        return urlsplit(self.origin).hostname or ""


def server_of(words: str) -> Server:
    """The server that a person names: `mastodon.social`, `@ward@mastodon.social`, or the address of a page there.

    Without encryption only one on this computer is taken, which whoever runs a server may have. Raises AccountError.
    """
    said = words.strip().rstrip("/")
    if _HERE.fullmatch(said):
        return Server(said)
    if said.lower().startswith("http://"):
        raise AccountError(
            f"{words!r} would be spoken to without encryption, and anybody on the way could post in your name. Say "
            f"{said[7:].partition('/')[0]!r}: it is reached by https."
        )
    host = (urlsplit(said).hostname or "") if "://" in said else said.partition("/")[0].rpartition("@")[2]
    try:
        name = host.lower().encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if len(name) > _LONGEST or not _NAME.fullmatch(name):
        raise AccountError(
            f"{words!r} names no server. Say the part of your address behind the second @, such as mastodon.social, or "
            "copy the address of a page there."
        )
    return Server(f"https://{name}")
