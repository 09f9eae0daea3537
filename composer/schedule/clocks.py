"""Times of day in words: `9am`, `18:30`, `9 Uhr`, `half past nine`, `noon`, `tonight`."""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

from composer.schedule.errors import WhenError

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_MINUTES = {
    "five": 5, "ten": 10, "quarter": 15, "fifteen": 15, "twenty": 20, "twenty-five": 25,
    "half": 30, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50,
}  # fmt: skip
_OCLOCK = r"(?:\s*o['’]?clock\b)?"

_LEAD = r"(?:(?:\bat|\bum|@|,)\s*)?"
_TWELVE = re.compile(_LEAD + rf"\b{_HOUR}(?:[:.](?P<minute>\d\d))?{_OCLOCK}\s*(?P<half>[ap])\.?m\b\.?")
_TWENTY_FOUR = re.compile(
    _LEAD + r"\b(?P<hour>\d{1,2})(?:[:h](?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\s*(?:h|uhr|hrs)\b)?|\s*(?:h|uhr)\b)"
)
_NAMED_HOUR = rf"\b(?P<hour>\d{{1,2}}|{'|'.join(_NUMBERS)}|noon|midnight)\b"
_BESIDE = rf"(?:a )?\b(?P<minutes>\d{{1,2}}(?= past| minute)|{'|'.join(sorted(_MINUTES, key=len, reverse=True))})\b"
"""Figures need a word of theirs, for `9 to 10am` is no time before ten."""
_AFTER_HALF = r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
_SIDE = r"(?: minutes?)? (?P<side>past|after|to|before) "
_SPOKEN = (
    re.compile(_LEAD + _BESIDE + _SIDE + _NAMED_HOUR + _OCLOCK + _AFTER_HALF),
    re.compile(_LEAD + _NAMED_HOUR + r"(?: h)? (?P<side>and|minus) " + _BESIDE + _AFTER_HALF),
    re.compile(_LEAD + r"\b(?P<minutes>half) " + _NAMED_HOUR + _AFTER_HALF),
    re.compile(
        rf"{_LEAD}\b(?P<hour>{'|'.join(_NUMBERS)})[ -](?P<minutes>fifteen|twenty|thirty|forty(?:-five)?|fifty)\b"
        + _AFTER_HALF
    ),
)  # fmt: skip
"""`half past nine`, `nine and a half` as other languages have it, the British `half nine`, and `nine thirty`."""
_BARE = re.compile(rf"{_LEAD}(?:^|(?<=\s)|(?<=@)){_HOUR}{_OCLOCK}$")
_BARE_FIRST = re.compile(rf"(?:\bat\s+{_HOUR}{_OCLOCK}|\b{_HOUR.replace('hour', 'first')}\s*o['’]?clock)(?=\s|$)")

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
_PART = re.compile(r"(?:,\s*)?\b(?:(?:in the|this|at)\s+)?(?P<part>morning|afternoon|evening|tonight|night)\b")
_PARTS = {
    "morning": range(12),
    "afternoon": range(12, 21),
    "evening": range(16, 24),
    "tonight": range(17, 24),
    "night": range(18, 24),
}
"""Hours that each part of the day can mean: which of two readings `at 8` has there."""


_JOINT = re.compile(r"^(?:[\s,;-]|(?:and|or|to|until)\b)+|(?:[\s,;-]|\b(?:and|or|to|until))+$")


class Clock(NamedTuple):
    """A time of day that was found in some words."""

    times: tuple[time, ...]
    """What it may mean: one time, or two twelve hours apart, the morning's first."""
    rest: str
    """The words without it."""
    note: str = ""
    midnight: bool = False
    """Whether it was called midnight, which belongs to two days, or 12am alone, which some take for noon."""


