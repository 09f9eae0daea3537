"""`thread schedule` and `thread move`: publish later, once or again and again, at times said in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.asking import answer_option, ask, given
from composer.cli.cooling import cooled, tell_held
from composer.cli.dress import style_options
from composer.cli.exits import Exit, leave, say
from composer.cli.fitting import Choice, choice_of, fitting_options, said_time, settled, time_for
from composer.cli.gate import confirmed
from composer.cli.output import json_option, write, write_json
from composer.cli.post import accepted_codes, already, looked_at, ready, tell_pictures
from composer.cli.show import entry_as_data
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_desk
from composer.cli.templates import template_as_data, template_standing
from composer.desk.several import later, refuse_identical, span_of
from composer.model import ComposerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from composer.desk import Desk, Review, Wishes
    from composer.desk.outbox import Outbox
    from composer.desk.plan import Wanted
    from composer.model import Schedule
    from composer.networks import Account
    from composer.queue import Entry, Template


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for beside the draft and the time."""

    wishes: Wishes
    accepted: Mapping[str, str]
    again: bool
    private_too: bool
    hold: str
    pace: str
    late: timedelta | None
    choice: Choice
    apart: timedelta
    as_json: bool


@click.command()
@click.argument("draft", type=DRAFT)
@click.argument("when", required=False)
@click.option("--cron", metavar="FIELDS", help="Instead of WHEN: minute, hour, day, month, weekday, as cron has them.")
@click.option("--to", default="", metavar="ACCOUNT[,..]", help="Accounts to publish to; the draft's own.")
@click.option("--accept", multiple=True, metavar="CODE", help="Publish in spite of this finding; needs --because.")
@click.option("--because", default="", metavar="REASON", help="Why the finding is accepted; kept with the entry.")
@answer_option
@click.option("--again", is_flag=True, help="Queue it although this account has the same thread already.")
@click.option("--private-too", is_flag=True, help="Queue it although the draft is marked private.")
@click.option("--hold", default="", metavar="REASON", help="Keep it from going out until it is released.")
@click.option("--pace", default="", metavar="PACE", help="'30s' from post to post, or 'over 3h' for the thread.")
@click.option("--late", default="", metavar="LENGTH", help="How late it may begin without asking you; or 'always'.")
@fitting_options
@click.option("--stagger", default="", metavar="TIME", help="Time between the threads of several accounts: 10m.")
@click.option("--dry-run", is_flag=True, help="Do everything but queue it.")
@style_options
@json_option
def schedule(
    draft: Path,
    when: str | None,
    cron: str | None,
    to: str,
    accept: tuple[str, ...],
    because: str,
    answer: tuple[str, ...],
    again: bool,
    private_too: bool,
    hold: str,
    pace: str,
    late: str,
    anyway: bool,
    adjust: bool,
    stagger: str,
    dry_run: bool,
    wishes: Wishes,
    as_json: bool,
) -> None:
    """Queue DRAFT for WHEN, such as "tomorrow 9am", "next slot", slot:morning or "every weekday at 8".

    What is queued is what will be sent, whatever happens to the file. With times that come again, each entry is made
    50 minutes before its time, from the draft as it is then.
    """
    from composer.desk.bounds import late_limit

    if (when is None) == (cron is None):
        raise click.UsageError('Say either WHEN, in words such as "tomorrow 9am", or --cron FIELDS.')
    words = when or cron or ""
    accepted = accepted_codes(accept, "" if anyway and not accept else because)
    choice, answers = choice_of(anyway, adjust, because), given(answer)
    desk = current_desk(draft)
    latest = late_limit(desk.settings, late)
    asked = _Asked(wishes, accepted, again, private_too, hold, pace, latest, choice, span_of(stagger), as_json)
    repeats = bool(cron) or desk.repeating(words)
    planned = desk.next_of(words) if repeats else said_time(desk, words)
    read = read_draft(desk, draft)
    accounts = desk.accounts(to, read)
    ready(desk, read, private_too=private_too)
    reviews = looked_at(desk, read, accounts, wishes, asked.accepted, as_json, "queued")
    for account, review in reviews:
        ask(desk, review, account, answers)
    if dry_run:
        tell_pictures(reviews)
        with desk.outbox() as outbox:
            fitted = [] if repeats else _fitted(desk, outbox, words, planned, reviews, asked)
        if planned is not None and repeats:
            say(f"Dry run: nothing was queued. It would go out the first time {desk.say_when(planned)}.")
        for one in fitted:
            say(f"Dry run: nothing was queued. It would go out to {one.account.name} {desk.say_when(one.schedule)}.")
    elif repeats:
        if asked.apart:
            raise click.UsageError(
                "--stagger is for one time, and this one comes again. Give each account its own times."
            )
        _repeat(desk, words, reviews, asked)
    else:
        _once(desk, words, planned, reviews, asked)


