"""`thread breaks` and `thread quiet`: days and hours in which nothing is to go out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.exits import say
from composer.cli.output import json_option, write, write_json
from composer.cli.show import many
from composer.cli.source import opened
from composer.cli.state import current_config, current_desk
from composer.model import ComposerError

if TYPE_CHECKING:
    from composer.desk import Desk
    from composer.schedule.breaks import Break

_LARGEST = 10_000_000
"""Bytes of a calendar file; a year of a busy one has a tenth of it."""
_ACCOUNT = click.option("--account", default="", metavar="ACCOUNT", help="For this account only; else for all.")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def breaks(ctx: click.Context, as_json: bool) -> None:
    """Days on which nothing is to go out: holidays, leave, an .ics calendar."""
    if ctx.invoked_subcommand is not None:
        return
    planner = current_desk().planner()
    found = sorted(planner.calendar.kept().breaks, key=lambda each: each.start)
    if as_json:
        write_json("breaks", breaks=[_as_data(each) for each in found])
        return
    if not found:
        say('There is no break. `thread breaks add 2026-12-24..2027-01-02 "winter"` makes one.')
    for each in found:
        write("  ".join(part for part in (each.words, each.zone, each.name, each.account, _origin(each)) if part))


@breaks.command()
@click.argument("days")
@click.argument("name", default="")
@_ACCOUNT
def add(days: str, name: str, account: str) -> None:
    """Keep DAYS free of threads, such as 2026-12-24..2027-01-02, "24 dec..2 jan" or tomorrow."""
    desk = current_desk()
    found = desk.planner().calendar.add_break(days, name, desk.account(account).name if account else "")
    write(f"A break{f' “{found.name}”' if found.name else ''}: {found.words}, {_whose(account)}.")
    _tell_what_is_queued(desk)


@breaks.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@_ACCOUNT
def import_(file: Path, account: str) -> None:
    """Take the events of an iCalendar FILE (.ics) as breaks; once more, in place of those taken before."""
    desk = current_desk()
    with opened(file) as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ComposerError(f"{file} is larger than 10 MB, so it is no calendar of holidays. Choose a smaller one.")
    found = desk.planner().calendar.import_breaks(content, file.name, desk.account(account).name if account else "")
    for each in found:
        write("  ".join(part for part in (each.words, each.zone, each.name) if part))
    say(f"{many(len(found), 'break')} taken from {file.name}, {_whose(account)}, for the coming two years.")
    _tell_what_is_queued(desk)


@breaks.command()
@click.argument("which")
def remove(which: str) -> None:
    """Take breaks away by their name, their days, or the calendar file that they came from."""
    gone = current_desk().planner().calendar.remove_break(which)
    say(f"{many(gone, 'break')} taken away.")


@click.command()
@click.argument("hours", required=False)
@_ACCOUNT
@json_option
def quiet(hours: str | None, account: str, as_json: bool) -> None:
    """Show the quiet hours, or set HOURS such as "22:00-07:00" or "weekends, fri 18:00-24:00"; "none" for none."""
    from composer.config import set_value
    from composer.desk.bounds import boundaries
    from composer.paths import settings_file

    if hours is not None:
        name = f"accounts.{current_desk().account(account).name}.quiet_hours" if account else "quiet_hours"
        from composer.schedule.quiet import quiet_hours

        if hours != "none":
            quiet_hours(hours)
        set_value(settings_file(), name, hours)
    desk = current_desk()
    own = {name: each.quiet_hours for name, each in current_config().settings.accounts.items()}
    differing = {name: words for name, words in own.items() if words is not None}
    for name in differing:
        boundaries(desk.settings, name, (), desk.zone)
    if as_json:
        write_json("quiet", hours=desk.settings.quiet_hours, zone=desk.zone, accounts=differing)
    else:
        write(f"Quiet hours: {desk.settings.quiet_hours or 'none'} (clocks of {desk.zone}).")
        for name, words in differing.items():
            write(f"  {name}: {words or 'none'}")
    if hours is not None:
        _tell_what_is_queued(desk)


def _tell_what_is_queued(desk: Desk) -> None:
    """Whether something waits already for a time that is closed now."""
    with desk.outbox() as outbox:
        plan = desk.planner().preview(outbox.store, days=1)
    moving = len(plan.moves) + len(plan.stuck)
    if moving:
        says = "entry has" if moving == 1 else "entries have"
        say(f"{moving} queued {says} something in the way: `thread plan` shows what, `thread plan --apply` moves it.")


def _whose(account: str) -> str:
    return f"for {account}" if account else "for every account"


def _origin(each: Break) -> str:
    return f"(from {each.source})" if each.source else ""


def _as_data(each: Break) -> dict[str, object]:
    return {
        "days": each.words,
        "name": each.name,
        "account": each.account or None,
        "zone": each.zone or None,
        "calendar": each.source or None,
    }
