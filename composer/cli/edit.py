"""`thread edit`: take what changed in the draft into an entry that is not all out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.asking import answer_option, ask, given
from composer.cli.dress import style_options
from composer.cli.exits import say
from composer.cli.output import json_option, write, write_json
from composer.cli.post import accepted_codes, passed, ready, tell_pictures
from composer.cli.show import entry_as_data
from composer.cli.state import current_desk
from composer.desk.changes import changes
from composer.model import ComposerError

if TYPE_CHECKING:
    from pathlib import Path

    from composer.desk import Wishes
    from composer.queue import Entry


@click.command()
@click.argument("entry")
@click.option("--accept", multiple=True, metavar="CODE", help="Queue it in spite of this finding; needs --because.")
@click.option("--because", default="", metavar="REASON", help="Why the finding is accepted; kept with the entry.")
@click.option("--private-too", is_flag=True, help="Queue it although the draft is marked private.")
@answer_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@style_options
@json_option
def edit(
    entry: str,
    accept: tuple[str, ...],
    because: str,
    answer: tuple[str, ...],
    private_too: bool,
    dry_run: bool,
    wishes: Wishes,
    as_json: bool,
) -> None:
    """Replace what is not out of ENTRY by what its draft makes now.

    Posts that are out stay as they are, and so does the number of posts once they name it.
    """
    from composer.desk.cooling import heat
    from composer.queue import ThreadMove, is_template
    from composer.queue.refusals import refuse_impossible

    accepted, answers = accepted_codes(accept, because), given(answer)
    with current_desk().outbox() as outbox:
        wanted = outbox.store.resolve(entry)
        if is_template(wanted):
            raise ComposerError(
                f"{wanted} is a template: each of its entries is made from the draft as it is 50 minutes before its "
                "time, so change the draft. `thread move` gives it other times."
            )
        found = outbox.store.get(wanted)
    refuse_impossible(found, ThreadMove.EDIT)
    draft = _draft_of(found)
    desk = current_desk(draft)
    read = desk.open(draft)
    ready(desk, read, private_too=private_too)
    account = desk.account(found.account)
    plain = desk.look_for(read, account, wishes)
    review = passed(desk.look_on(plain, account, wishes, found), account, accepted, as_json, deed="changed")
    ask(desk, review, account, answers, deed="changed")
    alone, kept = len(plain.thread.posts), len(review.thread.posts)
    if alone != kept:
        say(f"The draft alone would make {alone} posts; it is cut into {kept}, as those that are out say.")
    before, after = [post.text for post in found.posts], [post.text for post in review.thread.posts]
    found_changes = tuple(changes(before, after))
    if not as_json:
        for change in found_changes:
            write(f"{_posts(change.before, 'queued')} → {_posts(change.after, 'in the draft now')}")
    if dry_run:
        tell_pictures([(account, review)])
        say("Dry run: nothing was changed.")
        return
    with desk.outbox() as outbox:
        edited = outbox.edit(found.id, review, account, accepted=accepted, tell=say)
        cool = edited.cool_until is not None and not heat(review, accepted)
        if cool:
            outbox.store.calm(edited.id)
    if as_json:
        write_json("entry", entry=entry_as_data(edited))
        return
    same = "" if found_changes else " Its texts are the same as before."
    write(f"Entry {edited.id} has {len(edited.posts)} posts, {edited.sent} of them out; the rest is new.{same}")
    if cool:
        say(f"Nothing in it reads as heat any more. It is still held: `thread release {edited.id}` lets it go.")
    if edited.state in ("failed", "attention"):
        say(f"It is still {edited.state}: `thread retry {edited.id}` sends it now.")


def _draft_of(entry: Entry) -> Path:
    if entry.draft is None or not entry.draft.exists():
        was = f"its draft {entry.draft} is gone" if entry.draft else "it did not come from a file"
        raise ComposerError(
            f"Entry {entry.id} cannot be edited: {was}. `thread cancel {entry.id}` ends it; then queue another draft."
        )
    return entry.draft


def _posts(numbers: tuple[int, ...], where: str) -> str:
    if not numbers:
        return f"nothing {where}"
    many = f"post {numbers[0]}" if len(numbers) == 1 else f"posts {numbers[0]} to {numbers[-1]}"
    return f"{many} {where}"
