"""`thread diff`: what has changed in a draft since it was queued or sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.dress import style_options
from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from composer.desk import Wishes


@click.command()
@click.argument("draft", type=DRAFT)
@click.option("--to", default="", metavar="ACCOUNT", help="The account it was queued for; the draft's own.")
@style_options
@json_option
def diff(draft: Path, to: str, wishes: Wishes, as_json: bool) -> None:
    """Which posts of DRAFT are no longer what was queued or sent; exit code 1 where any is."""
    from composer.desk.changes import changes

    desk = current_desk(draft)
    read = read_draft(desk, draft)
    account = desk.accounts(to, read)[0]
    with desk.outbox() as outbox:
        entry = outbox.latest(draft, account)
    if entry is None:
        raise click.UsageError(f"{draft} was never queued for {account.name}, so there is nothing to compare it with.")
    before = [post.text for post in entry.posts]
    after = [post.text for post in desk.look_for(read, account, wishes).thread.posts]
    found = list(changes(before, after))
    if as_json:
        write_json(
            "diff",
            entry=entry.id,
            state=entry.state,
            changes=[
                {"before": [before[n - 1] for n in one.before], "after": [after[n - 1] for n in one.after]}
                for one in found
            ],
        )
    for change in () if as_json else found:
        for sign, numbers, texts in (("-", change.before, before), ("+", change.after, after)):
            for number in numbers:
                write(f"{sign} {number}/{len(texts)}")
                for line in texts[number - 1].split("\n"):
                    write(f"{sign}    {line}")
        write()
    say(f"Compared with entry {entry.id}, {entry.state} ({entry.sent} of {len(entry.posts)} posts out).")
    if found:
        leave(Exit.LINT)
    say("Nothing has changed.")
