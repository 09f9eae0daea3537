"""Recognising identifiers: patterns that are checked by their checksums, their labels or their company."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.lint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.lint.reading import Reading


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something at `[start, end)` that identifies a person."""

    kind: str
    start: int
    end: int
    replacement: str = ""


_DIGITS = pattern(r"\d")
_ROW = pattern(r"\d[\d ()./+-]{5,}")
_SHORT_NUMBER, _LONG_NUMBER = 3, 7
"""Digits below which there is no number plate, and no telephone number."""
_ROLE = pattern(
    r"(?:info|contact|hello|hi|support|press|media|office|team|admin|editor|editors|help|sales|events?|jobs|careers|"
    r"enquiries|inquiries|news|newsletter|feedback|service|webmaster|registration|conference|secretary|submissions?|"
    r"mail|marketing|membership|library|no-?reply|bookings?|tickets?|orders?|letters|tips|pr|hr)@",
    re.IGNORECASE,
)
_FILE_NUMBER = (
    r"(?:(?!MRN|NHS|NHI|SSN|CHI|ID|NO|IS)[A-Z]{1,4} (?=\d)|(?=[A-Z./-]{0,6}\d))"
    r"[A-Z0-9][A-Z0-9./-]{2,19}(?: \d{2,4}){0,3}\b"
)
"""What is written behind a label: RX-20881, RZ 300915, 999 412 0087."""
_LABELLED = pattern(
    r"(?i:\b(?P<label>MRN|(?:medical |hospital |patient |health |clinic )?(?:record|chart)(?: (?:no|number|num|id|nr))?"
    r"|(?:patient|pt|hospital|hosp|NHS|NHI|CHI|case|accession|member|subscriber|policy|insurance|beneficiary|medicare"
    r"|medicaid|health plan|health card|account|acct|passport|licen[cs]e|driver'?s licen[cs]e|driver'?s lic|unit"
    r"|certificate|serial|device|donor|student|pupil|inmate|prisoner|offender|detainee|SSN|social security"
    r"|national insurance) ?(?:no|number|num|nr|id|identifier|#)|case file|SSN|NHS|NHI|driver'?s licen[cs]e"
    r"|medical record|(?:licen[cs]e )?plate|serial|reg)\b)"
    r"\.?(?i:['\u2019]s)?(?: on (?:the|his|her|their|my) [a-z ]{3,20}?(?= was| is|:))?"
    rf"(?i:\s?(?:is|was|:|#|no\.?|number)){{0,3}}(?:,(?= \d{{3}} \d{{3}}))?\s{{0,2}}[:#]?\s?(?P<value>{_FILE_NUMBER})"
)
_LABEL_WORDS = """
mrn record chart patient pt hosp nhs nhi chi case accession member subscriber policy insurance beneficiary medica health
account acct passport licen driver unit certificate serial device donor student pupil inmate prisoner offender detainee
ssn social plate serial reg
"""
_LABELS = tuple(_LABEL_WORDS.split())
"""One of which stands in every such label, in lower case."""
_FILED = pattern(
    r"(?i:\b(?:reg(?:istration)?|ref(?:erence)?|file|docket|claim|incident|crime|booking|custody|referral|lab|sample"
    rf"|specimen) ?(?:no|number|num|nr|id|#))\.?(?i:['\u2019]s)?(?i:\s?(?:is|was|:)){{0,2}}\s?(?P<value>{_FILE_NUMBER})"
    r"|(?i:\b(?:ref(?:erence)?|file|student|pupil|prisoner|inmate|client|patient))"
    r" (?P<code>[A-Z]{1,4}[/-]?\d[\dA-Z/-]{3,}\b)"
)
"""Numbers of files, which lead to a person where the post is about one."""
_NHS_NUMBER = pattern(r"(?<![\d-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])")
_SSN = pattern(r"(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]|\.\d)")
_IBAN = pattern(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])")
_CARD = pattern(r"(?<![\w.-])(?<!\d )(?:3[04-9]|4|5[0-8]|6[0-9]|2[1-7]|18)\d{0,3}(?:[ -]?\d{2,6}){2,4}(?![\w-]|\.\d)")
_LABELLED_CARD = pattern(
    r"(?i:\b(?:credit |debit )?(?:card|cc)(?: (?:number|no\.?|nr))?(?: is)?:? )(?P<v>\d(?:[ -]?\d){11,18})(?!\d)"
)
_LABELLED_IBAN = pattern(
    r"(?i:\biban\b[^\w\n]{0,3}(?:(?:number|no|is|code)\b[^\w\n]{0,3}){0,2})(?P<v>[A-Za-z]{2}\d{2}[A-Za-z0-9]{11,30})\b"
)
_PHONE = pattern(
    r"(?<![\w.+/=:#$€£-])(?<!\d )(?:"
    r"(?:\+|00)\d{1,3}[ .-]?(?:\(0?\d{1,4}\)[ .-]?)?\d{1,5}(?:[ .-]?\d{2,5}){1,4}"
    r"|(?:\+?1[ .-]?)?\(\d{3}\)[ .-]?\d{3}[ .-]?\d{4}"
    r"|(?:\+?1[ .-])?\d{3}([.-])\d{3}\1\d{4}"
    r"|\d{2}([-.])\d{2}\2\d{2}\2\d{2}(?:\2\d{2})?"
    r"|\(0\d{1,4}\)[ .-]?\d{3,8}(?:[ .-]\d{2,5})?"
    r"|0\d{1,4}(?:[ -]\d{2,4}){2,4}|0\d{2,4}[ /-]\d{5,8}|\(\d{2,4}\)[ -]?\d{3,4}-\d{3,4}"
    r")(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?(?![\w-]|\.\d|/\d)"
)
_CALLED = pattern(
    r"(?i:\b(?:call|phone|tel|telephone|mobile|cell|ring|text|whatsapp|fax|dial|ph|contact (?:me|us|her|him|them)"
    r"|reach (?:me|us|her|him|them)|landline|number is|hotline|pager|bleep"
    r"|answering|registered|reachable|(?:office|home|work|desk|direct|handy|mob)(?=:))\b)[^\w\n+(]{0,3}"
    r"(?i:(?:me|us|him|her|them|number|no|is|was|at|on|the family|my|office|to)\b[^\w\n+(]{0,3}){0,4}"
    r"(?P<value>[+(]?\d[\d ().-]{5,18}\d(?:\s?(?:x|ext\.?)\s?\d{1,6})?)(?![\w%])"
)
_SIGNED = pattern(
    r"(?<![\w.+/=:#$\u20ac\u00a3-])(?P<value>[+(]?\d[\d ().-]{5,16}\d)(?:\s?[-(,]\s?|\s)"
    r"(?i:office|fax|mobile|cell|home|work|desk|direct|landline|tel|phone|whatsapp|pager)\b"
)
"""A number with its kind behind it, as at the foot of a letter."""
_ALONE = pattern(r"(?<=\n)[ \t]*(?P<value>[+(]?\d[\d() .-]{5,16}\d)[ \t]*(?=\n|$)")
"""A number with a line to itself, as under a name."""
_TOLL_FREE = pattern(r"(?:\+?1[ .-]?)?\(?(?:800|833|844|855|866|877|888)\)?[ .-]|0?800|0808|116")
_PATIENT_PATH = pattern(r"/(?:patients?|pts?|records?|mrn|cases?|chart)[/=]\w*\d{3}", re.IGNORECASE)
_TEXT_DATE = pattern(r"(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?(?:[-./ ]|$)")


