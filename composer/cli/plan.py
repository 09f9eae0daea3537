"""`thread plan`: the coming days at a glance, what stands in the way of what, and where it would go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.exits import say
from composer.cli.fitting import as_data, finding_line
from composer.cli.output import json_option, write, write_json
from composer.cli.show import entry_as_data, many
from composer.cli.state import current_desk
from composer.cli.story import SIGNS

if TYPE_CHECKING:
    from composer.desk.preview import Line, Move, Plan, PlanDay


@click.command()
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="How far to look.")
@click.option("--apply", "apply_", is_flag=True, help="Move what is in the way; `thread undo` takes it back.")
@json_option
def plan(days: int, apply_: bool, as_json: bool) -> None:
    """The coming days: what goes out, free slots, breaks, and what would move to keep your bounds."""
    desk = current_desk()
    planner = desk.planner()
    with desk.outbox() as outbox:
        found = planner.preview(outbox.store, days)
        moved = planner.apply(outbox.store, found) if apply_ else ()
    if as_json:
        write_json("plan", **_as_data(found), applied=[entry_as_data(entry) for entry in moved])
        return
    if apply_:
        for entry in moved:
            write(f"Entry {entry.id} goes to {entry.account} {desk.say_when(entry.schedule)}.")
        write(f"{many(len(moved), 'entry').replace('entrys', 'entries')} moved; `thread undo` takes it back."
              if moved else "Nothing has to move.")  # fmt: skip
    else:
        _write(found)
    for move in found.stuck:
        say(f"Entry {move.entry.id} “{move.entry.title}” stays where it is, for no other time fits within a year:")
        for why in move.why:
            say(f"  {why}")


def _write(plan: Plan) -> None:
    shown = [day for day in plan.days if day.lines or day.breaks]
    write(f"The coming {many(len(plan.days), 'day')}, on clocks of {plan.zone}.")
    for day in shown:
        _write_day(day, plan.zone)
    if not shown:
        write("Nothing is planned. `thread schedule DRAFT WHEN` queues a thread, `thread slots add` makes a slot.")
    write()
    for move in plan.moves:
        write(f"Would move: {_moved(move, plan.zone)}")
        for why in move.why:
            write(f"  {why}")
    if plan.moves:
        write("`thread plan --apply` moves them, `thread move ENTRY WHEN` one of them to a time of your own.")
    elif not plan.stuck:
        write("Nothing has to move.")


def _write_day(day: PlanDay, zone: str) -> None:
    pause = f"  – {'; '.join(day.breaks)}" if day.breaks else ""
    write(f"\n{day.day:%a} {day.day.day} {day.day:%b %Y}{pause}")
    for line in day.lines:
        write(f"  {_clock(line, zone)}  {_told(line, zone)}")
        for finding in line.findings:
            write(f"       {finding_line(finding).strip()}")


def _told(line: Line, zone: str) -> str:
    whose = f"{line.account}  {line.title}".rstrip()
    if line.entry is None:
        return f"+ free slot  {whose}" if line.kind == "slot" else f"↻ recurring  {whose}"
    if line.kind == "arrives":
        return f"← {line.entry.id} would move here  {whose}"
    away = f"  → {_day(line.move, zone)}" if line.move and line.move.to else ""
    return f"{SIGNS[line.entry.state]} {line.entry.id} {line.entry.state}  {whose}{away}"


def _moved(move: Move, zone: str) -> str:
    from composer.schedule import to_wall

    before = f"{to_wall(move.entry.start, zone):%a %d %b %H:%M}"
    return f"{move.entry.id} “{move.entry.title}” to {move.entry.account}: {before} → {_day(move, zone)}"


def _day(move: Move, zone: str) -> str:
    from composer.schedule import to_wall

    return f"{to_wall(move.to.instant, zone):%a %d %b %H:%M}" if move.to else ""


def _clock(line: Line, zone: str) -> str:
    from composer.schedule import to_wall

    return f"{to_wall(line.at, zone):%H:%M}"


def _as_data(plan: Plan) -> dict[str, object]:
    return {
        "zone": plan.zone,
        "days": [
            {"day": day.day.isoformat(), "breaks": list(day.breaks), "lines": [_line_as_data(x) for x in day.lines]}
            for day in plan.days
        ],
        "moves": [_move_as_data(move) for move in plan.moves],
        "stuck": [_move_as_data(move) for move in plan.stuck],
    }


def _line_as_data(line: Line) -> dict[str, object]:
    return {
        "at": line.at.isoformat(),
        "kind": line.kind,
        "account": line.account,
        "title": line.title,
        "entry": line.entry.id if line.entry else None,
        "state": line.entry.state if line.entry else None,
        "findings": as_data(line.findings),
    }


def _move_as_data(move: Move) -> dict[str, object]:
    return {
        "entry": move.entry.id,
        "account": move.entry.account,
        "title": move.entry.title,
        "from": move.entry.start.isoformat(),
        "to": move.to.instant.isoformat() if move.to else None,
        "wall": move.to.wall if move.to else None,
        "zone": move.to.zone if move.to else None,
        "why": list(move.why),
    }
