"""Limits of the networks other than X, and the records as such."""

import subprocess
import sys
from dataclasses import replace

import pytest

from composer.model import ComposerError
from composer.text import LIMITS, Facet, UnknownNetworkError, facets, graphemes, limit, measure, normalize
from composer.text.grapheme import count, highest


def test_every_network_is_known_by_its_maximum():
    assert {name: record.budgets for name, record in LIMITS.items()} == {
        "x": (280,),
        "bluesky": (300, 3000),
        "mastodon": (500,),
        "threads": (500,),
    }


def test_an_unknown_network_is_told_from_a_misspelt_one():
    with pytest.raises(UnknownNetworkError, match=r"Did you mean bluesky\? Known are x, bluesky, mastodon, threads"):
        limit("blusky")
    with pytest.raises(ComposerError, match=r"no network called 'usenet'\. Known are"):
        measure("hello", "usenet")


def test_a_new_network_is_one_record():
    forum = replace(limit("threads"), name="forum", title="Forum", budgets=(10,))
    assert forum.measure("12345678901").reasons == ("It is 1 over the 10 characters that Forum takes.",)


def test_normalising_composes_letters_and_line_ends():
    assert normalize("e\u0301\r\nnext\rlast") == "é\nnext\nlast"


@pytest.mark.parametrize("text", ["👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "e\u0301", "🇳🇿", "क्षि", "각", "กำ", "\r\n"])
def test_what_a_reader_sees_as_one_character_is_one(text):
    assert graphemes(text) == [text]
    assert measure(text, "bluesky").length == 1


def test_nothing_has_no_characters():
    assert graphemes("") == []


def test_bluesky_has_a_limit_in_bytes_too():
    family = "👨‍👩‍👧‍👦"
    assert measure(family * 120, "bluesky").fits
    too_long = measure(family * 121, "bluesky")
    assert (too_long.length, too_long.bytes, too_long.fits) == (121, 3025, False)
    assert too_long.reasons == ("It is 25 over the 3000 bytes that Bluesky takes.",)


def test_where_unicode_versions_disagree_the_higher_number_binds():
    conjunct = "क्ष"
    assert (count(conjunct), highest(conjunct)) == (1, 2)
    counted = measure(conjunct * 151, "bluesky")
    assert (counted.length, counted.safe, counted.fits) == (151, 302, False)
    assert any("Unicode versions" in reason for reason in counted.reasons)


@pytest.mark.parametrize(
    ("text", "today", "at_most"),
    [
        ("\u094dक", 2, 2),  # a virama without a consonant before it, which Unicode 18 joins
        ("a\u05c8", 2, 2),  # a mark of Unicode 18
        ("a\u0897", 1, 2),  # a mark of Unicode 16
        ("\u0600\u05c8", 1, 1),  # after a prepended mark, whatever it is
    ],
)
def test_marks_and_conjuncts_of_other_unicode_versions(text, today, at_most):
    assert (count(text), highest(text)) == (today, at_most)


def test_every_character_that_can_join_is_looked_at():
    import regex

    joining = regex.compile(
        r"[\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=Prepend}\p{GCB=L}\p{GCB=V}\p{GCB=T}\p{GCB=ZWJ}\p{InCB=Linker}]"
    )
    alone = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000 and joining.match(chr(code))]
    assert len(alone) > 1000
    for c in alone:
        assert len(graphemes(f"a{c}\u0300b")) == len(regex.findall(r"\X", f"a{c}\u0300b")) + (c in NEWEST), hex(ord(c))


NEWEST = set("\u05c8\u05c9\u0b53\u0b54\u1ade\u1adf\u1aec\u1aed\u1aee\u1aef\u1af0")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("see https://example.com here", 32),
        ("https://a.co", 23),
        ("see example.com here", 20),
        ("hi @bob@example.com", 7),
        ("@a@b", 2),
        ("@arnt@grå.org", 5),
        ("@a@b.com@c", 10),
        ("a@b.com", 7),
        ("x@bob@example.com", 17),
        ("https://example.com/🐪/#camel", 23),
        ("https://en.wikipedia.org/wiki/東京_(bar) x", 25),
        ("gemini://a.com/x", 23),
        ("https://example.com.", 24),
        ("(https://example.com/a)", 25),
        (":blobcat:", 9),
        ("  outer space  ", 11),
    ],
)
def test_mastodon_counts_as_its_server_does(text, length):
    assert measure(text, "mastodon").length == length


