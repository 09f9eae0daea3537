"""`thread cues`: the cues there are, the ones suggested for a draft, and what the writer decides about them."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from composer.cli.dress import style_options
from composer.cli.exits import Exit, leave, say
from composer.cli.output import json_option, write, write_json
from composer.cli.problems import tell_problems
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.desk import Desk, Wishes
    from composer.desk.cues import Marker, Offer
    from composer.model import Draft, Thread
    from composer.thread import CueSet
    from composer.thread.triggers import Suggestion

_BEGINNING = 60
"""Characters of a post by which its writer knows it again."""
_FEW = 6
"""Numbers of posts that a line lists before it only counts them."""


class _DraftOrVerb(click.Group):
    """Takes a first word that is no verb of its own for a draft."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that `args` starts with, or the draft to look at."""
        if args and args[0] not in self.commands:
            return "DRAFT", _draft, args
        return super().resolve_command(ctx, args)


@click.group(
    cls=_DraftOrVerb,
    invoke_without_command=True,
    options_metavar="[--json]",
    subcommand_metavar="[DRAFT [OPTIONS] | check | forget [WORDS]]",
)
@json_option
@click.pass_context
def cues(ctx: click.Context, as_json: bool) -> None:
    """List the cues, or see and decide those suggested for DRAFT.

    \b
    thread cues                        every cue: emoji, id, words, where it comes from
    thread cues check                  look through your own cues.csv
    thread cues talk.md                the cue of each post, and the words that suggested it
    thread cues talk.md --accept 3     write the suggestion for post 3 into the draft
    thread cues talk.md --refuse 5     no cue for post 5; refused twice, the words suggest none any more
    thread cues talk.md --set 7 tip    another cue for post 7
    thread cues forget                 suggest again what was refused
    thread cues talk.md --help         all options for a draft
    """
    if ctx.invoked_subcommand is None:
        _list(current_desk(), as_json=as_json)


def _list(desk: Desk, *, as_json: bool) -> None:
    found = desk.palette()
    if as_json:
        write_json(
            "cues",
            cues=[
                {
                    "id": cue.id,
                    "group": cue.group,
                    "emoji": cue.emoji,
                    "plain": cue.plain,
                    "at": "end" if cue.at_end else "start",
                    "origin": cue.origin,
                }
                for cue in found.cues
            ],
        )
        return
    for cue in found.cues:
        write(f"{cue.emoji}  {cue.id:<16} {cue.plain:<18} {cue.origin}")
    for fault in found.faults:
        say(fault)


@cues.command()
def check() -> None:
    """Look through your own cues; exit code 1 where a line cannot be used."""
    from composer.thread import is_steady

    found = current_desk().palette()
    own = [cue for cue in found.cues if cue.own]
    for fault in found.faults:
        write(fault)
    for cue in own:
        if not is_steady(cue.emoji):
            write(
                f"{cue.origin}: {cue.emoji} ({cue.id}) is drawn with different widths by different terminals, so lines "
                "may look shifted here. Readers see it as it should be; choose another emoji if that troubles you."
            )
    say(f"{len(own)} cues of your own, {len(found.faults)} lines that cannot be used.")
    if found.faults:
        leave(Exit.LINT)


@cues.command()
@click.argument("words", default="")
def forget(words: str) -> None:
    """Suggest again what was refused: all of it, or what WORDS (a cue or its trigger) stand for."""
    from composer.desk.refusals import forget, refusals

    desk = current_desk()
    gone = forget(desk.state, words)
    for one in gone:
        write(f"{one.cue}  “{one.trigger}”  refused {_times(one.times)}, forgotten")
    if gone:
        return
    known = ", ".join(f"“{one.trigger}”" for one in refusals(desk.state))
    say(f"Nothing was refused for “{words}”. There is: {known}." if known else "Nothing was refused so far.")


@click.command("draft", options_metavar="")
@click.argument("draft", type=DRAFT, metavar="[OPTIONS]")
@click.option("--for", "network", default="", metavar="NETWORK", help="Network whose posts to number; the account's.")
@click.option("--accept", multiple=True, type=int, metavar="N", help="Keep the cue suggested for post N.")
@click.option("--refuse", multiple=True, type=int, metavar="N", help="No cue for post N.")
@click.option("--set", "chosen", multiple=True, type=(int, str), metavar="N CUE", help="This cue for post N.")
@click.option("--dry-run", is_flag=True, help="Show what would change in the draft, and change nothing.")
@style_options
@json_option
def _draft(
    draft: Path,
    network: str,
    accept: tuple[int, ...],
    refuse: tuple[int, ...],
    chosen: tuple[tuple[int, str], ...],
    dry_run: bool,
    wishes: Wishes,
    as_json: bool,
) -> None:
    """See the cue of each post of DRAFT, and decide."""
    from composer.desk.cues import markers, offers

    desk = current_desk(draft)
    read = read_draft(desk, draft)
    known = desk.palette().cues
    thread = desk.look(read, desk.limits(network, read)[0], wishes).thread
    found = offers(thread, known)
    if not (accept or refuse or chosen):
        tell_problems(desk, read)
        _show(found, markers(thread, known), known, as_json=as_json)
        return
    choices, refused = _choices(found, known, accept, refuse, chosen)
    _decide(desk, read, thread, choices, refused, dry_run=dry_run)


