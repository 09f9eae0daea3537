"""What the rehearsal network remembers, in one SQLite file: accounts, posts, media, faults to come and settings."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_EPOCH_MS = 1_288_834_974_657
"""The instant that ids of X count from; an id carries its own time in its upper bits."""
_LAST = {
    "post": "SELECT coalesce(max(id), 0) FROM post",
    "media": "SELECT max(coalesce((SELECT max(id) FROM media), 0), coalesce((SELECT max(id) FROM upload), 0))",
}
_LENGTH_OF = "length of "
"""What a setting's name begins with that says how long an account's posts may be."""
_CALLS_KEPT = 5000
"""More than the largest thread makes, each of its posts tried until a worker gives up."""
_TABLES = ("post_media", "post", "piece", "upload", "media", "content", "call", "armed", "setting")
_COLUMNS = "id, account, sent, shown, urls, options, parent, conversation, created_ms, deleted"


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the rehearsal network; its secrets open nothing but this machine's rehearsal."""

    name: str
    user_id: int
    api_key: str = field(repr=False)
    api_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    access_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShortLink:
    """A URL of a post and what stands for it in the text shown, `[start, end)` in code points of that text."""

    url: str
    expanded: str
    start: int
    end: int
    media: int | None = None
    """Id of the picture that the link leads to; None for a link that the author wrote."""


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """An uploaded picture or film."""

    id: int
    account: str
    type: str
    digest: str
    alt: str
    size: int


