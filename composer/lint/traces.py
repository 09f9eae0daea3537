"""What in a case tells who it is: names, times, places, beds and fine ages."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from composer.lint.identifiers import Identifier
from composer.lint.patterns import pattern
from composer.lint.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.lint.reading import Reading

_BED = pattern(
    r"\b(?:(?i:bed|room|bay|cubicle|theatre|ward|cot|resus|trolley|chair|cell|flat|block|wing|pod|berth|courtroom|crib"
    r"|incubator|unit|class|classroom|apartment|lounge|table)) (?:no\.? ?|number )?(?:\d{1,4}[A-Z]?|[A-Z]\d{0,2})\b"
    r"(?![ -]?(?:mg|ml|per|years?|weeks?|days?|hours?|months?|minutes?|patients|pupils|people|times|%))"
    r"|\b(?:[MNPCSI]CU|ITU|HDU|NICU|PICU|SCBU|Medic|Engine|Rescue|Squad|Dorm|OR|Theatre) \d{1,3}\b"
    r"(?! (?:years|days|hours|beds|nurses))"
    r"|\b[Nn]umber \d{1,4}(?=,)"
)
_BERTH_WORDS = """
bed room bay cubicle theatre ward cot resus trolley chair cell flat block wing pod berth courtroom crib incubator unit
class classroom apartment lounge table micu nicu picu ccu scu icu itu hdu scbu medic engine rescue squad dorm or number
"""
_BERTHS = frozenset(_BERTH_WORDS.split())
"""One of which stands in every place of this kind."""
_NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
_FINE_AGE = pattern(
    rf"(?<![\w.,-]){_NUMBER}[ -](?:hours?|hrs?|days?|weeks?|wks?)[ -]old\b|\bday \d{{1,2}} of life\b"
    rf"|\b(?:baby|boy|girl|infant|newborn|preemie|neonate|twins)(?: [a-z]+)?(?:,| of| at| aged|, aged) {_NUMBER}"
    r" (?:hours|days|weeks)(?=[,.;:!?]|$| (?:and|with|came|come|in|who))"
    rf"|\b{_NUMBER} weeks? and {_NUMBER} days?\b",
    re.IGNORECASE,
)
_SPANS = frozenset(("hour", "hours", "hr", "hrs", "day", "days", "week", "weeks", "wk", "wks"))
_AGEING = frozenset(("old", "life", "baby", "boy", "girl", "infant", "newborn", "preemie", "neonate", "twins", "and"))
"""One of each of which stands in every fine age."""
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Mister|Master|Sr|Sra|Herr|Frau|Mme)\.?"
_UPPER = "A-Z\u00c0-\u00de\u0100\u010c\u0112\u0141\u014c\u0150\u015a\u0160\u016a\u0179\u017b\u017d"
_CAP = rf"[{_UPPER}](?:[a-z\u00df-\u024f]|['\u2019][A-Z])[\w\u00c0-\u024f'\u2019-]*"
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
    rf"\b{_TITLE} (?P<a>(?:[A-Z]\. ?|(?:van|von|de|du|la|le|der|den|al|el) ){{0,2}}{_NAME}|[A-Z]\b)"
    rf"|\b{_WHO},? (?:(?:named|called|is|was|name is|by the name of) )?(?P<b>{_CAP}, {_CAP}(?=,)|{_NAME})"
    r"(?! (?:Hospital|General|Clinic|Medical|Care|Safety))"
    r"|\b(?:[Nn]amed|[Cc]alled|[Nn]ame (?:is|was):?|[Nn]ame:|[Ff]amily of|[Ss]tory of|[Cc]ase of|[Ii]n memory of"
    rf"|[Rr]est in peace,?|[Ss]aw|[Tt]reated|[Mm]et|[Oo]perated on|[Dd]ischarged|[Aa]dmitted) (?P<c>{_NAME})"
    rf"|(?:^|(?<=[.!?] ))(?P<d>{_NAME}\.?) \((?:he|she|they)/\w+,? ?\d{{0,3}}\)"
    rf"|\b(?:room|bed|bay) \d+,? (?P<f>{_NAME}\.?)(?=,)"
    rf"|(?:^|(?<=[.!?] ))(?P<g>{_CAP}(?: {_CAP})?) (?:was|is)"
    r" (?:admitted|diagnosed|discharged|intubated|referred|my patient|our patient)"
    rf"|(?:^|(?<=[.!?] ))(?:[Ll]ittle|[Bb]aby|[Ww]ee|[Yy]oung|[Oo]ld) (?P<h>{_CAP})(?= [a-z])"
    rf"|(?:^|(?<=[.!?] ))(?P<i>{_CAP} (?:[A-Z]\.|{_CAP})|{_CAP}), "
    rf"(?:a|an|one of (?:my|our)|my|our) (?:[\w-]+ ){{0,2}}{_UNDER_CARE}"
    rf"|\b[Tt]he (?P<j>{_CAP}s[\u2019']|{_CAP}(?= (?:twins|triplets|baby|family|boys?|girls?|sisters|brothers)\b))"
    rf"|\b(?:[Pp]t|[Pp]atient|[Cc]lient|[Rr]esident|[Pp]upil) (?P<k>{_INITIALS})"
)
_NAMED_WITH_AGE = pattern(
    rf"(?P<e>{_CAP} [A-Z]\.|{_CAP} {_CAP}),? (?:age[d:]? )?\d{{1,3}} ?(?:yo|y/o|years|year-old|[MF]\b)"
    rf"|(?:^|(?<=[.!?:] )|(?<=\band )|(?<=\bs )|(?<=\bour ))(?P<m>{_CAP})(?=(?:,| \()(?: ?aged?)? [1-9]\d?[,)])"
)
_NAMED_WITH_KIN = pattern(
    rf"(?P<l>{_CAP} {_CAP})(?=['\u2019]s (?:family|GP|mum|mom|mother|father|dad|son|daughter|husband|wife|parents))"
)
_ABSTRACT = pattern(r"\w+(?:tions?|ments?|ity|ances?|ences?|ness|ships?|care|istics|comes?|logy)\b")
"""What follows a capitalised \u201cPatient\u201d in a title."""
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_ORDINAL_DAY = pattern(
    r"\b(?:[Oo]n|[Bb]y|[Ss]ince|[Uu]ntil|of) (?P<v>the (?:[12]?\d|3[01])(?:st|nd|rd|th))"
    r"(?=[,.;:!?)]|$| (?:and|but|with|after|when|at|of|in|was|he|she|we|I)\b)"
)
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
_CALENDAR_WORDS = """
jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov
november dec december christmas boxing easter good independence labor veterans thanksgiving halloween valentine hogmanay
juneteenth new
"""
_CALENDAR = frozenset(_CALENDAR_WORDS.split())
_FIGURES = pattern(r"\d[/.-]\d")
"""A word of the one or these figures stand in every date."""
_LABELLED_DATE = pattern(
    r"(?i:\b(?:DOB|DOD|date of birth|born on|born|admitted on|seen on|from|on)):? "
    r"(?P<v>(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|[12]\d|3[01]))(?![\d/.-]|\s?(?:mg|ml|points?|stars?|scale))"
)
_HOSPITAL = pattern(
    r"(?!Governor|Attorney|Surgeon|Solicitor|Secretary)"
    rf"(?:{_CAP}(?: {_CAP}){{0,3}} )(?:Hospital|Medical Cent(?:er|re)|Clinic|Infirmary|Hospice|Memorial"
    r"|General(?! (?:Assembly|Motors|Electric|Secretary|Practice|Surgery|Medicine|Data))|Nursing Home|Care Home|Rehab"
    r"|Sanatorium"
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
_PLATE = pattern(
    r"(?i:\b(?:licen[cs]e |number |reg(?:istration)? )?plate:? )"
    r"(?P<v>[A-Z0-9][A-Z0-9 \u2022.-]{3,9}(?<=[A-Z0-9]))(?=[,.;\s]|$)"
)


def names(reading: Reading) -> Iterator[Identifier]:
    """Names that stand behind a title, or behind a word for a patient or a relative; never bare capitals."""
    unlike = vocabulary("en").words("places.not_names")
    for match in _named(reading):
        group = next(key for key, value in match.groupdict().items() if value)
        if _first_word(match[group]) in unlike or (
            group == "b" and match[0][0].isupper() and _ABSTRACT.match(match[group])
        ):
            continue
        if group == "a" and _is_no_case(reading.text[max(0, match.start() - _WORD_BEFORE) : match.start()].rstrip()):
            continue
        yield Identifier("a name", match.start(group), match.end(group))


def _named(reading: Reading) -> Iterator[re.Match[str]]:
    """Where somebody seems to be named, in order; of what overlaps the first."""
    text = reading.unlinked
    found = [*_NAMED.finditer(text)]
    if reading.has_digits:
        found += _NAMED_WITH_AGE.finditer(text)
    if "'s " in text or "\u2019s " in text:
        found += _NAMED_WITH_KIN.finditer(text)
    reached = 0
    for match in sorted(found, key=lambda match: match.start()):
        if match.start() >= reached:
            reached = match.end()
            yield match


def _first_word(name: str) -> str:
    """The first word of a name in lower case, be it behind initials."""
    words = [word.strip(".,:").lower() for word in name.split()]
    return next((word for word in words if len(word) > 1), words[0])


def fine_ages(reading: Reading) -> Iterator[Identifier]:
    """Ages in hours, days or weeks, from which a birthday can be reckoned."""
    if not (reading.may_have(_SPANS) and reading.may_have(_AGEING)):
        return
    for match in _FINE_AGE.finditer(reading.unlinked):
        yield Identifier("a fine age", match.start(), match.end())


_CLOCK = pattern(
    r"\d(?:(?:(?<=\b[Aa]t \d)|(?<=[Aa]round \d)|(?<=[Aa]bout \d)|(?<=\b[Bb]y \d)|(?<=[Ss]ince \d)|(?<=[Ff]rom \d)"
    r"|(?<=[Uu]ntil \d)|(?<=[Ff]or the \d))"
    r"(?:(?<=[01])\d|(?<=2)[0-3])?[:.][0-5]\d(?![\d%]|\.\d| ?(?:mg|ml|mmol|cm|mm|kg|%))"
    r"|(?<![\w.:]\d)(?:(?<=1)[0-2]|(?<=0)[1-9]|(?<!0))(?:[:.][0-5]\d)? ?(?:[ap]m|[ap]\.m\.)(?!\w)"
    r"|(?<![\w.:]\d)(?:(?<=[01])\d|(?<=2)[0-3])[:.]?[0-5]\d ?(?:hrs?|hours)\b"
    r"|(?<=\b[Aa]t \d)(?:(?<=[01])\d|(?<=2)[0-3])[0-5]\d\b(?! \w))"
)
"""An hour of the clock, but no dose and no score."""


def hours(reading: Reading) -> Iterator[Identifier]:
    """Hours of the clock."""
    for match in _CLOCK.finditer(reading.masked):
        yield Identifier("a time", match.start(), match.end())


def times(reading: Reading) -> Iterator[Identifier]:
    """What dates a scene by the day of the post: last night, on Tuesday, at 3 am."""
    found = [(hit.start, hit.end) for hit in reading.found("scene.time")]
    found += [(hour.start, hour.end) for hour in hours(reading)]
    reached = -1
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if start >= reached:
            reached = end
            yield Identifier("a time", start, end)


def beds(reading: Reading) -> Iterator[Identifier]:
    """The bed or room somebody lies in."""
    if not reading.may_have(_BERTHS):
        return
    for match in _BED.finditer(reading.unlinked):
        yield Identifier("a bed or room", match.start(), match.end())


def dates(reading: Reading) -> Iterator[Identifier]:
    """Dates finer than a year."""
    text = reading.unlinked
    taken = -1
    named = reading.may_have(_CALENDAR)
    found = [(m.start(), m.end()) for m in _DATE.finditer(text)] if named or _FIGURES.search(text) else []
    found += [m.span("v") for dated in (_LABELLED_DATE, _ORDINAL_DAY) for m in dated.finditer(text)]
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


_SITE = pattern(rf"\b{_CAP}(?:[ -]{_CAP}){{0,3}}(?: [a-z]+){{0,2}}")
_POINTED = pattern(
    rf"\b[Ww]ard {_CAP}|(?<=\b[Tt]he )[AM]\d{{1,4}}\b|(?<=\bin )\d{{1,3}}[A-F]\b"
    r"|(?<=\b[OoIi]n )(?:\d{1,2}|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)"
    r" (?:North|South|East|West|Red|Blue|Green|Yellow|Gold|Pink|Orange|Purple|[A-D])\b"
    r"|(?<=\b[Tt]he )(?:General|Infirmary|Royal|County|Victoria|Queen Elizabeth|Memorial)\b(?! [A-Z])"
)
"""A ward by its name, a road by its number, a bed by its letter, and what people call the hospital in town."""
_IN_PLACE = pattern(
    r"\b(?:[Ii]n|[Aa]t|[Ff]rom|[Tt]o|[Nn]ear|[Oo]utside|[Ii]nto|[Tt]owards|[Oo]ff|[Bb]eyond|[Aa]round|[Bb]ehind|[Bb]eside"
    r"|[Aa]cross|(?:whole|half|edge|outskirts|streets|town|village|island|people|middle|north|south|east|west) of)"
    rf" (?:the )?(?P<v>{_CAP}(?:(?: |-){_CAP}|-(?:on|upon|le|in|by)-(?:the-)?{_CAP}){{0,3}})(?!\w| v\.? )"
)


def surroundings(reading: Reading) -> Iterator[Identifier]:
    """What is only likely to be a place: capitals behind `in` or before `school`, and the writer's own workplace."""
    text = reading.unlinked
    found = [m.span() for m in _POINTED.finditer(text)]
    found += [(m.start(), m.start() + len(site)) for m in _SITE.finditer(text) if (site := _site(text, m))]
    if not _is_headline(text):
        found += [m.span("v") for m in _IN_PLACE.finditer(text) if _may_be_place(m["v"])]
    found += [(hit.start, hit.end) for hit in reading.found("scene.workplace")]
    reached = -1
    for start, end in sorted(found):
        if start >= reached:
            reached = end
            yield Identifier("a place", start, end)


