"""Quiet hours, breaks and limits: what they close, and that nothing is ever put where they close."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.schedule import WhenError
from composer.schedule.agenda import Agenda, Boundaries, Item, first_fit
from composer.schedule.arrangement import LATE_GAP, arrange, release
from composer.schedule.breaks import break_of
from composer.schedule.pace import length_of, pace_of
from composer.schedule.quiet import quiet_hours

NIGHTS = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2026, 4, 5)),
    "America/Santiago": (date(2026, 9, 6), date(2026, 4, 5)),
    "Africa/Cairo": (date(2026, 4, 24), date(2026, 10, 30)),
    "Pacific/Chatham": (date(2026, 9, 27), date(2026, 4, 5)),
}
"""Six zones with the nights in which their clocks go forward and back."""
NIGHT_HOURS = [pytest.param(zone, night, id=f"{zone}-{night}") for zone, both in NIGHTS.items() for night in both]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at(words: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def clashes(bounds: Boundaries, start: datetime, *items: Item, **more) -> list[str]:
    found = Agenda({"x": bounds, "y": bounds}, items).clashes(Item("new", "x", start, **more), start)
    return [clash.code for clash in found]


@pytest.mark.parametrize(("zone", "night"), NIGHT_HOURS)
def test_quiet_hours_hold_through_a_night_in_which_the_clocks_change(zone, night):
    bounds = Boundaries(zone, quiet_hours("22:00-07:00"))
    instant = datetime.combine(night - timedelta(days=1), time(12), ZoneInfo(zone)).astimezone(UTC)
    for _ in range(36 * 4):
        hour = instant.astimezone(ZoneInfo(zone)).hour
        assert bool(clashes(bounds, instant)) == (hour >= 22 or hour < 7), instant.astimezone(ZoneInfo(zone))
        instant += timedelta(minutes=15)


@pytest.mark.parametrize(("zone", "night"), NIGHT_HOURS)
def test_quiet_hours_that_end_in_the_hour_that_changes_are_never_too_short(zone, night):
    bounds = Boundaries(zone, quiet_hours("21:00-02:30, 23:30-00:30"))
    instant = datetime.combine(night - timedelta(days=1), time(12), ZoneInfo(zone)).astimezone(UTC)
    for _ in range(36 * 4):
        wall = instant.astimezone(ZoneInfo(zone)).time()
        if wall >= time(21) or wall < time(2, 30):
            assert clashes(bounds, instant)
        instant += timedelta(minutes=15)


@pytest.mark.parametrize("zone", NIGHTS)
def test_the_first_time_after_the_quiet_hours_is_when_they_end_on_the_wall(zone):
    for night in NIGHTS[zone]:
        agenda = Agenda({"x": Boundaries(zone, quiet_hours("22:00-07:00"))})
        start = datetime.combine(night - timedelta(days=1), time(23, 5), ZoneInfo(zone)).astimezone(UTC)
        found = first_fit(Item("new", "x", start), agenda, start)
        assert found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(night, time(7))


@pytest.mark.parametrize(
    ("words", "closed", "opened"),
    [
        ("22:00-07:00", "2026-11-24T23:00", "2026-11-24T07:00"),
        ("22-7", "2026-11-24T06:59", "2026-11-24T21:59"),
        ("weekends", "2026-11-28T12:00", "2026-11-27T23:59"),
        ("sat", "2026-11-28T00:00", "2026-11-29T00:00"),
        ("mon-fri 9:00-17:00", "2026-11-27T16:59", "2026-11-28T12:00"),
        ("fri 18:00-24:00", "2026-11-27T23:59", "2026-11-28T00:00"),
        ("fri 18:00-08:00", "2026-11-28T07:59", "2026-11-27T07:59"),
        ("sat-mon", "2026-11-30T12:00", "2026-12-01T00:00"),
        ("12:00-13:00, weekdays 22:00-6:00", "2026-11-24T12:30", "2026-11-28T23:00"),
    ],
)
def test_quiet_hours_are_read_as_people_write_them(words, closed, opened):
    bounds = Boundaries("UTC", quiet_hours(words))
    assert clashes(bounds, at(closed)) == ["SCH001"]
    assert clashes(bounds, at(opened)) == []


@pytest.mark.parametrize("words", ["25:00-7:00", "sometimes", "8:00", "8:00-8:00", "8:61-9:00", "mon 8", "from dusk"])
def test_quiet_hours_that_are_not_understood_say_how_to_write_them(words):
    with pytest.raises(WhenError, match="22:00-07:00"):
        quiet_hours(words)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2026-12-24..2027-01-02", "2026-12-24T00:00", "2027-01-02T23:59"),
        ("24 dec..2 jan", "2026-12-24T00:00", "2027-01-02T23:59"),
        ("2026-12-24 to 2026-12-26", "2026-12-24T00:00", "2026-12-26T23:59"),
        ("2026-12-24", "2026-12-24T00:00", "2026-12-24T23:59"),
        ("2026-12-24T18:00..2026-12-25T09:00", "2026-12-24T18:00", "2026-12-25T08:59"),
        ("tomorrow", "2026-11-23T00:00", "2026-11-23T23:59"),
    ],
)
def test_a_break_lasts_from_its_first_day_to_its_last(words, first, last):
    pause = break_of(words, today=date(2026, 11, 22), name="winter")
    bounds = Boundaries("UTC", breaks=(pause,))
    minute = timedelta(minutes=1)
    assert clashes(bounds, at(first)) == clashes(bounds, at(last)) == ["SCH006"]
    assert clashes(bounds, at(first) - minute) == clashes(bounds, at(last) + minute) == []
    assert break_of(pause.words, today=date(2026, 11, 22), name="winter") == pause


@pytest.mark.parametrize("words", ["", "..", "whenever", "2027-01-02..2026-12-24", "1..2..3", "3/4", "30 feb"])
def test_a_break_that_is_not_understood_says_so(words):
    with pytest.raises(WhenError):
        break_of(words, today=date(2026, 11, 22))


@pytest.mark.parametrize("zone", NIGHTS)
def test_a_day_off_is_the_day_of_the_persons_own_calendar(zone):
    for night in NIGHTS[zone]:
        bounds = Boundaries(zone, breaks=(break_of(str(night), today=night),))
        instant = datetime.combine(night - timedelta(days=1), time(12), ZoneInfo(zone)).astimezone(UTC)
        for _ in range(48 * 4):
            assert bool(clashes(bounds, instant)) == (instant.astimezone(ZoneInfo(zone)).date() == night)
            instant += timedelta(minutes=15)


def test_a_full_day_sends_the_next_thread_to_the_same_hour_of_the_day_after():
    bounds = Boundaries("Europe/Berlin", daily=2)
    given = [Item("a", "x", at("2026-11-24T08:00", bounds.zone)), Item("b", "x", at("2026-11-24T10:00", bounds.zone))]
    start = at("2026-11-24T20:00", bounds.zone)
    assert clashes(bounds, start, *given) == ["SCH002"]
    assert first_fit(Item("n", "x", start), Agenda({"x": bounds}, given), start) == at("2026-11-25T20:00", bounds.zone)


def test_a_full_week_sends_the_next_thread_to_monday():
    bounds = Boundaries(weekly=1)
    given = [Item("a", "x", at("2026-11-24T08:00"))]
    start = at("2026-11-28T20:00")
    assert clashes(bounds, start, *given) == ["SCH002"]
    assert first_fit(Item("n", "x", start), Agenda({"x": bounds}, given), start) == at("2026-11-30T20:00")


def test_a_row_of_days_is_broken_by_a_day_off():
    bounds = Boundaries(running=3)
    given = [Item(f"{day}", "x", at(f"2026-11-{day}T08:00")) for day in (23, 24, 26, 27)]
    assert clashes(bounds, at("2026-11-25T09:00"), *given) == ["SCH003"]
    assert clashes(bounds, at("2026-11-27T09:00"), *given) == []
    start = at("2026-11-25T09:00")
    found = first_fit(Item("n", "x", start), Agenda({"x": bounds}, given), start)
    assert found == at("2026-11-26T09:00")


def test_a_gap_counts_from_the_last_post_of_a_thread_that_is_drawn_out():
    bounds = Boundaries(gap=timedelta(minutes=30))
    given = [Item("a", "x", at("2026-11-24T08:00"), timedelta(hours=2))]
    assert clashes(bounds, at("2026-11-24T10:29"), *given) == ["SCH005"]
    assert clashes(bounds, at("2026-11-24T10:30"), *given) == []
    assert clashes(bounds, at("2026-11-24T07:31"), *given) == ["SCH005"]
    assert clashes(bounds, at("2026-11-24T09:00"), *given, length=timedelta(hours=3)) == ["SCH005"]


def test_accounts_are_kept_apart_only_where_a_distance_is_set():
    other = Item("a", "y", at("2026-11-24T08:00"))
    assert clashes(Boundaries(gap=timedelta(hours=1)), at("2026-11-24T08:05"), other) == []
    assert clashes(Boundaries(distance=timedelta(minutes=15)), at("2026-11-24T08:05"), other) == ["SCH008"]


def test_a_thread_that_is_drawn_out_may_not_run_into_quiet_hours():
    bounds = Boundaries(quiet=quiet_hours("22:00-07:00"))
    assert clashes(bounds, at("2026-11-24T20:00"), length=timedelta(hours=3)) == ["SCH001"]
    item = Item("n", "x", at("2026-11-24T20:00"), timedelta(hours=3))
    assert first_fit(item, Agenda({"x": bounds}), item.start) == at("2026-11-25T07:00")


def test_what_was_written_in_heat_waits_until_it_has_cooled():
    cool = at("2026-11-24T08:20")
    assert clashes(Boundaries(), at("2026-11-24T08:00"), cool_until=cool) == ["SCH004"]
    item = Item("n", "x", at("2026-11-24T08:00"), cool_until=cool)
    assert first_fit(item, Agenda({}), item.start) == cool


def test_what_its_writer_accepted_is_not_in_the_way():
    bounds = Boundaries(quiet=quiet_hours("22:00-07:00"), breaks=(break_of("2026-11-24", today=NOW.date()),))
    found = clashes(bounds, at("2026-11-24T23:00"), accepted=frozenset({"SCH001"}))
    assert found == ["SCH006"]


def test_boundaries_that_leave_no_room_are_said_in_bounded_time():
    items = [Item(f"{n:03}", "x", NOW + timedelta(hours=n)) for n in range(200)]
    bounds = {"x": Boundaries("Europe/Berlin", quiet_hours("00:00-12:00, 12:00-24:00"))}
    found = arrange(items, bounds, now=NOW)
    assert [each.start for each in found] == [None] * 200
    assert [each.item for each in found] == items


@pytest.mark.parametrize(
    ("words", "posts", "seconds"),
    [("30s", 9, 30), ("2 min", 9, 120), ("over 3h", 9, 1350), ("over 3h", 1, 0), ("", 9, 0), ("none", 9, 0)],
)
def test_a_pace_is_from_post_to_post_or_for_the_whole_thread(words, posts, seconds):
    assert pace_of(words).between(posts) == timedelta(seconds=seconds)
    assert pace_of(str(pace_of(words))) == pace_of(words)


@pytest.mark.parametrize("words", ["soon", "over", "over night", "5 parsecs", "8 days", "-3s", "30"])
def test_a_pace_that_is_not_understood_says_how_to_write_one(words):
    with pytest.raises(WhenError, match="over 3h"):
        pace_of(words)


def test_a_length_needs_its_unit():
    assert length_of("30 min") == timedelta(minutes=30)
    with pytest.raises(WhenError, match="30 min"):
        length_of("30")


# -- whatever the plan ------------------------------------------------------------------------------------------------

MINUTES = st.integers(0, 10 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
ITEMS = st.lists(
    st.builds(
        dict,
        account=st.sampled_from(("x", "y")),
        start=MINUTES.map(lambda ahead: NOW + ahead),
        length=st.sampled_from((timedelta(0), timedelta(minutes=20), timedelta(hours=3))),
        fixed=st.booleans(),
    ),
    max_size=12,
).map(lambda found: [Item(f"{n:03}", **each) for n, each in enumerate(found)])
BOUNDS = st.builds(
    Boundaries,
    zone=st.sampled_from(tuple(NIGHTS)),
    quiet=st.sampled_from(("", "22:00-07:00", "weekends", "21:00-02:30, sat 0:00-12:00", "9:00-8:00")).map(quiet_hours),
    breaks=st.sampled_from(((), ("2026-11-24",), ("2026-11-23..2026-12-01", "2026-12-03T10:00..2026-12-03T12:00"))).map(
        lambda found: tuple(break_of(words, today=NOW.date()) for words in found)
    ),
    daily=st.sampled_from((0, 1, 2)),
    weekly=st.sampled_from((0, 1, 4)),
    running=st.sampled_from((0, 1, 3)),
    gap=st.sampled_from((timedelta(0), timedelta(minutes=45))),
    distance=st.sampled_from((timedelta(0), timedelta(minutes=15))),
)


@given(ITEMS, BOUNDS, BOUNDS)
def test_a_plan_in_order_keeps_every_boundary_and_every_thread(items, of_x, of_y):
    bounds = {"x": of_x, "y": of_y}
    found = arrange(items, bounds, now=NOW)
    assert sorted(each.item.id for each in found) == [item.id for item in items if not item.fixed]
    moved = [each for each in found if each.moves]
    agenda = Agenda(bounds, (item for item in items if item.fixed))
    for each in found:
        assert each.start is None or each.start >= NOW
        if each.start is not None:
            assert agenda.clashes(each.item, each.start) == ()
        agenda.add(Item(each.item.id, each.item.account, each.start or each.item.start, each.item.length))
    for each in moved:
        assert each.clashes
    for account in ("x", "y"):
        starts = [each.start for each in found if each.item.account == account and each.start is not None]
        assert starts == sorted(starts)


@given(ITEMS, BOUNDS)
def test_a_plan_that_is_in_order_stays_as_it_is(items, bounds):
    both = {"x": bounds, "y": bounds}
    once = arrange(items, both, now=NOW)
    starts = {each.item.id: each.start for each in once if each.start is not None}
    again = [
        Item(item.id, item.account, starts.get(item.id, item.start), item.length, fixed=item.fixed)
        for item in items
        if item.fixed or item.id in starts
    ]
    assert not [each for each in arrange(again, both, now=NOW) if each.moves]


@given(st.lists(st.tuples(st.sampled_from("xy"), st.integers(1, 600)), max_size=10), BOUNDS)
def test_late_threads_go_out_in_order_and_never_in_a_burst(late, bounds):
    items = [Item(f"{n:03}", account, NOW - timedelta(minutes=minutes)) for n, (account, minutes) in enumerate(late)]
    found = release(items, (), {"x": bounds, "y": bounds}, now=NOW)
    assert sorted(each.item.id for each in found) == [item.id for item in items]
    for account in "xy":
        own = [each for each in found if each.item.account == account and each.start is not None]
        assert [each.start for each in own] == sorted(each.start for each in own)
        for before, after in pairwise(own):
            meant = after.item.start - before.item.start
            assert after.start - before.start >= min(bounds.gap or LATE_GAP, meant)
    agenda = Agenda({"x": bounds, "y": bounds})
    for each in found:
        if each.start is not None:
            now, own = (
                {clash.code for clash in agenda.clashes(each.item, start)} & {"SCH001", "SCH006"}
                for start in (each.start, each.item.start)
            )
            assert now <= own


def test_a_late_thread_that_was_meant_for_the_night_goes_out_in_it():
    bounds = {"x": Boundaries("UTC", quiet_hours("22:00-07:00"))}
    now = at("2026-11-24T23:40")
    meant = Item("a", "x", at("2026-11-24T23:30"))
    missed = Item("b", "x", at("2026-11-24T21:30"))
    found = {each.item.id: each.start for each in release([meant, missed], (), bounds, now=now)}
    assert found["b"] == at("2026-11-25T07:00")
    assert found["a"] >= found["b"]
