"""What holds of every suggested cue, whatever the text, and what a change of style leaves alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.desk.review import review
from composer.draft import parse
from composer.model import Numbering, Place, Profile, Style, Thread
from composer.text import limit
from composer.thread import Splitter, rendered, shipped_cues, split

SIGNS = {cue.emoji for cue in shipped_cues()}
QUIET = [
    "The ferry crosses the river while nobody on the quay says a word about the weather.",
    "She keeps the ledger in a drawer, under the spoons, where no inspector would look for it.",
    "## The bell",
    "- a rope\n- a lamp\n- a flask of tea",
    "1. cast off\n2. wait\n3. blow the horn",
    "> A ferry is not late. It is where the river lets it be.",
    "***",
    "---",
    "Timetable: https://example.org/ferry",
]
TELLING = [
    "Tip: ring the bell twice, for the mate is a little deaf.",
    "For example, last Tuesday nobody came, and the ferry left all the same.",
    "In my view the timetable is too tight.",
    "Many thanks to the crew of the night ferry.",
    "Caution: the rope is wet.",
    "Before the bell 4 of 20 boats were late, after it 15 of 20.",
    "What would you have done in the fog?",
]
SAD = [
    "Tip: call his sister, for he died on Sunday.",
    "For example, two of the crew were killed in the storm.",
    "Many thanks for your condolences.",
]
drafts = st.lists(st.sampled_from(QUIET + TELLING * 2 + SAD + ["---"] * 6), min_size=1, max_size=24).map("\n\n".join)
networks = st.sampled_from(["x", "bluesky", "mastodon"])
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def bodies(thread: Thread) -> list[str]:
    return [post.body for post in thread.posts]


def words(thread: Thread) -> list[str]:
    """All words in a row, without list markers and keycaps."""
    text = "\n".join(bodies(thread))
    marker = "|".join(re.escape(sign) for sign in ("📌", "-", *(f"{n}." for n in range(1, 4)), "1️⃣", "2️⃣", "3️⃣"))
    return re.sub(rf"^\s*(?:{marker}) ", "", text, flags=re.MULTILINE).split()


@quick
@given(drafts, networks)
def test_a_post_wears_one_suggested_cue_at_most_and_only_at_its_start_or_end(text: str, network: str) -> None:
    thread = split(text, network=network, style=Style(Profile.LIVELY, Numbering.NONE))
    for post in thread.posts[1:-1]:
        added = post.text.replace(post.body, "\0", 1).split("\0")
        assert len(added) == 2
        worn = [sign for part in added for sign in SIGNS if sign in part]
        assert len(worn) <= 1
        if post.cue:
            emoji = shipped_cues()[post.cue].emoji
            assert post.text in (f"{emoji} {post.body}", f"{post.body} {emoji}")


@quick
@given(drafts, networks)
def test_a_cue_never_stands_within_a_sentence(text: str, network: str) -> None:
    for post in split(text, network=network).posts[1:-1]:
        if post.cue and shipped_cues()[post.cue].at_end:
            assert re.search(r"[.!?…”\"]\Z", post.body)
        elif post.cue:
            assert not post.body[0].islower()


@quick
@given(drafts, networks)
def test_no_cue_is_suggested_beside_sad_words_nor_twice_in_a_row(text: str, network: str) -> None:
    posts = split(text, network=network).posts
    for post in posts:
        if re.search(r"died|killed|condolences", post.body):
            assert post.cue is None
    for before, after in pairwise(posts):
        assert before.cue is None or before.cue != after.cue


@quick
@given(drafts, networks)
def test_from_lively_to_plain_and_back_nothing_is_lost(text: str, network: str) -> None:
    splitter = Splitter(network, Profile.PLAIN)
    plain = splitter.split(text)
    lively = split(text, network=network, style="lively")
    assert words(plain) == words(lively)
    again = split(text, network=network, style="plain", previous=lively)
    assert [post.text for post in again.posts] == [post.text for post in plain.posts]
    for thread, style in ((plain, "plain"), (lively, "lively")):
        wanted = rendered(text, network, style=style)
        assert "".join("".join(bodies(thread)).split()) == "".join(wanted.split())


@quick
@given(drafts, st.sampled_from(list(Numbering)), st.sampled_from(list(Place)), st.sampled_from(list(Profile)))
def test_the_words_are_the_same_in_every_style(text: str, numbering: Numbering, place: Place, profile: Profile) -> None:
    assert words(split(text, style=Style(profile, numbering, place))) == words(split(text, style="plain"))


def test_a_post_with_an_open_privacy_finding_gets_no_cue() -> None:
    quiet = QUIET[0]
    text = "\n\n---\n\n".join([quiet, "Tip: call me at 212-555-0147.", "Caution: the rope is wet.", quiet, quiet])
    looked = review(parse(text), limit("x"), Style(), "default")
    assert any(finding.code == "PRV001" for finding in looked.findings)
    assert [post.cue for post in looked.thread.posts] == [None, None, "warning", None, None]


def around(middle: str, **options: object) -> str:
    """The post that `middle` becomes between two others."""
    return split(f"{QUIET[0]}\n\n---\n\n{middle}\n\n---\n\n{QUIET[1]}", **options).posts[1].text.removesuffix(" 2/3")


@pytest.mark.parametrize(
    ("written", "lively", "plain"),
    [
        ("## The bell\n\nIt rings.", "🔖 The bell\n\nIt rings.", "The bell\n\nIt rings."),
        ("- a rope\n- a lamp", "📌 a rope\n📌 a lamp", "- a rope\n- a lamp"),
        ("1. cast off\n2. wait", "1. cast off\n2. wait", "1. cast off\n2. wait"),
        ("> A ferry is where it is.", "💬 “A ferry is where it is.”", "“A ferry is where it is.”"),
        ("Timetable: https://example.org", "🔗 Timetable: https://example.org", "Timetable: https://example.org"),
        ("***\n\nIt was autumn.", "🔖 It was autumn.", "It was autumn."),
    ],
)
def test_markers_follow_the_style(written: str, lively: str, plain: str) -> None:
    assert around(written, style="lively") == lively
    assert around(written, style="plain") == plain


def test_ordered_lists_have_keycaps_to_ten_where_posts_are_numbered_with_them_and_digits_beyond() -> None:
    listed = "\n".join(f"{n}. step" for n in range(8, 13))
    keycaps = Style(Profile.LIVELY, Numbering.KEYCAP)
    body = split(f"{QUIET[0]}\n\n---\n\n{listed}", style=keycaps).posts[1].body
    assert body == "8️⃣ step\n9️⃣ step\n🔟 step\n11. step\n12. step"
    plain = Style(Profile.PLAIN, Numbering.KEYCAP)
    assert split(f"{QUIET[0]}\n\n---\n\n{listed}", style=plain).posts[1].body == listed


@pytest.mark.parametrize(
    ("language", "opener", "pointer", "end"),
    [
        ("en", "Thread:", "(continues below)", "End."),
        ("de-AT", "Thread:", "(geht unten weiter)", "Ende."),
        ("pt", "Thread:", "(continues below)", "End."),
    ],
)
def test_plain_words_are_said_in_the_language_of_the_draft_or_in_english(
    language: str, opener: str, pointer: str, end: str
) -> None:
    body = f"---\nlanguage: {language}\n---\n{QUIET[0]}\n\n---\n\n{QUIET[1]}"
    first, last = split(body, style="plain").posts
    assert first.text.startswith(opener)
    assert f"\n\n{pointer} 1/2" in first.text
    assert last.text.endswith(f"{end} 2/2")


def test_every_cue_with_plain_words_has_german_ones_and_no_two_are_the_same() -> None:
    german = shipped_cues().speaking("de")
    spoken = [cue for cue in german if cue.plain and cue.id not in ("list_item", "list_number")]
    assert len({cue.plain for cue in spoken}) == len(spoken)
    same = {cue.id for cue in spoken if cue.plain == shipped_cues()[cue.id].plain}
    assert same <= {"thread_start", "link", "code", "video", "mentor", "offline"}


def test_a_chosen_cue_in_a_german_draft_is_german_and_said_once(bare: Callable[[str], str]) -> None:
    draft = f"---\nlanguage: de\n---\n{QUIET[0]}\n\n---\n\n<!-- cue: tip -->\n{{}}\n\n---\n\n{QUIET[1]}"
    assert split(draft.format("Zweimal läuten."), style="plain").posts[1].text == "Tipp: Zweimal läuten. 2/3"
    assert split(draft.format("Tipp: läuten."), style="plain").posts[1].text == "Tipp: läuten. 2/3"


@pytest.mark.parametrize(
    "words",
    [
        "The result was that nobody came.",
        "We drew a small sample of the passengers.",
        "It is shown with a 50% interval and a 90% interval.",
        "Opacities of 100%, 50% and 0% were tried.",
        "It fell from 3 in 1993 to 5 in 1997.",
        "The library is a toolkit for ferries.",
        "Example: yes; Berths: 12",
        "Result: Calls\nNine: 12\nTen: 7",
        "Feel free to read the log.",
    ],
)
def test_words_that_misled_a_reader_once_suggest_nothing(words: str) -> None:
    assert shipped_cues().suggest(words) is None


@pytest.mark.parametrize("words", ["for example, the mate waits.", "Many thanks to the crew of the night ferry and"])
def test_a_post_cut_within_a_sentence_gets_no_cue_at_the_cut(words: str) -> None:
    assert shipped_cues().suggest(words) is None
    assert shipped_cues().suggest(words[0].upper() + words[1:].removesuffix(" and").rstrip(".") + ".") is not None
