"""Emoji, which a screen reader says by name, one by one."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.record import MECHANICAL, Edit, Finding, Rule, Status, given
from composer.lint.signs import EMOJI
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.lint.reading import Reading

_MANY_EMOJI = 5
_VERY_MANY_EMOJI = 8
_SOME_EMOJI = 3
_ROW, _LONG_ROW = 3, 5
_NEAR = 12
_ARTICLE_THEN_EMOJI = pattern(
    r"(?<!\w)(?:an?|the|with|my|your|take|some|of|for|this|that|healthy|healthier|&) $", re.IGNORECASE
)
_AFTER_EMOJI = pattern(
    r"\s*(?:$|[.!?,;&]|(?:and|or|is|are|was|to|of|in|on|with|for|that|every|a|the|as|at)\b)", re.IGNORECASE
)


def _own_emoji(reading: Reading) -> Iterator[re.Match[str]]:
    if not reading.text.isascii():
        own = reading.own
        yield from (m for m in EMOJI.finditer(reading.text) if own is None or own[m.start()])


@given("beyond ascii")
def _emoji_overload(reading: Reading) -> Iterable[Finding]:
    emoji = [m for m in _own_emoji(reading) if not reading.is_quoted(m.start())]
    row, longest, at = 1, 1, 0
    for i, (before, after) in enumerate(pairwise(emoji), 1):
        near = not reading.text[before.end() : after.start()].strip()
        row = row + 1 if near and before[0] == after[0] else 1
        if row > longest:
            longest, at = row, i
    mild = longest < _LONG_ROW and len(emoji) <= _VERY_MANY_EMOJI
    if longest >= _ROW:
        fields = (("what", f"the same emoji {longest} times in a row"),)
        start, end = emoji[at - longest + 1].start(), emoji[at].end()
        edit = Edit(start, end, emoji[at][0], Safety.UNSAFE, "Keep one of them")
        yield Finding((emoji[at][0] * _ROW,), start, end, (edit,), fields=fields, mild=mild)
    elif len(emoji) > _MANY_EMOJI:
        words = tuple(dict.fromkeys(m[0] for m in emoji))
        fields = (("what", f"{len(emoji)} emoji"),)
        yield Finding(words, emoji[0].start(), emoji[-1].end(), fields=fields, mild=mild)


@given("beyond ascii")
def _emoji_more_than_some(reading: Reading) -> Iterable[Finding]:
    emoji = list(_own_emoji(reading))
    signs = [match[0] for match in emoji]
    if len(emoji) > _SOME_EMOJI or len(set(signs)) < len(signs):
        what = f"{len(emoji)} emoji" if len(emoji) > _SOME_EMOJI else "the same emoji twice"
        yield Finding(tuple(dict.fromkeys(signs)), emoji[0].start(), emoji[-1].end(), fields=(("what", what),))


@given("beyond ascii")
def _emoji_bullets(reading: Reading) -> Iterable[Finding]:
    starts = [m for m in _own_emoji(reading) if not reading.text[: m.start()].rpartition("\n")[2].strip()]
    if len(starts) >= 2:
        edits = tuple(Edit(m.start(), m.end(), "-", Safety.UNSAFE, "Write a dash") for m in starts)
        yield Finding(tuple(dict.fromkeys(m[0] for m in starts)), starts[0].start(), starts[0].end(), edits)


@given("beyond ascii")
def _emoji_as_word(reading: Reading) -> Iterable[Finding]:
    for match in _own_emoji(reading):
        before = reading.text[max(0, match.start() - _NEAR) : match.start()]
        if _ARTICLE_THEN_EMOJI.search(before) and _AFTER_EMOJI.match(reading.text, match.end()):
            yield Finding((match[0],), match.start(), match.end())


@given("beyond ascii")
def _emoji_inside(reading: Reading) -> Iterable[Finding]:
    for match in _own_emoji(reading):
        before = reading.text[max(0, match.start() - _NEAR) : match.start()].rstrip(" ")
        after = reading.text[match.end() : match.end() + _NEAR].lstrip(" ")
        if before[-1:].isalpha() and after[:1].islower():
            yield Finding((match[0],), match.start(), match.end())


RULES = (
    Rule(
        code="ACC004",
        name="emoji-overload",
        title="More than five emoji, or the same one three times in a row",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{what} ({words}): a screen reader says the name of every one. One or two, at the end, do the same work."
        ),
        mild="there are fewer than five in a row, and fewer than nine in all",
        reason="Emoji are read out by name, each time. A row of them is a sentence of its own, about nothing.",
        source="Guides of public bodies, which advise one to three a post (guide). Five and three are our own numbers.",
        bad=(
            "Accepted! \U0001f389\U0001f389\U0001f389",
            "Poster \U0001f4cc coffee \u2615 talk \U0001f5e3\ufe0f lunch \U0001f957 walk \U0001f6b6 sleep \U0001f634",
            "So tired \U0001f62d \U0001f62d \U0001f62d \U0001f62d",
        ),
        good=(
            "Accepted! \U0001f389",
            "Poster, coffee, talk, lunch, walk, sleep. \U0001f634",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 A family of three is one emoji.",
        ),
        check=_emoji_overload,
        fix=Safety.UNSAFE,
        once=True,
        bar=MECHANICAL,
        note="Mechanical: it counts.",
    ),
    Rule(
        code="ACC007",
        name="emoji-as-word",
        title="An emoji in place of a word",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{words} stands where a word should: who does not see it loses the sentence. Write the word; the emoji"
            " may follow."
        ),
        reason="Emoji look different on every device and are read out by a name that need not be the word you mean.",
        source="Accessibility guides of public bodies (guide).",
        bad=(
            "Towards a healthier \U0001f9e0 and a calmer ward.",
            "Take your \u231b and breathe.",
            "We need more of the \U0001f49b in this building.",
        ),
        good=(
            "Towards a healthier mind \U0001f9e0 and a calmer ward.",
            "Take your time and breathe. \u231b",
            "\U0001f4cc The rota is out.",
        ),
        check=_emoji_as_word,
        once=True,
    ),
    Rule(
        code="ACC008",
        name="emoji-inside",
        title="An emoji in mid-sentence",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} stands inside a sentence, and its name is read out there. Move it to the end.",
        reason="In an experiment people who were asked to mend messages for screen readers moved emoji to the end.",
        source="Griggio and others 2024 (116 people, experiment); guides differ.",
        bad=(
            "We had coffee \u2615 and talked about the rota.",
            "My first paper \U0001f4c4 came out on Friday.",
            "The talk \U0001f5e3 was recorded.",
        ),
        good=(
            "We had coffee and talked about the rota. \u2615",
            "\U0001f4c4 My first paper came out on Friday.",
            "Coffee, then the rota \u2615",
        ),
        check=_emoji_inside,
        once=True,
        status=Status.PREVIEW,
        note="Off: a matter of style for most; for the profile of those who write for screen readers first.",
    ),
    Rule(
        code="ACC011",
        name="more-than-three-emoji",
        title="More than three emoji, or one of them twice",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{what} ({words}): each is read out by name. Keep those that the sentence would miss.",
        reason="Who listens to a post hears the name of each emoji, at the same length as a word.",
        source="Guides of public bodies: some say one, some two or three (guide).",
        bad=(
            "Poster \U0001f4cc coffee \u2615 talk \U0001f5e3\ufe0f lunch \U0001f957",
            "\U0001f389 We are in! \U0001f389",
            "Cells \U0001f9eb mice \U0001f42d people \U0001f9cd doubts \U0001f914",
        ),
        good=(
            "Poster \U0001f4cc coffee \u2615 talk \U0001f5e3\ufe0f",
            "We are in! \U0001f389",
            "Cells, mice, people, doubts.",
        ),
        check=_emoji_more_than_some,
        once=True,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts. Off: ACC004 tells of five; guides differ on anything below.",
    ),
    Rule(
        code="ACC012",
        name="emoji-bullets",
        title="Lines of a list that begin with emoji",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} at the beginning of lines is read out before each of them. A dash is passed over.",
        reason="A screen reader says the emoji\u2019s name once a line, and not that there is a list.",
        source="Accessibility guides (guide).",
        bad=(
            "What helps:\\\n\u2705 sleep\\\n\u2705 walks",
            "\U0001f4cc read\\\n\U0001f4cc write\\\n\U0001f4cc rest",
            "Today:\\\n\u2615 coffee with the team\\\n\U0001f4dd the minutes",
        ),
        good=(
            "What helps:\n- sleep\n- walks",
            "\U0001f4cc The rota is out.\\\nPlease look.",
            "Today: coffee \u2615, then the minutes.",
        ),
        check=_emoji_bullets,
        fix=Safety.UNSAFE,
        once=True,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it looks at the beginning of lines. Off: lively cues stand there on purpose.",
    ),
)
