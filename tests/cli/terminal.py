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
        deadline = time.monotonic() + 30
        while words not in self.seen:
            assert time.monotonic() < deadline, self.seen
            if select.select([self._master], [], [], 1)[0]:
                try:
                    self.seen += os.read(self._master, 4096).decode()
                except OSError:  # the command has ended
                    break
        before, found, self.seen = self.seen.partition(words)
        assert found, before
        return before

    def type(self, line: str) -> None:
        self.press(f"{line}\n")

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def close(self) -> int:
        code = self.process.wait(30)
        os.close(self._master)
        return code
