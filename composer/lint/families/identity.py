"""What names a patient, a client or anybody else outright: recognised identifiers, by the law's own list."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from composer.lint import cases, identifiers, traces
from composer.lint.record import ENGLISH, IDENTIFIER, Bar, Edit, Finding, Rule, given
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from composer.lint.identifiers import Identifier
    from composer.lint.reading import Reading

SAFE_HARBOR = "45 CFR 164.514(b)(2), the Safe Harbor list of identifiers (law, USA)"


@given("digit", "url", "email")
def _direct(reading: Reading) -> Iterable[Finding]:
    for found in identifiers.direct(reading):
        said = reading.text[found.start : found.end]
        mask = Edit(found.start, found.end, "[removed]", Safety.CHOICE, "Take it out")
        yield Finding((said,), found.start, found.end, (mask,), fields=(("kind", found.kind),))


def _age_over_89(reading: Reading) -> Iterable[Finding]:
    certain = tuple(_age(reading, found) for found in identifiers.great_ages(reading))
    yield from certain
    if cases.is_case(reading, cases.POSSIBLE):
        for found in identifiers.ages_in_scene(reading):
            finding = _age(reading, found, mild=not cases.is_case(reading))
            if not any(overlap(one, finding) for one in certain):
                yield finding


def _age(reading: Reading, found: Identifier, *, mild: bool = False) -> Finding:
    said = reading.text[found.start : found.end]
    edit = Edit(found.start, found.end, found.replacement, Safety.SAFE, "Write 90 or older")
    return Finding((said,), found.start, found.end, (edit,) if found.replacement else (), mild=mild)


def in_scene(
    reading: Reading,
    find: Callable[[Reading], Iterable[Identifier]],
    sureness: int = cases.LIKELY,
    *,
    mild: bool = False,
) -> Iterator[Finding]:
    """A finding for everything that `find` recognises; mild where the post is less than surely about a case."""
    if not cases.is_case(reading, cases.POSSIBLE):
        return
    mild = mild or not cases.is_case(reading, sureness)
    for found in find(reading):
        edit = Edit(found.start, found.end, "[removed]", Safety.CHOICE, "Take it out")
        said = (reading.said(found.start, found.end),)
        yield Finding(said, found.start, found.end, (edit,), fields=(("kind", found.kind),), mild=mild)


def _with_guesses(
    reading: Reading, find: Callable[[Reading], Iterable[Identifier]], guess: Callable[[Reading], Iterable[Identifier]]
) -> Iterator[Finding]:
    """What is certain, and as mild findings what is merely likely and nothing certain covers."""
    certain = tuple(in_scene(reading, find))
    yield from certain
    for found in in_scene(reading, guess, mild=True):
        if not any(overlap(one, found) for one in certain):
            yield found


def overlap(one: Finding, other: Finding) -> bool:
    """Whether two findings share a character."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


@given("case")
def _names(reading: Reading) -> Iterable[Finding]:
    for found in _with_guesses(reading, traces.names, _likely_names):
        yield replace(found, mild=True) if all(len(name) == 1 for name in found.words) else found


def _likely_names(reading: Reading) -> Iterator[Identifier]:
    yield from traces.first_names(reading)
    if cases.is_case(reading):
        yield from traces.proper_names(reading)


@given("case")
def _dates(reading: Reading) -> Iterable[Finding]:
    return in_scene(reading, traces.dates)


@given("case")
def _places(reading: Reading) -> Iterable[Finding]:
    return _with_guesses(reading, attrgetter("places"), attrgetter("surroundings"))


@given("picture")
def _picture(reading: Reading) -> Iterable[Finding]:
    if reading.post.media and cases.is_case(reading) and not reading.found("privacy.consent"):
        yield Finding((reading.post.media[0].path.rsplit("/", 1)[-1],), medium=0)