def _site(text: str, match: re.Match[str]) -> str:
    """The part of `match` that ends with a word for a site; empty if there is none."""
    kinds = vocabulary("en").words("places.sites")
    parts = match[0].split()
    ends = [n for n, part in enumerate(parts, 1) if n > 1 and part.lower() in kinds]
    named = sum(part[0].isupper() for part in parts) > 1 or not _opens(text, match.start())
    return " ".join(parts[: ends[-1]]) if ends and named and _may_be_place(match[0]) else ""


_WORD_BEFORE = 80
"""Characters before a name in which the word before it stands whole."""
_SPACES = 20
"""Characters before a word in which the one before it stands, unless a paragraph begins there."""


def _opens(text: str, at: int) -> bool:
    """Whether a sentence begins at `at`, be it behind an emoji, so that a capital there says nothing."""
    before = text[max(0, at - _SPACES) : at].rstrip().rstrip(_CLOSING)
    return not before or before[-1] in ".!?:\u2026\ufe0f" or unicodedata.category(before[-1]) == "So"


_CLOSING = "\"\u201d\u2019)'"
"""What may stand between the end of a sentence and the next."""


def _is_headline(text: str) -> bool:
    """Whether most words are capitalised, so that a capital says nothing."""
    words = [word for word in text.split() if word[0].isalpha()]
    return 2 * sum(word[0].isupper() for word in words) > len(words)


