"""The options that say how a thread is dressed, the same for every verb that splits."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from composer.desk.review import Wishes
from composer.model import Numbering, Place, Profile

if TYPE_CHECKING:
    from collections.abc import Callable

MODES = ("default", "strict", "compact")


def style_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options --style, --numbering, --number-at, --no-cues and --mode; they arrive together as `wishes`."""

    @click.option("--style", type=click.Choice([item.value for item in Profile]), help="Cues as emoji or as words.")
    @click.option("--numbering", type=click.Choice([item.value for item in Numbering]), help="How posts are numbered.")
    @click.option("--number-at", type=click.Choice([item.value for item in Place]), help="Where the number stands.")
    @click.option("--no-cues", is_flag=True, help="Suggest no cues.")
    @click.option("--mode", type=click.Choice(MODES), default="default", help="How readily a sentence is cut.")
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        style: str | None,
        numbering: str | None,
        number_at: str | None,
        no_cues: bool,
        mode: str,
        **options: Any,
    ) -> Any:
        wishes = Wishes(
            profile=Profile(style) if style else None,
            numbering=Numbering(numbering) if numbering else None,
            place=Place(number_at) if number_at else None,
            cues=not no_cues,
            mode=mode,
        )
        return command(*args, wishes=wishes, **options)

    return wrapped
