"""Posting by hand from the screen: post by post, on the clipboard, written down when it is out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from composer.desk import Wishes
from composer.queue import ThreadState

TWO = "---\ntitle: Two\nreply_settings: following\n---\n\nOne.\n\n---\n\nTwo.\n"


@pytest.fixture
def entry(desk, draft):
    account = desk.account("x-by-hand")
    review = desk.look_for(desk.open(draft(TWO)), account, Wishes())
    with desk.outbox() as outbox:
        return outbox.queue(review, account, schedule=desk.when("tomorrow 9am"), accepted={})


def now(desk, entry):
    with desk.outbox() as outbox:
        return outbox.store.get(entry.id)


async def test_a_thread_is_posted_by_hand_post_by_post(sit, desk, entry):
    async with sit(size=(80, 24)) as sitting:
        await sitting.press("f3")
        await sitting.sees("no charge")
        await sitting.press("h")
        await sitting.sees("Post 1 was offered to the clipboard")
        assert sitting.app.clipboard == entry.posts[0].text
        assert "x.com/intent/post" in sitting.screen
        assert "Set who can reply: following." in sitting.screen
        await sitting.type("https://x.com/me/status/71")
        await sitting.press("enter")
        await sitting.sees("in reply to https://x.com/me/status/71")
        assert sitting.app.clipboard == entry.posts[1].text
        await sitting.press("enter")
        await sitting.sees("● published")
    out = now(desk, entry)
    assert [post.receipt.url for post in out.posts] == ["https://x.com/me/status/71", ""]


async def test_stopping_leaves_the_rest_for_its_time(sit, desk, entry):
    async with sit() as sitting:
        await sitting.press("f3", "h")
        await sitting.sees("Post 1 was offered")
        assert now(desk, entry).state is ThreadState.HELD
        await sitting.press("enter")
        await sitting.sees("Post 2 was offered")
        await sitting.press("escape")
        await sitting.sees("1 of 2 posts out")
    left = now(desk, entry)
    assert (left.sent, left.state) == (1, ThreadState.QUEUED)


async def test_what_is_no_address_is_refused_and_nothing_is_written_down(sit, desk, entry):
    async with sit() as sitting:
        await sitting.press("f3", "h")
        await sitting.sees("Post 1 was offered")
        await sitting.type("somewhere")
        await sitting.press("enter")
        await sitting.sees("Nothing was written down.")
        assert now(desk, entry).sent == 0


async def test_the_page_of_the_network_is_opened(sit, entry, monkeypatch):
    opened = []
    async with sit() as sitting:
        monkeypatch.setattr(sitting.app, "open_url", opened.append)
        await sitting.press("f3", "h")
        await sitting.sees("Post 1 was offered")
        await sitting.press("f8")
        await sitting.sees("This post has no alt text.")
        await sitting.press("f7")
        await sitting.until(lambda: bool(opened))
    assert opened[0].startswith("https://x.com/intent/post?text=")


async def test_an_end_of_the_program_in_the_middle_leaves_the_rest_for_its_time(sit, desk, entry):
    async with sit() as sitting:
        await sitting.press("f3", "h")
        await sitting.sees("Post 1 was offered")
        assert now(desk, entry).state is ThreadState.HELD
    assert now(desk, entry).state is ThreadState.QUEUED


@pytest.fixture
def due(desk, draft):
    desk.now = lambda: datetime.now(UTC)
    account = desk.account("x-by-hand")
    review = desk.look_for(desk.open(draft(TWO)), account, Wishes())
    with desk.outbox() as outbox:
        return outbox.queue(review, account, schedule=desk.when("now"), accepted={})


async def test_what_is_yours_to_post_says_which_key_goes_through_it(sit, desk, due):
    async with sit() as sitting:
        await sitting.press("f3", "w")
        await sitting.sees("Yours to post: h goes through it with you")
        assert now(desk, due).state is ThreadState.ATTENTION
        await sitting.press("h")
        await sitting.sees("Post 1 was offered")
        await sitting.press("enter")
        await sitting.sees("Post 2 was offered")
        await sitting.press("enter")
        await sitting.sees("● published")


async def test_what_only_a_person_can_delete_is_settled_by_saying_that_it_is_gone(sit, desk, due):
    async with sit() as sitting:
        await sitting.press("f3", "w")
        await sitting.sees("Yours to post")
        await sitting.press("h")
        await sitting.sees("Post 1 was offered")
        await sitting.type("https://x.com/me/status/71")
        await sitting.press("enter")
        await sitting.sees("Post 2 was offered")
        await sitting.press("escape", "x")
        await sitting.sees("https://x.com/me/status/71")
        await sitting.press("down", "enter")
        await sitting.sees("Delete the post yourself")
        await sitting.press("s")
        await sitting.sees("Could not be deleted")
        await sitting.press("down", "enter")
        await sitting.sees("Taken back: 1 post was deleted.")
    assert now(desk, due).state is ThreadState.RETRACTED
