"""Pace inside a thread: so long from post to post (`30s`, `2 min`), or all of it within a time (`over 3h`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from composer.schedule.errors import WhenError

_EXAMPLES = "Write '30s' or '5 min' from post to post, 'over 3h' for the whole thread, or 'none'."
_LENGTH = re.compile(r"(?P<amount>\d{1,5})\s*(?P<unit>s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)?", re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=7)
AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a thread is drawn out."""

    step: timedelta = AT_ONCE
    """From post to post."""
    whole: timedelta = AT_ONCE
    """From the first post to the last; counts where it is not zero."""

    def between(self, posts: int) -> timedelta:
        """The pause between two posts of a thread of so many."""
        return self.whole / (posts - 1) if self.whole and posts > 1 else self.step

    def __str__(self) -> str:
        return f"over {say_length(self.whole)}" if self.whole else say_length(self.step) if self.step else "none"


def pace_of(words: str) -> Pace:
    """The pace that `words` name; none for no words. Raises `WhenError`."""
    said = words.strip().casefold()
    if said in ("", "none", "0"):
        return Pace()
    if said.startswith("over "):
        return Pace(whole=length_of(said.removeprefix("over "), _EXAMPLES))
    return Pace(step=length_of(said, _EXAMPLES))


def length_of(words: str, examples: str = "Write '30 min' or '2 h'.") -> timedelta:
    """A length of time in one unit, up to a week; a bare 0 is none. Raises `WhenError` with `examples`."""
    said = words.strip()
    found = _LENGTH.fullmatch(said)
    if found is None or (found["unit"] is None and int(found["amount"])):
        raise WhenError(f"'{said}' is not understood as a length of time. {examples}")
    length = timedelta(**{_UNITS[(found["unit"] or "s")[0].casefold()]: int(found["amount"])})
    if length > _LONGEST:
        raise WhenError(f"'{said}' is longer than a week. {examples}")
    return length


def say_length(length: timedelta) -> str:
    """`3 h`, `90 min`, `30 s`: in the largest unit that leaves nothing over."""
    seconds = round(length.total_seconds())
    for unit, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds and seconds % size == 0:
            many = seconds // size
            return f"{many} {'day' if unit == 'days' and many == 1 else unit}"
    return f"{seconds} s"
