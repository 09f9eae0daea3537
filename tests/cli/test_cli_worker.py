"""Scheduled posting: said in words, published by the worker, changed and stopped from another terminal."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.home import SHORT, Home

LONG = "\n\n---\n\n".join(
    f"This is part {number} of a long thread that somebody keeps killing." for number in range(1, 25)
)


def assert_published_once(home: Home, texts: list[str]) -> None:
    there = home.published()
    assert [post["text"] for post in there] == texts
    assert [post["in_reply_to"] for post in there] == [None, *[post["id"] for post in there[:-1]]]


def texts_of(home: Home, draft: Path) -> list[str]:
    return [post["text"] for post in home.data("split", draft, "--json")["threads"][0]["posts"]]


def wait_for(condition: Callable[[], bool], seconds: float = 45) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def state_of(home: Home) -> str:
    return str(home.data("queue", "--json")["entries"][0]["state"])


def test_the_time_is_said_back_with_date_zone_and_distance(home: Home) -> None:
    said = home.thread("schedule", home.draft(), "tomorrow 9am", "--to", "rehearsal").stdout
    assert "09:00" in said
    assert "Europe/Paris" in said
    assert "UTC" in said
    assert "in " in said


def test_a_scheduled_thread_is_published_by_a_worker_while_nobody_looks(home: Home) -> None:
    draft = home.draft()
    texts = texts_of(home, draft)
    worker = home.start("worker")
    try:
        home.thread("schedule", draft, "in 3 s")
        assert home.published() == []
        wait_for(lambda: state_of(home) == "published")
    finally:
        worker.terminate()
        worker.communicate(timeout=20)
    assert worker.returncode == 0
    assert_published_once(home, texts)


def test_a_command_from_another_terminal_is_noticed(home: Home) -> None:
    worker = home.start("worker")
    try:
        home.thread("schedule", home.draft(), "tomorrow 9am")
        entry = home.data("queue", "--json")["entries"][0]["id"]
        home.thread("hold", entry)
        assert state_of(home) == "held"
        home.thread("release", entry)
        home.thread("move", entry, "in 1 s")
        wait_for(lambda: state_of(home) == "published")
    finally:
        worker.kill()
        worker.communicate()


def test_a_cancelled_thread_is_never_published(home: Home) -> None:
    home.thread("schedule", home.draft(), "in 1 s")
    entry = home.data("queue", "--json")["entries"][0]["id"]
    said = home.thread("cancel", entry).stdout
    assert "nothing of it was sent" in said
    time.sleep(1.2)
    home.thread("worker", "--once")
    assert home.published() == []


def test_a_second_worker_is_refused_by_name_and_process(home: Home) -> None:
    home.thread("queue")
    worker = home.start("worker")
    try:
        wait_for(lambda: "A worker is running" in home.thread("queue").stderr)
        refused = home.thread("worker", expect=3)
        assert str(worker.pid) in refused.stderr
        assert "thread worker" in refused.stderr
    finally:
        worker.kill()
        worker.communicate()


def test_without_a_worker_the_queue_says_so(home: Home) -> None:
    home.thread("schedule", home.draft(), "tomorrow 9am")
    assert "No worker has run" in home.thread("queue").stderr


def test_post_hands_over_to_the_worker_that_runs_already(home: Home) -> None:
    draft = home.draft()
    texts = texts_of(home, draft)
    home.thread("queue")
    worker = home.start("worker")
    try:
        wait_for(lambda: "A worker is running" in home.thread("queue").stderr)
        done = home.thread("post", draft)
        assert done.stdout.count("  sent ") == len(texts)
    finally:
        worker.kill()
        worker.communicate()
    assert_published_once(home, texts)


def test_sigterm_in_mid_thread_loses_nothing(home: Home) -> None:
    draft = home.draft(LONG)
    texts = texts_of(home, draft)
    home.thread("schedule", draft, "now")
    worker = home.start("worker")
    assert worker.stdout is not None
    for line in worker.stdout:
        if "sent" in line:
            break
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=30)
    assert worker.returncode == 0
    home.thread("worker", "--once")
    assert_published_once(home, texts)


def kill_until_published(home: Home, chance: random.Random, at_least: int) -> int:
    """Start the worker and kill it at a random instant, again and again, until all is out."""
    kills = 0
    while True:
        worker = home.start("worker", "--once")
        try:
            worker.communicate(timeout=chance.uniform(0.25, 0.6))
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.communicate()
            kills += 1
        if kills >= at_least or all(entry["state"] == "published" for entry in home.data("queue", "--json")["entries"]):
            break
    home.thread("worker", "--once")
    return kills


def test_a_worker_killed_again_and_again_publishes_each_post_once(home: Home) -> None:
    draft = home.draft("\n\n---\n\n".join([LONG, LONG.replace("part", "piece"), LONG.replace("part", "bit")]))
    texts = texts_of(home, draft)
    home.thread("schedule", draft, "now")
    assert kill_until_published(home, random.Random(7), 12)
    assert_published_once(home, texts)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_fifty_kills_and_each_post_is_out_once(home: Home, seed: int) -> None:
    chance = random.Random(seed)
    threads: list[list[str]] = []
    kills = 0
    while kills < 50:
        draft = home.draft("\n\n---\n\n".join(LONG.replace("part", f"part {len(threads)}.{n},") for n in range(6)))
        threads.append(texts_of(home, draft))
        home.thread("schedule", draft, "now")
        kills += kill_until_published(home, chance, 50)
    there = home.published()
    assert [post["text"] for post in there] == [text for thread in threads for text in thread]
    begun = {sum(map(len, threads[:n])) for n in range(len(threads))}
    for place, post in enumerate(there):
        assert post["in_reply_to"] == (None if place in begun else there[place - 1]["id"])


def test_what_is_due_goes_out_once_for_cron_and_then_there_is_nothing_to_do(home: Home) -> None:
    home.thread("schedule", home.draft(SHORT), "now")
    home.thread("worker", "--once")
    home.thread("worker", "--once")
    assert len(home.published()) == 3


def test_a_thread_that_waits_for_a_person_goes_on_once_they_said_what_they_saw(home: Home) -> None:
    draft = home.draft()
    home.thread("schedule", draft, "in 2 s")
    entry = home.data("queue", "--json")["entries"][0]["id"]
    assert "no post" in home.thread("settle", entry, "--not-there", expect=2).stderr.lower()
    assert "either" in home.thread("settle", entry, expect=2).stderr


def test_the_same_thread_is_not_scheduled_twice_by_accident(home: Home) -> None:
    draft = home.draft()
    home.thread("schedule", draft, "tomorrow 9am")
    told = home.thread("schedule", draft, "friday 18:30", expect=2).stderr
    assert "thread move" in told
    home.thread("schedule", draft, "friday 18:30", "--again")
    assert len(home.data("queue", "--json")["entries"]) == 2


def test_what_nobody_knows_is_unknown_and_says_when_it_is_looked_for_again(home: Home) -> None:
    draft = home.draft()
    texts = texts_of(home, draft)
    home.environment["THREAD_REHEARSAL_FAULTS"] = "create:500_after@2,read:500_before*4"
    begun = home.start("post", draft)
    wait_for(lambda: bool(home.data("queue", "--json")["entries"]))
    entry = home.data("queue", "--json")["entries"][0]["id"]
    wait_for(lambda: "2/3  unknown" in home.thread("queue", "show", entry).stdout)
    seen = home.thread("queue").stdout + home.thread("queue", "show", entry).stdout
    _, said = begun.communicate(timeout=45)
    assert "Post 2 unknown, checking " in seen
    assert re.search(r"2/3  unknown, checking again at \d\d:\d\d:\d\d: ", said)
    assert "failed" not in seen + said
    home.thread("resume", expect=None)
    assert_published_once(home, texts)


def test_a_network_that_says_when_is_asked_again_then_and_not_before(home: Home) -> None:
    home.environment["THREAD_REHEARSAL_FAULTS"] = "create:429@2"
    said = home.thread("post", home.draft(), expect=5).stderr
    assert re.search(r"2/3  trying again at \d\d:\d\d:\d\d: .*can be tried again in 15 min", said)
    (entry,) = home.data("queue", "--json")["entries"]
    left = datetime.fromisoformat(entry["next_at"]) - datetime.now(UTC)
    assert timedelta(minutes=13) < left <= timedelta(minutes=15)
    home.thread("worker", "--once", expect=None)
    assert len(home.published()) == 1
