"""A real terminal with somebody at it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import termios
import time

from tests.cli.home import Home


class Terminal:
    """The command in a real terminal."""

    def __init__(self, home: Home, *words: str, **environment: str) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            home.command(*words),
            cwd=home.folder,
            env={**home.environment, "TERM": "xterm", **environment},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self.seen = ""

    def until(self, words: str) -> str:
        """What has been shown up to these words, since the last time."""
        assert self._shows(words, 30), self.seen
        before, _, self.seen = self.seen.partition(words)
        return before

    def rest(self) -> str:
        """All that is shown until the command ends."""
        shown = bytearray(self.seen.encode())
        while select.select([self._master], [], [], 30)[0]:
            try:
                shown += os.read(self._master, 4096)
            except OSError:  # the command has ended
                break
        return shown.decode()

    def interrupt(self, words: str) -> None:
        """Press Ctrl-C until these words are shown.

        Python misses one that comes in the instant before it waits for a line; a person presses it again.
        """
        for _ in range(10):
            self.press("\x03")
            if self._shows(words, 3):
                return
        raise AssertionError(self.seen)

    def _shows(self, words: str, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while words not in self.seen and time.monotonic() < deadline:
            if select.select([self._master], [], [], 0.5)[0]:
                try:
                    self.seen += os.read(self._master, 4096).decode()
                except OSError:  # the command has ended
                    break
        return words in self.seen

    def type(self, line: str) -> None:
        self.press(f"{line}\n")

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def close(self) -> int:
        code = self.process.wait(30)
        os.close(self._master)
        return code
