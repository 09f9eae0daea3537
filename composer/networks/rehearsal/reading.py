"""Reading posts back from the rehearsal network, and taking them back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from composer.networks.rehearsal.answer import Answer, invalid, problem
from composer.networks.rehearsal.answer import number as number_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.networks.rehearsal.answer import Call
    from composer.networks.rehearsal.store import ShortLink, Store, StoredPost


def me(_store: Store, call: Call, _path_id: int) -> Answer:
    """`GET /2/users/me`."""
    name = call.member.name
    return Answer(200, {"data": {"id": str(call.member.user_id), "name": name, "username": name}})


def timeline(store: Store, call: Call, user_id: int) -> Answer:
    """`GET /2/users/:id/tweets`: newest first, in pages."""
    member = store.member_by("user_id", user_id)
    if member is None:
        return _absent("user", user_id)
    size = call.query.get("max_results", "10")
    if not size.isdigit() or not 5 <= int(size) <= 100:
        return invalid("max_results: 5 to 100.")
    try:
        start = _instant_ms(call.query.get("start_time", "1970-01-01T00:00:00Z"))
        end = _instant_ms(call.query.get("end_time", "9999-01-01T00:00:00Z"))
    except ValueError:
        return invalid("start_time and end_time: YYYY-MM-DDTHH:mm:ssZ.")
    lag_ms = float(store.setting_for(call.member.name, "lag", "0")) * 1000
    posts = store.posts(
        "account = ? AND NOT deleted AND id > ? AND id < ? AND created_ms >= ? AND created_ms < ? AND created_ms <= ?",
        *(member.name, number_in(call.query.get("since_id", "0")), _before(call.query)),
        *(start, end, call.now_ms - lag_ms),
    )
    page, rest = posts[::-1][: int(size)], posts[::-1][int(size) :]
    meta: dict[str, Any] = {"result_count": len(page)}
    if page:
        meta |= {"newest_id": str(page[0].id), "oldest_id": str(page[-1].id)}
    if page and rest:
        meta["next_token"] = f"before-{page[-1].id}"
    data = {"data": [_view(post, call.query) for post in page]} if page else {}
    return Answer(200, {**data, "meta": meta})


def _before(query: Mapping[str, str]) -> int:
    token = query.get("pagination_token", "")
    return min(number_in(query.get("until_id", "")) or 1 << 62, number_in(token.removeprefix("before-")) or 1 << 62)


def _instant_ms(text: str) -> int:
    instant = datetime.fromisoformat(text)
    return int((instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp() * 1000)


def read(store: Store, call: Call, number: int) -> Answer:
    """`GET /2/tweets/:id`."""
    post = store.post(number)
    return Answer(200, {"data": _view(post, call.query)}) if post else _absent("tweet", number)


def delete(store: Store, call: Call, number: int) -> Answer:
    """`DELETE /2/tweets/:id`; a post that is not there is answered like one that was."""
    post = store.post(number)
    if post and post.account != call.member.name:
        return problem(403, "Forbidden", "You are not allowed to delete this Tweet.")
    store.delete_post(number, call.member.name)
    return Answer(200, {"data": {"deleted": True}})


def _absent(kind: str, number: int) -> Answer:
    error = {
        "title": "Not Found Error",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
        "detail": f"Could not find {kind} with id: [{number}].",
        "resource_type": kind,
        "resource_id": str(number),
        "parameter": "id",
        "value": str(number),
    }
    return Answer(200, {"errors": [error]})


def _view(post: StoredPost, query: Mapping[str, str]) -> dict[str, Any]:
    """A post with the fields that were asked for, besides those that always come."""
    asked = set(query.get("tweet.fields", "").split(","))
    view: dict[str, Any] = {"id": str(post.id), "text": post.shown, "edit_history_tweet_ids": [str(post.id)]}
    if post.parent is not None:
        view["referenced_tweets"] = [{"type": "replied_to", "id": str(post.parent)}]
    if post.urls:
        view["entities"] = {"urls": [_url(each) for each in post.urls]}
    view["created_at"] = instant_text(post.created_ms)
    view["conversation_id"] = str(post.conversation)
    always = {"id", "text", "edit_history_tweet_ids"}
    return {name: value for name, value in view.items() if name in always | asked}


def _url(link: ShortLink) -> dict[str, Any]:
    view = {
        "start": link.start,
        "end": link.end,
        "url": link.url,
        "expanded_url": link.expanded,
        "display_url": re.sub(r"^https?://", "", link.expanded),
    }
    return view if link.media is None else {**view, "media_key": f"3_{link.media}"}


def instant_text(milliseconds: int) -> str:
    """An instant as X writes it: UTC with milliseconds and a Z."""
    instant = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
