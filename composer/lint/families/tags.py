"""Hashtags, by their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.record import Finding, Rule
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading

_MANY = 3


def _too_many(reading: Reading) -> Iterable[Finding]:
    tags = reading.of("tag")
    if len(tags) > _MANY:
        words = tuple(reading.said(t.start, t.end) for t in tags)
        yield Finding(words, tags[0].start, tags[-1].end, fields=(("count", str(len(tags))),))


RULES = (
    Rule(
        code="TAG001",
        name="many-hashtags",
        title="More than three hashtags in a post",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{count} hashtags ({words}): a screen reader says each sign and word, and the sentence is lost among"
            " them. Keep the two or three that people look for."
        ),
        reason=(
            "A tag helps people find a conversation. A row of them is read out one by one by a screen reader, breaks"
            " the line for everybody else, and looks like an advertisement."
        ),
        source="Accessibility guides of public bodies, which advise two or three (guide). The number three is our own.",
        bad=(
            "Day one. #CareConf26 #Nursing #IntensiveCare #Sleep",
            "#Handover #Nursing #Wards #NightShift are what I write about.",
            "Our poster is up! #PalliativeCare #Hospice #EndOfLife #Oncology #Grief",
        ),
        good=(
            "Day one. #CareConf26 #Nursing #IntensiveCare",
            "Room #4, bed #2, pump #1, alarm #3: the list of the night.",
            "We met at #CareConf26 and have not stopped talking since.",
        ),
        check=_too_many,
        fix=Safety.UNSAFE,
        measured="Mechanical: it counts.",
    ),
)
