"""Breaks from calendar files as other programs write them, and from files that are none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.schedule import WhenError
from composer.schedule.calendar_file import AHEAD, breaks_from

TODAY = date(2026, 11, 22)


def calendar(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{inside}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def found(*events: str) -> list[tuple[str, str, str]]:
    return [(each.words, each.name, each.zone) for each in breaks_from(calendar(*events), today=TODAY, name="h.ics")]


def test_days_last_until_the_day_before_their_end():
    event = "SUMMARY:Winter\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270103"
    assert found(event) == [("2026-12-24..2027-01-02", "Winter", "")]


def test_a_day_without_an_end_is_one_day():
    assert found("SUMMARY:Day\nDTSTART;VALUE=DATE:20261206") == [("2026-12-06", "Day", "")]


def test_a_holiday_comes_again_each_year():
    event = "SUMMARY:Christmas\nDTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY"
    assert [days for days, _, _ in found(event)] == ["2026-12-25", "2027-12-25"]


def test_hours_stay_on_the_clocks_of_their_zone():
    event = (
        "SUMMARY:Shift\nDTSTART;TZID=Europe/Berlin:20270327T220000\nDTEND;TZID=Europe/Berlin:20270328T060000\n"
        "RRULE:FREQ=DAILY;COUNT=2"
    )
    assert found(event) == [
        ("2027-03-27T22:00..2027-03-28T06:00", "Shift", "Europe/Berlin"),
        ("2027-03-28T22:00..2027-03-29T06:00", "Shift", "Europe/Berlin"),
    ]


def test_utc_and_floating_hours_are_told_apart():
    utc = "SUMMARY:A\nDTSTART:20261201T100000Z\nDURATION:PT2H"
    floating = "SUMMARY:B\nDTSTART:20261201T100000\nDURATION:PT2H"
    assert found(utc, floating) == [
        ("2026-12-01T10:00..2026-12-01T12:00", "A", "UTC"),
        ("2026-12-01T10:00..2026-12-01T12:00", "B", ""),
    ]


def test_left_out_and_added_days_count():
    event = (
        "SUMMARY:Off\nDTSTART;VALUE=DATE:20261201\nRRULE:FREQ=WEEKLY;UNTIL=20261222\n"
        "EXDATE;VALUE=DATE:20261208\nRDATE;VALUE=DATE:20261210"
    )
    assert [days for days, _, _ in found(event)] == ["2026-12-01", "2026-12-10", "2026-12-15", "2026-12-22"]


def test_a_repetition_that_was_moved_is_where_it_was_moved_to():
    series = (
        "SUMMARY:Yoga\nDTSTART;TZID=Europe/Berlin:20261124T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\n"
        "END:VEVENT\nBEGIN:VEVENT\nUID:0\nRECURRENCE-ID;TZID=Europe/Berlin:20261201T180000\nSUMMARY:Yoga, late\n"
        "DTSTART;TZID=Europe/Berlin:20261202T200000\nDURATION:PT1H"
    )
    assert [(days, name) for days, name, _ in found(series)] == [
        ("2026-11-24T18:00..2026-11-24T19:00", "Yoga"),
        ("2026-12-02T20:00..2026-12-02T21:00", "Yoga, late"),
    ]


def test_what_is_over_cancelled_or_far_away_is_left_out():
    assert (
        found(
            "SUMMARY:Over\nDTSTART;VALUE=DATE:20261120",
            "SUMMARY:Off\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20261201",
            "SUMMARY:Far\nDTSTART;VALUE=DATE:20400101",
            "SUMMARY:Moment\nDTSTART:20261201T100000Z",
        )
        == []
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x00\xff\xfe",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        calendar("SUMMARY:no time"),
        calendar("SUMMARY:x\nDTSTART:whenever"),
        calendar("SUMMARY:x\nDTSTART;VALUE=DATE:20261201\nDTEND:20261202T100000Z"),
        calendar("SUMMARY:x\nDTSTART;VALUE=DATE:20261201\nRRULE:FREQ=FOO"),
        calendar("SUMMARY:x\nDTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY"),
    ],
)
def test_a_file_that_is_no_calendar_says_so(content):
    with pytest.raises(WhenError, match=r"h\.ics"):
        breaks_from(content, today=TODAY, name="h.ics")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: calendar(text)))
def test_no_file_breaks_the_reader(content):
    try:
        taken = breaks_from(content, today=TODAY, name="h.ics")
    except WhenError:
        return
    assert all(each.start < each.end for each in taken)


@given(st.integers(1, 40), st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")), st.integers(-400, 700))
def test_repeated_days_lie_within_the_two_years_that_are_followed(count, rule, ahead):
    first = TODAY + timedelta(days=ahead)
    event = f"SUMMARY:x\nDTSTART;VALUE=DATE:{first:%Y%m%d}\nRRULE:FREQ={rule};COUNT={count}"
    for each in breaks_from(calendar(event), today=TODAY, name="h.ics"):
        assert TODAY <= each.start.date() < TODAY + AHEAD
        assert each.end - each.start == timedelta(days=1)
