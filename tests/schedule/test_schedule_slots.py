"""Slots: times of the week that stay what they are on the wall, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.schedule import WhenError
from composer.schedule.slots import coming, slot_of, wanted_slot

NIGHTS = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2026, 4, 5)),
    "America/Santiago": (date(2026, 9, 6), date(2026, 4, 5)),
    "Africa/Cairo": (date(2026, 4, 24), date(2026, 10, 30)),
    "Pacific/Chatham": (date(2026, 9, 27), date(2026, 4, 5)),
}
START = datetime(2026, 1, 1, tzinfo=UTC)


def slot(words: str, zone: str = "UTC"):
    return slot_of(words, account="x", name="mine", zone=zone)


@pytest.mark.parametrize("zone", NIGHTS)
def test_a_slot_keeps_its_wall_time_through_the_nights_in_which_clocks_change(zone):
    for night in NIGHTS[zone]:
        start = datetime.combine(night - timedelta(days=3), time(), ZoneInfo(zone)).astimezone(UTC)
        found = [each for _, each in coming([slot("daily at 8:00", zone)], start, start + timedelta(days=6))]
        walls = [each.instant.astimezone(ZoneInfo(zone)) for each in found]
        assert {f"{wall:%H:%M}" for wall in walls} == {"08:00"}
        assert [wall.date() for wall in walls] == [night + timedelta(days=n) for n in range(-3, len(walls) - 3)]


@pytest.mark.parametrize("zone", NIGHTS)
def test_a_slot_in_the_hour_that_is_skipped_or_comes_twice_comes_once_that_day(zone):
    for night in NIGHTS[zone]:
        for minutes in range(0, 4 * 60, 30):
            own = slot(f"daily at {minutes // 60:02}:{minutes % 60:02}", zone)
            start = datetime.combine(night - timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
            found = [each.instant for _, each in coming([own], start - timedelta(seconds=1), start + timedelta(days=4))]
            assert all(timedelta(hours=22) <= b - a <= timedelta(hours=26) for a, b in pairwise(found))


def test_several_slots_come_by_time():
    own = [slot_of(words, account="x", name=words, zone="UTC") for words in ("weekdays 8:00", "sat 10:00", "mon 18:30")]
    start = datetime(2026, 11, 22, 12, tzinfo=UTC)
    found = [(each.name, f"{at.instant:%a %H:%M}") for each, at in coming(own, start, start + timedelta(days=6.9))]
    assert found[:3] == [("weekdays 8:00", "Mon 08:00"), ("mon 18:30", "Mon 18:30"), ("weekdays 8:00", "Tue 08:00")]
    assert ("sat 10:00", "Sat 10:00") in found


@given(
    st.integers(0, 730 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    st.sampled_from(tuple(NIGHTS)),
)
def test_the_next_time_of_a_slot_is_after_now_and_on_its_day_and_clock(now, zone):
    found = slot("mon and thu 9:15", zone).next_after(now)
    wall = found.instant.astimezone(ZoneInfo(zone))
    assert now < found.instant <= now + timedelta(days=5)
    assert (wall.weekday() in (0, 3), f"{wall:%H:%M}") == (True, "09:15")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("weekdays 8:00", "Mon 23 08:00"),
        ("8:00", "Mon 23 08:00"),
        ("mon and thu 18:30", "Mon 23 18:30"),
        ("every sat at 10", "Sat 28 10:00"),
        ("daily at 7 except weekends", "Mon 23 07:00"),
        ("0 8 * * 1-5", "Mon 23 08:00"),
        ("sat 10:00 Europe/Berlin", "Sat 28 09:00"),
    ],
)
def test_slots_are_read_as_people_write_them(words, first):
    assert f"{slot(words).next_after(datetime(2026, 11, 22, 12, tzinfo=UTC)).instant:%a %d %H:%M}" == first


@pytest.mark.parametrize("words", ["", "sometimes", "weekdays", "feb 30 8:00", "* * * * *", "someday 8:00"])
def test_a_slot_that_is_not_understood_says_how_to_write_one(words):
    with pytest.raises(WhenError, match="weekdays 8:00"):
        slot(words)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("next", ""),
        ("Next Slot", ""),
        ("next free slot", ""),
        ("slot:morning", "morning"),
        ("slot: late night", "late night"),
        ("next slot morning", "morning"),
        ("next friday", None),
        ("tomorrow 9am", None),
        ("next week monday 9am", None),
    ],
)
def test_words_that_ask_for_a_slot_are_told_from_words_for_a_time(words, name):
    assert wanted_slot(words) == name
