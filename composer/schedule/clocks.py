"""Times of day in words: `9am`, `18:30`, `9 Uhr`, `noon`, `tonight`."""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

from composer.schedule.errors import WhenError

_LEAD = r"(?:(?:\bat|\bum|@|,)\s*)?"
_TWELVE = re.compile(_LEAD + r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap])\.?m\b\.?")
_TWENTY_FOUR = re.compile(
    _LEAD + r"\b(?P<hour>\d{1,2})(?:[:h](?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\s*(?:h|uhr|hrs)\b)?|\s*(?:h|uhr)\b)"
)
_WORD = re.compile(
    _LEAD + r"\b(?:(?:in the|this)\s+)?(?P<word>noon|midday|midnight|tonight|morning|afternoon|evening)\b"
)
_WORDS = {
    "noon": time(12),
    "midday": time(12),
    "midnight": time(0),
    "morning": time(9),
    "afternoon": time(15),
    "evening": time(19),
    "tonight": time(20),
}
_VAGUE = frozenset({"morning", "afternoon", "evening", "tonight"})
_BARE = re.compile(_LEAD + r"(?:^|(?<=\s)|(?<=@))(?P<hour>\d{1,2})(?:\s*o['’]?clock)?$")


class Clock(NamedTuple):
    """A time of day that was found in some words."""

    time: time
    rest: str
    """The words without it."""
    note: str = ""
    midnight: bool = False
    """Whether it was called midnight, which belongs to two days."""


def find_clock(text: str) -> Clock | None:
    """The time of day in casefolded words, or None. Raises `WhenError` for one that no clock shows."""
    for pattern in (_TWELVE, _TWENTY_FOUR):
        if found := pattern.search(text):
            parts = found.groupdict()
            hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
            if half := parts.get("half"):
                if not 1 <= hour <= 12:
                    raise _impossible(found.group())
                hour = hour % 12 + (12 if half == "p" else 0)
            if hour > 23 or minute > 59 or second > 59:
                raise _impossible(found.group())
            return Clock(time(hour, minute, second), _without(text, found))
    if found := _WORD.search(text):
        word = found["word"]
        note = f"'{word}' is taken as {_WORDS[word]:%H:%M}." if word in _VAGUE else ""
        return Clock(_WORDS[word], _without(text, found), note, word == "midnight")
    return None


def find_bare_hour(text: str) -> tuple[tuple[time, ...], str] | None:
    """What a number alone at the end may mean as a time of day, and the words before it; None if there is none."""
    found = _BARE.search(text)
    if found is None or (hour := int(found["hour"])) > 23:
        return None
    hours = (hour, hour + 12) if 1 <= hour < 12 else (12, 0) if hour == 12 else (hour,)
    return tuple(time(h) for h in hours), _without(text, found)


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join((text[: found.start()] + " " + text[found.end() :]).split()).strip(" ,")


def _impossible(clock: str) -> WhenError:
    return WhenError(f"No clock shows '{clock.strip()}'. Write a time from 00:00 to 23:59, or 9am, 12:30 pm.")
