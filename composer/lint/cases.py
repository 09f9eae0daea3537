"""Recognising a text about one patient, client or pupil: by saying so, by its words together, or as a scene."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.patterns import pattern
from composer.lint.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from composer.lint.reading import Reading

SURE, LIKELY, POSSIBLE = 3, 2, 1
"""Marks of a post that says itself that it is about a case, of one whose words do, and of a scene from such work."""

_SHORTHAND = pattern(
    r"\d(?<![\w$\u20ac\u00a3.,]\d)(?:(?<=1)[01]\d|\d?)"
    r"(?: ?(?:yo|y/o|y\.o\.)|[MF](?! (?:users|views|people|dollars|downloads|euros)))(?![\w'/])|\bDOB\b"
)
_LAST_CENTURY = pattern(r"19(?<!since 19)(?<!born 19)(?<![\d/.-]19)[5-9]\d(?![\d/-])")
_YEARS_OLD = pattern(r"\d(?<![\w.,]\d)\d{0,2}[ -](?:yrs?|years?)[ -]old\b")
_IN_BED = pattern(r"\s*(?:bed|room|bay|cubicle) (?:no\.? ?|number )?\d{1,4}\b")
"""A post that begins like a note at handover."""
_ILL_ENDINGS = """
itis stenosis fibrosis necrosis thrombosis sclerosis aemia emia ectomy otomy ostomy oscopy plasty plegia paresis penia
cillin mycin prazole sartan nephropathy neuropathy myopathy ymphoma inoma arcoma eloma blastoma lioma osis iasis
"""
_ENDINGS = tuple(_ILL_ENDINGS.split())
_NO_ILLNESS = frozenset(("academia", "hypothesis", "metamorphosis", "osmosis", "apotheosis", "symbiosis", "hypnosis"))
"""Words whose endings are those of illnesses, operations and drugs."""
_OURSELVES = pattern(r"\b(?:i|we|us|our|my)\b")
_TITLED = pattern(r"M(?<!\wM)(?:r|rs|s|iss|x)\.? [A-Z]")
_ENOUGH = 2
"""Points of a scene; a word of care counts two, a person's part in it one each."""
BED = pattern(
    r"\b(?:(?i:bed|room|bay|cubicle|theatre|ward|cot|resus|trolley|chair|cell|flat|block|wing|pod|berth|courtroom|crib"
    r"|incubator|unit|class|classroom|apartment|lounge|table)) (?:no\.? ?|number )?(?:\d{1,4}[A-Z]?|[A-Z]\d{0,2})\b"
    r"(?![ -]?(?:mg|ml|per|years?|weeks?|days?|hours?|months?|minutes?|patients|pupils|people|times|%))"
)
_NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
FINE_AGE = pattern(
    rf"(?<![\w.,-]){_NUMBER}[ -](?:hours?|hrs?|days?|weeks?|wks?)[ -]old\b|\bday \d{{1,2}} of life\b"
    rf"|\b(?:baby|boy|girl|infant|newborn|preemie|neonate|twins)(?: [a-z]+)?(?:,| of| at| aged|, aged) {_NUMBER}"
    r" (?:hours|days|weeks)(?=[,.;:!?]|$| (?:and|with|came|come|in|who))"
    rf"|\b{_NUMBER} weeks? and {_NUMBER} days?\b",
    re.IGNORECASE,
)
_ONE_OF_MANY = frozenset(("a", "an", "the", "this", "that", "one", "another", "some", "two", "three", "four"))
_OWN = frozenset(("my", "your", "our", "his", "her", "their", "hey", "like", "as", "you", "oh"))
_SOMEBODYS = frozenset(("he", "she", "him", "her", "his", "hers"))
_NEAR = 3
"""Words between which an article and its noun stand."""
_CAPITALS = pattern(r"[A-Z](?<!\w.)[a-z]+(?: [A-Z][a-z]+)*")
_LONG_AGO = pattern(r"1(?<!since 1)(?<![\d/.-]1)(?:[5-8]\d\d|9[0-4]\d)(?![\d/-])")
"""A year before anybody's patient was born: whoever is told of then is history."""


_LONG = 60
"""Words beyond which a post has stray words of every kind."""
_LAIN = pattern(
    r"\b(?:(?i:bed|bay|cubicle|cot|resus|side room|trolley|crib|incubator)) (?:\d{1,3}|[A-Z])\b(?! of)"
    r"|\b(?:R|^r)oom \d+ (?:has|is|was|had|asked|told)\b"
    r"|\b[Rr]oom \d+(?=[,.][^\n]* (?:he|she|his|her)\b)"
)
_SPANS = ("hour", "hr", "day", "week", "wk")
"""One of which stands in every match of `FINE_AGE`."""
_BERTHS = ("bed", "bay", "cubicle", "cot", "resus", "room", "trolley", "crib", "incubator")
"""What stands in every match of `_LAIN`."""
_BY_NAME = pattern(
    r"\b(?:[Ll]ittle|[Bb]aby|[Ww]ee|[Pp]oor|[Oo]ld) [A-Z][a-z]+"
    r"|\b(?:his|her|their) (?:wife|husband|son|daughter|mum|mom|dad|mother|father|sister|brother|partner|granddaughter"
    r"|grandson|niece|nephew|aunt|uncle|twin|nan|gran),? [A-Z][a-z]+"
)


