"""One account on X, or on the rehearsal network: send a post, look whether it is there, take it back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from composer.model import Receipt
from composer.networks import capabilities
from composer.networks.x import stored, timeline, upload, wire
from composer.networks.x.caller import Caller
from composer.networks.x.capabilities import CAPABILITIES
from composer.networks.x.refusals import Words
from composer.networks.x.trouble import explained
from composer.queue.publisher import Refused
from composer.schedule import FREE
from composer.text import limit as limit_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from composer.model import PostOptions
    from composer.networks.credentials import Credentials
    from composer.networks.x.caller import Renewal
    from composer.networks.x.site import Site
    from composer.queue.capabilities import Capabilities
    from composer.queue.publisher import Outgoing
    from composer.schedule import Price
    from composer.text import Limit

_EPOCH_MS = 1_288_834_974_657
"""Ids of X carry the instant of their creation in milliseconds since this one, above 22 bits of other things."""


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
        self._site = site
        self._limit = limit or limit_named("x")
        self._words = Words(site.name, account)
        self._caller = Caller(login, site, read_seconds, total_seconds)
        self._uploads = upload.Uploads(self._caller, self._words)

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
        return self._uploads.plan(post, so_far)

    def send(self, post: Outgoing) -> Receipt:
        """Create the post, with the media of its plan."""
        body = _create_body(post, upload.ids(post.plan))
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
            own = timeline.Timeline(self._caller, self._login.user_id)
            for each in own.since(self._bound(post)):
                found = timeline.text_of(each)
                if timeline.parent_of(each) == parent and stored.is_same(
                    post.text, found, media=bool(post.attachments)
                ):
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

    def _bound(self, post: Outgoing) -> Mapping[str, str]:
        """Where the posts begin that can be the one looked for."""
        if post.parent and post.number > 1:
            return {"since_id": post.parent.remote_id}
        since = (post.first_attempt or datetime.now(UTC)) - self._site.clock_doubt
        return {"start_time": since.strftime("%Y-%m-%dT%H:%M:%SZ")}


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
