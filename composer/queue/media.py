"""Pictures and films as they are when a thread is queued; their kind is found in the bytes, a name proves nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from composer.queue.entry import QueueError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from composer.model import Post

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)
"""Offset, bytes there, media type; the first that fits counts (from the formats' own specifications)."""


def media_type(content: bytes) -> str | None:
    """Media type such as `image/png`, or None for content that is no picture or film we know."""
    for offset, magic, name in _SIGNATURES:
        if content[offset : offset + len(magic)] == magic:
            return name
    return None


class Picture(NamedTuple):
    """The content of a picture or film, and what identifies it."""

    digest: str
    """SHA-256, hexadecimal."""
    type: str
    content: bytes


def frozen_pictures(posts: Sequence[Post], media: Mapping[str, bytes]) -> dict[str, Picture]:
    """Every picture of the thread by its path. Raises `QueueError` for one that is missing or none."""
    found: dict[str, Picture] = {}
    for post in posts:
        for picture in post.media:
            content = media.get(picture.path)
            if content is None:
                raise QueueError(
                    f"Post {post.number} shows {picture.path}, which could not be read, so nothing was queued. "
                    "Put the file there or take it out of the draft."
                )
            kind = media_type(content)
            if kind is None:
                raise QueueError(
                    f"Post {post.number} shows {picture.path}, which is no picture or film that networks take, "
                    "so nothing was queued. Use PNG, JPEG, GIF, WebP or MP4."
                )
            found[picture.path] = Picture(hashlib.sha256(content).hexdigest(), kind, content)
    return found
