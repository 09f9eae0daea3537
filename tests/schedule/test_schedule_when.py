"""Words of a person, read as one instant or answered with what they may have meant."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.schedule import WhenError, describe, when

SUNDAY = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # 18:00 in Berlin
BERLIN = "Europe/Berlin"


def read(words: str, now: datetime = SUNDAY, zone: str = BERLIN, language: str | None = None) -> str:
    return when(words, now=now, zone=zone, language=language).wall


@pytest.mark.parametrize(
    ("words", "wall"),
    [
        ("now", "2026-11-22T18:00"),
        ("tomorrow 9am", "2026-11-23T09:00"),
        ("tomorrow at 9:15 pm", "2026-11-23T21:15"),
        ("  Tomorrow   9AM ", "2026-11-23T09:00"),
        ("9am tomorrow", "2026-11-23T09:00"),
        ("day after tomorrow 7:05", "2026-11-24T07:05"),
        ("tuesday 9am", "2026-11-24T09:00"),
        ("Tue 9 a.m.", "2026-11-24T09:00"),
        ("on tuesday at 09:00", "2026-11-24T09:00"),
        ("next friday 18:30", "2026-11-27T18:30"),
        ("next sunday 18:30", "2026-11-29T18:30"),
        ("tuesday next week 9am", "2026-11-24T09:00"),
        ("next week tuesday 9am", "2026-11-24T09:00"),
        ("this sunday 20:00", "2026-11-22T20:00"),
        ("sunday 9am", "2026-11-29T09:00"),
        ("20:00", "2026-11-22T20:00"),
        ("tonight", "2026-11-22T20:00"),
        ("tonight 23:30", "2026-11-22T23:30"),
        ("midnight", "2026-11-23T00:00"),
        ("tomorrow noon", "2026-11-23T12:00"),
        ("tomorrow 12am", "2026-11-23T00:00"),
        ("tomorrow 12pm", "2026-11-23T12:00"),
        ("tomorrow morning", "2026-11-23T09:00"),
        ("tomorrow 18", "2026-11-23T18:00"),
        ("in 2 h", "2026-11-22T20:00"),
        ("in 90 minutes", "2026-11-22T19:30"),
        ("in 1 h 30 min", "2026-11-22T19:30"),
        ("in 1 hour and 30 minutes", "2026-11-22T19:30"),
        ("in 1.5 hours", "2026-11-22T19:30"),
        ("in half an hour", "2026-11-22T18:30"),
        ("in an hour", "2026-11-22T19:00"),
        ("in 3 days", "2026-11-25T18:00"),
        ("in 3 days at 9am", "2026-11-25T09:00"),
        ("in 2 weeks", "2026-12-06T18:00"),
        ("24 nov 9am", "2026-11-24T09:00"),
        ("November 24th, 9am", "2026-11-24T09:00"),
        ("24 November 2027 9am", "2027-11-24T09:00"),
        ("5 Jan 9am", "2027-01-05T09:00"),
        ("24.11. 18:30", "2026-11-24T18:30"),
        ("24.11.2026 18:30", "2026-11-24T18:30"),
        ("24.11.26 18:30", "2026-11-24T18:30"),
        ("2026/11/24 9am", "2026-11-24T09:00"),
        ("24/11/26 9am", "2026-11-24T09:00"),
        ("13/12 18:00", "2026-12-13T18:00"),
        ("12/13 18:00", "2026-12-13T18:00"),
        ("05/05 18:00", "2027-05-05T18:00"),
        ("29 feb 9am", "2028-02-29T09:00"),
        ("2026-11-24T09:00", "2026-11-24T09:00"),
        ("2026-11-24 09:00:30", "2026-11-24T09:00:30"),
        ("2026-11-24 9am", "2026-11-24T09:00"),
    ],
)
def test_words_are_read_as_their_author_means_them(words, wall):
    assert read(words) == wall


@pytest.mark.parametrize(
    ("words", "instant", "zone"),
    [
        ("tomorrow 18:30 Europe/Berlin", "2026-11-23T17:30", "Europe/Berlin"),
        ("tomorrow 18:30 europe/berlin", "2026-11-23T17:30", "Europe/Berlin"),
        ("tomorrow 18:30 Tokyo", "2026-11-24T09:30", "Asia/Tokyo"),  # it is Monday there already
        ("tomorrow 18:30 in New York", "2026-11-23T23:30", "America/New_York"),
        ("tomorrow 18:30 New York time", "2026-11-23T23:30", "America/New_York"),
        ("tomorrow 18:30 (Europe/Lisbon)", "2026-11-23T18:30", "Europe/Lisbon"),
        ("tomorrow 18:30 UTC", "2026-11-23T18:30", "UTC"),
        ("tomorrow 18:30 PT", "2026-11-24T02:30", "America/Los_Angeles"),
        ("tomorrow 18:30 CET", "2026-11-23T17:30", "Europe/Paris"),
        ("tomorrow 18:30 UTC+2", "2026-11-23T16:30", "Europe/Paris"),
        ("tomorrow 18:30 +05:30", "2026-11-23T13:00", "Europe/Paris"),
        ("2026-11-24T09:00Z", "2026-11-24T09:00", "Europe/Paris"),
        ("2026-11-24T09:00+05:30", "2026-11-24T03:30", "Europe/Paris"),
        ("2026-11-24 09:00 -0800", "2026-11-24T17:00", "Europe/Paris"),
        ("2026-11-24T09:00 Asia/Kolkata", "2026-11-24T03:30", "Asia/Kolkata"),
    ],
)
def test_a_zone_at_the_end_counts_before_the_users_own(words, instant, zone):
    schedule = when(words, now=SUNDAY, zone="Europe/Paris")
    assert f"{schedule.instant:%Y-%m-%dT%H:%M}" == instant
    assert schedule.zone == zone


@pytest.mark.parametrize(
    ("words", "wall"),
    [
        ("morgen um 9 Uhr", "2026-11-23T09:00"),
        ("übermorgen 9:30", "2026-11-24T09:30"),
        ("Dienstag um 18 Uhr", "2026-11-24T18:00"),
        ("in zwei Stunden", "2026-11-22T20:00"),
        ("завтра в 9:00", "2026-11-23T09:00"),
        ("mardi 9h", "2026-11-24T09:00"),
        ("demain à 9h30", "2026-11-23T09:30"),
        ("mañana a las 9:00", "2026-11-23T09:00"),
        ("le 24 novembre à 18h30", "2026-11-24T18:30"),
        ("明日 9:00", "2026-11-23T09:00"),
    ],
)
def test_other_languages_are_read_too(words, wall):
    assert read(words) == wall


@pytest.mark.parametrize("language", ["de", "de-AT", "DE", "tlh", ""])
def test_a_language_helps_and_an_unknown_one_does_no_harm(language):
    assert read("morgen 9 Uhr", language=language) == "2026-11-23T09:00"
    assert read("tomorrow 9am", language=language) == "2026-11-23T09:00"


@pytest.mark.parametrize("words", ["gibberish", "soonish", "¯\\_(ツ)_/¯", "%", "9am at the office", "a" * 5000])
def test_words_that_are_no_time_are_answered_with_examples_that_are(words):
    with pytest.raises(WhenError, match="not understood") as caught:
        read(words)
    examples = [part for part in str(caught.value).partition("Try ")[2].split("'") if " " in part.strip(" ,.")]
    assert [read(example) for example in examples if example.strip(" ,.") != "or"]
    assert "tomorrow 9am" in examples


def test_every_example_in_a_refusal_is_accepted():
    for example in ("tomorrow 9am", "friday 18:30 Europe/Berlin", "in 2 h"):
        assert when(example, now=SUNDAY, zone=BERLIN).instant > SUNDAY


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("9", "2026-11-23T09:00", "2026-11-22T21:00"),
        ("tomorrow 9", "2026-11-23T09:00", "2026-11-23T21:00"),
        ("friday at 12", "2026-11-27T12:00", "2026-11-27T00:00"),
        ("9 o'clock", "2026-11-23T09:00", "2026-11-22T21:00"),
        ("03/04 18:00", "2027-04-03T18:00", "2027-03-04T18:00"),
        ("03/04/2027 18:00", "2027-04-03T18:00", "2027-03-04T18:00"),
        ("friday midnight", "2026-11-27T00:00", "2026-11-28T00:00"),
        ("2h", "2026-11-22T20:00", "2026-11-23T02:00"),
        ("21 h", "2026-11-23T15:00", "2026-11-22T21:00"),
        ("12am", "2026-11-23T00:00", "2026-11-23T12:00"),
        ("sunday 20:00", "2026-11-22T20:00", "2026-11-29T20:00"),
        ("on sunday at 20", "2026-11-22T20:00", "2026-11-29T20:00"),
    ],
)
def test_ambiguous_words_are_asked_about_with_both_readings(words, first, second):
    with pytest.raises(WhenError, match="more than one time") as caught:
        read(words)
    assert [reading.wall for reading in caught.value.readings] == [first, second]
    assert all(f"'{reading.words}'" in str(caught.value) for reading in caught.value.readings)


@pytest.mark.parametrize("words", ["tomorrow", "friday", "24 nov", "2026-11-24", "demain"])
def test_a_day_without_a_time_of_day_is_asked_about(words):
    with pytest.raises(WhenError, match="says no time of day") as caught:
        read(words)
    assert len(caught.value.readings) == 2


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("sunday", ["2026-11-29", "2026-11-22"]),
        ("next sunday", ["2026-11-29"]),
        ("01/02/2027", ["2027-02-01", "2027-01-02"]),
    ],
)
def test_a_day_that_may_be_two_is_asked_about_with_both(words, days):
    with pytest.raises(WhenError, match="says no time of day") as caught:
        read(words)
    assert sorted({reading.wall[:10] for reading in caught.value.readings}) == sorted(days)


def test_next_friday_said_in_the_days_before_it_may_be_a_week_later():
    wednesday = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    with pytest.raises(WhenError) as caught:
        read("next friday", now=wednesday)
    assert {reading.wall[:10] for reading in caught.value.readings} == {"2026-11-27", "2026-12-04"}


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("9am", "2026-11-23T09:00", "2026-11-29T09:00"),
        ("today 9am", "2026-11-23T09:00", "2026-11-29T09:00"),
        ("noon", "2026-11-23T12:00", "2026-11-29T12:00"),
        ("yesterday 9am", "2026-11-23T09:00", "2026-11-28T09:00"),
        ("2026-01-05 09:00", "2026-11-23T09:00", "2027-01-05T09:00"),
        ("29 feb 2024 9am", "2026-11-23T09:00", "2027-03-01T09:00"),
    ],
)
def test_a_time_that_has_passed_is_never_silently_another(words, first, second):
    with pytest.raises(WhenError, match="has passed") as caught:
        read(words)
    assert [reading.wall for reading in caught.value.readings] == [first, second]


@pytest.mark.parametrize("words", ["9am", "9", "friday", "03/04 18:00", "2026-01-05 09:00"])
def test_every_reading_that_is_offered_is_accepted_as_it_is_written(words):
    with pytest.raises(WhenError) as caught:
        read(words)
    for reading in caught.value.readings:
        assert when(reading.words, now=SUNDAY, zone="Asia/Tokyo").instant == reading.instant


def test_the_minute_that_is_running_has_not_passed():
    assert read("18:00", now=SUNDAY + timedelta(seconds=40)) == "2026-11-22T18:00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "No time was given"),
        ("25:00", "No clock shows"),
        ("tomorrow 12:75", "No clock shows"),
        ("13pm", "No clock shows"),
        ("30 feb 9am", "no 30 February"),
        ("2026-13-01 09:00", "no date and time"),
        ("2026-11-24T25:00", "no date and time"),
        ("every weekday at 8", "names many times"),
        ("tomorrow 18:30 IST", "Asia/Kolkata or Europe/Dublin or Asia/Jerusalem"),
        ("tomorrow 18:30 CST", "America/Chicago or Asia/Shanghai or America/Havana"),
        ("tomorrow 18:30 +25:00", "No clock is"),
        ("31.12.9999 23:59", "outside the years"),
        ("0001-01-01 00:00", "outside the years"),
        ("in 999999999 h", "not understood"),
    ],
)
def test_impossible_words_are_refused_with_the_reason(words, said):
    with pytest.raises(WhenError, match=said):
        when(words, now=SUNDAY, zone=BERLIN)


def test_an_abbreviation_of_the_users_own_zone_means_that_zone():
    assert when("tomorrow 18:30 IST", now=SUNDAY, zone="Asia/Kolkata").zone == "Asia/Kolkata"
    assert (
        when("tomorrow 18:30 BST", now=datetime(2026, 6, 1, tzinfo=UTC), zone="Europe/London").zone == "Europe/London"
    )


def test_an_unknown_zone_of_the_user_is_refused():
    with pytest.raises(WhenError, match="no time zone 'Mars/Olympus'"):
        when("tomorrow 9am", now=SUNDAY, zone="Mars/Olympus")


DST_NIGHTS = [
    # zone, words on the night before, the instant in UTC, part of the note
    ("Europe/Berlin", "2027-03-28 02:30", "2027-03-28T01:30", "skip 02:30 that day; this is 03:30"),
    ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30", "02:30 twice that day; this is the first"),
    ("America/New_York", "2027-03-14 02:30", "2027-03-14T07:30", "this is 03:30"),
    ("America/New_York", "2026-11-01 01:30", "2026-11-01T05:30", "this is the first"),
    ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45", "this is 02:45"),
    ("Australia/Lord_Howe", "2027-04-04 01:45", "2027-04-03T14:45", "this is the first"),
    ("America/St_Johns", "2027-03-14 02:30", "2027-03-14T06:00", "this is 03:30"),
    ("Africa/Cairo", "2027-04-30 00:30", "2027-04-29T22:30", "this is 01:30"),
    ("Asia/Kolkata", "2027-03-28 02:30", "2027-03-27T21:00", ""),
]


@pytest.mark.parametrize(("zone", "words", "instant", "note"), DST_NIGHTS)
def test_a_clock_change_is_decided_by_rule_and_said(zone, words, instant, note):
    now = datetime(2026, 9, 1, tzinfo=UTC)
    schedule = when(words, now=now, zone=zone)
    assert f"{schedule.instant:%Y-%m-%dT%H:%M}" == instant
    assert note in schedule.note
    assert bool(note) == bool(schedule.note)


@pytest.mark.parametrize(
    ("zone", "now", "words", "instant"),
    [
        # a day with 23 hours and one with 25: `tomorrow` keeps the clock, `in 24 h` does not
        ("Europe/Berlin", "2027-03-27T11:00", "tomorrow 12:00", "2027-03-28T10:00"),
        ("Europe/Berlin", "2027-03-27T11:00", "in 1 day", "2027-03-28T10:00"),
        ("Europe/Berlin", "2027-03-27T11:00", "in 24 h", "2027-03-28T11:00"),
        ("America/New_York", "2026-10-31T16:00", "tomorrow 12:00", "2026-11-01T17:00"),
        ("Australia/Lord_Howe", "2026-10-03T01:30", "tomorrow 12:00", "2026-10-04T01:00"),
    ],
)
def test_days_keep_the_clock_and_hours_keep_the_distance(zone, now, words, instant):
    schedule = when(words, now=datetime.fromisoformat(now).replace(tzinfo=UTC), zone=zone)
    assert f"{schedule.instant:%Y-%m-%dT%H:%M}" == instant


def test_taken_liberties_are_said():
    assert "20:00" in when("tonight", now=SUNDAY, zone=BERLIN).note
    assert "first one after today" in when("next friday 18:30", now=SUNDAY, zone=BERLIN).note
    assert when("friday 18:30", now=SUNDAY, zone=BERLIN).note == ""


@pytest.mark.parametrize(
    ("words", "zone", "said"),
    [
        (
            "tuesday 9am",
            BERLIN,
            "Tue 24 Nov 2026 09:00 CET (Europe/Berlin), 08:00 UTC, in 1 day 15 h",
        ),
        ("tomorrow 9am", "UTC", "Mon 23 Nov 2026 09:00 UTC, in 16 h"),
        (
            "tomorrow 01:00",
            "Asia/Tokyo",
            "Tue 24 Nov 2026 01:00 JST (Asia/Tokyo), Mon 16:00 UTC, in 23 h",
        ),
        ("in 5 min", BERLIN, "Sun 22 Nov 2026 18:05 CET (Europe/Berlin), 17:05 UTC, in 5 min"),
        ("now", BERLIN, "Sun 22 Nov 2026 18:00 CET (Europe/Berlin), 17:00 UTC, now"),
    ],
)
def test_an_instant_is_said_with_date_zone_utc_and_distance(words, zone, said):
    assert describe(when(words, now=SUNDAY, zone=zone), SUNDAY) == said


def test_what_has_passed_is_said_to_be_ago():
    schedule = when("in 5 min", now=SUNDAY, zone=BERLIN)
    assert describe(schedule, SUNDAY + timedelta(hours=2, minutes=6)).endswith("2 h 1 min ago")


@given(
    st.integers(0, 4 * 365 * 24 * 60),
    st.integers(1, 60 * 24 * 400),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_an_iso_time_to_come_is_always_read_as_itself(offset, minutes, zone):
    now = SUNDAY + timedelta(minutes=offset)
    target = now + timedelta(minutes=minutes)
    assert when(f"{target:%Y-%m-%dT%H:%M}Z", now=now, zone=zone).instant == target
    local = target.astimezone(ZoneInfo(zone))
    schedule = when(f"{local:%Y-%m-%dT%H:%M} {zone}", now=now - timedelta(days=1), zone="UTC")
    assert schedule.wall == f"{local:%Y-%m-%dT%H:%M}"
    assert schedule.instant == target or local.fold


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_time_to_come_or_a_refusal_in_words(words):
    with contextlib.suppress(WhenError):
        assert when(words, now=SUNDAY, zone=BERLIN, language="en").instant >= SUNDAY


def test_zones_work_without_the_systems_files():
    script = (
        "import zoneinfo; zoneinfo.reset_tzpath(to=[])\n"
        "from datetime import datetime, UTC\n"
        "from composer.schedule import when\n"
        "print(when('tomorrow 18:30 berlin', now=datetime(2026, 7, 1, tzinfo=UTC), zone='America/New_York').instant)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2026-07-02 16:30:00+00:00"


def test_plain_words_are_read_without_loading_dateparser():
    script = (
        "import sys\nfrom datetime import datetime, UTC\nfrom composer.schedule import describe, when\n"
        "now = datetime(2026, 7, 1, tzinfo=UTC)\n"
        "describe(when('next friday 18:30 Europe/Berlin', now=now, zone='UTC'), now)\n"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
