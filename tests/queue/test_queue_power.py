"""What is on the disk when power fails: each intent before its call, each receipt before the next intent."""

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
SYNC, CALL, ANSWER, WRITE = "sync", "call", "answer", "write"
PATTERNS = (
    (CALL, re.compile(r"sendto\(.*POST /posts")),
    (ANSWER, re.compile(r"recvfrom\(.*HTTP/1\.1 200")),
    (SYNC, re.compile(r"(?:fdatasync|fsync)\(.*queue\.sqlite3-wal>\) = 0")),
    (WRITE, re.compile(r"pwrite64\(.*queue\.sqlite3-wal>")),
)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to see what the worker asks of the kernel")
def test_an_intent_is_synced_before_its_call_and_a_receipt_before_the_next(file, loopback, tmp_path):
    posts = [Post(n, 4, f"post {n}", 9) for n in range(1, 5)]
    with Store(file) as store:
        store.enqueue(posts, account="a", network="loopback", schedule=Schedule(datetime.now(UTC)))
    trace = tmp_path / "trace"
    calls = "trace=sendto,recvfrom,fsync,fdatasync,pwrite64"
    command = ["strace", "-f", "-y", "-s", "40", "-e", calls, "-o", str(trace), sys.executable, WORKER]
    done = subprocess.run(
        [*command, str(file), str(loopback.port), "once"], capture_output=True, check=False, timeout=60
    )
    if done.returncode != 0 and b"ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0

    steps = [kind for line in trace.read_text().splitlines() for kind, seen in PATTERNS if seen.search(line)]
    calls_at = [at for at, step in enumerate(steps) if step == CALL]
    assert len(calls_at) == 4
    for at in calls_at:
        assert steps[at - 2 : at] == [WRITE, SYNC], "the intent was not on disk right before the call"
    for first, second in itertools.pairwise(calls_at):
        between = steps[first + 1 : second]
        answered = between.index(ANSWER)
        assert between[answered + 1 :].count(SYNC) >= 2, "receipt and next intent are two commits"
