"""The queue and what publishes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from composer.desk.doctor.finding import Finding, broken, look, ok

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.config import Settings
    from composer.desk.services import Machine
    from composer.queue import Store

_NEXT = 3
_MEGABYTE = 1024 * 1024
_SILENT = timedelta(minutes=5)
"""A worker leaves word each minute."""
_LINGER = Path("/var/lib/systemd/linger")


def queue(settings: Settings, file: Path, now: datetime) -> Iterator[Finding]:
    """Whether the file is whole, who publishes from it, what needs somebody, and what goes out next."""
    from composer.config import local_zone
    from composer.queue import QueueError, Store, checkup
    from composer.queue.database import daily_copy

    copy = daily_copy(file)
    if not file.exists() and not file.with_name(f"{file.name}-wal").exists():
        yield ok("queue", "There is none yet; the first thread that is posted or scheduled makes it.")
        return
    try:
        found = checkup(file)
    except QueueError as error:
        yield broken("queue", str(error), f"thread restore {copy if copy.exists() else 'FILE'}")
        return
    zone = ZoneInfo(settings.zone or local_zone())
    whole = f"The file is whole: schema {found.schema}, {max(1, found.size // _MEGABYTE)} MB."
    if copy.exists():
        made = datetime.fromtimestamp(copy.stat().st_mtime, zone)
        whole += f" The worker copied it on {made:%a %d %b %H:%M}."
    if found.schema > found.newest:
        yield broken("queue", f"A newer version wrote it (schema {found.schema}, this knows {found.newest}).", "update")
        return
    if found.schema < found.newest:
        yield ok("queue", f"{whole} The next command brings it to schema {found.newest}, after it has made a copy.")
        return
    yield ok("queue", whole)
    with Store(file) as store:
        yield _worker(store, now, zone)
        yield from _unhappy(store)
        yield from _next(store, now, zone)


def _worker(store: Store, now: datetime, zone: ZoneInfo) -> Finding:
    from composer.queue import running_worker

    running, last = running_worker(store.path), store.last_worker()
    if running:
        who = f"{running[0]}, process {running[1]}"
        if last and now - last.seen > _SILENT:
            return look(
                "worker",
                f"One runs ({who}) and has said nothing since {last.seen.astimezone(zone):%H:%M}. It may be stuck.",
                f"kill {running[1]}, then start it again",
            )
        return ok("worker", f"One runs: {who}.")
    since = f"None has run since {last.seen.astimezone(zone):%a %d %b %H:%M}" if last else "None has run yet"
    if _waiting(store):
        return look("worker", f"{since}, and something waits to go out.", "thread worker")
    return ok("worker", f"{since}, and nothing waits.")


def _waiting(store: Store) -> bool:
    from composer.queue import ThreadState

    return bool(store.list(states=[ThreadState.QUEUED, ThreadState.PUBLISHING, ThreadState.RETRACTING], limit=1))


def _unhappy(store: Store) -> Iterator[Finding]:
    from composer.queue import ThreadState

    counts = store.counts()
    for state, words in ((ThreadState.FAILED, "failed"), (ThreadState.ATTENTION, "wait for you")):
        if many := counts.get(state):
            yield look("entries", f"{many} {words}.", f"thread queue --state {state}")


def _next(store: Store, now: datetime, zone: ZoneInfo) -> Iterator[Finding]:
    from composer.queue import ThreadState

    coming = store.list(states=[ThreadState.PUBLISHING, ThreadState.QUEUED], limit=_NEXT)
    if not coming:
        yield ok("next", "Nothing waits to go out.")
    for entry in coming:
        title = f" “{entry.title}”" if entry.title else ""
        said = f"{entry.next_at.astimezone(zone):%a %d %b %H:%M %Z}  {entry.id}{title} to {entry.account}"
        late = entry.next_at < now - timedelta(minutes=1)
        yield look("next", f"{said}, which is past.", "thread worker") if late else ok("next", said)


def installed(machine: Machine) -> Iterator[Finding]:
    """Whether the worker starts by itself."""
    from composer.desk.services import ServiceError, service

    try:
        forms = [service(machine, timer=timer) for timer in (False, True)]
    except ServiceError as error:
        yield ok("service", str(error))
        return
    there = [form for form in forms if form.installed]
    if not there:
        yield ok("service", "The worker is not installed as a service; `thread worker install` makes it one.")
    for form in there:
        where = form.installed[-1]
        timer = "--timer " if form is forms[1] else ""
        if not all(file.written for file in form.files):
            yield look(
                "service",
                f"{where} is not what this installation would write; it may call another one, or other folders.",
                f"thread worker install {timer}--yes",
            )
        elif machine.system == "linux":
            yield _of_systemd(where, form.steps[0].command, machine)
        else:
            yield ok("service", f"Installed: {where}.")


def _of_systemd(unit: Path, start: str, machine: Machine) -> Finding:
    if not machine.booted_by_systemd:
        return look("service", f"{unit} is there, but systemd does not run here, so nobody reads it.", "thread worker")
    if not any(unit.parent.glob(f"*.wants/{unit.name}")):
        return look("service", f"{unit} is there, but does not start at login.", start)
    lingering = (_LINGER / machine.user).exists()
    return ok("service", f"Installed, and starts {'with the computer' if lingering else 'when you log in'}: {unit}.")
