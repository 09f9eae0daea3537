"""What a command does about words that read as heat: asks on a terminal, and holds the thread in a script."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from composer.cli.exits import Exit, leave, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from composer.desk import Desk, Review


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a thread is held and until when it is out of sight; empty where it is not."""

    reason: str = ""
    until: datetime | None = None


def cooled(desk: Desk, reviews: Iterable[Review], accepted: Mapping[str, str]) -> Hold:
    """What the user decides about heat in any of the threads; ends the command where the draft is to be edited."""
    from composer.desk.cooling import heat, next_morning, reason, rest
    from composer.schedule.pace import say_length

    found = tuple(dict.fromkeys(each for review in reviews for each in heat(review, accepted)))
    if not found:
        return Hold()
    now, why, short = desk.now(), reason(found), rest(desk.settings)
    if not sys.stdin.isatty():
        return Hold(why, now + short)
    morning = next_morning(now, desk.zone, desk.settings.cooling_morning)
    say("Some words may be heard as heat:")
    for code, words in {each.code: each.words for each in found}.items():
        say(f"  {code}  {', '.join(words)}")
    say("  1  Send it as it is")
    say("  2  Edit it first; nothing is queued")
    say(f"  3  Hold it for {say_length(short)}, out of sight")
    say(f"  4  Hold it until {desk.clock(morning)}, out of sight")
    match click.prompt("Number", type=click.IntRange(1, 4), err=True):
        case 1:
            return Hold()
        case 2:
            say("Nothing was queued. `thread DRAFT` opens it.")
            leave(Exit.LINT)
        case 3:
            return Hold(why, now + short)
    return Hold(why, morning)


def tell_held(desk: Desk, ids: Iterable[str], hold: Hold) -> None:
    """That entries are held and out of sight, how to get at them, and something else to write meanwhile."""
    assert hold.until is not None
    for entry in ids:
        say(
            f"Entry {entry} is held until {desk.clock(hold.until)}: {hold.reason}. It is out of sight meanwhile. "
            f"`thread queue show {entry} --text` shows it; once that time is over, `thread release {entry}` lets it go."
        )
    prompt = desk.diary().another()
    say(f"Something else meanwhile: {prompt.text} (`thread practice` opens a page for it.)")
