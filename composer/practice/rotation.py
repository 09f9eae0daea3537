"""Which prompt is waiting: a fixed round through the themes, bent as little as the history asks for.

The round takes one prompt of each theme in turn, and the date says where in it we stand, so everybody who has no
history meets the same prompt on the same day. A history then moves a prompt aside if it was seen more often than the
others, or if its theme would be there for a third day running. Days without a prompt do not count as days between.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from composer.practice.errors import PracticeError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from composer.practice.prompt import Prompt

_KEPT_BACK = 2
"""Themes that a day leaves alone however often another prompt is asked for, so that the third day has a choice."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A prompt that was put before the writer."""

    day: date
    prompt: str
    """Its id."""


def prompt_of_the_day(day: date, history: tuple[Shown, ...], prompts: tuple[Prompt, ...]) -> Prompt:
    """The prompt for `day`: the last one shown on it, else the next of the round that the days before allow.

    The same arguments always give the same prompt. Nothing after `day` matters.
    """
    today = _seen(day, history, prompts)
    if today:
        return today[-1]
    return _next(day, history, prompts, avoid=(_ran(day, history, prompts),))


def another(day: date, history: tuple[Shown, ...], prompts: tuple[Prompt, ...]) -> Prompt:
    """A prompt for `day` other than the present one, from another theme wherever there is a second theme."""
    present = prompt_of_the_day(day, history, prompts)
    rest = tuple(prompt for prompt in prompts if prompt.id != present.id) or prompts
    themes = frozenset(prompt.theme for prompt in prompts)
    here = frozenset({present.theme})
    seen = here | {prompt.theme for prompt in _seen(day, history, prompts)}
    ran = _ran(day, history, prompts)
    fresh = (ran | seen,) if len(seen) < len(themes) - _KEPT_BACK else ()
    return _next(day, history, rest, avoid=(*fresh, ran | here | (themes - seen), here))


def _next(
    day: date, history: tuple[Shown, ...], prompts: tuple[Prompt, ...], avoid: Iterable[frozenset[str]]
) -> Prompt:
    """The prompt least often shown by `day`, and of those the next in the round; wishes in `avoid` weaken in order."""
    if not prompts:
        raise PracticeError("There is no prompt to show. Write about anything that you noticed today.")
    shown = Counter(entry.prompt for entry in history if entry.day <= day)
    order = _round(prompts)
    place = day.toordinal() % len(order)
    ahead = sorted((*order[place:], *order[:place]), key=lambda prompt: shown[prompt.id])
    for themes in avoid:
        for prompt in ahead:
            if prompt.theme not in themes:
                return prompt
    return ahead[0]


def _round(prompts: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
    """One of each theme in turn, until all are used."""
    themes: dict[str, list[Prompt]] = {}
    for prompt in prompts:
        themes.setdefault(prompt.theme, []).append(prompt)
    return tuple(prompt for turn in zip_longest(*themes.values()) for prompt in turn if prompt is not None)


def _ran(day: date, history: tuple[Shown, ...], prompts: tuple[Prompt, ...]) -> frozenset[str]:
    """Themes that were there on both of the last two days with a prompt."""
    theme = {prompt.id: prompt.theme for prompt in prompts}
    before = [entry for entry in history if entry.day < day and entry.prompt in theme]
    days = sorted({entry.day for entry in before})[-2:]
    if len(days) < 2:
        return frozenset()
    first, second = (frozenset(theme[entry.prompt] for entry in before if entry.day == one) for one in days)
    return first & second


def _seen(day: date, history: tuple[Shown, ...], prompts: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
    """What was shown on `day`, in order; prompts that are no longer there are passed over."""
    known = {prompt.id: prompt for prompt in prompts}
    return tuple(known[entry.prompt] for entry in history if entry.day == day and entry.prompt in known)
