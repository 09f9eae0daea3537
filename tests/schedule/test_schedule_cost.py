"""What a thread costs, in exact dollars."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.model import Media
from composer.schedule import FREE, Price, cost_of, dollars

PLAIN = ("Ask what you have left unclear.", ())
LINKING = ("Read on: https://example.org/talk", ())
X = Price(Decimal("0.015"), Decimal("0.20"), Decimal("0.005"))


def test_a_post_with_a_url_costs_more_than_thirteen_without_one() -> None:
    assert cost_of([PLAIN] * 13, X).total == Decimal("0.195")
    assert cost_of([LINKING], X).total == Decimal("0.20")


def test_a_bare_domain_is_charged_as_the_link_that_x_makes_of_it() -> None:
    assert cost_of([("More at example.org today", ())], X).linking == 1
    assert cost_of([("Version 2.5 of it, e.g. today", ())], X).linking == 0


def test_two_urls_in_one_post_are_charged_once() -> None:
    assert cost_of([("https://example.org https://example.com", ())], X).total == Decimal("0.20")


def test_gathering_the_links_saves_what_it_says() -> None:
    scattered = cost_of([LINKING, LINKING, LINKING, PLAIN], X)
    gathered = cost_of([("https://example.org/1 https://example.org/2 https://example.org/3", ())] + [PLAIN] * 3, X)

    assert scattered.saving == scattered.total - gathered.total == Decimal("0.37")
    assert gathered.saving == 0


def test_an_alt_text_has_a_price_and_a_picture_has_none() -> None:
    described, bare = Media("ward.jpg", "A ward at night"), Media("ward.jpg", "")

    assert cost_of([("Look", (described, bare))], X).total == Decimal("0.020")


def test_where_nothing_is_charged_the_posts_are_counted_all_the_same() -> None:
    free = cost_of([LINKING, PLAIN], FREE)

    assert (free.total, free.saving, free.posts, free.linking) == (0, 0, 2, 1)


@given(st.lists(st.sampled_from([PLAIN, LINKING])))
def test_a_thread_costs_what_its_posts_cost(posts: list[tuple[str, tuple[Media, ...]]]) -> None:
    assert cost_of(posts, X).total == sum(cost_of([post], X).total for post in posts)


@pytest.mark.parametrize(
    ("amount", "shown"), [("0", "$0.00"), ("0.2", "$0.20"), ("0.045", "$0.045"), ("12", "$12.00"), ("1.0049", "$1.005")]
)
def test_dollars_read_as_people_write_them(amount: str, shown: str) -> None:
    assert dollars(Decimal(amount)) == shown
