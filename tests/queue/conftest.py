"""Queues in a temporary folder, a clock that the test owns, and a network in a process of its own."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from loopback_network import Client
from queue_parts import Desk, HandClock, PaperNetwork

from composer.queue import Store

HERE = Path(__file__).parent


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "queue.sqlite3"


@pytest.fixture
def store(file: Path, clock: HandClock) -> Iterator[Store]:
    with Store(file, clock, random.Random(3)) as opened:
        yield opened


@pytest.fixture
def paper(clock: HandClock) -> PaperNetwork:
    return PaperNetwork(clock)


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[Client]:
    """A network that runs in its own process."""
    command = [sys.executable, str(HERE / "loopback_network.py"), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Client(int(process.stdout.readline()))
        finally:
            process.kill()


@pytest.fixture
def desk(store: Store, clock: HandClock, paper: PaperNetwork) -> Desk:
    return Desk(store, clock, paper)
