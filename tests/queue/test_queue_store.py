"""What is put into the queue, what it keeps, and how it is found again."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from composer.model import Link, Media, Receipt
from composer.queue import QueueError, Store, ThreadState
from composer.queue.states import PostState

PNG = b"\x89PNG\r\n\x1a\n picture"


def test_a_queued_thread_is_found_again_as_it_was_queued(desk, clock):
    due = clock.now() + timedelta(hours=2)
    entry = desk.queue(3, due=due, title="On talks", draft=Path("drafts/talk.md"), visibility="unlisted")
    again = desk.store.get(entry.id)
    assert again == entry
    assert again.state is ThreadState.QUEUED
    assert again.schedule == desk.at(due)
    assert again.next_at == due
    assert again.created == clock.now()
    assert (again.title, again.draft, again.visibility) == ("On talks", Path("drafts/talk.md"), "unlisted")
    assert [post.text for post in again.posts] == ["post 1 of 3", "post 2 of 3", "post 3 of 3"]
    assert {post.state for post in again.posts} == {PostState.PENDING}


def test_a_queue_outlives_its_program(desk, file, clock):
    entry = desk.queue(2)
    desk.store.close()
    with Store(file, clock) as again:
        assert again.get(entry.id) == entry


def test_every_post_has_a_key_of_its_own(desk):
    first, second = desk.queue(5), desk.queue(5)
    keys = {post.key for entry in (first, second) for post in entry.posts}
    assert len(keys) == 10


def test_links_warning_and_language_are_kept(desk):
    post = dataclasses.replace(
        desk.posts(1)[0], links=(Link(0, 4, "https://example.org/ä"),), content_warning="food", language="de"
    )
    entry = desk.store.enqueue([post], account="a", network="paper", schedule=desk.at(desk.clock.now()))
    kept = entry.posts[0]
    assert (kept.links, kept.content_warning, kept.language) == (post.links, "food", "de")


def test_a_picture_that_is_changed_after_queueing_is_sent_as_it_was(desk, paper, tmp_path):
    file = tmp_path / "figure.png"
    file.write_bytes(PNG)
    post = dataclasses.replace(desk.posts(1)[0], media=(Media("figure.png", "A curve that rises"),))
    options = {"account": "a", "network": "paper", "schedule": desk.at(desk.clock.now())}
    desk.store.enqueue([post], media={"figure.png": file.read_bytes()}, **options)
    file.unlink()
    assert desk.once()
    assert paper.posts[0].media == [("figure.png", "image/png", "A curve that rises", PNG)]


def test_one_picture_in_many_posts_is_kept_once_and_found_by_its_digest(desk):
    posts = desk.posts(3, media=(Media("img/figure.png", "alt"),))
    entry = desk.store.enqueue(
        posts, account="a", network="paper", schedule=desk.at(desk.clock.now()), media={"img/figure.png": PNG}
    )
    digests = {a.digest for post in entry.posts for a in post.attachments}
    assert digests == {hashlib.sha256(PNG).hexdigest()}
    assert desk.store.media(digests.pop()) == PNG


@pytest.mark.parametrize(("content", "said"), [(None, "could not be read"), (b"hello", "no picture")])
def test_a_picture_that_is_missing_or_none_keeps_the_whole_thread_out_of_the_queue(desk, content, said):
    posts = desk.posts(2, media=(Media("figure.png", "alt"),))
    media = {} if content is None else {"figure.png": content}
    with pytest.raises(QueueError, match=f"figure.png.*{said}.*nothing was queued"):
        desk.store.enqueue(posts, account="a", network="paper", schedule=desk.at(desk.clock.now()), media=media)
    assert desk.store.list() == ()


def test_a_thread_without_posts_is_refused(desk):
    with pytest.raises(QueueError, match="no posts"):
        desk.queue(0)


@pytest.mark.parametrize(
    "typed", [lambda i: i.upper(), lambda i: f" #{i} ", lambda i: i[:4], lambda i: f"{i[:3]} {i[3:]}"]
)
def test_an_id_may_be_typed_carelessly(desk, typed):
    entry = desk.queue()
    assert desk.store.resolve(typed(entry.id)) == entry.id


def test_an_id_is_short_and_cannot_be_misread(desk):
    for _ in range(20):
        entry = desk.queue(1)
        assert len(entry.id) == 6
        assert not set(entry.id) & set("aeiou01l")


def test_an_id_with_a_slip_is_answered_with_the_entry_that_is_meant(desk):
    entry = desk.queue(title="On talks")
    slip = entry.id[:-1] + ("2" if entry.id[-1] != "2" else "3")
    with pytest.raises(QueueError, match=f"no entry '{slip}'.*Did you mean {entry.id} “On talks”"):
        desk.store.resolve(slip)


def test_the_beginning_of_two_ids_names_both(desk):
    entries = [desk.queue(1, title=f"number {n}") for n in range(60)]
    letters = [entry.id[0] for entry in entries]
    shared = next(letter for letter in letters if letters.count(letter) > 1)
    with pytest.raises(QueueError, match="Type more of the id"):
        desk.store.resolve(shared)


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "zzzzzz"])
def test_what_is_no_id_is_never_taken_for_one(desk, typed):
    desk.queue()
    with pytest.raises(QueueError, match="no entry"):
        desk.store.resolve(typed)


def test_the_list_is_by_time_and_can_be_narrowed(desk, clock):
    later = desk.queue(1, due=clock.now() + timedelta(hours=3), name="c")
    sooner = desk.queue(1, due=clock.now() + timedelta(hours=1), name="a", account="other@paper")
    held = desk.queue(1, due=clock.now() + timedelta(hours=2), name="b", hold="cooling off")
    ids = [entry.id for entry in desk.store.list()]
    assert ids == [sooner.id, held.id, later.id]
    assert [entry.id for entry in desk.store.list(states=[ThreadState.HELD])] == [held.id]
    assert [entry.id for entry in desk.store.list(account="other@paper")] == [sooner.id]
    assert [entry.id for entry in desk.store.list(limit=1, newest_first=True)] == [later.id]
    assert desk.store.counts() == {ThreadState.HELD: 1, ThreadState.QUEUED: 2}


def test_the_same_thread_for_the_same_account_is_recognised(desk):
    entry = desk.queue(2)
    texts = [post.text for post in entry.posts]
    assert desk.store.twin("me@paper", texts).id == entry.id
    assert desk.store.twin("someone@else", texts) is None
    assert desk.store.twin("me@paper", [*texts, "one more"]) is None


def test_a_thread_that_was_cancelled_before_anything_was_out_is_no_twin(desk):
    entry = desk.queue(2)
    desk.store.cancel(entry.id)
    assert desk.store.twin("me@paper", [post.text for post in entry.posts]) is None


def test_a_reply_hangs_under_the_post_it_answers(desk, paper, clock):
    answered = Receipt("77", "https://paper.test/77", clock.now())
    desk.queue(3, reply_to=answered)
    desk.once()
    assert [post.parent for post in paper.posts] == ["77", "1", "2"]
    assert [post.root for post in paper.posts] == ["77", "77", "77"]


def test_a_thread_hangs_together_and_its_root_is_its_first_post(desk, paper):
    desk.queue(3)
    desk.once()
    assert [post.parent for post in paper.posts] == [None, "1", "2"]
    assert [post.root for post in paper.posts] == [None, "1", "1"]


def test_the_log_tells_the_story_of_an_entry(desk, clock):
    entry = desk.queue(2, hold="hot words")
    clock.instant += timedelta(minutes=20)
    desk.store.release(entry.id, reason="slept on it")
    desk.once()
    rows = desk.store.log(entry.id)
    assert [row.what for row in rows] == ["queued", "held", "released", "taken up", "sent", "sent", "published"]
    assert [row.reason for row in rows][1:3] == ["hot words", "slept on it"]
    assert [row.actor for row in rows][:3] == ["you"] * 3
    assert rows[4].actor.startswith("thread worker")
    assert rows[2].instant == entry.created + timedelta(minutes=20)
