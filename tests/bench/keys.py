"""What a key costs in a draft of 200 posts while findings are made: `python -m tests.bench.keys`.

The same letters are typed twice in the real application without a terminal: with the checklist at work, and with none,
which is the peer. The keys come slowly enough for a check to begin after each, so that each key meets one. Wall time
from the key to the thread on the screen that has its letter, milliseconds.
"""

# ruff: noqa: T201

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from textual.events import Key

from composer.config import Config, Settings
from composer.desk import Desk
from composer.desk.session import REST, Session
from composer.lint.reading import Reading
from composer.tui import SWITCH
from composer.tui.app import ComposerApp

POSTS, KEYS, ROUNDS = 200, 40, 4
TEXT = "\n\n---\n\n".join(
    f"Post {number} says one thing. It says so in a sentence or two, so that a reader can stop after it and know what "
    "was meant."
    for number in range(1, POSTS + 1)
)


class Unchecked(Session):
    """A session that finds nothing, and reads nothing for it."""

    def check(self, *_: object) -> tuple[()]:
        return ()


async def typed(kind: type[Session], read: Counter[str]) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.md"
        path.write_text(TEXT, encoding="utf-8")
        desk = Desk(Settings(zone="UTC", drafts_folder=folder), Path(folder) / "state")
        app = ComposerApp(desk, kind.open(desk, path), lambda: Config(desk.settings, {}), blink=False)
        async with app.run_test(size=(120, 40)) as pilot:
            while not app.session.checked:
                await pilot.pause(0.02)
            app._writing.editor.move_cursor(app._writing.editor.place_of(TEXT.index("Post 117") + 4))
            gc.collect()
            gc.freeze()
            gc.set_threshold(20_000, 20, 20)
            read.clear()
            spent = []
            for number in range(KEYS):
                before = len(app._writing.editor.text)
                began = time.perf_counter()
                app.post_message(Key("x", "x"))
                while len(app.session.text) == before:
                    await asyncio.sleep(0)
                spent.append((time.perf_counter() - began) * 1000)
                await asyncio.sleep(REST + (number % 8) * 0.01)
            while not app.session.checked:
                await pilot.pause(0.02)
            return spent


def main() -> None:
    read: Counter[str] = Counter()
    begin = Reading.__init__

    def counting(self: Reading, *given: object) -> None:
        read["posts"] += 1
        begin(self, *given)  # type: ignore[arg-type]

    Reading.__init__ = counting  # type: ignore[method-assign]
    sys.setswitchinterval(SWITCH)
    kinds = {"with findings": Session, "without": Unchecked}
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, kind in kinds.items():
            keys = asyncio.run(typed(kind, read))
            spent[name].append((statistics.median(keys), statistics.quantiles(keys, n=20)[18]))
            if kind is Session:
                print(f"posts read a key: {read['posts'] / KEYS:.2f}")
    for name, rounds in spent.items():
        half, most = (min(each) for each in zip(*rounds, strict=True))
        print(f"{name:14} p50 {half:5.1f} ms  p95 {most:5.1f} ms, the quietest of {ROUNDS} rounds each")


if __name__ == "__main__":
    main()
