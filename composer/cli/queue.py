"""`thread queue`: what waits, what is out, and the story of an entry."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from composer.cli.exits import say
from composer.cli.output import json_option, write, write_json
from composer.cli.show import entry_as_data
from composer.cli.state import current_desk
from composer.cli.story import SIGNS, line, standing, story

if TYPE_CHECKING:
    from datetime import datetime

    from composer.queue import Entry, Store, ThreadState


_UNFINISHED = ("held", "queued", "publishing", "failed", "attention", "retracting")
_FINISHED = ("published", "cancelled", "retracted")
_RECENT = timedelta(days=7)
"""For how long after its time a finished entry is listed unasked."""


@click.group(invoke_without_command=True)
@click.option("--state", "states", default="", metavar="STATE[,..]", help="Only these, such as failed,attention.")
@click.option("--account", default="", metavar="ACCOUNT", help="Only what goes to this account.")
@click.option("--draft", type=click.Path(path_type=Path), help="Only what came from this draft.")
@click.option("--all", "everything", is_flag=True, help="Also what was finished more than a week ago.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many entries.")
@json_option
@click.pass_context
def queue(
    ctx: click.Context,
    states: str,
    account: str,
    draft: Path | None,
    everything: bool,
    limit: int,
    as_json: bool,
) -> None:
    """What waits, when it goes out, and what became of it."""
    if ctx.invoked_subcommand is not None:
        return
    wanted = _states(states)
    desk = current_desk()
    with desk.outbox() as outbox:
        since = None if everything or wanted else desk.now() - _RECENT
        found = _listed(outbox.store, wanted, account, draft, since, limit + 1)
        told = outbox.worker_advice()
    entries = found[:limit]
    if as_json:
        write_json("queue", entries=[entry_as_data(entry) for entry in entries])
        return
    if not entries and not (wanted or account or draft):
        write("The queue is empty. `thread post DRAFT` publishes a draft, `thread schedule DRAFT WHEN` queues one.")
    elif not entries:
        write("Nothing in the queue is like that. `thread queue --all` lists everything.")
    zone = ZoneInfo(desk.zone)
    for entry in entries:
        write(line(entry, zone))
        if entry.error or entry.unknown:
            write(f"        {standing(entry, desk.now(), zone)}")
    if len(found) > limit:
        say(f"There are more than these {limit}; --limit N shows more, --state, --account and --draft choose.")
    say(told)


def _states(words: str) -> tuple[ThreadState, ...]:
    from composer.queue import ThreadState

    named = [word.strip().casefold() for word in words.split(",") if word.strip()]
    unknown = [word for word in named if word not in tuple(ThreadState)]
    if unknown:
        raise click.UsageError(f"There is no state {unknown[0]!r}. The states are: {', '.join(ThreadState)}.")
    return tuple(ThreadState(word) for word in named)


def _listed(
    store: Store,
    wanted: tuple[ThreadState, ...],
    account: str,
    draft: Path | None,
    since: datetime | None,
    limit: int,
) -> tuple[Entry, ...]:
    """What was asked for by its time: what is unfinished whatever its time, what is finished since an instant."""
    from composer.queue import ThreadState

    path = draft.absolute() if draft else None
    if wanted:
        return store.list(states=wanted, account=account, draft=path, limit=limit)
    unfinished = store.list(states=[ThreadState(s) for s in _UNFINISHED], account=account, draft=path, limit=limit)
    room = limit - len(unfinished)
    finished = store.list(
        states=[ThreadState(s) for s in _FINISHED],
        account=account,
        draft=path,
        since=since,
        limit=room,
        newest_first=True,
    )
    return tuple(sorted((*unfinished, *finished), key=lambda entry: (entry.schedule.instant, entry.id)))


@queue.command()
@click.argument("entry")
@json_option
def show(entry: str, as_json: bool) -> None:
    """The story of ENTRY: its posts, their receipts, and all that happened."""
    desk = current_desk()
    with desk.outbox() as outbox:
        found = outbox.store.get(outbox.store.resolve(entry))
        log = outbox.store.log(found.id)
    from composer.desk.receipts import differences

    if as_json:
        rows = [
            {"instant": row.instant.isoformat(), "actor": row.actor, "what": row.what, "reason": row.reason}
            for row in log
        ]
        write_json("entry", entry=entry_as_data(found), log=rows)
        return
    zone = ZoneInfo(desk.zone)
    write(f"{found.id}  {SIGNS[found.state]} {found.state}  {found.title}  to {found.account}")
    write(f"  {standing(found, desk.now(), zone)}")
    write(f"  Its time: {desk.say_when(found.schedule)}")
    for post in found.posts:
        where = f"  {post.receipt.url}" if post.receipt else ""
        write(f"\n{post.number}/{len(found.posts)}  {post.state}{where}")
        for text in post.text.split("\n"):
            write(f"   {text}")
        for each in post.attachments:
            write(f"   [{each.name}: {each.alt or 'no alt text'}]")
    for difference in differences(found):
        write(f"\n{difference.message}")
    write()
    for told in story(log, zone):
        write(told)


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
@click.option("--deleted", is_flag=True, help="You deleted the post that could not be taken back.")
def settle(entry: str, there: str | None, not_there: bool, deleted: bool) -> None:
    """Say what you saw of the post of ENTRY whose outcome nobody else can tell."""
    if bool(there) + not_there + deleted != 1:
        raise click.UsageError("Look at your account, then say either --there URL or --not-there, or --deleted.")
    with current_desk().outbox() as outbox:
        found = outbox.store.resolve(entry)
        settled = outbox.store.gone(found) if deleted else outbox.settle(found, there)
        told = outbox.worker_advice()
    write(f"Entry {settled.id} goes on: {settled.sent} of {len(settled.posts)} posts are out.")
    say(told)


@click.command()
@json_option
def undo(as_json: bool) -> None:
    """Undo your last command on the queue: queued, held, released, moved or cancelled, while nothing was sent."""
    desk = current_desk()
    with desk.outbox() as outbox:
        undone = outbox.store.undo()
    if as_json:
        write_json("undone", entries=[{"undone": each.what, **entry_as_data(each.entry)} for each in undone])
        return
    zone = ZoneInfo(desk.zone)
    for each in undone:
        write(f"Entry {each.entry.id} “{each.entry.title}” is no longer {each.what}.")
        write(f"  {standing(each.entry, desk.now(), zone)}")
