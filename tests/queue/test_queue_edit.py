"""What may change in an entry once a part of it is out, and what may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from composer.model import Media, Post
from composer.queue import OutcomeUnknown, QueueError, Refused

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def thread(*texts: str, picture: str = "") -> list[Post]:
    media = (Media(picture, "a chart"),) if picture else ()
    return [Post(n, len(texts), text, 20, media=media) for n, text in enumerate(texts, 1)]


def half_out(desk, paper, count: int = 3):
    def refuse(_post) -> None:
        raise Refused("Not these words.")

    paper.script = [None, refuse]
    entry = desk.queue(count)
    desk.once()
    assert (desk.state(entry), desk.store.get(entry.id).sent) == ("failed", 1)
    return entry


def test_a_thread_that_waits_can_be_replaced_whole(desk, paper, clock):
    entry = desk.queue(3, due=clock.now() + timedelta(minutes=5))
    edited = desk.store.replace(entry.id, thread("one", "two"))
    assert (edited.state, edited.schedule) == ("queued", entry.schedule)
    desk.serve(600)
    assert paper.texts == ["one", "two"]
    assert desk.state(entry) == "published"


def test_what_follows_the_posts_that_are_out_can_be_changed_and_goes_out_under_them(desk, paper):
    entry = half_out(desk, paper)
    desk.store.replace(entry.id, thread("post 1 of 3", "other words", "the end"))
    assert desk.state(entry) == "failed"
    desk.store.retry(entry.id)
    desk.once()
    assert paper.texts == ["post 1 of 3", "other words", "the end"]
    assert paper.posts[1].parent == "1"


def test_a_post_that_is_out_cannot_be_changed(desk, paper):
    entry = half_out(desk, paper)
    before = desk.store.get(entry.id)
    with pytest.raises(QueueError, match=r"Post 1 .*is out.*“post 1 of 3”.*“changed”.*thread retract"):
        desk.store.replace(entry.id, thread("changed", "two", "three"))
    assert desk.store.get(entry.id) == before


def test_the_number_of_posts_is_frozen_once_a_post_that_names_it_is_out(desk, paper):
    entry = half_out(desk, paper)
    with pytest.raises(QueueError, match=r"1 of the 3 posts.*say how many.*makes 4 now.*bring it to 3"):
        desk.store.replace(entry.id, thread("post 1 of 4", "post 2 of 4", "post 3 of 4", "post 4 of 4"))


def test_an_unnumbered_thread_may_grow_after_its_first_posts_are_out(desk, paper):
    entry = half_out(desk, paper)
    desk.store.replace(entry.id, thread("post 1 of 3", "b", "c", "d", "e"))
    desk.store.retry(entry.id)
    desk.once()
    assert paper.texts == ["post 1 of 3", "b", "c", "d", "e"]


def test_a_thread_cannot_shrink_to_what_is_out(desk, paper):
    entry = half_out(desk, paper)
    with pytest.raises(QueueError, match=r"nothing left to send.*thread cancel"):
        desk.store.replace(entry.id, thread("post 1 of 3"))


def test_nothing_is_changed_while_a_post_may_be_out(desk, paper, clock):
    def vanish(_post) -> None:
        raise OutcomeUnknown("No answer.")

    paper.script = [vanish]
    paper.finds = [Refused("Cannot be read.")]
    entry = desk.queue(2)
    desk.once()
    with pytest.raises(QueueError, match=r"Post 1.*may be out.*thread settle"):
        desk.store.replace(entry.id, thread("x", "y"))


def test_what_is_published_or_on_its_way_is_not_edited(desk, paper, clock):
    entry = desk.queue(1)
    desk.once()
    with pytest.raises(QueueError, match="is published, so it cannot be edited"):
        desk.store.replace(entry.id, thread("x", "y"))


def test_a_picture_that_comes_with_the_edit_goes_out_and_one_that_left_does_not(desk, paper, clock):
    entry = desk.queue(1, due=clock.now() + timedelta(minutes=5))
    desk.store.replace(entry.id, thread("a", picture="chart.png"), media={"chart.png": PNG})
    desk.store.replace(entry.id, thread("b", picture="chart.png"), media={"chart.png": PNG + b"1"})
    desk.serve(600)
    assert paper.posts[0].media == [("chart.png", "image/png", "a chart", PNG + b"1")]


def test_an_edit_stops_a_worker_that_has_the_entry_in_hand(desk, paper, clock):
    entry = desk.queue(2)
    revision = entry.revision
    assert desk.store.replace(entry.id, thread("x", "y")).revision == revision + 1
