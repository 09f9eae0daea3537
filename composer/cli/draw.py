"""`thread draw`: code that is longer than a post becomes a picture, and code again."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.dress import style_options
from composer.cli.exits import say
from composer.cli.output import write
from composer.cli.show import many
from composer.cli.source import DRAFT, read_draft
from composer.cli.state import current_desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.desk import Desk, Wishes
    from composer.model import Draft, Fix


@click.command()
@click.argument("draft", type=DRAFT)
@click.option("--for", "networks", default="", metavar="NETWORK[,..]", help="Networks whose posts it is too long for.")
@click.option("--all", "every", is_flag=True, help="All code of the draft, also what fits a post.")
@click.option("--undo", is_flag=True, help="Put the code back in place of its pictures; the files stay.")
@click.option("--dry-run", is_flag=True, help="Show what would change in the draft, and change nothing.")
@style_options
def draw(draft: Path, networks: str, every: bool, undo: bool, dry_run: bool, wishes: Wishes) -> None:
    """Make pictures of the code in DRAFT that is longer than a post.

    A picture lies beside the draft as a PNG, with the code in a file of its own, and stands where the code stood. Its
    alt text is the code, or, where that is too long, what you say it does.
    """
    from composer.desk.drawing import all_code, drawn, too_long, undrawn

    desk = current_desk(draft)
    read = read_draft(desk, draft)
    if undo:
        fixes = undrawn(read)
        if _change(read, fixes, dry_run=dry_run, otherwise="No code of this draft was made a picture."):
            say(f"{many(len(fixes), 'block')} of code put back into {draft}.")
        return
    threads = [desk.look(read, limit, wishes).thread for limit in desk.limits(networks, read)]
    blocks = all_code(read) if every else sorted({block for thread in threads for block in too_long(thread)})
    drawing = drawn(read, blocks)
    if not dry_run:
        drawing.keep()
    none = "This draft has no code." if every else "No code of this draft is longer than a post. --all draws all of it."
    if _change(read, drawing.fixes, dry_run=dry_run, otherwise=none):
        for path, _ in drawing.files:
            write(str(path))
        _say_what_is_left(desk, draft)


def _change(draft: Draft, fixes: Sequence[Fix], *, dry_run: bool, otherwise: str) -> bool:
    """Whether the draft was changed on disk."""
    from composer.desk.cues import save_decided
    from composer.lint import apply

    if not fixes:
        say(otherwise)
        return False
    text = apply(draft.text, fixes)
    assert draft.path is not None
    if dry_run:
        name = str(draft.path)
        for line in unified_diff(draft.text.split("\n"), text.split("\n"), name, name, lineterm=""):
            write(line)
        say("Nothing was changed.")
        return False
    save_decided(draft.path, text)
    return True


def _say_what_is_left(desk: Desk, path: Path) -> None:
    fields = desk.unfilled(desk.open(path))
    say(f"{path} shows them now. To have the code back: thread draw {path} --undo")
    if fields:
        say(f"Say in the alt text what the code does, in place of: {', '.join(fields)}")
