"""Recognising a text about one patient, client or pupil: by saying so, or by what its signs weigh together."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from composer.lint import traces
from composer.lint.patterns import pattern
from composer.lint.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from composer.lint.reading import Reading

SURE, LIKELY, POSSIBLE = 3, 2, 1
"""Marks of a post that says itself that it is about a case, of one whose signs are many, and of one that has some."""
_SOME, _MANY = 0.05, 2.4
"""What the signs of a post that is possibly or likely about a case weigh; our numbers."""
_COUNTED = {"care": 3, "hint": 3, "home": 3, "fact": 4, "state": 3}
"""Words of these lists that count, each once; of the other lists one word is as good as ten."""
_WORDS = (*_COUNTED, "human", "other", "us", "mine", "reader")
_SCENE = ("encounter", "general", "job", "own", "own_kin", "public", "rare", "time", "workplace")
_WORDINGS = {f"scene.{name}": name for name in _SCENE}
"""Wordings that are a sign."""
_OUTRIGHT = frozenset(("outright", "shorthand"))
_ELSEWHERE = frozenset(("scene.own_care", "scene.event"))
_GROUND = _OUTRIGHT | {"care", "own", "lain", "fine_age"}
"""Signs of care, without one of which all others weigh as they do alone."""
_PEOPLE = _OUTRIGHT | {"human", "other", "titled", "given", "own", "lain", "fine_age", "years_old", "aged", "job"}
"""Signs of somebody, without one of which nobody is told of."""

_SHORTHAND = pattern(
    r"\d(?<![\w$\u20ac\u00a3.,]\d)(?:(?<=1)[01]\d|\d?)"
    r"(?: ?(?:yo|y/o|y\.o\.|mo(?=[,.;:]| old| boy| girl| with| male| female)|m/o)|/52"
    r"|[MF](?! (?:users|views|people|dollars|downloads|euros)))(?![\w'/])"
)
_BORN = pattern(r"\bDOB\b")
_LAST_CENTURY = pattern(r"19(?<!since 19)(?<!born 19)(?<![\d/.-]19)[5-9]\d(?![\d/-])")
_LONG_AGO = pattern(r"1(?<!since 1)(?<![\d/.-]1)(?:[5-8]\d\d|9[0-4]\d)(?![\d/-])")
"""A year before anybody's patient was born: whoever is told of then is history."""
_OURSELVES = frozenset(("i", "we", "us", "our", "my"))
_YEARS_OLD = pattern(
    r"\d(?<![\w.,]\d)\d{0,2}[ -](?:yrs?|years?|months?|mos?)[ -]old\b"
    r"|\b(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -]years?[ -]old\b"
    r"|\b[Ii]n (?:his|her|their) (?:late |early |mid[ -]?)?[2-8]0s\b"
)
_TITLED = pattern(r"M(?<!\wM)(?:r|rs|s|iss|x)\.? [A-Z]")
_CAPITAL = pattern(r"[a-z,;] [\"\u201c\u2018(]?[A-Z\u00c0-\u00de][a-z\u00df-\u024f]{2}")
"""A capital within a sentence."""
_AGED = pattern(
    r"\b(?!(?:S?[Hh]e|It|They|There|This|That|Here|(?:Jan|Febr)uary|March|April|June|July|August|(?:Sept|Nov|Dec)ember"
    r"|October) )[A-Z][a-z\u00df-\u024f]{2,}"
    r"(?:, | is | was | \(|, aged? |, only )(?:[1-9]|1?[1-9]\d)(?=[,.);]|$| when| and)"
)
"""A name with an age."""
_NAME = pattern(r"[A-Z](?<!\w.)[a-z]+(?: [A-Z][a-z]+)*")
"""Capitalised words, those in a row as one: the famous are called by more than a given name."""
_LAIN = pattern(
    r"\b(?:(?i:bed|bay|cubicle|cot|resus|side room|trolley|crib|incubator)) (?:\d{1,3}|[A-Z])\b(?! of)"
    r"|\b(?:R|^r)oom \d+ (?:has|is(?! (?:where|for|free|booked|open|the))|was|had|asked|told)\b"
    r"|\b[Rr]oom \d+(?=[,.][^\n]* (?:he|she|his|her)\b)"
)
_BERTHS = frozenset(("bed", "bay", "cubicle", "cot", "resus", "room", "trolley", "crib", "incubator"))
"""What stands in every match of `_LAIN`."""
_ILL_ENDINGS = """
itis stenosis fibrosis necrosis thrombosis sclerosis aemia emia ectomy otomy ostomy oscopy plasty plegia paresis penia
cillin mycin prazole sartan nephropathy neuropathy myopathy ymphoma inoma arcoma eloma blastoma lioma osis iasis
"""
_ENDINGS = tuple(_ILL_ENDINGS.split())
_NO_ILLNESS = frozenset(("academia", "hypothesis", "metamorphosis", "osmosis", "apotheosis", "symbiosis", "hypnosis"))
"""Words whose endings are those of illnesses, operations and drugs."""


