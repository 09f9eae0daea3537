"""A post's text as X shows it: URLs shortened, markup characters escaped, pictures as links at the end."""

from __future__ import annotations

import hashlib
import html
from typing import TYPE_CHECKING

from composer.networks.rehearsal.store import ShortLink
from composer.text import entities

if TYPE_CHECKING:
    from composer.networks.rehearsal.store import StoredMedia


def shown(text: str, account: str, number: int, media: tuple[StoredMedia, ...]) -> tuple[str, tuple[ShortLink, ...]]:
    """The text as the API gives it back, with what its short links stand for."""
    parts: list[str] = []
    links: list[ShortLink] = []
    length = end = 0

    def put(part: str) -> None:
        nonlocal length
        parts.append(part)
        length += len(part)

    def put_link(expanded: str, picture: int | None = None) -> None:
        short = "https://t.co/" + hashlib.sha256(f"{number} {len(links)} {expanded}".encode()).hexdigest()[:10]
        links.append(ShortLink(short, expanded, length, length + len(short), picture))
        put(short)

    for url in (each for each in entities(text) if each.kind == "url"):
        put(html.escape(text[end : url.start], quote=False))
        put_link(url.text if "://" in url.text else f"http://{url.text}")
        end = url.end
    put(html.escape(text[end:], quote=False))
    if media:
        put(" " if text else "")
        put_link(f"https://x.com/{account}/status/{number}/photo/1", media[0].id)
    return "".join(parts), tuple(links)
