"""`thread queue`: what waits, what is out, and the story of an entry."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from composer.cli.exits import say
from composer.cli.fitting import as_data, finding_line
from composer.cli.output import json_option, write, write_json
from composer.cli.show import entry_as_data, is_or_are, many
from composer.cli.state import current_desk
from composer.cli.story import SIGNS, line, standing, story
from composer.cli.templates import show_template, template_as_data, template_line, template_standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.queue import Entry, Template, TemplateState, ThreadState


_WAITING = ("queued", "publishing", "retracting")
_FAR = datetime.max.replace(tzinfo=UTC)


class _Stories(click.Group):
    """Says where the story of an entry is, to whom writes its id alone."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, or a usage error that says how to see an entry."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(
                f"There is no command {args[0]!r} here. To see an entry: thread queue show {args[0]}"
            )
        return super().resolve_command(ctx, args)


@click.group(cls=_Stories, invoke_without_command=True)
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
    from composer.desk.listing import RECENT, listed
    from composer.queue import running_worker

    wanted, repeating = _states(states)
    desk = current_desk()
    with desk.outbox() as outbox:
        outbox.make_due()
        since = None if everything or wanted else desk.now() - RECENT
        show = bool(wanted) or not repeating
        found = (
            listed(outbox.store, states=wanted, account=account, draft=draft, since=since, limit=limit + 1)
            if show
            else ()
        )
        templates = outbox.store.templates.list(states=repeating, account=account, draft=draft and draft.absolute())
        waiting = any(entry.state in _WAITING for entry in found) or any(
            each.state == "repeating" for each in templates
        )
        told = outbox.worker_advice() if waiting or running_worker(outbox.store.path) else ""
        entries = found[:limit]
        findings = desk.planner().findings(outbox.store, entries)
    shown = templates if repeating or not wanted else ()
    if as_json:
        write_json(
            "queue",
            entries=[{**entry_as_data(each), "findings": as_data(findings.get(each.id, ()))} for each in entries],
            templates=[template_as_data(template) for template in shown],
        )
        return
    if not entries and not shown and not (wanted or account or draft):
        say("The queue is empty. `thread post DRAFT` publishes a draft, `thread schedule DRAFT WHEN` queues one.")
    elif not entries and not shown:
        say("Nothing in the queue is like that. `thread queue --all` lists everything.")
    zone = ZoneInfo(desk.zone)
    for template in shown:
        write(template_line(template, zone))
        if template.error:
            write(f"        {template_standing(template, desk)}")
    for entry in entries:
        write(line(entry, zone))
        if entry.error or entry.unknown or entry.cooling:
            write(f"        {standing(entry, desk.now(), zone)}")
        for finding in findings.get(entry.id, ()):
            write(f"      {finding_line(finding)}")
    if findings:
        say("`thread plan` shows what could move, `thread rules CODE` explains.")
    if len(found) > limit:
        say(f"There are more than these {limit}; --limit N shows more, --state, --account and --draft choose.")
    if told:
        say(told)


def _states(words: str) -> tuple[tuple[ThreadState, ...], tuple[TemplateState, ...]]:
    """The states asked for, of entries and of templates."""
    from composer.queue import TemplateState, ThreadState

    named = [word.strip().casefold() for word in words.split(",") if word.strip()]
    known = dict.fromkeys((*map(str, ThreadState), *map(str, TemplateState)))
    unknown = [word for word in named if word not in known]
    if unknown:
        raise click.UsageError(f"There is no state {unknown[0]!r}. The states are: {', '.join(known)}.")
    return (
        tuple(ThreadState(word) for word in named if word in tuple(ThreadState)),
        tuple(TemplateState(word) for word in named if word in tuple(TemplateState)),
    )


@queue.command()
@click.argument("entry")
@click.option("--text", is_flag=True, help="Also the text of an entry that cools off, and how it sounds.")
@json_option
def show(entry: str, text: bool, as_json: bool) -> None:
    """The story of ENTRY: its posts, their receipts, and all that happened."""
    from composer.desk.receipts import differences
    from composer.queue import is_template

    desk = current_desk()
    zone = ZoneInfo(desk.zone)
    with desk.outbox() as outbox:
        outbox.make_due()
        wanted = outbox.store.resolve(entry)
        if is_template(wanted):
            show_template(desk, outbox, wanted, zone, as_json=as_json)
            return
        found = outbox.store.get(wanted)
        log = outbox.store.log(found.id)
    if as_json:
        rows = [
            {"instant": row.instant.isoformat(), "actor": row.actor, "what": row.what, "reason": row.reason}
            for row in log
        ]
        write_json("entry", entry=entry_as_data(found, text=text), log=rows)
        return
    write(f"{found.id}  {SIGNS[found.state]} {found.state}  {found.title}  to {found.account}")
    write(f"  {standing(found, desk.now(), zone)}")
    write(f"  Its time: {desk.say_when(found.schedule)}")
    if found.template:
        write(f"  Made by {found.template}: `thread queue show {found.template}` tells when the next one comes.")
    for shown in _posts(found, hidden=found.cooling and not text):
        write(shown)
    for difference in differences(found):
        write(f"\n{difference.message}")
    if found.cooling and text:
        _hear(found)
    write()
    for told in story(log, zone):
        write(told)


