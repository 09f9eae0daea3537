"""`thread practice`: a prompt a day, and a page to write on."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from composer.cli.exits import say
from composer.cli.output import json_option, write, write_json
from composer.cli.screen import at_a_terminal, open_screen
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from pathlib import Path

    from composer.desk import Desk
    from composer.desk.diary import Diary
    from composer.practice import Prompt


@click.command()
@click.option("--another", is_flag=True, help="A different prompt for today, from another theme.")
@click.option("--tiny", is_flag=True, help="Only its smallest version, which counts as well.")
@click.option("--print", "only_print", is_flag=True, help="Show the prompt and open nothing.")
@json_option
def practice(another: bool, tiny: bool, only_print: bool, as_json: bool) -> None:
    """Write a little: the prompt of the day, on a page of its own in your editor."""
    desk = current_desk()
    diary = desk.diary()
    prompt = diary.another() if another else diary.prompt()
    if as_json:
        write_json("prompt", **_as_data(prompt), days=list(diary.days()))
        return
    _show(prompt, diary, tiny=tiny)
    if only_print:
        return
    path = diary.page(prompt, desk.drafts_folder())
    write(f"\nYour page: {path}")
    if at_a_terminal():
        _edit(desk, path)
        desk.note_writing(path)
    else:
        say("Open it in your editor, or with `thread` in a terminal.")


def _show(prompt: Prompt, diary: Diary, *, tiny: bool) -> None:
    from composer.practice import dots, dots_in_words

    for line in textwrap.wrap(prompt.tiny if tiny else prompt.text, 76):
        write(f"  {line}")
    if not tiny:
        write()
        write(f"  Tiny version: {prompt.tiny}")
    form = "stays with you" if prompt.form == "private" else f"a {prompt.form}"
    write(f"  {prompt.theme} · {form} · up to {prompt.minutes} minutes\n")
    days = diary.days()
    write(f"  {dots(days)}")
    write(f"  {dots_in_words(days)}")


def _edit(desk: Desk, path: Path) -> None:
    """The user's editor if one is named, else our own."""
    import os

    if os.environ.get("VISUAL") or os.environ.get("EDITOR"):
        click.edit(filename=str(path))
        return
    open_screen(path, desk)


def _as_data(prompt: Prompt) -> dict[str, object]:
    return {
        "id": prompt.id,
        "theme": prompt.theme,
        "form": prompt.form,
        "minutes": prompt.minutes,
        "text": prompt.text,
        "tiny": prompt.tiny,
    }
