"""This computer: where the queue lies, and what it knows of time zones."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from composer.desk.doctor.finding import Finding, broken, look, ok

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from composer.config import Settings

_MEGABYTE = 1024 * 1024
_LITTLE, _TOO_LITTLE = 100, 5
"""Megabytes: a queue with pictures grows by tens of them, and less than five is soon full of its journal alone."""
_OLD_YEARS = 2
"""Rules of time zones change several times a year somewhere."""
_PACKAGE = "the package tzdata"
_RENEW = {True: "pip install --upgrade tzdata", False: "update the tzdata of this system"}


def disk(queue: Path) -> Iterator[Finding]:
    """Room, rights, and whether the disk is one of this computer."""
    from composer.queue.mounts import mount_table, network_folder

    there = next(folder for folder in queue.parents if folder.exists())
    kind = network_folder(there.resolve(), mount_table())
    if kind is not None:
        yield broken(
            "folder",
            f"{queue.parent} lies on a network folder ({kind}), where two computers could send the same post.",
            "export XDG_STATE_HOME=FOLDER, a folder on a disk of this computer",
        )
    elif not os.access(there, os.W_OK | os.X_OK):
        yield broken("folder", f"{there} may not be written, so nothing can be queued.", f"chmod u+rwx {there}")
    elif queue.exists() and not os.access(queue, os.W_OK):
        yield broken("folder", f"{queue} may not be written, so nothing can be sent.", f"chmod u+rw {queue}")
    elif os.name == "posix" and queue.exists() and queue.stat().st_mode & 0o077:
        yield look("folder", f"{queue} can be read by other people on this computer.", f"chmod 600 {queue}")
    else:
        yield ok("folder", f"{queue.parent} is on a disk of this computer, and yours.")
    yield _room(there)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free // _MEGABYTE
    if free < _TOO_LITTLE:
        return broken("disk", f"{free} MB are free, too little to note what is sent, so nothing is sent.", "make room")
    if free < _LITTLE:
        return look("disk", f"Only {free} MB are free where the queue lies. A worker waits once it is full.")
    return ok("disk", f"{free // 1024} GB are free." if free >= 10 * 1024 else f"{free} MB are free.")


def notices(settings: Settings) -> Iterator[Finding]:
    """Whether a worker can tell the desktop what needs somebody."""
    from composer.config.settings import Told
    from composer.desk.notices import at_hand

    if settings.notices is Told.NEVER:
        yield ok("notices", "None are shown on the desktop, as you set it.")
    elif at_hand():
        yield ok("notices", "A worker shows on the desktop what needs you, where there is a desktop.")
    else:
        yield ok("notices", "None on the desktop; `pip install 'thread-composer[notify]'` lets the worker show them.")


def zone(settings: Settings, now: datetime) -> Iterator[Finding]:
    """The zone of the user's words, and how old the rules are that it follows."""
    from zoneinfo import ZoneInfo

    from composer.config import local_zone

    name = settings.zone or local_zone()
    version, source = _rules(name)
    said = f"It is {now.astimezone(ZoneInfo(name)):%H:%M %Z} in {name}, by the rules of {version} from {source}."
    year = version[:4]
    if year.isdigit() and now.year - int(year) >= _OLD_YEARS:
        yield look("zone", f"{said} Those are old; some clocks may have changed since.", _RENEW[source == _PACKAGE])
    else:
        yield ok("zone", said)


def _rules(name: str) -> tuple[str, str]:
    """Version and origin of a zone's rules: this system's where it has some, as Python prefers them."""
    import zoneinfo

    import tzdata

    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / name).is_file():
            try:
                first = (folder / "tzdata.zi").read_text(encoding="utf-8").partition("\n")[0]
            except OSError:
                first = ""
            return first.removeprefix("# version ") or "an unknown year", str(folder)
    return str(tzdata.IANA_VERSION), _PACKAGE
