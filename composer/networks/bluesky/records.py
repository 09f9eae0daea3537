"""What a post is on Bluesky: the record that stands in its writer's repository, and the one that says who may reply."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from composer.networks.bluesky.addresses import GATES, POSTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from composer.networks.bluesky.rich import Rich

POSTS_A_CALL = 199
"""A server takes 200 writes in one call (com.atproto.repo.applyWrites); one is left for who may reply."""
REPLY_RULES: Mapping[str, str | None] = MappingProxyType(
    {
        "everyone": None,
        "nobody": "",
        "mentioned": "mentionRule",
        "following": "followingRule",
        "followers": "followerRule",
    }
)
"""What a draft may say in `reply_settings`, and the rule that lets such people reply; empty for none of them."""
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "sexual": "sexual",
        "suggestive": "sexual",
        "nudity": "nudity",
        "porn": "porn",
        "graphic-media": "graphic-media",
        "graphic": "graphic-media",
        "violence": "graphic-media",
        "blood": "graphic-media",
        "gore": "graphic-media",
        "injury": "graphic-media",
    }
)
"""Words of a content warning, and the label by which Bluesky's client covers what it stands on."""


def label_of(warning: str) -> str | None:
    """The label that says what a content warning says; None where Bluesky has none for it."""
    return next((LABELS[word] for word in re.findall(r"[\w-]+", warning.casefold()) if word in LABELS), None)


def stamp(at: datetime) -> str:
    """An instant as records have it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def post_record(
    words: Rich,
    created: datetime,
    *,
    language: str = "",
    warning: str = "",
    reply: Mapping[str, Any] | None = None,
    embed: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The record of one post; `reply` has its root and its parent."""
    record: dict[str, Any] = {"$type": POSTS, "text": words.text, "createdAt": stamp(created)}
    if words.facets:
        record["facets"] = list(words.facets)
    if language:
        record["langs"] = [language]
    if reply:
        record["reply"] = dict(reply)
    if embed:
        record["embed"] = dict(embed)
    if label := label_of(warning):
        record["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": label}]}
    return record


def gate_record(root: str, created: datetime, settings: str) -> dict[str, Any] | None:
    """Who may reply to the thread that begins with `root`, an at:// address; None where everybody may."""
    rule = REPLY_RULES[settings.casefold()] if settings else None
    if rule is None:
        return None
    allow = [{"$type": f"{GATES}#{rule}"}] if rule else []
    return {"$type": GATES, "post": root, "allow": allow, "createdAt": stamp(created)}


def pictures(blobs: Sequence[tuple[Mapping[str, Any], str, tuple[int, int] | None]]) -> dict[str, Any]:
    """Pictures or one film: each an uploaded blob with its alt text, and width and height where they are known."""
    kind = "video" if blobs[0][0]["mimeType"] == "video/mp4" else "images"
    shown = [
        {"alt": alt, "image" if kind == "images" else "video": dict(blob), **_aspect(size)} for blob, alt, size in blobs
    ]
    body = {"images": shown} if kind == "images" else shown[0]
    return {"$type": f"app.bsky.embed.{kind}", **body}


def _aspect(size: tuple[int, int] | None) -> dict[str, Any]:
    return {"aspectRatio": {"width": size[0], "height": size[1]}} if size else {}


def card(words: Rich) -> dict[str, Any] | None:
    """A card for the only link of a post, from the words of the draft alone: the page itself is not asked for any."""
    if len(words.links) != 1:
        return None
    target, label = words.links[0]
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return {
        "$type": "app.bsky.embed.external",
        "external": {"uri": target, "title": label or parts.hostname, "description": ""},
    }
