"""The drafts that a newcomer opens first."""

from __future__ import annotations

import re
import struct

import pytest

import composer
from composer.model import BlockKind, Draft, Severity
from composer.paths import shipped

KIND = ("conference-talk", "daily-practice", "blog-article")


def sample(name: str) -> Draft:
    return composer.load_draft(shipped(f"{name}.md"))


def words(draft: Draft) -> int:
    return sum(len(block.text.split()) for block in draft.blocks)


@pytest.mark.parametrize("name", [*KIND, "needs-work"])
def test_a_sample_is_understood_as_it_was_written(name: str) -> None:
    draft = sample(name)
    assert draft.problems == ()
    assert draft.title
    assert draft.message
    assert draft.audience
    assert draft.accounts == ("rehearsal",)


@pytest.mark.parametrize("name", KIND)
@pytest.mark.parametrize("network", ["x", "bluesky", "mastodon"])
def test_there_is_nothing_to_mend_in_a_good_sample(name: str, network: str) -> None:
    findings = composer.lint(composer.split(sample(name), network=network), network=network)
    assert [f.message for f in findings if f.severity in (Severity.ERROR, Severity.WARNING)] == []


@pytest.mark.parametrize("name", KIND)
def test_no_sentence_of_a_good_sample_is_cut_in_two(name: str) -> None:
    for post in composer.split(sample(name), network="x").posts:
        assert re.search(r"[.?!:][”\"']?$|example\.org/ten-seconds$", post.body.strip()), post.text


def test_the_talk_is_a_whole_talk() -> None:
    talk = sample("conference-talk")
    kinds = [block.kind for block in talk.blocks]
    assert 1_200 <= words(talk) <= 1_600
    assert talk.event == "#QuietRooms26"
    assert kinds.count(BlockKind.HEADING) >= 6
    assert kinds.count(BlockKind.LIST) == 2
    assert len(re.findall(r"https?://", talk.text)) == 1
    assert re.search(r"every number in this talk (is|are) invented", talk.text)


def test_the_figures_of_the_talk_are_light_wide_and_described_to_the_last_number() -> None:
    figures = [picture for block in sample("conference-talk").blocks for picture in block.media]
    assert len(figures) == 2
    for figure in figures:
        content = shipped(figure.path).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < 100_000
        assert struct.unpack(">II", content[16:24]) >= (1_200, 675)
        assert "invented data" in figure.alt
        assert len(re.findall(r"\d+|none", figure.alt)) >= 4


def test_the_numbers_of_the_talk_add_up() -> None:
    first, second = (picture.alt for block in sample("conference-talk").blocks for picture in block.media)
    with_a_question = [int(number) for number in re.findall(r"(\d+) of 40", first)]
    for period, total in zip(second.split("With the card"), with_a_question, strict=True):
        assert sum(int(number) for number in re.findall(r"s (\d+)", period)) == total


def test_the_short_sample_is_short_and_the_article_is_an_article() -> None:
    assert 90 <= words(sample("daily-practice")) <= 160
    assert 600 <= words(sample("blog-article")) <= 900
    assert any(item.prose.code for block in sample("blog-article").blocks for item in block.items)


def test_the_draft_that_needs_work_shows_what_the_linter_is_for() -> None:
    draft = sample("needs-work")
    thread = composer.split(draft, network="x")
    found = {finding.code for finding in composer.lint(thread, network="x")}
    assert found >= {
        "ACC001", "ACC002", "BAI001", "FAV001", "FAV002", "KND002", "MEN001", "PRV001", "PRV004", "TAG001", "TON001",
    }  # fmt: skip
    assert not any("to be criticised" in post.text for post in thread.posts)


def test_every_number_and_address_in_it_belongs_to_nobody() -> None:
    text = shipped("needs-work.md").read_text(encoding="utf-8")
    assert re.findall(r"\d{3}-(\d{3}-\d{2})\d{2}", text) == ["555-01"]
    assert all(address.endswith("example.org") for address in re.findall(r"[\w.]+@[\w.]+\w", text))
