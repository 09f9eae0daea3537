"""From rows of the queue's file to its nouns, and back."""

# ruff: noqa: S608 -- only constants of this room are put together to SQL; values are always bound
from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from composer.model import Link, PostOptions, Receipt, Schedule
from composer.queue.entry import Entry, EntryPost, LogRow, QueueError, WorkerSeen, instant
from composer.queue.publisher import Attachment
from composer.queue.states import PostState, ThreadState

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from composer.model import Post
    from composer.queue.database import Database


def entry_of(row: sqlite3.Row, posts: tuple[EntryPost, ...]) -> Entry:
    """An entry from its row and its posts."""
    return Entry(
        id=row["id"],
        account=row["account"],
        network=row["network"],
        title=row["title"],
        state=ThreadState(row["state"]),
        schedule=Schedule(instant(row["due_at"]), row["wall"], row["zone"], row["words"], row["note"]),
        posts=posts,
        next_at=instant(row["wake_at"]),
        created=instant(row["created_at"]),
        draft=Path(row["draft"]) if row["draft"] else None,
        late=None if row["late_ms"] is None else timedelta(milliseconds=row["late_ms"]),
        pace=timedelta(milliseconds=row["pace_ms"]),
        visibility=row["visibility"],
        reply_to=Receipt(row["parent_id"], row["parent_url"], instant(row["parent_at"])) if row["parent_id"] else None,
        failures=row["failures"],
        error=row["error"],
        taken_back=bool(row["taken_back"]),
        template=row["template"] or "",
        cool_until=None if row["cool_until"] is None else instant(row["cool_until"]),
        revision=row["revision"],
    )


def post_of(row: sqlite3.Row, attachments: Iterable[sqlite3.Row]) -> EntryPost:
    """A post from its row and the rows of its pictures."""
    return EntryPost(
        number=row["number"],
        text=row["text"],
        state=PostState(row["state"]),
        key=row["key"],
        links=tuple(Link(*link) for link in json.loads(row["links"])),
        attachments=tuple(Attachment(a["name"], a["type"], a["digest"], a["alt"]) for a in attachments),
        content_warning=row["content_warning"],
        language=row["language"],
        options=options_of(row["options"]),
        attempts=row["attempts"],
        first_attempt=None if row["first_attempt_at"] is None else instant(row["first_attempt_at"]),
        started_at=None if row["started_at"] is None else instant(row["started_at"]),
        receipt=(
            Receipt(row["remote_id"], row["url"], instant(row["sent_at"]), row["remote_text"])
            if row["remote_id"] is not None
            else None
        ),
    )


def log_of(row: sqlite3.Row) -> LogRow:
    """A log row from the file's."""
    return LogRow(instant(row["at"]), row["actor"], row["what"], row["reason"])


def worker_of(row: sqlite3.Row) -> WorkerSeen:
    """The last worker from its row."""
    return WorkerSeen(
        row["name"], row["pid"], instant(row["started_at"]), instant(row["seen_at"]), bool(row["stopped"])
    )


def links_json(links: Sequence[Link]) -> str:
    """Labels and targets as the file has them."""
    return json.dumps([[link.start, link.end, link.target] for link in links], ensure_ascii=False)


def options_json(options: PostOptions) -> str:
    """What is asked of the network as the file has it."""
    return json.dumps({name: value for name, value in asdict(options).items() if value}, ensure_ascii=False)


def options_of(text: str) -> PostOptions:
    """What is asked of the network, from the file."""
    asked = json.loads(text)
    return PostOptions(**{**asked, **{name: tuple(asked.get(name, ())) for name in ("poll", "focus")}})


def reading(post: Post, media: Mapping[str, bytes]) -> str:
    """What makes a post the same as another one: its words and its pictures, `media` by the names the draft gives."""
    pictures = (hashlib.sha256(media.get(picture.path, b"")).hexdigest() for picture in post.media)
    return "\n".join((post.text, *pictures))


def texts_digest(texts: Iterable[str]) -> str:
    """SHA-256 of a thread's texts, equal for threads that read the same."""
    words = [unicodedata.normalize("NFC", text).split() for text in texts]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


_CHUNK = 500
"""Ids in one query: SQLite before 3.32 takes at most 999 values."""


def entries(db: Database, rows: Sequence[sqlite3.Row]) -> tuple[Entry, ...]:
    """The entries of some rows, with all their posts."""
    ids = [row["id"] for row in rows]
    posts: dict[str, list[sqlite3.Row]] = {entry: [] for entry in ids}
    pictures: dict[tuple[str, int], list[sqlite3.Row]] = {}
    for start in range(0, len(ids), _CHUNK):
        values = {f"id{i}": entry for i, entry in enumerate(ids[start : start + _CHUNK])}
        among = f"entry IN ({', '.join(':' + name for name in values)})"
        for row in db.all(f"SELECT * FROM post WHERE {among} ORDER BY entry, number", **values):
            posts[row["entry"]].append(row)
        for row in db.all(f"SELECT * FROM attachment WHERE {among} ORDER BY entry, number, position", **values):
            pictures.setdefault((row["entry"], row["number"]), []).append(row)
    return tuple(
        entry_of(row, tuple(post_of(post, pictures.get((row["id"], post["number"]), ())) for post in posts[row["id"]]))
        for row in rows
    )


def entry_by_id(db: Database, entry: str) -> Entry:
    """The entry with exactly this id."""
    row = db.one("SELECT * FROM entry WHERE id = :id", id=entry)
    if row is None:
        raise QueueError(f"There is no entry {entry} in the queue. `thread queue` lists what there is.")
    return entries(db, [row])[0]


def media_by_digest(db: Database, digest: str) -> bytes:
    """The content of a queued picture by its SHA-256."""
    row = db.one("SELECT content FROM media WHERE digest = :digest", digest=digest)
    if row is None:
        raise QueueError(
            f"The queue file {db.path} is damaged: picture {digest[:12]} is gone. Put a backup in its place."
        )
    return bytes(row["content"])


def write_log(db: Database, entry: str, at: int, actor: str, what: str, reason: str) -> None:
    """Add a row to the story of an entry."""
    db.run(
        "INSERT INTO log (entry, at, actor, what, reason) VALUES (:entry, :at, :actor, :what, :reason)",
        entry=entry,
        at=at,
        actor=actor,
        what=what,
        reason=reason,
    )


def forget_plan(db: Database, entry: str) -> None:
    """Forget what was made ready for the next call, unless one is in doubt: that has to be settled by its plan."""
    db.run(
        "UPDATE entry SET plan = NULL, plan_for = NULL WHERE id = :id AND plan IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM post WHERE post.entry = entry.id AND post.state IN ('sending', 'unknown'))",
        id=entry,
    )
