"""The program in a real terminal, with nothing but keys."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from composer.draft import autosave
from composer.queue import Store

START = """
import json, sys
from pathlib import Path
from composer.config import Settings
from composer.desk import Desk
from composer.tui import run
given = json.loads(sys.argv[1])
desk = Desk(Settings(**given["settings"]), Path(given["state"]))
sys.exit(run(Path(given["draft"]) if given["draft"] else None, desk))
"""
_PATIENCE = 30.0
_CONTROLS = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")


class Terminal:
    """A program on a pseudo-terminal, and what it has painted so far."""

    def __init__(self, command: list[str], environment: dict[str, str], size: tuple[int, int] = (24, 80)) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=os.environ | {"TERM": "xterm-256color"} | environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self.painted = b""

    def keys(self, text: str) -> None:
        for letter in re.findall(r"\x1b?.", text, re.DOTALL):
            os.write(self.master, letter.encode())
            self.look(0.02)

    def look(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and select.select([self.master], [], [], left)[0]:
            try:
                self.painted += os.read(self.master, 1 << 16)
            except OSError:
                return

    def sees(self, words: str) -> None:
        """Wait until `words` have been painted since the last time something was waited for."""
        wanted = words.replace(" ", "").encode()
        end = time.monotonic() + _PATIENCE
        while wanted not in _CONTROLS.sub(b"", self.painted).replace(b" ", b""):
            assert time.monotonic() < end, _CONTROLS.sub(b" ", self.painted).decode(errors="replace")[-3000:]
            self.look(0.1)
        self.painted = b""

    def ends(self) -> int:
        end = time.monotonic() + _PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end
            self.look(0.1)
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


@pytest.fixture
def terminal(desk, state):
    opened: list[Terminal] = []

    def start(draft: Path | None = None, **environment: str) -> Terminal:
        settings = {name: getattr(desk.settings, name) for name in ("zone", "drafts_folder", "rehearsal_port")}
        given = {"settings": settings, "state": str(state), "draft": str(draft) if draft else ""}
        opened.append(Terminal([sys.executable, "-c", START, json.dumps(given)], environment))
        return opened[-1]

    yield start
    for each in opened:
        each.close()
    desk.stop_rehearsal()


def test_from_the_first_key_to_a_published_thread(terminal, drafts, state):
    screen = terminal()
    screen.sees("Paragraphs that belong")
    screen.keys("Every thread has a spine.\x1bnRead it aloud.")
    screen.sees("/280")
    screen.keys("\x13")
    screen.sees("Its name")
    screen.keys("\x15spine\r")
    screen.sees("Saved spine.md")
    screen.keys("\x12now")
    screen.sees("UTC")
    screen.keys("\r")
    screen.sees("0 of 2 posts out")
    screen.keys("w")
    screen.sees("2 of 2 posts out")
    screen.keys("\x11")
    assert screen.ends() == 0
    assert (drafts / "spine.md").read_text() == "Every thread has a spine.\n\n---\n\nRead it aloud."
    with Store(state / "queue.sqlite3") as store:
        [entry] = store.list()
    assert entry.state == "published"
    assert [post.receipt.text for post in entry.posts] == [post.text for post in entry.posts]


def test_a_terminal_that_is_closed_in_mid_sentence_leaves_every_word_in_a_copy(terminal, draft, state):
    screen = terminal(path := draft("Words.\n"))
    screen.sees("6/280")
    screen.keys("My own ")
    screen.sees("13/280")
    screen.process.send_signal(signal.SIGHUP)
    assert screen.ends() != 0
    assert autosave.find(state, path).text == "My own Words.\n"
    assert path.read_text() == "Words.\n"


def test_a_polite_end_keeps_every_word_and_gives_the_terminal_back(terminal, draft, state):
    screen = terminal(path := draft("Words.\n"))
    screen.sees("6/280")
    screen.keys("My own ")
    screen.sees("13/280")
    screen.process.send_signal(signal.SIGTERM)
    assert screen.ends() == 128 + signal.SIGTERM
    assert autosave.find(state, path).text == "My own Words.\n"
    assert b"\x1b[?1049l" in screen.painted


def test_without_colours_nothing_is_coloured_and_everything_is_said(terminal, draft):
    screen = terminal(draft("Whoever wrote that rota is an idiot.\n"), NO_COLOR="1")
    seen = b""
    end = time.monotonic() + _PATIENCE
    while b"KND002" not in seen and time.monotonic() < end:
        screen.look(0.2)
        seen = screen.painted
    for red, green, blue in re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", seen):
        assert red == green == blue
    assert "■".encode() in seen
    screen.keys("\x11")
    assert screen.ends() == 0
