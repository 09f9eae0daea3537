"""kill -9 at any instruction, of the worker or of the server: each thread is out once, whole, in order."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.model import Media, Post, Schedule
from composer.queue import Store, ThreadState
from tests.networks.bluesky_parts import kept
from tests.networks.conftest import PNG
from tests.servers.pds.install import is_installed
from tests.servers.pds.running import Pds

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.pds,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX"),
    pytest.mark.skipif(
        not is_installed(), reason="no Bluesky server here: `python tests/servers/pds/install.py` installs one"
    ),
]

POSTS = 5
UNTRACED = -1
"""Not killed by itself, and as fast as it goes."""
CHILD = """
import os, signal, sys, threading
from pathlib import Path
from composer.queue import Store, SystemClock, run
from tests.networks.bluesky_parts import kept, publisher_for

at, state = int(sys.argv[1]), Path(sys.argv[2])
watched = ("networks/bluesky/", "networks/vault.py", "queue/", "httpx/_client.py", "httpcore/_sync/", "h11/_connection")
seen = 0

def line(frame, event, _):
    global seen
    if event == "line":
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
    return line

publisher = publisher_for(kept(state, {}))
with Store(state / "queue.sqlite3") as store:
    print("ready", flush=True)
    if at >= 0:
        sys.settrace(lambda frame, *_: line if any(part in frame.f_code.co_filename for part in watched) else None)
    run(store, lambda _: publisher, SystemClock(), threading.Event(), once=True)
    sys.settrace(None)
print(seen)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Pds]:
    data = tmp_path / "pds"
    data.mkdir()
    pds = Pds(data)
    yield pds
    pds.stop()


@pytest.fixture
def state(tmp_path: Path, server: Pds) -> Path:
    """The folder of a worker, with an account that has not begun a session yet."""
    alice = server.people["alice"]
    kept(tmp_path, {"handle": alice.handle, "app_password": alice.app_password, "server": server.url})
    return tmp_path


def worker(state: Path, kill_at: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(kill_at), str(state)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )


def ended(process: subprocess.Popen[str]) -> str:
    out, errors = process.communicate(timeout=120)
    assert process.returncode in (0, -signal.SIGKILL), errors
    return out


def texts(name: str) -> list[str]:
    return [f"{name} {number}/{POSTS} naïve 🧵 https://example.org/{number}?a=1&b=2" for number in range(1, POSTS + 1)]


def enqueue(state: Path, name: str) -> str:
    posts = [
        Post(number, POSTS, text, len(text), media=(Media("figure.png", "A line"),) if number == 2 else ())
        for number, text in enumerate(texts(name), 1)
    ]
    schedule = Schedule(datetime.now(UTC) - timedelta(seconds=1))
    with Store(state / "queue.sqlite3") as queue:
        media = {"figure.png": PNG}
        return queue.enqueue(posts, account="me", network="bluesky", schedule=schedule, media=media).id


def is_published(state: Path, entry: str) -> bool:
    with Store(state / "queue.sqlite3") as queue:
        return queue.get(entry).state is ThreadState.PUBLISHED


def assert_published_once(server: Pds, state: Path, entries: dict[str, str]) -> None:
    """Every thread is on the server once, whole, in order, each post under the one before it; and nothing else is."""
    records = server.records("alice")
    assert len(records) == POSTS * len(entries)
    with Store(state / "queue.sqlite3") as queue:
        for name, entry in entries.items():
            thread = [each for each in records if each["value"]["text"].startswith(f"{name} ")]
            assert [each["value"]["text"] for each in thread] == texts(name)
            parents = [each["value"].get("reply", {}).get("parent", {}).get("uri") for each in thread]
            assert parents == [None, *(each["uri"] for each in thread[:-1])]
            assert thread[1]["value"]["embed"]["images"][0]["alt"] == "A line"
            posts = queue.get(entry).posts
            assert [post.receipt.remote_id for post in posts if post.receipt] == [each["uri"] for each in thread]
            assert [post.receipt.text for post in posts if post.receipt] == texts(name)


@pytest.mark.parametrize("kills", [22, pytest.param(220, marks=pytest.mark.slow)])
def test_a_worker_killed_at_any_line_leaves_nothing_doubled_and_nothing_missing(
    server: Pds, state: Path, kills: int
) -> None:
    chance = random.Random(20_261_122)
    entries = {"unharmed": enqueue(state, "unharmed")}
    lines = int(ended(worker(state)).split()[-1])

    name = ""
    while kills:
        if not name or is_published(state, entries[name]):
            name = f"thread{len(entries)}"
            entries[name] = enqueue(state, name)
        process = worker(state, chance.randrange(1, lines))
        ended(process)
        kills -= process.returncode == -signal.SIGKILL
    ended(worker(state))

    assert_published_once(server, state, entries)


@pytest.mark.parametrize("kills", [8, pytest.param(80, marks=pytest.mark.slow)])
def test_a_server_killed_at_any_moment_has_each_thread_once_when_it_is_back(
    server: Pds, state: Path, kills: int
) -> None:
    chance = random.Random(22_112_026)
    entries: dict[str, str] = {}
    window = 0.0

    for kill in range(-1, kills):
        entries |= {name: enqueue(state, name) for name in (f"kill{kill}of{number}" for number in range(4))}
        process = worker(state, UNTRACED)
        assert process.stdout is not None
        process.stdout.readline()
        begun = time.monotonic()
        if kill < 0:
            ended(process)
            window = time.monotonic() - begun
            continue
        time.sleep(chance.uniform(0, window))
        server.kill()
        server.start()
        ended(process)
    ended(worker(state, UNTRACED))

    assert_published_once(server, state, entries)
