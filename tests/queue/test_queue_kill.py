"""A worker that is killed at any instant, with several accounts at work: each post once, in order, under its parent."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.model import Post, Schedule
from composer.queue import Store, ThreadState

WORKER = [sys.executable, str(Path(__file__).with_name("worker_process.py"))]
POSTS = 10
ACCOUNTS = ("anna", "ben", "carla")
FAULTS = {"busy": 0.01, "drop_before": 0.02, "drop_after": 0.03, "lag": 0.1, "delay": 0.004}
"""Refused, cut off before and after the post was made, seen only after a while, and slow."""


def start(queue: Path, port: int, *mode: str) -> subprocess.Popen[str]:
    return subprocess.Popen([*WORKER, str(queue), str(port), *mode], stdout=subprocess.PIPE, text=True)


def end(process: subprocess.Popen[str], number: int) -> int:
    process.send_signal(number)
    process.communicate(timeout=20)
    return process.returncode


def enqueue(store: Store, name: str, account: str = "me") -> str:
    posts = [Post(n, POSTS, f"{name}: {n} of {POSTS}", 20) for n in range(1, POSTS + 1)]
    now = Schedule(datetime.now(UTC), "2026-11-24T09:00", "UTC")
    return store.enqueue(posts, account=account, network="loopback", schedule=now, title=name).id


def finished(store: Store, entry: str) -> bool:
    return store.get(entry).state is ThreadState.PUBLISHED


def kill_at_random(queue: Path, loopback, kills: int, chance: random.Random) -> list[str]:
    """Kill workers until enough have died in the middle of their work; returns the names of the threads."""
    names: list[str] = []
    with Store(queue) as store:
        current: dict[str, str] = {}
        while kills:
            for account in ACCOUNTS:
                if account not in current or finished(store, current[account]):
                    names.append(f"thread {len(names) + 1} of {account}")
                    current[account] = enqueue(store, names[-1], account)
            goal = len(loopback.posts()) + chance.randint(1, 2 * len(ACCOUNTS))
            worker = start(queue, loopback.port)
            worker.stdout.readline()
            if chance.random() < 0.8:
                wait_until_sent(loopback, goal, store, tuple(current.values()))
            time.sleep(chance.uniform(0, 0.03))
            end(worker, signal.SIGKILL)
            kills -= 1
    return names


def wait_until_sent(loopback, goal: int, store: Store, entries: tuple[str, ...]) -> None:
    wait_for(lambda: len(loopback.posts()) >= goal or all(finished(store, entry) for entry in entries))


def wait_for(condition, seconds: float = 45) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the worker does not get on"
        time.sleep(0.002)


def assert_exact(posts: list[dict], names: list[str]) -> None:
    assert len(posts) == POSTS * len(names)
    for name in names:
        thread = [post for post in posts if post["text"].startswith(f"{name}: ")]
        assert [post["text"] for post in thread] == [f"{name}: {n} of {POSTS}" for n in range(1, POSTS + 1)]
        assert [post["parent"] for post in thread] == [None, *(post["id"] for post in thread[:-1])]


def publish_under_kills(file: Path, loopback, kills: int, seed: int) -> None:
    loopback.misbehave(**FAULTS)
    names = kill_at_random(file, loopback, kills, random.Random(seed))
    loopback.misbehave(**dict.fromkeys(FAULTS, 0.0))
    while (code := end_of(start(file, loopback.port, "once"))) == 4:
        pass
    assert code == 0
    assert_exact(loopback.posts(), names)
    sys.stdout.write(
        f"{kills} kills, {len(names)} threads, {len(loopback.posts())} posts of {len(ACCOUNTS)} accounts\n"
    )


def end_of(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=60)
    return process.returncode


def test_threads_of_three_accounts_whose_worker_is_killed_thirty_times_are_published_exactly_once(file, loopback):
    publish_under_kills(file, loopback, kills=30, seed=11)


@pytest.mark.slow
def test_threads_of_three_accounts_whose_worker_is_killed_three_hundred_times_are_published_exactly_once(
    file, loopback
):
    publish_under_kills(file, loopback, kills=300, seed=12)


def test_a_worker_told_to_stop_in_mid_thread_leaves_cleanly_and_the_next_goes_on(file, loopback):
    loopback.misbehave(delay=0.03)
    with Store(file) as store:
        entry = enqueue(store, "thread 1")
        worker = start(file, loopback.port)
        wait_for(lambda: len(loopback.posts()) >= 3)
        assert end(worker, signal.SIGTERM) == 4
        found = store.get(entry)
        assert found.unknown is None
        assert 3 <= found.sent < POSTS
        assert store.last_worker().stopped
    assert end_of(start(file, loopback.port, "once")) == 0
    assert_exact(loopback.posts(), ["thread 1"])


def test_a_second_worker_is_refused_by_name_and_process_and_a_killed_one_blocks_nobody(file, loopback):
    first = start(file, loopback.port)
    first.stdout.readline()
    with Store(file) as store:
        wait_for(lambda: store.last_worker() is not None)
    second = start(file, loopback.port)
    said = second.communicate(timeout=20)[0]
    assert second.returncode == 3
    assert f"thread worker (process {first.pid})" in said
    end(first, signal.SIGKILL)
    assert end_of(start(file, loopback.port, "once")) == 0


def test_a_running_worker_notices_a_new_entry_by_itself(file, loopback):
    with Store(file) as store:
        worker = start(file, loopback.port)
        worker.stdout.readline()
        wait_for(lambda: store.last_worker() is not None)
        entry = enqueue(store, "thread 1")
        wait_for(lambda: finished(store, entry))
        assert end(worker, signal.SIGTERM) == 0
    assert_exact(loopback.posts(), ["thread 1"])
