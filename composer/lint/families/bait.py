"""Wordings that fish for a reaction."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from composer.lint.families.wordings import is_inside, reports, spans
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, INTENT, Finding, Rule, given
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.lint.reading import Reading


_SHOUTED = pattern(r"[\s:\"\u201c'\u2018]{1,3}[A-Z]{2,15}(?![\w'\u2019])")
_SYMBOL = r"[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?\u200d?"
_BALLOT = pattern(
    rf"{_SYMBOL} ?(?:=|for|if|means|is) [^\n]{{1,60}}?{_SYMBOL} ?(?:=|for|if|means|is) \w+", re.IGNORECASE
)
"""Two emoji, each of which stands for an answer."""


@given("bait.click", "bait.game", "bait.dictate", "beyond ascii")
def _clicks(reading: Reading) -> Iterable[Finding]:
    fished = [*spans(reading, reading.found("bait.click")), *_dictated(reading), *_balloted(reading)]
    told = fished or spans(reading, reading.found("bait.game"), mild=True)
    return [replace(one, mild=True) for one in told] if is_inside(reading) else told


def _dictated(reading: Reading) -> Iterator[Finding]:
    """The word in capitals that readers are to write, where not all words are in capitals."""
    for hit in reading.found("bait.dictate"):
        word = _SHOUTED.match(reading.text, hit.end)
        if word and not reading.text[hit.start : hit.end].isupper():
            yield Finding((reading.said(hit.start, word.end()),), hit.start, word.end())


def _balloted(reading: Reading) -> Iterator[Finding]:
    for ballot in _BALLOT.finditer(reading.masked):
        yield Finding((reading.said(*ballot.span()),), *ballot.span())


@given("hooks.followers", "hooks.numbers")
def _counts(reading: Reading) -> Iterable[Finding]:
    thanked = spans(reading, reading.found("hooks.followers"))
    return thanked or spans(reading, reading.found("hooks.numbers"), mild=True)


RULES = (
    Rule(
        code="BAI001",
        name="engagement-bait",
        title="Fishes for likes, tags or one-word comments",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words} asks for a click that tells nobody anything. Ask a question that you want the answer to, or end"
            " with your point."
        ),
        reason=(
            "A like bought with a trick is no sign that the post helped anyone. Readers recognise the trick, networks"
            " rank it down, and the answers under it are not a conversation."
        ),
        source="Networks' published guidance against engagement bait (platform); custom.",
        bad=(
            "Like if you agree that nurses deserve better coffee.",
            "Tag a friend who needs to hear this today.",
            'Comment "YES" below and I will send you the checklist.',
        ),
        good=(
            "Nobody knows what doubt is like before it becomes a question.",
            "Which of the two checklists do you use, and why?",
            "Patients like it if you agree on a time and keep it.",
            "I commented on the draft, and the authors answered within a day.",
            "Raise your hand if you want to speak, said the teacher.",
        ),
        check=_clicks,
        mild="it is a game or a quiz, which may be meant as talk, or stands inside a long thread",
        languages=ENGLISH,
        once=True,
        bar=INTENT,
    ),
    Rule(
        code="BAI002",
        name="clickbait",
        title="A hook that promises and withholds",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words} promises a surprise and tells nothing. Open with the surprise itself: it is the better hook.",
        reason="Readers have met the phrase under a thousand empty posts, and yours is taken for one of them.",
        source="Networks' published guidance on withheld information (platform); custom.",
        bad=(
            "You won't believe what we found in the handover sheets.",
            "This one simple trick will change your ward rounds.",
            "Doctors hate this. Read till the end.",
        ),
        good=(
            "Two of three questions at handover answered themselves.",
            "We believe what we found, and here are the sheets.",
            "Read the end of chapter two before the meeting.",
            "What happened next was a slow audit of every chart.",
        ),
        check=reports("hooks.clickbait"),
        languages=ENGLISH,
        once=True,
        bar=INTENT,
    ),
    Rule(
        code="BAI003",
        name="follower-talk",
        title="Talk about the number of one's followers",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words}: readers are told that they are a number. Say what you are glad to have learnt from them instead."
        ),
        reason=(
            "A follower count says little about anything, and posts about it are read by the very people counted."
            " This program shows no such numbers, and worries about them are best left out of posts."
        ),
        source="Custom; our judgement.",
        bad=(
            "Thank you for 5,000 followers!",
            "Only 40 away from 1k followers, help me get there.",
            "Lost so many followers since my last thread.",
        ),
        good=(
            "Thank you for the answers to last week's question.",
            "Followers of Freud and of Jung rarely met.",
            "The account had 5,000 followers when it was sold, the court heard.",
        ),
        check=_counts,
        mild="numbers are spoken of without thanks or a plea",
        languages=ENGLISH,
        bar=INTENT,
        once=True,
    ),
)
