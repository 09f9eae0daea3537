"""`thread import` and `thread export`: many entries from one file, and back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.post import accepted_codes, accepting
from composer.cli.show import entry_as_data, many
from composer.cli.state import current_desk
from composer.cli.templates import template_as_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from composer.desk import Desk, Review
    from composer.desk.batch import Row
    from composer.desk.outbox import Outbox
    from composer.model import Schedule
    from composer.networks import Account
    from composer.queue import Entry, LogRow, Template

_COLUMNS = ("draft", "when", "account", "hold", "late", "pace", "id", "state", "title", "out")
_UNFINISHED = ("held", "queued", "publishing", "failed", "attention", "retracting")
_ALL = 1_000_000_000


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--accept", multiple=True, metavar="CODE", help="Queue in spite of this finding; needs --because.")
@click.option("--because", default="", metavar="REASON", help="Why the finding is accepted; kept with each entry.")
@click.option("--again", is_flag=True, help="Queue what an account has already once more.")
@click.option("--dry-run", is_flag=True, help="Check everything and queue nothing.")
@json_option
def import_(file: Path, accept: tuple[str, ...], because: str, again: bool, dry_run: bool, as_json: bool) -> None:
    """Queue all that FILE (.csv, .toml or .json) lists: draft, when, account, hold, late, pace.

    All of it is queued or nothing; every trouble is told with its line. `thread undo` takes all of it back.
    """
    from composer.desk.batch import BatchError, read_batch

    accepted = accepted_codes(accept, because)
    desk = current_desk(file)
    rows, misread = read_batch(file)
    troubles = list(misread)
    planned: list[tuple[Row, Schedule, Account, Review]] = []
    for row in rows:
        try:
            planned += _planned(desk, row, accepted)
        except ValueError as error:
            troubles.append(f"{file}, line {row.line}: {error}")
    with desk.outbox() as outbox:
        seen: dict[tuple[str, tuple[str, ...]], int] = {}
        for row, _, account, review in planned:
            texts = tuple(post.text for post in review.thread.posts)
            twin = None if again or desk.repeating(row.when) else outbox.twin(review, account)
            first = seen.setdefault((account.name, texts), row.line)
            if twin is not None:
                troubles.append(
                    f"{file}, line {row.line}: {account.name} has this very thread already (entry {twin.id}, "
                    f"{twin.state}). Take the line out, or say --again."
                )
            elif first != row.line and not again:
                troubles.append(f"{file}, line {row.line}: the same thread for {account.name} is on line {first}.")
        if troubles:
            raise BatchError("\n".join((*troubles, "Nothing was queued.")))
        if dry_run:
            for row, schedule, *_ in planned:
                if row.passed:
                    say(f"{file}, line {row.line}: its time has passed ({desk.say_when(schedule)}): it would be held.")
            say(f"Dry run: nothing was queued. {many(len(planned), 'line')} of entries would be.")
            return
        entries, templates = _written(desk, outbox, planned, accepted)
        told = outbox.worker_advice()
    if as_json:
        write_json(
            "imported",
            entries=[entry_as_data(entry) for entry in entries],
            templates=[template_as_data(template) for template in templates],
        )
    else:
        for entry in entries:
            held = " once it is released" if entry.state == "held" else ""
            write(f"Entry {entry.id} goes to {entry.account}{held} {desk.say_when(entry.schedule)}.  {entry.title}")
        for template in templates:
            write(f"Template {template.id} repeats to {template.account}: {template.words}.  {template.title}")
    timely = [row for row, *_ in planned if not desk.repeating(row.when)]
    for row, entry in zip(timely, entries, strict=True):
        if row.passed:
            say(
                f"{file}, line {row.line}: its time has passed, so entry {entry.id} is held. `thread move {entry.id} "
                f"WHEN` and `thread release {entry.id}` give it another, `thread resume {entry.id}` publishes it now."
            )
    if any(entry.cooling for entry in entries):
        say("Some of them read as heat and are held, out of sight: `thread queue --state held` lists them.")
        leave(Exit.HELD)
    say(told)


def _written(
    desk: Desk, outbox: Outbox, planned: Sequence[tuple[Row, Schedule, Account, Review]], accepted: dict[str, str]
) -> tuple[list[Entry], list[Template]]:
    """Put all of it in the queue, or nothing."""
    from composer.desk import Wishes
    from composer.desk.cooling import heat, reason, rest
    from composer.desk.repeating import asked_as_data, begin

    entries, templates, how = [], [], asked_as_data(Wishes(), accepted, private_too=False)
    with outbox.store.together():
        for row, schedule, account, review in planned:
            if desk.repeating(row.when):
                templates.append(
                    begin(
                        desk,
                        outbox,
                        row.when,
                        review,
                        account,
                        asked={**how, "pace": str(row.pace or "")},
                        hold=row.hold,
                        late=row.lateness(outbox.late),
                    )
                )
                continue
            found = heat(review, accepted)
            enqueue = outbox.prepared(
                review,
                account,
                schedule=schedule,
                accepted=accepted,
                late=row.lateness(outbox.late),
                pace=row.pace,
                tell=say,
            )
            entries.append(
                enqueue(row.hold or reason(found), desk.now() + rest(desk.settings) if found else None, "you")
            )
    outbox.make_due()
    return entries, templates


def _planned(desk: Desk, row: Row, accepted: dict[str, str]) -> list[tuple[Row, Schedule, Account, Review]]:
    """What a line asks for, one a account; raises ValueError with the reason why it cannot be queued."""
    from composer.desk import Wishes
    from composer.desk.batch import timed
    from composer.desk.gate import unanswered
    from composer.model import ComposerError

    try:
        draft = desk.open(row.draft)
        row, schedule = timed(desk, row)
        accounts = desk.accounts(row.account, draft)
        if hindrances := desk.hindrances(draft):
            raise ValueError(f"{row.draft} stays here. {' '.join(hindrances)}")
        if draft.private:
            raise ValueError(f"{row.draft} is marked private, so it stays here. Take `private: true` out of it.")
        reviews = [(account, desk.look_for(draft, account, Wishes())) for account in accounts]
    except ComposerError as error:
        raise ValueError(str(error)) from error
    for account, review in reviews:
        if left := unanswered(desk, review, account):
            raise ValueError(left)
        stops = review.stops(accepted)
        if stops:
            raise ValueError(
                f"{row.draft} has findings that stop it: {', '.join(dict.fromkeys(stop.code for stop in stops))}. "
                f"`thread lint {row.draft}` shows them; mend the draft, or say "
                f"{accepting(stops)} --because REASON."
            )
    return [(row, schedule, account, review) for account, review in reviews]


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what is finished.")
@json_option
def export(everything: bool, as_json: bool) -> None:
    """Print what is in the queue as CSV, or as JSON, in the form that `thread import` reads."""
    from composer.queue import ThreadState

    states = () if everything else [ThreadState(name) for name in _UNFINISHED]
    with current_desk().outbox() as outbox:
        store = outbox.store
        entries = store.list(states=states, limit=_ALL)
        templates = store.templates.list()
        found = [
            *(_template_row(each, _why_held(each, store.templates.log)) for each in templates),
            *(_row(each, _why_held(each, store.log)) for each in entries),
        ]
    if as_json:
        write_json("export", entries=found)
        return
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for data in found:
        rows.writerow(["" if data[name] is None else data[name] for name in _COLUMNS])
    write(text.getvalue().rstrip("\n"))


def _why_held(found: Entry | Template, log: Callable[[str], Sequence[LogRow]]) -> str:
    """The reason that the latest hold was given; empty for what is not held."""
    if found.state != "held":
        return ""
    reasons = [row.reason for row in log(found.id) if row.what == "held"]
    return (reasons and reasons[-1]) or "held when it was exported"


def _row(entry: Entry, held: str) -> dict[str, Any]:
    return {**entry_as_data(entry), "when": _when(entry), **_kept(entry, held)}


def _template_row(template: Template, held: str) -> dict[str, Any]:
    words = template.words
    when = words if words.endswith(template.zone) else f"{words} {template.zone}"
    return {**template_as_data(template), "when": when, **_kept(template, held)}


def _kept(found: Entry | Template, held: str) -> dict[str, Any]:
    """What an import is to keep of it beside its draft, time and account."""
    return {
        "hold": held or None,
        "late": "any" if found.late is None else f"{found.late.total_seconds() / 60:g}",
        "pace": _pace(found),
        "out": getattr(found, "sent", 0),
    }


def _pace(found: Entry | Template) -> str:
    """Whole seconds from post to post, or a template's words."""
    from composer.queue import Template

    words = str(found.asked.get("pace") or "") if isinstance(found, Template) else ""
    return words or f"{found.pace.total_seconds():.0f}"


def _when(entry: Entry) -> str:
    """Its time in words that mean the same wherever they are read."""
    schedule = entry.schedule
    if schedule.wall:
        return f"{schedule.wall.replace('T', ' ')} {schedule.zone}"
    return f"{schedule.instant:%Y-%m-%d %H:%M:%S} UTC"
