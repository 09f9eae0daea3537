"""Words and letters that everybody can read, also by ear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint import hashtags
from composer.lint.patterns import pattern
from composer.lint.record import MECHANICAL, Edit, Finding, Rule, Status
from composer.lint.signs import FANCY, plain
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading

_MANY_RUN_TOGETHER = 4
_MOCKING = pattern(r"(?<![A-Za-z])(?:[a-z][A-Z]){2,}[a-z]?(?![A-Za-z])")
_HUMP = pattern(r"[A-Z][a-z][A-Z]")
_ART = pattern(
    r"[|/\\_=#*~^<>(){}\[\].\u2500-\u259f\u00af-]{9,}|[\u2580-\u259f\u2500-\u257f]{4,}|\(\u256f.{1,9}\)|\u0295.{1,5}\u0294|\u00af.{0,2}_\("
)
_SENTENCE = pattern(r"[^.!?\n]+")
_LONG_SENTENCE = 25


def _run_together(reading: Reading) -> Iterable[Finding]:
    for tag in reading.of("tag"):
        said = reading.text[tag.start : tag.end]
        better = hashtags.capitalised(said)
        if better != said and not reading.is_quoted(tag.start):
            edit = Edit(tag.start, tag.end, better, Safety.CHOICE, f"Write {better}")
            mild = sum(c.isupper() for c in better) < _MANY_RUN_TOGETHER
            yield Finding((said,), tag.start, tag.end, (edit,), fields=(("better", better),), mild=mild)


def _fancy(reading: Reading) -> Iterable[Finding]:
    if reading.text.isascii():
        return
    for match in FANCY.finditer(reading.text):
        letters = plain(match[0])
        if letters != match[0]:
            edit = Edit(match.start(), match.end(), letters, Safety.SAFE, f"Write {letters}")
            yield Finding((match[0],), match.start(), match.end(), (edit,), fields=(("letters", letters),))


def _drawn(reading: Reading) -> Iterable[Finding]:
    for shape in (_MOCKING, _ART) if _HUMP.search(reading.masked) else (_ART,):
        for match in shape.finditer(reading.masked):
            if shape is _MOCKING or len(set(match[0])) > 2 or not match[0].isascii():
                yield Finding((match[0],), match.start(), match.end())


def _long_sentence(reading: Reading) -> Iterable[Finding]:
    for match in _SENTENCE.finditer(reading.masked):
        count = len(match[0].split())
        if count > _LONG_SENTENCE:
            start = " ".join(reading.text[match.start() : match.end()].split()[:5])
            yield Finding((f"{start} ...",), match.start(), match.end(), fields=(("count", str(count)),))


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
)
