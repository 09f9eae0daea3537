"""The queue's file: whole or not there, never silently new, and patient with a full or locked disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from composer.queue import QueueError, Store, StoreUnavailable
from composer.queue.database import Database

NEWEST = len(list(Path(sys.modules["composer.queue.database"].__file__).parent.glob("migrations/*.sql")))


def test_a_new_queue_is_private_and_complete(store, file):
    assert file.stat().st_mode & 0o077 == 0
    assert [entry.name for entry in file.parent.iterdir() if entry.name.endswith(".part")] == []
    with sqlite3.connect(file) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert plain.execute("PRAGMA user_version").fetchone() == (NEWEST,)
    plain.close()


def test_every_commit_is_synced(store):
    pragmas = {name: store._db.one(f"PRAGMA {name}")[0] for name in ("synchronous", "fullfsync", "foreign_keys")}
    assert pragmas == {"synchronous": 2, "fullfsync": 1, "foreign_keys": 1}


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_damaged_queue_is_reported_and_left_as_it_is(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(QueueError, match=r"is damaged.*no new queue was begun.*backup"):
        Store(file)
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_not_made_into_a_queue(file):
    file.parent.mkdir()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    other.close()
    before = file.read_bytes()
    with pytest.raises(QueueError, match=r"database of another program.*left as it is"):
        Store(file)
    assert file.read_bytes() == before


def test_a_queue_damaged_inside_is_reported_when_it_shows(desk, file):
    for n in range(50):
        desk.queue(3, name=f"thread {n}")
    desk.store.close()
    content = bytearray(file.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    file.write_bytes(content)
    with pytest.raises(QueueError, match="is damaged"), Store(file) as store:
        store.list()


def test_a_queue_whose_file_has_gone_but_not_its_journal_is_not_begun_anew(desk, file):
    desk.queue(1)
    wal = file.with_name(file.name + "-wal")
    copy = wal.read_bytes()
    desk.store.close()
    file.unlink()
    wal.write_bytes(copy)
    with pytest.raises(QueueError, match=r"is missing.*journal.*still there"):
        Store(file)
    assert not file.exists()


def test_a_queue_of_a_newer_version_is_refused_and_not_touched(store, file):
    store._db.run("PRAGMA user_version=99")
    store.close()
    before = file.read_bytes()
    with pytest.raises(QueueError, match=r"newer version of Thread Composer.*schema 99.*Update"):
        Store(file)
    assert file.read_bytes() == before


def test_an_older_queue_is_brought_forward_with_a_copy_of_what_it_was(desk, file, tmp_path):
    entry = desk.queue(2)
    desk.store.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(sys.modules["composer.queue.database"].__file__).with_name("migrations"), scripts)
    (scripts / "9999_colour.sql").write_text(
        "ALTER TABLE entry ADD COLUMN colour TEXT NOT NULL DEFAULT 'a; b';\n-- a comment; with a semicolon\n"
        "CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT 1; SELECT 2; END;\n"
    )
    database = Database(file, scripts)
    row = database.one("SELECT id, colour FROM entry")
    assert (row["id"], row["colour"]) == (entry.id, "a; b")
    database.close()
    with sqlite3.connect(file.with_name(file.name + f".schema-{NEWEST}")) as copy:
        assert copy.execute("SELECT id FROM entry").fetchone() == (entry.id,)
        assert copy.execute("PRAGMA user_version").fetchone() == (NEWEST,)
    copy.close()


def test_a_migration_that_fails_changes_nothing(desk, file, tmp_path):
    entry = desk.queue(2)
    desk.store.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(sys.modules["composer.queue.database"].__file__).with_name("migrations"), scripts)
    (scripts / "9999_broken.sql").write_text("ALTER TABLE entry ADD COLUMN colour TEXT;\nDROP TABLE nothing;\n")
    with pytest.raises(sqlite3.OperationalError):
        Database(file, scripts)
    with Store(file) as store:
        assert store.get(entry.id) == entry


def test_a_command_on_a_locked_queue_says_so(desk, file, monkeypatch):
    monkeypatch.setattr("composer.queue.database._PATIENCE", 0.05)
    entry = desk.queue(1)
    with Store(file) as impatient:
        blocker = sqlite3.connect(file, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match=r"locked.*try again"):
            impatient.cancel(entry.id)
        assert impatient.get(entry.id).state == "queued"
        blocker.execute("ROLLBACK")
        blocker.close()
        assert impatient.cancel(entry.id).state == "cancelled"


def test_a_worker_waits_for_a_locked_queue_and_loses_and_doubles_nothing(desk, file, clock, paper):
    desk.store._db.one("PRAGMA busy_timeout=20")
    entry = desk.queue(3)
    blocker = sqlite3.connect(file, isolation_level=None)
    paper.script = [None, lambda _post: blocker.execute("BEGIN IMMEDIATE")]
    clock.on_wait = lambda: blocker.in_transaction and len(clock.waits) > 5 and blocker.execute("ROLLBACK")
    assert desk.once()
    blocker.close()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]
    assert paper.looked == 0
    assert desk.told.count("queue") > 3
    assert desk.state(entry) == "published"


def test_a_worker_waits_for_a_full_disk_and_loses_and_doubles_nothing(desk, paper, clock):
    entry = desk.queue(3)
    pages = desk.store._db.one("PRAGMA page_count")[0]

    def fill(_post) -> None:
        desk.store._db.run(
            "INSERT INTO log (entry, at, actor, what, reason) SELECT id, 0, '', '', hex(zeroblob(3000)) FROM entry"
        )
        desk.store._db.one(f"PRAGMA max_page_count={pages}")

    def empty() -> None:
        if len(clock.waits) > 5:
            desk.store._db.one("PRAGMA max_page_count=1000000")

    paper.script = [None, fill]
    clock.on_wait = empty
    assert desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]
    assert desk.state(entry) == "published"


CHILD = """
import sys, resource
from datetime import datetime, UTC
from pathlib import Path
from composer.model import Post, Schedule
from composer.queue import QueueError, Store
{before}
try:
    with Store(Path(sys.argv[1])) as store:
        {then}
        store.enqueue([Post(1, 1, "x" * 200_000, 9)], account="a", network="n", schedule=Schedule(datetime.now(UTC)))
