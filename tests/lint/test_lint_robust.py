"""No text makes the linter stumble, whatever it is made of and however long it is."""

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from composer.draft import parse
from composer.lint import Linter, Options, lint, rules, safe_fixes
from composer.lint.fixes import apply
from composer.lint.frames import FrameError, Notation
from composer.lint.matcher import Matcher
from composer.lint.reading import Reading, Setting
from composer.lint.shapes import tables
from composer.model import Draft, Post, Run, Span, Style, Thread

EVERYTHING = Linter(Options(preview=True))
PIECES = [text for rule in rules() for text in rule.bad[:1] if len(text) < 200]
ODD = st.text(
    st.sampled_from(
        string.printable + "\u201c\u201d\u2018\u2019\u2026\u200d\ufe0f\U0001f1e9\U0001f44d\u0130\u1e9e\U0001d400"
    )
)
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), ODD, st.text()), max_size=6).map(" ".join)


def thread_of(*texts):
    spans, at = [], 0
    for text in texts:
        spans.append(Span(at, at + len(text)))
        at += len(text) + 2
    posts = tuple(Post(n, len(texts), t, len(t), t, (Run(0, 0, len(t)),)) for n, t in enumerate(texts, 1))
    return Thread(posts, tuple(spans), "x", 280, Style(), Draft("\n\n".join(texts)))


@given(st.lists(MIXED, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_thread_is_linted_and_every_place_lies_in_its_post(texts):
    thread = thread_of(*texts)
    for diagnostic in EVERYTHING.lint(thread):
        if diagnostic.post and diagnostic.span:
            home = thread.spans[diagnostic.post - 1]
            assert home.start <= diagnostic.span.start <= diagnostic.span.end <= home.end
        for fix in diagnostic.fixes:
            assert thread.draft.text[fix.span.start : fix.span.end] or fix.span.start == fix.span.end


@given(MIXED)
@example("W%3")
@settings(max_examples=100, deadline=None)
def test_masking_keeps_every_character_in_its_place(text):
    reading = Reading(thread_of(text).posts[0], Setting("x", 280))
    assert len(reading.masked) == len(reading.unlinked) == len(text)
    for hits in reading.hits.values():
        assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


@given(st.lists(MIXED, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_safe_fixes_can_be_applied_together_and_each_changes_the_text(texts):
    thread = thread_of(*texts)
    fixes = safe_fixes(lint(thread))
    assert (apply(thread.draft.text, fixes) != thread.draft.text) == bool(fixes)


@given(MIXED)
@settings(max_examples=40, deadline=None)
def test_a_linter_with_a_memory_says_the_same_twice(text):
    thread = thread_of(text, "A second post.")
    linter = Linter()
    assert linter.lint(thread) == linter.lint(thread) == Linter().lint(thread)


@pytest.mark.parametrize(
    "piece", ["you ", "a@b.c ", "please ", "((", '"', "the 9", "1 ", "A ", "!?", "#a", "http://", "\U0001f44d"]
)
def test_a_long_run_of_one_piece_is_linted(piece):
    EVERYTHING.lint(thread_of(piece * 4000))


def test_a_rule_about_one_post_knows_nothing_of_the_others():
    alone = [d.code for d in lint(thread_of("You are an idiot.")) if d.post == 1]
    first = [d.code for d in lint(thread_of("You are an idiot.", "A second post.")) if d.post == 1]
    assert alone == first


def test_an_unchanged_post_is_not_read_again():
    post_reads = []
    thread = thread_of("You are an idiot.", "A second post.")
    linter = Linter()
    linter.lint(thread)
    readings = {number: seen.reading for number, seen in enumerate(linter._seen.values(), 1)}
    linter.lint(Thread(thread.posts, thread.spans, "x", 280, Style(), Draft(thread.draft.text)))
    post_reads = [seen.reading for seen in linter._seen.values()]
    assert post_reads == list(readings.values())


def test_a_wording_that_cannot_be_read_is_named():
    with pytest.raises(FrameError, match="nonsense"):
        [*Notation({}).frames("nonsense <list>", "x")]


@pytest.mark.parametrize(
    ("wording", "text", "found"),
    [
        ("please rt|retweet", "so please retweet it", "please retweet"),
        ("thank[s|ed] you?", "thanks you all", "thanks you"),
        ("how .. dare", "how on earth do you dare", ""),
        ("how .. dare", "how on earth would dare", "how on earth would dare"),
        ("^ follow me", "they follow me", ""),
        ("^ follow me", "they know. follow me", "follow me"),
        ("don't go", "dont go there", "dont go"),
        ("well known", "a well-known fact", "well-known"),
        ("follow me", "you'll follow me's", "follow me"),
        ("you are", "all of _you are_ welcome", ""),
        ("now {number} instead of {number}", "now 9.50 instead of 1,200.", "now 9.50 instead of 1,200"),
        ("thanks {mention}", "thanks \x01\x01\x01!", "thanks \x01\x01\x01"),
        ("(rt|rt this) now", "rt this now", "rt this now"),
        ("go home $", "go home? yes", "go home"),
        ("go home $", "go home today", ""),
    ],
)
def test_the_notation_finds_what_it_says(wording, text, found):
    hits = Matcher(tables(Notation({}).frames(wording, "list"))).find(text)
    assert [text[hit.start : hit.end] for hit in hits] == ([found] if found else [])


def test_fixes_of_a_parsed_draft_touch_only_their_words():
    text = "---\ntitle: T\n---\n\nRead **this**: https://example.org/a?utm_source=x&page=2 and *that*!!!\n"
    mended = apply(text, safe_fixes(lint(parse(text))))
    assert mended == text.replace("utm_source=x&", "").replace("!!!", "!")


@pytest.mark.parametrize(
    "text",
    [
        "Black, white, gay, straight, Muslim, Jewish, trans, old and disabled people live here.",
        "As an autistic woman I read this with my wife, a Catholic.",
        "Immigrants, refugees and asylum seekers are welcome in our clinic.",
        "Stop calling refugees vermin: that is how it begins.",
        "\u201cGo and kill yourself\u201d, they wrote to her. This has to stop being normal.",
        "Nobody deserves to be told that they are worthless.",
    ],
)
def test_naming_a_group_or_speaking_up_against_hate_is_no_finding(text):
    assert not [d for d in lint(text) if d.code.startswith(("KND", "TON", "HAT"))]
