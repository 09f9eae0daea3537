"""What is on the disk when power fails: each plan before its intent, that before its call, the receipt after it."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.model import Post, Schedule
from composer.queue import Store

WORKER = str(Path(__file__).with_name("worker_process.py"))
SYNC, CALL, READY, ANSWER, WRITE = "sync", "call", "ready", "answer", "write"
PATTERNS = (
    (CALL, re.compile(r"sendto\(.*POST /posts")),
    (READY, re.compile(r"sendto\(.*GET /ready")),
    (ANSWER, re.compile(r"recvfrom\(.*HTTP/1\.1 200")),
    (SYNC, re.compile(r"(?:fdatasync|fsync)\(.*queue\.sqlite3-wal>\) = 0")),
    (WRITE, re.compile(r"pwrite64\(.*queue\.sqlite3-wal>")),
)


PLANNING = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import loopback_network
import worker_process

class Planning(loopback_network.LoopbackPublisher):
    def prepare(self, posts, so_far):
        if not so_far:
            self.client.ask("GET", "/ready")
        return b"what was made ready"

worker_process.LoopbackPublisher = Planning
sys.exit(worker_process.main(*sys.argv[1:]))
"""
"""A worker whose network wants something before each post, as for an upload, which is not to be wanted twice."""


def traced(file: Path, port: int, tmp_path: Path, *worker: str) -> list[str]:
    """What a worker that publishes four posts asks of the kernel, in order."""
    posts = [Post(n, 4, f"post {n}", 9) for n in range(1, 5)]
    with Store(file) as store:
        store.enqueue(posts, account="a", network="loopback", schedule=Schedule(datetime.now(UTC)))
    trace = tmp_path / "trace"
    calls = "trace=sendto,recvfrom,fsync,fdatasync,pwrite64"
    command = ["strace", "-f", "-y", "-s", "40", "-e", calls, "-o", str(trace), sys.executable, *worker]
    done = subprocess.run([*command, str(file), str(port), "once"], capture_output=True, check=False, timeout=60)
    if done.returncode != 0 and b"ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0
    return [kind for line in trace.read_text().splitlines() for kind, seen in PATTERNS if seen.search(line)]


needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="needs strace to see what the worker asks of the kernel"
)


@needs_strace
def test_an_intent_is_synced_before_its_call_and_a_receipt_before_the_next(file, loopback, tmp_path):
    steps = traced(file, loopback.port, tmp_path, WORKER)
    calls_at = [at for at, step in enumerate(steps) if step == CALL]
    assert len(calls_at) == 4
    for at in calls_at:
        assert steps[at - 2 : at] == [WRITE, SYNC], "the intent was not on disk right before the call"
    for first, second in itertools.pairwise(calls_at):
        between = steps[first + 1 : second]
        answered = between.index(ANSWER)
        assert between[answered + 1 :].count(SYNC) >= 2, "receipt and next intent are two commits"


@needs_strace
def test_what_was_made_ready_is_synced_before_the_intent_to_send_it(file, loopback, tmp_path):
    steps = traced(file, loopback.port, tmp_path, "-c", PLANNING)
    ready_at = [at for at, step in enumerate(steps) if step == READY]
    assert len(ready_at) == steps.count(CALL) == 4
    for at in ready_at:
        until_call = steps[at + 1 : steps.index(CALL, at)]
        assert until_call[0] == ANSWER
        assert until_call.count(SYNC) == 2, "the plan and the intent are two commits"
        assert until_call[-2:] == [WRITE, SYNC]
