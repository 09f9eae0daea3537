"""Threads whose time has passed: held back while they must not go out, then in their order, never in a burst."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from queue_parts import Desk, HandClock, PaperNetwork

from composer.queue import Later, Store, run

MINUTE = timedelta(minutes=1)


def spaced(minutes):
    """Lets the late ones of an account go out so many minutes apart, from now on."""

    def release(late, others, now):
        return {
            each.id: Later(now + n * minutes * MINUTE, "one after the other")
            for n, each in enumerate(sorted(late, key=lambda each: each.due))
            if n
        }

    return release


def work(desk, release, seconds):
    desk.clock.until = desk.clock.now() + timedelta(seconds=seconds)
    desk.stop.clear()
    return run(
        desk.store, lambda _: desk.paper, desk.clock, desk.stop,
        on_event=desk.events.append, chance=random.Random(5), release=release,
    )  # fmt: skip


def test_late_threads_go_out_one_after_the_other(desk, paper, clock):
    for n in (30, 20, 10):
        desk.queue(1, due=clock.now() - n * MINUTE, name=f"{n} late")
    began = clock.now()
    work(desk, spaced(10), 3600)
    assert paper.texts == ["30 late 1 of 1", "20 late 1 of 1", "10 late 1 of 1"]
    assert [round((post.at - began) / MINUTE) for post in paper.posts] == [0, 10, 20]


def test_a_thread_that_has_to_wait_says_until_when_and_why(desk, paper, clock):
    desk.queue(1, due=clock.now() - 30 * MINUTE, name="first")
    entry = desk.queue(1, due=clock.now() - 20 * MINUTE, name="second")
    work(desk, spaced(10), 60)
    assert paper.texts == ["first 1 of 1"]
    waiting = desk.store.get(entry.id)
    assert waiting.state == "queued"
    assert waiting.next_at > clock.now()
    assert waiting.schedule.instant < clock.now()
    assert ("put off", "one after the other") in [(row.what, row.reason) for row in desk.store.log(entry.id)]
    (event,) = [event for event in desk.events if event.kind == "put off"]
    assert event.until == waiting.next_at


def test_what_is_on_time_goes_out_whatever_is_late(desk, paper, clock):
    due = clock.now() + 5 * MINUTE
    desk.queue(1, due=due, name="on time")
    desk.queue(1, due=clock.now() - 20 * MINUTE, name="late")

    def never(late, others, now):
        return {each.id: Later(now + timedelta(days=1), "not today") for each in late}

    work(desk, never, 1200)
    assert paper.texts == ["on time 1 of 1"]
    assert paper.posts[0].at == due


def test_a_thread_that_has_begun_is_not_held_back(desk, paper, clock):
    entry = desk.queue(3, pace=timedelta(minutes=5))
    desk.once()
    assert len(paper.posts) == 1
    clock.instant += timedelta(minutes=30)

    def never(late, others, now):
        raise AssertionError("nothing is late")

    work(desk, never, 1200)
    assert desk.state(entry) == "published"


def test_what_a_person_lets_go_on_now_goes_out_now(desk, paper, clock):
    entry = desk.queue(1, due=clock.now() - 90 * MINUTE)
    desk.once()
    assert desk.state(entry) == "attention"
    desk.store.resume(entry.id)

    def never(late, others, now):
        raise AssertionError("nothing is late")

    work(desk, never, 10)
    assert desk.state(entry) == "published"


def test_a_thread_that_waits_may_still_be_moved_held_and_cancelled(desk, paper, clock):
    entries = [desk.queue(1, due=clock.now() - (20 - n) * MINUTE, name=f"{n}") for n in range(4)]
    work(desk, spaced(30), 10)
    assert len(paper.posts) == 1
    desk.store.cancel(entries[1].id)
    desk.store.hold(entries[2].id)
    desk.store.move(entries[3].id, desk.at(clock.now() + MINUTE))
    work(desk, spaced(30), 120)
    assert paper.texts == ["0 1 of 1", "3 1 of 1"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(2, 59), min_size=1, max_size=6), st.integers(1, 20))
def test_no_late_thread_is_lost_doubled_or_overtaken(tmp_path_factory, minutes, apart):
    clock = HandClock()
    file = tmp_path_factory.mktemp("late") / "queue.sqlite3"
    with Store(file, clock, random.Random(1)) as store:
        desk = Desk(store, clock, PaperNetwork(clock))
        for n, late in enumerate(minutes):
            desk.queue(1, due=clock.now() - late * MINUTE - timedelta(seconds=n), name=f"{late:02} {n}")
        work(desk, spaced(apart), 3600 * 3)
        texts = desk.paper.texts
        assert sorted(texts) == sorted(f"{late:02} {n} 1 of 1" for n, late in enumerate(minutes))
        dues = {entry.posts[0].text: entry.schedule.instant for entry in store.list()}
        assert [dues[text] for text in texts] == sorted(dues.values())
        times = [post.at for post in desk.paper.posts]
        assert all(b - a >= (apart - 1) * MINUTE for a, b in itertools.pairwise(times))
