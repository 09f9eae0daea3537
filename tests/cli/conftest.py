"""A home for each test, and an end to its rehearsal network."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from composer.networks.rehearsal import stop
from tests.cli.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    folder = tmp_path / "work"
    folder.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("THREAD_", "XDG_"))}
    environment |= {
        "HOME": str(tmp_path / "home"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "settings"),
        "XDG_DOCUMENTS_DIR": str(tmp_path / "documents"),
        "THREAD_REHEARSAL_PORT": str(port),
        "TZ": "Europe/Paris",
    }
    yield Home(folder, environment)
    stop(port)
