"""Quotation marks that match, and topics that readers may want to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, MECHANICAL, Finding, Rule, Scope
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading, ThreadReading

_MARKS = '"\u201c\u201d\u201e'
_INCHES = pattern(r"(?<=\d)[\"\u2033\u201d]")


def _unmatched(thread: ThreadReading) -> Iterable[Finding]:
    """Posts whose marks are mixed, or do not match in a thread where a quotation is not merely cut in two."""
    odd: list[tuple[Reading, int]] = []
    straight = curly = 0
    for reading in thread.posts:
        if not any(mark in reading.text for mark in _MARKS):
            continue
        text = _INCHES.sub(" ", reading.unlinked)
        quotes, opening, closing = text.count('"'), text.count("\u201c"), text.count("\u201d")
        low = text.count("\u201e")
        first = min((i for i, c in enumerate(text) if c in _MARKS), default=0)
        if quotes and (opening or closing):
            yield _marked(reading, first, "mixes straight and curly quotation marks")
        elif quotes % 2 or (not low and opening != closing):
            odd.append((reading, first))
            straight, curly = straight + quotes, curly + opening - closing
    if straight % 2 or curly:
        reading, first = odd[-1]
        yield _marked(reading, first, "opens a quotation that nothing closes, or the other way round")


def _marked(reading: Reading, at: int, flaw: str) -> Finding:
    return Finding((reading.text[at],), at, at + 1, fields=(("flaw", flaw),), number=reading.post.number)


def _no_warning(thread: ThreadReading) -> Iterable[Finding]:
    if thread.thread.draft.content_warning:
        return
    for reading in thread.posts:
        hits = reading.found("sorrow.sensitive")
        if hits and not reading.post.content_warning:
            words = tuple(dict.fromkeys(reading.said(hit.start, hit.end) for hit in hits))
            yield Finding(words, hits[0].start, hits[0].end, number=reading.post.number)


RULES = (
    Rule(
        code="QUO001",
        name="quotation-marks",
        title="Quotation marks that do not match",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="The post {flaw}: readers cannot tell where the quoted words end.",
        reason="Whoever quotes owes the person quoted a clear beginning and end.",
        source="Our judgement; seen in published threads.",
        bad=(
            "She said: \u201cStart with one evening. And ask the door first.",
            'She said: "Start with one evening. And ask the door first.',
            'She said: "Start with one evening\u201d and left.',
        ),
        good=(
            "She said: \u201cStart with one evening.\u201d And ask the door first.",
            'A 27" screen and a 6" rule.',
            "\u201eFangt mit einem Abend an\u201c, sagte sie.",
            "She said: \u201cStart with one evening.\n\n---\n\nThen ask the door.\u201d And she left.",
        ),
        check_thread=_unmatched,
        scope=Scope.THREAD,
        once=True,
        bar=MECHANICAL,
        note="Mechanical: it counts.",
    ),
    Rule(
        code="CWN001",
        name="no-content-warning",
        title="A topic for which Mastodon's readers expect a content warning",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{words}: on Mastodon many expect a content warning here, so that they can choose. `<!-- cw: topic -->`"
            " adds one."
        ),
        reason=(
            "A content warning folds a post under its topic. It costs a reader one tap and spares another a bad"
            " evening."
        ),
        source="Etiquette guides of Mastodon communities (custom).",
        bad=(
            "Notes from the suicide prevention course.",
            "The court heard the case of child abuse today.",
            "What a gunshot does to the lung.",
        ),
        good=(
            "<!-- cw: suicide prevention -->\nNotes from the suicide prevention course.",
            "Notes from the fall prevention course.",
            "What a stent does to the lung.",
        ),
        check_thread=_no_warning,
        networks=("mastodon",),
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
    ),
)
