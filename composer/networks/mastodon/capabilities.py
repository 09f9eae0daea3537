"""What a Mastodon server can do with a post, by its own numbers."""

from __future__ import annotations

from types import MappingProxyType

from composer.networks.mastodon.rules import DEFAULT, Rules
from composer.queue.capabilities import Capabilities, MediaLimit, PollLimit

_STILLS = ("image/png", "image/jpeg", "image/webp", "image/gif")
_FILM = "video/mp4"


def capabilities_of(server: str, rules: Rules) -> Capabilities:
    """For messages about `server`."""
    sizes = dict.fromkeys(_STILLS, rules.image_size) | {_FILM: rules.video_size}
    takes = {kind: size for kind, size in sizes.items() if not rules.types or kind in rules.types}
    return Capabilities(
        network=server,
        media=MediaLimit(server, rules.media, MappingProxyType(takes), rules.description, rules.image_points),
        polls=PollLimit(
            fewest=2,
            most=rules.poll_options,
            longest=rules.poll_characters,
            minutes=(max(1, -(-rules.poll_shortest // 60)), rules.poll_longest // 60),
            several=True,
        ),
        content_warning=True,
        language=True,
        visibilities=frozenset({"", "public", "unlisted", "private", "direct"}),
    )


CAPABILITIES = capabilities_of("Mastodon", DEFAULT)
"""Of a server that was never asked."""
