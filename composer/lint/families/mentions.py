"""Naming others with an @."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.record import MECHANICAL, Edit, Finding, Rule, Scope, Status, given
from composer.lint.tokens import MASKS
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Entity, Reading, ThreadReading

_SOME, _PILE = 2, 4
_MANY_IN_ALL = 5
_ROW = pattern(rf"{MASKS['mention']}+(?: {MASKS['mention']}+)+")
_PAUSES = " ,:;\u2013\u2014-"
_CALLS = pattern(
    r"(?:thanks?|thank you|you|your|please|can|could|would|will|did|do|are|have|congratulations|well done|happy)\b",
    re.IGNORECASE,
)
_LEADS_IN = {"en": "Note:", "de": "Hinweis:"}


@given("mention")
def _starts_with_mention(reading: Reading) -> Iterable[Finding]:
    if reading.setting.is_reply:
        return
    own = reading.own
    first = next((i for i, c in enumerate(reading.text) if not c.isspace() and (own is None or own[i])), 0)
    for mention in reading.of("mention"):
        if mention.start == first:
            edits = _led_in(reading, mention)
            yield Finding((reading.said(mention.start, mention.end),), mention.start, mention.end, edits)
        break


def _led_in(reading: Reading, mention: Entity) -> tuple[Edit, ...]:
    """Move names that are called to the end of the line; let a word stand before one that does something."""
    text = reading.text
    row = _ROW.match(reading.masked, mention.start)
    end = row.end() if row else mention.end
    told = text[end:].lstrip(_PAUSES)
    says = reading.masked[len(text) - len(told) :][:1].isalnum()
    if says and (row or text[end] in ",:" or _CALLS.match(told)):
        line = [place for place in reading.sentences if "\n" not in text[mention.start : place[1]]]
        names, rest = text[mention.start : end].rstrip(), text[len(text) - len(told) : line[-1][1]]
        moved = f"{rest[0].upper()}{rest[1:]} {names}"
        return (Edit(mention.start, line[-1][1], moved, Safety.UNSAFE, f"Move {names} to the end"),)
    word = _LEADS_IN.get(reading.setting.language.partition("-")[0].lower() or "en")
    said = text[mention.start : mention.end]
    return (
        (Edit(mention.start, mention.end, f"{word} {said}", Safety.UNSAFE, f"Begin with \u201c{word}\u201d"),)
        if word
        else ()
    )


@given("mention")
def _pile(reading: Reading) -> Iterable[Finding]:
    mentions = reading.of("mention")
    if len(mentions) > _PILE:
        words = tuple(reading.said(m.start, m.end) for m in mentions)
        yield Finding(words, mentions[0].start, mentions[-1].end, fields=(("count", str(len(mentions))),))


@given("mention")
def _more_than_some(reading: Reading) -> Iterable[Finding]:
    mentions = reading.of("mention")
    if _SOME < len(mentions) <= _PILE:
        words = tuple(reading.said(m.start, m.end) for m in mentions)
        yield Finding(words, mentions[0].start, mentions[-1].end, fields=(("count", str(len(mentions))),))


@given("mention")
def _many_in_all(thread: ThreadReading) -> Iterable[Finding]:
    called: dict[str, str] = {}
    for reading in thread.posts:
        for mention in reading.of("mention"):
            said = reading.said(mention.start, mention.end)
            called.setdefault(said.lower(), said)
    if len(called) > _MANY_IN_ALL and len(thread.posts) > 1:
        yield Finding(tuple(called.values()), fields=(("count", str(len(called))),))


RULES = (
    Rule(
        code="MEN001",
        name="starts-with-mention",
        title="A post that begins with a mention",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "The post begins with {words}: some networks treat that as a reply and show it to few people. Let a word"
            " stand before the name, or move the name to the end."
        ),
        reason=(
            "A post whose first characters are a mention has long been handled as an answer to that account, and"
            " left out of most followers' timelines. Mastodon shows it to all; where you publish to several networks"
            " a word in front costs nothing."
        ),
        source="Custom from early Twitter; what X does today is not documented. Mastodon's guide (platform).",
        bad=(
            "@harbour_clinic shows how a waiting room can be quiet.",
            "@drlindqvist wrote the guideline that we all use without knowing it.",
            "@nurses_union @harbour_clinic thank you for a fine afternoon.",
        ),
        good=(
            "Thanks to @harbour_clinic for showing how a waiting room can be quiet.",
            "A word about the guideline that @drlindqvist wrote.",
            "Write to office@example.org if you want the slides.",
        ),
        check=_starts_with_mention,
        fix=Safety.UNSAFE,
        networks=("x", "bluesky"),
        bar=MECHANICAL,
        note="Mechanical: the first characters are a mention or they are not.",
    ),
    Rule(
        code="MEN002",
        name="mention-pile",
        title="More than four mentions in a post",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "{count} accounts are called in one post ({words}), and each gets a notification. Name those whom it"
            " concerns here, and the others where their work comes up."
        ),
        reason=(
            "Every mention is a tap on a shoulder. A row of them reads as a mailing list, is what spam looks like,"
            " and does not say why anyone in it was named."
        ),
        source="Custom; X's rules against unsolicited mentions (platform). The number four is our own.",
        bad=(
            "Come and read: @anna_k @bo_lund @cleo_m @dan_w @eve_r",
            "For @anna_k and @bo_lund, @cleo_m, @dan_w, @eve_r and @finn_t: the slides are up.",
            "Panel at noon with @anna_k @bo_lund @cleo_m @dan_w @eve_r in the main hall",
        ),
        good=(
            "Panel at noon with @anna_k, @bo_lund, @cleo_m and @dan_w.",
            "Thanks to @anna_k, who asked the question that started this.",
            "Signed, with thanks: Anna, Bo, Cleo, Dan, Eve and Finn.",
        ),
        check=_pile,
        bar=MECHANICAL,
        note="Mechanical: it counts.",
    ),
    Rule(
        code="MEN005",
        name="more-than-two-mentions",
        title="Three or four mentions in a post",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "{count} accounts are called in one post ({words}). Does each want the notification? Name whom it concerns."
        ),
        reason="Every mention is a tap on a shoulder. One or two are a greeting, more are a distribution list.",
        source="Breu's threads on tagging with judgement (custom); X's rules (platform). The number two is our own.",
        bad=(
            "Panel at noon with @anna_k, @bo_lund and @cleo_m.",
            "Thanks to @anna_k @bo_lund @cleo_m @dan_w for the day.",
            "For @anna_k and @bo_lund, and for @cleo_m: the slides.",
        ),
        good=(
            "Panel at noon with @anna_k and @bo_lund.",
            "Thanks to Anna, Bo, Cleo and Dan for the day.",
            "Write to office@example.org, desk@example.org or post@example.org.",
        ),
        check=_more_than_some,
        once=True,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts. Off: MEN002 tells of more than four; fewer are a matter of taste.",
    ),
    Rule(
        code="MEN006",
        name="many-accounts",
        title="More than five accounts in a thread",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "The thread calls {count} accounts ({words}). Name those who are part of it, and thank the others in words."
        ),
        reason="A thread that calls half a list of contacts reads as a mailing, and the next one is muted.",
        source="Custom; X's rules against unsolicited mentions (platform). The number five is our own.",
        bad=(
            "With @anna_k, @bo_lund.\n\n---\n\nWith @cleo_m, @dan_w.\n\n---\n\nWith @eve_r, @finn_t.",
            "With @anna_k @bo_lund @cleo_m.\n\n---\n\nWith @dan_w @eve_r @finn_t.",
            "@anna_k spoke.\n\n---\n\nFor @bo_lund @cleo_m @dan_w @eve_r @finn_t: the slides.",
        ),
        good=(
            "With @anna_k, @bo_lund.\n\n---\n\nWith @cleo_m, @dan_w.\n\n---\n\nWith @eve_r, @anna_k.",
            "With @anna_k.\n\n---\n\nAnd @Anna_K.\n\n---\n\nAnd @ANNA_K.",
            "With @anna_k @bo_lund @cleo_m @dan_w @eve_r @finn_t.",
        ),
        check_thread=_many_in_all,
        scope=Scope.THREAD,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts. Off: notes of a panel name its members.",
    ),
)