def marks(reading: Reading) -> int:
    """How many marks of a text about one patient or client there are: `SURE`, `LIKELY`, `POSSIBLE` or none."""
    of_a_study = "privacy.study" in reading.hits and "privacy.case" not in reading.hits
    if (of_a_study or is_elsewhere(reading)) and not (_has_shorthand(reading) or "scene.own" in reading.hits):
        return 0
    found = signs(reading)
    if _PEOPLE.isdisjoint(found):
        found["nobody"] = 1
    weigh = _weights(reading.setting.language, alone=_GROUND.isdisjoint(found))
    # Rounded, as signs are met in any order and sums of fractions depend on it.
    score = round(sum([count * weigh(sign) for sign, count in found.items()]), 3)
    if score < _SOME:
        return 0
    if not _OUTRIGHT.isdisjoint(found):
        return SURE
    return LIKELY if score >= _MANY else POSSIBLE


def is_case(reading: Reading, sureness: int = LIKELY) -> bool:
    """Whether the post seems to be about one patient or client."""
    return reading.case_marks >= sureness


def is_elsewhere(reading: Reading) -> bool:
    """Whether the post is about the writer's own illness or family's, an event, the famous or the past."""
    if not _ELSEWHERE.isdisjoint(reading.hits) or _is_about_the_famous(reading):
        return True
    if not reading.has_digits:
        return False
    if _LONG_AGO.search(reading.text):
        return True
    return bool(_LAST_CENTURY.search(reading.text)) and _OURSELVES.isdisjoint(reading.tokens)


def signs(reading: Reading) -> dict[str, int]:
    """What speaks for or against a case in a post, and how often that counts."""
    found = {"post": 1}
    for word in frozenset(reading.tokens):
        for name in _named(word, reading.setting.language):
            found[name] = found.get(name, 0) + 1
    tended = len(reading.found("scene.care", "scene.tending"))
    if tended:
        found["care"] = found.get("care", 0) + tended
    for name in found:
        found[name] = min(found[name], _COUNTED.get(name, 1))
    found |= dict.fromkeys([_WORDINGS[name] for name in _WORDINGS.keys() & reading.hits.keys()], 1)
    found |= dict.fromkeys([entity.kind for entity in reading.entities], 1)
    found |= dict.fromkeys([name for name, there in _shapes(reading) if there], 1)
    return found


def _shapes(reading: Reading) -> Iterator[tuple[str, object]]:
    """Signs in how a post is written, and whether each is there."""
    text = reading.unlinked
    yield "outright", "privacy.case" in reading.hits
    yield "fine_age", any(traces.fine_ages(reading))
    yield "lain", reading.may_have(_BERTHS) and _LAIN.search(text)
    yield "titled", _TITLED.search(text)
    yield "aged", reading.has_digits and _AGED.search(text)
    yield "capital", _CAPITAL.search(text)
    yield "given", _has_given_name(reading)
    yield "question", "?" in text
    yield "shorthand", _has_shorthand(reading)
    yield "years_old", ("old" in text or "0s" in text) and _YEARS_OLD.search(text)
    if reading.has_digits:
        yield "bed", any(traces.beds(reading))


def _has_given_name(reading: Reading) -> bool:
    """Whether somebody is called by a given name alone."""
    given = vocabulary(reading.setting.language).words("names.given")
    return reading.may_have(given) and any(name.lower() in given for name in _NAME.findall(reading.unlinked))


def _has_shorthand(reading: Reading) -> bool:
    text = reading.unlinked
    return bool((reading.has_digits and _SHORTHAND.search(text)) or ("DOB" in text and _BORN.search(text)))


def _is_about_the_famous(reading: Reading) -> bool:
    """Whether a name ends in one that everybody knows, which a street or a hospital that bears it does not."""
    famous = vocabulary(reading.setting.language).words("scene.famous")
    if famous.isdisjoint(reading.tokens):
        return False
    return any(name.rpartition(" ")[2].lower() in famous for name in _NAME.findall(reading.unlinked))


@lru_cache(1 << 14)
def _named(word: str, language: str) -> tuple[str, ...]:
    """The lists of the scene that have a word, and `care` for an illness."""
    words = vocabulary(language).words
    listed = [name for name in _WORDS if word in words(f"scene.{name}")]
    is_illness = word.endswith(_ENDINGS) and word not in _NO_ILLNESS
    return (*listed, "care") if is_illness else tuple(listed)


@cache
def _weights(language: str, *, alone: bool) -> Callable[[str], float]:
    """What a sign weighs, in a post with a sign of care or in one without."""
    words = vocabulary(language)
    return cache(lambda sign: words.weight(f"case.{sign}", alone=alone))