def marks(reading: Reading) -> int:
    """How many marks of a text about one patient or client there are: `SURE`, `LIKELY`, `POSSIBLE` or none."""
    if (reading.has_digits or "DOB" in reading.text) and _SHORTHAND.search(reading.text):
        return SURE
    if not reading.found("scene.own") and is_elsewhere(reading):
        return 0
    if reading.found("privacy.case"):
        return SURE
    if reading.found("privacy.study"):
        return 0
    if _IN_BED.match(reading.words) and reading.found("privacy.clinical"):
        return SURE
    ill = _illnesses(reading.tokens)
    return _told(reading, ill) or _scene(reading, ill)


def _illnesses(words: Iterable[str]) -> set[str]:
    return {word for word in words if word.endswith(_ENDINGS) and word not in _NO_ILLNESS}


def is_elsewhere(reading: Reading) -> bool:
    """Whether the post is about the writer's own illness or family's, about an event, or about times long gone."""
    if reading.found("scene.own_care", "scene.event"):
        return True
    if not reading.has_digits:
        return False
    if _LONG_AGO.search(reading.text):
        return True
    return bool(_LAST_CENTURY.search(reading.text)) and not _OURSELVES.search(reading.words)


def is_case(reading: Reading, sureness: int = LIKELY) -> bool:
    """Whether the post seems to be about one patient or client."""
    return reading.case_marks >= sureness


def _told(reading: Reading, ill: AbstractSet[str]) -> int:
    """`LIKELY` or more where illness, somebody and the writer stand together."""
    clinical = {reading.said(hit.start, hit.end).lower() for hit in reading.found("privacy.clinical")}
    clinical |= ill
    if not clinical:
        return 0
    person = bool(reading.found("privacy.person")) or _has_years(reading)
    was_there = person and bool(reading.found("scene.time")) and bool(_OURSELVES.search(reading.words))
    found = min(2, len(clinical)) + person + was_there
    return found if found >= LIKELY else 0


def _scene(reading: Reading, ill: AbstractSet[str]) -> int:
    """`POSSIBLE` where somebody is met in care, school, custody or rescue, and it is nobody of the writer's own."""
    tokens = reading.tokens
    words = frozenset(tokens)
    owned = bool(reading.found("scene.own"))
    rank = bool(reading.found("scene.job", "scene.rare"))
    low = reading.unlinked.lower()
    placed = int(any(map(low.__contains__, _SPANS)) and bool(FINE_AGE.search(reading.unlinked)))
    placed += any(map(low.__contains__, _BERTHS)) and bool(_LAIN.search(reading.unlinked))
    if not (owned or rank or placed or _somebody(reading, words)):
        return 0
    care = len(words & _words(reading, "scene.care")) + len(reading.found("scene.care", "scene.tending"))
    care += len(ill)
    ground = 2 * (min(care, 2) + owned + placed)
    private = not reading.entities
    presented = _presented(tokens, _words(reading, "scene.human"), bare=private) or bool(
        _BY_NAME.search(reading.unlinked) or _has_years(reading)
    )
    told = private and (presented or not words.isdisjoint(_SOMEBODYS) or _is_named(reading))
    happens = sum(bool(reading.found(name)) for name in ("scene.encounter", "scene.incident"))
    happens += rank and (care > 0 or private)
    hints = min(len(words & _words(reading, "scene.hint")), 2) if private or happens or presented else 0
    there = bool((ground or presented) and _OURSELVES.search(reading.words))
    kin, public = reading.found("scene.own_kin"), reading.found("scene.public", "scene.general")
    against = 0 if owned else 3 * (bool(kin) + bool(public))
    points = ground + presented + told + hints + happens + there - against
    enough = _ENOUGH + (not (ground or presented or told)) + (not ground and len(tokens) > _LONG)
    return POSSIBLE if points >= enough else 0


def _has_years(reading: Reading) -> bool:
    return reading.has_digits and "old" in reading.text and bool(_YEARS_OLD.search(reading.text))


def _presented(tokens: Sequence[str], people: frozenset[str], *, bare: bool) -> bool:
    """Whether somebody is brought in as one of many: a boy, that old lady; `bare`: woman, 40."""
    before = [tokens[max(0, i - _NEAR) : i] for i, word in enumerate(tokens) if word in people]
    return any(_OWN.isdisjoint(near) if bare else not _ONE_OF_MANY.isdisjoint(near) for near in before)


def _words(reading: Reading, name: str) -> frozenset[str]:
    return vocabulary(reading.setting.language).words(name)


def _somebody(reading: Reading, words: frozenset[str]) -> bool:
    if words & _words(reading, "scene.person") or reading.found("scene.incident"):
        return True
    return _is_named(reading) or _has_years(reading)


def _is_named(reading: Reading) -> bool:
    """Whether somebody is called by a title or by a given name alone, as nobody calls the famous."""
    given = _words(reading, "names.given")
    if _TITLED.search(reading.text):
        return True
    return any(name.lower() in given for name in _CAPITALS.findall(reading.unlinked))