RULES = (
    Rule(
        code="PRV001",
        name="direct-identifier",
        title="An e-mail address, a telephone, record, insurance, account or card number",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} is {kind}: it leads straight to one person, and a post cannot be taken back once it is read."
            " Take it out, or put what it stands for."
        ),
        reason=(
            "A number or an address that belongs to one person identifies that person, whatever else the post leaves"
            " out. That holds for patients and clients first, and for colleagues and the writer as well."
        ),
        source=f"{SAFE_HARBOR}, items 4 to 13.",
        bad=(
            "Her referral went to maria.keller74@example.org by mistake.",
            "Patient ID 00471183 came back with a clean scan.",
            "Ring the family on (312) 555-0148 before you post the story.",
        ),
        good=(
            "The trial is registered as NCT04280705.",
            "Cells were kept at 312 K for 555 s, 148 of them survived.",
            "The helpline 0800 111 222 is open all night; so is info@example.org.",
        ),
        check=_direct,
        fix=Safety.CHOICE,
        bar=IDENTIFIER,
    ),
    Rule(
        code="PRV004",
        name="age-over-89",
        title="An age of 90 or more",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words}: so few people reach that age that the number points to one of them."
            " Write \u201c90 or older\u201d."
        ),
        reason=(
            "Above 89 an exact age narrows a town down to a handful of people. The privacy rule therefore gathers all"
            " such ages in one category."
        ),
        source=f"{SAFE_HARBOR}, item 3.",
        bad=(
            "A 93-year-old woman came to us with a broken hip.",
            "He was 96 years old and had never seen a doctor.",
            "97F, fall at home, no anticoagulants.",
            "We saw a woman of 97 with a fall.",
        ),
        good=(
            "An 89-year-old woman came to us with a broken hip.",
            "The bridge is 120 years old and still carries the tram.",
            "In 95 years of records the river never froze, and 92 % of them are complete.",
            "My grandmother turned 93 today and beat me at cards.",
        ),
        check=_age_over_89,
        mild="A bare number that is probably an age, in what is only probably a case.",
        fix=Safety.SAFE,
        bar=IDENTIFIER,
    ),
    Rule(
        code="PRV002",
        name="name-in-case",
        title="A name in a post about a patient or client",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} stands in a post about a case: a name, a first name too, is enough for those who know the person. "
            "Leave it out; the lesson does not need it."
        ),
        reason=(
            "A name is the first of the identifiers, the relatives' names as well. The rule looks behind titles and "
            "words for patients and relatives, and for common given names that stand alone; it misses the others."
        ),
        source=f"{SAFE_HARBOR}, item 1.",
        bad=(
            "My patient Stella was discharged on her own two feet.",
            "Saw Mr Okafor in clinic: knees better, gout worse.",
            "His wife, Marianne L., found him on the floor, GCS 7 on arrival.",
            "Callum finally spoke in class, after two terms of silence.",
        ),
        good=(
            "My patient was discharged on her own two feet.",
            "Dr Okafor taught me to look at the knees first.",
            "A patient with Parkinson disease and a sense of humour was admitted.",
        ),
        check=_names,
        mild="A name that stands alone, or any name in what is only probably a case.",
        fix=Safety.CHOICE,
        languages=ENGLISH,
        bar=Bar(0.005, 0.95),
    ),
    Rule(
        code="PRV003",
        name="date-in-case",
        title="A date in a post about a patient or client",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=("{words} dates the case: whoever knows the ward knows who was there. Write the year, or “day three”."),
        reason="All parts of a date but the year count as identifiers when they belong to a patient.",
        source=f"{SAFE_HARBOR}, item 3.",
        bad=(
            "She was admitted on 14 March 2025 with a headache.",
            "Follow-up on my patient from 03/14/25: the biopsy is benign.",
            "72M, DOB 2 May 1953, fell off a ladder.",
        ),
        good=(
            "She was admitted with a headache, and on day three it was gone.",
            "The congress begins on 14 March 2025.",
            "In 2025 a patient was admitted with a headache.",
            "The patient-centred care conference is on 4 March in Leeds.",
        ),
        check=_dates,
        mild="In what is only probably a case.",
        fix=Safety.CHOICE,
        languages=ENGLISH,
        bar=IDENTIFIER,
    ),
    Rule(
        code="PRV005",
        name="place-in-case",
        title="A place smaller than a state in a post about a patient or client",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{words} is {kind}, in a post about a case: with it, few people are left. Leave it out, or name the region."
        ),
        reason="Places smaller than a state count as identifiers, and your profile often adds the hospital.",
        source=f"{SAFE_HARBOR}, item 2.",
        bad=(
            "My patient from Millbrook came by bus, with the fracture.",
            "A 61F from Millbrook has the best jokes on the ward.",
            "He was admitted to Fairlawn General with a stroke.",
            "A boy in our class stopped eating when his father left.",
        ),
        good=(
            "My patient came by bus, with the fracture.",
            "The conference is at Fairlawn General this year.",
            "A 61F from Texas has the best jokes on the ward.",
        ),
        check=_places,
        mild="A capital behind “in” or “from”, your own ward, school or practice, or what is only probably a case.",
        fix=Safety.CHOICE,
        languages=ENGLISH,
        bar=IDENTIFIER,
    ),
    Rule(
        code="PRV006",
        name="case-picture",
        title="A picture in a post about a case, and nothing about consent",
        layer=Layer.FACT,
        severity=Severity.WARNING,
        message=(
            "{words} goes with a case, and the post does not say that anybody agreed. If it shows a person "
            "or their scan, ask in writing and say so; if it does not, say what it is."
        ),
        reason=(
            "A face, a tattoo, a rash or a name burnt into a scan identifies. Eye bars do not hide anyone, "
            "and a cropped picture may carry the rest in its data."
        ),
        source="ICMJE on consent and photographs; Radiopaedia and the Society of Radiographers on images (guides).",
        bad=(
            "My patient's rash, day two.\n\n![Red rings on a forearm](arm.jpg)",
            "58F, painless jaundice. What do you see?\n\n![CT with two dilated ducts](ct.png)",
            "He was admitted with this ECG.\n\n![ECG with tall T waves](ecg.png)",
        ),
        good=(
            "My patient's rash, day two, shown with her written consent.\n\n![Red rings on a forearm](arm.jpg)",
            "Interruptions fell.\n\n![Line chart falling from eleven to four](chart.png)",
            "A simulated patient and a mannequin taught us more.\n\n![Mannequin on a bed in the lab](lab.jpg)",
        ),
        check=_picture,
        languages=ENGLISH,
    ),
)
