"""What X makes of a text, and how it is recognised again."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.networks.rehearsal.render import shown
from composer.networks.rehearsal.store import StoredMedia
from composer.networks.x.stored import Stored, is_same, restored, stored

PICTURE = StoredMedia(7, "me", "image/png", "0" * 64, "", 100)
TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12),
        st.sampled_from(["https://example.org/a?b=1&c=2", "example.com/x", "t.co", "&amp;", "<b>", "\n\n", "1/9"]),
    ),
    max_size=8,
).map(" ".join)


def url(short: str, long: str) -> dict[str, str]:
    return {"url": short, "expanded_url": long}


@given(TEXTS, st.booleans())
def test_what_x_stored_is_recognised_with_and_without_its_links(text: str, media: bool) -> None:
    pictures = (PICTURE,) if media else ()
    text_shown, links = shown(text, "me", 5, pictures)
    known = [
        {"url": link.url, "expanded_url": link.expanded, **({"media_key": "3_7"} if link.media else {})}
        for link in links
    ]

    assert is_same(text, stored(text_shown, known), media=media)
    assert is_same(text, stored(text_shown), media=media)
    assert restored(text, stored(text_shown, known), media=media) == text


@given(TEXTS.filter(str.strip), st.sampled_from(["more", "1", "é", "(", "https://example.net/z"]))
def test_another_text_is_not_taken_for_it(text: str, more: str) -> None:
    text_shown, links = shown(f"{text} {more}", "me", 5, ())

    known = [{"url": link.url, "expanded_url": link.expanded} for link in links]

    assert not is_same(text, stored(text_shown, known), media=False)


@pytest.mark.parametrize(
    ("written", "expanded"),
    [
        ("example.org", "http://example.org"),
        ("https://example.org", "https://example.org/"),
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
        ("https://example.org/über", "https://example.org/%C3%BCber"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
    ],
)
def test_a_url_that_x_writes_otherwise_is_the_same_url(written: str, expanded: str) -> None:
    found = stored("See https://t.co/abc123", [url("https://t.co/abc123", expanded)])

    assert is_same(f"See {written}", found, media=False)


def test_two_posts_that_differ_in_their_link_alone_are_told_apart() -> None:
    found = stored("New: https://t.co/abc123", [url("https://t.co/abc123", "https://example.org/one")])

    assert is_same("New: https://example.org/one", found, media=False)
    assert not is_same("New: https://example.org/two", found, media=False)


def test_spaces_and_composition_do_not_count() -> None:
    assert is_same("  cafe\u0301 \n\n now ", stored("café now"), media=False)


def test_an_escape_that_the_author_wrote_is_not_undone_twice() -> None:
    assert is_same("write &lt; for <", stored("write &amp;lt; for &lt;"), media=False)
    assert not is_same("write < for <", stored("write &amp;lt; for &lt;"), media=False)


def test_the_link_to_a_picture_does_not_count() -> None:
    photo = url("https://t.co/pic", "https://x.com/me/status/5/photo/1")
    film = url("https://t.co/pic", "https://twitter.com/me/status/5/video/1")

    assert is_same("Look", stored("Look https://t.co/pic", [photo]), media=True)
    assert is_same("Look", stored("Look https://t.co/pic", [film]), media=True)
    assert is_same("Look", stored("Look https://t.co/pic"), media=True)
    assert not is_same("Look", stored("Look https://t.co/pic"), media=False)


def test_a_text_that_was_cut_is_shown_as_it_is() -> None:
    links = [url("https://t.co/a", "https://example.org/a")]

    cut = restored("A & https://example.org/a → more", stored("A &amp; https://t.co/a", links), media=False)

    assert cut == "A & https://example.org/a"


@pytest.mark.parametrize("urls", [None, "text", 5, [None, 5, "x"], [{}], [{"url": 5}], {"url": "x"}])
def test_links_of_another_shape_are_passed_over(urls: object) -> None:
    assert is_same("Words", stored("Words", urls), media=False)


def test_a_pattern_in_a_text_is_only_a_text() -> None:
    assert not is_same("aaa", Stored("a+"), media=False)
    assert is_same("a+ (b|c)* \\d", Stored("a+ (b|c)* \\d"), media=False)


@given(TEXTS)
def test_a_stored_text_holds_no_markup(text: str) -> None:
    text_shown, _ = shown(text, "me", 5, ())

    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", text_shown)
    assert html.unescape(text_shown).count("\n") == text.count("\n")
