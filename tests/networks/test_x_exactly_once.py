"""The queue's worker, the publisher and a network that fails: each post goes out once, in order, in its place."""

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
from composer.queue import Store, SystemClock, ThreadState, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.networks.conftest import Rehearsal

from tests.networks.conftest import PNG

TEXTS = tuple(
    f"Part {word} & see https://example.org/{word}?a=1&b=2 {number}/5"
    for number, word in enumerate(("one", "two", "three", "four", "five"), 1)
)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "queue.sqlite3") as store:
        yield store


def enqueue(queue: Store, tag: str = "") -> str:
    shown = {2: (Media("figure.png", "A line"),), 4: (Media("round.mp4", "A ward round"),)}
    posts = [
        Post(number, 5, tag + text, len(text), media=shown.get(number, ())) for number, text in enumerate(TEXTS, 1)
    ]
    media = {"figure.png": PNG, "round.mp4": b"\x00\x00\x00\x18ftypmp42" + tag.encode()}
    schedule = Schedule(datetime.now(UTC) - timedelta(seconds=1))
    return queue.enqueue(posts, account="rehearsal", network="x", schedule=schedule, media=media).id


def assert_published_once(rehearsal: Rehearsal, tag: str = "") -> None:
    posts = [each for each in rehearsal.timeline() if each["text"].startswith(tag)]
    assert [each["text"] for each in posts] == [tag + text for text in TEXTS]
    assert [each["in_reply_to"] for each in posts] == [None, *(each["id"] for each in posts[:-1])]
    assert [[each["alt"] for each in post["media"]] for post in posts] == [[], ["A line"], [], ["A ward round"], []]


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_network_that_fails_now_and_then_gets_each_post_once(rehearsal: Rehearsal, queue: Store, seed: int) -> None:
    rehearsal.arm("any", "any@3", "upload:500_before", "read:close_before@2", "any@5", seed=seed, lag=0.2)
    entry = enqueue(queue)

    run(queue, lambda _: rehearsal.publisher(), SystemClock(), threading.Event(), once=True)

    assert queue.get(entry).state is ThreadState.PUBLISHED
    assert_published_once(rehearsal)
    assert [post.receipt.text for post in queue.get(entry).posts if post.receipt] == list(TEXTS)


WORKERS = """
import os, signal, sys, threading
from pathlib import Path
from composer.queue import Store, SystemClock, run
from composer.networks import publisher

port, state = int(sys.argv[1]), Path(sys.argv[2])
watched = ("networks/x/", "networks/wire.py", "queue/", "/http/client.py", "urllib3/connection.py", "tweepy/client.py")
seen = 0

def line(frame, event, _):
    global seen
    if event == "line":
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
    return line

def work():
    with Store(state / "queue.sqlite3") as store:
        if at:
            sys.settrace(lambda frame, *_: line if any(part in frame.f_code.co_filename for part in watched) else None)
        run(store, lambda name: publisher(name, port=port, state=state), SystemClock(), threading.Event(), once=True)
        sys.settrace(None)

publisher("rehearsal", port=port, state=state)
for asked in sys.stdin:
    at = int(asked)
    child = os.fork()
    if not child:
        work()
        sys.stdout.write(f"{seen} ")
        sys.stdout.flush()
        os._exit(0)
    sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\\n")
    sys.stdout.flush()
"""
NEVER = 1_000_000_000


class Workers:
    """Workers one after the other, each a process of its own that dies at a line we choose, if it comes to it."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        command = [sys.executable, "-c", WORKERS, str(rehearsal.server.port), str(rehearsal.server.store.parent)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def work(self, dies_at: int = 0) -> list[int]:
        """How many lines it executed, where it lived to tell and was counted, and its exit code."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{dies_at}\n")
        self._process.stdin.flush()
        return [int(word) for word in self._process.stdout.readline().split()]

    def close(self) -> None:
        self._process.communicate(timeout=10)


@pytest.fixture
def workers(process: Rehearsal) -> Iterator[Workers]:
    found = Workers(process)
    yield found
    found.close()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("kills", [30, pytest.param(300, marks=pytest.mark.slow)])
def test_workers_killed_at_any_line_leave_nothing_doubled_and_nothing_missing(
    process: Rehearsal, workers: Workers, kills: int
) -> None:
    file = process.server.store.parent / "queue.sqlite3"
    process.arm(limit=100_000, processing=0.05)
    chance = random.Random(20_261_122)
    with Store(file) as queue:
        enqueue(queue, "unharmed ")
    lines, lived = workers.work(NEVER)
    assert lived == 0

    died = thread = 0
    while died < kills:
        thread += 1
        tag = f"thread {thread} "
        with Store(file) as queue:
            entry = enqueue(queue, tag)
        for _ in range(3):  # the third and later worker of a thread mostly look, wait, and have little left to do
            died += workers.work(chance.randrange(1, lines))[-1] == -signal.SIGKILL
        assert workers.work()[-1] == 0
        with Store(file) as queue:
            assert queue.get(entry).state is ThreadState.PUBLISHED
        assert_published_once(process, tag)
