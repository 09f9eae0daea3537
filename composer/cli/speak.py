"""`thread speak`: the thread as somebody hears it who does not see it."""

from __future__ import annotations

import textwrap
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
    from collections.abc import Iterator

    from composer.desk import Wishes
    from composer.share import SpokenPost

_WIDTH = 76
_INDENT = "   "


@click.command()
@click.argument("draft", type=DRAFT)
@click.option("--for", "network", default="", metavar="NETWORK", help="Network to split for; the account's own.")
@style_options
@json_option
def speak(draft: Path, network: str, wishes: Wishes, as_json: bool) -> None:
    """Read DRAFT as a screen reader would say it, emoji, tags and links included."""
    from composer.desk.hearing import summary

    desk = current_desk(draft)
    read = read_draft(desk, draft)
    tell_problems(desk, read)
    found = desk.look(read, desk.limits(network, read)[0], wishes)
    spoken = desk.speak(found.thread)
    if as_json:
        write_json("speak", posts=[_as_data(post) for post in spoken])
    else:
        for post in spoken:
            for line in spoken_lines(post):
                write(line)
        say(summary(spoken))
    if not spoken:
        leave(Exit.USAGE)


def spoken_lines(post: SpokenPost) -> Iterator[str]:
    """A post as it is heard; what is not written as words stands in square brackets."""
    from composer.desk.hearing import heading

    yield heading(post)
    for line in post.text.split("\n"):
        yield from textwrap.wrap(line, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT) or [""]
    yield ""


def _as_data(post: SpokenPost) -> dict[str, Any]:
    return {
        "number": post.number,
        "total": post.total,
        "text": post.text,
        "words": post.heard,
        "added": post.added,
        "pieces": [{"kind": piece.kind, "written": piece.written, "said": piece.said} for piece in post.pieces],
    }
