"""Words and letters that everybody can read, also by ear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint import hashtags
from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, MECHANICAL, Edit, Finding, Rule, Scope, Status, given
from composer.lint.signs import FANCY, plain
from composer.lint.vocabulary import vocabulary
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading, ThreadReading

_MANY_RUN_TOGETHER = 4
_MOCKING = pattern(r"(?<![A-Za-z])(?:[a-z][A-Z]){2,}[a-z]?(?![A-Za-z])")
_HUMP = pattern(r"[A-Z][a-z][A-Z]")
_STROKE = r"[|/\\_=#*~^<>(){}\[\].\u2500-\u259f\u00af-]"
_LINE_ART = pattern(f"{_STROKE}{_STROKE}{{8,}}")
_ART = pattern(
    rf"{_LINE_ART.pattern}|[\u2580-\u259f\u2500-\u257f]{{4,}}|\(\u256f.{{1,9}}\)|\u0295.{{1,5}}\u0294|\u00af.{{0,2}}_\("
)
_SENTENCE = pattern(r"[^.!?\n]+")
_LONG_SENTENCE = 25
_FACE = pattern(
    r"(?:^|(?<=[\s(]))(?:[:;=]['\u2019^]?-?[()\[\]DPpOo|/\\*]|[xX]D+|<3+|[\^>T;oO-]_+[\^<T;oO-]"
    r"|\([^\w\s()]?[\u00b0oO\u2022^\u0ca0\u25d5\u00acT;><-][_.\-\u03c9\u25bd\u25a1\u203f\ufe4f][\u00b0oO\u2022^\u0ca0\u25d5\u00acT;><-][^\w\s()]?\))"
    r"(?=[\s.,!?)]|$)"
)
_ABBREVIATION = pattern(r"(?<![\w.'\u2019&/-])[A-Z]{2,6}(?:s(?!\w))?(?![\w&/]|[.'\u2019-]\w)")
_ROMAN = pattern(r"[IVXLC]+")
_EXPLAINED = r"\({0}s?\)|\b{0}s?\s*\(|\b{0}s?,? (?:is |are |which is )?(?:short for|stands? for|means?)\b|\b{0}s?\s*="
"""How a short form and its long form stand beside one another."""


@given("tag")
def _run_together(reading: Reading) -> Iterable[Finding]:
    for tag in reading.of("tag"):
        said = reading.text[tag.start : tag.end]
        better = hashtags.capitalised(said)
        if better != said and not reading.is_quoted(tag.start):
            edit = Edit(tag.start, tag.end, better, Safety.CHOICE, f"Write {better}")
            mild = sum(c.isupper() for c in better) < _MANY_RUN_TOGETHER
            yield Finding((said,), tag.start, tag.end, (edit,), fields=(("better", better),), mild=mild)


@given("beyond ascii")
def _fancy(reading: Reading) -> Iterable[Finding]:
    if reading.text.isascii():
        return
    for match in FANCY.finditer(reading.text):
        letters = plain(match[0])
        if letters != match[0]:
            edit = Edit(match.start(), match.end(), letters, Safety.SAFE, f"Write {letters}")
            yield Finding((match[0],), match.start(), match.end(), (edit,), fields=(("letters", letters),))


def _drawn(reading: Reading) -> Iterable[Finding]:
    art = _LINE_ART if reading.masked.isascii() else _ART
    for shape in (_MOCKING, art) if _HUMP.search(reading.masked) else (art,):
        for match in shape.finditer(reading.masked):
            if shape is _MOCKING or len(set(match[0])) > 2 or not match[0].isascii():
                yield Finding((match[0],), match.start(), match.end())


def _long_sentence(reading: Reading) -> Iterable[Finding]:
    for match in _SENTENCE.finditer(reading.masked):
        count = len(match[0].split())
        if count > _LONG_SENTENCE:
            start = " ".join(reading.text[match.start() : match.end()].split()[:5])
            yield Finding((f"{start} ...",), match.start(), match.end(), fields=(("count", str(count)),))


def _faces(reading: Reading) -> Iterable[Finding]:
    for match in _FACE.finditer(reading.masked):
        yield Finding((match[0],), match.start(), match.end())


def _unexplained(thread: ThreadReading) -> Iterable[Finding]:
    """Each abbreviation at its first use, if it is neither known to all nor explained anywhere in the thread."""
    whole = "\n".join(reading.text for reading in thread.posts)
    seen = set(vocabulary("en").words("abbreviations.known"))
    for reading in thread.posts:
        for match in _ABBREVIATION.finditer(reading.masked):
            short = match[0].removesuffix("s")
            if short.lower() in seen or _is_no_abbreviation(reading.masked, match.start(), match.end()):
                continue
            seen.add(short.lower())
            if not re.search(_EXPLAINED.format(short), whole):
                yield Finding((short,), match.start(), match.end(), number=reading.post.number)


def _is_no_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether capitals are a Roman number, or a word that is stressed, alone or with the one beside it."""
    word = text[start:end]
    beside = [near for near in (*text[:start].split()[-1:], *text[end:].split()[:1]) if sum(map(str.isalpha, near)) > 1]
    return bool(_ROMAN.fullmatch(word)) or hashtags.is_everyday(word) or any(near.isupper() for near in beside)


