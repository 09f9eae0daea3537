"""How a post gets into the queue's file, with its pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from composer.queue.rows import links_json
from composer.queue.states import PostState

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from composer.model import Post
    from composer.queue.database import Database
    from composer.queue.media import Picture


def insert_post(db: Database, entry: str, post: Post, pictures: Mapping[str, Picture], chance: random.Random) -> None:
    """Add a post that waits to be sent, under a key of its own; each picture is kept once."""
    db.run(
        "INSERT INTO post (entry, number, text, links, content_warning, language, key, state)"
        " VALUES (:entry, :number, :text, :links, :content_warning, :language, :key, :state)",
        entry=entry,
        number=post.number,
        text=post.text,
        links=links_json(post.links),
        content_warning=post.content_warning,
        language=post.language,
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


def delete_posts(db: Database, entry: str, after: int) -> None:
    """Take the posts after number `after` out of an entry; only for posts that were never sent."""
    for table in ("attachment", "post"):
        db.run(f"DELETE FROM {table} WHERE entry = :entry AND number > :after", entry=entry, after=after)  # noqa: S608
