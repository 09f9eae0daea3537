"""`thread backup` and `thread restore`: a copy of the queue, and the way back from it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from composer.cli.exits import say
from composer.cli.state import current_desk
from composer.model import ComposerError

_NAMED = 10


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a copy of the queue to FILE, which must not be there yet; a worker may go on meanwhile."""
    with current_desk().outbox() as outbox:
        outbox.store.back_up(file)
    say(f"The queue is copied to {file}. `thread restore {file}` brings it back.")
    say("Drafts and accounts are not in it; they are files of yours, and keys in your keyring or environment.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Restore without being asked.")
def restore(file: Path, yes: bool) -> None:
    """Make the backup FILE the queue. The queue there is now is kept under another name.

    What may have gone out since the backup is looked for on its network before anything is sent.
    """
    if not yes:
        if not sys.stdin.isatty():
            raise ComposerError("This replaces the queue. Say --yes if you mean it; the queue there is now is kept.")
        click.confirm(f"Replace the queue by {file}? The queue there is now is kept.", abort=True, err=True)
    done = current_desk().outbox().restore(file)
    say(f"The queue is {file} now: {done.entries} entries.")
    if done.looked_for:
        say(f"{done.looked_for} of them may be further than the backup knows; they are looked for before sending.")
    if done.kept:
        say(f"The queue that was there until now is kept as {done.kept}.")
    if done.missing:
        more = f" and {len(done.missing) - _NAMED} more" if len(done.missing) > _NAMED else ""
        say(f"Not in the backup, so no longer in the queue: {', '.join(done.missing[:_NAMED])}{more}.")
