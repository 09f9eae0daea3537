"""A network whose threads appear whole: one plan, one intent, one call, and a receipt for each post."""

from __future__ import annotations

from datetime import timedelta

import pytest
from queue_parts import HandClock, PaperNetwork

from composer.queue import Capabilities, NotReady, NotSent, OutcomeUnknown, QueueError, Refused, Store


class WholePaper(PaperNetwork):
    """Paper on which a thread is written in one go."""

    capabilities = Capabilities("paper", atomic_threads=True)

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.calls: list[list[str]] = []

    def send_all(self, posts):
        self.calls.append([post.text for post in posts])
        trouble = self.script.pop(0) if self.script else None
        if trouble is not None:
            trouble(posts)
        return self.create_all(posts)

    def create_all(self, posts):
        return tuple(self.create(post) for post in posts)

    def find_all(self, posts):
        found = [self.find(post) for post in posts]
        return None if None in found else tuple(found)


@pytest.fixture
def paper(clock: HandClock) -> WholePaper:
    return WholePaper(clock)


def lost(_posts) -> None:
    raise OutcomeUnknown("No answer.")


def test_a_whole_thread_goes_out_in_one_call_with_a_receipt_for_each_post(desk, paper):
    entry = desk.queue(3)
    assert desk.once()
    assert paper.calls == [["post 1 of 3", "post 2 of 3", "post 3 of 3"]]
    found = desk.store.get(entry.id)
    assert (found.state, [post.receipt.remote_id for post in found.posts]) == ("published", ["1", "2", "3"])
    assert {post.plan for post in paper.posts} == {f"plan for {entry.posts[0].key}".encode()}


def test_a_thread_with_pauses_goes_out_post_by_post_there_too(desk, paper):
    desk.queue(2, pace=timedelta(seconds=5))
    desk.serve(30)
    assert paper.calls == [["post 1 of 2"], ["post 2 of 2"]]


@pytest.mark.parametrize("arrived", [True, False])
def test_a_call_whose_answer_is_lost_is_looked_for_and_nothing_is_doubled_or_missing(desk, paper, arrived):
    entry = desk.queue(3)

    def silent(posts) -> None:
        if arrived:
            paper.create_all(posts)
        lost(posts)

    paper.script = [silent]
    desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]
    assert len(paper.calls) == (1 if arrived else 2)
    assert desk.state(entry) == "published"


@pytest.mark.parametrize("arrived", [True, False])
def test_a_worker_that_dies_in_the_call_leaves_all_its_posts_in_doubt_until_somebody_looks(desk, paper, arrived):
    entry = desk.queue(3)
    claim = desk.store.journal.claim("a worker that dies")
    desk.store.journal.keep_plan(claim, entry.posts, b"as planned")
    outgoing = desk.store.journal.intend(claim, [1, 2, 3])
    if arrived:
        paper.create_all(outgoing)
    assert [post.state for post in desk.store.get(entry.id).posts] == ["sending"] * 3
    desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]
    assert {post.plan for post in paper.posts} == {b"as planned"}, "every attempt is by the same plan"


def test_what_a_person_says_of_one_post_of_a_lost_call_holds_for_all_of_them(desk, paper):
    entry = desk.queue(3)
    claim = desk.store.journal.claim("a worker that dies")
    desk.store.journal.keep_plan(claim, entry.posts, b"as planned")
    desk.store.journal.intend(claim, [1, 2, 3])
    desk.store.journal.give_up(claim, "ask")
    desk.store.settle(entry.id, None)
    assert [post.state for post in desk.store.get(entry.id).posts] == ["pending"] * 3
    desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]


def test_a_thread_that_is_taken_back_while_its_call_is_in_doubt_is_gone_whole(desk, paper):
    entry = desk.queue(3)

    def silent(posts) -> None:
        paper.create_all(posts)
        desk.store.retract(entry.id)
        lost(posts)

    paper.script = [silent]
    desk.once()
    assert paper.texts == []
    assert desk.state(entry) == "retracted"


