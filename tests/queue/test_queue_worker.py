"""What the worker does with each answer of a network, and what it tells."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from composer.model import ComposerError, Media
from composer.queue import NeedsPerson, NotSent, OutcomeUnknown, Refused, run
from composer.queue.states import PostState


def raising(error: Exception):
    def answer(_post) -> None:
        raise error

    return answer


def created_but_silent(paper):
    """The post is made and the answer is lost."""

    def answer(post) -> None:
        paper.create(post)
        raise OutcomeUnknown("No answer came.")

    return answer


def test_a_due_thread_is_published_in_order_with_a_receipt_for_each_post(desk, paper):
    entry = desk.queue(3)
    assert desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]
    published = desk.store.get(entry.id)
    assert published.state == "published"
    assert [post.receipt.url for post in published.posts] == [f"https://paper.test/{n}" for n in (1, 2, 3)]
    assert desk.told == ["begun", "sent", "sent", "sent", "published"]
    assert [event.receipt.remote_id for event in desk.events if event.receipt] == ["1", "2", "3"]


def test_nothing_is_published_before_its_time(desk, paper, clock):
    due = clock.now() + timedelta(minutes=20)
    desk.queue(1, due=due)
    assert desk.once()
    assert paper.texts == []
    desk.serve(1800)
    assert [post.at for post in paper.posts] == [due]


def test_threads_go_out_in_the_order_of_their_times(desk, paper, clock):
    desk.queue(2, due=clock.now() - timedelta(minutes=1), name="later")
    desk.queue(2, due=clock.now() - timedelta(minutes=2), name="sooner")
    desk.once()
    assert paper.texts == ["sooner 1 of 2", "sooner 2 of 2", "later 1 of 2", "later 2 of 2"]


def test_a_busy_network_is_tried_again_after_growing_pauses(desk, paper, clock):
    paper.script = [raising(NotSent("Busy.")) for _ in range(4)]
    began = clock.now()
    entry = desk.queue(1)
    assert desk.once()
    assert desk.state(entry) == "published"
    waits = [event.until for event in desk.events if event.kind == "waiting"]
    gaps = [(b - a).total_seconds() for a, b in itertools.pairwise([began, *waits])]
    beats = [gap / nominal for gap, nominal in zip(gaps, (1, 2, 4, 8), strict=True)]
    assert all(0.79 <= beat <= 1.21 for beat in beats)
    assert len({round(beat, 3) for beat in beats}) > 1, "many workers would come back at the same instant"


def test_the_networks_own_wish_to_wait_is_respected(desk, paper, clock):
    paper.script = [raising(NotSent("Too many.", retry_after=timedelta(seconds=25)))]
    began = clock.now()
    desk.queue(1)
    desk.once()
    assert paper.posts[0].at - began >= timedelta(seconds=25)


def test_once_leaves_a_long_wait_to_the_next_run_and_says_that_something_is_left(desk, paper, clock):
    paper.script = [raising(NotSent("Too many.", retry_after=timedelta(minutes=15)))]
    entry = desk.queue(1)
    assert not desk.once()
    left = desk.store.get(entry.id)
    assert left.state == "publishing"
    assert left.next_at == clock.now() + timedelta(minutes=15)
    assert "Too many." in left.error
    clock.instant += timedelta(minutes=16)
    assert desk.once()


def test_after_eight_failures_in_a_row_a_thread_has_failed_and_says_why(desk, paper):
    paper.script = [raising(NotSent("Busy.")) for _ in range(20)]
    entry = desk.queue(2)
    desk.serve(3600)
    failed = desk.store.get(entry.id)
    assert failed.state == "failed"
    assert failed.posts[0].attempts == 8
    assert "Post 1 of 2: Busy." in failed.error
    assert desk.events[-1].kind == "failed"


def test_a_receipt_forgives_the_failures_before_it(desk, paper):
    busy = raising(NotSent("Busy."))
    paper.script = [*[busy] * 7, None, *[busy] * 7, None]
    entry = desk.queue(2)
    desk.serve(3600)
    assert desk.state(entry) == "published"


def test_a_refusal_fails_at_once_and_shows_what_is_out(desk, paper):
    paper.script = [None, raising(Refused("The words are not allowed. Change them."))]
    entry = desk.queue(3)
    assert desk.once()
    failed = desk.store.get(entry.id)
    assert (failed.state, failed.sent) == ("failed", 1)
    assert failed.error == "Post 2 of 3: The words are not allowed. Change them."
    assert [post.state for post in failed.posts] == [PostState.SENT, PostState.PENDING, PostState.PENDING]


def test_what_only_a_person_can_post_waits_for_them_and_is_not_tried_again(desk, paper, clock):
    paper.script = [None, *[raising(NeedsPerson("Paste it into the app, then say where it is."))] * 9]
    entry = desk.queue(3)
    assert desk.once()
    waiting = desk.store.get(entry.id)
    assert (waiting.state, waiting.sent) == ("attention", 1)
    assert waiting.error == "Post 2 of 3: Paste it into the app, then say where it is."
    assert waiting.posts[1].state is PostState.PENDING
    desk.serve(7200)
    assert desk.store.get(entry.id).posts[1].attempts == 1
    assert desk.events[-1].kind == "attention"


def test_a_lost_answer_is_unknown_never_failed_and_the_post_is_found_not_sent_again(desk, paper, clock):
    paper.script = [None, created_but_silent(paper)]
    entry = desk.queue(3)
    assert desk.once()
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]
    assert desk.told == ["begun", "sent", "unknown", "begun", "found", "sent", "published"]
    assert paper.posts[2].parent == "2"
    assert "failed" not in [row.what for row in desk.store.log(entry.id)]


def test_while_an_outcome_is_unknown_the_user_sees_when_it_will_be_looked_up(desk, paper, clock):
    paper.settle = timedelta(minutes=4)
    paper.script = [created_but_silent(paper)]
    entry = desk.queue(1)
    assert not desk.once()
    waiting = desk.store.get(entry.id)
    assert waiting.state == "publishing"
    assert waiting.unknown.state is PostState.UNKNOWN
    assert waiting.next_at == clock.now() + timedelta(minutes=4)
    assert desk.events[-1].until == waiting.next_at


def test_a_post_that_was_not_created_is_sent_again_only_after_a_look(desk, paper):
    paper.script = [raising(OutcomeUnknown("No answer."))]
    entry = desk.queue(1)
    desk.once()
    assert paper.texts == ["post 1 of 1"]
    assert paper.looked == 1
    assert desk.store.get(entry.id).posts[0].attempts == 2


@pytest.mark.parametrize("created", [True, False])
def test_a_post_that_a_dead_worker_left_in_the_air_is_looked_for_when_it_is_sure_to_be_seen(desk, paper, created):
    paper.lag = timedelta(seconds=8)
    entry = desk.queue(2)
    claim = desk.store.journal.claim("a worker that dies")
    outgoing = desk.store.journal.intend(claim, [1])[0]
    if created:
        paper.create(outgoing)
    assert desk.once()
    assert paper.texts == ["post 1 of 2", "post 2 of 2"]
    assert ("found" in desk.told) == created
    assert desk.state(entry) == "published"


def test_a_receipt_is_taken_once_however_often_it_is_written(desk, paper):
    entry = desk.queue(1)
    claim = desk.store.journal.claim("worker")
    receipt = paper.create(desk.store.journal.intend(claim, [1])[0])
    assert desk.store.journal.receive(claim, {1: receipt}, "sent")
    once = desk.store.log(entry.id)
    assert desk.store.journal.receive(claim, {1: receipt}, "sent")
    desk.store.journal.rule_out(claim, [1], "late news")
    desk.store.journal.doubt(claim, [1], "late news")
    assert desk.store.log(entry.id) == once
    assert desk.store.get(entry.id).posts[0].receipt == receipt


def test_an_account_that_went_missing_while_a_post_is_in_doubt_is_for_a_person_to_settle(desk, paper, clock):
    def nobody(account: str):
        raise ComposerError("There is no such account any more.")

    entry = desk.queue(2)
    desk.store.journal.intend(desk.store.journal.claim("a worker that dies"), [1])
    run(desk.store, nobody, clock, desk.stop, once=True)
    assert desk.state(entry) == "attention"


def test_the_first_attempt_is_remembered_for_reading_back(desk, paper, clock):
    first = clock.now()
    paper.script = [raising(OutcomeUnknown("No answer.")), raising(OutcomeUnknown("No answer."))]
    entry = desk.queue(1)
    desk.once()
    post = desk.store.get(entry.id).posts[0]
    assert post.first_attempt == first
    assert post.started_at > first


def test_an_outcome_that_cannot_be_looked_up_for_long_is_put_to_a_person(desk, paper):
    paper.script = [created_but_silent(paper)]
    paper.finds = [NotSent("Reading is refused for now.") for _ in range(20)]
    entry = desk.queue(2)
    desk.serve(3600)
    assert desk.state(entry) == "attention"
    assert paper.texts == ["post 1 of 2"]


def test_a_publisher_that_breaks_leaves_the_outcome_unknown_and_the_worker_alive(desk, paper):
    def breaks_after(post) -> None:
        paper.create(post)
        raise ZeroDivisionError

    paper.script = [breaks_after]
    entry = desk.queue(2)
    assert desk.once()
    assert paper.texts == ["post 1 of 2", "post 2 of 2"]
    assert desk.state(entry) == "published"


def test_an_account_that_is_not_known_fails_with_the_reason(desk, clock):
    def nobody(account: str):
        raise ComposerError(f"There is no account {account}. `thread accounts` lists them.")

    entry = desk.queue(1)
    run(desk.store, nobody, clock, desk.stop, once=True)
    failed = desk.store.get(entry.id)
    assert (failed.state, failed.error) == ("failed", "There is no account me@paper. `thread accounts` lists them.")


def test_while_a_post_of_an_account_is_in_doubt_its_other_threads_wait_and_other_accounts_do_not(desk, paper):
    paper.script = [created_but_silent(paper)]
    desk.queue(2, name="first")
    desk.queue(1, name="second")
    desk.queue(1, name="elsewhere", account="other@paper")
    desk.once()
    assert paper.texts == ["first 1 of 2", "elsewhere 1 of 1", "first 2 of 2", "second 1 of 1"]


@pytest.mark.parametrize(("minutes", "state"), [(59, "published"), (60, "published"), (61, "attention")])
def test_a_thread_may_be_an_hour_late_and_then_asks(desk, clock, minutes, state):
    entry = desk.queue(1)
    clock.instant += timedelta(minutes=minutes)
    desk.once()
    assert desk.state(entry) == state


def test_a_thread_that_is_too_late_says_what_can_be_done(desk, paper, clock):
    entry = desk.queue(1)
    clock.instant += timedelta(hours=3)
    assert desk.once()
    assert paper.texts == []
    error = desk.store.get(entry.id).error
    assert f"thread resume {entry.id}" in error
    assert f"thread move {entry.id}" in error
    desk.store.resume(entry.id)
    desk.once()
    assert len(paper.texts) == 1


def test_a_thread_may_be_told_to_go_out_however_late(desk, clock):
    entry = desk.queue(1, late=None)
    clock.instant += timedelta(days=9)
    desk.once()
    assert desk.state(entry) == "published"


def test_a_thread_that_has_begun_is_finished_however_late(desk, paper, clock):
    paper.script = [None, raising(NotSent("Busy.", retry_after=timedelta(minutes=2)))]
    entry = desk.queue(2)
    desk.once()
    clock.instant += timedelta(days=2)
    desk.once()
    assert desk.state(entry) == "published"


def test_a_thread_with_a_pace_leaves_that_much_time_between_posts(desk, paper, clock):
    entry = desk.queue(3, pace=timedelta(minutes=10))
    desk.serve(3600)
    times = [post.at for post in paper.posts]
    assert [b - a for a, b in itertools.pairwise(times)] == [timedelta(minutes=10)] * 2
    assert desk.state(entry) == "published"


def test_once_does_not_wait_for_a_thread_that_keeps_its_pace(desk, paper):
    desk.queue(3, pace=timedelta(seconds=20))
    assert desk.once()
    assert len(paper.texts) == 1


def test_the_last_worker_is_known_by_name_and_time(desk, clock):
    assert desk.store.last_worker() is None
    desk.serve(600)
    seen = desk.store.last_worker()
    assert (seen.name, seen.stopped) == ("thread worker", True)
    assert seen.seen == clock.now()


def test_a_clock_that_goes_back_delays_nothing_by_as_much(desk, paper, clock):
    paper.script = [None, created_but_silent(paper)]
    paper.settle = timedelta(seconds=40)
    entry = desk.queue(3)
    desk.once()
    clock.instant -= timedelta(hours=7)
    desk.serve(90)
    assert desk.state(entry) == "published"
    assert paper.texts == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]


def test_a_clock_that_goes_back_while_the_worker_waits_to_try_again_delays_nothing_by_as_much(desk, paper, clock):
    paper.script = [raising(NotSent("Busy.", retry_after=timedelta(minutes=5)))]
    entry = desk.queue(1)
    jumped = []

    def jump() -> None:
        if not jumped and len(clock.waits) > 20:
            jumped.append(clock.now())
            clock.instant -= timedelta(hours=7)
            clock.until = clock.instant + timedelta(minutes=6)

    clock.on_wait = jump
    desk.serve(3600)
    assert jumped
    assert desk.state(entry) == "published"


def test_a_clock_that_goes_back_while_the_worker_sleeps_sends_nothing_early(desk, paper, clock):
    due = clock.now() + timedelta(minutes=10)
    desk.queue(1, due=due)
    jumped = []

    def jump() -> None:
        if not jumped and clock.now() >= due - timedelta(minutes=1):
            jumped.append(clock.now())
            clock.instant -= timedelta(hours=1)

    clock.on_wait = jump
    clock.until = due + timedelta(minutes=1)
    desk.serve(3600)
    assert jumped
    assert [post.at for post in paper.posts] == [due]


def test_a_post_made_before_the_clock_went_back_is_found_although_its_attempt_seems_later(desk, paper, clock):
    paper.script = [created_but_silent(paper)]
    asked = []
    find = paper.find

    def remember(post):
        asked.append(post.first_attempt)
        return find(post)

    paper.find = remember
    paper.settle = timedelta(minutes=1)
    entry = desk.queue(1)
    desk.once()
    paper.posts[0].at = made = clock.now() - timedelta(hours=7)
    clock.instant = made + timedelta(seconds=5)
    desk.serve(120)
    assert asked[0] < made
    assert paper.texts == ["post 1 of 1"]
    assert desk.state(entry) == "published"


def test_pictures_are_forgotten_a_month_after_the_last_thread_that_shows_them(desk, clock):
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 40
    posts = desk.posts(1, media=(Media("a.png", "a"),))
    options = {"account": "me@paper", "network": "paper", "media": {"a.png": picture}}
    first = desk.store.enqueue(posts, schedule=desk.at(clock.now()), **options)
    digest = first.posts[0].attachments[0].digest
    desk.once()
    clock.instant += timedelta(days=20)
    later = desk.store.enqueue(posts, schedule=desk.at(clock.now() + timedelta(days=80)), **options)
    clock.instant += timedelta(days=70)
    desk.once()
    assert desk.store.media(digest) == picture
    clock.instant += timedelta(days=10)
    desk.once()
    assert desk.state(later) == "published"
    clock.instant += timedelta(days=31)
    desk.once()
    assert desk.store.media(digest) == b""
    desk.store.enqueue(posts, schedule=desk.at(clock.now()), **options)
    assert desk.store.media(digest) == picture