def direct(reading: Reading) -> Iterator[Identifier]:
    """Numbers and addresses that belong to one person, none twice."""
    taken = bytearray(len(reading.text) + 1)
    for found in _candidates(reading):
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
            yield found


def _candidates(reading: Reading) -> Iterator[Identifier]:
    for entity in reading.entities:
        if entity.kind == "email" and not _ROLE.match(reading.text, entity.start):
            yield Identifier("an e-mail address", entity.start, entity.end)
        elif entity.kind == "url" and _PATIENT_PATH.search(reading.text, entity.start, entity.end):
            yield Identifier("a link to a person's record", entity.start, entity.end)
    text = reading.unlinked
    digits = len(_DIGITS.findall(text)) if reading.has_digits else 0
    if digits < _SHORT_NUMBER:
        return
    low = text.lower()
    for match in _LABELLED.finditer(text) if any(map(low.__contains__, _LABELS)) else ():
        if sum(c.isdigit() for c in match["value"]) >= _least_digits(match["label"]):
            label = match["label"]
            kind = f"the number behind \u201c{label}\u201d"
            yield Identifier(kind, match.start("value"), match.end("value"))
    if reading.case_marks or reading.found("privacy.clinical"):
        for match in _FILED.finditer(text):
            yield Identifier("the number of a file", *match.span(match.lastgroup or 0))
    if digits < _LONG_NUMBER:
        return
    for match in _IBAN.finditer(text):
        if _iban_holds(match[0]):
            yield Identifier("a bank account number", match.start(), match.end())
    for match in _LABELLED_IBAN.finditer(text):
        yield Identifier("a bank account number", match.start("v"), match.end("v"))
    if any(len(_DIGITS.findall(row)) >= _LONG_NUMBER for row in _ROW.findall(text)):
        yield from _in_a_row(text)


