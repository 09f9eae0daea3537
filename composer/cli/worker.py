"""`thread worker`: publishes what is due, for as long as it runs; and makes that a service of this computer."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from composer.cli.exits import Exit, leave, say
from composer.cli.output import write
from composer.cli.state import current_desk
from composer.cli.stopping import stopping
from composer.cli.story import ahead

if TYPE_CHECKING:
    from composer.desk.services import Machine, Service, Step
    from composer.queue import Event


_WIDEST = 100


@click.group(invoke_without_command=True)
@click.option("--once", is_flag=True, help="Publish what is due and return; for cron.")
@click.pass_context
def worker(ctx: click.Context, once: bool) -> None:
    """Publish what is due, at its time; one worker per queue."""
    if ctx.invoked_subcommand is not None:
        return
    from composer.queue import WorkerBusy

    try:
        settled = _work(once)
    except WorkerBusy as busy:
        if not once:
            raise
        say(f"{busy} So there is nothing to do here.")
        return
    if once and not settled:
        say("Something that is due could not be settled yet; `thread queue` shows what, and the next run goes on.")
        leave(Exit.PARTLY_SENT)


def _work(once: bool) -> bool:
    desk = current_desk()
    with desk.outbox() as outbox, stopping() as stop, desk.notices() as notices:

        def tell(event: Event) -> None:
            _tell(event)
            notices(event)

        if not once:
            say("The worker is running; it publishes what is due. Ctrl-C ends it, and nothing is lost by that.")
        return outbox.work(stop, tell, once=once)


def _tell(event: Event) -> None:
    from composer.desk.receipts import stored_otherwise

    entry = f"{event.entry.id}  " if event.entry else ""
    post = f"post {event.number}  " if event.number else ""
    where = event.receipt.url if event.receipt else event.message
    write(f"{entry}{ahead(event) or event.kind}  {post}{where}".rstrip())
    if otherwise := stored_otherwise(event):
        say(f"{entry}{otherwise.message}")


@worker.command()
@click.option("--timer", is_flag=True, help="Not a program that waits, but a look each minute.")
@click.option("--uninstall", is_flag=True, help="Take it away again.")
@click.option("--print", "only_print", is_flag=True, help="Print the files and write nothing.")
@click.option("--yes", is_flag=True, help="Write or remove without being asked.")
def install(timer: bool, uninstall: bool, only_print: bool, yes: bool) -> None:
    """Make the worker a service of this computer, which starts when you log in.

    What is written, and where, is shown first. Starting and stopping it is yours; the commands are shown.
    """
    from composer.desk.services import service, this_machine

    machine = this_machine()
    if uninstall:
        _uninstall([service(machine, timer=each) for each in (False, True)], yes)
        return
    found = service(machine, timer=timer)
    _show(found)
    _tell_notes(found, machine)
    if only_print:
        _show_steps(found.steps)
        return
    if not all(file.written for file in found.files):
        _asked("Write this?" if len(found.files) == 1 else "Write these?", yes)
        found.install()
        write("Written. Nothing has been started yet.")
    _show_steps(found.steps)


def _show(found: Service) -> None:
    write(f"As a service of {found.manager}, the worker needs:")
    for file in found.files:
        state = ", which is there just so" if file.written else ", which replaces the one there"
        write(f"\n{file.path}{state if file.path.exists() else ''}\n")
        write("\n".join(f"    {line}".rstrip() for line in file.text.splitlines()))
    write()


def _tell_notes(found: Service, machine: Machine) -> None:
    for note in found.notes:
        say(textwrap.fill(note, min(shutil.get_terminal_size().columns, _WIDEST)))
    if machine.left_out:
        say(
            f"Not in the file, since secrets do not belong there: {', '.join(machine.left_out)}. "
            "`thread accounts add` keeps keys where the worker finds them."
        )


def _show_steps(steps: tuple[Step, ...]) -> None:
    for step in steps:
        write(f"To {step.purpose}:\n    {step.command}")


def _uninstall(services: list[Service], yes: bool) -> None:
    there = [each for each in services if each.installed]
    if not there:
        write("The worker is not installed as a service, so there is nothing to take away.")
        return
    for each in there:
        _show_steps(each.removal)
        for path in each.installed:
            write(f"Then this goes: {path}")
    _asked("Have you ended it, and may the files go?", yes)
    for each in there:
        each.uninstall()
    write("Removed. The queue is untouched; `thread worker` publishes while it runs.")


def _asked(question: str, yes: bool) -> None:
    """Go on only with somebody's yes."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("Nothing was changed: in a script, say --yes.")
    click.confirm(question, abort=True, err=True)
