"""The command `thread`: a table of verbs, each loaded when it is used."""

from __future__ import annotations

import difflib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer import __version__
from composer.cli.exits import MEANINGS, Exit, leave, say
from composer.cli.output import asked_for_json, write
from composer.cli.screen import at_a_terminal, open_screen

if TYPE_CHECKING:
    from collections.abc import Mapping

# In the order of a day's work, which is also the order of `--help`.
VERBS: Mapping[str, str] = {
    "new": "composer.cli.drafts:new",
    "split": "composer.cli.drafts:split",
    "count": "composer.cli.drafts:count",
    "diff": "composer.cli.diff:diff",
    "lint": "composer.cli.lint:lint",
    "rules": "composer.cli.lint:rules",
    "speak": "composer.cli.speak:speak",
    "cues": "composer.cli.cues:cues",
    "draw": "composer.cli.draw:draw",
    "post": "composer.cli.post:post",
    "schedule": "composer.cli.schedule:schedule",
    "plan": "composer.cli.plan:plan",
    "slots": "composer.cli.slots:slots",
    "breaks": "composer.cli.breaks:breaks",
    "quiet": "composer.cli.breaks:quiet",
    "queue": "composer.cli.queue:queue",
    "move": "composer.cli.schedule:move",
    "hold": "composer.cli.queue:hold",
    "release": "composer.cli.queue:release",
    "edit": "composer.cli.edit:edit",
    "cancel": "composer.cli.queue:cancel",
    "retract": "composer.cli.retract:retract",
    "resume": "composer.cli.post:resume",
    "retry": "composer.cli.queue:retry",
    "settle": "composer.cli.queue:settle",
    "undo": "composer.cli.queue:undo",
    "export": "composer.cli.batch:export",
    "import": "composer.cli.batch:import_",
    "backup": "composer.cli.backup:backup",
    "restore": "composer.cli.backup:restore",
    "hand": "composer.cli.handover:hand",
    "receipts": "composer.cli.receipts:receipts",
    "worker": "composer.cli.worker:worker",
    "doctor": "composer.cli.doctor:doctor",
    "accounts": "composer.cli.accounts:accounts",
    "people": "composer.cli.people:people",
    "practice": "composer.cli.practice:practice",
    "rehearse": "composer.cli.rehearse:rehearse",
    "rehearsal": "composer.cli.rehearsal:rehearsal",
    "config": "composer.cli.config:config",
}


_TELL_THEMSELVES = frozenset(("queue", "doctor", "worker"))
"""Verbs that show what is in the queue, so no line of news follows."""
_OPEN_THE_QUEUE = frozenset(
    ("post", "schedule", "move", "hold", "release", "edit", "cancel", "retract", "resume", "retry", "settle", "undo")
).union(("export", "import", "backup", "restore", "hand", "receipts", "diff"))
"""Verbs that say themselves where the queue cannot be used, or who publishes what they have put in."""


def _tell_news(ctx: click.Context) -> None:
    """End a command, unless it was a script's, with what somebody should know of the queue."""
    if not asked_for_json(ctx):
        from composer.cli.news import tell_news

        tell_news(opened=ctx.invoked_subcommand in _OPEN_THE_QUEUE)


class Verbs(click.Group):
    """Loads a verb's module only when that verb is asked for, so that start-up stays short."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, or None where there is none of that name."""
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that `args` starts with, or the draft to open; a word that is near a verb is asked about."""
        if args and args[0] not in VERBS:
            if Path(args[0]).suffix or Path(args[0]).exists():
                return "write", _write, args
            near = difflib.get_close_matches(args[0], VERBS, 1)
            hint = f"Did you mean {near[0]!r}?" if near else "`thread --help` lists the verbs."
            ctx.fail(f"There is no verb {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Exit codes, as they are."""
        formatter.write(f"\n{MEANINGS}\n")


@click.command()
@click.argument("draft", required=False, type=click.Path(path_type=Path))
def _write(draft: Path | None) -> None:
    """Open DRAFT, or what was open last, to write on it."""
    if not at_a_terminal():
        say("thread: this needs a terminal to draw on. `thread --help` lists the verbs that work without one.")
        leave(Exit.USAGE)
    from composer.cli.state import current_desk

    leave(Exit(open_screen(draft, current_desk(draft))))


@click.group(cls=Verbs, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="thread", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Turn long-form writing into threads, check them, and publish them once.

    \b
    thread [DRAFT]                               write, with the thread beside the text
    thread new talk --template conference_talk   start a draft
    thread split talk.md                         see it as a thread
    thread lint talk.md                          check it against the etiquette checklist
    thread post talk.md --to rehearsal           publish it, for practice, on this computer
    """
    if ctx.invoked_subcommand is not None:
        if ctx.invoked_subcommand not in _TELL_THEMSELVES:
            ctx.call_on_close(lambda: _tell_news(ctx))
        return
    if at_a_terminal():
        ctx.invoke(_write, draft=None)
    write(ctx.get_help())
