"""Media on their way to X: pictures in one go, animations and films in pieces that X then works through."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from composer.networks.media import objection, objection_to_all
from composer.networks.x.capabilities import MEDIA
from composer.networks.x.trouble import explained
from composer.queue.publisher import NotReady, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from composer.networks.x.caller import Caller
    from composer.networks.x.refusals import Words
    from composer.queue.publisher import Attachment, Outgoing

PIECE = 2 * 1024 * 1024
"""Bytes of one piece; X takes up to 5 MB, and a smaller one gets through a slow line in its time."""
_CATEGORIES = {"image/gif": "tweet_gif", "video/mp4": "tweet_video"}
"""What goes in pieces; X takes pictures that stand still in one go."""
_LONGEST_PAUSE = 60
_FRESH = timedelta(minutes=10)
"""How long an upload must still hold for a post to be made with it."""
_HOLDS_SECONDS = 3600
"""How long an upload holds where X does not say; it says a day."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """One of a post's media as X has it."""

    id: str
    until: str
    """ISO instant after which X forgets it."""
    ready: bool
    """Whether it can be shown: worked through, and described where it has an alt text."""


def ids(plan: bytes) -> list[str]:
    """The media that a plan has for its post."""
    return [each.id for each in _read(plan)]


class Uploads:
    """The media of one post at a time, for one account."""

    def __init__(self, caller: Caller, words: Words) -> None:
        self._caller = caller
        self._words = words

    def plan(self, post: Outgoing, so_far: bytes) -> bytes:
        """Upload what is not at X yet; raises NotReady, with all that is, while X works through a film."""
        objections = [objection(each.name, content, each.alt, MEDIA) for each, content in post.attachments]
        objections.append(objection_to_all([content for _, content in post.attachments], MEDIA))
        for refused in filter(None, objections):
            raise Refused(f"{refused} The post was not sent.")
        before = [each for each in _read(so_far) if datetime.fromisoformat(each.until) > datetime.now(UTC) + _FRESH]
        done: list[Uploaded] = []
        for place, (attachment, content) in enumerate(post.attachments):
            known = before[place] if place < len(before) and len(before) == len(_read(so_far)) else None
            done.append(self._brought_on(attachment, content, known, done))
        return _written(done)

    def _brought_on(
        self, attachment: Attachment, content: bytes, known: Uploaded | None, done: list[Uploaded]
    ) -> Uploaded:
        if known and known.ready:
            return known
        if known is None and attachment.type in _CATEGORIES:
            data = self._in_pieces(attachment, content)
        elif known is None:
            data = self._in_one_go(attachment, content)
        else:
            data = self._looked_at(attachment, known)
        there = Uploaded(str(data["id"]), known.until if known else _until(data), ready=True)
        self._refuse_unfinished(attachment, data, [*done, Uploaded(there.id, there.until, ready=False)])
        self._describe(attachment, there.id)
        return there

    def _in_one_go(self, attachment: Attachment, content: bytes) -> dict[str, Any]:
        with self._preparing(f"take {attachment.name}"):
            body = {"media": base64.b64encode(content).decode(), "media_category": "tweet_image"}
            return _data(self._caller.request("POST", "/2/media/upload", json=body).json())

    def _in_pieces(self, attachment: Attachment, content: bytes) -> dict[str, Any]:
        """Announce, hand over piece by piece, close; whoever dies on the way leaves nothing that anybody sees."""
        with self._preparing(f"take {attachment.name}"):
            announced = {
                "media_type": attachment.type,
                "total_bytes": len(content),
                "media_category": _CATEGORIES[attachment.type],
            }
            begun = _data(self._caller.request("POST", "/2/media/upload/initialize", json=announced).json())
            route = f"/2/media/upload/{begun['id']}"
            for number, piece in enumerate(_pieces(content)):
                body = {"media": base64.b64encode(piece).decode(), "segment_index": number}
                self._caller.request("POST", f"{route}/append", json=body)
            return {**begun, **_data(self._caller.request("POST", f"{route}/finalize").json())}

    def _looked_at(self, attachment: Attachment, known: Uploaded) -> dict[str, Any]:
        with self._preparing(f"say how far {attachment.name} is"):
            query = {"command": "STATUS", "media_id": known.id}
            return _data(self._caller.request("GET", "/2/media/upload", params=query).json())

    def _refuse_unfinished(self, attachment: Attachment, data: dict[str, Any], so_far: list[Uploaded]) -> None:
        """Raise where X still works, or has given up; where it says nothing of it, there is nothing to wait for."""
        working = data.get("processing_info") or {}
        with self._preparing(f"say how far {attachment.name} is"):
            state, pause = str(working.get("state", "succeeded")), int(working.get("check_after_secs") or 1)
            why = str((working.get("error") or {}).get("message", ""))
        if state == "failed":
            raise self._words.unplayable(attachment.name, why)
        if state != "succeeded":
            raise NotReady(
                f"{self._words.title} is working through {attachment.name}; the post goes out when that is done.",
                _written(so_far),
                timedelta(seconds=min(max(pause, 1), _LONGEST_PAUSE)),
            )

    def _describe(self, attachment: Attachment, media_id: str) -> None:
        if attachment.alt:
            with self._preparing(f"take the alt text of {attachment.name}"):
                described = {"id": media_id, "metadata": {"alt_text": {"text": attachment.alt}}}
                self._caller.request("POST", "/2/media/metadata", json=described)

    def _preparing(self, what: str) -> AbstractContextManager[None]:
        return explained(partial(self._words.preparing, what))


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


def _data(answer: dict[str, Any]) -> dict[str, Any]:
    """What X says of an upload; KeyError or TypeError where it says nothing of the kind."""
    data: dict[str, Any] = answer["data"]
    if not str(data["id"]).isascii() or not str(data["id"]).isdecimal() or len(str(data["id"])) > 19:
        raise ValueError(data["id"])
    return data


def _until(data: dict[str, Any]) -> str:
    seconds = data.get("expires_after_secs")
    holds = seconds if isinstance(seconds, int) and 0 < seconds < 10_000_000 else _HOLDS_SECONDS
    return (datetime.now(UTC) + timedelta(seconds=holds)).isoformat()


def _read(plan: bytes) -> list[Uploaded]:
    return [Uploaded(**each) for each in json.loads(plan or b"[]")]


def _written(media: list[Uploaded]) -> bytes:
    return json.dumps([asdict(each) for each in media]).encode() if media else b""
