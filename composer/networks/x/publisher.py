"""One account on X, or on the rehearsal network: send a post, look whether it is there, take it back."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from composer.model import Receipt
from composer.networks import capabilities
from composer.networks.media import objection, objection_to_all
from composer.networks.x import stored, wire
from composer.networks.x.caller import Caller
from composer.networks.x.capabilities import CAPABILITIES, MEDIA
from composer.networks.x.refusals import Words
from composer.networks.x.trouble import explained
from composer.queue.publisher import Refused
from composer.schedule import FREE
from composer.text import limit as limit_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import timedelta

    from composer.model import PostOptions
    from composer.networks.credentials import Credentials
    from composer.networks.x.caller import Renewal
    from composer.networks.x.site import Site
    from composer.queue.capabilities import Capabilities
    from composer.queue.publisher import Attachment, Outgoing
    from composer.schedule import Price
    from composer.text import Limit

_EPOCH_MS = 1_288_834_974_657
"""Ids of X carry the instant of their creation in milliseconds since this one, above 22 bits of other things."""
_PAGE = 100
_PAGES = 5
"""More than 500 own posts since an attempt are not a matter of reading back."""
_FIELDS = "created_at,entities,note_tweet,referenced_tweets"


class XPublisher:
    """Implements `composer.queue.publisher.Publisher`.

    `send` returns a receipt whose `text` equals the text sent where X stored it faithfully (short links, escapes and
    picture links undone), and else is what X stored: a difference is there for the caller to show.
    """

    def __init__(
        self,
        login: Credentials | Renewal,
        site: Site,
        account: str,
        *,
        limit: Limit | None = None,
        read_seconds: float = wire.READ_SECONDS,
        total_seconds: float = wire.TOTAL_SECONDS,
    ) -> None:
        self._login = login
        self._user_id: str | None = None
        self._site = site
        self._limit = limit or limit_named("x")
        self._words = Words(site.name, account)
        self._caller = Caller(login, site, read_seconds, total_seconds)

    @property
    def capabilities(self) -> Capabilities:
        """What may be asked of a post there."""
        return CAPABILITIES

    @property
    def limit(self) -> Limit:
        """X's, the longer one of an account with Premium, or whatever is rehearsed."""
        return self._limit

    @property
    def price(self) -> Price:
        """X's, and nothing for a rehearsal."""
        return FREE if self._site.origin else CAPABILITIES.price

    @property
    def settle(self) -> timedelta:
        """How long a created post may need to show in the timeline."""
        return self._site.settle

    def prepare(self, posts: Sequence[Outgoing], so_far: bytes) -> bytes:
        """Refuse what X cannot do; upload the media and describe them. The plan is their ids."""
        post = posts[0]
        if not self.capabilities.visibilities.issuperset(post.visibility.split()):
            raise Refused(
                f"The post was meant for {post.visibility!r} readers, but everybody can read "
                f"a post on {self._site.name}. Remove `visibility` from the draft, or this account from its `to`."
            )
        answers = post.parent is not None and post.number == 1
        why = capabilities.objection(self.capabilities, post.options, media=bool(post.attachments), reply=answers)
        if why:
            raise Refused(f"{why} The post was not sent.")
        return so_far or json.dumps(self._uploaded(post)).encode()

    def send(self, post: Outgoing) -> Receipt:
        """Create the post, with the media of its plan."""
        body = _create_body(post, json.loads(post.plan or b"[]"))
        with explained(partial(self._words.creating, post)):
            answer = self._caller.request("POST", "/2/tweets", json=body).json()["data"]
            if not re.fullmatch(r"[0-9]{1,19}", answer["id"]):
                raise ValueError(answer["id"])
            found = stored.stored(str(answer.get("text", "")))
        return self._receipt(post, answer["id"], found)

    def find(self, post: Outgoing) -> Receipt | None:
        """Look through the account's own posts since the first attempt; one with this parent and text is ours.

        Raises OutcomeUnknown where the timeline cannot be read just now, Refused where it cannot be read until a
        person changes something; NotSent never, since the post may be there.
        """
        if post.first_attempt is None:
            return None
        parent = post.parent.remote_id if post.parent else None
        with explained(self._words.reading):
            for each in self._timeline(post):
                found = _stored(each)
                if _parent(each) == parent and stored.is_same(post.text, found, media=bool(post.attachments)):
                    return self._receipt(post, str(each["id"]), found)
        return None

    def delete(self, receipt: Receipt) -> None:
        """Take a post back."""
        with explained(partial(self._words.retracting, receipt.url)):
            answer = self._caller.request("DELETE", f"/2/tweets/{receipt.remote_id}").json()
            if answer["data"]["deleted"] is not True:
                raise ValueError(answer)

    def _receipt(self, post: Outgoing, remote_id: str, found: stored.Stored) -> Receipt:
        root = post.root or post.parent
        return Receipt(
            remote_id=remote_id,
            url=self._site.page.format(id=remote_id, root=root.remote_id if root else remote_id),
            instant=datetime.fromtimestamp(((int(remote_id) >> 22) + _EPOCH_MS) / 1000, UTC),
            text=stored.restored(post.text, found, media=bool(post.attachments)) if found.text else "",
        )

    def _uploaded(self, post: Outgoing) -> list[str]:
        """Ids of the post's media, each with its alt text."""
        objections = [objection(each.name, content, each.alt, MEDIA) for each, content in post.attachments]
        objections.append(objection_to_all([content for _, content in post.attachments], MEDIA))
        for refused in filter(None, objections):
            raise Refused(f"{refused} The post was not sent.")
        return [self._upload(attachment, content) for attachment, content in post.attachments]

    def _upload(self, attachment: Attachment, content: bytes) -> str:
        with self._preparing(f"take {attachment.name}"):
            body = {"media": base64.b64encode(content).decode(), "media_category": "tweet_image"}
            media_id = self._caller.request("POST", "/2/media/upload", json=body).json()["data"]["id"]
        if attachment.alt:
            with self._preparing(f"take the alt text of {attachment.name}"):
                described = {"id": media_id, "metadata": {"alt_text": {"text": attachment.alt}}}
                self._caller.request("POST", "/2/media/metadata", json=described)
        return str(media_id)

    def _preparing(self, what: str) -> AbstractContextManager[None]:
        return explained(partial(self._words.preparing, what))

    def _timeline(self, post: Outgoing) -> Iterator[Mapping[str, Any]]:
        """The account's posts that can be the one looked for, newest first."""
        query = {"max_results": str(_PAGE), "tweet.fields": _FIELDS}
        if post.parent and post.number > 1:
            query["since_id"] = post.parent.remote_id
        elif post.first_attempt:
            query["start_time"] = (post.first_attempt - self._site.clock_doubt).strftime("%Y-%m-%dT%H:%M:%SZ")
        for _ in range(_PAGES):
            answer = self._get(f"/2/users/{self._own_id()}/tweets", query)
            yield from answer.get("data", ())
            token = answer.get("meta", {}).get("next_token")
            if not token:
                return
            query["pagination_token"] = token
        raise ValueError("more posts than can be looked through")

    def _own_id(self) -> str:
        if self._user_id is None:
            self._user_id = self._login.user_id or str(self._get("/2/users/me", {})["data"]["id"])
        return self._user_id

    def _get(self, route: str, query: Mapping[str, str]) -> dict[str, Any]:
        answer = self._caller.request("GET", route, params=query).json()
        if not isinstance(answer, dict) or ("errors" in answer and "data" not in answer):
            raise ValueError(route)
        return answer


