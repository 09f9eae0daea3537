"""Notes from a talk as it happens: whose words they are, and where they belong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, MECHANICAL, Finding, Rule, Scope, Status, given
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.lint.reading import Reading, ThreadReading

_PROFILES = frozenset({"live-notes", "live_notes", "conference"})
_OPENING = pattern(
    r"\W*(?:now|next|up next|live|live from|listening to|notes from|now speaking|on stage)\b", re.IGNORECASE
)
_NAME = pattern(r"[A-Z\u00c0-\u00de][\w\u00c0-\u024f'\u2019-]{2,}")
_OWN_VIEW = pattern(r"\b(?:[Mm]y (?:view|take|question|thoughts?|comment)|I (?:think|wonder|keep|disagree|agree))\b")
_OWN_CUES = frozenset({"opinion", "thinking", "recap"})
_LONG_TAG = 8
_MANY_NOTES = 6
_YEAR = pattern(r"(?:20)?(\d\d)$")


def is_live(thread: ThreadReading) -> bool:
    """Whether the draft has an event, and says or shows by its opening that these are notes from a talk."""
    draft = thread.thread.draft
    if not draft.event or len(thread.posts) < 2:
        return False
    first = thread.posts[0]
    return draft.lint_profile in _PROFILES or first.post.cue == "talk" or bool(_OPENING.match(first.text))


def _speakers(thread: ThreadReading) -> frozenset[str]:
    """Names from the title up to its colon, else from the opening up to its \u201con\u201d."""
    head, colon, _ = thread.thread.draft.title.partition(":")
    if not colon:
        first = thread.posts[0].text
        begins = _OPENING.match(first)
        head = re.split(r" on | about |[.?!]", first[begins.end() if begins else 0 :], maxsplit=1)[0]
    return frozenset(name.lower() for name in _NAME.findall(head))


def _notes(thread: ThreadReading) -> Iterator[Reading]:
    if is_live(thread):
        yield from thread.posts[1:]


@given("event")
def _no_speaker(thread: ThreadReading) -> Iterable[Finding]:
    speakers = _speakers(thread) if is_live(thread) else frozenset()
    for reading in _notes(thread) if speakers else ():
        low = reading.text.lower()
        own = reading.post.cue in _OWN_CUES or _OWN_VIEW.search(reading.text)
        if not (own or reading.of("mention") or any(name in low for name in speakers)):
            yield Finding(number=reading.post.number)


@given("event")
def _no_tag(thread: ThreadReading) -> Iterable[Finding]:
    event = thread.thread.draft.event.lower()
    for reading in _notes(thread):
        if not any(reading.text[tag.start : tag.end].lower() == event for tag in reading.of("tag")):
            yield Finding((thread.thread.draft.event,), number=reading.post.number)


@given("event")
def _unhandy_tag(thread: ThreadReading) -> Iterable[Finding]:
    event = thread.thread.draft.event.lstrip("#")
    year = _YEAR.search(event)
    length = len(event[: year.start()] if year else event)
    flaws = ["does not say the year"] * (year is None)
    flaws += [f"has {length} letters before it ends"] * (length > _LONG_TAG)
    if event and flaws:
        yield Finding((f"#{event}",), fields=(("flaw", " and ".join(flaws)),))


def _many_notes(thread: ThreadReading) -> Iterable[Finding]:
    count = sum(1 for _ in _notes(thread))
    if count > _MANY_NOTES:
        yield Finding(fields=(("count", str(count)),))


def _over(thread: ThreadReading) -> Iterable[Finding]:
    """An event whose tag says a year that is past; silent where nobody says what day it is."""
    today = thread.facts.today
    year = _YEAR.search(thread.thread.draft.event)
    if today and year and 2000 + int(year[1]) < today.year:
        yield Finding((thread.thread.draft.event,), fields=(("year", f"20{year[1]}"),))


def _draft(*posts: str, event: str = "#WardDays26", title: str = "Lindqvist: Quiet handovers") -> str:
    return f'---\ntitle: "{title}"\nevent: "{event}"\n---\n\n' + "\n\n---\n\n".join(posts)


_OPENER = "Now: Lindqvist on quiet handovers. #WardDays26"

RULES = (
    Rule(
        code="CON001",
        name="note-without-speaker",
        title="A note from a talk that does not say who speaks",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message="This note does not name the speaker: shown alone, it reads as your own. Put the name in front.",
        reason="Notes are read one by one and passed on one by one. Without a name the thought becomes yours.",
        source="Custom at conferences (custom); IMBeR's guide for live posts (guide).",
        bad=(
            _draft(_OPENER, "Interruptions cost a minute each. #WardDays26"),
            _draft(_OPENER, "Lindqvist: four steps. #WardDays26", "The third step is a list. #WardDays26"),
            _draft("Listening to Ana Ruiz on sleep. #WardDays26", "Naps help. #WardDays26", title="Sleep"),
        ),
        good=(
            _draft(_OPENER, "Lindqvist: interruptions cost a minute each. #WardDays26"),
            _draft(_OPENER, "My view: worth a try on any ward. #WardDays26"),
            _draft("Handovers, a year on. #WardDays26", "Interruptions cost a minute each. #WardDays26"),
        ),
        check_thread=_no_speaker,
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
    ),
    Rule(
        code="CON002",
        name="note-without-tag",
        title="A note from a talk without the event's hashtag",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message="{words} is missing here: whoever follows the event will not see this note. Add it.",
        reason="The tag is how people who could not come follow a meeting, and how others mute it.",
        source="Ekins and Perlstein 2014, rules for live posting (guide); custom at conferences.",
        bad=(
            _draft(_OPENER, "Lindqvist: interruptions cost a minute each."),
            _draft(_OPENER, "Lindqvist: four steps. #WardDays26", "Lindqvist: the third step is a list."),
            _draft(_OPENER, "Lindqvist: naps help. #WardDays25"),
        ),
        good=(
            _draft(_OPENER, "Lindqvist: interruptions cost a minute each. #WardDays26"),
            _draft(_OPENER, "Lindqvist: naps help. #warddays26"),
            _draft("Handovers, a year on. #WardDays26", "Interruptions cost a minute each."),
        ),
        check_thread=_no_tag,
        scope=Scope.THREAD,
        once=True,
        bar=MECHANICAL,
        note="Mechanical: the tag is there or it is not.",
    ),
    Rule(
        code="CON003",
        name="unhandy-event-tag",
        title="An event's hashtag without the year, or longer than eight letters",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "{words} {flaw}: last year's posts stand under a tag without a year, and a long one costs every post its"
            " words. If the choice is yours, make it short, with the year."
        ),
        reason="People look a meeting up by its tag, also a year later, and each post has to carry it.",
        source=(
            "Ekins and Perlstein 2014, rule 1 (guide): six to eight characters. That the year comes on top is our own."
        ),
        bad=(
            _draft(_OPENER, event="#WardDays"),
            _draft(_OPENER, event="#InternationalWardDays26"),
            _draft(_OPENER, event="#QuietHandovers"),
        ),
        good=(
            _draft(_OPENER, event="#WardDays26"),
            _draft(_OPENER, event="#Ward2026"),
            "Day one at #InternationalWardDays, in a sentence.",
        ),
        check_thread=_unhandy_tag,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts. Off: most who write did not choose the tag.",
    ),
    Rule(
        code="CON004",
        name="many-notes",
        title="More than six notes from one talk",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{count} notes from one talk fill the timelines of all who follow the event. Which six would you keep?",
        reason=(
            "Notes from a talk are read between those from others. A few that carry are passed on, a transcript is"
            " muted."
        ),
        source="Weak custom (a blog); the number six is our own.",
        bad=(
            _draft(_OPENER, *(f"Lindqvist: step {i}. #WardDays26" for i in range(7))),
            _draft(_OPENER, *(f"Lindqvist: night {i}. #WardDays26" for i in range(8))),
            _draft(_OPENER, *(f"Lindqvist: slide {i}. #WardDays26" for i in range(12))),
        ),
        good=(
            _draft(_OPENER, *(f"Lindqvist: step {i}. #WardDays26" for i in range(6))),
            _draft("Handovers, a year on. #WardDays26", *(f"Step {i}." for i in range(9))),
            _draft(_OPENER, "Lindqvist: naps help. #WardDays26"),
        ),
        check_thread=_many_notes,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts. Off: some events ask for full notes.",
    ),
    Rule(
        code="CON005",
        name="past-event",
        title="An event's hashtag with a year that is past",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "{words} was in {year}. If an old draft is used again, its tag and what it says of “this year” need"
            " another look."
        ),
        reason=(
            "An old draft carries its year in the tag and in half-sentences; readers of the tag have long gone home."
        ),
        source="Seen in a published thread; our judgement.",
        bad=tuple(_draft(_OPENER, event=tag) for tag in ("#WardDays21", "#WardDays2021", "#Care19")),
        good=(
            _draft(_OPENER, event="#WardDays99"),
            _draft(_OPENER, event="#WardDays"),
            "What I learned at #WardDays21, four years on.",
        ),
        check_thread=_over,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note=(
            "Mechanical: it compares with the day on which you look. Off: one may write about an event after New Year."
        ),
    ),
)