def _show(found: Sequence[Offer], worn: Sequence[Marker], known: CueSet, *, as_json: bool) -> None:
    if as_json:
        signs = [{"id": marker.id, "sign": marker.sign, "posts": list(marker.posts)} for marker in worn]
        write_json("offers", posts=[_as_data(offer) for offer in found], markers=signs)
        return
    for offer in found:
        cue = known.get(offer.cue)
        shown = f"{cue.emoji} {cue.id}" if cue else "no cue"
        beginning = " ".join(offer.text.split())
        beginning = beginning if len(beginning) <= _BEGINNING else beginning[:_BEGINNING].rstrip() + "…"
        write(f"{offer.number:>3}  {shown}  ({_why(offer.suggestion)})")
        write(f"     {beginning}")
    if not found:
        say("No block of this draft has a cue, and none is suggested.")
    for marker in worn:
        say(f"{marker.sign}  {marker.id} in post {_numbers(marker.posts)}: follows the style; cues.csv changes it.")


def _numbers(posts: Sequence[int]) -> str:
    shown = ", ".join(map(str, posts[:_FEW]))
    return f"{shown} and {len(posts) - _FEW} more" if len(posts) > _FEW else shown


def _why(suggestion: Suggestion | None) -> str:
    if suggestion is None:
        return "your choice"
    return "suggested by " + ", ".join(f"“{' '.join(words.split())}”" for words in suggestion.words)


def _as_data(offer: Offer) -> dict[str, Any]:
    return {
        "post": offer.number,
        "cue": offer.cue,
        "suggested": offer.suggestion is not None,
        "trigger": offer.suggestion.trigger if offer.suggestion else None,
        "words": list(offer.suggestion.words) if offer.suggestion else [],
        "text": offer.text,
    }


def _choices(
    found: Sequence[Offer],
    known: CueSet,
    accept: Sequence[int],
    refuse: Sequence[int],
    chosen: Sequence[tuple[int, str]],
) -> tuple[dict[int, str], list[Suggestion]]:
    """What is to stand in the draft for each post, and the suggestions that are refused."""
    from composer.thread import nearest

    named = [*accept, *refuse, *(number for number, _ in chosen)]
    if len(set(named)) < len(named):
        raise click.UsageError("One post was named twice. Decide once about each.")
    suggested = {offer.number: offer.suggestion for offer in found if offer.suggestion}
    for number in accept:
        if number not in suggested:
            raise click.UsageError(f"No cue is suggested for post {number}. To choose one: --set {number} CUE.")
    for _, cue in chosen:
        if cue != "none" and cue not in known:
            raise click.UsageError(f"There is no cue '{cue}'. {nearest(cue, known)}")
    choices = {number: suggested[number].cue for number in accept} | dict.fromkeys(refuse, "none") | dict(chosen)
    return choices, [suggested[number] for number in refuse if number in suggested]


def _decide(
    desk: Desk, read: Draft, thread: Thread, choices: dict[int, str], refused: list[Suggestion], *, dry_run: bool
) -> None:
    from composer.desk.cues import decided, save_decided
    from composer.desk.refusals import refuse

    path = read.path
    assert path is not None
    text = decided(thread, tuple(choices.items()))
    if dry_run:
        for line in difflib.unified_diff(read.text.split("\n"), text.split("\n"), str(path), str(path), lineterm=""):
            write(line)
        say("Nothing was changed.")
        return
    save_decided(path, text)
    for number, cue in sorted(choices.items()):
        say(f"Post {number}: {'no cue' if cue == 'none' else cue}, written into {path}.")
    for suggestion in refused:
        now = refuse(desk.state, suggestion)
        if now.final:
            say(
                f"“{now.trigger}” was refused {_times(now.times)} for {now.cue}, so it suggests that no more. "
                f'To undo that: thread cues forget "{now.trigger}"'
            )


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
