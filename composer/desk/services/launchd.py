"""The worker as an agent of launchd, macOS's manager of services: launchd.plist(5)."""

from __future__ import annotations

import plistlib
import shlex
from typing import TYPE_CHECKING

from composer.desk.services.service import File, Service, Step, template

if TYPE_CHECKING:
    from composer.desk.services.machine import Machine

_ALWAYS, _ONCE = "worker", "worker-once"


def launchd(machine: Machine, timer: bool) -> Service:
    """A property list for `launchctl`."""
    folder = machine.home / "Library" / "LaunchAgents"
    kind, other = (_ONCE, _ALWAYS) if timer else (_ALWAYS, _ONCE)
    label = f"org.thread-composer.{kind}"
    path = folder / f"{label}.plist"
    log = machine.state / "worker.log"
    target = f"gui/$(id -u)/{label}"
    return Service(
        "launchd, for you as a user",
        (File(path, _filled(kind, machine)),),
        (folder / f"org.thread-composer.{other}.plist",),
        (
            Step("start it, now and at each login", f"launchctl bootstrap gui/$(id -u) {shlex.quote(str(path))}"),
            Step("see whether it runs", f"launchctl print {target}"),
            Step("read what it did", f"tail {shlex.quote(str(log))}"),
            Step("stop it", f"launchctl bootout {target}"),
        ),
        (Step("end it first", f"launchctl bootout {target}"),),
        ("It runs while you are logged in.",),
    )


def _filled(kind: str, machine: Machine) -> str:
    log = str(machine.state / "worker.log")
    once = ("--once",) if kind == _ONCE else ()
    values = {
        **plistlib.loads(template(f"{kind}.plist").encode()),
        "ProgramArguments": [*machine.command, "worker", *once],
        "EnvironmentVariables": dict(machine.kept),
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    return plistlib.dumps(values, sort_keys=False).decode()
