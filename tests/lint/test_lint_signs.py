"""A check that is only asked where a sign stands would have said nothing elsewhere."""

from functools import cache

import pytest

from composer.lint.catalogue import rules
from composer.lint.plain import as_thread
from composer.lint.reading import Reading, Setting, ThreadReading
from composer.lint.record import Given


@cache
def threads():
    """Every example of every rule, in the hands of every rule."""
    examples = [as_thread(text, "x") for rule in rules() for text in (*rule.bad, *rule.good)]
    return [
        ThreadReading(each, [Reading(post, Setting("x", each.maximum)) for post in each.posts]) for each in examples
    ]


@cache
def posts():
    return [post for thread in threads() for post in thread.posts]


@pytest.mark.parametrize(
    ("check", "subjects"),
    [
        pytest.param(check, subjects, id=rule.code)
        for rule in rules()
        for check, subjects in ((rule.check, posts), (rule.check_thread, threads))
        if isinstance(check, Given)
    ],
)
def test_a_check_that_waits_for_a_sign_says_nothing_without_it(check, subjects):
    silent = [one for one in subjects() if check.signs.isdisjoint(one.signs)]
    assert silent
    assert not [finding for one in silent for finding in check.check(one)]