@dataclass(frozen=True, slots=True)
class Upload:
    """A film or animation that comes in pieces."""

    id: int
    account: str
    type: str
    size: int
    """Bytes, as announced."""
    finished_ms: int | None
    """When the last piece was there; None while some are to come."""


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as it was sent and as the API shows it."""

    id: int
    account: str
    sent: str
    shown: str
    urls: tuple[ShortLink, ...]
    options: Mapping[str, Any]
    """What the create call asked for besides text, reply and media."""
    parent: int | None
    conversation: int
    created_ms: int
    """Milliseconds since 1970, UTC."""
    deleted: bool
    media: tuple[StoredMedia, ...] = ()


class Store:
    """One connection to the store's file, shared by the threads of a process.

    Raises sqlite3.Error where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._file = path.stat()
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"))

    @property
    def lost(self) -> bool:
        """Whether the file was deleted or replaced, so that what is kept here is kept nowhere."""
        try:
            return not os.path.samestat(self.path.stat(), self._file)
        except OSError:
            return True

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and nobody else writes meanwhile; one inside another is part of it."""
        with self._lock:
            if self._db.in_transaction:
                yield self._db
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, parameters).fetchall()

    def member(self, name: str) -> Member:
        """The account of that name, made at its first mention."""
        with self.transaction() as db:
            row = db.execute("SELECT * FROM account WHERE name = ?", (name,)).fetchone()
            if row is None:
                row = self._new_member(db, name)
            return Member(*row)

    @staticmethod
    def _new_member(db: sqlite3.Connection, name: str) -> tuple[str | int, ...]:
        user_id = db.execute("SELECT coalesce(max(user_id), 1000) + 1 FROM account").fetchone()[0]
        token = f"{user_id}-{secrets.token_hex(20)}"
        row = (name, user_id, secrets.token_hex(12), secrets.token_hex(25), token, secrets.token_hex(22))
        db.execute("INSERT INTO account VALUES (?, ?, ?, ?, ?, ?)", row)
        return row

    def member_by(self, column: str, value: object) -> Member | None:
        """The account whose `api_key`, `access_token` or `user_id` is `value`."""
        if column not in {"api_key", "access_token", "user_id"}:
            raise ValueError(column)
        rows = self._rows(f"SELECT * FROM account WHERE {column} = ?", (value,))  # noqa: S608 - checked just above
        return Member(*rows[0]) if rows else None

    def next_id(self, table: str, now_ms: int) -> int:
        """An id as X makes them: greater than every earlier one, with the time in its upper bits."""
        last: int = self._rows(_LAST[table])[0][0]
        return max(now_ms - _EPOCH_MS << 22, last + 1)

    def add_post(self, post: StoredPost) -> None:
        """Keep a post and the order of its media."""
        urls = json.dumps([[u.url, u.expanded, u.start, u.end, u.media] for u in post.urls])
        values = (
            *(post.id, post.account, post.sent, post.shown, urls, json.dumps(dict(post.options))),
            *(post.parent, post.conversation, post.created_ms, int(post.deleted)),
        )
        with self.transaction() as db:
            db.execute(f"INSERT INTO post ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)  # noqa: S608
            places = [(post.id, place, media.id) for place, media in enumerate(post.media)]
            db.executemany("INSERT INTO post_media VALUES (?, ?, ?)", places)

    def posts(self, where: str = "1", *parameters: object) -> tuple[StoredPost, ...]:
        """Posts that fulfil an SQL condition on the table `post`, oldest first; parameters are bound, never pasted."""
        with self._lock:
            sql = f"SELECT {_COLUMNS} FROM post WHERE {where} ORDER BY id"  # noqa: S608 - ours
            return tuple(self._post(row) for row in self._rows(sql, parameters))

    def post(self, post_id: int) -> StoredPost | None:
        """The post with that id, unless it was deleted."""
        return next(iter(self.posts("id = ? AND NOT deleted", post_id)), None)

    def _post(self, row: tuple[Any, ...]) -> StoredPost:
        number, account, sent, shown, urls, options, parent, conversation, created_ms, deleted = row
        media = self._rows(
            "SELECT m.id, m.account, m.type, m.digest, m.alt, m.size FROM media m JOIN post_media p ON p.media = m.id "
            "WHERE p.post = ? ORDER BY p.place",
            (number,),
        )
        return StoredPost(
            id=number,
            account=account,
            sent=sent,
            shown=shown,
            urls=tuple(ShortLink(*url) for url in json.loads(urls)),
            options=json.loads(options),
            parent=parent,
            conversation=conversation,
            created_ms=created_ms,
            deleted=bool(deleted),
            media=tuple(StoredMedia(*each) for each in media),
        )

    def delete_post(self, post_id: int, account: str) -> bool:
        """Take a post of that account away; False where it has none with that id."""
        with self.transaction() as db:
            change = db.execute("UPDATE post SET deleted = 1 WHERE id = ? AND account = ?", (post_id, account))
            return change.rowcount > 0

    def add_media(self, account: str, media_type: str, content: bytes, now_ms: int) -> StoredMedia:
        """Keep an upload; its content is stored once however often it is uploaded."""
        digest = hashlib.sha256(content).hexdigest()
        with self.transaction() as db:
            media = StoredMedia(self.next_id("media", now_ms), account, media_type, digest, "", len(content))
            db.execute("INSERT OR IGNORE INTO content VALUES (?, ?)", (digest, content))
            db.execute(
                "INSERT INTO media (id, account, type, digest, alt, size) VALUES (?, ?, ?, ?, ?, ?)",
                (media.id, account, media_type, digest, "", len(content)),
            )
        return media

    def begin_upload(self, account: str, media_type: str, size: int, now_ms: int) -> int:
        """Expect a file in pieces; returns the id it will have."""
        with self.transaction() as db:
            begun = self.next_id("media", now_ms)
            db.execute("INSERT INTO upload VALUES (?, ?, ?, ?, NULL)", (begun, account, media_type, size))
        return begun

    def begun_upload(self, upload_id: int, account: str) -> Upload | None:
        """A file of that account that comes, or came, in pieces."""
        rows = self._rows("SELECT * FROM upload WHERE id = ? AND account = ?", (upload_id, account))
        return Upload(*rows[0]) if rows else None

    def add_piece(self, upload_id: int, index: int, content: bytes) -> None:
        """Keep a piece, in place of an earlier one of that number."""
        with self.transaction() as db:
            db.execute("INSERT OR REPLACE INTO piece VALUES (?, ?, ?)", (upload_id, index, content))

    def pieces(self, upload_id: int) -> bytes:
        """The pieces so far, in their order."""
        rows = self._rows("SELECT content FROM piece WHERE upload = ? ORDER BY number", (upload_id,))
        return b"".join(row[0] for row in rows)

    def finish_upload(self, upload: Upload, content: bytes, now_ms: int) -> None:
        """Make the pieces the upload that they are of; again, it changes nothing."""
        digest = hashlib.sha256(content).hexdigest()
        with self.transaction() as db:
            db.execute("INSERT OR IGNORE INTO content VALUES (?, ?)", (digest, content))
            db.execute(
                "INSERT OR IGNORE INTO media (id, account, type, digest, alt, size) VALUES (?, ?, ?, ?, '', ?)",
                (upload.id, upload.account, upload.type, digest, len(content)),
            )
            db.execute("UPDATE upload SET finished_ms = coalesce(finished_ms, ?) WHERE id = ?", (now_ms, upload.id))

    def media(self, media_id: int, account: str) -> StoredMedia | None:
        """An upload of that account."""
        sql = "SELECT id, account, type, digest, alt, size FROM media WHERE id = ? AND account = ?"
        rows = self._rows(sql, (media_id, account))
        return StoredMedia(*rows[0]) if rows else None

    def describe(self, media_id: int, alt: str) -> None:
        """Give an upload its alt text."""
        with self.transaction() as db:
            db.execute("UPDATE media SET alt = ? WHERE id = ?", (alt, media_id))

    def content(self, digest: str) -> tuple[str, bytes] | None:
        """Media type and bytes by digest."""
        sql = "SELECT m.type, c.bytes FROM content c JOIN media m USING (digest) WHERE digest = ? LIMIT 1"
        rows = self._rows(sql, (digest,))
        return rows[0] if rows else None

    def note_call(self, account: str, method: str, path: str, body: Any, now_ms: int) -> None:
        """Keep what an account asked for, as it stood on the wire."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO call (account, at_ms, method, path, body) VALUES (?, ?, ?, ?, ?)",
                (account, now_ms, method, path, json.dumps(body, ensure_ascii=False)),
            )
            db.execute("DELETE FROM call WHERE id <= (SELECT max(id) FROM call) - ?", (_CALLS_KEPT,))

    def calls(self) -> list[dict[str, Any]]:
        """The latest calls, oldest first."""
        rows = self._rows("SELECT id, account, at_ms, method, path, body FROM call ORDER BY id")
        names = ("id", "account", "at_ms", "method", "path", "body")
        return [{**dict(zip(names, row, strict=True)), "body": json.loads(row[5])} for row in rows]

    def empty(self) -> None:
        """Forget all that was published, uploaded, asked and set; accounts keep their keys."""
        with self.transaction() as db:
            for table in _TABLES:
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours

    def unset(self, *names: str) -> None:
        """Put settings back to what they are by themselves."""
        with self.transaction() as db:
            db.executemany("DELETE FROM setting WHERE name = ?", [(name,) for name in names])

    def limit_of(self, account: str) -> tuple[str, int | None]:
        """Network whose limit an account's posts obey, and a maximum of its own where it has one."""
        network, _, maximum = self.setting(_LENGTH_OF + account, "x").partition(" ")
        return network, int(maximum) if maximum else None

    def set_limit(self, account: str, network: str, maximum: int) -> None:
        """Rehearse with that account for `network`, posts up to `maximum` long."""
        self.set(_LENGTH_OF + account, f"{network} {maximum}")

    def setting(self, name: str, default: str) -> str:
        """A value that was set, else `default`."""
        rows = self._rows("SELECT value FROM setting WHERE name = ?", (name,))
        return rows[0][0] if rows else default

    def setting_for(self, account: str, name: str, default: str) -> str:
        """What was set for one account, else for all of them, else `default`."""
        return self.setting(own(name, account), self.setting(name, default))

    def set(self, name: str, value: str) -> None:
        """Remember a setting."""
        with self.transaction() as db:
            db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def count(self, name: str) -> int:
        """Add one to a counter and say what it was before."""
        with self.transaction():
            value = int(self.setting(name, "0"))
            self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, str(value + 1)))
            return value


def own(name: str, account: str) -> str:
    """The name of a setting that holds for one account, or, where that is empty, for all."""
    return f"{name} of {account}" if account else name
