"""What one call writes, frozen before it is made: keys, records and their CIDs, the same in every attempt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from composer.networks.bluesky.addresses import GATES, POSTS, Address
from composer.networks.bluesky.cids import cid_of, record_key
from composer.networks.bluesky.records import gate_record, post_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from composer.networks.bluesky.rich import Rich

_APART = timedelta(milliseconds=1)
"""Between the times of two posts of a thread, so that every reader sorts them alike."""


class Foreign(ValueError):
    """These bytes are no plan of ours."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A post as a reply names it."""

    uri: str
    cid: str

    def as_data(self) -> dict[str, str]:
        """As a record holds it."""
        return {"uri": self.uri, "cid": self.cid}


@dataclass(frozen=True, slots=True)
class Ready:
    """One post before it has a place in the thread."""

    words: Rich
    language: str = ""
    warning: str = ""
    embed: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """One record of a plan."""

    key: str
    record: Mapping[str, Any]
    cid: str

    @property
    def created(self) -> datetime:
        """When its record says that it was made."""
        return datetime.fromisoformat(self.record["createdAt"])


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one call writes to the repository `did`."""

    did: str
    posts: tuple[Written, ...]
    gate: Mapping[str, Any] | None = None
    """Who may reply; stands under the key of the first post."""

    def address(self, post: Written) -> Address:
        """Where a post of the plan stands, or will."""
        return Address(self.did, post.key)

    def writes(self) -> list[dict[str, Any]]:
        """As applyWrites takes them."""
        made = [_create(POSTS, post.key, post.record) for post in self.posts]
        return [*made, _create(GATES, self.posts[0].key, self.gate)] if self.gate else made

    def as_bytes(self) -> bytes:
        """To be kept until all of it is out."""
        posts = [{"key": post.key, "record": post.record, "cid": post.cid} for post in self.posts]
        return json.dumps({"did": self.did, "posts": posts, "gate": self.gate}, ensure_ascii=False).encode()

    @classmethod
    def of(cls, kept: bytes) -> Plan:
        """From what was kept. Raises Foreign."""
        try:
            found = json.loads(kept)
            posts = tuple(Written(post["key"], post["record"], post["cid"]) for post in found["posts"])
            return cls(found["did"], posts, found["gate"])
        except (ValueError, TypeError, KeyError) as error:
            raise Foreign(str(error)) from error


def planned(
    did: str,
    posts: Sequence[Ready],
    at: datetime,
    clock: int,
    *,
    root: Reference | None = None,
    parent: Reference | None = None,
    reply_settings: str = "",
) -> Plan:
    """The plan for a thread that begins at `at`, under `parent` in the conversation of `root` where they are given."""
    written: list[Written] = []
    for number, post in enumerate(posts):
        reply = {"root": (root or parent).as_data(), "parent": parent.as_data()} if parent else None
        record = post_record(
            post.words,
            at + number * _APART,
            language=post.language,
            warning=post.warning,
            reply=reply,
            embed=post.embed,
        )
        key = record_key(at, number, clock)
        written.append(Written(key, record, cid_of(record)))
        parent = Reference(Address(did, key).uri, written[-1].cid)
        root = root or parent
    gate = (
        gate_record(Address(did, written[0].key).uri, at, reply_settings) if "reply" not in written[0].record else None
    )
    return Plan(did, tuple(written), gate)


def _create(collection: str, key: str, record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "$type": "com.atproto.repo.applyWrites#create",
        "collection": collection,
        "rkey": key,
        "value": dict(record),
    }