def _may_be_place(name: str) -> bool:
    words = vocabulary("en").words
    first = name.split()[0].lower().removesuffix("'s").removesuffix("\u2019s")
    return _is_town(name) and first not in words("places.not_names") and first not in words("names.given")


_PROPER = pattern(
    rf"(?<![\w@#/'\u2019-])"
    rf"(?P<v>{_CAP}(?:(?: | (?:van|von|de|der|den|bin|al|el|Mac|N\u00ed|O) ){_CAP}){{0,3}})(?![\w-])"
)
"""A capitalised word, or several in a row."""
_CALLED_BY_RANK = pattern(
    rf"\b(?:Sgt|Sergeant|Sister|Father|Rev|Reverend|Captain|Corporal|Constable|PC|Coach|Auntie|Aunty|Uncle|Nana|Granny|Nan"
    rf"|Grandad|[Oo]ld|[Yy]oung|[Ll]ittle|[Bb]aby|[Ww]ee|[Pp]oor)\.? (?P<v>{_CAP}|[A-Z]\b)"
    rf"|(?P<d>\bDr\.? {_CAP}) (?:clinic|list|ward|own|surgery|patient)"
)
_PSEUDONYM = pattern(
    r"\b(?:let'?s call|i'?ll call|we'?ll call|call (?:him|her|them)|real names?"
    r"|names? (?:have been |has been |are |is )?changed|not (?:his|her) name|pseudonym)\b"
)


