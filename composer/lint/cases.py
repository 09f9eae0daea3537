"""Recognising a text about one patient or client, and the names, dates and places that would tell who it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.lint.identifiers import Identifier
from composer.lint.patterns import pattern
from composer.lint.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.lint.reading import Reading

_DIGIT = pattern(r"\d")
_SHORTHAND = pattern(
    r"(?<![\w$\u20ac\u00a3.,])(?:1[01]\d|\d{1,2})"
    r"(?: ?(?:yo|y/o|y\.o\.)|[MF](?! (?:users|views|people|dollars|downloads|euros)))(?![\w'/])|\bDOB\b"
)
_YEARS_OLD = pattern(r"(?<![\w.,])\d{1,3}[ -](?:yrs?|years?)[ -]old\b")
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Mister|Master|Sr|Sra|Herr|Frau|Mme)\.?"
_CAP = r"[A-Z\u00c0-\u00de](?:[a-z\u00df-\u024f]|['\u2019][A-Z])[\w\u00c0-\u024f'\u2019-]*"
_NAME = rf"{_CAP}(?: (?:{_CAP}|[A-Z]\.?|van|von|de|der|den|bin|al|el)){{0,3}}(?<!\.)"
_INITIALS = r"[A-Z]\. ?[A-Z]\.?|[A-Z]\.(?=[\s,])"
_WHO = (
    r"(?:[Pp]atient|[Pp]t|[Cc]lient|[Rr]esident|[Ii]npatient|[Mm]other|[Ff]ather|[Ww]ife|[Hh]usband|[Ss]on|[Dd]aughter"
    r"|[Ss]ister|[Bb]rother|[Pp]artner|[Mm]um|[Mm]om|[Dd]ad|[Gg]randmother|[Gg]randfather|[Ww]idow|[Cc]arer"
    r"|[Nn]eighbou?r|[Ww]oman|[Mm]an|[Bb]oy|[Gg]irl|[Ll]ady|[Gg]entleman|[Cc]hild|[Bb]aby|[Ll]ad|[Kk]id|[Pp]upil"
    r"|[Tt]utee|[Dd]efendant|[Cc]laimant|[Tt]enant|[Yy]ear \d{1,2}s)"
)
_UNDER_CARE = r"(?:patient|client|pupil|student|tutee|tenant|resident|defendant|claimant|service user)"
_NAMED = pattern(
    rf"\b{_TITLE} (?P<a>{_NAME})"
    rf"|\b{_WHO},? (?:(?:named|called|is|was|name is|by the name of) )?(?P<b>{_CAP}, {_CAP}(?=,)|{_NAME})"
    r"(?! (?:Hospital|General|Clinic|Medical|Care|Safety))"
    r"|\b(?:[Nn]amed|[Cc]alled|[Nn]ame (?:is|was):?|[Nn]ame:|[Ff]amily of|[Ss]tory of|[Cc]ase of|[Ii]n memory of"
    rf"|[Rr]est in peace,?|[Ss]aw|[Tt]reated|[Mm]et|[Oo]perated on|[Dd]ischarged|[Aa]dmitted) (?P<c>{_NAME})"
    rf"|(?:^|(?<=[.!?] ))(?P<d>{_NAME}\.?) \((?:he|she|they)/\w+,? ?\d{{0,3}}\)"
    rf"|(?P<e>{_CAP} [A-Z]\.|{_CAP} {_CAP}),? (?:age[d:]? )?\d{{1,3}} ?(?:yo|y/o|years|year-old|[MF]\b)"
    rf"|\b(?:room|bed|bay) \d+,? (?P<f>{_NAME}\.?)(?=,)"
    rf"|(?:^|(?<=[.!?] ))(?P<g>{_CAP}(?: {_CAP})?) (?:was|is)"
    r" (?:admitted|diagnosed|discharged|intubated|referred|my patient|our patient)"
    rf"|(?:^|(?<=[.!?] ))(?:[Ll]ittle|[Bb]aby|[Ww]ee|[Yy]oung|[Oo]ld) (?P<h>{_CAP})(?= [a-z])"
    rf"|(?:^|(?<=[.!?] ))(?P<i>{_CAP} (?:[A-Z]\.|{_CAP})|{_CAP}), "
    rf"(?:a|an|one of (?:my|our)|my|our) (?:[\w-]+ ){{0,2}}{_UNDER_CARE}"
    rf"|\b[Tt]he (?P<j>{_CAP}s[\u2019'])"
)
_ABSTRACT = pattern(r"\w+(?:tions?|ments?|ity|ances?|ences?|ness|ships?|care|istics|comes?|logy)\b")
"""What follows a capitalised \u201cPatient\u201d in a title."""
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_DATE = pattern(
    rf"(?:{_WEEKDAY},? (?:the )?)?(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d|,? '\d\d)?"
    r"(?![\d%]| ?(?:mg|ml|patients|mm|cm|percent))"
    rf"|(?<![\d.])\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (?:19|20)\d\d)?(?!\w))"
    r"|(?<![\d/.-])(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])(?![\d/-])"
    r"|(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)?\d\d(?![\d/-]|\.\d)"
    r"|\b(?<=[Oo]n )(?:Christmas|New Year's|Boxing|Easter|Good|Independence|Labor|Veterans)"
    r" (?:Eve|Day|Sunday|Monday|Friday)\b"
    r"|\b(?<=[Oo]n )(?:Thanksgiving|Halloween|Valentine's Day|Hogmanay|Juneteenth)\b"
)
_LABELLED_DATE = pattern(
    r"(?i:\b(?:DOB|DOD|date of birth|born on|born|admitted on|seen on|from|on)):? "
    r"(?P<v>(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|[12]\d|3[01]))(?![\d/.-]|\s?(?:mg|ml|points?|stars?|scale))"
)
_HOSPITAL = pattern(
    rf"(?:{_CAP}(?: {_CAP}){{0,3}} )(?:Hospital|Medical Cent(?:er|re)|Clinic|Infirmary|Hospice|Memorial|Nursing Home"
    r"|General(?! (?:Assembly|Motors|Electric|Secretary|Practice|Surgery|Medicine|Data))|Care Home|Rehab|Sanatorium"
    r"|Health Cent(?:er|re))(?!\w)"
    rf"|\b(?:Hospital|Clinic|Infirmary) of {_CAP}(?: {_CAP})?"
    rf"|\b(?:St\.?|Saint|Mount) {_CAP}(?:'s|\u2019s)?(?! (?:Patrick|Day))"
)
_STREET = pattern(
    rf"(?<![\w.,])\d{{1,6}}[a-zA-Z]?(?P<name>(?: {_CAP}\.?){{1,5}})(?P<flat>,? (?:Apt|Suite|Unit|Flat|No)\.? ?\w+)?"
    rf"|\b(?:{_CAP} )?{_CAP}(?:stra\u00dfe|strasse|weg|platz|gasse|allee) \d{{1,4}}\b"
)
_POSTCODE = pattern(r"(?<![\w-])(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)(?!\w)")
_ZIP = pattern(
    rf"(?:{_CAP},? (?:[A-Z]{{2}},? )?|\b(?i:zip|zip code|postcode|postal code):? )(?P<v>\d{{5}}(?:-\d{{4}})?)"
    r"(?![\w-]|[.,]\d)"
)
_TOWN = pattern(
    r"\b(?:from|lives in|live in|living in|lived in|resident of|moved to|move to|moving to|born in|works? in|town of"
    r"|village of|city of|county of|near|surgeon in|doctor in"
    r"|(?:[Mm]ayor|[Vv]icar|[Pp]riest|[Bb]ishop|[Ss]heriff) of|school in|farm in|visiting from|flown in from"
    r"|transferred from|community of|(?:[Ff]amily|[Ff]lats?|[Hh]ouse|[Ff]arm|[Pp]rison|[Ss]urgery|[Cc]linic|[Pp]ractice"
    r"|[Ss]helter|[Hh]ostel|[Vv]icar|[Pp]riest|[Dd]river|[Ff]armer|[Tt]eacher|[Bb]aker|[Nn]urse|[Dd]entist|[Ss]olicitor"
    r"|[Bb]utcher|[Cc]ouncillor|[Pp]ractising|[Ee]mployed|[Ll]iving|[Hh]oused|[Aa]rrested|[Cc]ollapsed) in"
    rf"|(?:at|behind|near|opposite) the {_CAP} in) (?P<v>{_CAP}(?: {_CAP}){{0,2}})"
)
_BED = pattern(r"\b(?:bed|room|bay|cubicle|theatre) (?:no\.? ?|number )?\d{1,4}\b", re.IGNORECASE)
_IN_BED = pattern(r"\s*(?:bed|room|bay|cubicle) (?:no\.? ?|number )?\d{1,4}\b", re.IGNORECASE)
"""A post that begins like a note at handover."""
_FINE_AGE = pattern(
    r"(?<![\w.,-])(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"[ -](?:hours?|hrs?|days?|weeks?|wks?)[ -]old\b|\bday \d{1,2} of life\b",
    re.IGNORECASE,
)
_ILL_ENDINGS = """
itis stenosis fibrosis necrosis thrombosis sclerosis ectomy otomy ostomy oscopy plasty plegia paresis penia cillin mycin
prazole sartan nephropathy neuropathy myopathy carcinoma sarcoma
"""
_ENDINGS = tuple(_ILL_ENDINGS.split())
_ILLNESS = pattern(rf"\b[a-z]{{3,}}(?:{'|'.join(_ENDINGS)}|[^d]a?emia)\b", re.IGNORECASE)
"""Words whose endings are those of illnesses, operations and drugs."""
_OURSELVES = pattern(r"\b(?:I|[Ww]e|[Uu]s|[Oo]ur|[Mm]y)\b")
_LONG_AGO = pattern(r"(?<![\d/.-])1[5-9]\d\d(?![\d/-])")
"""A year of another century: whoever is told of then is history."""
_PLATE = pattern(
    r"(?i:\b(?:licen[cs]e |number |reg(?:istration)? )?plate:? )"
    r"(?P<v>[A-Z0-9][A-Z0-9 \u2022.-]{3,9}(?<=[A-Z0-9]))(?=[,.;\s]|$)"
)


def marks(reading: Reading) -> int:
    """How many marks of a text about one patient or client there are; 3 where it says so itself."""
    if reading.found("privacy.case") or _is_shorthand(reading.text):
        return 3
    if reading.found("privacy.study"):
        return 0
    if _IN_BED.match(reading.text) and reading.found("privacy.clinical"):
        return 3
    clinical = {reading.said(hit.start, hit.end).lower() for hit in reading.found("privacy.clinical")}
    if "emia" in reading.words or any(map(reading.words.__contains__, _ENDINGS)):
        clinical |= {match[0].lower() for match in _ILLNESS.finditer(reading.masked)}
    if not clinical or _LONG_AGO.search(reading.text):
        return 0
    person = bool(reading.found("privacy.person")) or bool(_YEARS_OLD.search(reading.text))
    was_there = person and bool(reading.found("privacy.moment")) and bool(_OURSELVES.search(reading.text))
    return min(2, len(clinical)) + person + was_there


def _is_shorthand(text: str) -> bool:
    return bool(_DIGIT.search(text) or "DOB" in text) and bool(_SHORTHAND.search(text))


def is_case(reading: Reading, sureness: int = 2) -> bool:
    """Whether the post seems to be about one patient or client."""
    return reading.case_marks >= sureness


def names(reading: Reading) -> Iterator[Identifier]:
    """Names that stand behind a title, or behind a word for a patient or a relative; never bare capitals."""
    unlike = vocabulary("en").words("places.not_names")
    for match in _NAMED.finditer(reading.unlinked):
        group = next(key for key, value in match.groupdict().items() if value)
        if match[group].split()[0].strip(".,:").lower() in unlike or (
            group == "b" and match[0][0].isupper() and _ABSTRACT.match(match[group])
        ):
            continue
        yield Identifier("a name", match.start(group), match.end(group))


def fine_ages(reading: Reading) -> Iterator[Identifier]:
    """Ages in hours, days or weeks, from which a birthday can be reckoned."""
    for match in _FINE_AGE.finditer(reading.unlinked):
        yield Identifier("a fine age", match.start(), match.end())


def beds(reading: Reading) -> Iterator[Identifier]:
    """The bed or room somebody lies in."""
    for match in _BED.finditer(reading.unlinked):
        yield Identifier("a bed or room", match.start(), match.end())


def dates(reading: Reading) -> Iterator[Identifier]:
    """Dates finer than a year."""
    text = reading.unlinked
    taken = -1
    found = [(m.start(), m.end()) for m in _DATE.finditer(text)]
    found += [(m.start("v"), m.end("v")) for m in _LABELLED_DATE.finditer(text)]
    for start, end in sorted(found):
        if start >= taken:
            taken = end
            yield Identifier("a date", start, end)


def places(reading: Reading) -> Iterator[Identifier]:
    """Hospitals, streets, postcodes, towns and number plates."""
    text = reading.unlinked
    found = [("a hospital", m.start(), m.end()) for m in _HOSPITAL.finditer(text)]
    found += [("a street", start, end) for start, end in _streets(text)]
    found += [("a postcode", m.start(), m.end()) for m in _POSTCODE.finditer(text)]
    found += [("a postcode", m.start("v"), m.end("v")) for m in _ZIP.finditer(text)]
    found += [("a town", m.start("v"), m.end("v")) for m in _TOWN.finditer(text) if _is_town(m["v"])]
    found += [
        ("a number plate", m.start("v"), m.end("v")) for m in _PLATE.finditer(text) if any(c.isdigit() for c in m["v"])
    ]
    taken = -1
    for kind, start, end in sorted(found, key=lambda place: (place[1], -place[2])):
        if start >= taken:
            taken = end
            yield Identifier(kind, start, end)


def _streets(text: str) -> Iterator[tuple[int, int]]:
    kinds = vocabulary("en").words("places.streets")
    for match in _STREET.finditer(text):
        words = [word.strip(".").lower() for word in (match["name"] or "").split()]
        if not words or match["flat"] or words[0] in kinds or any(word in kinds for word in words[1:3]):
            yield match.span()


def _is_town(name: str) -> bool:
    unlike = vocabulary("en").words("places.not_towns")
    return name.lower() not in unlike and name.split()[0].lower() not in unlike
