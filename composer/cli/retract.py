"""`thread retract`: delete what is out of a thread, last post first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.progress import Progress
from composer.cli.show import entry_as_data, is_or_are, many
from composer.cli.state import current_desk
from composer.cli.stopping import stopping
from composer.model import ComposerError

if TYPE_CHECKING:
    from composer.queue import Entry, Event


@click.command()
@click.argument("entry")
@click.option("--yes", is_flag=True, help="Delete without being asked.")
@click.option("--because", default="", metavar="REASON", help="Kept with the entry.")
@json_option
def retract(entry: str, yes: bool, because: str, as_json: bool) -> None:
    """Delete the posts of ENTRY that are out, last one first, and send no more of it.

    Who has read, quoted or answered them already has done so; what they wrote stays.
    """
    from composer.queue import is_template

    with current_desk().outbox() as outbox:
        wanted = outbox.store.resolve(entry)
        if is_template(wanted):
            raise ComposerError(
                f"{wanted} is a template, and nothing of itself is out. `thread cancel {wanted}` ends it; its entries "
                "are taken back one by one."
            )
        found = outbox.store.get(wanted)
        if found.sent and not yes:
            _ask(found)
        outbox.store.retract(found.id, reason=because)
        with stopping() as stop:
            finished = outbox.see_out(found.id, stop, _Deletions(found, as_json))
    if as_json:
        write_json("retracted", entries=[entry_as_data(finished)])
    if finished.state != "retracted":
        say(
            f"thread: {many(finished.sent, 'post')} of entry {finished.id} {is_or_are(finished.sent)} still out. "
            f"{finished.error} `thread resume {finished.id}` goes on, `thread cancel {finished.id}` leaves it so."
        )
        leave(Exit.PARTLY_SENT)
    if not as_json:
        write(f"Taken back: {many(finished.deleted, 'post')} {is_or_are(finished.deleted)} deleted, none is out.")


def _ask(entry: Entry) -> None:
    """Go on only with the user's yes."""
    if not sys.stdin.isatty():
        raise ComposerError(
            f"This deletes {many(entry.sent, 'post')} from {entry.account}, which cannot be undone. Say --yes if you "
            "mean it."
        )
    say(f"{many(entry.sent, 'post')} of “{entry.title}” {is_or_are(entry.sent)} out on {entry.account}:")
    for post in entry.posts:
        if post.state == "sent" and post.receipt:
            say(f"  {post.number}/{len(entry.posts)}  {post.receipt.url}")
    click.confirm("Delete them? That cannot be undone.", abort=True, err=True)


class _Deletions:
    """A listener of the worker that names each post that is gone, and each wait with its reason."""

    def __init__(self, entry: Entry, quiet: bool) -> None:
        self._entry = entry
        self._quiet = quiet
        self._others = Progress(entry, quiet)

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if event.kind != "deleted" or event.entry is None or event.entry.id != self._entry.id:
            self._others(event)
        elif not self._quiet:
            write(f"  {event.number}/{len(self._entry.posts)}  deleted  {event.message}")
