"""Times that come again, on clocks that change."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.schedule import Recurrence, WhenError, recurrence, repeating

SUNDAY = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"
WORK_WEEK = ("Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27", "Mon 30")


def walls(repeats: Recurrence, count: int, after: datetime = SUNDAY) -> list[str]:
    found = []
    for _ in range(count):
        schedule = repeats.next_after(after)
        assert schedule.instant > after
        found.append(f"{datetime.fromisoformat(schedule.wall):%a %d %H:%M}")
        after = schedule.instant
    return found


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("every weekday at 8", [f"{day} 08:00" for day in WORK_WEEK]),
        ("daily at 7 except weekends", [f"{day} 07:00" for day in WORK_WEEK]),
        ("daily except on monday and tuesday at 7am", ["Wed 25 07:00", "Thu 26 07:00"]),
        ("every monday and thursday 18:30", ["Mon 23 18:30", "Thu 26 18:30", "Mon 30 18:30"]),
        ("every mon, wed and fri at 9am", ["Mon 23 09:00", "Wed 25 09:00", "Fri 27 09:00"]),
        ("weekly on friday at noon", ["Fri 27 12:00", "Fri 04 12:00"]),
        ("every day at 9:00 and 19:00", ["Sun 22 19:00", "Mon 23 09:00", "Mon 23 19:00"]),
        ("every weekend at 10am", ["Sat 28 10:00", "Sun 29 10:00"]),
        ("Every Sunday 20:00", ["Sun 22 20:00", "Sun 29 20:00"]),
        ("0 8 * * 1-5", ["Mon 23 08:00", "Tue 24 08:00"]),
        ("30 9,18 * * mon", ["Mon 23 09:30", "Mon 23 18:30", "Mon 30 09:30"]),
        ("*/20 18 * * *", ["Sun 22 18:20", "Sun 22 18:40", "Mon 23 18:00"]),
        ("0 8 1 * *", ["Tue 01 08:00", "Fri 01 08:00"]),
        ("0 8 13 * 5", ["Fri 27 08:00", "Fri 04 08:00", "Fri 11 08:00", "Sun 13 08:00"]),
        ("0 8 * * 0", ["Sun 29 08:00"]),
        ("0 8 * * 7", ["Sun 29 08:00"]),
        ("0 8 29 feb *", ["Tue 29 08:00", "Sun 29 08:00"]),
    ],
)  # fmt: skip
def test_words_and_cron_fields_name_the_times_that_come(words, first):
    assert walls(recurrence(words, zone=BERLIN), len(first)) == first


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("jeden Werktag um 8", "every weekday at 8"),
        ("täglich um 7 außer am Wochenende", "daily at 7 except weekends"),
        ("montags um 9 Uhr", "every monday at 9am"),
        ("tous les lundis à 9h", "every monday at 9am"),
        ("chaque jour à 7h sauf le week-end", "daily at 7 except weekends"),
        ("todos los días a las 8", "every day at 8"),
        ("weekdays at 8", "every weekday at 8"),
    ],
)
def test_other_languages_name_them_too(words, same):
    assert repeating(words)
    assert walls(recurrence(words, zone=BERLIN), 6) == walls(recurrence(same, zone=BERLIN), 6)


@pytest.mark.parametrize("words", ["tomorrow 9am", "next friday 18:00", "in 2 h", "2026-11-24T09:00", "dienstag 9 uhr"])
def test_a_single_time_does_not_come_again(words):
    assert not repeating(words)


def test_a_zone_behind_crons_fields_counts():
    schedule = recurrence("0 8 * * 1-5 Asia/Tokyo", zone=BERLIN).next_after(SUNDAY)
    assert (schedule.zone, schedule.wall) == ("Asia/Tokyo", "2026-11-23T08:00")


@given(minutes=st.integers(0, 400 * 24 * 60), words=st.sampled_from(["every weekday at 8", "0 8 1 * *", "30 2 * * *"]))
def test_the_last_time_is_the_one_before_the_next(minutes, words):
    repeats, now = recurrence(words, zone=BERLIN), SUNDAY + timedelta(minutes=minutes)
    last = repeats.last_until(now)
    assert last is not None
    assert last.instant <= now < repeats.next_after(last.instant).instant


def test_a_zone_at_the_end_counts():
    schedule = recurrence("every weekday at 8 in New York", zone=BERLIN).next_after(SUNDAY)
    assert (schedule.zone, schedule.instant) == ("America/New_York", datetime(2026, 11, 23, 13, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "after"),
    [
        ("Europe/Berlin", datetime(2027, 3, 26, 12, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 23, 12, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 3, 12, 20, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 2, 12, tzinfo=UTC)),
        ("Africa/Cairo", datetime(2027, 4, 28, 12, tzinfo=UTC)),
        ("America/St_Johns", datetime(2026, 10, 30, 12, tzinfo=UTC)),
    ],
)
def test_nine_in_the_morning_stays_nine_in_the_morning_when_clocks_change(zone, after):
    days = [wall[-5:] for wall in walls(recurrence("daily at 9am", zone=zone), 5, after)]
    assert days == ["09:00"] * 5


def test_a_time_that_is_skipped_comes_moved_and_one_that_comes_twice_comes_once():
    spring = recurrence("daily at 2:30", zone=BERLIN)
    assert walls(spring, 3, datetime(2027, 3, 26, 12, tzinfo=UTC)) == ["Sat 27 02:30", "Sun 28 03:30", "Mon 29 02:30"]
    assert "skip 02:30" in spring.next_after(datetime(2027, 3, 27, 12, tzinfo=UTC)).note
    autumn = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert walls(spring, 2, autumn) == ["Sun 25 02:30", "Mon 26 02:30"]


@given(
    st.integers(0, 3 * 365 * 24 * 60),
    st.sampled_from(["*/15 * * * *", "30 2 * * *", "0 0,12 * * 1-5", "5 1-3 * * 6,0"]),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]),
)
def test_the_next_time_is_always_later_and_none_is_left_out(minutes, words, zone):
    repeats = recurrence(words, zone=zone)
    start = SUNDAY + timedelta(minutes=minutes)
    times = [start]
    for _ in range(6):
        times.append(repeats.next_after(times[-1]).instant)
    assert all(earlier < later for earlier, later in itertools.pairwise(times))
    for earlier, later in itertools.pairwise(times):
        assert repeats.next_after(later - timedelta(seconds=1)).instant == later
        assert repeats.next_after(earlier + (later - earlier) / 2).instant == later


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tomorrow at 9", "not understood as times that come again"),
        ("every fortnight at 9", "'fortnight' in .* is no day"),
        ("every weekday", "no time of day"),
        ("every weekend at 9 except weekends", "leaves no day"),
        ("61 8 * * *", r"'61' in .*\(0 to 59\)"),
        ("0 8 * * mon-wat", "outside what cron knows"),
        ("0 8 * * 1-5 nowhere", "stands a zone or nothing"),
        ("0 8 5-1 * *", "outside what cron knows"),
        ("*/0 8 * * *", "outside what cron knows"),
        ("0 8 30 2 *", "never comes"),
    ],
)
def test_what_never_comes_or_is_not_understood_is_refused_with_the_reason(words, said):
    with pytest.raises(WhenError, match=said):
        recurrence(words, zone=BERLIN).next_after(SUNDAY)
