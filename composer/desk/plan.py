"""When threads go out, seen as a whole: the next free slot, what stands in the way of a time, the coming days."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from composer.desk.bounds import boundaries
from composer.desk.calendar import Calendar, named, same
from composer.desk.planfile import PlanError
from composer.desk.preview import Line, Move, Plan, days_of, entry_lines, free_slots, recurring_lines
from composer.model import Diagnostic, Schedule, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from composer.config import Settings
    from composer.desk.planfile import PlanFile
    from composer.desk.review import Review
    from composer.networks import Account
    from composer.queue import Entry, Later, Planned, Release, Store
    from composer.schedule.agenda import Boundaries, Clash, Item
    from composer.schedule.arrangement import Placed
    from composer.schedule.pace import Pace
    from composer.schedule.slots import Slot

PAST = timedelta(days=62)
"""How far back entries count: a row of up to 60 days in a row."""
AHEAD = timedelta(days=400)
_ACCEPTED = re.compile(r"\b(SCH\d{3}) accepted: ")
"""How a reason for a finding stands in the log of an entry."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A time for a thread, and what is to be said about it."""

    schedule: Schedule
    findings: tuple[Diagnostic, ...] = ()
    proposal: Schedule | None = None
    """The next time at which nothing is in the way; None where the time itself is fine, or none is within a year."""

    @property
    def stops(self) -> tuple[Diagnostic, ...]:
        """Findings that another time mends and that weigh enough to ask."""
        return tuple(
            found
            for found in self.findings
            if found.code != "SCH007" and found.severity in (Severity.WARNING, Severity.ERROR)
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thread with the time that it will be queued for."""

    account: Account
    review: Review
    schedule: Schedule
    accepted: Mapping[str, str]
    """The reason for each finding that it goes out in spite of."""
    pace: Pace

    @property
    def item(self) -> Item:
        """As a plan sees it."""
        from composer.schedule.agenda import Item

        posts = len(self.review.thread.posts)
        title = self.review.thread.draft.title or "the same draft"
        length = self.pace.between(posts) * max(0, posts - 1)
        return Item("", self.account.name, self.schedule.instant, length, title, fixed=True)

    @property
    def digest(self) -> str:
        """Equal for threads that say and show the same."""
        from composer.desk.outbox import digest

        return digest(self.review, self.account)


class _Told(NamedTuple):
    """What is in the way of an entry, and what its writer has accepted."""

    findings: tuple[Diagnostic, ...]
    accepted: frozenset[str]


class Planner:
    """The user's slots, breaks and bounds, applied to a queue. Nothing is written but by `apply`."""

    def __init__(self, settings: Settings, file: PlanFile, zone: str, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self.calendar = Calendar(file, zone, now)
        self.zone = zone
        self.now = now

    # -- one time -----------------------------------------------------------------------------------------------

    def next_slot(self, store: Store, account: str, name: str = "") -> Schedule:
        """The next slot of `account` (of that name) with no entry in it and nothing in its way; raises PlanError."""
        own = self.calendar.slots(account)
        wanted = [slot for slot in own if not name or same(slot.name, name)]
        if not own:
            raise PlanError(f'{account} has no slots. `thread slots add {account} "weekdays 8:00"` makes one.')
        if not wanted:
            raise PlanError(f"{account} has no slot “{name}”. {named(own)}")
        for _, schedule in self._coming(store, wanted):
            return schedule
        raise PlanError(
            f"No slot of {account} is free within a year: each has an entry or a template that comes then, or "
            "lies in quiet hours, on a break or "
            "beyond a limit. `thread plan` shows which; `thread slots add` makes another."
        )

    def free(self, store: Store, slot: Slot) -> Schedule | None:
        """When a slot comes next with no entry in it and nothing in its way; None if not within a year."""
        return next((schedule for _, schedule in self._coming(store, [slot])), None)

    def fit(
        self,
        store: Store,
        account: str,
        network: str,
        schedule: Schedule,
        *,
        length: timedelta = timedelta(0),
        digest: str = "",
        entry: str = "",
        accepted: Iterable[str] = (),
        besides: Iterable[Item] = (),
    ) -> Fitting:
        """What stands in the way of a thread at a time, and the next time at which nothing does.

        `length` is from its first post to its last, `digest` tells what it says; `entry` is the one that is moved,
        and `besides` are threads that will be queued with it.
        """
        from composer.schedule.agenda import SAID_BEFORE, Agenda, Item, first_fit

        now = self.now()
        known = store.planned(now - PAST, now + AHEAD)
        around = [*besides, *(item for item in self._as_items(known, now) if item.id != entry)]
        agenda = Agenda(self._boundaries(around, account), around)
        off = self._off()
        item = Item(entry, account, schedule.instant, length, accepted=frozenset(accepted) | off)
        clashes = agenda.clashes(item, item.start)
        twins = [
            each for each in known if digest and each.digest == digest and each.id != entry and each.network == network
        ]
        findings = [self._finding(clash.code, clash.about) for clash in clashes]
        if twins and SAID_BEFORE not in off and SAID_BEFORE not in accepted:
            findings.append(self._finding(SAID_BEFORE, _twins(twins)))
        proposal = None
        if clashes:
            start = first_fit(item, agenda, max(schedule.instant, now))
            proposal = None if start is None else self._schedule(start, schedule.zone, "the next time that fits")
        return Fitting(schedule, tuple(findings), proposal)

    def fit_thread(self, store: Store, wanted: Wanted, besides: Iterable[Wanted] = ()) -> Fitting:
        """The same for a thread that is to be queued beside others."""
        return self.fit(
            store,
            wanted.account.name,
            wanted.account.network,
            wanted.schedule,
            length=wanted.item.length,
            digest=wanted.digest,
            accepted=wanted.accepted,
            besides=[each.item for each in besides],
        )

    def fit_entry(self, store: Store, entry: Entry, schedule: Schedule) -> Fitting:
        """The same for an entry that is to be moved."""
        length = entry.pace * max(0, len(entry.posts) - 1)
        return self.fit(store, entry.account, entry.network, schedule, length=length, entry=entry.id)

    # -- the whole ----------------------------------------------------------------------------------------------

    def findings(self, store: Store, entries: Sequence[Entry]) -> Mapping[str, tuple[Diagnostic, ...]]:
        """What stands in the way of some entries as they are planned, by their ids."""
        now = self.now()
        ids = [entry.id for entry in entries if entry.state in ("queued", "held")]
        if not ids:
            return {}
        kept = self.calendar.kept()
        bounded = any(
            boundaries(self._settings, account, kept.breaks, self.zone).any
            for account in {entry.account for entry in entries}
        )
        known = store.planned(now - PAST, now + AHEAD) if bounded else store.alike(ids)
        told = self._findings(store, known, now, frozenset(ids))
        return {entry: each.findings for entry, each in told.items() if each.findings}

    def preview(self, store: Store, days: int = 30) -> Plan:
        """The coming days in the user's zone, what would move to keep the bounds, and why."""
        from composer.schedule.arrangement import arrange

        now = self.now()
        known = store.planned(now - PAST, now + AHEAD)
        told = self._findings(store, known, now)
        findings = {entry: each.findings for entry, each in told.items() if each.findings}
        items = [
            replace(item, accepted=item.accepted | told[item.id].accepted) if item.id in told else item
            for item in self._as_items(known, now)
        ]
        placed = arrange(items, self._boundaries(items, self._settings.account), now=now)
        by_id = {each.id: each for each in known}
        moves = tuple(self._move(each, by_id[each.item.id]) for each in placed if each.moves or each.start is None)
        first = self.calendar.today()
        lines = self._lines(store, known, items, placed, findings, moves, first + timedelta(days=days))
        return Plan(
            self.zone,
            days_of(first, days, lines, self.calendar.kept().breaks, self.zone),
            tuple(move for move in moves if move.to is not None),
            tuple(move for move in moves if move.to is None),
        )

    def apply(self, store: Store, plan: Plan) -> tuple[Entry, ...]:
        """Give every entry that moves its new time: all of them or none, undone in one go."""
        with store.together():
            return tuple(
                store.move(move.entry.id, move.to, reason="; ".join(move.why)) for move in plan.moves if move.to
            )

    def release(self) -> Release:
        """What decides when late threads go out: a pure function, with the bounds as they are now."""
        from composer.schedule.arrangement import release

        kept = self.calendar.kept()
        known: dict[str, Boundaries] = {}

        def bounds(account: str) -> Boundaries:
            if account not in known:
                known[account] = boundaries(self._settings, account, kept.breaks, self.zone)
            return known[account]

        off = self._off()
        bounds(self._settings.account)  # a setting that cannot be read is told now, not in the middle of the night

        def decide(late: tuple[Planned, ...], others: tuple[Planned, ...], now: datetime) -> Mapping[str, Later]:
            given = [_item(each, now, fixed=True) for each in others]
            waiting = [replace(_item(each, now, fixed=False), start=each.due, accepted=off) for each in late]
            accounts = {item.account: bounds(item.account) for item in (*given, *waiting)}
            placed = release(waiting, given, accounts, now=now)
            return {each.item.id: _later(each, now, self.zone) for each in placed if each.start != now}

        return decide

    # -- inside -------------------------------------------------------------------------------------------------

    def _coming(self, store: Store, slots: Sequence[Slot]) -> Iterator[tuple[Slot, Schedule]]:
        """The free times of some slots within a year."""
        from composer.schedule.agenda import Agenda
        from composer.schedule.slots import coming

        now = self.now()
        items = self._as_items(store.planned(now - PAST, now + AHEAD), now)
        agenda = Agenda(self._boundaries(items, *(slot.account for slot in slots)), items)
        times = coming(slots, now, now + timedelta(days=366))
        yield from free_slots(times, items, store.templates.list(), agenda, self._off())

    def _off(self) -> frozenset[str]:
        """Codes that the user has switched off."""
        from composer.schedule.agenda import CODES

        ignored = tuple(code.strip().upper() for code in self._settings.lint_ignore.split(",") if code.strip())
        return frozenset(code for code in CODES if code.startswith(ignored))

    def _finding(self, code: str, about: str) -> Diagnostic:
        from composer.lint import rule

        known = rule(code)
        return Diagnostic(code, known.severity, known.layer, known.message.format(about=about))

    def _boundaries(self, items: Iterable[Item], *accounts: str) -> Mapping[str, Boundaries]:
        kept = self.calendar.kept()
        return {
            account: boundaries(self._settings, account, kept.breaks, self.zone)
            for account in {*accounts, *(item.account for item in items)}
        }

    def _as_items(self, known: Iterable[Planned], now: datetime) -> list[Item]:
        off = self._off()
        return [replace(_item(each, now), accepted=off) for each in known]

    def _accepted(self, store: Store, entry: str) -> frozenset[str]:
        """Codes that the writer of an entry has given a reason for."""
        return frozenset(code for row in store.log(entry) for code in _ACCEPTED.findall(row.reason))

    def _findings(
        self, store: Store, known: Sequence[Planned], now: datetime, ids: frozenset[str] = frozenset()
    ) -> dict[str, _Told]:
        from composer.schedule.agenda import SAID_BEFORE
        from composer.schedule.arrangement import arrange

        items = self._as_items(known, now)
        found: dict[str, list[tuple[str, str]]] = {}
        for each in arrange(items, self._boundaries(items), now=now, stay=True):
            found.setdefault(each.item.id, []).extend((clash.code, clash.about) for clash in each.clashes)
        if SAID_BEFORE not in self._off():
            for entry, twins in _said_before(known).items():
                found.setdefault(entry, []).append((SAID_BEFORE, _twins(twins)))
        told = {}
        for entry, reasons in found.items():
            if reasons and (not ids or entry in ids):
                accepted = self._accepted(store, entry)
                left = (self._finding(code, about) for code, about in reasons if code not in accepted)
                told[entry] = _Told(tuple(left), accepted)
        return told

    def _schedule(self, start: datetime, zone: str, words: str) -> Schedule:
        from composer.schedule.zones import to_wall

        home = zone or self.zone
        return Schedule(start.astimezone(UTC), to_wall(start, home).isoformat(timespec="minutes"), home, words)

    def _lines(
        self,
        store: Store,
        known: Sequence[Planned],
        items: Sequence[Item],
        placed: Sequence[Placed],
        findings: Mapping[str, tuple[Diagnostic, ...]],
        moves: Sequence[Move],
        last: date,
    ) -> list[Line]:
        from composer.schedule.agenda import Agenda, Item
        from composer.schedule.slots import coming
        from composer.schedule.walls import on_day

        midnight = datetime.min.time()
        start, end = on_day(self.calendar.today(), midnight, self.zone), on_day(last, midnight, self.zone)
        lines = list(
            entry_lines(known, {move.entry.id: move for move in moves}, findings, lambda at: start <= at < end)
        )
        starts = {each.item.id: each.start for each in placed if each.start is not None}
        after = [replace(item, start=starts.get(item.id, item.start)) for item in items]
        slots = self.calendar.slots()
        templates, off = store.templates.list(), self._off()
        accounts = {*(slot.account for slot in slots), *(each.account for each in templates)}
        agenda = Agenda(self._boundaries(after, *accounts), after)
        times = coming(slots, self.now(), end - timedelta(seconds=1))
        for slot, schedule in free_slots(times, (*items, *after), templates, agenda, off):
            lines.append(Line(schedule.instant, "slot", slot.account, slot.name))

        def in_the_way(account: str, at: datetime) -> tuple[Diagnostic, ...]:
            clashes = agenda.clashes(Item("", account, at, accepted=off), at)
            return tuple(self._finding(clash.code, clash.about) for clash in clashes)

        return [*lines, *recurring_lines(templates, start, end, in_the_way)]

    def _move(self, placed: Placed, entry: Planned) -> Move:
        to = None if placed.start is None else self._schedule(placed.start, entry.zone, "moved by the plan")
        return Move(entry, to, tuple(_reason(clash, self._finding) for clash in placed.clashes))


def _item(each: Planned, now: datetime, *, fixed: bool | None = None) -> Item:
    """An entry as a plan sees it; what is out, has begun, is held or overdue keeps its time."""
    from composer.schedule.agenda import Item

    cooling = each.state == "held" and each.cool_until is not None
    stays = each.begun or (each.state != "queued" and not cooling) or each.start < now
    return Item(
        each.id,
        each.account,
        each.start,
        each.pace * max(0, each.posts - 1),
        each.title,
        stays if fixed is None else fixed,
        cool_until=each.cool_until if cooling else None,
    )


def _later(placed: Placed, now: datetime, zone: str) -> Later:
    """When a late thread begins, with the reason; one that finds no time is looked at again in a day."""
    from composer.queue import Later
    from composer.schedule.zones import to_wall

    at = placed.start or now + timedelta(days=1)
    why = "; ".join(f"{clash.code}: {clash.about}" for clash in placed.clashes) or "threads before it were late too"
    return Later(
        at,
        f"Its time has passed, and now is none for it ({why}), so it waits until {to_wall(at, zone):%Y-%m-%d %H:%M}.",
    )


def _reason(clash: Clash, finding: Callable[[str, str], Diagnostic]) -> str:
    from composer.schedule.arrangement import ORDER

    if clash.code == ORDER:
        return f"it keeps its place behind {clash.about}"
    return f"{clash.code} {finding(clash.code, clash.about).message}"


def _said_before(known: Sequence[Planned]) -> dict[str, list[Planned]]:
    """What still waits and says the same as others on its network, with those that went or go before it."""
    alike: dict[tuple[str, str], list[Planned]] = {}
    for each in sorted(known, key=lambda each: (each.start, each.id)):
        alike.setdefault((each.network, each.digest), []).append(each)
    return {
        each.id: group[:at]
        for group in alike.values()
        for at, each in enumerate(group)
        if at and not each.begun and each.state != "published"
    }


def _twins(twins: Sequence[Planned]) -> str:
    first = twins[-1]
    name = f"{first.id} “{first.title}”" if first.title else first.id
    more = f" and {len(twins) - 1} more" if len(twins) > 1 else ""
    return f"{name} to {first.account}, {first.state}{more}"
