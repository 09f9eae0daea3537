"""One account on a Mastodon server: send a post, look whether it is there, take it back."""

from __future__ import annotations

import html
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from composer.model import Receipt
from composer.networks import capabilities as asked
from composer.networks.mastodon import stored
from composer.networks.mastodon.capabilities import capabilities_of
from composer.networks.mastodon.client import UPLOAD_SECONDS, Client, id_of
from composer.networks.mastodon.trouble import TROUBLES, Kind, explained, trouble_of
from composer.networks.mastodon.words import Words
from composer.networks.media import objection, objection_to_all
from composer.networks.wire import READ_SECONDS, TOTAL_SECONDS
from composer.queue.publisher import NotReady, Refused
from composer.schedule import FREE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from composer.networks.mastodon.client import Heard
    from composer.networks.mastodon.rules import Rules
    from composer.networks.mastodon.server import Server
    from composer.queue.capabilities import Capabilities
    from composer.queue.publisher import Attachment, Outgoing
    from composer.schedule import Price
    from composer.text import Limit

SETTLE = timedelta(seconds=90)
"""Longer than a server works on a request that its proxy has given up, by default a minute."""
_CLOCK_DOUBT = timedelta(minutes=1)
"""How far a server's clock may be from where its last answer showed it."""
_PAGE = 40
_PAGES = 10
"""400 posts: Mastodon takes 300 of an account in three hours."""
_LOOK_AGAIN = timedelta(seconds=3)
"""Between two looks whether an upload is ready."""
_UPLOADS_LAST = timedelta(hours=20)
FIRST_AND_REST = ("public", "unlisted")
"""Who sees the first post of a thread, and who the others: so that a thread fills nobody's local timeline."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was made ready for a post."""

    parent: str | None
    """Id on this server of the post that it replies to."""
    media: tuple[str, ...] = ()
    """Ids of its uploads."""
    at: str = ""
    """When they were made, ISO 8601."""

    def write(self) -> bytes:
        """For the queue to keep."""
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def read(kept: bytes) -> Plan | None:
        """What was kept; None for nothing."""
        if not kept:
            return None
        found = json.loads(kept)
        return Plan(found["parent"], tuple(found["media"]), found["at"])

    def is_old(self, now: datetime) -> bool:
        """Whether the server may have thrown the uploads away, which it does after a day."""
        return bool(self.media) and now - datetime.fromisoformat(self.at) > _UPLOADS_LAST


def _plan(post: Outgoing) -> Plan:
    found = Plan.read(post.plan)
    assert found is not None, "prepare comes first"
    return found


