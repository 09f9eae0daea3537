"""A thread that stopped in the middle goes on with what its draft has become."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from tests.cli.home import Home

THOUGHTS = (
    "Ask what you have left unclear. The gap is then yours, not theirs, and nobody has to confess to one.",
    "Wait ten seconds. Three slow breaths are about right, even when they feel long from the front of the room.",
    "Let the newest person speak first, and let them pass without a reason.",
    "Write the questions down where all can see them. A question on the wall belongs to the room.",
    "Say when you do not know. It costs you nothing, and it tells the others that they may say it as well.",
    "Thank people for questions in the same words, whoever they are. The room notices when you do not.",
    "End a little early. The best questions are asked on the way out, and you want to be there for them.",
    "Come back to one of them the next time. Then they know that you have heard it.",
)
MORE = "One thing is left. Keep a list of the questions that nobody could answer, and read it out once a year."


@pytest.fixture
def stopped(home: Home) -> tuple[Home, str]:
    """A thread of some posts of which the first is out: Ctrl-C came."""
    home.draft("\n\n".join(THOUGHTS))
    home.environment["THREAD_REHEARSAL_FAULTS"] = "slow"
    begun = home.start("post", home.folder / "talk.md")
    assert begun.stdout is not None
    assert any("  sent " in line for line in begun.stdout)
    begun.send_signal(signal.SIGINT)
    begun.communicate(timeout=30)
    assert begun.returncode == 130
    (entry,) = home.data("queue", "--json")["entries"]
    refused = home.thread("edit", entry["id"], expect=2).stderr
    assert f"`thread hold {entry['id']}` stops it" in refused
    home.thread("hold", entry["id"])
    return home, str(entry["id"])


def posts(home: Home, entry: str) -> list[dict[str, Any]]:
    return home.data("queue", "show", entry, "--json")["entry"]["posts"]


def test_what_comes_after_the_posts_that_are_out_is_cut_into_as_many_as_they_say(stopped: tuple[Home, str]) -> None:
    home, entry = stopped
    before = posts(home, entry)
    sent = [post["text"] for post in before if post["state"] == "sent"]
    assert 0 < len(sent) < len(before)
    home.draft("\n\n".join([*THOUGHTS, MORE]))
    alone = home.data("split", "talk.md", "--json")["threads"][0]["posts"]
    assert len(alone) != len(before)

    said = home.thread("edit", entry).stderr
    assert f"The draft alone would make {len(alone)} posts; it is cut into {len(before)}" in said
    after = [post["text"] for post in posts(home, entry)]
    assert len(after) == len(before)
    assert after[: len(sent)] == sent
    assert "once a year." in after[-1]
    home.thread("resume", entry)
    assert [post["text"] for post in home.published()] == after


def test_what_cannot_be_cut_so_changes_nothing_and_says_how_many_it_would_make(stopped: tuple[Home, str]) -> None:
    home, entry = stopped
    before = posts(home, entry)
    home.draft("\n\n".join(THOUGHTS * 4))
    refused = home.thread("edit", entry, expect=2).stderr
    assert f"cannot be cut into {len(before)} posts" in refused
    assert "at least. Shorten" in refused
    assert posts(home, entry) == before


def test_what_is_out_is_not_rewritten(stopped: tuple[Home, str]) -> None:
    home, entry = stopped
    before = posts(home, entry)
    home.draft("\n\n".join(THOUGHTS).replace("Ask what", "Always ask what"))
    refused = home.thread("edit", entry, expect=2).stderr
    assert "Post 1 of" in refused
    assert posts(home, entry) == before
