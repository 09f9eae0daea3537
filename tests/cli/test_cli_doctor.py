"""What the doctor says: how each thing stands, why it matters, and the command that mends it."""

from __future__ import annotations

import os
import pty
import re
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from composer.desk.accounts import Listed
from composer.desk.doctor import PROBES
from composer.desk.doctor.people import clock, tokens
from composer.model import Fault, Post, Schedule
from composer.networks import Account, AccountError
from composer.networks.network import Identity
from composer.queue import Store
from tests.cli.home import Home
from tests.cli.test_cli_worker import wait_for


def findings(home: Home, *words: str, expect: int = 0) -> dict[str, dict[str, str]]:
    """The last finding of each name."""
    import json

    said = json.loads(home.thread("doctor", "--json", *words, expect=expect).stdout)
    assert said["well"] is (expect == 0)
    return {each["name"]: each for each in said["findings"]}


def queue_file(home: Home) -> Path:
    return Path(home.environment["XDG_STATE_HOME"]) / "thread-composer" / "queue.sqlite3"


def waiting(home: Home, *days: int) -> None:
    """Threads that wait to go out in so many days."""
    queue_file(home).parent.mkdir(parents=True, exist_ok=True)
    with Store(queue_file(home)) as store:
        for day in days:
            due = Schedule(datetime.now(UTC) + timedelta(days=day))
            store.enqueue([Post(1, 1, "x" * 2000, 9)], account="rehearsal", network="x", schedule=due, title="Breaths")


def sql(home: Home, statement: str) -> None:
    with sqlite3.connect(queue_file(home)) as plain:
        plain.execute(statement)
    plain.close()


def test_on_a_new_computer_all_is_well_and_nothing_is_made(home: Home) -> None:
    done = home.thread("doctor")
    assert "All is well." in done.stdout
    assert not Path(home.environment["XDG_STATE_HOME"]).exists()
    assert all(len(line) <= 80 or "/" in line for line in done.stdout.splitlines()), "only a path is longer"


def test_what_waits_with_nobody_to_publish_it_is_worth_a_look(home: Home) -> None:
    waiting(home, 1, 2, 3, 4)
    found = findings(home)
    assert found["worker"]["verdict"] == "look here"
    assert "None has run yet" in found["worker"]["said"]
    assert found["worker"]["mend"].startswith("thread worker")
    shown = home.thread("doctor").stdout
    assert shown.count("Breaths") == 3, "the next three"
    assert "Look at: worker." in shown


def test_a_running_worker_is_named(home: Home) -> None:
    waiting(home, 1)
    worker = home.start("worker")
    try:
        wait_for(lambda: "A worker is running" in home.thread("queue").stderr)
        found = findings(home)["worker"]
        assert found["verdict"] == "ok"
        assert str(worker.pid) in found["said"]
        sql(home, "UPDATE worker SET seen_at = seen_at - 3600000")
        found = findings(home)["worker"]
        assert found["verdict"] == "look here"
        assert f"kill {worker.pid}" in found["mend"]
    finally:
        worker.kill()
        worker.communicate()


def test_what_failed_or_is_past_is_worth_a_look(home: Home) -> None:
    waiting(home, 1, 2)
    sql(home, "UPDATE entry SET state = 'failed' WHERE id = (SELECT min(id) FROM entry)")
    sql(home, "UPDATE entry SET wake_at = wake_at - 9 * 86400000 WHERE state = 'queued'")
    found = findings(home)
    assert "1 failed" in found["entries"]["said"]
    assert "failed" in found["entries"]["mend"]
    assert "which is past" in found["next"]["said"]


@pytest.mark.parametrize("damage", ["header", "inside", "other"])
def test_a_damaged_queue_is_broken_and_left_as_it_is(home: Home, damage: str) -> None:
    waiting(home, *range(1, 9))
    file = queue_file(home)
    if damage == "other":
        file.unlink()
        sql(home, "CREATE TABLE recipe (name TEXT)")
    content = bytearray(file.read_bytes())
    if damage == "header":
        content[:100] = b"x" * 100
    elif damage == "inside":
        content[-8192:] = b"\x07" * 8192
    file.write_bytes(content)
    found = findings(home, expect=3)["queue"]
    assert found["verdict"] == "broken"
    assert found["mend"].startswith("thread restore")
    assert file.read_bytes() == content
    assert "Broken: queue." in home.thread("doctor", expect=3).stdout


def test_a_queue_of_a_newer_program_is_broken_and_one_of_an_older_is_left_to_the_next_command(home: Home) -> None:
    waiting(home)
    sql(home, "PRAGMA user_version = 99")
    assert "99" in findings(home, expect=3)["queue"]["said"]
    sql(home, "PRAGMA user_version = 1")
    found = findings(home)["queue"]
    assert found["verdict"] == "ok"
    assert "copy" in found["said"]
    assert list(queue_file(home).parent.glob("*.schema-*")) == []


def test_rights_that_are_too_wide_or_too_narrow_are_told_with_the_command(home: Home) -> None:
    waiting(home)
    queue_file(home).chmod(0o644)
    found = findings(home)["folder"]
    assert found["verdict"] == "look here"
    assert found["mend"] == f"chmod 600 {queue_file(home)}"


def test_settings_that_cannot_be_read_do_not_keep_the_rest_from_being_looked_at(home: Home) -> None:
    home.environment["THREAD_STYLE"] = "shouting"
    found = findings(home, expect=3)
    assert "THREAD_STYLE" in found["settings"]["said"]
    assert found["disk"]["verdict"] == "ok"


