"""Two rehearsals on one computer do not meet, and each keeps its own port."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from composer.networks.rehearsal import RehearsalError, Server, port, start, stop
from tests.networks.conftest import free_port


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> int:
    """A stretch of ports of the test's own, where the program's own would meet a rehearsal that really runs."""
    first = free_port()
    monkeypatch.setattr(port, "PORT", first)
    return first


@pytest.fixture
def started() -> Iterator[list[Server]]:
    servers: list[Server] = []
    yield servers
    for server in servers:
        stop(server.port)


def test_two_stores_get_two_ports_and_each_finds_its_own_again(
    tmp_path: Path, ports: int, started: list[Server]
) -> None:
    mine, yours = tmp_path / "mine.sqlite3", tmp_path / "yours.sqlite3"
    started += [start(port.AUTOMATIC, mine), start(port.AUTOMATIC, yours)]
    assert started[0].port != started[1].port
    stop(started[0].port)
    assert start(port.AUTOMATIC, mine).port == started[0].port


def test_homes_that_begin_in_the_same_moment_get_a_network_each(
    tmp_path: Path, ports: int, started: list[Server]
) -> None:
    stores = [tmp_path / f"{name}.sqlite3" for name in ("one", "two", "three")]
    together = Barrier(len(stores))

    def begun(store: Path) -> Server:
        together.wait()
        return start(port.AUTOMATIC, store)

    with ThreadPoolExecutor(len(stores)) as pool:
        started += pool.map(begun, stores)

    assert [server.store for server in started] == stores
    assert len({server.port for server in started}) == len(stores)


def test_a_port_of_another_program_is_passed_over(tmp_path: Path, ports: int, started: list[Server]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", ports))
        other.listen()
        started.append(start(port.AUTOMATIC, tmp_path / "mine.sqlite3"))
        assert started[0].port > ports


def test_a_port_that_the_user_chose_is_never_changed(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(RehearsalError, match="rehearsal_port"):
            start(int(other.getsockname()[1]), tmp_path / "mine.sqlite3")


def test_a_port_that_cannot_be_written_down_is_said(tmp_path: Path, ports: int) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(RehearsalError, match="cannot be written down"):
        start(port.AUTOMATIC, tmp_path / "file" / "rehearsal.sqlite3")
