"""Which prompt is waiting."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.practice import PracticeError, Prompt, Shown, another, prompt_of_the_day, prompts

PROMPTS = prompts()
SUNDAY = date(2026, 11, 22)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 1, 1))


def live(start: date, asks: list[int], gaps: list[int] | None = None) -> list[tuple[date, list[Prompt]]]:
    """What a person meets who asks for another prompt `asks[i]` times on a day, and comes back `gaps[i]` days later."""
    history: tuple[Shown, ...] = ()
    met: list[tuple[date, list[Prompt]]] = []
    day = start
    for times, gap in zip(asks, gaps or [1] * len(asks), strict=True):
        today = [prompt_of_the_day(day, history, PROMPTS)]
        history += (Shown(day, today[-1].id),)
        for _ in range(times):
            today.append(another(day, history, PROMPTS))
            history += (Shown(day, today[-1].id),)
        met.append((day, today))
        day += timedelta(days=gap)
    return met


@settings(max_examples=8, deadline=None)
@given(DAYS, st.integers(0, 9), st.integers(0, 2**32))
def test_no_theme_is_there_three_days_running_however_often_another_is_asked_for(
    start: date, most: int, seed: int
) -> None:
    chance = Random(seed)
    themes = [{p.theme for p in today} for _, today in live(start, [chance.randint(0, most) for _ in range(400)])]
    assert not any(one & two & three for one, two, three in zip(themes, themes[1:], themes[2:], strict=False))


@settings(max_examples=10, deadline=None)
@given(DAYS, st.integers(0, 2**32))
def test_days_away_are_no_days_between(start: date, seed: int) -> None:
    chance = Random(seed)
    asks, gaps = [chance.randint(0, 3) for _ in range(60)], [chance.randint(1, 40) for _ in range(60)]
    themes = [{prompt.theme for prompt in today} for _, today in live(start, asks, gaps)]
    assert not any(one & two & three for one, two, three in zip(themes, themes[1:], themes[2:], strict=False))


@settings(max_examples=20, deadline=None)
@given(DAYS, st.integers(0, 2**32))
def test_nothing_is_repeated_before_all_but_a_handful_was_seen(start: date, seed: int) -> None:
    chance = Random(seed)
    seen: Counter[str] = Counter()
    for _, today in live(start, [chance.randint(0, 2) for _ in range(150)]):
        for prompt in today:
            waiting = sum(seen[other.id] < seen[prompt.id] for other in PROMPTS)
            assert waiting <= 5
            seen[prompt.id] += 1


def test_sixty_days_bring_sixty_prompts() -> None:
    assert {today[0].id for _, today in live(SUNDAY, [0] * 60)} == {prompt.id for prompt in PROMPTS}


def test_without_a_history_the_date_alone_walks_the_round() -> None:
    met = [prompt_of_the_day(SUNDAY + timedelta(days=n), (), PROMPTS) for n in range(400)]
    assert {prompt.id for prompt in met[:60]} == {prompt.id for prompt in PROMPTS}
    assert all(one.theme != two.theme for one, two in pairwise(met))


@settings(max_examples=30, deadline=None)
@given(DAYS, st.lists(st.integers(0, 3), min_size=5, max_size=40))
def test_the_same_day_and_history_bring_the_same_prompt(start: date, asks: list[int]) -> None:
    assert live(start, asks) == live(start, asks)


@settings(max_examples=30, deadline=None)
@given(DAYS, st.integers(0, 12))
def test_the_prompt_that_was_shown_stays_for_the_day(day: date, times: int) -> None:
    ((_, today),) = live(day, [times])
    history = tuple(Shown(day, prompt.id) for prompt in today)
    assert prompt_of_the_day(day, history, PROMPTS) == today[-1]


@settings(max_examples=30, deadline=None)
@given(DAYS, st.integers(1, 80))
def test_another_prompt_comes_from_another_theme(day: date, times: int) -> None:
    ((_, today),) = live(day, [times])
    assert all(one.theme != two.theme for one, two in pairwise(today))


def test_another_can_be_asked_for_before_the_first_was_noted() -> None:
    first = prompt_of_the_day(SUNDAY, (), PROMPTS)
    assert another(SUNDAY, (), PROMPTS).theme != first.theme


def test_what_was_noted_after_the_day_does_not_change_it() -> None:
    later = tuple(Shown(SUNDAY + timedelta(days=n), PROMPTS[n].id) for n in range(1, 30))
    assert prompt_of_the_day(SUNDAY, later, PROMPTS) == prompt_of_the_day(SUNDAY, (), PROMPTS)


def test_prompts_that_are_gone_do_not_disturb_the_round() -> None:
    gone = tuple(Shown(SUNDAY - timedelta(days=n), f"OLD{n}") for n in range(3))
    assert prompt_of_the_day(SUNDAY, gone, PROMPTS) == prompt_of_the_day(SUNDAY, (), PROMPTS)


def test_a_single_theme_or_a_single_prompt_is_enough() -> None:
    care = tuple(prompt for prompt in PROMPTS if prompt.theme == "care")
    yesterdays = tuple(Shown(SUNDAY - timedelta(days=n), care[n].id) for n in (2, 1))
    first = prompt_of_the_day(SUNDAY, yesterdays, care)
    assert another(SUNDAY, (*yesterdays, Shown(SUNDAY, first.id)), care) != first
    assert another(SUNDAY, (), care[:1]) == care[0]


def test_no_prompts_at_all_are_an_error_in_words() -> None:
    with pytest.raises(PracticeError, match="Write about anything"):
        prompt_of_the_day(SUNDAY, (), ())
