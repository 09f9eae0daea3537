"""A backup is whole, and a restore doubles nothing, loses nothing in silence and keeps what was there."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from composer.queue import QueueError, Refused, Store, WorkerBusy, restore
from composer.queue.database import Database
from composer.queue.mounts import network_folder


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backup.sqlite3"


def restored(desk, file, clock, backup):
    """Restore under the open queue, as a window that stays open would see it."""
    return restore(file, backup, clock)


def test_a_queue_restored_in_mid_thread_doubles_nothing(desk, paper, file, clock, backup):
    entry = desk.queue(6)
    other = desk.queue(3, name="other", due=clock.now() + timedelta(minutes=30))
    held = desk.queue(2, name="held", hold="think")
    paper.script = [None, lambda _post: desk.store.back_up(backup)]
    desk.once()
    desk.serve(3600)
    desk.stop.clear()
    desk.store.resume(held.id)
    desk.once()
    out = list(paper.texts)
    assert len(out) == 11
    done = restored(desk, file, clock, backup)
    assert done.looked_for == 3
    assert desk.store.get(entry.id).sent == 1
    desk.store.resume(held.id)
    clock.instant += timedelta(minutes=1)
    desk.once()
    assert paper.texts == out
    for each in (entry, other, held):
        found = desk.store.get(each.id)
        assert (found.state, found.sent) == ("published", len(each.posts))


def test_what_was_not_out_yet_goes_out_after_the_look_in_order_under_the_right_parent(desk, paper, file, clock, backup):
    entry = desk.queue(5)

    def stop(_post) -> None:
        desk.store.back_up(backup)
        desk.stop.set()

    paper.script = [None, stop]
    desk.once()
    desk.stop.clear()
    restored(desk, file, clock, backup)
    desk.serve(300)
    assert paper.texts == [f"post {n} of 5" for n in range(1, 6)]
    assert [post.parent for post in paper.posts] == [None, "1", "2", "3", "4"]
    assert desk.state(entry) == "published"


def test_what_should_have_gone_out_since_the_backup_asks_a_person(desk, paper, file, clock, backup):
    entry = desk.queue(2, due=clock.now() + timedelta(hours=2))
    desk.store.back_up(backup)
    clock.instant += timedelta(days=3)
    restored(desk, file, clock, backup)
    found = desk.store.get(entry.id)
    assert found.state == "attention"
    assert f"thread resume {entry.id}" in found.error
    desk.once()
    assert paper.texts == []
    desk.store.resume(entry.id)
    desk.once()
    assert paper.texts == ["post 1 of 2", "post 2 of 2"]


def test_a_restored_thread_still_asks_where_it_becomes_late(desk, paper, file, clock, backup):
    entry = desk.queue(2, due=clock.now() + timedelta(hours=2))
    desk.store.back_up(backup)
    restored(desk, file, clock, backup)
    clock.instant += timedelta(hours=5)
    desk.once()
    assert desk.state(entry) == "attention"
    assert paper.texts == []


def test_where_nobody_can_look_a_person_is_asked_and_nothing_is_sent(desk, paper, file, clock, backup):
    entry = desk.queue(2)
    desk.store.back_up(backup)
    restored(desk, file, clock, backup)
    paper.finds = [Refused("Reading costs credit.")]
    desk.once()
    assert desk.state(entry) == "attention"
    assert paper.texts == []


def test_the_queue_of_before_is_kept_and_what_only_it_had_is_named(desk, file, clock, backup):
    desk.queue(1, due=clock.now() + timedelta(days=1))
    desk.store.back_up(backup)
    lost = desk.queue(1, name="new", due=clock.now() + timedelta(days=1))
    done = restored(desk, file, clock, backup)
    assert done.missing == (lost.id,)
    assert [entry.id for entry in desk.store.list()] != [lost.id]
    with Store(done.kept, clock) as kept:
        assert kept.get(lost.id).posts == lost.posts


def test_a_damaged_queue_is_replaced_and_kept(desk, file, clock, backup):
    entry = desk.queue(1, due=clock.now() + timedelta(days=1))
    desk.store.back_up(backup)
    desk.store.close()
    file.write_bytes(b"broken" * 1000)
    done = restore(file, backup, clock)
    assert done.kept.read_bytes() == b"broken" * 1000
    with Store(file, clock) as store:
        assert store.get(entry.id).state == "queued"


def test_a_queue_can_be_restored_where_there_is_none(desk, clock, backup, tmp_path):
    entry = desk.queue(1, due=clock.now() + timedelta(days=1))
    desk.store.back_up(backup)
    other = tmp_path / "elsewhere" / "queue.sqlite3"
    other.parent.mkdir()
    assert restore(other, backup, clock).kept is None
    with Store(other, clock) as store:
        assert store.get(entry.id).title == entry.title
    assert other.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"no database" * 300, None])
def test_what_is_no_backup_changes_nothing(desk, file, clock, backup, content):
    entry = desk.queue(1)
    if content is None:
        with sqlite3.connect(backup) as other:
            other.execute("CREATE TABLE recipe (name TEXT)")
        other.close()
    else:
        backup.write_bytes(content)
    with pytest.raises(QueueError):
        restore(file, backup, clock)
    assert desk.store.get(entry.id) == entry
    assert sorted(part.name for part in file.parent.iterdir() if "restor" in part.name) == []


def test_a_backup_is_never_written_over_a_file_and_is_private(desk, backup):
    desk.queue(1)
    desk.store.back_up(backup)
    assert backup.stat().st_mode & 0o077 == 0
    with pytest.raises(QueueError, match="never written over"):
        desk.store.back_up(backup)


def test_nothing_is_restored_under_a_running_worker(desk, paper, file, clock, backup):
    desk.store.back_up(backup)
    refused: list[WorkerBusy] = []

    def try_it(_post) -> None:
        with pytest.raises(WorkerBusy) as caught:
            restore(file, backup, clock)
        refused.append(caught.value)

    paper.script = [try_it]
    desk.queue(1)
    desk.once()
    assert refused
    assert paper.texts == ["post 1 of 1"]


MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:25 / /home/eve/team\\040drive rw,relatime - nfs4 server:/export rw
31 30 0:26 / /home/eve/team\\040drive/local rw - tmpfs tmpfs rw
32 22 0:27 / /mnt/share rw shared:3 master:1 - cifs //server/share rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/eve/.local/state", None),
        ("/home/eve/team drive/state", "nfs4"),
        ("/home/eve/team drive/local/state", None),
        ("/mnt/share", "cifs"),
        ("/mnt/shared", None),
    ],
)
def test_a_network_folder_is_known_by_the_mount_table(path, kind):
    assert network_folder(Path(path), MOUNTS) == kind


def test_a_queue_is_not_begun_on_a_network_folder(tmp_path):
    table = f"22 1 0:1 / / rw - ext4 /dev/vda rw\n30 22 0:2 / {tmp_path.resolve()} rw - nfs4 server:/x rw\n"
    with pytest.raises(QueueError, match=r"network folder \(nfs4\).*disk of this computer"):
        Database(tmp_path / "state" / "queue.sqlite3", mounts=lambda: table)
    assert list(tmp_path.iterdir()) == []


def test_a_queue_of_the_first_schema_is_brought_forward_and_works(desk, file, tmp_path, clock, paper):
    import sys

    scripts = tmp_path / "first"
    scripts.mkdir()
    shutil.copy(
        Path(sys.modules["composer.queue.database"].__file__).with_name("migrations") / "0001_journal.sql", scripts
    )
    old = tmp_path / "old" / "queue.sqlite3"
    Database(old, scripts).close()
    with sqlite3.connect(old) as plain:
        plain.execute(
            "INSERT INTO entry VALUES ('abc234','me','paper','t',NULL,'queued',0,'','UTC','','',0,0,NULL,0,'',"
            "NULL,NULL,NULL,'',0,'',0,0)"
        )
        plain.execute(
            "INSERT INTO post (entry,number,text,links,content_warning,language,key,state)"
            " VALUES ('abc234',1,'hello','[]','','','k','pending')"
        )
    plain.close()
    with Store(old, clock) as store:
        desk.store = store
        desk.once()
        assert paper.texts == ["hello"]
        assert store.get("abc234").state == "published"
    assert old.with_name("queue.sqlite3.schema-1").exists()


def daily(file: Path) -> Path:
    return file.with_name(file.name + ".daily")


def test_the_worker_keeps_a_copy_of_the_queue_and_renews_it_once_a_day(desk, file, clock):
    entry = desk.queue(1, due=clock.now() + timedelta(days=40))
    desk.serve(300)
    first = daily(file).stat()
    assert first.st_mode & 0o077 == 0
    desk.stop.clear()
    desk.serve(300)
    assert daily(file).stat().st_ino == first.st_ino, "once a day is enough"
    clock.instant += timedelta(days=2)
    desk.stop.clear()
    desk.serve(300)
    assert daily(file).stat().st_ino != first.st_ino
    with Store(daily(file), clock) as copy:
        assert copy.get(entry.id).posts == entry.posts


def test_a_damaged_queue_names_the_copy_and_is_kept_when_that_is_restored(desk, file, clock):
    entry = desk.queue(1, due=clock.now() + timedelta(days=1))
    desk.once()
    desk.store.close()
    file.write_bytes(b"broken" * 1000)
    with pytest.raises(QueueError, match=r"thread restore .*\.daily.*copy of"):
        Store(file)
    assert file.read_bytes() == b"broken" * 1000
    done = restore(file, daily(file), clock)
    assert done.kept.read_bytes() == b"broken" * 1000
    with Store(file, clock) as store:
        assert store.get(entry.id).title == entry.title


def test_no_copy_is_made_where_it_could_fill_the_disk(desk, file, monkeypatch):
    desk.queue(1)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=file.stat().st_size))
    desk.once()
    assert not daily(file).exists()
    monkeypatch.undo()
    desk.once()
    assert daily(file).exists()
