"""What holds of every thread, whatever the draft."""

from __future__ import annotations

import random
import re
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.draft import parse, render
from composer.model import Numbering, Place, Profile, Style
from composer.text import limit, sentence_ends
from composer.thread import Splitter, rendered, split
from composer.thread.programme import NEVER, QUARTER, Costs, Ground, Programme, Room, Table, units

WORDS = st.sampled_from(
    [
        "the", "kettle", "waits,", "and:", "«oui»", "“Yes.”", "Dr.", "Osei", "https://example.org/a?b=c", "example.org",
        "done.It", "@me", "#Tag", "$ACME", "12", "000", "5", "kg", "e\u0301", "👩🏽\u200d🔬", "🇫🇮", "1️⃣",
        "会議の終わりに、", "ราตรีสวัสดิ์", "नमस्ते।", "مرحبا،", "שלום!", "--", "—", "`code", "it`",
        "a.b@example.com", "README.md",
        "supercalifragilistic", "x" * 300, "https://example.org/" + "y" * 300, "🧵" * 150, "\u200f", "**bold**",
        "![inline](inline.png)",
        "p", "<", "0.05", "said:", "Jr.", "“Yes,”", "she", "3rd", "of", "May",
        "[label](https://example.org/l)",
    ]
)  # fmt: skip
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=70).map(" ".join)
BLOCKS = st.one_of(
    PARAGRAPHS,
    PARAGRAPHS,
    PARAGRAPHS.map(lambda text: f"## {text[:60]}"),
    PARAGRAPHS.map(lambda text: f"> {text}\n> — Ines Varga"),
    st.lists(PARAGRAPHS, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(PARAGRAPHS, min_size=1, max_size=4).map(lambda items: "\n".join(f"1. {item}" for item in items)),
    st.sampled_from(["---", "***", "![alt](picture.png)", "<!-- cue: tip -->", "<!-- cue: none -->", "<!-- keep -->"]),
    st.sampled_from(["<!-- /keep -->", "<!-- cw: needles -->", "```\nfor x in y:\n    pass\n```", "Bring these:"]),
)
FRONT = st.sampled_from(["", '---\nevent: "#SlowWards26"\n---\n', "---\nlanguage: ja\n---\n"])
DRAFTS = st.tuples(FRONT, st.lists(BLOCKS, max_size=9).map("\n\n".join)).map("".join)
STYLES = st.builds(Style, st.sampled_from(Profile), st.sampled_from(Numbering), st.sampled_from(Place), st.booleans())
NETWORKS = st.sampled_from(["x", "bluesky", "mastodon"])
MODES = st.sampled_from(["default", "strict", "compact"])


@settings(max_examples=120, deadline=None)
@given(DRAFTS, NETWORKS, STYLES, MODES)
def test_no_word_is_lost_and_no_post_is_over_its_limit(draft: str, network: str, style: Style, mode: str) -> None:
    thread = split(draft, network=network, style=style, mode=mode)
    assert _bare("".join(post.body for post in thread.posts)) == _bare(rendered(draft, network, style=style))
    shown = [block for block in parse(draft).blocks if block.only is None or network in block.only]
    assert sum(len(post.media) for post in thread.posts) == sum(len(block.media) for block in shown)
    for post in thread.posts:
        exact = limit(network).counter.exact(post.text, post.content_warning)
        assert all(size <= most for size, most in zip(exact, limit(network).budgets, strict=True))
        assert post.body in post.text
        assert post.length <= thread.maximum


@settings(max_examples=60, deadline=None)
@given(DRAFTS, NETWORKS)
def test_every_character_leads_back_to_the_draft(draft: str, network: str) -> None:
    read = parse(draft)
    thread = split(read, network=network)
    assert all(one.start <= other.start for one, other in pairwise(thread.spans))
    for post, span in zip(thread.posts, thread.spans, strict=True):
        for run in post.runs:
            source = read.text[span.start + run.source : span.start + run.source + run.length]
            shown = post.text[run.at : run.at + run.length]
            assert source == shown or (source, shown) == ("e", "é")
            assert span.start + run.source + run.length <= span.end


@settings(max_examples=40, deadline=None)
@given(
    DRAFTS, st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), BLOCKS), min_size=1, max_size=5), NETWORKS, MODES
)
def test_after_any_edit_the_thread_equals_a_full_split(
    draft: str, edits: list[tuple[float, int, str]], network: str, mode: str
) -> None:
    splitter = Splitter(network, mode=mode)
    read = parse(draft)
    splitter.split(read)
    for place, cut, words in edits:
        at = round(place * len(draft))
        draft = draft[:at] + words + draft[at + cut :]
        read = parse(draft, previous=read)
        assert splitter.split(read) == Splitter(network, mode=mode).split(parse(draft))


