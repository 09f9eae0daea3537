"""The queue on the screen: looking, changing, and publishing from this window."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from composer.desk import Wishes
from composer.queue import ThreadState

TWO = "---\ntitle: Two\n---\n\nOne.\n\n---\n\nTwo.\n"


@pytest.fixture
def waiting(desk, draft):
    """Queue a thread and return its entry."""

    def queue(words="tomorrow 9am", text=TWO):
        account = desk.account("rehearsal")
        review = desk.look_for(desk.open(draft(text, "queued.md")), account, Wishes())
        with desk.outbox() as outbox:
            return outbox.queue(review, account, schedule=desk.when(words), accepted={})

    return queue


def now(desk, entry):
    with desk.outbox() as outbox:
        return outbox.store.get(entry.id)


async def test_an_empty_queue_says_how_something_gets_into_it(sit):
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("Nothing is queued.")
        assert "No worker runs, so nothing goes out." in sitting.screen


async def test_space_holds_and_releases(sit, desk, waiting):
    entry = waiting()
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("○ waiting")
        await sitting.press("space")
        await sitting.sees("‖ on hold")
        assert now(desk, entry).state is ThreadState.HELD
        await sitting.press("space")
        await sitting.sees("○ waiting")
        assert now(desk, entry).state is ThreadState.QUEUED


async def test_r_gives_another_time(sit, desk, waiting):
    entry = waiting()
    async with sit() as sitting:
        await sitting.press("f3", "r")
        await sitting.sees("Until now")
        await sitting.type("friday 18:30")
        await sitting.press("enter")
        await sitting.sees("Fri 27 Nov 18:30")
    assert now(desk, entry).schedule.wall == "2026-11-27T18:30"


async def test_cancelling_asks_first(sit, desk, waiting):
    entry = waiting()
    async with sit() as sitting:
        await sitting.press("f3", "delete")
        await sitting.sees("Cancel Two?")
        await sitting.press("enter")
        assert now(desk, entry).state is ThreadState.QUEUED
        await sitting.press("d")
        await sitting.sees("Cancel Two?")
        await sitting.press("down", "enter")
        await sitting.sees("× cancelled")
    assert now(desk, entry).state is ThreadState.CANCELLED


async def test_a_held_entry_that_has_not_begun_is_not_resumed_before_its_time(sit, desk, waiting):
    entry = waiting()
    with desk.outbox() as outbox:
        outbox.store.hold(entry.id)
    async with sit() as sitting:
        await sitting.press("f3", "u")
        await sitting.until(lambda: bool(sitting.app._notifications))
        assert "its time has not come" in next(iter(sitting.app._notifications)).message
    assert now(desk, entry).state is ThreadState.HELD


async def test_what_cannot_be_done_is_told(sit, waiting):
    waiting()
    async with sit() as sitting:
        await sitting.press("f3", "t")
        await sitting.until(lambda: bool(sitting.app._notifications))
        assert "queued" in next(iter(sitting.app._notifications)).message


async def test_the_last_command_is_taken_back(sit, desk, waiting):
    entry = waiting()
    async with sit() as sitting:
        await sitting.press("f3", "space")
        await sitting.sees("‖ on hold")
        await sitting.press("z")
        await sitting.sees("○ waiting")
    assert now(desk, entry).state is ThreadState.QUEUED


async def test_nothing_in_doubt_needs_no_settling(sit, waiting):
    waiting()
    async with sit() as sitting:
        await sitting.press("f3", "s")
        await sitting.until(lambda: bool(sitting.app._notifications))
        assert "No post of it is in doubt." in next(iter(sitting.app._notifications)).message


@pytest.mark.parametrize(("keys", "sent"), [(("down",), 1), (("down", "down"), 0)])
async def test_a_post_in_doubt_is_settled_by_what_a_person_saw(sit, desk, waiting, keys, sent):
    desk.now = lambda: datetime.now(UTC)
    entry = waiting("now")
    with desk.outbox() as outbox:
        journal = outbox.store.journal
        claim = journal.claim("a worker that died")
        journal.intend(claim, [1])
        journal.doubt(claim, [1], "the line went dead")
        journal.give_up(claim, "Nobody can tell whether post 1 is out.")
    async with sit() as sitting:
        await sitting.press("f3", "s")
        await sitting.sees("Post 1 is in doubt")
        await sitting.press("enter")
        assert now(desk, entry).state is ThreadState.ATTENTION
        await sitting.press("s")
        await sitting.sees("Post 1 is in doubt")
        await sitting.press(*keys, "enter")
        if sent:
            await sitting.type("https://x.com/me/status/77")
            await sitting.press("enter")
        await sitting.until(lambda: now(desk, entry).state is ThreadState.QUEUED)
    settled = now(desk, entry)
    assert settled.unknown is None
    assert settled.sent == sent


async def test_enter_tells_the_whole_story(sit, waiting):
    entry = waiting()
    async with sit() as sitting:
        await sitting.press("f3", "enter")
        await sitting.sees("What happened")
        assert entry.id in sitting.screen
        assert "pending" in sitting.screen
        await sitting.press("escape")
        assert "What happened" not in sitting.screen


async def test_what_another_program_queues_appears_by_itself(sit, waiting):
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("Nothing is queued.")
        waiting()
        await sitting.sees("○ waiting")


async def test_this_window_publishes_what_is_due_and_shows_how_far_it_is(sit, desk, waiting):
    desk.now = lambda: datetime.now(UTC)
    entry = waiting("now")
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("0 of 2 posts out")
        await sitting.press("w")
        await sitting.sees("This window publishes what is due.")
        await sitting.sees("2 of 2 posts out")
        await sitting.press("w")
        await sitting.sees("No worker runs")
    published = now(desk, entry)
    assert published.state is ThreadState.PUBLISHED
    assert [post.receipt.text for post in published.posts] == [post.text for post in published.posts]
    desk.stop_rehearsal()


async def test_what_this_window_publishes_is_told_on_the_desktop_as_a_worker_tells_it(sit, desk, waiting):
    told = []

    class Noting:
        def __enter__(self):
            return told.append

        def __exit__(self, *_):
            told.append("closed")

    desk.now = lambda: datetime.now(UTC)
    desk.notices = Noting
    waiting("now")
    async with sit() as sitting:
        await sitting.press("f3", "w")
        await sitting.sees("2 of 2 posts out")
        await sitting.press("w")
        await sitting.until(lambda: not sitting.app.publishing.running)
    *events, last = told
    assert last == "closed"
    assert "published" in [str(event.kind) for event in events]
    desk.stop_rehearsal()


async def test_leaving_waits_for_the_post_that_is_being_sent(sit, desk, waiting):
    desk.now = lambda: datetime.now(UTC)
    entry = waiting("now", "---\ntitle: Ten\n---\n\n" + "\n\n---\n\n".join(f"Post {n}." for n in range(10)))
    async with sit() as sitting:
        await sitting.press("f3", "w")
        await sitting.until(lambda: now(desk, entry).sent > 0)
        await sitting.press("ctrl+q")
        await sitting.until(lambda: not sitting.app.is_running)
        assert not sitting.app.publishing.running
    left = now(desk, entry)
    assert left.unknown is None
    assert 0 < left.sent <= 10
    desk.stop_rehearsal()


async def test_another_worker_is_named_and_none_runs_here(sit, desk, waiting):
    import threading

    waiting()
    stop = threading.Event()

    def work():
        with desk.outbox() as outbox:
            outbox.work(stop, lambda event: None, once=False)

    other = threading.Thread(target=work)
    other.start()
    try:
        async with sit() as sitting:
            await sitting.press("f3")
            await sitting.sees("publishes what is due.")
            await sitting.press("w")
            await sitting.until(lambda: bool(sitting.app._notifications))
            assert "Another worker has this queue" in next(iter(sitting.app._notifications)).message
            assert not sitting.app.publishing.running
    finally:
        stop.set()
        other.join()


async def test_a_queue_file_that_is_none_is_told_and_left_as_it_is(sit, state):
    state.mkdir()
    file = state / "queue.sqlite3"
    file.write_bytes(b"This is not a database, it is a letter to my aunt. " * 40)
    before = file.read_bytes()
    async with sit() as sitting:
        await sitting.press("f3")
        await sitting.sees("▲ ")
        assert "queue.sqlite3" in sitting.screen.replace("\n", "")
    assert file.read_bytes() == before
