"""What a network can do with a post, as one record a network; this room defines it, the networks fill it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.schedule import FREE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.schedule import Price


@dataclass(frozen=True, slots=True)
class MediaLimit:
    """What a network takes with a post."""

    network: str
    """As a message says it."""
    images: int
    """Pictures a post; of animations and films it is one."""
    sizes: Mapping[str, int]
    """Largest size in bytes by media type; a type that is not named is not taken."""
    alt: int
    """Longest alt text in characters; 0 where there are none."""
    pixels: int | None = None
    """Most points a picture may have, width times height; None where the network does not say."""


@dataclass(frozen=True, slots=True)
class PollLimit:
    """What a poll may be."""

    fewest: int
    most: int
    """Choices."""
    longest: int
    """Characters of a choice."""
    minutes: tuple[int, int]
    """Shortest and longest time that it is open."""
    several: bool = False
    """Whether a voter may take more than one choice."""


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Capabilities:
    """One network. What is not said here it cannot do, and what it cannot do is refused before anything is queued."""

    network: str
    """As a message says it."""
    media: MediaLimit | None = None
    """None where posts are words alone."""
    polls: PollLimit | None = None
    reply_settings: Mapping[str, str] = field(default_factory=_nothing)
    """What a draft may say in `reply_settings`, and the network's own word for it."""
    disclosures: frozenset[str] = frozenset()
    """Which of `paid_partnership` and `made_with_ai` it can show."""
    community: str = ""
    """Pattern of what names a community, with its id as the group; empty where there are none."""
    content_warning: bool = False
    language: bool = False
    visibilities: frozenset[str] = frozenset({""})
    """Values of `visibility` that mean what they say there; the empty one is the network's own custom."""
    atomic_threads: bool = False
    """Whether a thread appears whole or not at all; its publisher is then an `AtomicPublisher`."""
    posts_a_call: int | None = None
    """The most posts that appear together where threads are atomic; None for however many."""
    idempotency: bool = False
    """Whether the same call twice makes one post, for sure."""
    refuses_repeats: bool = False
    """Whether it takes no post twice whose words are the same, from one account or from several."""
    price: Price = FREE
