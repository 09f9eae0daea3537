"""The queue's worker, the publisher for Mastodon and a server that fails: each post goes out once, in its place."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.model import Media, Post, Schedule
from composer.networks.mastodon.publisher import MastodonPublisher
from composer.networks.mastodon.rules import DEFAULT
from composer.networks.mastodon.server import Server
from composer.queue import Store, SystemClock, ThreadState, run
from composer.text import limit
from tests.networks.conftest import PNG
from tests.servers.mastodon import Mastodon, running

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = tuple(
    f"Part {word} & <see> https://example.org/{word}/a/long/way?a=1&b=2 @mara@other.example #Ward {number}/5"
    for number, word in enumerate(("one", "two", "three", "four", "five"), 1)
)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "queue.sqlite3") as store:
        yield store


def enqueue(queue: Store, tag: str = "") -> str:
    posts = [
        Post(number, 5, tag + text, len(text), media=(Media("figure.png", "A line"),) if number == 2 else ())
        for number, text in enumerate(TEXTS, 1)
    ]
    schedule = Schedule(datetime.now(UTC) - timedelta(seconds=1))
    return queue.enqueue(posts, account="ward", network="mastodon", schedule=schedule, media={"figure.png": PNG}).id


def assert_published_once(server: Mastodon, tag: str = "") -> None:
    posts = [each for each in server.posts() if each.text.startswith(tag)]
    assert [each.text for each in posts] == [tag + text for text in TEXTS]
    assert [each.parent for each in posts] == [None, *(each.id for each in posts[:-1])]
    assert [each["description"] for each in posts[1].media] == ["A line"]
    assert [each.visibility for each in posts] == ["public", *["unlisted"] * 4]


def publisher(server: Mastodon, settle: float = 0.3) -> MastodonPublisher:
    return MastodonPublisher(
        Server(server.origin),
        "token-of-ward",
        "ward",
        DEFAULT,
        limit("mastodon"),
        settle=timedelta(seconds=settle),
        read_seconds=1,
    )


@pytest.mark.parametrize("keys", [True, False], ids=["keys-honoured", "keys-ignored"])
def test_a_server_that_fails_now_and_then_gets_each_post_once(queue: Store, keys: bool) -> None:
    with running() as server:
        server.honours_keys, server.lag = keys, 0.1
        server.weather = [
            ("create", "close_after"),
            ("create", "504_after"),
            ("create", "close_before"),
            ("upload", "500_before"),
            ("create", "hang_after"),
            ("read", "503_before"),
            ("create", "429"),
        ]
        entry = enqueue(queue)
        stop, chance = threading.Event(), random.Random(1)

        run(queue, lambda _: publisher(server), SystemClock(), stop, once=True, chance=chance)

        assert queue.get(entry).state is ThreadState.PUBLISHED, queue.get(entry).error
        assert_published_once(server)
        assert [post.receipt.text for post in queue.get(entry).posts if post.receipt] == list(TEXTS)


def test_a_key_that_is_stored_late_doubles_nothing_because_the_post_is_looked_for(queue: Store) -> None:
    with running() as server:
        server.race = 1.6  # the answer comes after the client has given up, the key after the post
        server.weather = []
        posts = [Post(1, 1, "Only one", 8)]
        entry = queue.enqueue(posts, account="ward", network="mastodon", schedule=Schedule(datetime.now(UTC))).id

        run(queue, lambda _: publisher(server), SystemClock(), threading.Event(), once=True)

        assert queue.get(entry).state is ThreadState.PUBLISHED
        assert len(server.posts()) == 1
        assert server.count("POST", "/api/v1/statuses") == 1


CHILD = """
import os, signal, sys, threading
from datetime import timedelta
from pathlib import Path
from composer.networks.mastodon.publisher import MastodonPublisher
from composer.networks.mastodon.rules import DEFAULT
from composer.networks.mastodon.server import Server
from composer.queue import Store, SystemClock, run
from composer.text import limit

origin, file = sys.argv[1], Path(sys.argv[2])
watched = (
    "networks/mastodon/", "networks/wire", "queue/", "mastodon/internals.py", "http/client.py", "urllib3/connection.py"
)
seen = 0

def publish(at):
    def line(frame, event, _):
        global seen
        if event == "line":
            seen += 1
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)
        return line

    settle = timedelta(seconds=0.1)
    made = MastodonPublisher(Server(origin), "token-of-ward", "ward", DEFAULT, limit("mastodon"), settle=settle)
    with Store(file) as store:
        sys.settrace(lambda frame, *_: line if any(part in frame.f_code.co_filename for part in watched) else None)
        run(store, lambda name: made, SystemClock(), threading.Event(), once=True)
        sys.settrace(None)

for command in sys.stdin:  # a process of its own for each, without the second that importing takes
    child = os.fork()
    if not child:
        publish(int(command))
        print(f"0 {seen}", flush=True)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        print(f"{status} 0", flush=True)
"""


class Publishing:
    """A mother of processes that publish what is due, one after the other, each killed at a line or not at all."""

    def __init__(self, server: Mastodon, file: Path) -> None:
        command = [sys.executable, "-c", CHILD, server.origin, str(file)]
        self._mother = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def once(self, kill_at: int = 0) -> tuple[int, int]:
        """What the process ended by, and how many lines it executed."""
        assert self._mother.stdin
        assert self._mother.stdout
        print(kill_at, file=self._mother.stdin, flush=True)
        status, lines = self._mother.stdout.readline().split()
        return int(status), int(lines)

    def end(self) -> None:
        assert self._mother.stdin
        self._mother.stdin.close()
        self._mother.wait(10)
        if self._mother.stdout:
            self._mother.stdout.close()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("keys", [True, False], ids=["keys-honoured", "keys-ignored"])
@pytest.mark.parametrize("kills", [15, pytest.param(150, marks=pytest.mark.slow)])
def test_a_worker_killed_at_any_line_leaves_nothing_doubled_and_nothing_missing(
    tmp_path: Path, kills: int, keys: bool
) -> None:
    chance, file = random.Random(20_261_122), tmp_path / "queue.sqlite3"
    with running() as server, Store(file) as queue:
        server.honours_keys = keys
        publishing = Publishing(server, file)
        enqueue(queue, "unharmed ")
        status, lines = publishing.once()
        assert status == 0

        for kill in range(kills):
            tag = f"kill {kill} "
            entry = enqueue(queue, tag)
            assert publishing.once(chance.randrange(1, lines))[0] == signal.SIGKILL
            assert publishing.once()[0] == 0
            assert queue.get(entry).state is ThreadState.PUBLISHED, queue.get(entry).error
            assert_published_once(server, tag)
            for post in server.posts():
                post.created -= 3600  # nobody publishes hundreds of posts in a minute
        publishing.end()
