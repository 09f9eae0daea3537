"""`thread slots`: times of the week that are kept free for the next thread of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.exits import say
from composer.cli.output import json_option, write, write_json
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from composer.model import Schedule
    from composer.schedule.slots import Slot


@click.group(invoke_without_command=True)
@click.option("--account", default="", metavar="ACCOUNT", help="Only the slots of this account.")
@json_option
@click.pass_context
def slots(ctx: click.Context, account: str, as_json: bool) -> None:
    """Times of the week for your threads, and which comes next free."""
    if ctx.invoked_subcommand is not None:
        return
    desk = current_desk()
    planner = desk.planner()
    found = planner.calendar.slots(account)
    with desk.outbox() as outbox:
        free = [(slot, planner.free(outbox.store, slot)) for slot in found]
    if as_json:
        write_json("slots", slots=[_as_data(slot, schedule) for slot, schedule in free])
        return
    if not found:
        say('There is no slot yet. `thread slots add ACCOUNT "weekdays 8:00" --name morning` makes one.')
    for slot, schedule in free:
        when = f"next free {desk.say_when(schedule)}" if schedule else "not free within a year"
        write(f"{slot.account}  {slot.name}  {slot.words}  {when}")


@slots.command()
@click.argument("account")
@click.argument("when")
@click.option("--name", default="", help="What to call it; its own words unless said otherwise.")
def add(account: str, when: str, name: str) -> None:
    """Keep WHEN free for ACCOUNT, such as "weekdays 8:00" or "mon and thu 18:30"."""
    desk = current_desk()
    planner = desk.planner()
    slot = planner.calendar.add_slot(desk.account(account).name, when, name)
    note = f" {slot.times.note}" if slot.times.note else ""
    write(f"Slot “{slot.name}” of {slot.account}: {slot.words}.{note}")
    write(f"It comes next {desk.say_when(slot.next_after(desk.now()))}.")
    say(f"`thread schedule DRAFT slot:{slot.name}` takes it; it is kept in {planner.calendar.file.path}.")


@slots.command()
@click.argument("account")
@click.argument("name")
def remove(account: str, name: str) -> None:
    """Take the slot NAME of ACCOUNT away; what is queued for it stays."""
    current_desk().planner().calendar.remove_slot(account, name)
    write(f"{account} has no slot “{name}” any more. What is queued keeps its time.")


def _as_data(slot: Slot, free: Schedule | None) -> dict[str, object]:
    return {
        "account": slot.account,
        "name": slot.name,
        "when": slot.words,
        "zone": slot.times.zone,
        "next_free": free.instant.isoformat() if free else None,
    }
