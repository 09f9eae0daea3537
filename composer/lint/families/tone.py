"""Heat: words that one writes in the evening and regrets in the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint.record import ENGLISH, Finding, Rule
from composer.lint.vocabulary import vocabulary
from composer.model import Layer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading

_LISTS = ("tone.fury", "tone.swear", "tone.scorn", "tone.oath")
_HEATED = 3.0
_ROOM = 60
"""Words over which one hot wording cools down by half."""


def _heat(reading: Reading) -> Iterable[Finding]:
    hits = reading.found(*_LISTS)
    if not hits:
        return
    words = vocabulary(reading.setting.language)
    score = sum(words.weight(hit.name) for hit in hits)
    if reading.found("tone.aimed"):
        score += words.weight("tone.aimed")
    if "!!" in reading.text or _shouts(reading):
        score += 1
    if score / max(1.0, reading.word_count / _ROOM) >= _HEATED:
        said = tuple(dict.fromkeys(reading.said(hit.start, hit.end) for hit in hits))
        yield Finding(said, hits[0].start, hits[0].end)


def _shouts(reading: Reading) -> bool:
    words = [w for w in reading.masked.split() if len(w) > 1 and w.isalpha()]
    return sum(w.isupper() for w in words) > max(2, len(words) // 2)


RULES = (
    Rule(
        code="TON001",
        name="heated-tone",
        title="Wordings that read as heat",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words}: readers may hear more heat here than you hear yourself. Keep it until tomorrow, then say what"
            " should change and for whom."
        ),
        reason=(
            "Posts written in a hot state are among those that people regret most, and a network keeps them. Writers"
            " overestimate how well their tone is understood: in one experiment they expected 97 in 100 readers to"
            " hear it right, and 84 did. A night's delay helps; brooding does not."
        ),
        source=(
            "Wang and others 2011 (569 people, observational); Rash and Gainsbury 2019 (995 people, observational);"
            " Kruger and others 2005 (experiment)."
        ),
        bad=(
            "I am sick and tired of this. How dare they cut the night shift again!",
            "What the hell is the ministry doing? This is an absolute disgrace.",
            "Stop lying to us. You people ruin everything, and it makes my blood boil.",
        ),
        good=(
            "The ministry cut the night shift again. I disagree, for three reasons.",
            "Angry patients are often frightened patients. Sit down first, then listen.",
            "She wrote: \u201cI am sick and tired of this hospital\u201d, and we invited her to tell us more.",
        ),
        check=_heat,
        languages=ENGLISH,
    ),
)
