"""A thread that goes on behind posts that are out, in as many posts as those say there are."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from composer.model import Thread
from composer.text import limit
from composer.thread import BeginningError, CountError, ThreadError, continued, rendered, split

WORDS = ("kettle", "waits", "and", "the", "door,", "which", "—", "is", "said:", "12", "#Tag", "https://a.org/x")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=4, max_size=30).map(
    lambda said: f"{' '.join(said).capitalize()}."
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join)
DRAFTS = st.lists(PARAGRAPHS, min_size=3, max_size=8)
NETWORKS = st.sampled_from(["x", "bluesky", "mastodon"])
MODES = st.sampled_from(["default", "strict", "compact"])


def out(thread: Thread, many: int) -> list[tuple[str, tuple[str, ...]]]:
    return [(post.text, tuple(media.alt for media in post.media)) for post in thread.posts[:many]]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def attempt(*words: Any, **options: Any) -> tuple[Thread | None, ThreadError | None]:
    try:
        return continued(*words, **options), None
    except ThreadError as error:
        return None, error


@settings(max_examples=50, deadline=None)
@given(DRAFTS, NETWORKS, MODES, st.floats(0, 1), st.lists(PARAGRAPHS, max_size=2), st.integers(0, 2), st.data())
def test_it_has_exactly_as_many_posts_begins_as_it_was_and_loses_nothing(
    draft: list[str], network: str, mode: str, share: float, more: list[str], fewer: int, data: st.DataObject
) -> None:
    before = split("\n\n".join(draft), network=network, mode=mode)
    assume(len(before.posts) > 1)
    sent = data.draw(st.integers(1, len(before.posts) - 1))
    kept = "\n\n".join(draft[: len(draft) - fewer] + more)
    total = len(before.posts)
    after, why = attempt(kept, out(before, sent), total, network=network, mode=mode)
    if after is None:
        assert not why.fewest <= total <= why.most if isinstance(why, CountError) else fewer
        return
    assert len(after.posts) == total
    assert out(after, sent) == out(before, sent)
    assert [(post.number, post.total) for post in after.posts] == [(n, total) for n in range(1, total + 1)]
    assert bare("".join(post.body for post in after.posts)) == bare(rendered(kept, network))
    for post in after.posts:
        exact = limit(network).counter.exact(post.text, post.content_warning)
        assert all(size <= most for size, most in zip(exact, limit(network).budgets, strict=True))


def prose(sentences: int) -> list[str]:
    chance = random.Random(7)
    words = [
        "the",
        "kettle",
        "waits",
        "while",
        "a",
        "teacher",
        "listens",
        "again",
        "and",
        "every",
        "window",
        "answers",
        "slowly",
    ]
    return [" ".join(chance.choice(words) for _ in range(16)).capitalize() + "." for _ in range(sentences)]


@pytest.mark.parametrize("mode", ["default", "strict", "compact"])
def test_every_number_between_the_fewest_and_the_most_is_reached(mode: str) -> None:
    draft = " ".join(prose(24))
    with pytest.raises(CountError, match=r"at most\. Add to") as told:
        continued(draft, (), 999, mode=mode)
    assert told.value.most < 999
    with pytest.raises(CountError, match=r"at least\. Shorten") as told:
        continued(draft, (), 2, mode=mode)
    fewest = told.value.fewest
    assert fewest <= len(split(draft, mode=mode).posts)
    for total in (fewest, fewest + 1, fewest + 2, fewest + 7):
        assert len(continued(draft, (), total, mode=mode).posts) == total


def test_the_number_that_is_best_gives_the_very_split_that_is_best() -> None:
    draft = "\n\n".join(" ".join(prose(40)[start : start + 4]) for start in range(0, 40, 4))
    best = split(draft)
    again = continued(draft, out(best, 3), len(best.posts))
    assert [post.text for post in again.posts] == [post.text for post in best.posts]
    assert again.spans == best.spans


def test_a_draft_that_begins_otherwise_is_told_from_one_that_is_too_long() -> None:
    draft = prose(12)
    before = split(" ".join(draft))
    with pytest.raises(BeginningError):
        continued(" ".join(["Quite another beginning.", *draft]), out(before, 1), len(before.posts))
    with pytest.raises(CountError, match=r"1 of which are out: it makes \d+ at least\. Shorten"):
        continued(" ".join(draft * 3), out(before, 1), len(before.posts))


def test_pictures_of_posts_that_are_out_stay_with_them() -> None:
    draft = "\n\n".join([*prose(3)[:1], "![a chart](chart.png)", *prose(16)])
    before = split(draft)
    assert [media.alt for media in before.posts[0].media] == ["a chart"]
    after = continued(draft + "\n\nOne thing more.", out(before, 1), len(before.posts))
    assert [media.alt for media in after.posts[0].media] == ["a chart"]
    with pytest.raises(BeginningError):
        continued(draft.replace("a chart", "another chart"), out(before, 1), len(before.posts))