@pytest.mark.parametrize(("network", "mode"), [("x", "default"), ("bluesky", "strict"), ("mastodon", "compact")])
def test_a_long_draft_can_be_edited_again_and_again(network: str, mode: str, essay: Any) -> None:
    chance = random.Random(network)
    draft = essay(13, 14_000)
    splitter = Splitter(network, mode=mode)
    read = parse(draft)
    splitter.split(read)
    for _ in range(25):
        at = chance.randrange(len(draft))
        words = chance.choice(
            ["s", " and so on", ". One more sentence. ", "\n\n", "\n\n---\n\n", "\n\n## A heading\n\n"]
        )
        draft = draft[:at] + words + draft[at + chance.choice([0, 0, 1, 150]) :]
        read = parse(draft, previous=read)
        assert splitter.split(read) == Splitter(network, mode=mode).split(parse(draft))


def test_an_edit_leaves_the_other_posts_the_same_objects(essay: Any) -> None:
    draft = essay(11, 30_000)
    splitter = Splitter("x")
    read = parse(draft)
    before = splitter.split(read)
    at = draft.index(" ", len(draft) // 2)
    read = parse(draft[:at] + "s" + draft[at:], previous=read)
    after = splitter.split(read)
    assert len(after.posts) == len(before.posts)
    assert sum(old is not new for old, new in zip(before.posts, after.posts, strict=True)) <= 3
    assert split(read, previous=after).posts[0] is after.posts[0]


def _price(ground: Ground, cuts: tuple[int, ...], costs: Costs, most: int, first: list[Room], last: list[Room]) -> int:
    """The cost of a split, written down once more from the definition."""
    total = 0
    end = len(ground) - 1
    for origin, place in pairwise(cuts):
        if any(origin < fence < place for fence in ground.fence):
            return NEVER
        weight = ground.ends[0][place] - ground.starts[0][origin]
        rooms = last if place == end else first if origin == 0 else [Room((most,))]
        slack = costs.last_slack if place == end else costs.slack
        options = []
        for room in rooms:
            free = room.capacity[0] - weight
            if free >= 0:
                lacking = 1 - (most - free) / (QUARTER * most)
                thin = costs.scrap + costs.thin * lacking if lacking > 0 else 0.0
                options.append(room.regret + units(slack * (free / most) ** 2 + thin))
        if not options:
            return NEVER
        total += min(options)
        closed = [at for at in range(origin + 1, place) if ground.block[at] == at]
        if closed:
            total += sum(ground.inner[at] - ground.inner[at - 1] for at in closed)
            total += costs.straddle * ((ground.block[origin] != origin) + (ground.block[place] != place))
        if place != end:
            total += costs.post + ground.penalty[place]
    return total


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(12, 45), st.integers(0, 2), st.integers(0, 8), st.sampled_from("....bbbf")),
        min_size=6,
        max_size=10,
    ),
    st.integers(60, 110),
)
def test_the_split_is_the_best_of_all_possible_ones(places: list[tuple[int, int, int, str]], most: int) -> None:
    ground = Ground.empty(1)
    for weight, gap, penalty, kind in places:
        at = len(ground)
        ground.ends[0].append(ground.starts[0][-1] + weight)
        ground.starts[0].append(ground.ends[0][-1] + gap)
        closes, fenced = kind in "bf", kind == "f"
        ground.penalty.append(units(penalty / 10))
        ground.block.append(at if closes else ground.block[-1])
        ground.inner.append(ground.inner[-1] + (units(penalty / 20) if closes else 0))
        ground.media.append(0)
        ground.fence.append(at if fenced else ground.fence[-1])
    costs = Costs()
    first = [Room((most - 20,)), Room((most - 10,), units(2)), Room((most,), units(4))]
    last = [Room((most - 5,)), Room((most,), units(1))]
    programme = Programme(costs, Room((most,)), first, last, 4)
    table = Table()
    programme.fill(ground, table, frozenset())
    cuts = programme.cuts(ground, table, frozenset())
    end = len(ground) - 1
    prices = {
        (0, *inner, end): _price(ground, (0, *inner, end), costs, most, first, last)
        for size in range(end)
        for inner in combinations(range(1, end), size)
    }
    assert cuts is not None
    assert prices[tuple(cuts)] == min(prices.values())


