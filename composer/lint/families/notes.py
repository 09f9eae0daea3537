"""Quotation marks that match, and topics that readers may want to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, MECHANICAL, Finding, Rule, Scope, Status, given
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from composer.lint.reading import Reading, ThreadReading

_MARKS = '"\u201c\u201d\u201e'
_LONG, _SHOWN = 120, 40
_QUOTED = pattern(
    r"\u201c([^\u201c\u201d]+)\u201d|\u201e([^\u201c\u201d]+)[\u201c\u201d]|\u00ab([^\u00ab\u00bb]+)\u00bb|(?<!\w)\"(?=\S)([^\"\n]+)\"(?!\w)"
)
_INCHES = pattern(r"(?<=\d)[\"\u2033\u201d]")


@given("quotation mark")
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


def _long_quotation(reading: Reading) -> Iterable[Finding]:
    quoted = [match.span(match.lastindex or 0) for match in _QUOTED.finditer(reading.text)]
    for start, end in (*quoted, *reading.post.quotes):
        if end - start > _LONG:
            words = f"{reading.said(start, start + _SHOWN)} ..."
            yield Finding((words,), start, end, fields=(("count", str(end - start)),))


def _no_warning(name: str) -> Callable[[ThreadReading], Iterable[Finding]]:
    """A check for the topics of this list in posts that wear no content warning."""

    @given(name)
    def check(thread: ThreadReading) -> Iterable[Finding]:
        if thread.thread.draft.content_warning:
            return
        for reading in thread.posts:
            hits = reading.found(name)
            if hits and not reading.post.content_warning:
                words = tuple(dict.fromkeys(reading.said(hit.start, hit.end) for hit in hits))
                yield Finding(words, hits[0].start, hits[0].end, number=reading.post.number)

    return check


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
        check_thread=_no_warning("sorrow.sensitive"),
        networks=("mastodon",),
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
    ),
    Rule(
        code="QUO002",
        name="long-quotation",
        title="A quotation of more than 120 characters",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{count} characters quoted ({words}). The one sentence that carries it is read, and passed on, sooner.",
        reason="A post is short; a quotation that fills it leaves no room for why you chose it.",
        source="Our judgement and number, after quotations made for passing on.",
        bad=tuple(
            f"{start} \u201c{'We sat down and listened to the phone, ' * 4}and then it rang.\u201d"
            for start in ("She wrote:", "From the minutes:", "As the report has it:")
        ),
        good=(
            "She wrote: \u201cWe sat down and listened to the phone.\u201d",
            f"{'We sat down and listened to the phone, ' * 4}and then it rang.",
            "\u201cYes,\u201d she said, and when it had rung for the third time: \u201cNo.\u201d And hung up.",
        ),
        check=_long_quotation,
        once=True,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts. Off: some quotations are worth their length.",
    ),
    Rule(
        code="CWN002",
        name="wider-content-warning",
        title="A topic for which some communities on Mastodon ask for a content warning",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{words}: some servers ask for a content warning here too. `<!-- cw: topic -->` adds one; see your"
            " server's rules."
        ),
        reason=(
            "What is folded under its topic can be opened on a better day. How wide that goes differs from server to"
            " server."
        ),
        source="Etiquette guides of Mastodon communities (custom), which differ.",
        bad=(
            "Violence against nurses rose again.",
            "I worked 80 hours this week and I am proud of it.",
            "What the election means for wards.",
        ),
        good=(
            "<!-- cw: politics -->\nWhat the election means for wards.",
            "What the new lift means for wards.",
            "I worked 30 hours this week.",
        ),
        check_thread=_no_warning("sorrow.wider"),
        networks=("mastodon",),
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
        status=Status.PREVIEW,
        note="Off: a short list of topics, on which communities differ; CWN001 has those that most agree on.",
    ),
)