def first_names(reading: Reading) -> Iterator[Identifier]:
    """Given names that stand alone, unless the post says that it made them up."""
    if _PSEUDONYM.search(reading.words):
        return
    unlike = vocabulary("en").words("places.not_names")
    for match in _CALLED_BY_RANK.finditer(reading.unlinked):
        group = "v" if match["v"] else "d"
        if match[group].lower() not in unlike and _may_be_name(match[group]):
            yield Identifier("a name", match.start(group), match.end(group))
    for start, end in _alone(reading):
        name = reading.unlinked[start:end]
        if " " not in name and _is_given(name):
            yield Identifier("a name", start, end)


def proper_names(reading: Reading) -> Iterator[Identifier]:
    """Names in full, and capitals within a sentence that are no place and tell who somebody is all the same."""
    if _PSEUDONYM.search(reading.words) or _is_headline(reading.unlinked):
        return
    sited = [(place.start, place.end) for place in (*reading.places, *reading.surroundings)]
    for start, end in _alone(reading):
        name = reading.unlinked[start:end]
        named = _is_full_name(name)
        told = not _opens(reading.text, start) or _TOLD_OF.match(reading.text, end)
        rare = told and _is_rare(name)
        if (named or rare) and not any(start < till and since < end for since, till in sited):
            yield Identifier("a name", start, end)


