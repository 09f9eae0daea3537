"""X's own calls as the rehearsal network answers them: the same fields, the same refusals in the same words."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from composer.networks.rehearsal.render import shown
from composer.networks.rehearsal.store import StoredPost
from composer.networks.x.capabilities import MEDIA
from composer.queue.media import media_type
from composer.text import limit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from composer.networks.rehearsal.store import Member, ShortLink, Store, StoredMedia
    from composer.text import Limit

WINDOW_SECONDS = 15 * 60
"""X counts posts by quarters of an hour."""
POSTS_A_WINDOW = 100_000
"""Posts that one account may create in a window here: nobody is to be kept from rehearsing. X's own number is 100; set
it with the setting `limit`."""
DUPLICATE_SECONDS = 60
"""How long the same text is refused here, where X does not say how long it does: long enough to catch whoever sends
again what has arrived, short enough to rehearse a draft again after a change."""

_OPTIONS: dict[str, type | tuple[type, ...]] = {
    "community_id": str,
    "direct_message_deep_link": str,
    "edit_options": dict,
    "for_super_followers_only": bool,
    "geo": dict,
    "made_with_ai": bool,
    "nullcast": bool,
    "paid_partnership": bool,
    "poll": dict,
    "quote_tweet_id": str,
    "reply_settings": str,
    "share_with_followers": bool,
}
_REPLY_SETTINGS = {"following", "mentionedUsers", "subscribers", "verified"}


@dataclass(frozen=True, slots=True)
class Call:
    """A signed request, read."""

    member: Member
    query: Mapping[str, str]
    body: Any
    """The JSON that was sent, or None."""
    now_ms: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, JSON, and headers besides the usual ones."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


def problem(status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> Answer:
    """A refusal in the form X uses."""
    body = {"title": title, "detail": detail, "type": "about:blank", "status": status}
    return Answer(status, body, headers or {})


def invalid(message: str) -> Answer:
    """A request that X's description of its own calls does not allow."""
    return Answer(
        400,
        {
            "errors": [{"parameters": {}, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": "https://api.twitter.com/2/problems/invalid-request",
        },
    )


class Refusal(Exception):
    """Carries an answer out of a check."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.get("detail", ""))
        self.answer = answer


def route(method: str, path: str) -> tuple[str, Callable[[Store, Call, int], Answer], int] | None:
    """The kind of call (as faults name it), what answers it, and the number in its path (0 where there is none)."""
    for verb, pattern, kind, answer in _ROUTES:
        match = re.fullmatch(pattern, path)
        if match and verb == method:
            return kind, answer, int(match[1]) if match.groups() else 0
    return None


def create(store: Store, call: Call, _path_id: int) -> Answer:
    """`POST /2/tweets`; of two calls at once with the same text, one finds the other's post."""
    with store.transaction():
        return _create(store, call)


def _create(store: Store, call: Call) -> Answer:
    limits = rate(store, call)
    if limits["x-rate-limit-remaining"] == "0":
        return problem(429, "Too Many Requests", "Too Many Requests", limits)
    try:
        post = _checked(store, call)
    except Refusal as refusal:
        return Answer(refusal.answer.status, refusal.answer.body, {**limits, **refusal.answer.headers})
    store.add_post(post)
    data = {"id": str(post.id), "text": post.shown, "edit_history_tweet_ids": [str(post.id)]}
    return Answer(201, {"data": data}, rate(store, call))


def rate(store: Store, call: Call, *, used_up: bool = False) -> dict[str, str]:
    """The headers that say how many posts are left in this window, and when it ends (seconds since 1970)."""
    since = max(call.now_ms - WINDOW_SECONDS * 1000, _forgotten_until(store))
    recent = store.posts("account = ? AND created_ms > ?", call.member.name, since)
    most = int(store.setting("limit", str(POSTS_A_WINDOW)))
    start = recent[0].created_ms if recent else call.now_ms
    return {
        "x-rate-limit-limit": str(most),
        "x-rate-limit-remaining": "0" if used_up else str(max(0, most - len(recent))),
        "x-rate-limit-reset": str(start // 1000 + WINDOW_SECONDS),
    }


def _checked(store: Store, call: Call) -> StoredPost:
    """The post that the call describes, or a Refusal."""
    body = call.body
    if not isinstance(body, dict):
        raise Refusal(invalid("The body is not a JSON object."))
    text = body.get("text", "")
    if not isinstance(text, str):
        raise Refusal(invalid("text is not a string."))
    media = _media_of(store, call, body.get("media"))
    options = _options_of({key: value for key, value in body.items() if key not in {"text", "reply", "media"}}, media)
    if not text.strip() and not media and not {"poll", "quote_tweet_id"} & options.keys():
        raise Refusal(invalid("text: a post needs text, media, a poll or a quotation."))
    _check_length(text, _limit_of(store, call.member.name))
    parent = _parent_of(store, body.get("reply"))
    _check_duplicate(store, call, text)
    number = store.next_id("post", call.now_ms)
    text_shown, urls = shown(text, call.member.name, number, media)
    return StoredPost(
        id=number,
        account=call.member.name,
        sent=text,
        shown=text_shown,
        urls=urls,
        options=options,
        parent=parent.id if parent else None,
        conversation=parent.conversation if parent else number,
        created_ms=call.now_ms,
        deleted=False,
        media=media,
    )


def _options_of(options: dict[str, Any], media: tuple[StoredMedia, ...]) -> dict[str, Any]:
    for name, value in options.items():
        if name not in _OPTIONS:
            raise Refusal(invalid(f"{name} is not a field of this call."))
        if not isinstance(value, _OPTIONS[name]):
            raise Refusal(invalid(f"{name} has the wrong type."))
    if options.get("reply_settings", "following") not in _REPLY_SETTINGS:
        raise Refusal(invalid(f"reply_settings is none of {', '.join(sorted(_REPLY_SETTINGS))}."))
    if "poll" in options:
        _check_poll(options["poll"], media)
    return options


def _check_poll(poll: dict[str, Any], media: tuple[StoredMedia, ...]) -> None:
    choices, minutes = poll.get("options"), poll.get("duration_minutes")
    if media:
        raise Refusal(invalid("poll: a post has either media or a poll."))
    if not isinstance(choices, list) or not 2 <= len(choices) <= 4:
        raise Refusal(invalid("poll.options: two to four choices."))
    if any(not isinstance(choice, str) or not 1 <= len(choice) <= 25 for choice in choices):
        raise Refusal(invalid("poll.options: each choice has 1 to 25 characters."))
    if not isinstance(minutes, int) or not 5 <= minutes <= 10080:
        raise Refusal(invalid("poll.duration_minutes: 5 to 10080."))


def _media_of(store: Store, call: Call, media: object) -> tuple[StoredMedia, ...]:
    if media is None:
        return ()
    ids = _at(media, "media_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= MEDIA.images:
        raise Refusal(invalid(f"media.media_ids: one to {MEDIA.images} ids."))
    found = tuple(store.media(_number(each), call.member.name) for each in ids)
    if any(each is None for each in found):
        raise Refusal(invalid("Your media IDs are invalid."))
    known = tuple(each for each in found if each is not None)
    if len(known) > 1 and any(not each.type.startswith("image/") or each.type == "image/gif" for each in known):
        raise Refusal(invalid("A post has up to four pictures, or one GIF, or one film."))
    return known


def _parent_of(store: Store, reply: object) -> StoredPost | None:
    if reply is None:
        return None
    wanted = _at(reply, "in_reply_to_tweet_id")
    if not isinstance(wanted, str):
        raise Refusal(invalid("reply.in_reply_to_tweet_id is not a string of digits."))
    parent = store.post(_number(wanted))
    if parent is None:
        detail = "You attempted to reply to a Tweet that is deleted or not visible to you."
        raise Refusal(problem(403, "Forbidden", detail))
    return parent


def _limit_of(store: Store, account: str) -> Limit:
    """X's limit, unless the account is there to rehearse for another network or with a maximum of its own."""
    name, maximum = store.limit_of(account)
    return limit(name).with_maximum(maximum) if maximum else limit(name)


def _forgotten_until(store: Store) -> float:
    """Milliseconds since 1970 before which posts count neither as duplicates nor against the limit."""
    return float(store.setting("since", "0")) * 1000


def _check_length(text: str, most: Limit) -> None:
    if text and not most.measure(text).fits:
        detail = (
            "Your Tweet text is too long. For more information on how Twitter determines text length see "
            "https://github.com/twitter/twitter-text."
        )
        raise Refusal(problem(400, "Invalid Request", detail))


def _check_duplicate(store: Store, call: Call, text: str) -> None:
    seconds = float(store.setting("duplicate_seconds", str(DUPLICATE_SECONDS)))
    since = max(call.now_ms - seconds * 1000, _forgotten_until(store))
    where = "account = ? AND sent = ? AND NOT deleted AND created_ms > ?"
    if text and store.posts(where, call.member.name, text, since):
        detail = "You are not allowed to create a Tweet with duplicate content."
        raise Refusal(problem(403, "Forbidden", detail))


def _number(text: object) -> int:
    """An id, or 0 where it is none."""
    return int(text) if isinstance(text, str) and re.fullmatch(r"[0-9]{1,19}", text) and int(text) < 1 << 63 else 0


def _at(body: object, *names: str) -> Any:
    """What stands in a JSON value under these names, one inside the other; None where there is nothing."""
    for name in names:
        body = body.get(name) if isinstance(body, dict) else None
    return body


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
    lag_ms = float(store.setting("lag", "0")) * 1000
    posts = store.posts(
        "account = ? AND NOT deleted AND id > ? AND id < ? AND created_ms >= ? AND created_ms < ? AND created_ms <= ?",
        *(member.name, _number(call.query.get("since_id", "0")), _before(call.query)),
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
    return min(_number(query.get("until_id", "")) or 1 << 62, _number(token.removeprefix("before-")) or 1 << 62)


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


def upload(store: Store, call: Call, _path_id: int) -> Answer:
    """`POST /2/media/upload` in one go, content as base64."""
    if _at(call.body, "media_category") != "tweet_image":
        return invalid("media_category: tweet_image is what this call takes.")
    try:
        content = base64.b64decode(_at(call.body, "media"), validate=True)
    except (binascii.Error, TypeError, ValueError):
        return invalid("media is not base64.")
    kind = media_type(content)
    if kind is None or len(content) > MEDIA.sizes.get(kind, 0):
        return problem(400, "Invalid Request", "Your media is of an unsupported type, or too large.")
    media = store.add_media(call.member.name, kind, content, call.now_ms)
    data = {"id": str(media.id), "media_key": f"3_{media.id}", "size": media.size, "expires_after_secs": 86400}
    return Answer(200, {"data": data})


def describe(store: Store, call: Call, _path_id: int) -> Answer:
    """`POST /2/media/metadata`: alt text."""
    text = _at(call.body, "metadata", "alt_text", "text")
    media = store.media(_number(_at(call.body, "id")), call.member.name)
    if media is None:
        return invalid("Your media IDs are invalid.")
    if not isinstance(text, str) or not 1 <= len(text) <= MEDIA.alt:
        return invalid(f"metadata.alt_text.text: 1 to {MEDIA.alt} characters.")
    store.describe(media.id, text)
    return Answer(200, {"data": {"id": str(media.id), "associated_metadata": {"alt_text": {"text": text}}}})


_ROUTES: tuple[tuple[str, str, str, Callable[[Store, Call, int], Answer]], ...] = (
    ("POST", r"/2/tweets", "create", create),
    ("GET", r"/2/tweets/([0-9]{1,18}|[1-8][0-9]{18})", "read", read),
    ("DELETE", r"/2/tweets/([0-9]{1,18}|[1-8][0-9]{18})", "delete", delete),
    ("GET", r"/2/users/me", "read", me),
    ("GET", r"/2/users/([0-9]{1,18}|[1-8][0-9]{18})/tweets", "read", timeline),
    ("POST", r"/2/media/upload", "upload", upload),
    ("POST", r"/2/media/metadata", "alt", describe),
)
