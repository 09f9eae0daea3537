"""The coming days as a plan shows them: what goes out, what is free, what is a break, and what would move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from composer.model import Diagnostic, Schedule
    from composer.queue import Planned, Template
    from composer.schedule.agenda import Agenda, Item
    from composer.schedule.breaks import Break
    from composer.schedule.slots import Slot

_MIDNIGHT = time()
_MOST_TIMES = 200
"""How many times of one template are shown; one that comes more often than that is no plan any more."""


@dataclass(frozen=True, slots=True)
class Move:
    """An entry that the plan gives another time."""

    entry: Planned
    to: Schedule | None
    """None where nothing fits within a year: then it stays where it is."""
    why: tuple[str, ...]
    """Each with its code, or that it keeps its place behind another."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something on a day of the plan."""

    at: datetime
    """UTC."""
    kind: str
    """`entry`, `slot`, `arrives` (an entry that moves here) or `recurring`."""
    account: str
    title: str
    entry: Planned | None = None
    findings: tuple[Diagnostic, ...] = ()
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day of the user's calendar."""

    day: date
    breaks: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The coming days, and what would move to keep the bounds."""

    zone: str
    days: tuple[PlanDay, ...]
    moves: tuple[Move, ...]
    stuck: tuple[Move, ...]
    """What is in the way and finds no other time."""


def days_of(first: date, days: int, lines: Iterable[Line], breaks: Iterable[Break], zone: str) -> tuple[PlanDay, ...]:
    """So many days from `first` on, each with its lines by time."""
    from composer.schedule.walls import DAY, day_of

    by_day: dict[date, list[Line]] = {}
    for line in lines:
        by_day.setdefault(day_of(line.at, zone), []).append(line)
    known = tuple(breaks)
    return tuple(
        PlanDay(
            day,
            tuple(dict.fromkeys(called(each) for each in known if _is_on(each, day))),
            tuple(sorted(by_day.get(day, ()), key=lambda line: (line.at, line.account, line.title))),
        )
        for day in (first + n * DAY for n in range(days))
    )


def entry_lines(
    known: Iterable[Planned],
    moves: Mapping[str, Move],
    findings: Mapping[str, tuple[Diagnostic, ...]],
    within: Callable[[datetime], bool],
) -> Iterator[Line]:
    """A line for each entry where it stands, and one where it would go."""
    for each in known:
        move = moves.get(each.id)
        if within(each.start):
            yield Line(each.start, "entry", each.account, each.title, each, findings.get(each.id, ()), move)
        if move is not None and move.to is not None and within(move.to.instant):
            yield Line(move.to.instant, "arrives", each.account, each.title, each, (), move)


def recurring_lines(
    templates: Iterable[Template],
    start: datetime,
    end: datetime,
    findings: Callable[[str, datetime], tuple[Diagnostic, ...]],
) -> Iterator[Line]:
    """The times for which templates will make entries and have not yet, with what is in their way."""
    for each in templates:
        rule, at = each.rule, each.next_at
        for _ in range(_MOST_TIMES if each.state == "repeating" else 0):
            if start <= at < end:
                title = f"{each.id} {each.title}".strip()
                yield Line(at, "recurring", each.account, title, findings=findings(each.account, at))
            at = rule.next_after(at).instant
            if at >= end:
                break


def free_slots(
    times: Iterable[tuple[Slot, Schedule]],
    items: Iterable[Item],
    templates: Iterable[Template],
    agenda: Agenda,
    off: frozenset[str],
) -> Iterator[tuple[Slot, Schedule]]:
    """The times that have no entry in them, will have none of a template's, and have nothing in their way."""
    from composer.schedule.agenda import Item

    taken = {(item.account, minute(item.start)) for item in items}
    repeating = tuple(each for each in templates if each.state == "repeating")
    for slot, schedule in times:
        new = Item("", slot.account, schedule.instant, accepted=off)
        own = (each for each in repeating if each.account == slot.account)
        if (slot.account, minute(schedule.instant)) in taken or any(_comes(each, schedule.instant) for each in own):
            continue
        if not agenda.clashes(new, new.start):
            yield slot, schedule


def _comes(template: Template, instant: datetime) -> bool:
    """Whether a template will make an entry for the minute that an instant is in, and has not yet."""
    begin = minute(instant)
    following = max(begin - timedelta(seconds=1), template.next_at - timedelta(seconds=1))
    return minute(template.rule.next_after(following).instant) == begin


def minute(instant: datetime) -> datetime:
    """The minute that an instant is in."""
    return instant.replace(second=0, microsecond=0)


def called(each: Break) -> str:
    """A break with its name, its days, and whose it is."""
    whose = f" ({each.account})" if each.account else ""
    return f"{each.name}, {each.words}{whose}" if each.name else f"{each.words}{whose}"


def _is_on(each: Break, day: date) -> bool:
    start = datetime.combine(day, _MIDNIGHT)
    return each.start < start + timedelta(days=1) and start < each.end
