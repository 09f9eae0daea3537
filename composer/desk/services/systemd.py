"""The worker as a unit of the user's systemd: systemd.service(5), systemd.timer(5)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from composer.desk.services.service import File, Service, Step, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.desk.services.machine import Machine

_REFUSED = frozenset("\"'\\\n\t")
"""What systemd refuses in the name of a program, though not in its arguments."""
_ALWAYS = ("thread-worker.service",)
_ONCE = ("thread-worker-once.service", "thread-worker-once.timer")


def systemd(machine: Machine, timer: bool) -> Service:
    """Units for `systemctl --user`."""
    folder = Path(machine.environment.get("XDG_CONFIG_HOME") or machine.home / ".config") / "systemd" / "user"
    names, others = (_ONCE, _ALWAYS) if timer else (_ALWAYS, _ONCE)
    unit = names[-1]
    return Service(
        "systemd, for you as a user",
        tuple(File(folder / name, _filled(name, machine)) for name in names),
        tuple(folder / name for name in others),
        tuple(_steps(unit, names[0], machine)),
        (Step("end it first", f"systemctl --user disable --now {unit}"),),
        (_note(machine),),
    )


def _enable(unit: str) -> str:
    return f"systemctl --user enable --now {unit}"


def _note(machine: Machine) -> str:
    if machine.booted_by_systemd:
        return (
            "It runs while you are logged in. `loginctl enable-linger` lets it run from the start of the computer on."
        )
    return "This computer was not started by systemd, so nobody would read these files."


def _steps(unit: str, log: str, machine: Machine) -> Iterator[Step]:
    if not machine.booted_by_systemd:
        yield Step("look each minute by cron instead, as a line in `crontab -e`", machine.cron)
    yield Step("start it, now and at each login", f"systemctl --user daemon-reload && {_enable(unit)}")
    yield Step("see whether it runs", f"systemctl --user status {unit}")
    yield Step("read what it did", f"journalctl --user -u {log}")
    yield Step("stop it for good", f"systemctl --user disable --now {unit}")


def _filled(name: str, machine: Machine) -> str:
    # ":" before the program keeps systemd from looking for variables in the line, so "$" is a "$"
    program, *words = machine.command if _REFUSED.isdisjoint(machine.command[0]) else ("/usr/bin/env", *machine.command)
    command = " ".join((_quoted(f":{program}"), *map(_quoted, words)))
    environment = "".join(f"Environment={_quoted(f'{key}={value}')}\n" for key, value in machine.kept.items())
    return template(name).format(command=command, environment=environment)


def _quoted(word: str) -> str:
    """One word of a unit file, whatever is in it: systemd.syntax(7), and `%` as in systemd.unit(5)."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    escaped = escaped.replace("%", "%%")
    plain = all(character.isalnum() or character in "/._-:=%+,@" for character in escaped)
    return escaped if plain else f'"{escaped}"'