def _in_a_row(text: str) -> Iterator[Identifier]:
    """Numbers whose digits stand together, with nothing but what parts digits between them."""
    if "NHS" in text:
        for match in _NHS_NUMBER.finditer(text):
            if _nhs_holds(match[0]):
                yield Identifier("an NHS number", match.start(), match.end())
    for match in _SSN.finditer(text):
        yield Identifier("a social security number", match.start(), match.end())
    for match in _LABELLED_CARD.finditer(text):
        yield Identifier("a card number", match.start("v"), match.end("v"))
    for match in _CARD.finditer(text):
        if _luhn_holds(match[0]):
            yield Identifier("a card number", match.start(), match.end())
    for match in _PHONE.finditer(text):
        if _is_phone(match[0]) and not _CATALOGUED.search(text, max(0, match.start() - _BEFORE), match.start()):
            yield Identifier("a telephone number", match.start(), match.end())
    for numbers in (_CALLED, _SIGNED, _ALONE):
        for match in numbers.finditer(text):
            if _is_phone(match["value"]):
                yield Identifier("a telephone number", match.start("value"), match.end("value"))


_CATALOGUED = pattern(r"(?:PMID|PMCID|PMC|NCT|ISRCTN|EudraCT|ISBN|ISSN|doi|DOI|arXiv|GSE|OSF)(?: no\.?)?[:#\s]*$")
"""What stands before the number of a paper, a trial or a book."""


def _least_digits(label: str) -> int:
    return 3 if "plate" in label.lower() else 4


def _is_phone(text: str) -> bool:
    number = re.split(r"(?i)x|ext", text)[0]
    digits = "".join(c for c in number if c.isdigit())
    free = number == text and _TOLL_FREE.match(number)
    return 7 <= len(digits) <= 15 and not free and not _TEXT_DATE.match(number)


