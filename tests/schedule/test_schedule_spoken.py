"""Times as they are spoken, in four languages, and what is said back about each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.schedule import WhenError, describe, distance, when

SUNDAY = datetime(2026, 11, 22, 17, 0, 0, 400_000, tzinfo=UTC)  # 18:00 in Berlin
BERLIN = "Europe/Berlin"
A_MOMENT = timedelta(seconds=2)
"""What passes between reading some words and telling what they mean."""


def refusal(words: str, now: datetime = SUNDAY, zone: str = BERLIN) -> WhenError:
    with pytest.raises(WhenError) as caught:
        when(words, now=now, zone=zone)
    return caught.value


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2027-03-28 02:30", "Clocks in Europe/Berlin skip 02:30 that day; this is 03:30 instead"),
        ("2027-10-31 02:30", "Clocks in Europe/Berlin show 02:30 twice that day; this is the first time"),
        ("next friday 9am", "'next Friday' is taken as the first one after today"),
        ("tonight", "'tonight' is taken as 20:00"),
    ],
)
def test_every_echo_says_what_was_decided(words, said):
    schedule = when(words, now=SUNDAY, zone=BERLIN)
    assert describe(schedule, SUNDAY).endswith(f". {said}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("now", "now"),
        ("in 30 seconds", "in 28 s"),
        ("in 5 minutes", "in 5 min"),
        ("in 2 hours", "in 2 h"),
        ("in 1 h 30 min", "in 1 h 30 min"),
        ("in 3 days", "in 3 days"),
    ],
)
def test_a_distance_is_told_as_it_was_asked_for_although_a_moment_has_passed(words, said):
    assert describe(when(words, now=SUNDAY, zone=BERLIN), SUNDAY + A_MOMENT).endswith(f", {said}")


@given(st.integers(-(10**7), 10**7))
def test_a_distance_never_says_that_what_has_passed_is_to_come(seconds):
    said = distance(SUNDAY + timedelta(seconds=seconds), SUNDAY)
    assert said.startswith("in ") == (seconds >= 1)
    assert said.endswith(" ago") == (seconds <= -60)


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("yesterday", "2026-11-23T09:00", "2026-11-28T09:00"),
        ("gestern", "2026-11-23T09:00", "2026-11-28T09:00"),
        ("2 days ago", "2026-11-23T09:00", "2026-11-27T09:00"),
        ("last friday 9am", "2026-11-23T09:00", "2026-11-27T09:00"),
        ("2026-01-05", "2026-11-23T09:00", "2027-01-05T09:00"),
    ],
)
def test_a_day_gone_by_has_passed_and_the_likely_meanings_are_offered(words, first, second):
    found = refusal(words)
    assert f"'{words}' has passed" in str(found)
    assert [reading.wall for reading in found.readings] == [first, second]


@pytest.mark.parametrize("words", ["5 minutes ago", "il y a 5 minutes", "hace 5 minutos"])
def test_minutes_ago_are_offered_as_minutes_ahead_or_now(words):
    found = refusal(words)
    assert "has passed: Sun 22 Nov 2026 17:55" in str(found)
    assert [reading.words for reading in found.readings] == ["in 5 minutes", "now"]


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("monday 9am Europe/Atlantis", "Europe/Athens"),
        ("monday 9am Europe/Berln", "Europe/Berlin"),
        ("monday 9am Berln", "Europe/Berlin"),
        ("monday 9am America/NewYork", "America/New_York"),
        ("every weekday at 8 Europe/Berln", "Europe/Berlin"),
    ],
)
def test_a_zone_that_does_not_exist_is_named_with_the_names_like_it(words, near):
    said = str(refusal(words))
    assert f"There is no time zone '{words.split()[-1]}'" in said
    assert near in said


@pytest.mark.parametrize(
    ("words", "walls"),
    [
        ("tomorrow 9am tomorrow 10am", ["2026-11-23T09:00", "2026-11-23T10:00"]),
        ("tomorrow 9am to 10am", ["2026-11-23T09:00", "2026-11-23T10:00"]),
        ("9am or 10am on friday", ["2026-11-27T09:00", "2026-11-27T10:00"]),
        ("9am monday, 18:30 tuesday", ["2026-11-23T09:00", "2026-11-24T18:30"]),
    ],
)
def test_two_times_in_one_are_each_offered(words, walls):
    found = refusal(words)
    assert "names more than one time" in str(found)
    assert [reading.wall for reading in found.readings] == walls


@pytest.mark.parametrize(
    ("words", "walls"),
    [
        ("tomorrow at nine", ["2026-11-23T09:00", "2026-11-23T21:00"]),
        ("at nine tomorrow", ["2026-11-23T09:00", "2026-11-23T21:00"]),
        ("half past nine", ["2026-11-23T09:30", "2026-11-22T21:30"]),
        ("half nine tomorrow", ["2026-11-23T09:30", "2026-11-23T21:30"]),
        ("quarter to six", ["2026-11-23T05:45", "2026-11-23T17:45"]),
        ("a quarter past six tomorrow", ["2026-11-23T06:15", "2026-11-23T18:15"]),
        ("tomorrow nine thirty", ["2026-11-23T09:30", "2026-11-23T21:30"]),
        ("morgen halb zehn", ["2026-11-23T09:30", "2026-11-23T21:30"]),
        ("mañana a las nueve y media", ["2026-11-23T09:30", "2026-11-23T21:30"]),
        ("demain à six heures moins le quart", ["2026-11-23T05:45", "2026-11-23T17:45"]),
    ],
)
def test_a_spoken_time_is_understood_and_the_half_of_the_day_is_asked_about(words, walls):
    found = refusal(words)
    assert "may mean more than one time" in str(found)
    assert [reading.wall for reading in found.readings] == walls


@pytest.mark.parametrize(
    ("words", "wall"),
    [
        ("tomorrow at nine am", "2026-11-23T09:00"),
        ("half past nine tomorrow morning", "2026-11-23T09:30"),
        ("quarter to six pm friday", "2026-11-27T17:45"),
        ("five to nine tomorrow evening", "2026-11-23T20:55"),
        ("quarter to noon tomorrow", "2026-11-23T11:45"),
        ("tomorrow evening at 8", "2026-11-23T20:00"),
        ("tomorrow morning at nine", "2026-11-23T09:00"),
        ("tonight 9:30", "2026-11-22T21:30"),
        ("tonight at half past nine", "2026-11-22T21:30"),
        ("monday next 9am", "2026-11-23T09:00"),
    ],
)
def test_the_part_of_the_day_settles_which_half_is_meant(words, wall):
    assert when(words, now=SUNDAY, zone=BERLIN).wall == wall


@pytest.mark.parametrize("words", ["tomorrow 9 to 10am", "tomorrow 9:75", "75 minutes past nine", "13 past 29"])
def test_a_range_or_an_impossible_clock_is_never_taken_for_another_time(words):
    assert not refusal(words).readings


@pytest.mark.parametrize(
    ("words", "wall"),
    [
        ("nächsten Freitag 9 Uhr", "2026-11-27T09:00"),
        ("heute Abend", "2026-11-22T19:00"),
        ("heute Abend um 8", "2026-11-22T20:00"),
        ("Freitagabend um halb neun", "2026-11-27T20:30"),
        ("morgen früh", "2026-11-23T09:00"),
        ("nächste Woche Montag um 9 Uhr 30", "2026-11-23T09:30"),
        ("am 3. Dezember um 9 Uhr", "2026-12-03T09:00"),
        ("in einer halben Stunde", "2026-11-22T18:30"),
        ("lundi prochain 9h", "2026-11-23T09:00"),
        ("jeudi de la semaine prochaine à 14h", "2026-11-26T14:00"),
        ("demain matin à neuf heures et demie", "2026-11-23T09:30"),
        ("demain à 9 heures 30", "2026-11-23T09:30"),
        ("ce soir", "2026-11-22T19:00"),
        ("dans une demi-heure", "2026-11-22T18:30"),
        ("le 3 décembre à 9h", "2026-12-03T09:00"),
        ("el lunes que viene a las 9:30", "2026-11-23T09:30"),
        ("mañana por la mañana", "2026-11-23T09:00"),
        ("hoy a las 8 de la tarde", "2026-11-22T20:00"),
        ("próximo viernes a las 18:30", "2026-11-27T18:30"),
        ("dentro de dos horas", "2026-11-22T20:00"),
    ],
)
def test_common_german_french_and_spanish_times_are_read(words, wall):
    assert when(words, now=SUNDAY, zone=BERLIN).wall == wall


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("tomorrow 9am CET", "'CET' is taken as the clocks of Europe/Brussels."),
        ("tomorrow 9am CEST", "'CEST' is taken as the clocks of Europe/Brussels, which show CET that day."),
        ("2027-07-01 9am EST", "'EST' is taken as the clocks of America/New_York, which show EDT that day."),
        ("tomorrow 9am Munich", "'Munich' is taken as the clocks of Europe/Berlin."),
        ("tomorrow 9am Tokyo", ""),
        ("tomorrow 9am Asia/Tokyo", ""),
        ("tomorrow 9am UTC", ""),
        ("tomorrow 9am", ""),
    ],
)
def test_a_zone_by_another_name_says_which_was_taken(words, note):
    assert when(words, now=SUNDAY, zone="Europe/London").note == note


def test_a_summer_abbreviation_of_ones_own_zone_is_noted_in_winter():
    note = when("tomorrow 9am CEST", now=SUNDAY, zone=BERLIN).note
    assert note == "Clocks in Europe/Berlin show CET that day, not CEST."
    assert when("tomorrow 9am CET", now=SUNDAY, zone=BERLIN).note == ""


@pytest.mark.parametrize(
    "words", ["every weekday at 8", "weekdays at 8", "mondays at 8", "jeden Montag um 8 Uhr", "tous les jours à 8h"]
)
def test_times_that_come_again_are_answered_with_the_next_of_them(words):
    found = refusal(words)
    assert "names many times, and an entry goes out once, so queue the next of them" in str(found)
    assert [reading.wall for reading in found.readings] == ["2026-11-23T08:00"]
    assert when(found.readings[0].words, now=SUNDAY, zone="UTC").instant == found.readings[0].instant
