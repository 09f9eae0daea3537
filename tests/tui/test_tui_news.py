"""What in the queue needs a person stands on the first screen, in a line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from composer.desk import Wishes
from composer.tui.bars import News


@pytest.fixture
def due(desk, draft):
    desk.now = lambda: datetime.now(UTC)

    def queue(title):
        account = desk.account("rehearsal")
        review = desk.look_for(desk.open(draft(f"---\ntitle: {title}\n---\n\n{title}.\n", "q.md")), account, Wishes())
        with desk.outbox() as outbox:
            return outbox.queue(review, account, schedule=desk.when("now"), accepted={})

    return queue


def fail(desk):
    with desk.outbox() as outbox:
        journal = outbox.store.journal
        journal.give_up(journal.claim("a worker that died"), "The network said no.")


async def test_a_thread_that_stopped_is_named_while_one_writes(sit, desk, draft, due):
    due("Spine")
    fail(desk)
    async with sit(draft("Words.\n"), size=(80, 24)) as sitting:
        await sitting.sees("In the queue: “Spine” has stopped")
        row = next(line for line in sitting.screen.splitlines() if "In the queue" in line)
        assert row.endswith("f3 shows it")


async def test_several_are_counted_and_what_nobody_publishes_is_told(sit, desk, draft, due):
    for title in ("One", "Two"):
        due(title)
        fail(desk)
    due("Three")
    desk.now = lambda: datetime.now(UTC) + timedelta(minutes=5)
    async with sit(draft("Words.\n")) as sitting:
        await sitting.sees("In the queue: 2 have stopped; 1 is due and nobody publishes")


async def test_the_line_is_gone_where_all_is_well_and_comes_without_a_new_start(sit, desk, draft, due):
    async with sit(draft("Words.\n")) as sitting:
        await sitting.rest()
        assert "In the queue" not in sitting.screen
        due("Spine")
        fail(desk)
        sitting.app.screen.query_one(News).look()
        await sitting.sees("“Spine” has stopped")


async def test_a_queue_that_cannot_be_read_is_told(sit, draft, state):
    state.mkdir()
    (state / "queue.sqlite3").write_bytes(b"A letter to my aunt. " * 100)
    async with sit(draft("Words.\n")) as sitting:
        await sitting.sees("In the queue: it cannot be read")
