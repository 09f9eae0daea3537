"""Media as the rehearsal network takes them: pictures in one go, films in pieces that are worked through."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from composer.networks.rehearsal.answer import Answer, at, invalid, number, problem
from composer.networks.x.capabilities import MEDIA
from composer.queue.media import media_type

if TYPE_CHECKING:
    from composer.networks.rehearsal.answer import Call
    from composer.networks.rehearsal.store import Store, Upload

PROCESSING_SECONDS = "0.2"
"""How long a film is worked through here; X takes from seconds to minutes."""
_CATEGORIES = {"tweet_gif": "image/gif", "tweet_video": "video/mp4"}
_PIECE = 5 * 1024 * 1024
"""Largest piece in bytes that X takes."""
_SESSION_SECONDS = 86_400


def upload(store: Store, call: Call, _path_id: int) -> Answer:
    """`POST /2/media/upload` in one go, content as base64."""
    if at(call.body, "media_category") != "tweet_image":
        return invalid("media_category: tweet_image is what this call takes.")
    try:
        content = base64.b64decode(at(call.body, "media"), validate=True)
    except (binascii.Error, TypeError, ValueError):
        return invalid("media is not base64.")
    kind = media_type(content)
    if kind is None or len(content) > MEDIA.sizes.get(kind, 0):
        return problem(400, "Invalid Request", "Your media is of an unsupported type, or too large.")
    media = store.add_media(call.member.name, kind, content, call.now_ms)
    data = {"id": str(media.id), "media_key": f"3_{media.id}", "size": media.size, "expires_after_secs": 86400}
    return Answer(200, {"data": data})


def initialize(store: Store, call: Call, _path_id: int) -> Answer:
    """`POST /2/media/upload/initialize`: what will come, and how much of it."""
    category, kind, size = (at(call.body, name) for name in ("media_category", "media_type", "total_bytes"))
    if _CATEGORIES.get(str(category)) != kind:
        return invalid("media_category and media_type do not go together.")
    if not isinstance(size, int) or not 1 <= size <= MEDIA.sizes[str(kind)]:
        return invalid("total_bytes: too small or too large.")
    begun = store.begin_upload(call.member.name, str(kind), size, call.now_ms)
    return Answer(200, {"data": {"id": str(begun), "media_key": f"7_{begun}", "expires_after_secs": _SESSION_SECONDS}})


def append(store: Store, call: Call, upload_id: int) -> Answer:
    """`POST /2/media/upload/:id/append`: a piece by its number; one that comes twice counts once."""
    begun = store.begun_upload(upload_id, call.member.name)
    index = at(call.body, "segment_index")
    if begun is None or begun.finished_ms is not None:
        return invalid("Your media IDs are invalid.")
    try:
        piece = base64.b64decode(at(call.body, "media"), validate=True)
    except (binascii.Error, TypeError, ValueError):
        return invalid("media is not base64.")
    if not isinstance(index, int) or not 0 <= index <= 999 or not 1 <= len(piece) <= _PIECE:
        return invalid("segment_index: 0 to 999, with up to 5 MB.")
    store.add_piece(upload_id, index, piece)
    return Answer(200, {"data": {"expires_at": call.now_ms // 1000 + _SESSION_SECONDS}})


def finalize(store: Store, call: Call, upload_id: int) -> Answer:
    """`POST /2/media/upload/:id/finalize`: all of it is there, and is worked through from now on."""
    begun = store.begun_upload(upload_id, call.member.name)
    if begun is None:
        return invalid("Your media IDs are invalid.")
    content = store.pieces(upload_id)
    if len(content) != begun.size or media_type(content) != begun.type:
        return problem(400, "Invalid Request", "The pieces do not make the file that was announced.")
    store.finish_upload(begun, content, call.now_ms)
    found = store.begun_upload(upload_id, call.member.name)
    return Answer(200, {"data": _state(store, found or begun, call.now_ms)})


def status(store: Store, call: Call, _path_id: int) -> Answer:
    """`GET /2/media/upload?command=STATUS&media_id=ID`: how far it is."""
    begun = store.begun_upload(number(call.query.get("media_id", "")), call.member.name)
    if call.query.get("command", "STATUS") != "STATUS" or begun is None or begun.finished_ms is None:
        return invalid("Your media IDs are invalid.")
    return Answer(200, {"data": _state(store, begun, call.now_ms)})


def is_ready(store: Store, media_id: int, account: str, now_ms: int) -> bool:
    """Whether a post can show it: what came in one go always, a film once it is worked through."""
    begun = store.begun_upload(media_id, account)
    return begun is None or _working(store, begun, now_ms)["state"] == "succeeded"


def _state(store: Store, begun: Upload, now_ms: int) -> dict[str, Any]:
    data = {"id": str(begun.id), "media_key": f"7_{begun.id}", "size": begun.size}
    return {**data, "expires_after_secs": _SESSION_SECONDS, "processing_info": _working(store, begun, now_ms)}


def _working(store: Store, begun: Upload, now_ms: int) -> dict[str, Any]:
    """How far the work on a film is, by the time since it was complete."""
    if store.setting_for(begun.account, "processing_fails", "0") not in {"0", "0.0"}:
        error = {"code": 1, "name": "InvalidMedia", "message": "Unsupported video format."}
        return {"state": "failed", "progress_percent": 0, "error": error}
    needed = float(store.setting_for(begun.account, "processing", PROCESSING_SECONDS)) * 1000
    done = now_ms - (begun.finished_ms if begun.finished_ms is not None else now_ms)
    if done >= needed:
        return {"state": "succeeded", "progress_percent": 100}
    state = "pending" if done * 2 < needed else "in_progress"
    return {"state": state, "progress_percent": int(100 * done / needed), "check_after_secs": 1}


def describe(store: Store, call: Call, _path_id: int) -> Answer:
    """`POST /2/media/metadata`: alt text."""
    text = at(call.body, "metadata", "alt_text", "text")
    media = store.media(number(at(call.body, "id")), call.member.name)
    if media is None:
        return invalid("Your media IDs are invalid.")
    if not isinstance(text, str) or not 1 <= len(text) <= MEDIA.alt:
        return invalid(f"metadata.alt_text.text: 1 to {MEDIA.alt} characters.")
    store.describe(media.id, text)
    return Answer(200, {"data": {"id": str(media.id), "associated_metadata": {"alt_text": {"text": text}}}})
