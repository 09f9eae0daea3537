"""What a terminal asks last before readers get a thread: hear it once, and is it meant so. Scripts are not asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from composer.cli.exits import Exit, leave, say
from composer.cli.output import write
from composer.cli.show import many
from composer.cli.speak import spoken_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.desk import Desk, Review
    from composer.networks import Account


def confirmed(
    desk: Desk, reviews: Sequence[tuple[Account, Review]], does: str, when: str, *, scripted: bool = False
) -> None:
    """Offer to hear the thread, once a draft, then have it confirmed; ends the command where it is not.

    `does` and `when` are the verb and the time that the question names. Nothing is asked where nobody can answer, for
    the rehearsal network, which nobody else can see, or where the output is for a script.
    """
    from composer.desk.hearing import first_time

    public = [(account, review) for account, review in reviews if not account.rehearsed]
    if scripted or not public or not sys.stdin.isatty():
        return
    if first_time(desk.state, public[0][1].thread.draft):
        _offer_to_hear(desk, public[0][1])
    posts = " and ".join(f"{many(len(review.thread.posts), 'post')} to {account.name}" for account, review in public)
    if not click.confirm(f"{does} {posts}, {when}", default=True, prompt_suffix="? ", err=True):
        say("Nothing was queued and nothing was sent.")
        leave(Exit.LINT)


def _offer_to_hear(desk: Desk, review: Review) -> None:
    from composer.desk.hearing import in_short, summary

    spoken = desk.speak(review.thread)
    say(f"To the ear: {in_short(spoken)}. `thread speak` reads it out at any time.")
    if click.confirm("Hear it before it goes out", default=False, prompt_suffix="? ", err=True):
        for post in spoken:
            for line in spoken_lines(post):
                write(line)
        say(summary(spoken))
