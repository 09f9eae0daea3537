"""Pictures for those who hear them described."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.record import ENGLISH, MECHANICAL, Edit, Finding, Rule, Status, given
from composer.model import Layer, Safety, Severity
from composer.text.limits import limit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading
    from composer.model import Media

_SHORT_ALT = 15
_FILMS = frozenset({".mp4", ".mov", ".m4v", ".webm", ".mp3", ".m4a", ".wav"})
_CAPTIONS = pattern(
    r"\b(?:caption|subtitle|transcript|transcrib|sign language|no sound|no speech|silent)", re.IGNORECASE
)
_FILE = pattern(r"[\w.-]+\.(?:jpe?g|png|gif|webp|heic|avif|tiff?|bmp|svg|pdf)|(?:img|dsc|dscn|pxl|mvimg)[_-]?\d[\w-]*")
_PICTURE_OF = pattern(
    r"(?:an? |the )?(?:image|picture|photo|photograph|graphic|screenshot)s? (?:of|showing)\b", re.IGNORECASE
)


@given("picture")
def _no_alt(reading: Reading) -> Iterable[Finding]:
    for index, medium in enumerate(reading.post.media):
        if _says_nothing(medium):
            yield Finding((PurePosixPath(medium.path).name,), medium=index)


def _says_nothing(medium: Media) -> bool:
    """Whether there is no alt text, or the name of a file in place of one."""
    alt, name = medium.alt.strip().lower(), PurePosixPath(medium.path.lower())
    return alt in ("", name.name, name.stem) or _FILE.fullmatch(alt) is not None


@given("picture")
def _poor_alt(reading: Reading) -> Iterable[Finding]:
    most = limit(reading.setting.network).alt
    for index, medium in enumerate(reading.post.media):
        alt = medium.alt.strip()
        if _says_nothing(medium):
            continue
        flaw, edits = "", tuple[Edit, ...]()
        if len(alt) > most:
            flaw = f"is {len(alt):,} characters long where {most:,} are taken"
        elif match := _PICTURE_OF.match(alt):
            flaw = f"begins with \u201c{match[0]}\u201d, which a screen reader says anyway"
            edits = _without(medium.alt, match[0])
        elif len(alt) < _SHORT_ALT:
            flaw = "is so short that it can hardly say what matters"
        if flaw:
            words = (alt if len(alt) < 60 else f"{alt[:57]}...",)
            yield Finding(words, edits=edits, medium=index, fields=(("flaw", flaw),))


def _without(alt: str, opening: str) -> tuple[Edit, ...]:
    """Take an alt text's opening out, where enough is said behind it."""
    start = alt.index(opening)
    rest = start + len(opening) + len(alt[start + len(opening) :]) - len(alt[start + len(opening) :].lstrip())
    if len(alt[rest:].strip()) < _SHORT_ALT:
        return ()
    return (Edit(start, rest + 1, alt[rest].upper(), Safety.CHOICE, f"Leave out \u201c{opening}\u201d"),)


@given("picture")
def _no_captions(reading: Reading) -> Iterable[Finding]:
    for index, medium in enumerate(reading.post.media):
        name = PurePosixPath(medium.path)
        if name.suffix.lower() in _FILMS and not _CAPTIONS.search(f"{reading.text} {medium.alt}"):
            yield Finding((name.name,), medium=index)


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
            "The whiteboard in use.\n\n![IMG_2031.jpg](photos/whiteboard.jpg)",
            "Two posters.\n\n![Poster with three columns about sleep](a.png)\n\n![ ](b.png)",
        ),
        good=(
            "Interruptions fell.\n\n![Line chart: from eleven a night in January to four in June](interruptions.png)",
            "The file interruptions.png is in the supplement.",
            "An exclamation mark! [And a link](https://example.org/interruptions.png)",
        ),
        check=_no_alt,
        bar=MECHANICAL,
        note="Mechanical: there is a description or there is none.",
    ),
    Rule(
        code="ACC006",
        name="poor-alt-text",
        title="Alt text that is too short, too long, or says that it is a picture",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="The alt text {words} {flaw}. Say what the picture shows and why it is there, in a sentence or two.",
        reason=(
            "An alt text is read in place of the picture. One that says only what kind of thing it is, or does not"
            " fit, leaves the listener where none would."
        ),
        source=(
            "Accessibility guides (guide); networks' limits of 1,000, 1,500 and 2,000 characters (platform). 15 is"
            " our own."
        ),
        bad=(
            "Interruptions fell.\n\n![chart](interruptions.png)",
            "The whiteboard in use.\n\n![Image of a whiteboard with three columns](whiteboard.jpg)",
            "All of it.\n\n![" + "A table with many numbers, row by row. " * 30 + "](table.png)",
        ),
        good=(
            "Interruptions fell.\n\n![Line chart: from eleven a night to four](interruptions.png)",
            "The whiteboard in use.\n\n![Whiteboard with three columns, most cards in the last](whiteboard.jpg)",
            "An image of a whiteboard would help here.",
        ),
        check=_poor_alt,
        fix=Safety.CHOICE,
        bar=MECHANICAL,
        note="Mechanical: by length and opening.",
    ),
    Rule(
        code="ACC010",
        name="no-captions",
        title="A film or a recording, and nothing about captions or a transcript",
        layer=Layer.FACT,
        severity=Severity.INFO,
        message="{words}: does it have captions, or is there a transcript? Say so; if nobody speaks in it, say that.",
        reason="Who does not hear it, or sits in a train, gets nothing of a film without captions.",
        source="WCAG 2.2, 1.2.1 and 1.2.2; accessibility guides (guide).",
        bad=(
            "The whole talk in a minute.\n\n![The speaker at the desk, with two slides](talk.mp4)",
            "How a murmur sounds.\n\n![Recording of a heart, ten beats](murmur.mp3)",
            "Behind the scenes.\n\n![The team carries a whiteboard upstairs](stairs.mov)",
        ),
        good=(
            "The whole talk in a minute, with captions.\n\n![The speaker at the desk, with two slides](talk.mp4)",
            "How a murmur sounds; transcript below.\n\n![Recording of a heart, ten beats](murmur.mp3)",
            "The team at work.\n\n![The team carries a whiteboard upstairs](stairs.jpg)",
        ),
        check=_no_captions,
        languages=ENGLISH,
        status=Status.PREVIEW,
        note="Off: it reads what is said about a film, and cannot look into it.",
    ),
)