def find_clock(text: str) -> Clock | None:
    """The time of day in casefolded words, or None. Raises `WhenError` for one that no clock shows."""
    for pattern in _SPOKEN:
        if found := pattern.search(text):
            return _in_its_part(_spoken(found), _without(text, found))
    for pattern in (_TWELVE, _TWENTY_FOUR):
        if found := pattern.search(text):
            clock, rest = _numeric(found), _without(text, found)
            if clock == time(0) and not rest and found.groupdict().get("half"):
                return Clock((clock, time(12)), rest, midnight=True)
            if found.groupdict().get("half"):
                return Clock((clock,), rest)
            evening = clock.replace(hour=clock.hour + 12) if 1 <= clock.hour < 12 else clock
            narrowed = _in_its_part((clock, evening), rest)
            return narrowed if narrowed.rest != rest else Clock((clock,), rest)
    if (found := _WORD.search(text)) is None:
        return None
    word, rest = found["word"], _without(text, found)
    if word in _PARTS and (bare := find_bare_hour(rest)):
        return _in_its_part(bare[0], f"{bare[1]} {word}".strip())
    note = f"'{word}' is taken as {_WORDS[word]:%H:%M}." if word in _PARTS else ""
    return Clock((_WORDS[word],), rest, note, word == "midnight")


def find_bare_hour(text: str) -> tuple[tuple[time, ...], str] | None:
    """What a number alone at the end, or behind `at`, may mean as a time of day, and the other words; else None."""
    found = _BARE.search(text) or _BARE_FIRST.search(text)
    if found is None:
        return None
    hours = _readings(_number(found["hour"] or found.groupdict()["first"]))
    return (hours, _without(text, found)) if hours else None


def moments(text: str) -> tuple[str, ...]:
    """The words cut into stretches with one time of day in figures each: `9am monday 10am` into two."""
    found = sorted(match.span() for pattern in (_TWELVE, _TWENTY_FOUR) for match in pattern.finditer(text))
    clocks = [span for n, span in enumerate(found) if not n or span[0] >= found[n - 1][1]]
    if len(clocks) < 2:
        return (text,)
    cuts = [start for start, _ in clocks[1:]] if not text[: clocks[0][0]].strip() else [end for _, end in clocks[:-1]]
    stretches = (text[low:high] for low, high in zip([0, *cuts], [*cuts, len(text)], strict=True))
    return tuple(_JOINT.sub("", stretch) for stretch in stretches)


def _numeric(found: re.Match[str]) -> time:
    parts = found.groupdict()
    hour = _number(found["hour"])
    minute, second = (int(parts.get(name) or 0) for name in ("minute", "second"))
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            raise _impossible(found.group())
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise _impossible(found.group())
    return time(hour, minute, second)


def _spoken(found: re.Match[str]) -> tuple[time, ...]:
    """Half past, quarter to: the hour's readings, moved by the minutes."""
    parts = found.groupdict()
    minutes = _MINUTES.get(found["minutes"]) or int(found["minutes"])
    hours = (_WORDS[found["hour"]],) if found["hour"] in _WORDS else _readings(_number(found["hour"]))
    if minutes > 59 or not hours:
        raise _impossible(found.group())
    if half := parts.get("half"):
        hours = tuple(clock for clock in hours if (clock.hour >= 12) == (half == "p"))
    shift = -minutes if parts.get("side") in ("to", "before", "minus") else minutes
    moved = ((clock.hour * 60 + shift) % (24 * 60) for clock in hours)
    return tuple(time(*divmod(minute, 60)) for minute in moved)


def _in_its_part(times: tuple[time, ...], rest: str) -> Clock:
    """The times that fit the part of the day that the other words name, if they name one."""
    if found := _PART.search(rest):
        fitting = tuple(dict.fromkeys(clock for clock in times if clock.hour in _PARTS[found["part"]]))
        if len(fitting) == 1:
            return Clock(fitting, _without(rest, found))
    return Clock(times, rest)


def _readings(hour: int) -> tuple[time, ...]:
    """What an hour without am or pm may mean; nothing where no clock shows it."""
    hours = (hour, hour + 12) if 1 <= hour < 12 else (12, 0) if hour == 12 else (hour,)
    return tuple(time(h) for h in hours if h < 24)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.index(word) + 1


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join((text[: found.start()] + " " + text[found.end() :]).split()).strip(" ,")


def _impossible(clock: str) -> WhenError:
    return WhenError(f"No clock shows '{clock.strip()}'. Write a time from 00:00 to 23:59, or 9am, 12:30 pm.")
