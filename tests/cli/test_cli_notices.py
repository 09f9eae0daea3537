"""Notices on the desktop: what is told, what a locked screen never shows, and that no desktop harms publishing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from composer.config.settings import Settings, Told
from composer.desk.notices import Notice, Notices, show
from composer.desk.notices.words import notice
from tests.cli.home import Home


def event(kind: str, entry: str = "k3x9zz", title: str = "My diagnosis", message: str = "X said no.") -> Any:
    return SimpleNamespace(kind=kind, entry=SimpleNamespace(id=entry, account="work", title=title), message=message)


def told(*events: Any, everything: bool = False, shown: bool = False) -> Notice | None:
    return notice(events, everything=everything, shown=shown)


@pytest.mark.parametrize(("kind", "words"), [("failed", "failed"), ("attention", "waits for you")])
def test_trouble_is_told_with_the_command_and_without_a_word_of_the_thread(kind: str, words: str) -> None:
    found = told(event(kind))
    assert found is not None
    assert words in found.title
    assert "thread queue show k3x9zz" in found.body
    assert "diagnosis" not in found.title + found.body
    assert "X said no" not in found.title + found.body


def test_titles_and_reasons_are_shown_where_a_setting_says_so() -> None:
    found = told(event("failed"), shown=True)
    assert found is not None
    assert "My diagnosis" in found.body
    assert "X said no." in found.body


def test_what_goes_well_is_told_only_where_a_setting_says_so() -> None:
    assert told(event("published"), event("sent"), event("begun")) is None
    found = told(event("published"), event("sent"), everything=True)
    assert found is not None
    assert "is out" in found.title


def test_many_at_once_are_one_notice() -> None:
    found = told(*(event("attention", f"entry{n}") for n in range(9)))
    assert found is not None
    assert "9 threads need you" in found.title


def test_a_queue_that_cannot_be_used_is_told_once_and_not_each_second() -> None:
    seen: list[Notice] = []
    with Notices(Settings(), seen.append) as notices:
        for _ in range(3):
            notices(SimpleNamespace(kind="queue", entry=None, message="The disk is full."))
            time.sleep(0.7)
    assert [found.title for found in seen] == ["The queue cannot be used"]


def test_never_means_never() -> None:
    seen: list[Notice] = []
    with Notices(Settings(notices=Told.NEVER), seen.append) as notices:
        notices(event("failed"))
    assert seen == []


def test_a_desktop_that_never_answers_keeps_no_worker_waiting() -> None:
    stuck = threading.Event()
    began = time.monotonic()
    with Notices(Settings(), lambda _: stuck.wait(30) and None) as notices:
        notices(event("failed"))
        handed_over = time.monotonic() - began
    ended = time.monotonic() - began
    stuck.set()
    assert handed_over < 1, "taking note takes no time"
    assert ended < 20, "and the end is not waited for"


SERVICE = """
import asyncio, sys
from dbus_fast import aio, service

class Desktop(service.ServiceInterface):
    @service.method()
    def Notify(self, app: 's', replaces: 'u', icon: 's', title: 's', body: 's', actions: 'as', hints: 'a{sv}',
               expires: 'i') -> 'u':
        print(repr((app, title, body)), flush=True)
        return 1
    @service.method()
    def GetCapabilities(self) -> 'as':
        return ['body']
    @service.method()
    def GetServerInformation(self) -> 'ssss':
        return ['Fake', 'Tests', '1', '1.2']
    @service.method()
    def CloseNotification(self, number: 'u'):
        pass
    @service.signal()
    def NotificationClosed(self) -> 'uu':
        return [1, 1]
    @service.signal()
    def ActionInvoked(self) -> 'us':
        return [1, '']

async def main():
    bus = await aio.MessageBus().connect()
    bus.export('/org/freedesktop/Notifications', Desktop('org.freedesktop.Notifications'))
    await bus.request_name('org.freedesktop.Notifications')
    print('ready', flush=True)
    await bus.wait_for_disconnect()

asyncio.run(main())
"""
CONFIGURATION = """<busconfig><type>session</type><listen>unix:path={place}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"""


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """A bus of this test's own with a service for notices on it, which prints what it is asked to show."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("needs dbus-daemon, to have a bus to speak to")
    if importlib.util.find_spec("dbus_fast") is None or importlib.util.find_spec("desktop_notifier") is None:
        pytest.skip("needs the extra 'notify', to have something that speaks to it")
    place = tmp_path / "bus"
    (tmp_path / "bus.conf").write_text(CONFIGURATION.format(place=place))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={place}")
    bus = subprocess.Popen(["dbus-daemon", f"--config-file={tmp_path / 'bus.conf'}", "--nofork", "--nopidfile"])
    try:
        until = time.monotonic() + 20
        while not place.exists():
            assert time.monotonic() < until, "the bus does not start"
            time.sleep(0.02)
        with subprocess.Popen([sys.executable, "-c", SERVICE], stdout=subprocess.PIPE, text=True) as service:
            assert service.stdout is not None
            overdue = threading.Timer(60, service.kill)  # a test that waits for a notice is not to wait for ever
            overdue.start()
            try:
                assert service.stdout.readline() == "ready\n"
                yield service
            finally:
                overdue.cancel()
                service.kill()
    finally:
        bus.kill()
        bus.wait()


def test_a_desktop_is_shown_the_notice(desktop: subprocess.Popen[str]) -> None:
    show(Notice("A thread failed", "“Ünï” 🧵"))
    assert desktop.stdout is not None
    assert desktop.stdout.readline() == repr(("Thread Composer", "A thread failed", "“Ünï” 🧵")) + "\n"


def test_a_worker_tells_the_desktop_of_a_thread_that_failed(home: Home, desktop: subprocess.Popen[str]) -> None:
    from datetime import UTC, datetime

    from composer.model import Post, Schedule
    from composer.queue import Store

    file = Path(home.environment["XDG_STATE_HOME"]) / "thread-composer" / "queue.sqlite3"
    file.parent.mkdir(parents=True)
    with Store(file) as store:
        due = Schedule(datetime.now(UTC))
        store.enqueue([Post(1, 1, "secret", 6)], account="gone", network="x", schedule=due, title="Secret")
    home.environment["DBUS_SESSION_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    home.thread("worker", "--once", expect=None)
    assert desktop.stdout is not None
    said = desktop.stdout.readline()
    assert "A thread failed" in said
    assert "ecret" not in said


def test_without_a_desktop_the_worker_publishes_all_the_same(home: Home) -> None:
    home.environment |= {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "THREAD_NOTICES": "all"}
    home.thread("schedule", home.draft(), "now")
    home.thread("worker", "--once")
    assert len(home.published()) == 3