@pytest.mark.parametrize("letter", "Ⓜ〇aक")
def test_a_name_behind_whatever_ruby_takes_for_a_letter_is_no_mention_on_mastodon(letter):
    assert measure(f"{letter}@ada@example.org", "mastodon").length == 17
    assert measure(f"{letter} @ada@example.org", "mastodon").length == 6


def test_mastodon_counts_the_content_warning():
    assert measure("a" * 490, "mastodon", content_warning="politics").length == 498
    assert not measure("a" * 490, "mastodon", content_warning="local politics").fits


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a.co", 23),
        ("example.com/" + "a" * 30, 42),
        ("https://a.co/🐪", 23),
        ("https://a.co/" + "🐪" * 20, 33),
        ("https://xn--abc.例え.com", 23),
        ("http://cr.ſſ", 35),
        ('http://cr.com"q', 38),
    ],
)
def test_a_link_that_mastodon_counts_in_two_ways_takes_the_higher_number(text, safe):
    counted = measure(text, "mastodon")
    assert counted.safe == safe
    assert limit("mastodon").weights(text)[0][-1] == safe
    if counted.safe != counted.length:
        assert "web page" in counted.reasons[0]


def test_a_server_may_have_its_own_maximum_and_reserve_more_for_a_link():
    gotosocial = limit("mastodon").with_maximum(5000, url_length=25)
    assert gotosocial.measure("https://example.org").length == 25
    assert gotosocial.measure("a" * 5000).fits
    assert limit("x").with_maximum(25_000, url_length=30).measure("https://example.org").length == 23


def test_threads_may_count_an_emoji_by_its_bytes():
    counted = measure("👍" * 125, "threads")
    assert (counted.length, counted.safe, counted.fits) == (125, 500, True)
    assert not measure("👍" * 126, "threads").fits


@pytest.mark.parametrize("network", ["bluesky", "mastodon", "threads"])
def test_half_a_character_cannot_be_sent(network):
    counted = measure("broken \ud83d", network)
    assert not counted.fits
    assert counted.reasons[0] == "It has half a character in it (U+D83D); delete it."


def test_x_says_that_half_a_character_cannot_be_sent_although_its_counter_lets_it_pass():
    counted = measure("broken \ud83d", "x")
    assert counted.fits
    assert counted.reasons == ("It has half a character in it (U+D83D); delete it.",)


def test_facets_count_in_bytes():
    text = "Grüße 🎉 @ana.bsky.social, see https://example.org/a_(b)) and done.it! #Étude."
    sent = text.encode()
    found = facets(text)
    assert [sent[facet.start : facet.end].decode() for facet in found] == [
        "@ana.bsky.social",
        "https://example.org/a_(b))",
        "done.it",
        "#Étude",
    ]
    assert found[0] == Facet("mention", 13, 29, "ana.bsky.social")
    assert [facet.target for facet in found[1:]] == ["https://example.org/a_(b))", "https://done.it", "Étude"]


@pytest.mark.parametrize("text", ["@nobody", "me@example.org", "#1", "#", "no.suchdomain", "a#b", "# heading"])
def test_what_bluesky_makes_no_link_of(text):
    assert facets(text) == ()


def test_a_facet_ends_before_closing_punctuation():
    assert [facet.target for facet in facets("(https://a.org/x) https://a.org/y.")] == [
        "https://a.org/x",
        "https://a.org/y",
    ]


def test_importing_the_room_loads_nothing_heavy():
    code = (
        "import sys, composer.text as text; text.limit('x').measure('plain words'); "
        "print(sorted({'regex', 'sentencex', 'emoji'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_public_name_is_there():
    import composer.text

    assert all(getattr(composer.text, name) for name in composer.text.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lenght'"):
        composer.text.lenght  # noqa: B018


def test_mastodon_counts_white_space_at_the_ends_that_its_server_leaves_there():
    assert limit("mastodon").measure("\u3000night\u2028").length == 7
    assert limit("mastodon").measure("\0 night \n").length == 5


def test_a_sign_that_mastodon_takes_for_no_part_of_a_domain_shortens_nothing():
    text = f'https://"night.ward.example.org/{"a" * 40}'
    assert limit("mastodon").measure(text).length == len(text)
