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
    posts = [
        Post(number, 5, tag + text, len(text), media=(Media("figure.png", "A line"),) if number == 2 else ())
        for number, text in enumerate(TEXTS, 1)
    ]
    schedule = Schedule(datetime.now(UTC) - timedelta(seconds=1))
    return queue.enqueue(posts, account="rehearsal", network="x", schedule=schedule, media={"figure.png": PNG}).id


def assert_published_once(rehearsal: Rehearsal, tag: str = "") -> None:
    posts = [each for each in rehearsal.timeline() if each["text"].startswith(tag)]
    assert [each["text"] for each in posts] == [tag + text for text in TEXTS]
    assert [each["in_reply_to"] for each in posts] == [None, *(each["id"] for each in posts[:-1])]
    assert [each["alt"] for each in posts[1]["media"]] == ["A line"]


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_network_that_fails_now_and_then_gets_each_post_once(rehearsal: Rehearsal, queue: Store, seed: int) -> None:
    rehearsal.arm("any", "any@3", "upload:500_before", "read:close_before@2", "any@5", seed=seed, lag=0.2)
    entry = enqueue(queue)

    run(queue, lambda _: rehearsal.publisher(), SystemClock(), threading.Event(), once=True)

    assert queue.get(entry).state is ThreadState.PUBLISHED
    assert_published_once(rehearsal)
    assert [post.receipt.text for post in queue.get(entry).posts if post.receipt] == list(TEXTS)


CHILD = """
import os, signal, sys, threading
from pathlib import Path
from composer.queue import Store, SystemClock, run
from composer.networks import publisher

at, port, state = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
watched = ("networks/x/", "queue/", "/http/client.py", "urllib3/connection.py", "tweepy/client.py")
seen = 0

def line(frame, event, _):
    global seen
    if event == "line":
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
    return line

publisher("rehearsal", port=port, state=state)
with Store(state / "queue.sqlite3") as store:
    sys.settrace(lambda frame, *_: line if any(part in frame.f_code.co_filename for part in watched) else None)
    run(store, lambda name: publisher(name, port=port, state=state), SystemClock(), threading.Event(), once=True)
    sys.settrace(None)
print(seen)
"""


def publish_in_child(rehearsal: Rehearsal, state: Path, kill_at: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(kill_at), str(rehearsal.server.port), str(state)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("kills", [4, pytest.param(300, marks=pytest.mark.slow)])
def test_a_worker_killed_at_any_line_leaves_nothing_doubled_and_nothing_missing(process: Rehearsal, kills: int) -> None:
    state = process.server.store.parent
    process.arm(limit=100_000)
    chance = random.Random(20_261_122)
    with Store(state / "queue.sqlite3") as queue:
        enqueue(queue, "unharmed ")
    whole = publish_in_child(process, state, 0)
    assert whole.returncode == 0, whole.stderr
    lines = int(whole.stdout)

    for kill in range(kills):
        tag = f"kill {kill} "
        with Store(state / "queue.sqlite3") as queue:
            entry = enqueue(queue, tag)
        killed = publish_in_child(process, state, chance.randrange(1, lines))
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        resumed = publish_in_child(process, state, 0)
        assert resumed.returncode == 0, resumed.stderr
        with Store(state / "queue.sqlite3") as queue:
            assert queue.get(entry).state is ThreadState.PUBLISHED
        assert_published_once(process, tag)