class MastodonPublisher:
    """Implements `composer.queue.publisher.Publisher`.

    `send` returns a receipt whose `text` equals the text sent where the server kept it faithfully, and else is what
    readers see there: a difference is there for the caller to show.
    """

    def __init__(
        self,
        server: Server,
        token: str,
        account: str,
        rules: Rules,
        limit: Limit,
        *,
        settle: timedelta = SETTLE,
        read_seconds: float = READ_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
        wire: Heard | None = None,
    ) -> None:
        self._server = server
        self._rules = rules
        self._limit = limit
        self._settle = settle
        self._words = Words(server.name, account)
        self._client = Client(server, token, read_seconds=read_seconds, total_seconds=total_seconds, wire=wire)
        longest = max(total_seconds, UPLOAD_SECONDS if total_seconds == TOTAL_SECONDS else 0)
        self._uploads = Client(server, token, read_seconds=read_seconds, total_seconds=longest, wire=wire)
        self._user_id: str | None = None

    @property
    def capabilities(self) -> Capabilities:
        """What may be asked of a post there."""
        return capabilities_of(self._server.name, self._rules)

    @property
    def limit(self) -> Limit:
        """What a text may be on that server."""
        return self._limit

    @property
    def price(self) -> Price:
        """Nothing."""
        return FREE

    @property
    def settle(self) -> timedelta:
        """How long after an attempt a post that was created is sure to be readable."""
        return self._settle

    def prepare(self, posts: Sequence[Outgoing], so_far: bytes) -> bytes:
        """Find the post that is replied to, and upload media, each with its alt text and focus, until all are ready."""
        (post,) = posts
        plan = Plan.read(so_far)
        if plan is None or plan.is_old(datetime.now(UTC)):
            self._object(post)
            plan = Plan(self._parent(post), self._uploaded(post), datetime.now(UTC).isoformat(timespec="seconds"))
        for name in plan.media:
            if not self._ready(name):
                raise NotReady(
                    f"{self._server.name} is still at work on the pictures and films of post {post.number}.",
                    plan.write(),
                    _LOOK_AGAIN,
                )
        return plan.write()

    def send(self, post: Outgoing) -> Receipt:
        """Create the post."""
        plan = _plan(post)
        with explained(self._client, partial(self._words.creating, post)):
            status = self._client.status_post(
                post.text,
                in_reply_to_id=plan.parent,
                media_ids=list(plan.media) or None,
                sensitive=None,
                visibility=self._visibility(post),
                spoiler_text=post.content_warning or None,
                language=_language(post.language),
                idempotency_key=post.key,
                poll=self._poll(post),
            )
            return self._receipt(post, status)

    def find(self, post: Outgoing) -> Receipt | None:
        """Look through the account's own posts since the first attempt; one with this parent and text is ours.

        Raises OutcomeUnknown where they cannot be read just now, Refused where they cannot be read until a person
        changes something; NotSent never, since the post may be there.
        """
        if post.first_attempt is None:
            return None
        parent = _plan(post).parent
        with explained(self._client, self._words.reading):
            for status in self._own(post.first_attempt):
                if _parent_of(status) == parent and self._is_ours(post, status):
                    return self._receipt(post, status)
        return None

    def delete(self, receipt: Receipt) -> None:
        """Take a post back."""
        with explained(self._client, partial(self._words.retracting, receipt.url)):
            answer = self._client.status_delete(receipt.remote_id)
            if str(answer["id"]) != receipt.remote_id:
                raise ValueError(answer)

    # What goes with a post

    def _visibility(self, post: Outgoing) -> str:
        """One word is for all posts; of two, the first is for the first post."""
        words = post.visibility.split() or FIRST_AND_REST
        return words[0] if post.number == 1 else words[-1]

    def _poll(self, post: Outgoing) -> Any:
        if not post.options.poll:
            return None
        return self._client.make_poll(
            list(post.options.poll), post.options.poll_minutes * 60, multiple=post.options.poll_multiple
        )

    def _object(self, post: Outgoing) -> None:
        """Raise Refused for what the server would not take."""
        able = self.capabilities
        if not able.visibilities.issuperset(post.visibility.split()):
            raise Refused(
                f"{self._server.name} has no visibility {post.visibility!r}. Say public, unlisted, private or direct "
                "in the draft, or nothing. The post was not sent."
            )
        objections = [asked.objection(able, post.options, media=bool(post.attachments))]
        if able.media:
            objections += [objection(each.name, content, each.alt, able.media) for each, content in post.attachments]
            objections.append(objection_to_all([content for _, content in post.attachments], able.media))
        for refused in filter(None, objections):
            raise Refused(f"{refused} The post was not sent.")

    def _parent(self, post: Outgoing) -> str | None:
        """The id here of the post that this one replies to; a post of another server is asked for by its address."""
        if post.parent is None:
            return None
        url = post.parent.url
        if post.number > 1 or not url or urlsplit(url).netloc.casefold() == self._server.name.casefold():
            return post.parent.remote_id
        with explained(self._client, partial(self._words.answering, url)):
            found = self._client.search_v2(url, resolve=True, result_type="statuses")["statuses"]
            if not found:
                raise Refused(self._words.unfound(url))
            return id_of(found[0])

    def _uploaded(self, post: Outgoing) -> tuple[str, ...]:
        focuses = (*post.options.focus, *("" for _ in post.attachments))
        return tuple(
            self._upload(attachment, content, focus)
            for (attachment, content), focus in zip(post.attachments, focuses, strict=False)
        )

    def _upload(self, attachment: Attachment, content: bytes, focus: str) -> str:
        x, _, y = focus.partition(",")
        with self._preparing(f"take {attachment.name}"):
            medium = self._uploads.media_post(
                content,
                attachment.type,
                description=attachment.alt or None,
                focus=(float(x), float(y)) if focus else None,
                file_name=f"picture.{attachment.type.rpartition('/')[2]}",  # a file's own name may tell more than meant
            )
            return id_of(medium)

    def _ready(self, name: str) -> bool:
        """Whether the server has worked through an upload, which it does for films after it took them."""
        with self._preparing("work through what was uploaded"):
            return self._client.media(name).get("url") is not None

    def _preparing(self, what: str) -> AbstractContextManager[None]:
        return explained(self._uploads, partial(self._words.preparing, what))

    # What is there

    def _own(self, since: datetime) -> Iterator[Mapping[str, Any]]:
        """The account's posts that can be the one looked for, newest first."""
        if self._user_id is None:
            self._user_id = id_of(self._client.account_verify_credentials())
        below: str | None = None
        for _ in range(_PAGES):
            page = self._client.account_statuses(self._user_id, limit=_PAGE, exclude_reblogs=True, max_id=below)
            if not isinstance(page, list):
                raise TypeError("no list of posts")
            # A clock that is ahead makes a post look younger than it is; the earlier of both readings is taken.
            oldest = since + min(timedelta(0), self._client.heard.skew) - _CLOCK_DOUBT
            for status in page:
                if _created(status) < oldest:
                    return
                yield status
            if len(page) < _PAGE:
                return
            below = id_of(page[-1])
        raise ValueError("more posts than can be looked through")

    def _is_ours(self, post: Outgoing, status: Mapping[str, Any]) -> bool:
        """By what readers see; where a server dresses posts in its own way, by the words that it keeps."""
        if not stored.is_same_words(post.content_warning, html.unescape(str(status.get("spoiler_text") or ""))):
            return False
        if len(status.get("media_attachments") or ()) != len(post.attachments):
            return False
        if stored.is_same(post.text, stored.stored(str(status["content"]))):
            return True
        try:
            return stored.is_same_words(post.text, str(self._client.status_source(id_of(status))["text"]))
        except TROUBLES as error:
            trouble = trouble_of(error, self._client)
            if trouble.kind in (Kind.MISSING, Kind.FORBIDDEN):
                return False
            raise self._words.reading(trouble) from error

    def _receipt(self, post: Outgoing, status: Mapping[str, Any]) -> Receipt:
        name = id_of(status)
        return Receipt(
            remote_id=name,
            url=self._address(status, name),
            instant=_created(status),
            text=stored.restored(post.text, stored.stored(str(status["content"]))),
        )

    def _address(self, status: Mapping[str, Any], name: str) -> str:
        """The page that the server names, if it is its own."""
        said = str(status.get("url") or "")
        if said.isprintable() and " " not in said and said.startswith(f"{self._server.origin}/"):
            return said
        return f"{self._server.origin}/statuses/{name}"


def _language(tag: str) -> str | None:
    """Mastodon knows languages by their first part alone: `en` for `en-GB`."""
    return tag.partition("-")[0].lower() or None


def _parent_of(status: Mapping[str, Any]) -> str | None:
    parent = status.get("in_reply_to_id")
    return None if parent is None else str(parent)


def _created(status: Mapping[str, Any]) -> datetime:
    said = status["created_at"]
    instant = said if isinstance(said, datetime) else datetime.fromisoformat(str(said))
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
