"""What identifies a person is recognised by its shape, its label or its checksum, and look-alikes are not."""

import pytest

from composer.lint import lint


def private(text):
    return {d.code for d in lint(text) if d.code.startswith("PRV")}


@pytest.mark.parametrize(
    "text",
    [
        "The hospital number is KV 204417 and the letter never came.",
        "The NHS number, 943 476 5919, belonged to another woman.",
        "The NHI on the tube was QZX5520; check the band.",
        "Biopsy attached, file no. HB-30877: is this coeliac disease?",
        "Plate KDN 318, the grey van behind the school.",
        "Left on a chair: an insulin pump, serial PKW-40-118822.",
        "Write to jo.marsh@example.org about it.",
        "Her number is 312-555-0148.",
        "Ring +44 20 7946 0958 after six.",
        "Call me at 800-555-0199 x12.",
        "SSN 219-09-9999 was on the band.",
        "MRN: 00471183 is on the scan.",
        "NHS number 943 476 5919 on the label.",
        "The card 4111 1111 1111 1111 was lost.",
        "Pay to DE89 3704 0044 0532 0130 00 please.",
        "Passport no. X1234567 lay on the desk.",
    ],
)
def test_an_identifier_is_recognised(text):
    assert "PRV001" in private(text)


@pytest.mark.parametrize(
    "text",
    [
        "Order 4111 1111 1111 1112 has a wrong checksum.",
        "DE89 3704 0044 0532 0130 01 has a wrong checksum.",
        "We screened 1,234,567 samples in 2019-2021.",
        "Registered as NCT04280705, DOI 10.1000/182.",
        "The helpline 1-800-273-8255 is free.",
        "Python 3.11.7 and 192 cores on 2024-05-06 10:20:30.",
        "p = 0.0001234, n = 12345678, 95 % CI 1.02-1.19.",
        "info@example.org and press@example.org answer.",
    ],
)
def test_a_number_that_only_looks_like_one_is_left_alone(text):
    assert "PRV001" not in private(text)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("A 91-year-old man came in.", "A 90-or-older man came in."),
        ("She is 94 years old.", "She is 90 or older."),
        ("A woman, 102 y/o, with a fall.", "A woman, 90 or older, with a fall."),
        ("My patient is a ninety-two-year-old man.", "My patient is a 90-or-older man."),
    ],
)
def test_a_great_age_is_mended_to_the_category(text, mended):
    (found,) = [d for d in lint(text) if d.code == "PRV004"]
    fix = found.fixes[0]
    assert text[: fix.span.start] + fix.replacement + text[fix.span.end :] == mended


@pytest.mark.parametrize(
    "text",
    [
        "A 100-year-old oak.",
        "A score of 95 years of data.",
        "She ran 92 km.",
        "95 % of patients",
        "He was 98 kg in May.",
    ],
)
def test_other_numbers_above_89_are_no_ages(text):
    assert "PRV004" not in private(text)


@pytest.mark.parametrize(
    "text",
    [
        "The congress is on 14 March 2025 in Millbrook.",
        "Mr Okafor opens the exhibition at Fairlawn General Hospital.",
        "Today we read a paper on pain.",
        "Room 12 is where the workshop on 3 May 2026 begins.",
        "Thank you, Mrs Lindqvist, for teaching us.",
    ],
)
def test_names_dates_and_places_outside_a_case_are_left_alone(text):
    assert not private(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Record number MRN 00412345 is missing from the list.", "the number behind \u201cMRN\u201d"),
        ("Call the family on 07700 900123 before noon.", "a telephone number"),
        ("416 60 039 office, and nobody there.", "a telephone number"),
        ("His policy no. 12345678 has run out.", "the number behind \u201cpolicy no\u201d"),
    ],
)
def test_a_number_is_called_what_it_is(text, kind):
    [found] = [d for d in lint(text) if d.code == "PRV001"]
    assert f"is {kind}:" in found.message


def test_a_paper_about_patients_is_no_case():
    paper = "Paper 2723, Sun 1/7/19: patient characteristics and outcomes of targeted therapy"
    assert not [d for d in lint(paper) if d.code.startswith("PRV")]