def _once(
    desk: Desk, words: str, planned: Schedule | None, reviews: Sequence[tuple[Account, Review]], asked: _Asked
) -> None:
    with desk.outbox() as outbox:
        outbox.make_due()
        refuse_identical(reviews, outbox.store)
        for account, review in reviews:
            twin = None if asked.again else outbox.twin(review, account)
            if twin is not None:
                raise ComposerError(already(twin))
        fitted = _fitted(desk, outbox, words, planned, reviews, asked)
        confirmed(desk, reviews, "Queue", _times(desk, fitted), scripted=asked.as_json)
        cooling = cooled(desk, (review for _, review in reviews), asked.accepted)
        prepared = [
            outbox.prepared(
                one.review,
                one.account,
                schedule=one.schedule,
                accepted=one.accepted,
                late=asked.late,
                pace=one.pace,
                tell=say,
            )
            for one in fitted
        ]
        with outbox.store.together():
            entries = [enqueue(asked.hold or cooling.reason, cooling.until, "you") for enqueue in prepared]
        told = outbox.worker_advice()
    if asked.as_json:
        write_json("scheduled", entries=[entry_as_data(entry) for entry in entries])
    else:
        for entry in entries:
            verb = "is held; once released it goes" if entry.state == "held" else "goes"
            write(f"Entry {entry.id} {verb} to {entry.account} {desk.say_when(entry.schedule)}.")
    if cooling.until:
        tell_held(desk, [entry.id for entry in entries], cooling)
        leave(Exit.HELD)
    say(told)


def _times(desk: Desk, fitted: Sequence[Wanted]) -> str:
    """When the threads go out, said once where it is the same for all."""
    return " and ".join(dict.fromkeys(desk.say_when(one.schedule) for one in fitted))


def _fitted(
    desk: Desk,
    outbox: Outbox,
    words: str,
    meant: Schedule | None,
    reviews: Sequence[tuple[Account, Review]],
    asked: _Asked,
) -> list[Wanted]:
    """Each thread with the time that it gets, once all that is in the way of it has been settled.

    `meant` is the time that `words` name; None where they ask for a slot, which each account has its own of.
    """
    from composer.desk.plan import Wanted

    found: list[Wanted] = []
    for account, review in reviews:
        time = later(time_for(desk, outbox.store, words, account.name, meant), len(found) * asked.apart)
        pace = desk.pace(account, review.thread.draft, asked.pace)
        wanted = Wanted(account, review, time, asked.accepted, pace)
        time, kept = settled(desk, desk.planner().fit_thread(outbox.store, wanted, found), asked.choice, "queued")
        found.append(replace(wanted, schedule=time, accepted={**asked.accepted, **kept}))
    return found


def _repeat(desk: Desk, words: str, reviews: Sequence[tuple[Account, Review]], asked: _Asked) -> None:
    """Let what the draft says go out at times that come again."""
    from composer.desk.repeating import asked_as_data, begin
    from composer.networks import refuses_repeats

    how = asked_as_data(asked.wishes, asked.accepted, private_too=asked.private_too, pace=asked.pace)
    confirmed(desk, reviews, "Queue", f"again and again: {words}", scripted=asked.as_json)
    with desk.outbox() as outbox:
        refuse_identical(reviews, outbox.store)
        with outbox.store.together():
            templates = [
                begin(desk, outbox, words, review, account, asked=how, hold=asked.hold, late=asked.late)
                for account, review in reviews
            ]
        outbox.make_due()
        templates = [outbox.store.templates.get(template.id) for template in templates]
        told = outbox.worker_advice()
    if asked.as_json:
        write_json("repeating", templates=[template_as_data(template) for template in templates])
    for template in templates:
        if not asked.as_json:
            _tell(desk, template)
        if refuses_repeats(template.network):
            say(
                f"{template.account} is on a network that takes no post twice: write something new in "
                f"{template.draft} before each time, or template {template.id} stops and asks you."
            )
    say(told)


def _tell(desk: Desk, template: Template) -> None:
    rule = template.rule
    write(f"Template {template.id} repeats to {template.account}: {template.words}. {rule.note}".rstrip())
    write(f"  {template_standing(template, desk)}")


@click.command()
@click.argument("entry")
@click.argument("when")
@click.option("--because", default="", metavar="REASON", help="Kept with the entry; --anyway needs it.")
@fitting_options
@json_option
def move(entry: str, when: str, because: str, anyway: bool, adjust: bool, as_json: bool) -> None:
    """Give ENTRY another time: WHEN; a template, other times that come again."""
    from composer.queue import is_template

    choice = choice_of(anyway, adjust, because)
    desk = current_desk()
    with desk.outbox() as outbox:
        found = outbox.store.resolve(entry)
        if is_template(found):
            _move_template(desk, outbox, found, when, as_json)
            return
        known = outbox.store.get(found)
        asked = time_for(desk, outbox.store, when, known.account, said_time(desk, when))
        time, kept = settled(desk, desk.planner().fit_entry(outbox.store, known, asked), choice, "moved")
        reasons = "; ".join(f"{code} accepted: {why}" for code, why in sorted(kept.items()))
        moved = outbox.move(found, time, reason=reasons or because, tell=say)
    if as_json:
        write_json("entry", entry=entry_as_data(moved))
        return
    _tell_moved(desk, moved)


def _move_template(desk: Desk, outbox: Outbox, template: str, words: str, as_json: bool) -> None:
    moved = outbox.store.templates.move(template, words, desk.zone)
    if as_json:
        write_json("template", template=template_as_data(moved))
    else:
        _tell(desk, moved)


def _tell_moved(desk: Desk, entry: Entry) -> None:
    held = " once it is released" if entry.state == "held" else ""
    write(f"Entry {entry.id} goes to {entry.account}{held} {desk.say_when(entry.schedule)}.")
