"""A network that the splitter has never heard of is one limit record, and numbers stay in the budget as they widen."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import composer.thread
from composer.draft import parse
from composer.text import Limit, limit
from composer.thread import Splitter, rendered, split

FORUM = replace(limit("bluesky"), name="forum", title="Forum", budgets=(777, 1200))
COUNTS = [(network, count) for network in ("x", "bluesky", "mastodon") for count in (9, 10, 99, 100)]


def test_no_module_of_the_splitter_names_a_network():
    room = Path(composer.thread.__file__).parent
    assert not [
        file.name for file in room.glob("*.py") if re.search('"(bluesky|mastodon|threads)"', file.read_text("utf-8"))
    ]


@pytest.mark.parametrize("record", [limit("threads"), FORUM], ids=lambda record: record.name)
@pytest.mark.parametrize("mode", ["default", "strict", "compact"])
def test_a_new_network_is_split_by_its_record_alone(record: Limit, mode, essay, bare):
    draft = parse(essay(8, 20_000))
    splitter = Splitter(record, mode=mode)
    thread = splitter.split(draft)
    assert thread.network == record.name
    assert all(record.measure(post.text).fits for post in thread.posts)
    assert bare("".join(post.body for post in thread.posts)) == bare(rendered(draft, record))
    longest = max(record.exact(post.text)[0] for post in thread.posts)
    assert longest > 0.9 * record.maximum
    edited = parse(draft.text.replace(" the ", " one ", 1), previous=draft)
    assert splitter.split(edited) == Splitter(record, mode=mode).split(parse(edited.text))


FRONT = '---\nevent: "#SlowWards26"\ncontent_warning: needles\n---\n'


def blocks(count: int, network: str) -> list[str]:
    """Texts of a post each, every third with a cue, that leave no more room than the widest number needs."""
    room = limit(network).maximum - len(f" {count}/{count} #SlowWards26 needles ⚠️ ") - 8
    return [f"{'<!-- cue: tip -->' if n % 3 == 1 else ''}\n{'x' * room}" for n in range(count)]


@pytest.mark.parametrize(("network", "count"), [*COUNTS, ("x", 999), ("x", 1000)])
def test_number_tag_cue_and_warning_fit_however_wide_the_numbers_grow(network, count):
    thread = split(FRONT + "\n\n---\n\n".join(blocks(count, network)), network=network)
    posts = thread.posts
    assert len(posts) == count
    record = limit(network)
    for number, post in enumerate(posts, 1):
        assert record.measure(post.text, post.content_warning).fits
        assert re.search(rf"(?:^|\s){number}/{count}(?=\s|$)", post.text)
        assert ("#SlowWards26" in post.text) == (number in (1, count))
        assert post.content_warning == "needles"
    assert sum(post.cue == "tip" for post in posts) == len(range(1, count, 3))


@pytest.mark.parametrize("count", [9, 99, 999])
def test_one_post_more_that_widens_every_number_is_found_by_an_edit_too(count):
    room = limit("x").maximum - len(f" {count}/{count}")
    draft = "\n\n---\n\n".join(["Opening words."] + ["x" * room] * (count - 2) + ["Closing words."])
    splitter = Splitter("x")
    read = parse(draft)
    before = splitter.split(read)
    assert len(before.posts) == count
    assert max(post.length for post in before.posts) == 280
    longer = f"{draft}\n\n---\n\nOne more."
    after = splitter.split(parse(longer, previous=read))
    assert after == Splitter("x").split(parse(longer))
    assert len(after.posts) > count
    assert all(limit("x").measure(post.text).fits for post in after.posts)
    assert all(one.number + 1 == other.number for one, other in pairwise(after.posts))


@pytest.mark.parametrize("network", ["x", "mastodon"])
def test_a_splitter_told_later_which_posts_get_no_cue_says_the_same_as_one_told_at_once(network, essay):
    draft = parse(essay(9, 12_000) + "\n\nTip: bring a second kettle to every rehearsal.\n\nOne last word.\n")
    splitter = Splitter(network)
    first = splitter.split(draft)
    uncued = frozenset(post.number for post in first.posts if post.cue) | {3}
    assert splitter.split(draft, uncued=uncued) == split(draft, network=network, uncued=uncued)
    assert splitter.split(draft) == first
