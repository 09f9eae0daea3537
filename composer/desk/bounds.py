"""What the settings say of an account's times, read: quiet hours, limits, distances, pace, and how late is too late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from composer.config import Settings
    from composer.schedule.agenda import Boundaries
    from composer.schedule.breaks import Break
    from composer.schedule.pace import Pace

    _T = TypeVar("_T")


def boundaries(settings: Settings, account: str, breaks: Iterable[Break], zone: str) -> Boundaries:
    """What `account` keeps to: its own settings before those of its owner, and every break that is its own or all's."""
    from composer.schedule.agenda import Boundaries
    from composer.schedule.pace import length_of
    from composer.schedule.quiet import quiet_hours

    own = settings.accounts.get(account)

    def said(name: str) -> str:
        value = getattr(own, name, None)
        return str(getattr(settings, name) if value is None else value)

    def length(name: str) -> timedelta:
        words = said(name)
        return _read(name, account, lambda: length_of(words)) if words else timedelta(0)

    quiet = said("quiet_hours")
    return Boundaries(
        zone=zone,
        quiet=() if quiet == "none" else _read("quiet_hours", account, lambda: quiet_hours(quiet)),
        breaks=tuple(each for each in breaks if each.account in ("", account)),
        daily=int(said("daily_limit")),
        weekly=int(said("weekly_limit")),
        running=int(said("days_in_a_row")),
        gap=length("thread_gap"),
        distance=length("account_distance"),
    )


def pace_for(settings: Settings, account: str, written: str = "") -> Pace:
    """How a thread to `account` is drawn out: as `written` in its draft, else as set for the account, else for all."""
    from composer.schedule.pace import pace_of

    own = settings.accounts.get(account)
    words = written or (settings.pace if own is None or own.pace is None else own.pace)
    return _read("pace", account, lambda: pace_of(words))


def late_limit(settings: Settings, asked: str = "") -> timedelta | None:
    """How late a thread may begin without asking: as asked for this once, else as set; None for however late."""
    from composer.schedule.pace import length_of

    words = asked.strip() or settings.late
    if words == "always":
        return None
    return length_of(words) if asked else _read("late", "", lambda: length_of(words or "60 min"))


def _read(name: str, account: str, reader: Callable[[], _T]) -> _T:
    """A value of a setting; what is wrong with it is told with the setting's name."""
    try:
        return reader()
    except ComposerError as error:
        whose = f" of {account}" if account else ""
        raise ComposerError(f"The setting {name}{whose}: {error}", fault=Fault.SETUP) from error
