"""The spoken preview: what is heard, and what is heard beyond the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.draft import parse
from composer.share import hear, speak
from composer.thread import split


def said(text: str, **how: object) -> list[str]:
    return [piece.said for piece in hear(text, **how) if piece.kind != "words"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Wait 🧵", ["thread"]),
        ("Two 👩🏽‍⚕️ and one 👍", ["woman health worker medium skin tone", "thumbs up"]),
        ("#QuietRooms26", ["hash Quiet Rooms 26"]),
        ("#quietrooms", ["hash quietrooms"]),
        ("#NHSCares for us", ["hash NHS Cares"]),
        ("Ask @ada_l", ["at ada_l"]),
        ("See https://www.example.org/a", ["link example dot org slash a"]),
        ("𝗯𝗼", ["mathematical sans-serif bold small b mathematical sans-serif bold small o"]),
        ("• rest → write", ["bullet", "right arrow"]),
        ("Nothing but words, 3/4 of them.", []),
    ],
)
def test_what_is_no_plain_word_is_said_as_a_screen_reader_says_it(text: str, heard: list[str]) -> None:
    assert said(text) == heard


@pytest.mark.parametrize("text", ["A post 3/9", "(3/9) A post", "A post (3/9)", "3/9 A post"])
def test_the_number_of_a_post_is_said_with_its_stroke(text: str) -> None:
    assert said(text, number=(3, 9)) == ["3 slash 9"]


def test_a_fraction_in_a_sentence_is_no_number_of_a_post() -> None:
    assert said("We lost 3/9 of it all", number=(3, 9)) == []


def test_names_are_said_in_the_language_of_the_draft() -> None:
    assert said("Gut 👍 #Klinik", language="de-DE") == ["daumen hoch", "Raute Klinik"]


def test_a_long_address_is_heard_as_far_as_it_is_shown() -> None:
    (heard,) = said("https://example.org/a-very-long-path-that-nobody-reads-to-its-end")
    assert heard == "link example dot org slash a-very-long-path-t…"


def test_a_picture_says_its_description_or_that_it_has_none() -> None:
    draft = parse("Look at this.\n\n![A red door](a.png)\n\n---\n\nAnd this.\n\n![](b.png)\n")
    first, second = speak(split(draft, network="x"))
    assert "[image, A red door]" in first.text
    assert "[image, no description]" in second.text
    assert [piece.added for post in (first, second) for piece in post.pieces if piece.kind == "picture"] == [0, 0]


def test_a_content_warning_comes_before_the_words() -> None:
    draft = parse("---\ncontent_warning: blood\n---\nA story of the ward.\n")
    (post,) = speak(split(draft, network="mastodon"))
    assert post.text.startswith("[content warning, blood]")


@given(st.text())
def test_nothing_of_a_text_is_left_unsaid_or_said_twice(text: str) -> None:
    assert "".join(piece.written for piece in hear(text, number=(1, 2))) == text
