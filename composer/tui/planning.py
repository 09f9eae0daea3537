"""The plan: the coming 30 days with what goes out, what is free, what is a break, and what would move and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.model import ComposerError
from composer.schedule import to_wall
from composer.tui.bars import Bar, Hints
from composer.tui.dialogs.shown import Shown
from composer.tui.keys import Scope, bindings
from composer.tui.ours import BREAKPOINTS, Keyed
from composer.tui.signs import QUIET, STATES
from composer.tui.steady import steady

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from composer.desk.outbox import Outbox
    from composer.desk.preview import Line, Move, Plan, PlanDay

    Parts = list[Content | str | tuple[str, str]]

_DAYS = 30


class PlanScreen(Keyed, Screen[str | None]):
    """Answers with the id of the entry that was chosen, or with None."""

    BINDINGS = bindings(Scope.PLAN)
    SCOPES = (Scope.PLAN,)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, outbox: Outbox) -> None:
        super().__init__()
        self._outbox = outbox
        self._plan: Plan | None = None

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield Bar()
        yield OptionList(id="plan")
        yield Static(id="moves")
        yield Hints(Scope.PLAN)

    def on_mount(self) -> None:
        """Work it out."""
        self.query_one("#plan").border_title = "Plan"
        self.query_one("#plan").focus()
        self._look()

    def _look(self) -> None:
        desk = self.app.desk
        try:
            self._plan = plan = desk.planner().preview(self._outbox.store, _DAYS)
        except ComposerError as error:
            self.query_one("#moves", Static).update(Content.assemble(("▲ ", "$warning"), str(error)))
            return
        self.query_one(Bar).say(Content.styled("Plan", "b"), (f"the coming {len(plan.days)} days", plan.zone))
        rows = [row for day in plan.days if day.lines or day.breaks for row in _of_day(day, plan.zone)]
        self.query_one("#plan", OptionList).set_options(rows or [Option(_NOTHING, disabled=True)])
        self.query_one("#plan", OptionList).action_first()
        self.query_one("#moves", Static).update(_in_short(plan))

    @on(OptionList.OptionSelected, "#plan")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.dismiss(event.option_id.partition(" ")[0])

    def action_leave(self) -> None:
        """Back to the queue."""
        self.dismiss(None)

    @work
    async def action_apply(self) -> None:
        """Move what is in the way, with the user's yes."""
        plan, desk = self._plan, self.app.desk
        if plan is None:
            return
        if not plan.moves:
            self.app.tell("Nothing has to move.")
            return
        many = "it" if len(plan.moves) == 1 else "all of them"
        shown = Shown(
            "Move what is in the way?", told_moves(plan), (("no", "Leave all as it is"), ("yes", f"Move {many}"))
        )
        if await self.app.push_screen_wait(shown) != "yes":
            return
        try:
            moved = desk.planner().apply(self._outbox.store, plan)
        except ComposerError as error:
            self.app.tell(str(error))
        else:
            entries = "1 entry" if len(moved) == 1 else f"{len(moved)} entries"
            self.app.tell(f"{entries} moved; z in the queue takes it back.")
        self._look()


_NOTHING = Content.styled("Nothing is planned. ^r in Compose queues a thread; `thread slots add` makes a slot.", QUIET)


def _of_day(day: PlanDay, zone: str) -> Iterator[Option]:
    """A heading, then a row for each thing on that day, and what is in its way."""
    pause = f"   – {'; '.join(day.breaks)}" if day.breaks else ""
    yield Option(Content.assemble((f"{day.day:%a %d %b}", "b $accent"), (steady(pause), QUIET)), disabled=True)
    for at, line in enumerate(day.lines):
        parts: Parts = [f"  {to_wall(line.at, zone):%H:%M}  ", *_told(line, zone)]
        for finding in line.findings:
            parts.append((f"\n         ▲ {finding.code} {steady(finding.message)}", "$warning"))
        name = f"{line.entry.id} {day.day:%j} {at}" if line.entry else None
        yield Option(Content.assemble(*parts), id=name, disabled=line.entry is None)


def _told(line: Line, zone: str) -> Parts:
    whose = (f"  {line.account}", QUIET)
    title = (steady(line.title or line.account), "b")
    if line.entry is None:
        free = line.kind == "slot"
        return [("+ free slot   " if free else "↻ repeats     ", QUIET), steady(line.title), whose]
    if line.kind == "arrives":
        return [("← moves here  ", "$accent"), title, whose]
    sign = STATES[line.entry.state]
    away = f"  → {_moved_to(line.move, zone)}" if line.move and line.move.to else ""
    return [(f"{sign.mark} {sign.word:<12}", sign.style), title, whose, (away, "$accent")]


def _in_short(plan: Plan) -> Content:
    """What would move, in a line; what cannot, with why."""
    parts: Parts = []
    if plan.moves:
        many = "1 entry" if len(plan.moves) == 1 else f"{len(plan.moves)} entries"
        parts += [
            ("▲ ", "$warning"),
            f"{many} would move to keep your bounds.  ",
            ("a", "b $accent"),
            " shows and moves.",
        ]
    elif not plan.stuck:
        parts.append("Nothing has to move.")
    for move in plan.stuck:
        name, why = steady(move.entry.title or move.entry.id), steady("; ".join(move.why))
        said = f"“{name}” stays where it is, for no other time fits within a year: {why}"
        parts += ["\n" if parts else "", ("▲ ", "$warning"), said]
    return Content.assemble(*parts)


def told_moves(plan: Plan) -> Content:
    """Each entry that would move: from when to when, and why."""
    parts: Parts = []
    for move in plan.moves:
        before = to_wall(move.entry.start, plan.zone)
        parts += [
            (steady(move.entry.title or move.entry.id), "b"),
            (f"  {move.entry.account}\n", QUIET),
            f"  {before:%a %d %b %H:%M} → {_moved_to(move, plan.zone)}\n",
            *[f"  {steady(why)}\n" for why in move.why],
            "\n",
        ]
    return Content.assemble(*parts)


def _moved_to(move: Move, zone: str) -> str:
    return f"{to_wall(move.to.instant, zone):%a %d %b %H:%M}" if move.to else ""