def _nhs_holds(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    return (11 - sum(d * weight for d, weight in zip(digits, range(10, 1, -1), strict=False)) % 11) % 11 == digits[-1]


def _luhn_holds(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = (2 * d - 9 if 2 * d > 9 else 2 * d for d in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _iban_holds(text: str) -> bool:
    code = text.replace(" ", "")
    if not 15 <= len(code) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in code[4:] + code[:4])) % 97 == 1


_AGE = pattern(
    r"(?<![\w.,/$€£+-])(?P<n>9\d|1[0-2]\d)(?:"
    r"(?P<adj>[ -]?(?:years?|yrs?)[ -]old)\b|(?P<yo>[ -]?(?:y/o|y\.o\.?|yo|yr old|year old)(?![\w]))"
    r"|(?P<of> years of age)\b|(?P<yrs>[ -]?(?:years|yrs|yr|y)(?! of (?!age)| ago| in\b| later| and counting))\b"
    r"|(?P<sex> ?[MF])(?![\w'/%-]))",
    re.IGNORECASE,
)
_AGED = pattern(
    r"\b(?P<cue>aged?|age:|age of|turned|turning|turns|died at|was|is|she's|he's)[ :](?P<n>9\d|1[0-2]\d)(?![\w%]|[.,]\d"
    r"|[ -](?!last|this|next|yesterday|today|and\b|when|but|with|in\b|on\b))",
    re.IGNORECASE,
)
_OF_AGE = pattern(
    r"\b(?P<cue>(?:wom[ae]n|m[ae]n|lady|gentleman|patient|client|resident|widow(?:er)?|pensioner|farmer|nun|guy) of)"
    r" (?P<n>9\d|1[0-2]\d)(?![\w%]|[.,]\d| or older"
    r"| (?!was|is|has|comes|presents|says|lives|sits|walks|this)[a-z]+s\b)",
    re.IGNORECASE,
)
_TENS = "ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a |one )?hundred(?: and \\w+)?"
_SPELLED = pattern(rf"\b(?P<n>{_TENS})(?P<adj>[ -]years?[ -]old)\b|\b(?P<m>{_TENS}) years of age\b", re.IGNORECASE)
_PERSON = pattern(
    r"\b(?:wom[ae]n|m[ae]n|lady|gentleman|female|male|patient|pt|grand\w+|mother|father|mum|mom|dad|gran(?:ny|ny's|dad)?"
    r"|nan|he|she|his|her|him|who|aunt|uncle|resident|person|veteran|widow(?:er)?|nun|farmer|teacher|husband|wife|guy"
    r"|neighbou?r|survivor|client|pensioner|great-\w+|nana|papa|opa|oma)\b",
    re.IGNORECASE,
)
_THING = pattern(
    r"[ -]*(?:\w+[ -])?(?:bridge|building|house|tree|oak|church|company|firm|book|paper|journal|school|university"
    r"|hospital|tradition|record|law|act|treaty|institution|club|photo|photograph|map|machine|clock|ship|train|tram|hotel|bar|pub"
    r"|museum|theat(?:re|er)|barn|farm|wine|recipe|technology|theory|idea|discovery|problem|specimen|history|brand)s?\b",
    re.IGNORECASE,
)
_IN_SCENE = pattern(
    r"(?:(?<=[a-z.][,:] )|(?<=\bat )|(?<=\bage )|(?<=\baged )|(?<=\bturned )|(?<=\bturning )|(?<=\bnearly )"
    r"|(?<=\balmost )|(?<=\b[Hh]e is )|(?<=\b[Hh]e was )|(?<=\b[Ww]ho is )|(?<=\b[Ww]ho was )|(?<=\b[Hh]e['\u2019]s )"
    r"|(?<=\b[Ss]he['\u2019]s )|(?<=\()|^)"
    r"(?P<n>9\d|1[01]\d|[Nn]inety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|a hundred(?: and \w+)?)"
    r"(?=[,;:!?)]|\.(?!\d)|$"
    r"| (?:and|but|who|on|in|with|this|last|today|tomorrow|yesterday|now|when|next|still)\b)"
)
"""A number that is an age where somebody is told about: after a name, a person or a word of ageing."""
_BEFORE = 40
"""Characters before a number within which its quantity is named."""
_MEASURED = pattern(
    r"(?:sats|saturations?|bp|pressure|rate|pulse|temp(?:erature)?|score[ds]?|sugar|glucose|hr|bpm|iq|bmi|egfr|crp|weigh\w*"
    r"|ward|bed|room|bay|kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|infants?|teens?|channel|route|bus|total|sum|out|aim|level|count|page|flat|number|class|speed|chapter)"
    r"(?: \w+){0,2}[,:]? $",
    re.IGNORECASE,
)
_STANDS_ALONE = pattern(
    r"[,.;:!?]|$| (?:who|who's|and|told|asked|said|says|has|had|was|is|came|comes|with|from|just|walked|thanked|gave"
    r"|in bed)\b"
)
"""What follows an age that is the noun itself, which only a person's is."""
_CASE = pattern(
    r"\b(?:patients?|pts?|admitted|admission|discharged|icu|er|ed|ward|clinic|presented|presents|presenting|diagnosed"
    r"|biopsy|ct|mri|x-?ray|fracture|syncope|hx|ddx|dx|gcs|surgery|chemo|hospice|fall|chf|copd|stroke|dementia|case"
    r"|anticoagulants?|warfarin|resident|meds|bp|ecg|ekg|pain|fever|sepsis)\b",
    re.IGNORECASE,
)


_OWN_FAMILY = pattern(
    r"\b(?:my|our) (?:\w+[ -]){0,2}(?:great[- ])?(?:grand\w+|gran(?:ny|dad)?|nana?|mother|father|mum|mom"
    r"|dad|aunt|uncle|neighbou?r|oma|opa)\b",
    re.IGNORECASE,
)
"""Whom people congratulate in public; with a word of illness it is a case all the same."""


_GREAT = pattern(r"[19](?<!\d[19])(?:(?<=9)\d|(?<=1)[0-2]\d)(?!\d)")


def _may_be_great(text: str) -> bool:
    """Whether a text has a number from 90 to 129, which every great age is."""
    return bool(_GREAT.search(text)) or "inety" in text or "undred" in text


def great_ages(reading: Reading) -> Iterator[Identifier]:
    """Ages of 90 or more that are a person's; a bridge may be as old as it likes."""
    text = reading.unlinked
    if not _may_be_great(text):
        return
    found = [*_AGE.finditer(text), *_AGED.finditer(text), *_OF_AGE.finditer(text), *_SPELLED.finditer(text)]
    taken = -1
    for match in sorted(found, key=lambda m: m.start()):
        if match.start() < taken or not _is_a_persons(text, match):
            continue
        taken = match.end()
        groups = match.groupdict()
        start = match.start("n") if "cue" in groups else match.start()
        old = text[match.start() : match.end()].lower()
        hyphens = "-" in old
        replacement = "90-or-older" if hyphens else "90 or older"
        if groups.get("sex"):
            replacement = f"90+{groups['sex'].strip()}"
        yield Identifier("an age", start, match.end(), replacement)


def ages_in_scene(reading: Reading) -> Iterator[Identifier]:
    """Bare numbers of 90 or more that are an age where the post is about somebody."""
    text = reading.unlinked
    for match in _IN_SCENE.finditer(text) if _may_be_great(text) else ():
        if not _MEASURED.search(text, max(0, match.start() - _BEFORE), match.start()):
            yield Identifier("an age", match.start(), match.end(), "90 or older")


def _is_a_persons(text: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    near = text[max(0, match.start() - 80) : match.end() + 60]
    if _OWN_FAMILY.search(near) and not _CASE.search(text):
        return False
    if groups.get("sex") or groups.get("yrs"):
        return bool(_CASE.search(text)) and (bool(_PERSON.search(near)) or bool(groups.get("sex")))
    if "cue" in groups and groups["cue"].lower() in ("was", "is", "she's", "he's", "turned", "turning", "turns"):
        return bool(re.search(r"\b(?:he|she|who|patient|mother|father|grand\w+|wife|husband)\b", near, re.IGNORECASE))
    if groups.get("adj") and _THING.match(text, match.end()):
        return False
    return bool(
        _PERSON.search(near)
        or _CASE.search(text)
        or ("s" not in (groups.get("adj") or "s") and _STANDS_ALONE.match(text, match.end()))
    )
