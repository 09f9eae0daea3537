"""What X can do with a post, what it takes with one, and what it charges."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from composer.queue.capabilities import Capabilities, MediaLimit, PollLimit
from composer.schedule import Price
from composer.text import limit

_MB = 1024 * 1024
_STILLS = ("image/png", "image/jpeg", "image/webp")
MEDIA = MediaLimit(
    network="X",
    images=4,
    sizes=MappingProxyType({**dict.fromkeys(_STILLS, 5 * _MB), "image/gif": 15 * _MB, "video/mp4": 512 * _MB}),
    alt=limit("x").alt,
)
"""By X's pages on media: what it takes in one go, and of animations and films in pieces."""
CAPABILITIES = Capabilities(
    network="X",
    media=MEDIA,
    polls=PollLimit(fewest=2, most=4, longest=25, minutes=(5, 10_080)),
    reply_settings=MappingProxyType(
        {
            "everyone": "",
            "following": "following",
            "mentioned": "mentionedUsers",
            "subscribers": "subscribers",
            "verified": "verified",
        }
    ),
    disclosures=frozenset({"paid_partnership", "made_with_ai"}),
    community=r"(?:https?://(?:x|twitter)\.com/i/communities/)?(\d{1,19})/?",
    visibilities=frozenset({"", "public", "unlisted"}),
    refuses_repeats=True,
    price=Price(post=Decimal("0.015"), linking=Decimal("0.20"), alt=Decimal("0.005")),
)
"""By the request of X's published OpenAPI description that creates a post; everybody sees a post on X.

The price is that of X's list for pay per use, as of February 2026. What is read back after a broken call ($0.001 a
post) is not in it.
"""
