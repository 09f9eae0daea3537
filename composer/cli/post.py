"""`thread post` and `thread resume`: publish now, with a receipt for every post."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.asking import answer_option, ask, given
from composer.cli.columns import thread_lines
from composer.cli.cooling import Hold, cooled, tell_held
from composer.cli.dress import style_options
from composer.cli.exits import Exit, leave, say
from composer.cli.gate import confirmed
from composer.cli.output import json_option, write, write_json
from composer.cli.problems import tell_problems
from composer.cli.progress import Progress
from composer.cli.show import counted, entry_as_data, finding_lines, is_or_are, many, post_lines
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_desk
from composer.cli.stopping import stopping
from composer.desk.several import refuse_identical, span_of, staggered
from composer.model import ComposerError, Schedule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from composer.desk import Desk, Review, Wishes
    from composer.desk.outbox import Outbox
    from composer.model import Diagnostic, Draft
    from composer.networks import Account
    from composer.queue import Entry


@click.command()
@click.argument("draft", type=DRAFT)
@click.option("--to", default="", metavar="ACCOUNT[,..]", help="Accounts to publish to; the draft's own.")
@click.option("--accept", multiple=True, metavar="CODE", help="Publish in spite of this finding; needs --because.")
@click.option("--because", default="", metavar="REASON", help="Why the finding is accepted; kept with the entry.")
@answer_option
@click.option("--again", is_flag=True, help="Publish although this account has the same thread already.")
@click.option("--private-too", is_flag=True, help="Publish although the draft is marked private.")
@click.option("--stagger", default="", metavar="TIME", help="Time between the threads of several accounts: 10m.")
@click.option("--dry-run", is_flag=True, help="Do everything but queue and send.")
@style_options
@json_option
def post(
    draft: Path,
    to: str,
    accept: tuple[str, ...],
    because: str,
    answer: tuple[str, ...],
    again: bool,
    private_too: bool,
    stagger: str,
    dry_run: bool,
    wishes: Wishes,
    as_json: bool,
) -> None:
    """Publish DRAFT now: split it, check it, send it once, and show a receipt for every post."""
    accepted, answers = accepted_codes(accept, because), given(answer)
    desk = current_desk(draft)
    read = read_draft(desk, draft)
    accounts = desk.accounts(to, read)
    ready(desk, read, private_too=private_too)
    apart = span_of(stagger)
    reviews = looked_at(desk, read, accounts, wishes, accepted, as_json)
    for account, review in reviews:
        ask(desk, review, account, answers)
    if dry_run:
        tell_pictures(reviews)
        say("Dry run: nothing was queued and nothing was sent.")
        return
    if any(account.charged for account in accounts):
        from composer.desk.accounts import refuse_without_secrets

        refuse_without_secrets(accounts)
    with desk.outbox() as outbox:
        refuse_identical(reviews, outbox.store)
        confirmed(desk, [one for one in reviews if _is_new(outbox, *one, again)], "Publish", "now", scripted=as_json)
        cooling = cooled(desk, _fresh(outbox, reviews, again), accepted)
        times = staggered(Schedule(desk.now(), words="now"), len(reviews), apart)
        with outbox.store.together():  # so that a refusal for one account keeps none of the others half done
            entries = [
                _queued(outbox, review, account, accepted, again, cooling, time)
                for (account, review), time in zip(reviews, times, strict=True)
            ]
        later = [entry for entry in entries if entry.state == "queued" and entry.schedule.instant > desk.now()]
        finished = [_see_out(outbox, outbox.store.get(entry.id), as_json) for entry in entries if entry not in later]
        for entry in later:
            say(f"Entry {entry.id} goes to {entry.account} {desk.say_when(entry.schedule)}.")
        if later:
            say(outbox.worker_advice())
    conclude([*finished, *later], as_json, waiting=[entry.id for entry in later])
    if cooling.until:
        tell_held(desk, [entry.id for entry in finished if entry.cooling], cooling)
        leave(Exit.HELD)


@click.command()
@click.argument("entry", required=False)
@click.option("--beyond-budget", is_flag=True, help="Although the month cannot pay for it.")
@json_option
def resume(entry: str | None, beyond_budget: bool, as_json: bool) -> None:
    """Go on with a thread that was interrupted: ENTRY, or all that were."""
    from composer.queue import is_template

    desk = current_desk()
    with desk.outbox() as outbox:
        ids = [outbox.store.resolve(entry)] if entry else outbox.interrupted()
        if any(is_template(found) for found in ids):
            raise ComposerError(f"{ids[0]} is a template: `thread release` or `thread retry` lets it go on.")
        if not ids:
            say("Nothing was interrupted: every thread that was due is out, or waits for you.")
            conclude([], as_json)
            return
        for found in ids:
            outbox.resume(found, beyond_budget=beyond_budget)
        finished = [_see_out(outbox, outbox.store.get(found), as_json) for found in ids]
    conclude(finished, as_json)


def accepted_codes(codes: tuple[str, ...], because: str) -> dict[str, str]:
    """The reason for each accepted code; a code needs a reason and a reason a code."""
    if bool(codes) != bool(because.strip()):
        raise click.UsageError("--accept CODE and --because REASON go together: the reason is kept with the entry.")
    from composer.lint import rule

    return {rule(code).code: because.strip() for code in codes}


def accepting(stops: Iterable[Diagnostic]) -> str:
    """The options that accept all of some findings."""
    return " ".join(f"--accept {code}" for code in dict.fromkeys(stop.code for stop in stops))


def ready(desk: Desk, draft: Draft, *, private_too: bool) -> None:
    """Refuse what must not go out as it is: a private draft, a template with fields still to fill."""
    tell_problems(desk, draft)
    if hindrances := desk.hindrances(draft):
        say(f"thread: {draft.path or 'stdin'} stays here. {' '.join(hindrances)}")
        leave(Exit.LINT)
    if draft.private and not private_too:
        say(
            f"thread: {draft.path} is marked private, so it stays here. "
            "To publish it all the same, take `private: true` out of it or say --private-too."
        )
        leave(Exit.LINT)


def tell_pictures(reviews: Iterable[tuple[Account, Review]]) -> None:
    """Say what would be done to the pictures; raises ComposerError where one of them could not go out."""
    from composer.desk.pictures import pictures_of

    for account, review in reviews:
        for note in pictures_of(review.thread, account).notes:
            say(note)


def looked_at(
    desk: Desk,
    draft: Draft,
    accounts: Sequence[Account],
    wishes: Wishes,
    accepted: Mapping[str, str],
    quiet: bool,
    deed: str = "sent",
) -> list[tuple[Account, Review]]:
    """The thread for each account, side by side where there is room; ends the command where something forbids it.

    `deed` is what has then not been done, `sent` or `queued`.
    """
    if len(accounts) == 1:
        return [(accounts[0], looked(desk, draft, accounts[0], wishes, accepted, quiet, deed=deed))]
    if not quiet:
        threads = [(account.name, desk.look_for(draft, account, wishes).thread) for account in accounts]
        for line in thread_lines(threads):
            write(line)
    return [
        (account, looked(desk, draft, account, wishes, accepted, quiet, shown=True, deed=deed)) for account in accounts
    ]


def looked(
    desk: Desk,
    draft: Draft,
    account: Account,
    wishes: Wishes,
    accepted: Mapping[str, str],
    quiet: bool,
    *,
    shown: bool = False,
    deed: str = "sent",
) -> Review:
    """The thread for `account` with its findings, if it was not `shown`; ends the command where an error forbids it."""
    if doubt := desk.doubt_of(account):
        say(doubt)
    return passed(desk.look_for(draft, account, wishes), account, accepted, quiet, shown=shown, deed=deed)


def passed(
    review: Review,
    account: Account,
    accepted: Mapping[str, str],
    quiet: bool,
    *,
    shown: bool = False,
    deed: str = "sent",
) -> Review:
    """The same for a thread that was looked at already."""
    from composer.desk.cost import in_a_line

    if not quiet:
        draft = review.thread.draft
        write(f"{draft.path or 'stdin'} → {account.name}: {many(len(review.thread.posts), 'post')}\n")
        for line in () if shown else post_lines(review.thread):
            write(line)
        write(f"Etiquette: {counted(review.findings)}")
        for line in finding_lines(review):
            write(line)
        if priced := in_a_line(review.thread, account):
            write(priced)
        write()
    stops = review.stops(accepted)
    if stops:
        codes = ", ".join(dict.fromkeys(finding.code for finding in stops))
        if quiet:
            for line in finding_lines(review):
                say(line)
        say(
            f"thread: nothing was {deed}, because of {codes}. Mend the draft, or go on all the same with "
            f"{accepting(stops)} --because REASON. `thread rules {stops[0].code}` explains."
        )
        leave(Exit.LINT)
    return review


def already(twin: Entry) -> str:
    """Why the same thread is not queued a second time, and what to do instead."""
    from composer.queue import ThreadMove
    from composer.queue.states import possible

    move = f"`thread move {twin.id} WHEN` gives it another time; " if ThreadMove.MOVE in possible(twin.state) else ""
    return (
        f"{twin.account} has this very thread already: entry {twin.id}, {twin.state}. "
        f"{move}--again queues it once more all the same."
    )


def _fresh(outbox: Outbox, reviews: Iterable[tuple[Account, Review]], again: bool) -> list[Review]:
    """The threads that are not in the queue yet."""
    return [review for account, review in reviews if _is_new(outbox, account, review, again)]


def _is_new(outbox: Outbox, account: Account, review: Review, again: bool) -> bool:
    return again or outbox.twin(review, account) is None


def _queued(
    outbox: Outbox,
    review: Review,
    account: Account,
    accepted: Mapping[str, str],
    again: bool,
    cooling: Hold,
    time: Schedule,
) -> Entry:
    twin = None if again else outbox.twin(review, account)
    if twin is None:
        return outbox.queue(
            review, account, schedule=time, accepted=accepted, hold=cooling.reason, cool_until=cooling.until, tell=say
        )
    if twin.state == "published":
        say(
            f"{account.name} has this very thread already (entry {twin.id}), so nothing is sent a second time. "
            "Its receipts follow; --again publishes it once more."
        )
    else:
        say(
            f"{account.name} has this very thread in its queue already (entry {twin.id}, {twin.state}); "
            "going on with that."
        )
        if twin.state not in ("queued", "publishing"):
            outbox.resume(twin.id)
    return twin


def _see_out(outbox: Outbox, entry: Entry, quiet: bool) -> Entry:
    """Publish or watch until the entry rests, showing receipts as they come."""
    if entry.state == "published":
        Progress(entry, quiet).all(entry)
        return entry
    if entry.state == "held":
        return entry
    from composer.desk.handover import is_by_hand

    if not is_by_hand(entry):
        say(f"Sending it as entry {entry.id}. Should this be interrupted, `thread resume` goes on.")
    with stopping() as stop:
        finished = outbox.see_out(entry.id, stop, Progress(entry, quiet, stop))
        if stop.is_set() and finished.state in ("queued", "publishing"):
            out = f"{finished.sent} of {many(len(finished.posts), 'post')} {is_or_are(finished.sent)} out"
            say(f"{out}; `thread resume {entry.id}` goes on.")
            leave(Exit.INTERRUPTED)
    return finished


def conclude(entries: list[Entry], as_json: bool, *, waiting: Collection[str] = ()) -> None:
    """The last words about what was published, and the exit code; the time of what is `waiting` is still to come."""
    if as_json:
        write_json("published", entries=[entry_as_data(entry) for entry in entries])
    from composer.desk.handover import is_by_hand
    from composer.desk.receipts import differences

    worst = Exit.DONE
    for entry in entries:
        for difference in differences(entry):
            say(f"Warning: {difference.message}")
        if entry.state == "published":
            if not as_json:
                write(f"Published: {entry.progress}.")
                first = entry.posts[0].receipt
                write(f"Page: {first.url if first else ''}")
            continue
        if entry.state == "attention" and is_by_hand(entry):
            say(f"Entry {entry.id} is yours to post: `thread hand over {entry.id}` goes through it with you.")
            continue
        if entry.cooling or entry.id in waiting:
            continue
        if entry.state == "publishing" and entry.pace and entry.sent and not (entry.failures or entry.unknown):
            say(
                f"{entry.progress}; the next follows at "
                f"{entry.next_at.astimezone():%H:%M:%S}, for the thread is drawn out, while `thread worker` runs."
            )
            continue
        if entry.state == "held" and not entry.sent:
            say(f"thread: nothing was sent, as entry {entry.id} is held. `thread release {entry.id}` lets it go.")
            worst = max(worst, Exit.SETUP)
            continue
        if entry.state == "publishing" and entry.unknown and not entry.error:
            say(
                f"thread: {entry.progress}. Post {entry.unknown.number} was on its way "
                f"when this was interrupted, and may take until {entry.next_at.astimezone():%H:%M:%S} to show there. "
                f"It is looked for then, before anything is sent again: `thread resume {entry.id}` goes on after that "
                "time, and so does `thread worker`."
            )
            worst = max(worst, Exit.PARTLY_SENT)
            continue
        doubt = ""
        if entry.state == "publishing" and entry.unknown:
            again = f"{entry.next_at.astimezone():%H:%M:%S}"
            doubt = f" Post {entry.unknown.number} unknown, checking again at {again} while `thread worker` runs."
        say(f"thread: {entry.progress}; entry {entry.id} is {entry.state}.{doubt} {entry.error}")
        say(f"`thread queue show {entry.id}` tells its story; `thread resume {entry.id}` goes on where it stopped.")
        worst = max(worst, Exit.PARTLY_SENT if entry.sent or entry.unknown else Exit.NETWORK)
    if worst is not Exit.DONE:
        leave(worst)