def _posts(entry: Entry, *, hidden: bool) -> Iterator[str]:
    """Each post with what became of it; without its words where they are out of sight."""
    for post in entry.posts:
        where = f"  {post.receipt.url}" if post.receipt else ""
        yield f"\n{post.number}/{len(entry.posts)}  {post.state}{where}"
        if hidden:
            yield "   (out of sight)"
            continue
        for text in post.text.split("\n"):
            yield f"   {text}"
        for each in post.attachments:
            yield f"   [{each.name}: {each.alt or 'no alt text'}]"


def _hear(entry: Entry) -> None:
    """How a text that cooled off sounds, and the question that comes with it."""
    from composer.desk.cooling import QUESTION, spoken

    write("\nAs a screen reader says it:")
    for post in spoken(entry):
        said = " ".join(piece.said for piece in post.pieces)
        for line_of in textwrap.wrap(said, 76, initial_indent="   ", subsequent_indent="   "):
            write(line_of)
    write(f"\n{QUESTION}")


@click.command()
@click.argument("entry")
@click.option("--because", default="", metavar="REASON", help="Kept with the entry.")
def hold(entry: str, because: str) -> None:
    """Keep ENTRY from going out, or from going on, until it is released; of a template, make no entries."""
    from composer.queue import is_template

    with current_desk().outbox() as outbox:
        found = outbox.store.resolve(entry)
        if is_template(found):
            outbox.store.templates.hold(found, reason=because)
        else:
            outbox.store.hold(found, reason=because)
    what = "Template" if is_template(found) else "Entry"
    write(f"{what} {found} is held; `thread release {found}` lets it go.")


@click.command()
@click.argument("entry")
@click.option("--beyond-budget", is_flag=True, help="Although the month cannot pay for it.")
@click.option("--now", "early", is_flag=True, help="Although it is still cooling off.")
def release(entry: str, early: bool, beyond_budget: bool) -> None:
    """Let a held ENTRY go out at its time, or a held template go on."""
    from composer.queue import is_template

    desk = current_desk()
    with desk.outbox() as outbox:
        found = outbox.store.resolve(entry)
        told = outbox.worker_advice()
        if is_template(found):
            template = outbox.store.templates.release(found)
            write(f"Template {found} repeats again. {template_standing(template, desk)}")
        else:
            released = outbox.release(found, early=early, beyond_budget=beyond_budget)
            write(f"Entry {released.id} goes to {released.account} {desk.say_when(released.schedule)}.")
    say(told)


@click.command()
@click.argument("entry")
@click.option("--because", default="", metavar="REASON", help="Kept with the entry.")
def cancel(entry: str, because: str) -> None:
    """Never publish the rest of ENTRY; what is out stays out. Of a template, make no more entries."""
    from composer.queue import is_template

    desk = current_desk()
    with desk.outbox() as outbox:
        found = outbox.store.resolve(entry)
        if is_template(found):
            template = outbox.store.templates.cancel(found, reason=because)
            waiting = outbox.store.templates.unsent(found, before=_FAR)
            write(f"Template {template.id} is cancelled; it has made {template.made} so far.")
            for each in waiting:
                say(f"Entry {each}, made by it, still waits: `thread cancel {each}` ends that one too.")
            return
        cancelled = outbox.store.cancel(found, reason=because)
    out = (
        f"; {cancelled.sent} of its {many(len(cancelled.posts), 'post')} {is_or_are(cancelled.sent)} out and "
        f"{'stays' if cancelled.sent == 1 else 'stay'} out"
        if cancelled.sent
        else ", and nothing of it was sent"
    )
    write(f"Entry {cancelled.id} is cancelled{out}.")


@click.command()
@click.argument("entry")
def retry(entry: str) -> None:
    """Try ENTRY again at once, from the first post that is not out; or to make the entry of a template."""
    from composer.queue import is_template

    desk = current_desk()
    with desk.outbox() as outbox:
        found = outbox.store.resolve(entry)
        told = outbox.worker_advice()
        if is_template(found):
            outbox.store.templates.retry(found)
            outbox.make_due()
            write(f"Template {found}: {template_standing(outbox.store.templates.get(found), desk)}")
        else:
            again = outbox.store.retry(found)
            write(
                f"Entry {again.id} is queued again; {again.sent} of {many(len(again.posts), 'post')} "
                f"{is_or_are(again.sent)} out and {'stays as it is' if again.sent == 1 else 'stay as they are'}."
            )
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
    write(f"Entry {settled.id} goes on: {settled.progress}.")
    say(told)


@click.command()
@click.argument("entry", required=False)
@json_option
def undo(entry: str | None, as_json: bool) -> None:
    """Undo your last command on the queue, or on ENTRY: queued, held, released, moved or cancelled.

    Only while nothing was sent.
    """
    from composer.queue import Template

    desk = current_desk()
    with desk.outbox() as outbox:
        undone = outbox.store.undo(outbox.store.resolve(entry) if entry else "")
    if as_json:
        write_json("undone", entries=[{"undone": each.what, **_undone_as_data(each.entry)} for each in undone])
        return
    zone = ZoneInfo(desk.zone)
    for each in undone:
        write(f"{each.entry.id} “{each.entry.title}” is no longer {each.what}.")
        if isinstance(each.entry, Template):
            write(f"  {template_standing(each.entry, desk)}")
        else:
            write(f"  {standing(each.entry, desk.now(), zone)}")


def _undone_as_data(entry: Entry | Template) -> dict[str, Any]:
    from composer.queue import Template

    return template_as_data(entry) if isinstance(entry, Template) else entry_as_data(entry)
