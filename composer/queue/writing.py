"""How posts get into the queue's file, with their pictures, and how those that are not out are replaced."""

# ruff: noqa: S608 -- only constants of this room are put together to SQL; values are always bound
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from composer.queue.entry import QueueError, milliseconds, named
from composer.queue.rows import links_json, options_json, reading, texts_digest
from composer.queue.states import PostState

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from composer.model import Post, Receipt
    from composer.queue.database import Database
    from composer.queue.entry import Entry, EntryPost
    from composer.queue.media import Picture

_SHOWN = 60
"""Characters of a post that a message quotes."""


def insert_post(db: Database, entry: str, post: Post, pictures: Mapping[str, Picture], chance: random.Random) -> None:
    """Add a post that waits to be sent, under a key of its own; each picture is kept once."""
    db.run(
        "INSERT INTO post (entry, number, text, links, content_warning, language, options, key, state)"
        " VALUES (:entry, :number, :text, :links, :content_warning, :language, :options, :key, :state)",
        entry=entry,
        number=post.number,
        text=post.text,
        links=links_json(post.links),
        content_warning=post.content_warning,
        language=post.language,
        options=options_json(post.options),
        key=f"{chance.getrandbits(128):032x}",
        state=PostState.PENDING,
    )
    for position, media in enumerate(post.media):
        picture = pictures[media.path]
        db.run(
            "INSERT INTO media (digest, content) VALUES (:digest, :content)"
            " ON CONFLICT (digest) DO UPDATE SET content = excluded.content WHERE length(media.content) = 0",
            digest=picture.digest,
            content=picture.content,
        )
        db.run(
            "INSERT INTO attachment (entry, number, position, name, type, alt, digest)"
            " VALUES (:entry, :number, :position, :name, :type, :alt, :digest)",
            entry=entry,
            number=post.number,
            position=position,
            name=Path(media.path).name,
            type=picture.type,
            alt=media.alt,
            digest=picture.digest,
        )


def replace_posts(
    db: Database, entry: Entry, posts: Sequence[Post], pictures: Mapping[str, Picture], chance: random.Random
) -> None:
    """Put `posts` in place of those that are not out."""
    for table in ("attachment", "post"):
        db.run(f"DELETE FROM {table} WHERE entry = :entry AND number > :sent", entry=entry.id, sent=entry.sent)
    for post in posts[entry.sent :]:
        insert_post(db, entry.id, post, pictures, chance)
    content = {name: picture.content for name, picture in pictures.items()}
    digest = texts_digest(reading(post, content) for post in posts)
    db.run("UPDATE entry SET digest = :digest WHERE id = :id", digest=digest, id=entry.id)


def readdress(db: Database, entry: str, visibility: str, reply_to: Receipt | None) -> None:
    """Say who may read a thread of which nothing is out, and which post it answers."""
    db.run(
        "UPDATE entry SET visibility = :visibility, parent_id = :parent, parent_url = :url, parent_at = :at"
        " WHERE id = :id",
        visibility=visibility,
        parent=reply_to.remote_id if reply_to else None,
        url=reply_to.url if reply_to else None,
        at=milliseconds(reply_to.instant) if reply_to else None,
        id=entry,
    )


def refuse_mismatch(entry: Entry, posts: Sequence[Post], pictures: Mapping[str, Picture]) -> None:
    """Raise where `posts` cannot follow what is out: readers would see a thread that does not fit together."""
    called = f"Entry {named(entry.id, entry.title)}"
    if entry.unknown is not None:
        raise QueueError(
            f"Post {entry.unknown.number} of {called} may be out, so nothing after it can be changed. Wait until the "
            f"worker has looked, or say what you see with `thread settle {entry.id}`."
        )
    out, sent = entry.posts[: entry.sent], entry.sent
    for before, after in zip(out, posts, strict=False):
        if before.text != after.text and len(posts) != len(entry.posts):
            raise QueueError(
                f"{sent} of the {len(entry.posts)} posts of {called} are out and say how many there are. The draft "
                f"makes {len(posts)} now; bring it to {len(entry.posts)} again. Nothing was changed."
            )
        if before.text != after.text or _shown(before) != _shown_anew(after, pictures):
            raise QueueError(
                f"Post {before.number} of {called} is out and can no longer be changed. "
                f"It says “{_start(before.text)}”; the draft says “{_start(after.text)}”. Put that part of the draft "
                f"back, or take the thread back with `thread retract {entry.id}`. Nothing was changed."
            )
    if len(posts) <= sent:
        raise QueueError(
            f"{sent} posts of {called} are out, and the draft makes {len(posts)} now, so there is nothing left to "
            f"send. `thread cancel {entry.id}` ends it as it is."
        )


def _shown(post: EntryPost) -> list[tuple[str, str]]:
    return [(each.digest, each.alt) for each in post.attachments]


def _shown_anew(post: Post, pictures: Mapping[str, Picture]) -> list[tuple[str, str]]:
    return [(pictures[each.path].digest, each.alt) for each in post.media]


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…"
