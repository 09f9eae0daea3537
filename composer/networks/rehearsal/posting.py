"""`POST /2/tweets` as the rehearsal network answers it: the same checks, the same refusals in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from composer.networks.rehearsal.answer import Answer, Refusal, at, invalid, number, problem
from composer.networks.rehearsal.render import shown
from composer.networks.rehearsal.store import StoredPost
from composer.networks.rehearsal.uploads import is_ready
from composer.networks.x.capabilities import MEDIA
from composer.text import limit

if TYPE_CHECKING:
    from composer.networks.rehearsal.answer import Call
    from composer.networks.rehearsal.store import Store, StoredMedia
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
    since = max(call.now_ms - WINDOW_SECONDS * 1000, _forgotten_until(store, call.member.name))
    recent = store.posts("account = ? AND created_ms > ?", call.member.name, since)
    most = int(store.setting_for(call.member.name, "limit", str(POSTS_A_WINDOW)))
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
    post_id = store.next_id("post", call.now_ms)
    text_shown, urls = shown(text, call.member.name, post_id, media)
    return StoredPost(
        id=post_id,
        account=call.member.name,
        sent=text,
        shown=text_shown,
        urls=urls,
        options=options,
        parent=parent.id if parent else None,
        conversation=parent.conversation if parent else post_id,
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
    ids = at(media, "media_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= MEDIA.images:
        raise Refusal(invalid(f"media.media_ids: one to {MEDIA.images} ids."))
    account = call.member.name
    found = tuple(store.media(number(each), account) for each in ids)
    if not all(each and is_ready(store, each.id, account, call.now_ms) for each in found):
        raise Refusal(invalid("Your media IDs are invalid."))
    known = tuple(each for each in found if each is not None)
    if len(known) > 1 and any(not each.type.startswith("image/") or each.type == "image/gif" for each in known):
        raise Refusal(invalid("A post has up to four pictures, or one GIF, or one film."))
    return known


def _parent_of(store: Store, reply: object) -> StoredPost | None:
    if reply is None:
        return None
    wanted = at(reply, "in_reply_to_tweet_id")
    if not isinstance(wanted, str):
        raise Refusal(invalid("reply.in_reply_to_tweet_id is not a string of digits."))
    parent = store.post(number(wanted))
    if parent is None:
        detail = "You attempted to reply to a Tweet that is deleted or not visible to you."
        raise Refusal(problem(403, "Forbidden", detail))
    return parent


def _limit_of(store: Store, account: str) -> Limit:
    """X's limit, unless the account is there to rehearse for another network or with a maximum of its own."""
    name, maximum = store.limit_of(account)
    return limit(name).with_maximum(maximum) if maximum else limit(name)


def _forgotten_until(store: Store, account: str) -> float:
    """Milliseconds since 1970 before which posts count neither as duplicates nor against the limit."""
    return float(store.setting_for(account, "since", "0")) * 1000


def _check_length(text: str, most: Limit) -> None:
    if text and not most.measure(text).fits:
        detail = (
            "Your Tweet text is too long. For more information on how Twitter determines text length see "
            "https://github.com/twitter/twitter-text."
        )
        raise Refusal(problem(400, "Invalid Request", detail))


def _check_duplicate(store: Store, call: Call, text: str) -> None:
    seconds = float(store.setting_for(call.member.name, "duplicate_seconds", str(DUPLICATE_SECONDS)))
    since = max(call.now_ms - seconds * 1000, _forgotten_until(store, call.member.name))
    where = "account = ? AND sent = ? AND NOT deleted AND created_ms > ?"
    if text and store.posts(where, call.member.name, text, since):
        detail = "You are not allowed to create a Tweet with duplicate content."
        raise Refusal(problem(403, "Forbidden", detail))
