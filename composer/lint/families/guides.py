"""What some guides ask beyond the checklist's own measure: smaller numbers, and a word on whom a thread is for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.families.focus import ASK, SENTENCE_END
from composer.lint.hashtags import capitalised
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, MECHANICAL, Finding, Rule, Scope, Status, given
from composer.lint.signs import EMOJI
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.lint.reading import Reading, ThreadReading

_SENTENCES = 3
_MANY_SENTENCES = 6
"""From here on FOC001 tells of them."""
_POSTS = 4
"""Posts from which on a text is a thread that is written for somebody."""
_TAGS, _LINKS, _ITEMS = 2, 1, 2
_SHOUTED = pattern(r"(?<![\w'.&-])[A-Z]{4,}[ ,]{1,2}[A-Z]{4,}(?![\w'&-]|[ ,]{1,2}[A-Z]{2,})")
"""Two words in capitals; TON002 tells of three."""
_BEFORE_SHOUT = pattern(r"[A-Z]{2,}[ ,]{1,2}$")
_LONG_TAG = 10
_ITEM = pattern(r"^[ \t]*(?:[-+*\u2022\u2023\u25aa\u2013]|\d{1,2}[.)]|\d\ufe0f?\u20e3)[ \t]+\S")
_WORDS = pattern(r"[^\W\d_]{2}")
_SAYS = r"(?:says?|writes?|tells? us|puts? it|recommends?|suggests?|advises?|argues?|explains?|reminds? us)"
_SAID = r"(?:said|wrote|told us|recommended|suggested|advised|argued|explained|reminded us)"
_REPORTS = pattern(rf"\b(?:{_SAYS}|according to|(?<!\bI )(?<!\b[Ww]e ){_SAID})\b")
_SOMEBODY = pattern(
    r"@\w|https?://|(?<=[a-z,;:(] )[A-Z][a-z]+|\b(?:Dr|Prof|Mrs?|Ms)\.? [A-Z]"
    r"|^(?!(?:S?[Hh]e|They|It|Every|Some|People|Experts|Others|Research|Science|Evidence|This|That)\b)"
    rf"[A-Z][\w'-]+(?: [A-Z][\w'-]+)* (?:{_SAYS}|{_SAID})\b",
    re.MULTILINE,
)


def _four_sentences(reading: Reading) -> Iterable[Finding]:
    if "\n" in reading.text.strip():
        return
    count = len(SENTENCE_END.findall(reading.masked))
    if _SENTENCES < count < _MANY_SENTENCES:
        yield Finding(fields=(("count", str(count)),))


def _for_nobody(thread: ThreadReading) -> Iterable[Finding]:
    if thread.thread.draft.audience.strip() or not thread.posts:
        return
    if len(thread.posts) >= _POSTS or ASK.search(thread.posts[-1].masked):
        yield Finding()


@given("tag")
def _three_tags(reading: Reading) -> Iterable[Finding]:
    tags = [tag for tag in reading.of("tag") if not reading.is_quoted(tag.start)]
    if len(tags) == _TAGS + 1:
        yield Finding(tuple(reading.said(t.start, t.end) for t in tags), tags[0].start, tags[-1].end)


@given("tag")
def _long_small_tag(reading: Reading) -> Iterable[Finding]:
    for tag in reading.of("tag"):
        said = reading.said(tag.start, tag.end)
        known = _in_english(reading) and capitalised(said) != said
        if len(said) > _LONG_TAG + 1 and said.islower() and not (known or reading.is_quoted(tag.start)):
            yield Finding((said,), tag.start, tag.end)


def _in_english(reading: Reading) -> bool:
    """Whether ACC002 reads the post, too."""
    return (reading.setting.language or "en").lower().startswith("en")


@given("url")
def _two_links(reading: Reading) -> Iterable[Finding]:
    links = [url for url in reading.of("url") if not reading.is_quoted(url.start)]
    if len(links) > _LINKS:
        yield Finding(start=links[1].start, end=links[1].end, fields=(("count", str(len(links))),))


def _shouted(reading: Reading) -> Iterable[Finding]:
    for match in _SHOUTED.finditer(reading.masked):
        if not _BEFORE_SHOUT.search(reading.masked[: match.start()]):
            yield Finding((match[0],), match.start(), match.end())


def _nobodys_list(thread: ThreadReading) -> Iterable[Finding]:
    """A list that somebody is said to have made, where no line beside its items names anybody."""
    before = ""
    for reading in thread.posts:
        lines = list(_lines(reading.text))
        beside = [(at, line) for at, line in lines if not _is_item(line)]
        named = "\n".join((before, *(line for _, line in beside)))
        if len(lines) - len(beside) >= _ITEMS and not _SOMEBODY.search(named):
            for at, line in beside:
                if found := _REPORTS.search(line):
                    start, end = at + found.start(), at + found.end()
                    yield Finding((found[0],), start, end, number=reading.post.number)
                    break
        before = reading.text


def _is_item(line: str) -> bool:
    """Whether a line begins with a bullet, which a lively post has as an emoji, and goes on in words."""
    return bool(_WORDS.search(line) and (_ITEM.match(line) or EMOJI.match(line)))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that have something in them, each with where it begins."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1


_PAD = "\n\n---\n\n"
_OFF = "Off: a smaller number than the checklist's own, for those who go by such a guide."

RULES = (
    Rule(
        code="ACC015",
        name="two-capitals",
        title="Two words of four letters or more in capitals",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words}: capitals are read as shouting. Are they names? If not, write them small.",
        reason=(
            "Words in capitals have no shape to know them by, and are taken for a raised voice. What screen readers"
            " make of them differs: some spell them out. TON002 tells of three in a row."
        ),
        source="Guides of universities (guide); what is read out differs from word to word, so the evidence is weak.",
        bad=("Please WASH HANDS before you come in.", "This was NEVER EVER the plan.", "We need BEDS, STAFF and time."),
        good=("Please wash your HANDS before you come in.", "The BMJ and JAMA say so.", "The team of the PICU agreed."),
        check=_shouted,
        once=True,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note=f"Mechanical: it counts letters. {_OFF}",
    ),
    Rule(
        code="ACC016",
        name="long-small-tag",
        title="A hashtag of more than ten letters without a capital",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} is long and has no capital. If it is several words, give each its own: #QuietHours.",
        reason=(
            "A screen reader says a tag without capitals as one word, and eyes stumble over it. ACC002 tells of those"
            " whose words it knows, this one of the others that are long enough to have several."
        ),
        source="Guides of public bodies and universities (guide); ten letters is our own number.",
        bad=("A year of #eosinophilicrounds.", "Join us for #ptosiscamp2026!", "#interdisciplinary work at night."),
        good=("A year of #EosinophilicRounds.", "Join us for #nightshift.", "Interdisciplinary work at night."),
        check=_long_small_tag,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it counts letters. Off: a long word is a long tag, and no capital helps it.",
    ),
    Rule(
        code="AMP008",
        name="list-of-nobody",
        title="A list that somebody is said to have made, and nobody is named",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="The list is somebody's, as {words} tells, and no name stands beside it. Say whose it is.",
        reason="A list is the part of a talk that gets passed on. Without a name its author's work is taken from them.",
        source="Custom at conferences (norm); seen in published threads.",
        bad=(
            "As she says, three things help:\n- sleep\n- food\n- a door that shuts",
            "Three rules, according to the experts:\n- sleep\n- food\n- a door that shuts",
            "They recommend two things:\n1. sleep\n2. food",
        ),
        good=(
            "As Ruth Amadi says, three things help:\n- sleep\n- food\n- a door that shuts",
            "Three rules, according to @ruth_amadi:\n- sleep\n- food\n- a door that shuts",
            "We wrote down what helps:\n- sleep\n- food",
            "As she says, sleep helps.",
        ),
        check_thread=_nobodys_list,
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
        status=Status.PREVIEW,
        note="Off: nobody has measured it, and a name may stand further up.",
    ),
    Rule(
        code="FOC018",
        name="four-sentences",
        title="Four or five sentences in one post",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{count} sentences in one post. Are they one idea? If there is a second, give it a post of its own.",
        reason="Each post of a thread is read, answered and passed on alone. Three sentences hold one idea.",
        source="Breu and others 2021 on tweetorials (guide): little at a time; the number three is our own.",
        bad=tuple(
            f"{start} Nobody came. The door stood open. A phone rang."
            for start in ("It was four.", "The lift was out.", "I made tea. I waited.")
        ),
        good=(
            "It was four. Nobody came. The door stood open.",
            "Dr. A. B. Lund (b. 1974, d. 2020) wrote no. 3 of vol. 12, and no. 4.",
            "- First: tea.\n- Second: a list.\n- Third: sleep.\n- Fourth: tea.",
        ),
        check=_four_sentences,
        once=True,
        status=Status.PREVIEW,
        note=(
            "Off: mechanical, but whether sentences are several ideas it cannot tell: it spoke of 49 of 56 threads that"
            " were written to be good ones. FOC001 tells of six and more."
        ),
    ),
    Rule(
        code="FOC019",
        name="for-nobody",
        title="A draft that does not say whom it is for",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "The draft does not say whom it is for. Write it in the front matter, such as"
            " `for: nurses new to nights`; it is not posted, and decides which words need explaining."
        ),
        reason=(
            "Who writes for colleagues explains less than who writes for patients, and a question is answered by those"
            " who see that it is meant for them. A line to yourself settles it before the first post."
        ),
        source="Seen in threads that name whom they are for, and in essays whose questions do not; our judgement.",
        bad=(
            f"Sleep.{_PAD}Eat.{_PAD}Walk.{_PAD}Rest.",
            "How do you say no to a favour?",
            f"Two rules for nights.{_PAD}Which is yours?",
        ),
        good=(
            f"---\nfor: nurses new to nights\n---\n\nSleep.{_PAD}Eat.{_PAD}Walk.{_PAD}Rest.",
            "---\nfor: doctors who write\n---\n\nHow do you say no to a favour?",
            f"Two rules for nights.{_PAD}Sleep, and eat.",
        ),
        check_thread=_for_nobody,
        scope=Scope.DRAFT,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: it looks for the line. Off: who knows their readers need not write it down.",
    ),
    Rule(
        code="LNK007",
        name="two-links",
        title="More than one link in a post",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{count} links in one post: readers follow one, if any. Keep the one that matters, or make two posts.",
        reason=(
            "A link is heard as a row of letters or as a stop in the sentence, and each further one asks for a choice."
            " Networks show a preview of one."
        ),
        source="Guides of public bodies (guide), which allow one link a post; figures on engagement disagree.",
        bad=(
            "The paper: https://example.org/a and the data: https://example.org/b",
            "Read https://example.org/sleep first, then https://example.org/food.",
            "Slides https://example.org/s, notes https://example.org/n, photos https://example.org/p",
        ),
        good=(
            "The paper, with its data: https://example.org/a",
            "The paper and the data are on the same page.",
            f"The paper: https://example.org/a{_PAD}The data: https://example.org/b",
        ),
        check=_two_links,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note=f"Mechanical: it counts. {_OFF}",
    ),
    Rule(
        code="TAG004",
        name="three-hashtags",
        title="Three hashtags in a post",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="Three hashtags ({words}). Which one would its readers miss least?",
        reason="Each tag is read out with its sign, and few of them are followed. TAG001 tells of more than three.",
        source="Guides of public bodies, which allow two (guide); figures on engagement contradict each other.",
        bad=(
            "A calm night. #Icu #Sleep #Nursing",
            "#Icu #Sleep #Nursing: a calm night.",
            "An #Icu at #Night can #Sleep.",
        ),
        good=("A calm night. #Icu #Sleep", "A calm night. #Icu", "A calm night, number 3."),
        check=_three_tags,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note=f"Mechanical: it counts. {_OFF}",
    ),
)
