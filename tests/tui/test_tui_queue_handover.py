"""Posting by hand from the screen: post by post, on the clipboard, written down when it is out."""

from __future__ import annotations

import pytest

from composer.desk import Wishes
from composer.queue import ThreadState

TWO = "---\ntitle: Two\ncontent_warning: heights\n---\n\nOne.\n\n---\n\nTwo.\n"


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
        assert "content warning “heights”" in sitting.screen
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
