"""A time that a person asked for, against their own bounds: said, asked about, moved or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from composer.cli.exits import Exit, leave, say
from composer.cli.screen import at_a_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from composer.desk import Desk
    from composer.desk.plan import Fitting
    from composer.model import Diagnostic, Schedule
    from composer.queue import Store

_Command = TypeVar("_Command", bound="Callable[..., Any]")


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do where something is in the way of a time; neither: ask, or refuse where nobody is there to ask."""

    anyway: str = ""
    """The reason for keeping the time all the same, or empty."""
    adjust: bool = False
    """Whether to take the next time that fits."""


def fitting_options(command: _Command) -> _Command:
    """`--anyway` and `--adjust`, which every verb has that gives an entry a time."""
    command = click.option(
        "--adjust", is_flag=True, help="Where something is in the way, take the next time at which nothing is."
    )(command)
    return click.option("--anyway", is_flag=True, help="Keep the time whatever is in its way; needs --because.")(
        command
    )


def choice_of(anyway: bool, adjust: bool, because: str) -> Choice:
    """What was chosen; a usage error where two things were, or no reason was given."""
    if anyway and adjust:
        raise click.UsageError("--anyway keeps the time and --adjust changes it: choose one.")
    if anyway and not because.strip():
        raise click.UsageError("--anyway and --because REASON go together: the reason is kept with the entry.")
    return Choice(because.strip() if anyway else "", adjust)


def said_time(desk: Desk, words: str) -> Schedule | None:
    """The time that `words` mean; None where they ask for a slot, which each account has its own of."""
    from composer.cli.when import meant
    from composer.schedule.slots import wanted_slot

    return meant(desk, words, desk.when) if wanted_slot(words) is None else None


def time_for(desk: Desk, store: Store, words: str, account: str, meant: Schedule | None) -> Schedule:
    """The time that `words` mean for an account: `meant`, or its next free slot where they ask for one."""
    from composer.schedule.slots import wanted_slot

    if meant is not None:
        return meant
    return desk.planner().next_slot(store, account, wanted_slot(words) or "")


def settled(desk: Desk, fitting: Fitting, choice: Choice, again: str) -> tuple[Schedule, dict[str, str]]:
    """The time that an entry gets, and the reason for each finding that it is kept in spite of.

    Ends the command where nobody can be asked; `again` is what to type then.
    """
    for finding in fitting.findings:
        say(finding_line(finding))
    if not fitting.stops:
        return fitting.schedule, {}
    if choice.anyway:
        return fitting.schedule, {finding.code: choice.anyway for finding in fitting.stops}
    if fitting.proposal is None:
        say(
            f"thread: nothing was {again}: your bounds leave no time for it within a year. --anyway --because REASON "
            "keeps this one; `thread config which` shows what you have set, `thread breaks` your breaks."
        )
        leave(Exit.LINT)
    told = desk.say_when(fitting.proposal)
    if choice.adjust:
        say(f"Moved to the next time that fits: {told}.")
        return fitting.proposal, {}
    say(f"The next time that fits is {told}.")
    if not at_a_terminal():
        say(
            f"thread: nothing was {again}. --adjust takes that time, --anyway --because REASON keeps yours; "
            f"`thread rules {fitting.stops[0].code}` explains."
        )
        leave(Exit.LINT)
    return _asked(fitting, fitting.proposal)


def finding_line(finding: Diagnostic) -> str:
    """A finding about a time, in a line."""
    return f"  {finding.code} {finding.severity}: {finding.message}"


def as_data(findings: Iterable[Diagnostic]) -> list[dict[str, str]]:
    """Findings about a time for JSON."""
    return [{"code": each.code, "severity": str(each.severity), "message": each.message} for each in findings]


def _asked(fitting: Fitting, proposal: Schedule) -> tuple[Schedule, dict[str, str]]:
    answer = click.prompt(
        "[t]ake that time, [k]eep yours, or [s]top", type=click.Choice(["t", "k", "s"]), default="t", show_choices=False
    )
    if answer == "t":
        return proposal, {}
    if answer == "s":
        say("Nothing was changed.")
        leave(Exit.LINT)
    reason = click.prompt("Why? The reason is kept with the entry")
    return fitting.schedule, {finding.code: reason for finding in fitting.stops}