def test_a_network_that_confirms_fewer_posts_than_it_got_is_asked_again(desk, paper):
    entry = desk.queue(2)
    honest = paper.send_all
    paper.send_all = lambda posts: honest(posts)[:1]
    desk.once()
    assert paper.texts == ["post 1 of 2", "post 2 of 2"]
    assert desk.state(entry) == "published"


class TestMakingReady:
    """What happens before the intent, on any network."""

    def test_the_plan_is_on_disk_before_the_call_and_handed_to_it(self, desk, paper, file, clock):
        seen: list[bytes] = []

        def look(posts) -> None:
            with Store(file, clock) as other:
                row = other._db.one("SELECT plan FROM entry")
                seen.append(bytes(row["plan"]))

        entry = desk.queue(2)
        paper.script = [look]
        desk.once()
        assert seen == [f"plan for {entry.posts[0].key}".encode()]

    def test_a_post_that_cannot_be_made_ready_is_never_in_doubt(self, desk, paper):
        def busy(_posts, _so_far) -> None:
            assert desk.store.get(entry.id).unknown is None
            raise NotSent("The picture did not get through.")

        entry = desk.queue(1)
        paper.preparations = [busy, busy, None]
        desk.once()
        assert desk.state(entry) == "published"
        assert "picture did not get through" in " ".join(row.reason for row in desk.store.log(entry.id))
        assert "unknown" not in desk.told

    def test_a_refusal_before_the_call_stops_the_thread_with_its_reason(self, desk, paper):
        def refuse(_posts, _so_far) -> None:
            raise Refused("It takes no such picture.")

        entry = desk.queue(1)
        paper.preparations = [refuse]
        desk.once()
        assert (desk.state(entry), paper.texts) == ("failed", [])
        assert "no such picture" in desk.store.get(entry.id).error

    def test_a_network_that_works_through_a_film_is_waited_for_and_gets_back_what_it_said(self, desk, paper, clock):
        handed: list[bytes] = []

        def not_yet(_posts, so_far) -> None:
            handed.append(so_far)
            raise NotReady("X still works through talk.mp4.", b"media 7", timedelta(seconds=5))

        def done(_posts, so_far) -> None:
            handed.append(so_far)

        entry, before = desk.queue(1), clock.now()
        paper.preparations = [not_yet, *[not_yet] * 10, done]
        assert desk.once()
        assert handed == [b"", *[b"media 7"] * 11]
        assert clock.now() - before >= timedelta(seconds=50)
        assert desk.state(entry) == "published", "waiting is no failure, however often"

    def test_what_a_person_changes_is_made_ready_anew(self, desk, paper):
        handed: list[bytes] = []

        def note(_posts, so_far) -> None:
            handed.append(so_far)

        def refuse(_posts) -> None:
            raise Refused("Not these words.")

        entry = desk.queue(1)
        paper.preparations, paper.script = [note, note], [refuse]
        desk.once()
        desk.store.replace(entry.id, desk.posts(1, "other"))
        desk.store.retry(entry.id)
        desk.once()
        assert handed == [b"", b""]
        assert paper.texts == ["other 1 of 1"]

    def test_an_account_that_is_on_another_network_by_now_gets_nothing(self, desk, paper):
        entry = desk.queue(1, network="elsewhere")
        desk.once()
        found = desk.store.get(entry.id)
        assert (found.state, paper.texts) == ("failed", [])
        assert "another network" in found.error
        with pytest.raises(QueueError):
            desk.store.release(entry.id)


def test_the_plan_of_one_post_is_never_used_for_another(desk, clock):
    entry = desk.queue(2)
    journal = desk.store.journal
    claim = journal.claim("a worker")
    journal.keep_plan(claim, entry.posts[:1], b"picture 1")
    assert journal.outgoing(claim, [1])[0].plan == b"picture 1"
    assert journal.outgoing(claim, [2])[0].plan == b""