@pytest.mark.parametrize("posts", [9, 10, 99, 100])
@pytest.mark.parametrize("numbering", list(Numbering))
def test_numbers_of_any_width_are_in_the_budget(posts: int, numbering: Numbering) -> None:
    draft = "\n\n---\n\n".join("x" * (280 - 2 * len(str(posts)) - 4) for _ in range(posts))
    thread = split(draft, style=Style(Profile.LIVELY, numbering))
    assert len(thread.posts) >= posts
    assert all(limit("x").measure(post.text).fits for post in thread.posts)
    assert [post.number for post in thread.posts] == list(range(1, len(thread.posts) + 1))
    assert {post.total for post in thread.posts} == {len(thread.posts)}


@pytest.mark.parametrize(("network", "seed"), [("x", 1), ("bluesky", 2), ("mastodon", 3)])
def test_strict_mode_keeps_every_sentence_that_fits_a_post(network: str, seed: int, essay: Any) -> None:
    draft = essay(seed, 25_000)
    thread = split(draft, network=network, mode="strict")
    capacity = limit(network).budgets[0] - len(" 999/999")
    bodies = [_bare(post.body) for post in thread.posts]
    for block in parse(draft).blocks:
        for line in render(block, network).text.split("\n"):
            begin = 0
            for end in (*sentence_ends(line, ""), len(line)):
                sentence = line[begin:end].strip()
                begin = end
                if sentence and limit(network).exact(sentence)[0] <= capacity - 3:
                    assert any(_bare(sentence) in body for body in bodies), sentence


@pytest.mark.parametrize("mode", ["default", "strict", "compact"])
def test_no_heading_and_no_lead_in_is_left_alone_at_the_end_of_a_post(mode: str, essay: Any) -> None:
    for seed in range(3):
        read = parse(essay(seed, 15_000))
        orphans = {_bare(block.text) for block in read.blocks if block.level or block.text.endswith(":")}
        for post in split(read, mode=mode).posts:
            assert _bare(post.body.rsplit("\n\n", 1)[-1]) not in orphans


def test_scraps_are_rare_and_posts_are_cut_within_a_sentence_only_where_one_is_too_long(essay: Any) -> None:
    thread = split(essay(5, 60_000))
    assert sum(post.length < 70 for post in thread.posts[:-1]) <= len(thread.posts) // 100
    torn = [post for post in thread.posts[:-1] if not re.search(r"[.?!:][”\"]?$|[^.]$", post.body)]
    assert not torn


def test_a_book_of_a_megabyte_loses_nothing_and_is_split_with_care(essay: Any) -> None:
    book = essay(21, 1_000_000)
    read = parse(book)
    splitter = Splitter("x", mode="strict")
    thread = splitter.split(read)
    assert _bare("".join(post.body for post in thread.posts)) == _bare(rendered(read))
    exact = limit("x").exact
    assert max(exact(post.text)[0] for post in thread.posts) <= 280
    assert sum(exact(post.body)[0] < 70 for post in thread.posts[:-1]) < len(thread.posts) / 500
    bound = {_bare(block.text) for block in read.blocks if block.level or block.text.endswith(":")}
    assert not any(_bare(post.body.rsplit("\n\n", 1)[-1]) in bound for post in thread.posts)

    at = book.index(" ", 500_000)
    edited = parse(f"{book[:at]} once more{book[at:]}", previous=read)
    after = splitter.split(edited)
    assert sum(old is not new for old, new in zip(thread.posts, after.posts, strict=True)) <= 5


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