def test_an_account_without_keys_is_broken_with_the_way_to_add_them(home: Home) -> None:
    home.environment["THREAD_KEYRING"] = "no"
    settings = Path(home.environment["XDG_CONFIG_HOME"]) / "thread-composer" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[accounts.work]\nnetwork = "x"\n')
    found = findings(home, expect=3)
    assert found["account"]["verdict"] == "broken"
    assert found["account"]["mend"].startswith("thread accounts add work")
    assert "the file" in found["secrets"]["said"]


def test_a_service_that_calls_another_installation_is_worth_a_look(home: Home) -> None:
    home.thread("worker", "install", "--yes")
    unit = Path(home.environment["XDG_CONFIG_HOME"]) / "systemd" / "user" / "thread-worker.service"
    unit.write_text(unit.read_text().replace("-m composer", "-m composer_of_old"))
    found = findings(home)["service"]
    assert found["verdict"] == "look here"
    assert "worker install" in found["mend"]


GUARD = """
import os, socket
def refuse(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        with open(os.environ["GUARD"], "a") as file: file.write(repr(address) + chr(10))
        raise ConnectionRefusedError(111, "guarded")
    return connect(self, address)
connect = socket.socket.connect
socket.socket.connect = refuse
def unknown(host, *_, **__):
    with open(os.environ["GUARD"], "a") as file: file.write(str(host) + chr(10))
    raise socket.gaierror(-2, "guarded")
socket.getaddrinfo = unknown
"""


def test_nothing_goes_out_unless_it_is_asked_for(home: Home, tmp_path: Path) -> None:
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD)
    path = os.pathsep.join(filter(None, [str(guard), home.environment.get("PYTHONPATH", "")]))
    log = tmp_path / "log"
    keys = {f"THREAD_X_{key}": "1-a" for key in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")}
    waiting(home, 1)
    home.environment |= {"PYTHONPATH": path, "GUARD": str(log), "HTTPS_PROXY": "", **keys}
    assert findings(home)["account"]["verdict"] == "ok"
    assert not log.exists()
    home.thread("doctor", "--online", expect=None)
    assert "api.x.com" in log.read_text(), "the guard sees what it is there for"


@contextmanager
def server(ahead: timedelta) -> Iterator[str]:
    """A network whose clock is `ahead` of ours."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(404)
            self.send_header("Date", format_datetime(datetime.now(UTC) + ahead, usegmt=True))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


@pytest.mark.parametrize(
    ("ahead", "verdict", "words"),
    [(0, "ok", "agree"), (45, "look here", "behind"), (-45, "look here", "ahead of"), (400, "broken", "refused")],
)
def test_a_clock_that_is_off_is_told_by_as_much(ahead: int, verdict: str, words: str) -> None:
    with server(timedelta(seconds=ahead)) as origin:
        found = clock("x", origin, lambda: datetime.now(UTC))
    assert found.verdict == verdict
    assert words in found.said
    assert bool(found.mend) is (verdict != "ok")


def test_a_network_that_cannot_be_asked_breaks_nothing() -> None:
    found = clock("x", "http://127.0.0.1:9", lambda: datetime.now(UTC))
    assert found.verdict == "look here"


class Known:
    """Accounts whose network answers as the test wants."""

    def __init__(self, *answers: Exception | str) -> None:
        self.answers = answers

    def listed(self) -> tuple[Listed, ...]:
        return tuple(Listed(Account(str(n), "x"), "the file") for n, _ in enumerate(self.answers))

    def ask(self, name: str) -> Identity:
        answer = self.answers[int(name)]
        if isinstance(answer, Exception):
            raise answer
        return Identity("1", answer, "", may_write=True)


def test_keys_that_a_network_does_not_know_are_broken_and_a_network_that_is_away_is_not() -> None:
    known = Known("anna", AccountError("X does not know these keys."), AccountError("Away.", fault=Fault.NETWORK))
    found = list(tokens(known))  # type: ignore[arg-type]
    assert [each.verdict for each in found] == ["ok", "broken", "look here"]
    assert "@anna" in found[0].said
    assert found[1].mend == "thread accounts add 1"


def in_terminal(home: Home, widths: dict[str, int] | None) -> str:
    """What the doctor writes to a terminal that draws as `widths` says, or does not tell."""
    ours, theirs = pty.openpty()
    environment = {**home.environment, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        home.command("doctor"),
        cwd=home.folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
    )
    os.close(theirs)
    heard, answered = b"", 0
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:
            break
        if not chunk:
            break
        heard += chunk
        asked = re.findall(rb"\r([^\r]*?)\x1b\[6n", heard)
        for probe in asked[answered:]:
            answered += 1
            if widths is not None:
                os.write(ours, f"\x1b[1;{widths.get(probe.decode(), 1) + 1}R".encode())
    process.wait()
    os.close(ours)
    assert process.returncode == 0
    return heard.decode().replace("\r\n", "\n")


AGREED = {probe.text: probe.cells for probe in PROBES}


def test_a_terminal_that_draws_emoji_as_wide_as_they_are_is_well(home: Home) -> None:
    assert "All widths agree" in in_terminal(home, AGREED)


def test_joined_emoji_that_are_drawn_otherwise_are_told_and_do_no_harm(home: Home) -> None:
    said = in_terminal(home, AGREED | {"👩\u200d⚕\ufe0f": 3, "1\ufe0f\u20e3": 1})
    assert "2 of 8" in said
    assert "All is well" in said


def test_a_terminal_that_draws_our_own_emoji_otherwise_is_worth_a_look(home: Home) -> None:
    said = in_terminal(home, AGREED | {"🧵": 1})
    assert "look here  emoji" in said
    assert "thread config set style plain" in said


def test_a_terminal_that_does_not_answer_is_not_waited_for(home: Home) -> None:
    assert "does not say" in in_terminal(home, None)
