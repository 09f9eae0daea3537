"""Naming others with an @."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint import cuts
from composer.lint.patterns import pattern
from composer.lint.record import MECHANICAL, Edit, Finding, Rule
from composer.lint.tokens import MASKS
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Entity, Reading

_PILE = 4
_ROW = pattern(rf"{MASKS['mention']}+(?: {MASKS['mention']}+)+")
_PAUSES = " ,:;\u2013\u2014-"
_CALLS = pattern(
    r"(?:thanks?|thank you|you|your|please|can|could|would|will|did|do|are|have|congratulations|well done|happy)\b",
    re.IGNORECASE,
)
_LEADS_IN = {"en": "Note:", "de": "Hinweis:"}


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
    text, line = reading.text, [place for place in cuts.sentences(reading) if place[0] >= mention.start]
    row = _ROW.match(reading.masked, mention.start)
    end = row.end() if row else mention.end
    told = text[end:].lstrip(_PAUSES)
    if told[:1].isalnum() and (row or text[end] in ",:" or _CALLS.match(told)):
        stop = max(place[1] for place in line if "\n" not in text[mention.start : place[1]])
        names, rest = text[mention.start : end].rstrip(), text[len(text) - len(told) : stop]
        moved = f"{rest[0].upper()}{rest[1:]} {names}"
        return (Edit(mention.start, stop, moved, Safety.UNSAFE, f"Move {names} to the end"),)
    word = _LEADS_IN.get(reading.setting.language.partition("-")[0].lower() or "en")
    said = text[mention.start : mention.end]
    return (
        (Edit(mention.start, mention.end, f"{word} {said}", Safety.UNSAFE, f"Begin with \u201c{word}\u201d"),)
        if word
        else ()
    )


def _pile(reading: Reading) -> Iterable[Finding]:
    mentions = reading.of("mention")
    if len(mentions) > _PILE:
        words = tuple(reading.said(m.start, m.end) for m in mentions)
        yield Finding(words, mentions[0].start, mentions[-1].end, fields=(("count", str(len(mentions))),))


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
)
