"""The rehearsal's timeline as readers would see it: pages without scripts and without a request to anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from composer.networks.rehearsal.api import instant_text

if TYPE_CHECKING:
    from composer.networks.rehearsal.store import Store

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser gets."""

    content: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    cache: str = "no-store"


def timeline(store: Store) -> list[dict[str, Any]]:
    """Every post that is up, oldest first, as its author sent it."""
    return [
        {
            "id": str(post.id),
            "text": post.sent,
            "in_reply_to": None if post.parent is None else str(post.parent),
            "account": post.account,
            "created_at": instant_text(post.created_ms),
            "media": [{"url": f"/media/{each.digest}", "type": each.type, "alt": each.alt} for each in post.media],
        }
        for post in store.posts("NOT deleted")
    ]


def page(store: Store, path: str) -> Page | None:
    return None


def missing(path: str) -> Page:
    return Page(b"not here", status=404)
