"""What Bluesky can do with a post, and what it takes with one."""

from __future__ import annotations

from types import MappingProxyType

from composer.networks.bluesky.records import POSTS_A_CALL, REPLY_RULES
from composer.queue.capabilities import Capabilities, MediaLimit
from composer.text import limit

_STILLS = ("image/png", "image/jpeg", "image/webp", "image/gif")
MEDIA = MediaLimit(
    network="Bluesky",
    images=4,
    sizes=MappingProxyType({**dict.fromkeys(_STILLS, 1_000_000), "video/mp4": 100_000_000}),
    alt=limit("bluesky").alt,
)
"""By the lexicons app.bsky.embed.images and app.bsky.embed.video, in the older form that every server takes; a server
may take less at once. The length of an alt text is what Bluesky's own app takes."""
CAPABILITIES = Capabilities(
    network="Bluesky",
    media=MEDIA,
    reply_settings=MappingProxyType({name: rule or "" for name, rule in REPLY_RULES.items()}),
    content_warning=True,
    language=True,
    visibilities=frozenset({"", "public", "unlisted"}),
    atomic_threads=True,
    posts_a_call=POSTS_A_CALL,
    idempotency=True,
)
"""By the lexicons app.bsky.feed.post and app.bsky.feed.threadgate; everybody can read a post on Bluesky."""
