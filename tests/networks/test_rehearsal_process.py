"""The rehearsal network as a process: started when needed, once, and outliving whoever started it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from composer.networks import publisher, rehearsal_store
from composer.networks.rehearsal import RehearsalError, arm, ensure_running, health, stop, timeline
from composer.networks.rehearsal.process import log_file
from composer.queue.publisher import OutcomeUnknown
from tests.networks.conftest import Rehearsal, free_port, outgoing, publish, send

if TYPE_CHECKING:
    from pathlib import Path


def test_asking_for_the_rehearsal_account_starts_the_network(tmp_path: Path) -> None:
    port = free_port()
    assert health(port) is None

    receipt = send(publisher("rehearsal", port=port, state=tmp_path), outgoing("Only 1/1"))

    try:
        assert receipt.url.startswith(f"http://127.0.0.1:{port}/thread/")
        assert ensure_running(port, rehearsal_store(tmp_path)) == health(port)
    finally:
        assert stop(port)
    assert not stop(port)


def test_a_restart_keeps_posts_keys_and_faults_to_come(process: Rehearsal) -> None:
    before = process.publisher()
    (first,) = publish(before, "First 1/2")
    process.arm("close_after", lag=0.1)
    posts = process.timeline()

    again = process.restarted()

    assert again.server.pid != process.server.pid
    assert again.timeline() == posts
    with pytest.raises(OutcomeUnknown):
        send(before, outgoing("Second 2/2", 2, 2, after=first))
    assert again.texts() == ["First 1/2", "Second 2/2"]


def test_starters_at_once_get_the_same_network(tmp_path: Path) -> None:
    port, store = free_port(), tmp_path / "rehearsal.sqlite3"
    command = textwrap.dedent(f"""
        from pathlib import Path
        from composer.networks.rehearsal import ensure_running
        print(ensure_running({port}, Path({str(store)!r})).pid)
    """)

    with ThreadPoolExecutor() as pool:
        starters = [
            pool.submit(subprocess.run, [sys.executable, "-c", command], capture_output=True, text=True, check=True)
            for _ in range(4)
        ]
        pids = {starter.result().stdout.strip() for starter in starters}

    server = health(port)
    stop(port)
    assert server is not None
    assert pids == {str(server.pid)}


def test_a_process_that_came_too_late_does_not_take_the_port_afterwards(tmp_path: Path) -> None:
    port, store = free_port(), tmp_path / "rehearsal.sqlite3"
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, time\nif 'composer.networks.rehearsal' in sys.orig_argv: time.sleep(2)\n"
    )
    command = textwrap.dedent(f"""
        from pathlib import Path
        from composer.networks.rehearsal import ensure_running
        ensure_running({port}, Path({str(store)!r}))
    """)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    with subprocess.Popen([sys.executable, "-c", command], env=environment) as slow:
        while not log_file(store).exists():
            time.sleep(0.02)
        quick = ensure_running(port, store)
    assert slow.returncode == 0
    assert health(port) == quick
    stop(port)

    time.sleep(2.5)
    assert health(port) is None


@pytest.mark.skipif(os.name != "posix", reason="process groups and signals are POSIX")
def test_it_outlives_the_process_that_started_it_and_that_ones_whole_group(tmp_path: Path) -> None:
    port, store = free_port(), tmp_path / "rehearsal.sqlite3"
    command = textwrap.dedent(f"""
        import fcntl, sys
        from pathlib import Path
        from composer.networks.rehearsal import ensure_running
        lock = open({str(tmp_path / "lock")!r}, "w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        ensure_running({port}, Path({str(store)!r}))
        print("ready", flush=True)
        sys.stdin.read()
    """)
    with subprocess.Popen(
        [sys.executable, "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"ready\n"
        os.killpg(starter.pid, signal.SIGKILL)
        assert starter.stdout.read() == b""  # nobody else holds its pipe open
    import fcntl

    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nor its locks
    assert health(port) is not None
    assert stop(port)


def test_a_port_of_another_program_is_said_with_the_setting_to_change(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(10)
        port = other.getsockname()[1]
        with ThreadPoolExecutor() as pool:
            asking = pool.submit(ensure_running, port, tmp_path / "rehearsal.sqlite3")
            with other.accept()[0] as connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            with pytest.raises(RehearsalError, match="another program") as caught:
                asking.result()

    assert "rehearsal_port" in str(caught.value)
    assert "THREAD_REHEARSAL_PORT" in str(caught.value)
    assert caught.value.fault == "setup"


def test_a_port_of_a_rehearsal_with_another_store_is_told_apart(process: Rehearsal, tmp_path: Path) -> None:
    with pytest.raises(RehearsalError, match="port of its own") as caught:
        ensure_running(process.server.port, tmp_path / "other.sqlite3")

    assert str(process.server.store) in str(caught.value)
    assert "rehearsal_port" in str(caught.value)


def test_a_store_that_is_none_is_said_and_not_touched(tmp_path: Path) -> None:
    store = tmp_path / "rehearsal.sqlite3"
    store.write_bytes(b"These are somebody's notes, and no database." * 50)

    with pytest.raises(RehearsalError, match="did not come up") as caught:
        ensure_running(free_port(), store)

    assert str(log_file(store)) in str(caught.value)
    assert "not a database" in log_file(store).read_text()
    assert store.read_bytes().startswith(b"These are")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(RehearsalError, match="could not be started"):
        ensure_running(free_port(), tmp_path / "file" / "rehearsal.sqlite3")


def test_a_fault_that_nobody_knows_is_said_with_those_there_are(process: Rehearsal) -> None:
    with pytest.raises(RehearsalError, match="close_after") as caught:
        arm(process.server, "explode@2")

    assert caught.value.fault == "input"


def test_faults_can_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREAD_REHEARSAL_FAULTS", "close_after@2")
    port = free_port()
    there = publisher("rehearsal", port=port, state=tmp_path)
    try:
        (first,) = publish(there, "First 1/2")
        with pytest.raises(OutcomeUnknown):
            send(there, outgoing("Second 2/2", 2, 2, after=first))
    finally:
        stop(port)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_store_and_log_are_for_their_owner_and_hold_no_more_than_they_must(process: Rehearsal) -> None:
    publish(process.publisher(), "Words of a draft 1/1")
    keys = process.publisher()._caller._client

    for file in process.server.store.parent.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file
    log = log_file(process.server.store).read_text()
    assert "POST /2/tweets 201" in log
    for secret in (keys.consumer_key, keys.consumer_secret, keys.access_token, keys.access_token_secret, "Words"):
        assert secret not in log


def test_it_ends_by_itself_when_nobody_has_called_for_long(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "composer.networks.rehearsal", "--port", "0", "--idle", "0.3", "--store"]

    ended = subprocess.run([*command, str(tmp_path / "r.sqlite3")], capture_output=True, timeout=30, check=True)

    url = json.loads(ended.stdout)["url"]
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) != 0


def test_one_left_running_by_another_version_makes_way(tmp_path: Path) -> None:
    port, store = free_port(), tmp_path / "rehearsal.sqlite3"
    older = (
        "import composer; composer.__version__ = '0.0.1'; from composer.networks.rehearsal.__main__ import main; main()"
    )
    command = [sys.executable, "-c", older, "--port", str(port), "--store", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as old:
        assert old.stdout is not None
        old.stdout.readline()
        try:
            server = ensure_running(port, store)
        finally:
            old.wait(timeout=20)

    assert server.version != "0.0.1"
    assert stop(port)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a file in use cannot be deleted")
def test_deleting_the_store_begins_anew(tmp_path: Path) -> None:
    port = free_port()
    publish(publisher("rehearsal", port=port, state=tmp_path), "Old 1/1")
    for file in tmp_path.iterdir():
        file.unlink()

    try:
        publish(publisher("rehearsal", port=port, state=tmp_path), "New 1/1")
        server = health(port)
        assert server is not None
        assert [each["text"] for each in timeline(server)] == ["New 1/1"]
    finally:
        stop(port)
