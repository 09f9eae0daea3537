"""What a draft asks of a network beside its words, and the post that carries it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.draft import DraftError, parse, with_options
from composer.draft.options import poll_of
from composer.model import NO_OPTIONS, Media, Post, PostOptions, Span, Style, Thread
from composer.text import limit
from composer.thread import Splitter

THREE = (
    "First words here.\n\n---\n\nWhen suits you?\n\n<!-- poll: Mornings | Evenings; 3 d -->\n\n---\n\nThanks to all.\n"
)


def thread(text: str, network: str = "x") -> Thread:
    return Splitter(limit(network), Style()).split(parse(text))


def asked(text: str, network: str = "x") -> list[PostOptions]:
    return [post.options for post in with_options(thread(text, network))]


def test_a_draft_that_asks_for_nothing_keeps_its_posts_as_they_are() -> None:
    made = thread("One.\n\n---\n\nTwo.\n")

    assert all(after is before for after, before in zip(with_options(made), made.posts, strict=True))


def test_a_poll_stands_in_the_post_of_the_words_before_it() -> None:
    assert asked(THREE) == [
        NO_OPTIONS,
        PostOptions(poll=("Mornings", "Evenings"), poll_minutes=3 * 24 * 60),
        NO_OPTIONS,
    ]


def test_a_poll_at_the_start_of_a_post_belongs_to_that_post() -> None:
    text = "One.\n\n---\n\n<!-- poll: Yes | No -->\n\nDo you?\n"

    assert [bool(each.poll) for each in asked(text)] == [False, True]
    assert asked(text)[1].poll_minutes == 24 * 60


def test_a_poll_is_never_posted_as_words_and_no_word_is_lost_to_it() -> None:
    with_poll, without = thread(THREE), thread(THREE.replace("<!-- poll: Mornings | Evenings; 3 d -->\n\n", ""))

    assert [post.text for post in with_poll.posts] == [post.text for post in without.posts]
    assert parse(THREE).problems == ()


def test_a_poll_for_other_networks_is_left_out() -> None:
    text = "One.\n\n---\n\n<!-- only: bluesky -->\n\nWhen?\n\n<!-- poll: A | B -->\n\n<!-- /only -->\n\n---\n\nTwo.\n"

    assert asked(text) == [NO_OPTIONS, NO_OPTIONS]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("Yes", "two or more choices"),
        ("Yes | ", "two or more choices"),
        ("Yes | Yes", "the same"),
        ("Yes | No; soon", "30 min, 24 h or 3 d"),
        ("Yes | No; 0 h", "two or more choices"),
    ],
)
def test_a_poll_that_is_none_is_pointed_out_and_left_out(value: str, says: str) -> None:
    draft = parse(f"When?\n\n<!-- poll: {value} -->\n")

    assert says in draft.problems[0].message
    assert draft.problems[0].line == 3
    assert draft.polls == ()


@given(st.text(max_size=40))
def test_any_words_are_a_poll_or_a_sentence(value: str) -> None:
    found = poll_of(value)

    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert len(found.poll) >= 2
        assert found.poll_minutes > 0


def test_two_polls_in_one_post_are_refused() -> None:
    with pytest.raises(DraftError, match="Post 1 would have two polls"):
        asked("When?\n\n<!-- poll: A | B -->\n\n<!-- poll: C | D -->\n")


def test_a_poll_without_words_is_refused() -> None:
    with pytest.raises(DraftError, match="no words to stand below"):
        with_options(Thread((Post(1, 1, "a", 1),), (Span(0, 1),), "x", 280, Style(), parse("<!-- poll: A | B -->\n")))


def test_front_matter_is_said_where_the_network_wants_it() -> None:
    head = "---\nreply_settings: following\ncommunity: 42\npaid_partnership: true\nmade_with_ai: yes\n---\n\n"
    first, second = asked(head + "One.\n\n---\n\nTwo.\n")

    assert first == PostOptions("following", True, True, "42")
    assert second == PostOptions("", True, True, "")


def test_ai_is_disclosed_on_the_posts_with_pictures_where_there_are_any() -> None:
    draft = parse("---\nmade_with_ai: true\n---\n\nOne.\n\n---\n\nTwo.\n")
    plain, pictured = Post(1, 2, "One.", 4), Post(2, 2, "Two.", 4, media=(Media("a.png", "alt"),))
    made = Thread((plain, pictured), (Span(0, 1), Span(1, 2)), "x", 280, Style(), draft)

    assert [post.options.made_with_ai for post in with_options(made)] == [False, True]


def test_an_edit_reads_polls_as_a_fresh_reading_does() -> None:
    before = parse(THREE)
    edited = THREE.replace("First words", "Other, longer words").replace("3 d", "12 h")

    assert parse(edited, previous=before).polls == parse(edited).polls
    assert parse(edited).polls[0][1].poll_minutes == 12 * 60
    assert parse(edited.replace("poll", "note"), previous=parse(edited)).polls == ()
