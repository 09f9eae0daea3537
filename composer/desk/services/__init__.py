"""The worker as a service of this computer: the files that make it one, and the commands that start, stop and show it.

Nothing here is started or stopped; a person does that with the commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.desk.services.launchd import launchd
from composer.desk.services.machine import Machine, this_machine
from composer.desk.services.service import File, Service, ServiceError, Step
from composer.desk.services.systemd import systemd
from composer.desk.services.tasks import tasks

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["File", "Machine", "Service", "ServiceError", "Step", "service", "this_machine"]

_MANAGERS: dict[str, Callable[[Machine, bool], Service]] = {"linux": systemd, "darwin": launchd, "win32": tasks}


def service(machine: Machine, *, timer: bool) -> Service:
    """What makes the worker a service of `machine`: one that always runs, or, with `timer`, a look each minute.

    Raises `ServiceError` with a line for cron where there is no manager of services that we know.
    """
    manager = _MANAGERS.get(machine.system)
    if manager is None:
        raise ServiceError(
            f"Thread Composer knows no manager of services on {machine.system}. Where there is cron, this line in "
            f"`crontab -e` looks each minute what is due: {machine.cron}"
        )
    return manager(machine, timer)
