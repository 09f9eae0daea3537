"""What could tell a reader who a patient, a client or anybody else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint import cases, identifiers
from composer.lint.families.wordings import spans
from composer.lint.record import ENGLISH, Edit, Finding, Rule, Scope
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from composer.lint.identifiers import Identifier
    from composer.lint.reading import Reading, ThreadReading

_SAFE_HARBOR = "45 CFR 164.514(b)(2), the Safe Harbor list of identifiers (law, USA)"


def _direct(reading: Reading) -> Iterable[Finding]:
    for found in identifiers.direct(reading):
        said = reading.text[found.start : found.end]
        mask = Edit(found.start, found.end, "[removed]", Safety.CHOICE, "Take it out")
        yield Finding((said,), found.start, found.end, (mask,), fields=(("kind", found.kind),))


def _age_over_89(reading: Reading) -> Iterable[Finding]:
    for found in identifiers.great_ages(reading):
        said = reading.text[found.start : found.end]
        edit = Edit(found.start, found.end, found.replacement, Safety.SAFE, "Write 90 or older")
        yield Finding((said,), found.start, found.end, (edit,) if found.replacement else ())


def _in_case(reading: Reading, find: Callable[[Reading], Iterator[Identifier]]) -> Iterable[Finding]:
    if cases.is_case(reading):
        for found in find(reading):
            said = (reading.text[found.start : found.end],)
            edit = Edit(found.start, found.end, "[removed]", Safety.CHOICE, "Take it out")
            yield Finding(said, found.start, found.end, (edit,), fields=(("kind", found.kind),))


def _names(reading: Reading) -> Iterable[Finding]:
    return _in_case(reading, cases.names)


def _dates(reading: Reading) -> Iterable[Finding]:
    return _in_case(reading, cases.dates)


def _places(reading: Reading) -> Iterable[Finding]:
    return _in_case(reading, cases.places)


def _picture(reading: Reading) -> Iterable[Finding]:
    if reading.post.media and cases.is_case(reading) and not reading.found("privacy.consent"):
        yield Finding((reading.post.media[0].path.rsplit("/", 1)[-1],), medium=0)


def _mosaic(thread: ThreadReading) -> Iterable[Finding]:
    """Kinds of clues that lie in different posts of a thread about a case: each harmless, together a person."""
    if not any(cases.is_case(reading) for reading in thread.posts) or len(thread.posts) < 2:
        return
    clues: dict[str, tuple[Reading, int, int]] = {}
    for reading in thread.posts:
        for kind, found in (("a time", cases.dates), ("a place", cases.places), ("a name", cases.names)):
            for clue in found(reading):
                clues.setdefault(kind, (reading, clue.start, clue.end))
        for kind, name in (("a time", "privacy.moment"), ("a rare feature", "privacy.rare")):
            for hit in reading.found(name):
                clues.setdefault(kind, (reading, hit.start, hit.end))
    if len(clues) >= 2 and len({reading.post.number for reading, _, _ in clues.values()}) >= 2:
        reading, start, end = next(iter(clues.values()))
        words = tuple(r.said(a, b) for r, a, b in clues.values())
        fields = (("kinds", " and ".join(clues)),)
        yield Finding(words, start, end, fields=fields, number=reading.post.number)


def _gossip(reading: Reading) -> Iterable[Finding]:
    relations, details = reading.found("privacy.relation"), reading.found("privacy.detail")
    for relation in relations:
        for detail in details:
            if 0 <= detail.start - relation.end <= _NEAR and "." not in reading.text[relation.end : detail.start]:
                yield Finding((reading.said(relation.start, detail.end),), relation.start, detail.end)
                return


def _moments(reading: Reading) -> Iterable[Finding]:
    if reading.found("privacy.moment") and cases.is_case(reading, _SURE):
        yield from spans(reading, reading.found("privacy.moment")[:1])


def _rarity(reading: Reading) -> Iterable[Finding]:
    return spans(reading, reading.found("privacy.rare")) if cases.is_case(reading) else ()


def _beds(reading: Reading) -> Iterable[Finding]:
    return _in_case(reading, cases.beds)


def _ownership(reading: Reading) -> Iterable[Finding]:
    return spans(reading, reading.found("privacy.own")[:1])


_SURE = 3
"""Marks of a case that a finding needs which rests on common words."""
_NEAR = 40
"""Characters within which a detail is taken to be about the person named before it."""

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
        source=f"{_SAFE_HARBOR}, items 4 to 13.",
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
        measured=(
            "Span precision 1.00 (168 of 168) on 750 sentences; recall 1.00 on e-mail, SSN, card, IBAN, "
            "licence, 0.84 on telephone numbers of many countries, many of them without any label. "
            "Development data."
        ),
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
        source=f"{_SAFE_HARBOR}, item 3.",
        bad=(
            "A 93-year-old woman came to us with a broken hip.",
            "He was 96 years old and had never seen a doctor.",
            "97F, fall at home, no anticoagulants.",
        ),
        good=(
            "An 89-year-old woman came to us with a broken hip.",
            "The bridge is 120 years old and still carries the tram.",
            "In 95 years of records the river never froze, and 92 % of them are complete.",
        ),
        check=_age_over_89,
        fix=Safety.SAFE,
        measured="On 480 made-up vignettes recall 1.00 (60 of 60), precision 1.00; 0 of 1,709 ordinary posts.",
    ),
    Rule(
        code="PRV002",
        name="name-in-case",
        title="A name in a post about a patient or client",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=(
            "{words} stands in a post about a case: a first name is enough for those who know the person. "
            "Leave it out; the lesson does not need it."
        ),
        reason=(
            "A name is the first of the identifiers, the relatives' names as well. The rule looks only "
            "behind titles and words for patients and relatives, so it misses names that stand alone."
        ),
        source=f"{_SAFE_HARBOR}, item 1.",
        bad=(
            "My patient Stella was discharged on her own two feet.",
            "Saw Mr Okafor in clinic: knees better, gout worse.",
            "His wife, Marianne L., found him on the floor, GCS 7 on arrival.",
        ),
        good=(
            "My patient was discharged on her own two feet.",
            "Dr Okafor taught me to look at the knees first.",
            "A patient with Parkinson disease and a sense of humour was admitted.",
        ),
        check=_names,
        fix=Safety.CHOICE,
        languages=ENGLISH,
        measured="On 480 made-up vignettes recall 0.98, precision 1.00. The author of the rule had seen them.",
    ),
    Rule(
        code="PRV003",
        name="date-in-case",
        title="A date in a post about a patient or client",
        layer=Layer.FACT,
        severity=Severity.ERROR,
        message=("{words} dates the case: whoever knows the ward knows who was there. Write the year, or “day three”."),
        reason="All parts of a date but the year count as identifiers when they belong to a patient.",
        source=f"{_SAFE_HARBOR}, item 3.",
        bad=(
            "She was admitted on 14 March 2025 with a headache.",
            "Follow-up on my patient from 03/14/25: the biopsy is benign.",
            "72M, DOB 2 May 1953, fell off a ladder.",
        ),
        good=(
            "She was admitted with a headache, and on day three it was gone.",
            "The congress begins on 14 March 2025.",
            "In 2025 a patient was admitted with a headache.",
        ),
        check=_dates,
        fix=Safety.CHOICE,
        languages=ENGLISH,
        measured=(
            "On 480 made-up vignettes recall 1.00, precision 1.00; 1 of 1,709 ordinary posts. The author of "
            "the rule had seen them."
        ),
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
        source=f"{_SAFE_HARBOR}, item 2.",
        bad=(
            "My patient from Millbrook came by bus, with the fracture.",
            "A 61F from Millbrook has the best jokes on the ward.",
            "He was admitted to Fairlawn General with a stroke.",
        ),
        good=(
            "My patient came by bus, with the fracture.",
            "The conference is at Fairlawn General this year.",
            "A 61F from Texas has the best jokes on the ward.",
        ),
        check=_places,
        fix=Safety.CHOICE,
        languages=ENGLISH,
        measured="On 480 made-up vignettes recall 1.00, precision 1.00. The author of the rule had seen them.",
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
        measured="Unmeasured: no posts with pictures at hand.",
    ),
    Rule(
        code="PRV007",
        name="mosaic",
        title="Clues in several posts of a thread that add up to a person",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "This thread about a case gives {kinds} in different posts ({words}). Each says little, together "
            "they may point to one person: would the family recognise it?"
        ),
        reason=(
            "Readers of a thread put its posts together, and so do relatives. In one study a third of such "
            "posts could be recognised by friends or family."
        ),
        source="GMC guidance on the sum of information (guide); Ahmed and others 2020 (754 posts, observational).",
        bad=(
            "My patient came back last night.\n\n---\n\nShe works at the school in Millbrook.",
            "A 45M with chest pain.\n\n---\n\nIt was on 14 March, and it snowed.\n\n---\n\nHe lives in Millbrook.",
            "The first case ever of this was my patient.\n\n---\n\nWe saw her this morning, and she is well.",
        ),
        good=(
            "My patient came back.\n\n---\n\nWhat I learnt about listening.",
            "The congress was last night.\n\n---\n\nMore from the town of Millbrook tomorrow.",
            "A 45M truck driver, admitted with chest pain.\n\n---\n\nThe ECG was normal, and that was the trap.",
        ),
        check_thread=_mosaic,
        scope=Scope.THREAD,
        languages=ENGLISH,
        measured="Unmeasured: no threads about cases at hand.",
    ),
    Rule(
        code="PRV008",
        name="third-party-detail",
        title="A private detail about somebody who did not choose to tell it",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message="{words}: was this yours to tell? Ask the person, or tell it so that it could be anyone.",
        reason=(
            "Neighbours, colleagues and children read along, or their friends do. What they told you they "
            "did not tell your readers."
        ),
        source="Studies of regretted posts (observational); our judgement.",
        bad=(
            "My neighbour is pregnant again, at 47!",
            "His colleague was diagnosed with HIV and told me first.",
            "My niece attempted suicide, so please be kind.",
        ),
        good=(
            "My neighbour is a carpenter again, at 47!",
            "I was diagnosed with HIV and told my colleague first.",
            "Pregnancy at 47 is rare; my paper says how rare.",
        ),
        check=_gossip,
        languages=ENGLISH,
        measured="Unmeasured: built on examples.",
    ),
    Rule(
        code="PRV009",
        name="time-stamp-in-case",
        title="A time stamp in a post about a patient or client",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words}: with the date of the post this gives the day of the case. Write “recently”, and let "
            "some weeks pass."
        ),
        reason=(
            "In 754 posts about patients one in eight gave the time. A post is dated by itself; “last night” "
            "makes that the date of the case."
        ),
        source="Ahmed and others 2020 (observational); inference from the Safe Harbor list.",
        bad=(
            "Saw a patient in clinic today with a rash I could not name.",
            "Last night we admitted a man with a fever of 42.",
            "My patient told me this morning that she had stopped all her pills.",
        ),
        good=(
            "A patient in clinic had a rash I could not name.",
            "Today I learnt how to name rashes.",
            "Last night the network was down on our ward.",
        ),
        check=_moments,
        languages=ENGLISH,
        measured="0 of 1,709 ordinary posts reported; recall unmeasured.",
    ),
    Rule(
        code="PRV010",
        name="my-patient",
        title="“My patient”",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message=(
            "{words} ties the story to you, and you are easy to find. “A patient”, or “a teaching example”, "
            "carries the same lesson."
        ),
        reason="Your profile says where and when you work. Together with “my” it says where the patient was.",
        source="A clinician teacher\u2019s guide to teaching cases on social media (guide).",
        bad=(
            "My patient taught me to wait.",
            "Our oldest patient tells us where the signs are wrong.",
            "Lost my favourite patient, and the day went on.",
        ),
        good=(
            "A patient taught me to wait.",
            "Patients tell us where the signs are wrong.",
            "My patience was tested by the new form.",
        ),
        check=_ownership,
        languages=ENGLISH,
        once=True,
        measured="0 of 1,709 ordinary posts reported; recall unmeasured.",
    ),
    Rule(
        code="PRV011",
        name="rarity-in-case",
        title="A claim of rarity in a post about a patient or client",
        layer=Layer.JUDGEMENT,
        severity=Severity.WARNING,
        message=(
            "{words}: what is rare points to one person, and newspapers may have written about it. Describe "
            "the finding without its rank."
        ),
        reason="A superlative is an identifier of its own: any other unique characteristic stands on the list.",
        source=f"{_SAFE_HARBOR}, item 18; guides for radiologists (guide).",
        bad=(
            "My patient was the first case in the country.",
            "A 45M with the largest aneurysm I've ever seen was admitted.",
            "She was diagnosed as one of only 12 cases worldwide.",
        ),
        good=(
            "My patient had an aneurysm of six centimetres.",
            "The first case report form was too long.",
            "The largest trial in the country begins on Monday.",
        ),
        check=_rarity,
        languages=ENGLISH,
        measured="0 of 1,709 ordinary posts reported; recall unmeasured.",
    ),
    Rule(
        code="PRV012",
        name="bed-in-case",
        title="A bed or room number in a post about a patient or client",
        layer=Layer.JUDGEMENT,
        severity=Severity.INFO,
        message="{words}: whoever works or visits there knows who lies in it. Leave it out.",
        reason="A bed tells colleagues, visitors and the patient who is meant, and the lesson does not need it.",
        source="Guides to teaching cases on social media (guide).",
        bad=(
            "A 61F in bed 12 has the best jokes on the ward.",
            "The patient in room 4 was admitted with a stroke.",
            "Bay 3: a resident with a fever and no cough.",
        ),
        good=(
            "A 61F has the best jokes on the ward.",
            "The workshop is in room 4.",
            "Bed rest helps no patient with back pain.",
        ),
        check=_beds,
        languages=ENGLISH,
        once=True,
        measured="Unmeasured: built on examples.",
    ),
)