RULES = (
    Rule(
        code="ACC002",
        name="hashtag-case",
        title="A hashtag of several words without capitals",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{words} is read out as one long word. Written {better}, it is the same tag, and ears and eyes can tell"
            " its words apart."
        ),
        mild="the tag has two or three words",
        reason=(
            "Screen readers find the words of a tag by their capitals; without these they spell or mangle it. Tags"
            " are found whatever their case."
        ),
        source="Accessibility guides of universities and public bodies (guide).",
        bad=(
            "Notes from the ward. #nightshiftnurses",
            "The day in pictures: #sleepmedicine",
            "More on #palliativecare tomorrow.",
        ),
        good=(
            "Notes from the ward. #NightShiftNurses",
            "The day in pictures: #photography",
            "More on #healthcare and #oncology tomorrow. #nhs",
        ),
        check=_run_together,
        fix=Safety.CHOICE,
        languages=("en",),
        once=True,
    ),
    Rule(
        code="ACC003",
        name="fancy-letters",
        title="Letters borrowed from mathematics or made for decoration",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} is made of symbols, not letters: a screen reader spells them one by one or skips them, and search"
            " does not find them. Write {letters}."
        ),
        reason=(
            "Bold, italic and script letters of this kind are mathematical symbols. They are read out as"
            " \u201cmathematical bold capital a\u201d, or not at all, and shown as boxes on some devices."
        ),
        source="Accessibility guides of charities and public bodies (guide).",
        bad=(
            "\U0001d5e1\U0001d5d8\U0001d5ea today: the survey is open.",
            "Read it \U0001d4ef\U0001d4fb\U0001d4ee\U0001d4ee of charge.",
            "\u24c3\u24d4\u24e6 slides are online.",
        ),
        good=(
            "The set \u211d of real numbers, and a vector \U0001d431 in it.",
            "NEW today: the survey is open.",
            "\u65b0\u3057\u3044 and \u043d\u043e\u0432\u044b\u0439 both mean new.",
        ),
        check=_fancy,
        fix=Safety.SAFE,
        bar=MECHANICAL,
        note="Mechanical: by Unicode block.",
    ),
    Rule(
        code="ACC005",
        name="text-art",
        title="Pictures made of punctuation, or mOcKiNg capitals",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words} is read out sign by sign. Say it in words, or attach a picture with alt text.",
        reason="A screen reader knows nothing of the shape that signs make on a page.",
        source="Princeton University's accessibility guide (guide).",
        bad=(
            "Me after rounds: \u00af\\\\\\_(\u30c4)_/\u00af",
            "sUrE tHe form is easy to fill in.",
            "The new rota:\n\n\u2588\u2588\u2588\u2588\u2591\u2591\u2591\u2591 done",
        ),
        good=(
            "Me after rounds: no idea.",
            "The mRNA was read by qPCR; see iPhone and eBay for capitals inside.",
            "Half of the new rota is done. I was glad :)",
        ),
        check=_drawn,
        once=True,
        bar=MECHANICAL,
        note="Mechanical: by shape.",
    ),
    Rule(
        code="ACC009",
        name="long-sentence",
        title="A sentence of more than 25 words",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "A sentence of {count} words ({words}). Two sentences are easier to follow on a small screen and by ear."
        ),
        reason="Long sentences cost most for those who read in a second language, on a phone, or by ear.",
        source="Guides of public bodies (guide).",
        bad=tuple(
            f"{start} " + "and then the next one of us went to see what the others had done in the night " * 2 + "too."
            for start in ("We waited", "They called", "She asked")
        ),
        good=(
            "We waited. They called. She asked what the others had done in the night.",
            "A sentence of a dozen words is easy on most readers, mostly.",
            "Short lines help:\n\n- one\n- two\n- three",
        ),
        check=_long_sentence,
        once=True,
        status=Status.PREVIEW,
        note="Off: mechanical, but good prose has long sentences too.",
    ),
    Rule(
        code="ACC013",
        name="typed-face",
        title="A face typed from punctuation",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message=(
            "{words} is read out as “colon, bracket”, or not at all. Say it in words, or use an emoji, which has a"
            " name."
        ),
        reason="A screen reader says the signs that a typed face is made of, or swallows them, and its tone is lost.",
        source="Princeton University's accessibility guide (guide).",
        bad=(
            "The rota is done :-)",
            "We waited two hours ;) and nobody came.",
            "Me after the night shift: (\u00b0_\u00b0)",
            "Thank you all <3",
        ),
        good=(
            "The rota is done. \U0001f642",
            "The ratio was 3:1 (see table 2), x=4, and y:(a, b).",
            "Three things: (a) light, (b) noise; (c) doors.",
            "`:-)` is three signs.",
        ),
        check=_faces,
        once=True,
        bar=MECHANICAL,
        status=Status.PREVIEW,
        note="Mechanical: by shape. Off: for the profile of those who write for listeners first.",
    ),
    Rule(
        code="ACC014",
        name="unexplained-abbreviation",
        title="An abbreviation that is not explained",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words}: write it out once, with the short form in brackets, for those who are new to it.",
        reason="Abbreviations shut out newcomers and those of other trades, and a screen reader makes words of them.",
        source="WCAG 2.2, 3.1.4 (guide). Which ones everybody knows is our own list.",
        bad=(
            "Our MDT meets at noon.",
            "The PICU has a new lift.\n\n---\n\nThe PICU is on the fourth floor.",
            "Two RCTs came to the same end.",
        ),
        good=(
            "Our multidisciplinary team (MDT) meets at noon.\n\n---\n\nThe MDT has nine members.",
            "MDT stands for multidisciplinary team.",
            "A PDF for the UK, by e-mail or USB.",
            "THE LIFT IS OUT AGAIN and Henry VIII has seen it.",
            "Day one at #ESICM26.",
        ),
        check_thread=_unexplained,
        scope=Scope.THREAD,
        languages=ENGLISH,
        once=True,
        status=Status.PREVIEW,
        note="Off: whoever writes for colleagues need not explain what these know; ours is no list of any trade's.",
    ),
)
