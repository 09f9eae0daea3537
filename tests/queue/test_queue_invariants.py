"""Whatever people do and networks answer, in any order: each post at most once, in order, and nothing unknown."""

from __future__ import annotations

import contextlib
import random
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from queue_parts import Desk, HandClock, PaperNetwork

from composer.queue import Entry, NotSent, OutcomeUnknown, QueueError, Refused, Store

COMMANDS = ("hold", "release", "cancel", "retry", "resume", "move", "retract", "undo")
STEP = st.one_of(
    st.tuples(st.just("queue"), st.integers(2, 6)),
    st.tuples(st.sampled_from(COMMANDS), st.integers(0, 3)),
    st.tuples(st.just("work"), st.integers(0, 40)),
    st.tuples(st.just("die"), st.booleans()),
    st.tuples(st.just("clock"), st.sampled_from([-7200, -3, 5, 600, 7200])),
)


def moody(create, chance: random.Random, during) -> list:
    """Answers of a network in every mood; in the middle of some calls a person does something."""

    def answer(post) -> None:
        mood = chance.choice(("fine", "fine", "busy", "lost", "silent", "refused", "meanwhile", "meanwhile"))
        if mood == "meanwhile":
            during()
        if mood == "silent":
            create(post)
        if mood in ("silent", "lost"):
            raise OutcomeUnknown("No answer.")
        if mood == "busy":
            raise NotSent("Busy.")
        if mood == "refused":
            raise Refused("No.")

    return [answer] * 1000


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=3, max_size=25), seed=st.integers(0, 10_000))
def test_no_order_of_commands_answers_deaths_and_clocks_breaks_a_thread(tmp_path_factory, steps, seed):
    chance, clock = random.Random(seed), HandClock()
    paper = PaperNetwork(clock)
    paper.settle = timedelta(seconds=2)
    file = tmp_path_factory.mktemp("queue") / "queue.sqlite3"
    with Store(file, clock, random.Random(seed)) as store, Store(file, clock) as elsewhere:
        desk = Desk(store, clock, paper)
        desk.entries, desk.cancelled = [], {}

        def command(name: str, number: int) -> None:
            if desk.entries:
                entry = desk.entries[number % len(desk.entries)]
                extra = [desk.at(clock.now() + timedelta(seconds=3))] if name == "move" else []
                with contextlib.suppress(QueueError):
                    if name == "undo":
                        for undone in elsewhere.undo():
                            desk.cancelled.pop(undone.entry.id, None)
                        return
                    getattr(elsewhere, name)(entry.id, *extra)
                    if name == "cancel":
                        desk.cancelled[entry.id] = len(out_of(desk, entry))

        def meddle() -> None:
            command(chance.choice((*COMMANDS, "cancel")), chance.randrange(4))

        paper.script = moody(paper.create, chance, meddle)
        paper.deletes = moody(paper.remove, chance, meddle)
        for name, value in steps:
            if name == "queue":
                desk.entries.append(desk.queue(value, name=f"thread {len(desk.entries) + 1}"))
            elif name == "work":
                desk.stop.clear()
                desk.serve(value) if value % 2 else desk.once()
            elif name == "die":
                claim = store.journal.claim("a worker that dies")
                if claim and claim.entry.state == "retracting":
                    leaving = store.journal.next_to_take_back(claim)
                    if leaving and leaving.receipt:
                        store.journal.intend_deletion(claim, leaving.number)
                        if value:
                            paper.remove(leaving.receipt)
                elif claim and (post := store.journal.next_posts(claim, 1)[0]).state == "pending":
                    outgoing = store.journal.intend(claim, [post.number])[0]
                    if value:
                        paper.create(outgoing)
            elif name == "clock":
                clock.instant += timedelta(seconds=value)
            else:
                command(name, value)
            hold_to_the_promise(desk)


def hold_to_the_promise(desk: Desk) -> None:
    ever = [post.text for post in desk.paper.ever]
    assert len(ever) == len(set(ever)), "a post was made twice"
    for entry in desk.entries:
        out = out_of(desk, entry)
        assert [post.text for post in out] == [post.text for post in entry.posts[: len(out)]]
        assert [post.parent for post in out] == [None, *(post.id for post in out[:-1])][: len(out)]
        found = desk.store.get(entry.id)
        known = [post.receipt.remote_id for post in found.posts if post.state in ("sent", "deleting")]
        assert all(first == second for first, second in zip(known, (post.id for post in out), strict=False))
        if entry.id in desk.cancelled:
            assert len(out) <= desk.cancelled[entry.id] + 1, "only the post that was being sent may follow a cancel"
        if len(out) > len(known):
            assert len(out) == len(known) + 1
            assert found.unknown is not None, "a post is out and nobody knows"
        if len(out) < len(known):
            assert len(out) == len(known) - 1
            assert found.posts[len(out)].state == "deleting", "a post is gone and nobody knows"
        if found.taken_back:
            assert found.state in ("retracting", "retracted", "attention", "cancelled", "published")
            assert found.state != "retracted" or not out
        else:
            assert (found.state == "published") == (len(known) == len(entry.posts))


def out_of(desk: Desk, entry: Entry) -> list:
    return [post for post in desk.paper.posts if post.key in {queued.key for queued in entry.posts}]
