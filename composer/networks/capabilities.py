"""Whether a network can do what is asked of it for a post, told before anything is queued."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.model import NO_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.model import Post, PostOptions
    from composer.queue.capabilities import Capabilities


def community_id(network: Capabilities, words: str) -> str | None:
    """The id of the community that a draft names; None where that is no community of the network."""
    found = re.fullmatch(network.community, words.strip()) if network.community else None
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
    if options.community and not network.community:
        return f"{name} has no communities. Remove `community` from the draft."
    if options.community and community_id(network, options.community) is None:
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
    if options.poll_multiple and not limit.several:
        return f"A voter on {name} takes one choice of a poll. Remove `several` from the poll."
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


def unseen(network: Capabilities, visibility: str) -> str | None:
    """Why posts cannot be shown to whom they are meant for; None where they can.

    One word is for all posts, of two the first is for the first post and the second for the rest.
    """
    words = visibility.split()
    if network.visibilities.issuperset(words) and len(words) <= 2:
        return None
    known = ", ".join(sorted(network.visibilities - {""}))
    way_on = (
        f"knows {known}: say one of them, or two for the first post and the rest" if known else "has no such choice"
    )
    return (
        f"The posts are meant for {visibility!r} readers. {network.network} {way_on}. Change `visibility` in the draft."
    )


def objection_to(known: Capabilities | None, posts: Sequence[Post], *, reply: bool, visibility: str = "") -> str | None:
    """The first objection of a network to what is asked of it for these posts, naming the post; None is one unknown."""
    if known and (hidden := unseen(known, visibility)):
        return hidden
    for post in posts:
        if known is None and post.options != NO_OPTIONS:
            return (
                "This network has no polls, communities, marks or reply settings here yet; remove them from the draft."
            )
        why = known and objection(known, post.options, media=bool(post.media), reply=reply and post.number == 1)
        if why:
            return f"Post {post.number}: {why}"
    return None
