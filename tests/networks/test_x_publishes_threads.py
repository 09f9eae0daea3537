"""A thread published by the real tweepy to a rehearsal network in its own process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.networks.conftest import Rehearsal, publish

if TYPE_CHECKING:
    from composer.networks.x import XPublisher


def test_each_post_of_a_thread_replies_to_the_one_before_it(rehearsal: Rehearsal, publisher: XPublisher) -> None:
    receipts = publish(publisher, "First 1/3", "Second 2/3", "Third 3/3")

    posts = rehearsal.timeline()

    assert [each["text"] for each in posts] == ["First 1/3", "Second 2/3", "Third 3/3"]
    assert [each["id"] for each in posts] == [each.remote_id for each in receipts]
    assert [each["in_reply_to"] for each in posts] == [None, receipts[0].remote_id, receipts[1].remote_id]