except QueueError as error:
    sys.exit(f"told: {{error}}")
"""


def child(file: Path, before: str = "", then: str = "") -> str:
    script = CHILD.format(before=before, then=then)
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_full_disk_while_queueing_is_told_and_leaves_the_queue_as_it_was(desk, file):
    entry = desk.queue(2)
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))"
    said = child(file, then=limit)
    assert "told: The queue file" in said
    assert "full" in said
    assert [found.id for found in desk.store.list()] == [entry.id]
    assert desk.store._db.one("PRAGMA integrity_check")[0] == "ok"


def test_a_full_disk_at_the_first_start_leaves_no_half_queue(file):
    file.parent.mkdir()
    said = child(file, before="resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))")
    assert "told: The queue file" in said
    assert list(file.parent.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="needs rights that can be taken away")
def test_a_queue_that_may_only_be_read_is_told(desk, file):
    desk.queue(1)
    for folder in file.parent.parents[:3]:
        folder.chmod(0o755)
    for part in file.parent.iterdir():
        part.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        said = child(file, before="import os; os.geteuid() or os.setuid(65534)")  # root may write whatever it says
    finally:
        file.parent.chmod(0o755)
    assert "told: The queue file" in said
    assert "right to" in said


@pytest.mark.skipif(os.name != "posix", reason="needs rights that can be taken away")
def test_a_queue_in_a_folder_that_may_not_be_entered_is_told(desk, file):
    desk.queue(1)
    file.parent.chmod(0)
    try:
        said = child(file, before="import os; os.geteuid() or os.setuid(65534)")
    finally:
        file.parent.chmod(0o755)
    assert "told: The queue file" in said
    assert "right to" in said


def test_two_programs_that_begin_a_queue_at_once_share_it(file):
    file.parent.mkdir()
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD.format(before="", then=""), str(file)], stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for process in children:
        assert process.communicate(timeout=30)[1] == ""
    with Store(file) as store:
        assert len(store.list()) == 4


def test_two_threads_that_begin_a_queue_at_once_share_it(tmp_path):
    for attempt in range(20):
        path = tmp_path / str(attempt) / "queue.sqlite3"
        together = threading.Barrier(4)

        def begin(path=path, together=together):
            together.wait()
            with Store(path) as store:
                return store.list()

        with ThreadPoolExecutor(4) as pool:
            assert [each.result() for each in [pool.submit(begin) for _ in range(4)]] == [()] * 4
