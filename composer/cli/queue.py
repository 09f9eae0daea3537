"""`thread queue`: what waits, what is out, and the story of an entry."""

from __future__ import annotations

import click

from composer.cli.output import json_option, write, write_json
from composer.cli.show import entry_as_data
from composer.cli.state import current_desk


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def queue(ctx: click.Context, as_json: bool) -> None:
    """What waits, when it goes out, and what became of it."""
    if ctx.invoked_subcommand is not None:
        return
    with current_desk().outbox() as outbox:
        entries = outbox.store.list()
    if as_json:
        write_json("queue", entries=[entry_as_data(entry) for entry in entries])
        return
    if not entries:
        write("The queue is empty. `thread post DRAFT --to ACCOUNT` publishes a draft.")
    for entry in entries:
        when = entry.schedule.instant.astimezone()
        write(
            f"{entry.id}  {when:%a %d %b %Y %H:%M}  {entry.sent}/{len(entry.posts)}  {entry.state:<10}  "
            f"{entry.account}  {entry.title}"
        )


@queue.command()
@click.argument("entry")
@json_option
def show(entry: str, as_json: bool) -> None:
    """The story of ENTRY: its posts, their receipts, and all that happened."""
    with current_desk().outbox() as outbox:
        found = outbox.store.get(outbox.store.resolve(entry))
        log = outbox.store.log(found.id)
    if as_json:
        rows = [
            {"instant": row.instant.isoformat(), "actor": row.actor, "what": row.what, "reason": row.reason}
            for row in log
        ]
        write_json("entry", entry=entry_as_data(found), log=rows)
        return
    write(f"{found.id}  {found.title}  to {found.account}: {found.state}, {found.sent} of {len(found.posts)} posts out")
    if found.error:
        write(f"  {found.error}")
    for post in found.posts:
        where = post.receipt.url if post.receipt else ""
        write(f"\n{post.number}/{len(found.posts)}  {post.state}  {where}")
        for line in post.text.split("\n"):
            write(f"   {line}")
    write()
    for row in log:
        reason = f": {row.reason}" if row.reason else ""
        write(f"{row.instant.astimezone():%Y-%m-%d %H:%M:%S}  {row.actor}: {row.what}{reason}")
