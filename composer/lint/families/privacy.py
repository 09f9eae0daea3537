"""What could tell a reader who a patient, a client or anybody else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint import identifiers
from composer.lint.record import Edit, Finding, Rule
from composer.model import Layer, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.lint.reading import Reading

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
    ),
)