def _create_body(post: Outgoing, media_ids: list[str]) -> dict[str, Any]:
    """What `POST /2/tweets` takes."""
    body: dict[str, Any] = {"text": post.text} if post.text else {}
    if post.parent:
        body["reply"] = {"in_reply_to_tweet_id": post.parent.remote_id}
    if media_ids:
        body["media"] = {"media_ids": media_ids}
    return {**body, **_asked(post.options)}


def _asked(options: PostOptions) -> dict[str, Any]:
    """What is asked beside the words, in X's names; what is not asked is left out."""
    asked: dict[str, Any] = {}
    if settings := CAPABILITIES.reply_settings.get(options.reply_settings.casefold()):
        asked["reply_settings"] = settings
    for name in sorted(CAPABILITIES.disclosures):
        if getattr(options, name):
            asked[name] = True
    if options.community:
        asked["community_id"] = capabilities.community_id(CAPABILITIES, options.community)
    if options.poll:
        asked["poll"] = {"options": list(options.poll), "duration_minutes": options.poll_minutes}
    return asked


def _stored(each: Mapping[str, Any]) -> stored.Stored:
    """The text of a post of the timeline; a long one stands whole in its note."""
    whole = each.get("note_tweet") or each
    return stored.stored(str(whole["text"]), (whole.get("entities") or {}).get("urls"))


def _parent(each: Mapping[str, Any]) -> str | None:
    """Id of the post that a post of the timeline replies to."""
    references = each.get("referenced_tweets") or ()
    return next((str(other["id"]) for other in references if other["type"] == "replied_to"), None)
