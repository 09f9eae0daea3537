"""What each network can do with a post beside showing its words, as values that others look up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.model import NO_OPTIONS
from composer.networks.media.limits import X as X_MEDIA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from composer.model import Post, PostOptions
    from composer.networks.media.limits import MediaLimit


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


@dataclass(frozen=True, slots=True)
class Capabilities:
    """One network."""

    network: str
    """As a message says it."""
    media: MediaLimit
    polls: PollLimit | None
    reply_settings: Mapping[str, str]
    """What a draft may say in `reply_settings`, and the network's own word for it."""
    disclosures: frozenset[str]
    """Which of `paid_partnership` and `made_with_ai` it can show."""
    communities: bool
    content_warning: bool
    language: bool
    visibilities: frozenset[str]
    """Values of `visibility` that mean what they say there; the empty one is the network's own custom."""
    atomic_threads: bool
    """Whether a thread appears whole or not at all."""
    idempotency: bool
    """Whether the same call twice makes one post."""


X = Capabilities(
    network="X",
    media=X_MEDIA,
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
    communities=True,
    content_warning=False,
    language=False,
    visibilities=frozenset({"", "public", "unlisted"}),
    atomic_threads=False,
    idempotency=False,
)
"""By the request of X's published OpenAPI description that creates a post; everybody sees a post on X."""
CAPABILITIES: Mapping[str, Capabilities] = MappingProxyType({"x": X})
"""By the name of the limit record, for the networks that posts can be sent to."""
_COMMUNITY = re.compile(r"(?:https?://(?:x|twitter)\.com/i/communities/)?(\d{1,19})/?")


def community_id(words: str) -> str | None:
    """The id of a community on X that its address ends in; None where there is none."""
    found = _COMMUNITY.fullmatch(words.strip())
    return found[1] if found else None


def objection(network: Capabilities, options: PostOptions, *, media: bool, reply: bool = False) -> str | None:
    """Why the network cannot do what is asked of it, and what to do about it; None where it can.

    `media` says whether the post has pictures, `reply` whether it answers somebody's post.
    """
    name = network.network
    if options.reply_settings and options.reply_settings.casefold() not in network.reply_settings:
        known = ", ".join(network.reply_settings)
        return (
            f"{name} cannot let {options.reply_settings!r} reply. Choose one of these for `reply_settings`: {known}."
            if known
            else f"{name} cannot be told who may reply. Remove `reply_settings` from the draft."
        )
    if options.reply_settings and reply:
        return "Who may reply is for the post that the thread answers to say. Remove `reply_settings` from the draft."
    for asked in ("paid_partnership", "made_with_ai"):
        if getattr(options, asked) and asked not in network.disclosures:
            return f"{name} has no mark for `{asked}`. Remove it from the draft, and say it in the words of the thread."
    if options.community and not network.communities:
        return f"{name} has no communities. Remove `community` from the draft."
    if options.community and community_id(options.community) is None:
        return (
            f"{options.community!r} is no community. Copy its address, which ends in a number: "
            "https://x.com/i/communities/1234567890."
        )
    return _poll_objection(network, options, media=media) if options.poll else None


def _poll_objection(network: Capabilities, options: PostOptions, *, media: bool) -> str | None:
    name, limit = network.network, network.polls
    if limit is None:
        return f"{name} has no polls. Remove the poll, or ask the question in words."
    if media:
        return f"A post on {name} has pictures or a poll, not both. Move one of them to another post."
    if not limit.fewest <= len(options.poll) <= limit.most:
        return f"A poll on {name} has {limit.fewest} to {limit.most} choices, and this one has {len(options.poll)}."
    if not all(choice.strip() for choice in options.poll):
        return "A choice of the poll is empty. Name it, or remove it."
    long = next((choice for choice in options.poll if len(choice) > limit.longest), None)
    if long:
        return f"“{long}” has {len(long)} characters, and a choice of a poll on {name} has up to {limit.longest}."
    low, high = limit.minutes
    if not low <= options.poll_minutes <= high:
        return f"A poll on {name} is open from {low} minutes to {high // (24 * 60)} days."
    return None


def objection_to(network: str, posts: Sequence[Post], *, reply: bool) -> str | None:
    """The first objection of a network to what is asked of it for these posts, naming the post."""
    known = CAPABILITIES.get(network)
    for post in posts:
        if known is None and post.options != NO_OPTIONS:
            return (
                "This network has no polls, communities, marks or reply settings here yet; remove them from the draft."
            )
        why = known and objection(known, post.options, media=bool(post.media), reply=reply and post.number == 1)
        if why:
            return f"Post {post.number}: {why}"
    return None
