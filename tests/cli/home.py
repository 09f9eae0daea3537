"""The command as a person has it: a process of its own, a home of its own, a rehearsal network of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHORT = """\
---
title: Three breaths
to: [rehearsal]
---

Ask what you have left unclear. The gap is then yours, not theirs, and nobody has to confess to one.

---

Wait ten seconds. Three slow breaths are about right, even when they feel long from the front of the room.

---

Let the newest person speak first, and let them pass without a reason.
"""


_PATIENCE = 60


@dataclass
class Home:
    """A user's home and the commands typed in it."""

    folder: Path
    environment: dict[str, str]

    def thread(
        self, *words: object, stdin: str | None = None, expect: int | None = 0
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*words),
            cwd=self.folder,
            env=self.environment,
            input=stdin if stdin is not None else "",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        if expect is not None:
            assert done.returncode == expect, f"exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        return done

    def start(self, *words: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self.command(*words),
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        overdue = threading.Timer(_PATIENCE, process.kill)  # a test that waits for a line is not to wait for ever
        overdue.daemon = True
        overdue.start()
        return process

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "composer", *map(str, words)]

    def data(self, *words: object) -> Any:
        return json.loads(self.thread(*words).stdout)

    def draft(self, text: str = SHORT, name: str = "talk.md") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def published(self) -> list[dict[str, Any]]:
        """What the rehearsal network has, oldest first."""
        return self.data("rehearsal", "timeline", "--json")

    @property
    def port(self) -> int:
        return int(self.environment["THREAD_REHEARSAL_PORT"])
