"""The worker as a task of Windows' Task Scheduler, by its XML schema, version 1.2."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from composer.desk.services.service import File, Service, Step, template

if TYPE_CHECKING:
    from composer.desk.services.machine import Machine

_SCHEMA = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_ALWAYS, _ONCE = "worker", "worker-once"


def tasks(machine: Machine, timer: bool) -> Service:
    """A task for `schtasks`, from a file beside the queue."""
    kind, other = (_ONCE, _ALWAYS) if timer else (_ALWAYS, _ONCE)
    name = f'"Thread Composer {kind}"'
    path = machine.state / f"{kind}.xml"
    return Service(
        "Windows' Task Scheduler, for you as a user",
        (File(path, _filled(kind, machine), "utf-16"),),
        (machine.state / f"{other}.xml",),
        (
            Step("make it a task that starts when you log in", f'schtasks /Create /TN {name} /XML "{path}"'),
            Step("start it now", f"schtasks /Run /TN {name}"),
            Step("see whether it runs", f"schtasks /Query /V /FO LIST /TN {name}"),
            Step("stop it", f"schtasks /End /TN {name}"),
        ),
        (Step("end it first", f"schtasks /End /TN {name} & schtasks /Delete /F /TN {name}"),),
        tuple(_notes(machine)),
    )


def _notes(machine: Machine) -> list[str]:
    notes = ["It runs while you are logged in."]
    if machine.kept:
        notes.append(
            f"A task has no variables of its own: what {', '.join(machine.kept)} say in this shell has to hold for "
            "your whole account (`setx`), or be a setting (`thread config set`)."
        )
    return notes


def _filled(kind: str, machine: Machine) -> str:
    """The template with the program and the user in it; `pythonw` opens no window."""
    python, *words = machine.command
    windowless = machine.python.with_name("pythonw.exe")
    once = ("--once",) if kind == _ONCE else ()
    task = ET.fromstring(template(f"{kind}.xml"))  # noqa: S314 -- a file of ours
    _fill(task, "Command", str(windowless) if windowless.exists() else python)
    _fill(task, "Arguments", subprocess.list2cmdline([*words, "worker", *once]))
    _fill(task, "UserId", machine.user)
    ET.register_namespace("", _SCHEMA)
    return '<?xml version="1.0" encoding="UTF-16"?>\n' + ET.tostring(task, encoding="unicode") + "\n"


def _fill(task: ET.Element, name: str, text: str) -> None:
    """Say `text` in each element of that name; without a text they go, and the schema lets them."""
    for parent in list(task.iter()):
        for element in parent.findall(f"{{{_SCHEMA}}}{name}"):
            element.text = text
            if not text:
                parent.remove(element)
