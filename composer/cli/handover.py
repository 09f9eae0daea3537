"""`thread hand over`: post a thread yourself, with everything laid out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from composer.cli.exits import say
from composer.cli.output import json_option, write, write_json
from composer.cli.show import entry_as_data
from composer.cli.state import current_desk
from composer.model import ComposerError

if TYPE_CHECKING:
    from pathlib import Path

    from composer.desk import Desk
    from composer.desk.handover import Step
    from composer.queue import Entry, Store

_ASK = "Posted? Paste its address, or press Enter if you have none (o opens the page, a copies the alt text, s stops)"


@click.group()
def hand() -> None:
    """Post a thread by hand: no keys, no charge."""


@hand.command()
@click.argument("entry")
@click.option("--posted", metavar="URL", help="Write down that the next post is out, at URL; - for no address.")
@json_option
def over(entry: str, posted: str | None, as_json: bool) -> None:
    """Go through ENTRY post by post: copy it, post it, say that it is out.

    Stop at any post and go on later with the same command. Without a terminal it shows the next post, and --posted
    writes down that it is out.
    """
    from composer.desk import handover

    desk = current_desk()
    with desk.outbox() as outbox:
        store = outbox.store
        before = store.get(store.resolve(entry))
        taken = handover.take(store, before.id)
        folder = desk.state / "handover" / taken.id
        try:
            if posted is not None:
                taken = _note(desk, store, taken, posted, folder)
            elif sys.stdin.isatty() and not as_json:
                taken = _walk(desk, store, taken, folder)
                return
            _tell(store, taken, folder, as_json)
        finally:
            handover.give_back(store, store.get(taken.id), before)


def _note(desk: Desk, store: Store, entry: Entry, posted: str, folder: Path) -> Entry:
    from composer.desk import handover

    step = handover.next_step(store, entry, folder)
    if step is None:
        raise ComposerError(f"All posts of entry {entry.id} are out already, so there is none to write down.")
    return handover.posted(store, entry, step.number, "" if posted == "-" else posted, desk.now())


def _tell(store: Store, entry: Entry, folder: Path, as_json: bool) -> None:
    """What is next, for a script or a file."""
    from composer.desk import handover

    step = handover.next_step(store, entry, folder)
    if as_json:
        write_json("handover", entry=entry_as_data(entry), next=_as_data(step) if step else None)
    elif step is None:
        write(_finished(entry))
    else:
        _show(step)
        say(f"Post it, then say `thread hand over {entry.id} --posted URL`.")


def _walk(desk: Desk, store: Store, entry: Entry, folder: Path) -> Entry:
    """Ask about one post after the other, until all are out or the person stops."""
    from composer.desk import handover

    write(f"{entry.title or 'Entry'} ({entry.id}) for {entry.account}: {entry.progress}.")
    while (step := handover.next_step(store, entry, folder)) is not None:
        _show(step)
        _copy(step.text)
        answer = _answer(step)
        if answer.casefold() == "s":
            write(f"Stopped. `thread hand over {entry.id}` goes on with post {step.number}.")
            return entry
        try:
            entry = handover.posted(store, entry, step.number, answer, desk.now())
        except ComposerError as error:
            say(str(error))
    write(_finished(entry))
    return entry


def _answer(step: Step) -> str:
    """An address, nothing, or `s`."""
    while True:
        answer: str = click.prompt(_ASK, default="", show_default=False, prompt_suffix=": ").strip()
        if answer.casefold() == "o":
            click.launch(step.link)
        elif answer.casefold() == "a":
            _copy("\n\n".join(picture.alt for picture in step.pictures if picture.alt))
        else:
            return answer


def _copy(text: str) -> None:
    from composer.networks.handover.clipboard import copy

    write(copy(text, sys.stdout) or "There is no clipboard here; mark the words above.")


def _show(step: Step) -> None:
    write(f"\n{step.number}/{step.total}" + (f"  in reply to {step.answers}" if step.answers else ""))
    for line in step.text.split("\n"):
        write(f"   {line}")
    for picture in step.pictures:
        write(f"   picture: {picture.file}")
        write(f"   alt text: {picture.alt or 'none'}")
    write(f"\n   {step.link}\n")
    for each in step.by_yourself:
        write(f"   {each}")


def _finished(entry: Entry) -> str:
    return f"All {len(entry.posts)} posts of entry {entry.id} are out."


def _as_data(step: Step) -> dict[str, object]:
    return {
        "number": step.number,
        "total": step.total,
        "text": step.text,
        "link": step.link,
        "in_reply_to": step.answers or None,
        "content_warning": step.content_warning,
        "by_yourself": list(step.by_yourself),
        "media": [{"file": str(picture.file), "alt": picture.alt} for picture in step.pictures],
    }
