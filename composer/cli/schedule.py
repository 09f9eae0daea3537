"""`thread schedule` and `thread move`: publish later, at a time said in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.dress import style_options
from composer.cli.exits import say
from composer.cli.output import json_option, write, write_json
from composer.cli.post import accepted_codes, looked, ready, tell_pictures
from composer.cli.show import entry_as_data
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_desk
from composer.cli.when import meant

if TYPE_CHECKING:
    from composer.desk import Wishes
    from composer.queue import Entry


@click.command()
@click.argument("draft", type=DRAFT)
@click.argument("when")
@click.option("--to", default="", metavar="ACCOUNT[,..]", help="Accounts to publish to; the draft's own.")
@click.option("--accept", multiple=True, metavar="CODE", help="Publish in spite of this finding; needs --because.")
@click.option("--because", default="", metavar="REASON", help="Why the finding is accepted; kept with the entry.")
@click.option("--again", is_flag=True, help="Queue it although this account has the same thread already.")
@click.option("--private-too", is_flag=True, help="Queue it although the draft is marked private.")
@click.option("--hold", default="", metavar="REASON", help="Keep it from going out until it is released.")
@click.option("--dry-run", is_flag=True, help="Do everything but queue it.")
@style_options
@json_option
def schedule(
    draft: Path,
    when: str,
    to: str,
    accept: tuple[str, ...],
    because: str,
    again: bool,
    private_too: bool,
    hold: str,
    dry_run: bool,
    wishes: Wishes,
    as_json: bool,
) -> None:
    """Queue DRAFT for WHEN, such as "tomorrow 9am" or "friday 18:30 Europe/Berlin".

    What is queued is what will be sent, whatever happens to the file.
    """
    accepted = accepted_codes(accept, because)
    desk = current_desk(draft)
    planned = meant(desk, when, desk.when)
    read = read_draft(desk, draft)
    accounts = desk.accounts(to, read)
    ready(desk, read, private_too=private_too)
    reviews = [(account, looked(desk, read, account, wishes, accepted, as_json)) for account in accounts]
    if dry_run:
        tell_pictures(review for _, review in reviews)
        say(f"Dry run: nothing was queued. It would go out {desk.say_when(planned)}.")
        return
    entries = []
    with desk.outbox() as outbox:
        for account, review in reviews:
            twin = None if again else outbox.twin(review, account)
            if twin is not None:
                raise click.UsageError(_already(twin))
            entries.append(outbox.queue(review, account, schedule=planned, accepted=accepted, hold=hold, tell=say))
        told = outbox.worker_advice()
    if as_json:
        write_json("scheduled", entries=[entry_as_data(entry) for entry in entries])
    else:
        for entry in entries:
            verb = "is held; once released it goes" if entry.state == "held" else "goes"
            write(f"Entry {entry.id} {verb} to {entry.account} {desk.say_when(entry.schedule)}.")
    say(told)


def _already(twin: Entry) -> str:
    """Why the same thread is not queued a second time, and what to do instead."""
    from composer.queue import ThreadMove
    from composer.queue.states import possible

    move = f"`thread move {twin.id} WHEN` gives it another time; " if ThreadMove.MOVE in possible(twin.state) else ""
    return (
        f"{twin.account} has this very thread already: entry {twin.id}, {twin.state}. "
        f"{move}--again queues it once more all the same."
    )


@click.command()
@click.argument("entry")
@click.argument("when")
@json_option
def move(entry: str, when: str, as_json: bool) -> None:
    """Give ENTRY another time: WHEN."""
    desk = current_desk()
    planned = meant(desk, when, desk.when)
    with desk.outbox() as outbox:
        moved = outbox.store.move(outbox.store.resolve(entry), planned)
    if as_json:
        write_json("entry", entry=entry_as_data(moved))
        return
    write(f"Entry {moved.id} goes to {moved.account} {desk.say_when(moved.schedule)}.")
