"""`thread queue`: what waits, what is out, and the story of an entry."""

from __future__ import annotations

import click

from composer.cli.exits import say
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
    desk = current_desk()
    with desk.outbox() as outbox:
        entries = outbox.store.list()
        told = outbox.worker_advice()
    if as_json:
        write_json("queue", entries=[entry_as_data(entry) for entry in entries])
        return
    if not entries:
        write("The queue is empty. `thread post DRAFT` publishes a draft, `thread schedule DRAFT WHEN` queues one.")
    for entry in entries:
        when = entry.schedule.instant.astimezone()
        write(
            f"{entry.id}  {when:%a %d %b %Y %H:%M}  {entry.sent}/{len(entry.posts)}  {entry.state:<10}  "
            f"{entry.account}  {entry.title}"
        )
        if entry.error:
            write(f"        {entry.error}")
    say(told)


@queue.command()
@click.argument("entry")
@json_option
def show(entry: str, as_json: bool) -> None:
    """The story of ENTRY: its posts, their receipts, and all that happened."""
    desk = current_desk()
    with desk.outbox() as outbox:
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
    write(f"  for {desk.say_when(found.schedule)}")
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


@click.command()
@click.argument("entry")
@click.option("--because", default="", metavar="REASON", help="Kept with the entry.")
def hold(entry: str, because: str) -> None:
    """Keep ENTRY from going out, or from going on, until it is released."""
    with current_desk().outbox() as outbox:
        held = outbox.store.hold(outbox.store.resolve(entry), reason=because)
    write(f"Entry {held.id} is held; `thread release {held.id}` lets it go.")


@click.command()
@click.argument("entry")
def release(entry: str) -> None:
    """Let a held ENTRY go out at its time."""
    desk = current_desk()
    with desk.outbox() as outbox:
        released = outbox.store.release(outbox.store.resolve(entry))
        told = outbox.worker_advice()
    write(f"Entry {released.id} goes to {released.account} {desk.say_when(released.schedule)}.")
    say(told)


@click.command()
@click.argument("entry")
@click.option("--because", default="", metavar="REASON", help="Kept with the entry.")
def cancel(entry: str, because: str) -> None:
    """Never publish the rest of ENTRY; what is out stays out."""
    with current_desk().outbox() as outbox:
        cancelled = outbox.store.cancel(outbox.store.resolve(entry), reason=because)
    out = f"; {cancelled.sent} of its posts are out and stay out" if cancelled.sent else ", and nothing of it was sent"
    write(f"Entry {cancelled.id} is cancelled{out}.")


@click.command()
@click.argument("entry")
def retry(entry: str) -> None:
    """Try ENTRY again at once, from the first post that is not out."""
    with current_desk().outbox() as outbox:
        again = outbox.store.retry(outbox.store.resolve(entry))
        told = outbox.worker_advice()
    write(f"Entry {again.id} is queued again; {again.sent} of {len(again.posts)} posts are out and stay as they are.")
    say(told)


@click.command()
@click.argument("entry")
@click.option("--there", metavar="URL", help="The post in doubt is out, at this address.")
@click.option("--not-there", is_flag=True, help="It is not out, and may be sent.")
def settle(entry: str, there: str | None, not_there: bool) -> None:
    """Say what you saw of the post of ENTRY whose outcome nobody else can tell."""
    if bool(there) == not_there:
        raise click.UsageError("Look at your account, then say either --there URL or --not-there.")
    with current_desk().outbox() as outbox:
        settled = outbox.settle(outbox.store.resolve(entry), there)
        told = outbox.worker_advice()
    write(f"Entry {settled.id} goes on: {settled.sent} of {len(settled.posts)} posts are out.")
    say(told)
