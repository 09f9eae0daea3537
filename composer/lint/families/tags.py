"""Hashtags: how many, and always spelt the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint import cuts
from composer.lint.patterns import pattern
from composer.lint.record import MECHANICAL, Edit, Finding, Rule, Scope, Status, given
from composer.lint.tokens import MASKS
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.reading import Entity, Reading, ThreadReading

_MANY, _VERY_MANY = 3, 6
_FEW = 2
_GOES_ON = pattern(r"[ \t]+(?:[a-z]|\d)")
"""What shows that a sentence goes on behind a tag."""


@given("tag")
def _too_many(reading: Reading) -> Iterable[Finding]:
    tags = [tag for tag in reading.of("tag") if not reading.is_quoted(tag.start)]
    if len(tags) > _MANY:
        words = tuple(reading.said(t.start, t.end) for t in tags)
        fields = (("count", str(len(tags))),)
        yield Finding(
            words, tags[0].start, tags[-1].end, _surplus(reading, tags), fields=fields, mild=len(tags) <= _VERY_MANY
        )


def _surplus(reading: Reading, tags: Sequence[Entity]) -> tuple[Edit, ...]:
    """Take out the tags beyond the third, where all of them stand in a row at the end of a line."""
    row = reading.masked[tags[_MANY].start :]
    extra = (tags[_MANY].start, tags[-1].end)
    rest = row[extra[1] - extra[0] :].partition("\n")[0]
    if row[: extra[1] - extra[0]].strip(f" {MASKS['tag']}") or rest.strip(f" {MASKS['decor']}"):
        return ()
    if not cuts.has_words(reading, [extra]):
        return ()
    return (cuts.cut_whole(reading, extra, Safety.UNSAFE, f"Leave out {reading.said(*extra)}"),)


@given("tag")
def _spelt_two_ways(thread: ThreadReading) -> Iterable[Finding]:
    event = thread.thread.draft.event
    first: dict[str, str] = {event.lower(): event} if event else {}
    for reading in thread.posts:
        for tag in reading.of("tag"):
            said = reading.text[tag.start : tag.end]
            before = first.setdefault(said.lower(), said)
            if before != said:
                edit = Edit(tag.start, tag.end, before, Safety.SAFE, f"Write {before}")
                fields = (("before", before),)
                yield Finding((said,), tag.start, tag.end, (edit,), fields=fields, number=reading.post.number)


@given("tag")
def _inside(reading: Reading) -> Iterable[Finding]:
    tags = [t for t in reading.of("tag") if not reading.is_quoted(t.start) and _GOES_ON.match(reading.masked, t.end)]
    if len(tags) > _FEW:
        words = tuple(reading.said(tag.start, tag.end) for tag in tags)
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
        mild="there are four to six",
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
        bar=MECHANICAL,
        note="Mechanical: it counts.",
    ),
    Rule(
        code="TAG002",
        name="tag-spelt-two-ways",
        title="A hashtag with two spellings in one thread",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} was {before} before: readers take them for two tags. Spell it the same way.",
        reason="Networks find a tag whatever its capitals, readers and screen readers do not.",
        source="Custom at conferences; our judgement.",
        bad=(
            "Day one at #CareConf26.\n\n---\n\nDay two at #careconf26.",
            "#SleepMedicine is young.\n\n---\n\nMore in #Sleepmedicine tomorrow.",
            "#ICU in the morning, #Icu at night.",
        ),
        good=(
            "Day one at #CareConf26.\n\n---\n\nDay two at #CareConf26.",
            "#CareConf25 was last year.\n\n---\n\nThis is #CareConf26.",
            "#Care and #CareConf26 are two tags.",
        ),
        check_thread=_spelt_two_ways,
        scope=Scope.THREAD,
        fix=Safety.SAFE,
        bar=MECHANICAL,
        note="Mechanical: it compares.",
    ),
    Rule(
        code="TAG003",
        name="tags-in-sentence",
        title="More than two hashtags in mid-sentence",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{count} hashtags inside of sentences ({words}). Write plain words there, and put two tags at the end.",
        reason=(
            "A sign before every third word stumbles the eye, and a screen reader says “hash” or “number” each time."
        ),
        source="Accessibility guides of public bodies: at most two, at the end (guide).",
        bad=(
            "Why #sleep and #light matter for #nurses at night.",
            "The #ward has a #door and a #bell that ring.",
            "#Handover is #short when #Nurses are heard.",
        ),
        good=(
            "Why sleep and light matter for nurses at night. #Sleep #Light #Nurses",
            "The #ward has a #door.",
            "Why #sleep and #light matter. #Nurses",
        ),
        check=_inside,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts. Off: for the profile of those who write for listeners first.",
    ),
)
