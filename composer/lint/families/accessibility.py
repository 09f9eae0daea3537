"""Posts that everybody can read, also by ear."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from composer.lint import hashtags
from composer.lint.record import Edit, Finding, Rule
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading


def _no_alt(reading: Reading) -> Iterable[Finding]:
    for index, medium in enumerate(reading.post.media):
        name = PurePosixPath(medium.path)
        if medium.alt.strip().lower() in ("", name.name.lower(), name.stem.lower()):
            yield Finding((name.name,), medium=index)


def _run_together(reading: Reading) -> Iterable[Finding]:
    for tag in reading.of("tag"):
        said = reading.text[tag.start : tag.end]
        better = hashtags.capitalised(said)
        if better != said:
            edit = Edit(tag.start, tag.end, better, Safety.CHOICE, f"Write {better}")
            yield Finding((said,), tag.start, tag.end, (edit,), fields=(("better", better),))


RULES = (
    Rule(
        code="ACC001",
        name="missing-alt-text",
        title="A picture without alt text, or with its file name in place of one",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} has no alt text: who cannot see the picture gets nothing of it. Say between the square brackets"
            " what it shows and why it is there."
        ),
        reason=(
            "A screen reader reads the alt text in place of the picture. Without one, people who do not see it are"
            " told that there is something, and not what."
        ),
        source=(
            "WCAG 2.2, 1.1.1 (guide). Of 1.09 million pictures on Twitter 0.1 % had a description; people forget, or do"
            " not know what to write (Gleason and others, 2019, observational)."
        ),
        bad=(
            "Interruptions fell from eleven to four.\n\n![](interruptions.png)",
            "The whiteboard in use.\n\n![whiteboard.jpg](photos/whiteboard.jpg)",
            "Two posters.\n\n![Poster with three columns about sleep](a.png)\n\n![ ](b.png)",
        ),
        good=(
            "Interruptions fell.\n\n![Line chart: from eleven a night in January to four in June](interruptions.png)",
            "The file interruptions.png is in the supplement.",
            "An exclamation mark! [And a link](https://example.org/interruptions.png)",
        ),
        check=_no_alt,
        measured="Mechanical: there is a description or there is none.",
    ),
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
    ),
)
