"""Whether all is well with what publishes: the queue, its worker, this computer, the accounts and the terminal.

Nothing is changed and, unless `online` is asked, nothing leaves this computer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.desk.doctor.finding import Finding, Verdict, broken
from composer.desk.doctor.terminal import PROBES, Probe, Terminal
from composer.model import ComposerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from composer.config import Settings
    from composer.desk.accounts import Accounts
    from composer.desk.services import Machine

__all__ = ["PROBES", "Finding", "Probe", "Terminal", "Verdict", "examine", "online"]


def examine(
    settings: Settings, state: Path, now: datetime, *, accounts: Accounts, machine: Machine, terminal: Terminal
) -> Iterator[Finding]:
    """Look at everything on this computer, one thing after the other."""
    from composer.desk.doctor import computer, people, publishing
    from composer.desk.doctor.terminal import drawing

    queue = state / "queue.sqlite3"
    yield from _looked("disk", lambda: computer.disk(queue))
    yield from _looked("zone", lambda: computer.zone(settings, now))
    yield from _looked("queue", lambda: publishing.queue(settings, queue, now))
    yield from _looked("service", lambda: publishing.installed(machine))
    yield from _looked("notices", lambda: computer.notices(settings))
    yield from _looked("accounts", lambda: people.accounts(accounts))
    yield from _looked("terminal", lambda: drawing(terminal))


def online(accounts: Accounts, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Ask the networks of the accounts: what time it is, and whether they know the keys."""
    from composer.desk.doctor import people

    yield from _looked("clock", lambda: people.clocks(accounts, now))
    yield from _looked("tokens", lambda: people.tokens(accounts))


def _looked(name: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """A look that ends in an error is a finding like any other."""
    try:
        yield from check()
    except ComposerError as error:
        yield broken(name, str(error))
    except OSError as error:
        yield broken(name, f"This could not be looked at: {error.strerror or error}.")
