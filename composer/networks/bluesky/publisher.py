"""One account on Bluesky: freeze a thread, write it in one call, look whether it is there, take posts back.

A thread is written exactly once because all that identifies it is frozen first: its record keys, its records, and the
CIDs that follow from them. An attempt first asks for the last of its keys. If that is there, all is there; else
the same records are written under the same keys, which cannot be done twice, and only if nothing else was written to
the account since its head was read, which keeps a late attempt from landing after a newer one.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from composer.model import Receipt
from composer.networks.bluesky.addresses import GATES, POSTS, Address, address_of, page
from composer.networks.bluesky.capabilities import CAPABILITIES, MEDIA
from composer.networks.bluesky.cids import CLOCKS, cid_of
from composer.networks.bluesky.plan import Plan, Ready, Reference, planned
from composer.networks.bluesky.records import LABELS, card, pictures
from composer.networks.bluesky.refusals import Words, explained
from composer.networks.bluesky.rich import mentioned, rich
from composer.networks.bluesky.trouble import Kind, Troubled
from composer.networks.media import objection, objection_to_all
from composer.queue.publisher import Refused
from composer.schedule import FREE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from composer.networks.bluesky.plan import Written
    from composer.networks.bluesky.session import Session
    from composer.queue.capabilities import Capabilities
    from composer.queue.publisher import Attachment, Outgoing
    from composer.schedule import Price
    from composer.text import Limit

_SETTLE = timedelta(seconds=1)
"""A server reads what it wrote at once; this is for a request that is still on its way when its sender dies."""


class BlueskyPublisher:
    """Implements `composer.queue.publisher.AtomicPublisher`.

    A receipt's `text` equals the text sent where the server stored the very record that was sent, which its CID
    proves, and else is what the server stored.
    """

    def __init__(
        self, session: Session, account: str, limit: Limit, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._session = session
        self._limit = limit
        self._words = Words(account, session)
        self._now = now

    @property
    def capabilities(self) -> Capabilities:
        """What may be asked of a post there."""
        return CAPABILITIES

    @property
    def limit(self) -> Limit:
        """What a text may be from this account."""
        return self._limit

    @property
    def price(self) -> Price:
        """Nothing."""
        return FREE

    @property
    def settle(self) -> timedelta:
        """How long after an attempt a thread that was created is sure to be readable."""
        return _SETTLE

    def prepare(self, posts: Sequence[Outgoing], so_far: bytes) -> bytes:
        """Upload pictures, look mentioned people and the answered post up, and freeze the thread; never anew."""
        if so_far:
            return so_far
        for post in posts:
            _check(post, self._limit)
        people = self._people(posts)
        ready = [self._ready(post, people) for post in posts]
        with explained(self._words.preparing("show the post that the thread answers")):
            parent, root = self._answered(posts[0])
        with explained(self._words.preparing("say whose account it is")):
            did = self._session.did
        settings = posts[0].options.reply_settings if posts[0].number == 1 else ""
        at, clock = self._now(), random.randrange(CLOCKS)
        return planned(did, ready, at, clock, root=root, parent=parent, reply_settings=settings).as_bytes()

    def send(self, post: Outgoing) -> Receipt:
        """Create one post."""
        return self.send_all((post,))[0]

    def find(self, post: Outgoing) -> Receipt | None:
        """The post, if an earlier attempt created it."""
        found = self.find_all((post,))
        return found[0] if found else None

    def send_all(self, posts: Sequence[Outgoing]) -> tuple[Receipt, ...]:
        """Create the posts of a plan in one call, unless they are there."""
        with explained(self._words.writing):
            plan = self._plan(posts)
            if self._stored(plan.address(plan.posts[-1])) is not None:
                return self._adopted(plan, posts)
            try:
                said = self._write(plan)
            except Troubled as error:
                if error.trouble.kind is Kind.NO_BLOB:  # servers sweep up what was uploaded and not used for hours
                    self._upload_again(posts)
                raise
            if [each["cid"] for each in said["results"]][: len(plan.posts)] == [post.cid for post in plan.posts]:
                return tuple(map(partial(self._receipt, plan), plan.posts, (post.text for post in posts)))
            return self._adopted(plan, posts)

    def find_all(self, posts: Sequence[Outgoing]) -> tuple[Receipt, ...] | None:
        """The receipts of a plan that an earlier attempt wrote, if any of it is there.

        Posts come together, so one that is missing beside others was deleted by hand, and was out all the same.
        Raises OutcomeUnknown where the server cannot be asked just now, Refused where a person has to do something.
        """
        with explained(self._words.reading):
            plan = self._plan(posts)
            there = any(self._stored(plan.address(post)) is not None for post in reversed(plan.posts))
            return self._adopted(plan, posts) if there else None

    def delete(self, receipt: Receipt) -> None:
        """Take a post back, and with a first post the record that says who may reply."""
        with explained(self._words.retracting(receipt.url)):
            address, did = address_of(receipt), self._session.did
            if address is None or address.repository != did:
                raise Refused(self._words.not_ours(receipt.url or receipt.remote_id))
            for collection in (GATES, POSTS):
                body = {"repo": did, "collection": collection, "rkey": address.key}
                self._session.call("POST", "com.atproto.repo.deleteRecord", body=body)

    def _plan(self, posts: Sequence[Outgoing]) -> Plan:
        plan = Plan.of(posts[0].plan)
        if plan.did != self._session.did:
            raise Refused(self._words.another_account())
        return plan

    def _write(self, plan: Plan) -> Mapping[str, Any]:
        head = self._session.call("GET", "com.atproto.sync.getLatestCommit", query={"did": plan.did})["cid"]
        body = {"repo": plan.did, "validate": True, "swapCommit": head, "writes": plan.writes()}
        return self._session.call("POST", "com.atproto.repo.applyWrites", body=body)

    def _stored(self, address: Address) -> Mapping[str, Any] | None:
        """A post as it is stored, with `uri`, `cid` and `value`; None where there is none. Raises Troubled."""
        query = {"repo": address.repository, "collection": POSTS, "rkey": address.key}
        try:
            return self._session.call("GET", "com.atproto.repo.getRecord", query=query)
        except Troubled as error:
            if error.trouble.kind is Kind.MISSING:
                return None
            raise

    def _adopted(self, plan: Plan, posts: Sequence[Outgoing]) -> tuple[Receipt, ...]:
        """The receipts of a plan that is out, with what is really stored of each post."""
        return tuple(
            self._receipt(plan, made, _text(self._stored(plan.address(made)), made, post))
            for made, post in zip(plan.posts, posts, strict=True)
        )

    def _receipt(self, plan: Plan, made: Written, text: str) -> Receipt:
        address = plan.address(made)
        return Receipt(address.uri, page(address, self._session.server), made.created, text)

    def _people(self, posts: Sequence[Outgoing]) -> Mapping[str, str]:
        """The DID of everybody whom the posts mention; who is not known there is shown and not linked."""
        handles = dict.fromkeys(handle for post in posts for handle in mentioned(post.text))
        with explained(self._words.preparing("say who is mentioned")):
            return {handle: did for handle in handles if (did := self._did_of(handle))}

    def _did_of(self, handle: str) -> str | None:
        try:
            said = self._session.call("GET", "com.atproto.identity.resolveHandle", query={"handle": handle})
        except Troubled as error:
            if error.trouble.kind in (Kind.MISSING, Kind.REFUSED, Kind.NO_ACCOUNT):
                return None
            raise
        return str(said["did"])

    def _ready(self, post: Outgoing, people: Mapping[str, str]) -> Ready:
        words = rich(post.text, post.links, people)
        blobs = [(self._upload(each, content), each.alt, _size(each, content)) for each, content in post.attachments]
        return Ready(words, post.language, post.content_warning, pictures(blobs) if blobs else card(words))

    def _upload(self, attachment: Attachment, content: bytes) -> Mapping[str, Any]:
        with explained(self._words.preparing(f"take {attachment.name}")):
            said = self._session.call(
                "POST", "com.atproto.repo.uploadBlob", content=content, media_type=attachment.type
            )
            blob: Mapping[str, Any] = said["blob"]
            cid_of(blob)  # names itself as a picture does, or is no blob
            return blob

    def _upload_again(self, posts: Sequence[Outgoing]) -> None:
        """What was uploaded goes by its content, so the plan holds on."""
        for post in posts:
            for attachment, content in post.attachments:
                self._upload(attachment, content)

    def _answered(self, post: Outgoing) -> tuple[Reference | None, Reference | None]:
        """The post that the first one stands under, and the root of that conversation."""
        if post.parent is None:
            return None, None
        address = address_of(post.parent)
        if address is None:
            raise Refused(self._words.no_address(post.parent.url or post.parent.remote_id))
        there = self._stored(address)
        if there is None:
            raise Refused(self._words.parent_gone(post, post.parent.url or address.uri))
        parent = Reference(str(there["uri"]), str(there["cid"]))
        root = there["value"].get("reply", {}).get("root")
        return parent, Reference(str(root["uri"]), str(root["cid"])) if root else parent


def _text(stored: Mapping[str, Any] | None, made: Written, post: Outgoing) -> str:
    """The text sent where the record is stored as it was sent, else what is stored; empty where it is gone again."""
    if stored is None:
        return ""
    return post.text if stored.get("cid") == made.cid else str(stored["value"]["text"])


def _size(attachment: Attachment, content: bytes) -> tuple[int, int] | None:
    """Width and height of a picture, by which apps leave room for it."""
    if attachment.type == "video/mp4":
        return None

    from composer.networks.media.picture import Unreadable, look

    try:
        seen = look(content, attachment.type)
    except Unreadable:
        return None
    return seen.width, seen.height


def _check(post: Outgoing, limit: Limit) -> None:
    """Raise Refused where Bluesky cannot do what is asked of it for a post."""
    if post.visibility not in CAPABILITIES.visibilities:
        raise Refused(
            f"The post was meant for {post.visibility!r} readers, but everybody can read a post on Bluesky. Remove "
            "`visibility` from the draft, or this account from its `to`."
        )
    if not post.text.startswith(limit.warned(post.content_warning).rstrip()):
        raise Refused(
            f"Bluesky has no mark for the content warning “{post.content_warning}”, and the post does not begin with "
            f"it, so it was not sent. `thread edit` the entry, which puts it there; or use one of the words that there "
            f"is a mark for: {', '.join(sorted(LABELS))}."
        )
    objections = [objection(each.name, content, each.alt, MEDIA) for each, content in post.attachments]
    objections.append(objection_to_all([content for _, content in post.attachments], MEDIA))
    for refused in filter(None, objections):
        raise Refused(f"{refused} The post was not sent.")
