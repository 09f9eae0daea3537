"""Whether a network takes a picture or film, judged by its content alone."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.queue.media import media_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.queue.capabilities import MediaLimit

NAMES = MappingProxyType(
    {
        "image/png": "PNG",
        "image/jpeg": "JPEG",
        "image/gif": "GIF",
        "image/webp": "WebP",
        "video/mp4": "MP4",
    }
)
"""The types known here, as people call them."""
_MB = 1024 * 1024


def strange(name: str, content: bytes, limit: MediaLimit) -> str | None:
    """Why the network would not take a file of this kind at all; None where it takes such files."""
    if not content:
        return f"{name} is empty. Save the picture again, or remove it from the draft."
    if media_type(content) in limit.sizes:
        return None
    takes = ", ".join(NAMES[each] for each in limit.sizes)
    return (
        f"{name} is not a file that {limit.network} takes, whatever its name says. It takes {takes}: convert the "
        "file and name the new one in the draft."
    )


def objection(name: str, content: bytes, alt: str, limit: MediaLimit) -> str | None:
    """Why the network would not take this file, and what to do about it; None where it takes it."""
    if refused := strange(name, content, limit):
        return refused
    kind = media_type(content) or ""
    if len(content) > limit.sizes[kind]:
        return (
            f"{name} has {size(len(content))}, and {limit.network} takes {NAMES[kind]} files up to "
            f"{size(limit.sizes[kind])}. Make it smaller and add it again."
        )
    if len(alt) > limit.alt:
        return (
            f"The alt text of {name} has {len(alt)} characters, and {limit.network} takes {limit.alt}. Shorten it, and "
            "put what is left over into a post."
        )
    return None


def objection_to_all(contents: Sequence[bytes], limit: MediaLimit) -> str | None:
    """Why the network would not take these files together in one post; None where it does."""
    moving = [NAMES[kind] for kind in map(media_type, contents) if kind in {"image/gif", "video/mp4"}]
    if moving and len(contents) > 1:
        return f"A post on {limit.network} has one {moving[0]} and nothing beside it. Give it a post of its own."
    if len(contents) > limit.images:
        return (
            f"A post on {limit.network} has up to {limit.images} pictures, and this one has {len(contents)}. Spread "
            "them over more posts."
        )
    return None


def size(count: int) -> str:
    """A number of bytes as people say it."""
    return f"{count / _MB:.1f} MB" if count >= _MB else f"{-(-count // 1024)} KB"
