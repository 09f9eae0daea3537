"""The queue's SQLite file: opened with care, changed in transactions, its troubles told in words."""

from __future__ import annotations

import contextlib
import os
import shlex
import sqlite3
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from composer.model import Fault
from composer.queue.entry import QueueError, StoreUnavailable
from composer.queue.mounts import mount_table, network_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MIGRATIONS = Path(__file__).with_name("migrations")
_PATIENCE = 5.0
"""Seconds to wait for another process to let go of the file."""
_NO_RIGHTS = "it may not be opened. Give yourself the right to read and write it and its folder and try again"
_FOR_NOW = {
    sqlite3.SQLITE_BUSY: "another program has it locked. Close that program, or wait a moment, and try again",
    sqlite3.SQLITE_LOCKED: "another program has it locked. Close that program, or wait a moment, and try again",
    sqlite3.SQLITE_FULL: "the disk is full. Make room and try again",
    sqlite3.SQLITE_IOERR: "the disk refused to write or read. See whether it is full or failing and try again",
    sqlite3.SQLITE_READONLY: "it may not be written. Give yourself the right to write it and its folder and try again",
    sqlite3.SQLITE_CANTOPEN: "it or its folder cannot be opened. See that both exist and are yours and try again",
    sqlite3.SQLITE_PERM: _NO_RIGHTS,
}
_APPLICATION = int.from_bytes(b"TCmp")
"""What SQLite's application id of a queue is; files of schema 1 have none."""
_FIRST_TABLES = frozenset({"entry", "post", "media", "attachment", "log", "worker"})
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Database:
    """One connection to one queue file, for one thread of the process; rows are found by column name.

    Every commit is on disk when the call returns: write-ahead log, `synchronous=FULL`, and `fullfsync`, without
    which macOS leaves data in the drive's cache.
    """

    def __init__(self, path: Path, migrations: Path = _MIGRATIONS, mounts: Callable[[], str] = mount_table) -> None:
        self.path = path
        self._scripts = _scripts(migrations)
        self._refuse_network(mounts())
        with self._told():
            if not path.exists():
                self._create()
            self._connection = self._connect(path)
        try:
            with self._told():
                self._migrate()
        except BaseException:
            self._connection.close()
            raise

    @classmethod
    def reading(cls, path: Path) -> Self:
        """A queue file that is read and left as it is, whatever its schema; raises `QueueError` where it is none."""
        found = cls.__new__(cls)
        found.path = path
        with found._told():
            found._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            found._connection.row_factory = sqlite3.Row
            try:
                found._refuse_others(found._connection)
            except BaseException:
                found._connection.close()
                raise
        return found

    def all(self, sql: str, **values: Any) -> list[sqlite3.Row]:
        """The rows of a query."""
        with self._told():
            return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, **values: Any) -> sqlite3.Row | None:
        """The first row of a query, if any."""
        with self._told():
            row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def run(self, sql: str, **values: Any) -> int:
        """Change something; returns how many rows were changed."""
        with self._told():
            return self._connection.execute(sql, values).rowcount

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens in the block, durable when it ends, or none of it; one inside another is a part of it."""
        if self._in_transaction():
            yield
            return
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with self._told():
                self._connection.execute("COMMIT")
        except BaseException:
            if self._in_transaction():
                self._connection.execute("ROLLBACK")
            raise

    def _in_transaction(self) -> bool:
        return self._connection.in_transaction

    def version(self) -> int:
        """A number that changes whenever another connection has changed the file."""
        row = self.one("PRAGMA data_version")
        assert row is not None
        return int(row[0])

    def copy_to(self, path: Path) -> None:
        """Write all that is committed to another file, whole or not at all, readable by this user alone."""
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        with self._told():
            try:
                os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
                self._connection.execute("VACUUM INTO ?", (str(part),))
                with part.open("rb+") as file:
                    os.fsync(file.fileno())
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)

    def take_over(self, path: Path) -> None:
        """Become what the queue in another file is, in one transaction that other programs see as one change."""
        with self._told(), contextlib.closing(sqlite3.connect(path)) as other:
            other.backup(self._connection)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _create(self) -> None:
        """A queue appears under its name whole, so an empty or half file there is always damage."""
        journal = any(self.path.with_name(self.path.name + tail).exists() for tail in ("-wal", "-shm"))
        if journal and not self.path.exists():  # another opener may have made both meanwhile
            raise QueueError(
                f"The queue file {self.path} is missing, but its journal {self.path.name}-wal is still there. "
                "Put the file back beside it, or move the journal away to begin with an empty queue.",
                fault=Fault.SETUP,
            )
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.path.with_name(f".{self.path.name}.{os.getpid()}-{threading.get_ident()}.part")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
            with contextlib.closing(self._connect(part)) as self._connection:
                self._migrate()
            self._name(part)
        finally:
            for tail in ("", "-wal", "-shm"):
                part.with_name(part.name + tail).unlink(missing_ok=True)

    def _name(self, part: Path) -> None:
        """Give a finished queue its name, unless another program was faster."""
        try:
            os.link(part, self.path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            part.rename(self.path)

    def _connect(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            if path == self.path:
                self._refuse_others(connection)
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            for pragma in ("synchronous=FULL", "fullfsync=ON", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        if mode != "wal":
            connection.close()
            raise QueueError(
                f"The queue file {path} lies where SQLite cannot keep its journal, such as a network folder. "
                "Move it to a local disk.",
                fault=Fault.SETUP,
            )
        return connection

    def _refuse_network(self, mounts: str) -> None:
        kind = network_folder(self.path.absolute().parent.resolve(), mounts)
        if kind is not None:
            raise QueueError(
                f"The queue file {self.path} would lie on a network folder ({kind}), where two computers could send "
                "the same post. Move it to a disk of this computer: XDG_STATE_HOME says where its folder is.",
                fault=Fault.SETUP,
            )

    def _refuse_others(self, connection: sqlite3.Connection) -> None:
        """Raise for a file that is empty, or somebody else's."""
        tables = {row["name"] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if not tables:
            raise self._damaged("it holds no queue")
        number = int(connection.execute("PRAGMA application_id").fetchone()[0])
        if number != _APPLICATION and not (number == 0 and tables >= _FIRST_TABLES):
            raise QueueError(
                f"{self.path} is a database of another program and holds no queue of Thread Composer. It was left as "
                "it is. Move it away to begin with an empty queue, or put your queue in its place.",
                fault=Fault.SETUP,
            )

    def _migrate(self) -> None:
        """Bring the file to the newest schema; each script and its number are one transaction."""
        newest = len(self._scripts)
        if 0 < (found := _schema(self._connection)) < newest:
            self._back_up(found)
        while (have := _schema(self._connection)) < newest:
            with self.transaction():
                if _schema(self._connection) == have:
                    for statement in _statements(self._scripts[have].read_text(encoding="utf-8")):
                        self._connection.execute(statement)
                    self._connection.execute(f"PRAGMA user_version={have + 1}")
        if have > newest:
            raise QueueError(
                f"The queue file {self.path} was written by a newer version of Thread Composer "
                f"(schema {have}, this one knows {newest}). Update Thread Composer; nothing was changed.",
                fault=Fault.SETUP,
            )

    def _back_up(self, schema: int) -> None:
        copy = self.path.with_name(f"{self.path.name}.schema-{schema}")
        if not copy.exists():
            self.copy_to(copy)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite or the file system says into what a person can act on."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code in _DAMAGED:
                raise self._damaged(str(error)) from error
            if code in _FOR_NOW:
                raise StoreUnavailable(f"The queue file {self.path} cannot be used: {_FOR_NOW[code]}.") from error
            raise
        except PermissionError as error:
            raise StoreUnavailable(f"The queue file {self.path} cannot be used: {_NO_RIGHTS}.") from error
        except OSError as error:
            raise StoreUnavailable(
                f"The queue file {self.path} cannot be used: {error.strerror}. "
                "See that its folder exists, has room and is yours, and try again."
            ) from error

    def _damaged(self, why: str) -> QueueError:
        return QueueError(
            f"The queue file {self.path} is damaged ({why}). It was left as it is and no new queue was begun. "
            f"{_way_back(self.path)}",
            fault=Fault.SETUP,
        )


def daily_copy(queue: Path) -> Path:
    """Where the worker keeps a copy of a queue, renewed once a day."""
    return queue.with_name(f"{queue.name}.daily")


def _way_back(queue: Path) -> str:
    copy = daily_copy(queue)
    if not copy.exists():
        return "Restore a backup with `thread restore FILE`, or move it away to begin with an empty queue."
    made = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
    return f"`thread restore {shlex.quote(str(copy))}` brings back the worker's copy of {made:%a %d %b %H:%M}."


def newest_schema() -> int:
    """The schema that this program writes."""
    return len(_scripts(_MIGRATIONS))


def _schema(connection: sqlite3.Connection) -> int:
    """How many migrations a file has had; 0 for one that is no queue."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _scripts(folder: Path) -> Sequence[Path]:
    """The migrations in their order; the first brings an empty file to schema 1, and so on."""
    return sorted(folder.glob("[0-9]*.sql"))


def _statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one at a time, so that they can share a transaction."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
