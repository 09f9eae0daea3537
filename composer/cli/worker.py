"""`thread worker`: publishes what is due, for as long as it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.exits import Exit, leave, say
from composer.cli.output import write
from composer.cli.state import current_desk
from composer.cli.stopping import stopping

if TYPE_CHECKING:
    from composer.queue import Event


@click.command()
@click.option("--once", is_flag=True, help="Publish what is due and return; for cron.")
def worker(once: bool) -> None:
    """Publish what is due, at its time; one worker per queue."""
    with current_desk().outbox() as outbox, stopping() as stop:
        if not once:
            say("The worker is running; it publishes what is due. Ctrl-C ends it, and nothing is lost by that.")
        settled = outbox.work(stop, _tell, once=once)
    if once and not settled:
        say("Something that is due could not be settled yet; `thread queue` shows what, and the next run goes on.")
        leave(Exit.PARTLY_SENT)


def _tell(event: Event) -> None:
    entry = f"{event.entry.id}  " if event.entry else ""
    post = f"post {event.number}  " if event.number else ""
    where = event.receipt.url if event.receipt else event.message
    until = f"  (again at {event.until.astimezone():%H:%M:%S})" if event.until else ""
    write(f"{entry}{event.kind}  {post}{where}{until}".rstrip())