def _alone(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where capitals tell of somebody: neither quoted nor cited, no king's, nor behind a title or a word of thanks.

    Of several at the beginning of a sentence the first is left out if the second is a given name: “Told Maria”.
    """
    text = reading.unlinked
    cited = [match.span() for match in _CITED.finditer(text)]
    for match in _PROPER.finditer(text):
        start, end = match.span("v")
        before = reading.text[max(0, start - _WORD_BEFORE) : start].rstrip()
        is_other = _is_no_case(before) or _REIGNS.match(text, end)
        is_cited = reading.is_quoted(start) or any(since < start < till for since, till in cited)
        if not (is_other or is_cited):
            yield start + _verb_before(text, match), end


def _verb_before(text: str, match: re.Match[str]) -> int:
    """The length of a word that opens a sentence before a given name, with its space."""
    first, _, others = match["v"].partition(" ")
    opens = others and _is_given(others) and not _is_given(first) and _opens(text, match.start("v"))
    return len(first) + 1 if opens else 0


def _is_no_case(before: str) -> bool:
    """Whether what stands before a name tells that it is nobody's who is looked after, as far as one can tell."""
    if _PROFESSIONAL.search(before, max(0, len(before) - _TITLE_LENGTH)):
        return True
    if any(map(before.__contains__, _THANKING)) and _THANKED.search(before):
        return True
    return ("y " in before or before.endswith(_CALLING)) and bool(_WRITERS.search(before))


def _is_full_name(name: str) -> bool:
    """Whether a given name stands before others, none of which is a day, a month or a little word."""
    unlike = vocabulary("en").words("places.not_names")
    return " " in name and _is_given(name) and unlike.isdisjoint(map(_bare, name.split()))


def _is_given(name: str) -> bool:
    return _bare(name.split()[0]) in vocabulary("en").words("names.given")


def _is_rare(name: str) -> bool:
    words = vocabulary("en").words
    first = _bare(name.split()[0])
    if len(first) < _NAME_LENGTH or first.endswith(_DEMONYMS) or first in words("names.given"):
        return False
    return not any(first in words(f"places.{unlike}") for unlike in _UNLIKE)


_NAME_LENGTH = 3
_DEMONYMS = ("ish", "ese", "ian", "ean")
_UNLIKE = ("not_names", "not_towns", "not_proper")
_TOLD_OF = pattern(
    r"(?:'s|\u2019s)?(?:,? \(?\d{1,2}(?=[,):;.]| and )|, (?:who|aged)\b|, (?:an? )?\w+[ -]years?[ -]old)"
)
"""What stands behind a name even at the beginning of a sentence: an age, or `who`."""
_PROFESSIONAL = pattern(r"\b(?:Dr|Prof|Professor|St|Saint|Sir|Dame|President|Lord)\.?$")
"""What stands before the names of those who look after others or are famous."""
_THANKED = pattern(
    r"\b(?:[Tt]hanks|[Tt]hank you|[Cc]heers|[Gg]rateful|[Kk]udos|[Ss]hout-?out|[Hh]ats off) (?:to|for)\b[^.!?\n]*$"
)
_WRITERS = pattern(
    r"\b[Mm]y (?:[\w-]+ ){0,3}(?:teacher|lecturer|professor|tutor|boss|supervisor|mentor|coach|friend|mate|pal"
    r"|colleague|neighbou?r|sister|brother|cousin|niece|nephew|aunt|uncle|daughter|son|wife|husband|partner|bestie|flatmate),?$"
    r"|\b(?:dog|cat|greyhound|puppy|kitten|hen|chook|horse|pony|parrot|budgie|tortoise|hamster|rabbit|goldfish|cow|goat"
    r"|nurse|doctor|teacher|consultant|registrar|matron|surgeon|car|van|plant|robot) (?:called|named)$"
    r"|\bnamed (?:him|her|it|them)$"
)
"""What stands before the names of those whom the writer thanks, is kin to or keeps."""
_TITLE_LENGTH = 12
_THANKING = ("hank", "heers ", "rateful ", "udos ", "hout", "ats off ")
_CALLING = ("called", "named", "him", "her", "it", "them")
"""What stands in every match of those, and is found faster."""
_REIGNS = pattern(r" (?:[IVX]{2,5}|I|V|X)\b(?!')")
"""What follows the names of kings and popes."""
_CITED = pattern(r"\([A-Z][\w'\u2019-]+(?: (?:and|&) [A-Z][\w'\u2019-]+| et al\.?),?(?: (?:19|20)\d\d[a-z]?)?\)")
"""Authors in brackets."""


def _bare(word: str) -> str:
    """A name as the lists have it: in lower case, without accents, and nobody's."""
    low = word.lower().removesuffix("'s").removesuffix("\u2019s").rstrip("'\u2019")
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


def _may_be_name(name: str) -> bool:
    return name.lower() not in vocabulary("en").words("places.not_towns")


def _streets(text: str) -> Iterator[tuple[int, int]]:
    kinds = vocabulary("en").words("places.streets")
    for match in _STREET.finditer(text):
        words = [word.strip(".").lower() for word in (match["name"] or "").split()]
        if not words or match["flat"] or words[0] in kinds or any(word in kinds for word in words[1:3]):
            yield match.span()


def _is_town(name: str) -> bool:
    unlike = vocabulary("en").words("places.not_towns")
    return name.lower() not in unlike and name.split()[0].lower() not in unlike
