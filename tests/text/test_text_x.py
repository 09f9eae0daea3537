"""X's count: a sample of 584 texts with the answers of npm twitter-text 3.1.0 and ICU 78 beside them.

The answers are what `reference/oracle.js` printed for these texts.
"""

import json
from itertools import accumulate
from pathlib import Path
from unicodedata import normalize as nfc

import pytest

from composer.text import Entity, entities, explain, graphemes, limit, measure

SAMPLE = [
    json.loads(line) for line in (Path(__file__).parent / "reference" / "sample.jsonl").read_text("utf-8").splitlines()
]
KINDS = {"url": "url", "screenName": "mention", "hashtag": "hashtag", "cashtag": "cashtag"}


def test_length_and_validity_are_those_of_the_published_counter():
    counted = [(case["text"], (m := measure(case["text"], "x")).length, m.fits) for case in SAMPLE]
    assert counted == [(case["text"], case["length"], case["valid"]) for case in SAMPLE]


def test_graphemes_are_those_of_current_icu():
    assert [len(graphemes(case["text"])) for case in SAMPLE] == [case["graphemes"] for case in SAMPLE]
    assert [measure(case["text"], "bluesky").length for case in SAMPLE] == [case["graphemes"] for case in SAMPLE]


@pytest.mark.parametrize("kind", KINDS.values())
def test_entities_are_those_of_the_published_extractor(kind):
    for case in SAMPLE:
        text = nfc("NFC", case["text"])
        widths = accumulate((2 if c > "\uffff" else 1 for c in text), initial=0)
        at = {unit: index for index, unit in enumerate(widths)}
        expected = [(at[start], at[end], url) for name, start, end, url in case["entities"] if KINDS[name] == kind]
        found = [(e.start, e.end, e.text if kind == "url" else "") for e in entities(text) if e.kind == kind]
        assert found == expected, text


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("done.It was late", 32),
        ("Read README.md first", 34),
        ("Node.js is no link", 18),
        ("https://example.com/" + "long/" * 100, 23),
        ("https://example.org/x(1/5)", 23),
        ("https://example.org/x 1/5", 27),
        ("日本語", 6),
        ("👩🏽‍🚀", 2),
        ("(c) ©", 5),
    ],
)
def test_what_surprises_writers_weighs_what_x_says(text, weight):
    assert measure(text, "x").length == weight


def test_an_empty_post_and_a_byte_order_mark_do_not_fit_and_say_so():
    assert measure("", "x").reasons == ("X takes no empty post; write something.",)
    refused = measure("hello\ufeff", "x")
    assert not refused.fits
    assert "U+FEFF" in refused.reasons[0]


def test_a_newer_emoji_weighs_as_the_published_counter_takes_it_apart_and_says_why():
    counted = measure("🧑‍🦽‍➡️", "x")
    assert counted.length == counted.safe == 8
    assert "2018" in counted.reasons[0]


def test_a_name_that_becomes_a_link_is_pointed_out_once():
    assert measure("README.md or README.md?", "x").reasons == ("X makes a link of README.md and counts 23 for it.",)


def test_a_post_over_the_limit_says_by_how_much():
    assert measure("a" * 283, "x").reasons == ("It is 3 over the 280 characters that X takes.",)


def test_a_premium_account_writes_longer_posts():
    premium = limit("x").with_maximum(25_000)
    assert (premium.maximum, premium.measure("a" * 25_000).fits, premium.measure("a" * 25_001).fits) == (
        25_000,
        True,
        False,
    )
    assert limit("x").maximum == 280


def test_the_count_explains_itself():
    said = [(part.text, part.kind, part.weight) for part in explain("Hi 日本 👩🏽‍🚀 https://a.com/x", "x")]
    assert said == [
        ("Hi ", "text", 3),
        ("日本", "wide", 4),
        (" ", "text", 1),
        ("👩🏽‍🚀", "emoji", 2),
        (" ", "text", 1),
        ("https://a.com/x", "url", 23),
    ]


def test_an_address_is_an_entity_only_where_x_sees_nothing():
    assert entities("Write to first.last@example.org or @composer") == (
        Entity("email", 9, 31, "first.last@example.org"),
        Entity("mention", 35, 44, "@composer"),
    )


def test_a_text_of_many_dots_is_counted_at_once():
    assert measure("a." * 12_000 + "-", "x").length == 24_001
    assert measure("。" * 20_000 + ".com", "x").length == 40_004
