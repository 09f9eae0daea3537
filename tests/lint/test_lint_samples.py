"""The drafts that a newcomer opens first show what clean looks like."""

from pathlib import Path

import pytest

from composer.draft import load
from composer.lint import lint

DRAFTS = Path(__file__).parents[2] / "drafts"
NETWORKS = ("x", "bluesky", "mastodon")


@pytest.mark.parametrize("network", NETWORKS)
def test_nothing_is_reported_in_the_talk(network):
    assert [(d.code, d.words) for d in lint(load(DRAFTS / "conference-talk.md"), network=network)] == []


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("name", ["blog-article", "daily-practice"])
def test_the_other_samples_have_notes_at_most(name, network):
    found = lint(load(DRAFTS / f"{name}.md"), network=network)
    assert [(d.code, d.words) for d in found if d.severity != "info"] == []


def test_the_sample_that_needs_work_shows_most_families():
    found = {d.code[:3] for d in lint(load(DRAFTS / "needs-work.md"))}
    assert len(found) >= 10
