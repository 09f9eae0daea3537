"""The two places that speak X's wire: X itself, and the rehearsal network on this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

_SIGNATURE_DOUBT = timedelta(minutes=5)
"""X refuses a signature whose clock is further off, so nothing was ever created with one that is."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where posts go, how they are called there, and how long it takes until they can be read back."""

    name: str
    """As a message says it: 'X', 'the rehearsal network'."""
    page: str
    """Address of a post's page, with `{id}` and `{root}` (the first post of its conversation)."""
    settle: timedelta
    clock_doubt: timedelta
    """How far its clock and ours may be apart."""
    origin: str | None = None
    """Scheme, host and port that answer in place of X; None for X itself."""

    @property
    def title(self) -> str:
        """The name as it begins a sentence."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def authorise(self) -> str:
        """The page on which a person gives an app leave to post (OAuth 2.0)."""
        return f"{self.origin or 'https://x.com'}/i/oauth2/authorize"

    @property
    def enter_pin(self) -> str:
        """The page on which a person is shown a PIN for an app (OAuth 1.0a)."""
        return f"{self.origin or 'https://api.x.com'}/oauth/authorize"


def live(handle: str = "") -> Site:
    """X itself; 90 seconds lie in the middle of what has been seen to be enough for a post to show in a timeline."""
    name = handle.removeprefix("@")
    page = f"https://x.com/{name if re.fullmatch(r'[A-Za-z0-9_]{1,15}', name) else 'i'}/status/{{id}}"
    return Site("X", page, settle=timedelta(seconds=90), clock_doubt=_SIGNATURE_DOUBT)


def rehearsal(url: str) -> Site:
    """The rehearsal network at `http://127.0.0.1:PORT`; what it stores can be read at once."""
    return Site("the rehearsal network", url + "/thread/{root}#post-{id}", timedelta(seconds=0.5), timedelta(0), url)
