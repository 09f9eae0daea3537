"""The HTML of a post read back: the same words, whatever the server wraps them in."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.networks.mastodon.stored import is_same, restored, stored
from tests.servers.mastodon import rendered

PIECES = (
    "@mara@other.example",
    "@ward",
    "#Ward",
    "#3beds",
    "https://example.org",
    "https://www.example.org/a/very/long/address/that/is/cut?x=1&y=2#z",
    "<b>no</b>",
    "a & b",
    "&amp;",
    '"quoted"',
    "it's",
    "3 < 4 > 2",
    "🧵👩🏽‍⚕️",
    "naïve",
    "\n",
    "\n\n",
    "  ",
    "1/5",
    "mail@example.org",
    "a_b*c`d",
)


@given(st.lists(st.sampled_from(PIECES) | st.text(string.ascii_letters + " .,", max_size=8), min_size=1).map(" ".join))
def test_what_a_server_makes_of_a_text_is_known_again(text: str) -> None:
    assert is_same(text, stored(rendered(text)))


@given(st.lists(st.sampled_from(PIECES), min_size=1).map(" ".join), st.sampled_from(PIECES).filter(str.strip))
def test_a_text_with_more_words_is_another_text(text: str, more: str) -> None:
    assert not is_same(f"{text} {more}", stored(rendered(text)))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>One</p><p>Two<br />Three</p>", "One\n\nTwo\nThree"),
        ("<p>One<br>Two</p>", "One\nTwo"),
        ("One &amp; two", "One & two"),
        ('<p><a href="https://x.example/">https://x.example/</a></p>', "https://x.example/"),
        ("<p>", ""),
        ("", ""),
        ("<p>broken <a", "broken <a"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
    ],
)
def test_html_reads_as_people_see_it(content: str, text: str) -> None:
    assert stored(content).text == text


def test_the_same_user_of_another_server_is_not_told_apart_and_another_user_is() -> None:
    assert is_same("Hi @mara@one.example!", stored(rendered("Hi @mara@two.example!")))
    assert not is_same("Hi @mira@one.example!", stored(rendered("Hi @mara@one.example!")))


def test_a_text_that_was_changed_reads_on_the_receipt_as_it_is_shown() -> None:
    assert restored("One, two", stored("<p>One</p><p>three</p>")) == "One\n\nthree"
