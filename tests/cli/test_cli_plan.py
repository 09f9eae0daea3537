"""Quiet hours, breaks, limits and the plan as a person meets them."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cli.home import SHORT, Home

PARIS = ZoneInfo("Europe/Paris")


def draft(home: Home, name: str, pace: str = "") -> str:
    front = f"title: {name}\npace: {pace}\n" if pace else f"title: {name}\n"
    text = SHORT.replace("title: Three breaths\n", front).replace("newest", name)
    return str(home.draft(text, f"{name}.md"))


def days_ahead(days: int, clock: str) -> str:
    return f"{(datetime.now(PARIS) + timedelta(days=days)).date()} {clock}"


def due(home: Home, entry: int = 0) -> str:
    found = home.data("queue", "--json")["entries"][entry]
    return f"{datetime.fromisoformat(found['due']).astimezone(PARIS):%Y-%m-%d %H:%M}"


def test_a_time_in_quiet_hours_is_refused_with_the_next_one_and_the_way_out(home: Home) -> None:
    home.thread("quiet", "22:00-07:00")
    refused = home.thread("schedule", draft(home, "one"), days_ahead(2, "23:00"), expect=1)
    assert "SCH001" in refused.stderr
    assert "07:00" in refused.stderr
    assert "--adjust" in refused.stderr
    assert home.data("queue", "--json")["entries"] == []
    home.thread("schedule", draft(home, "one"), days_ahead(2, "23:00"), "--adjust")
    assert due(home) == days_ahead(3, "07:00")


def test_a_time_is_kept_with_a_reason_and_the_plan_leaves_it_alone(home: Home) -> None:
    home.thread("quiet", "22:00-07:00")
    night = days_ahead(2, "23:00")
    assert "--because" in home.thread("schedule", draft(home, "one"), night, "--anyway", expect=2).stderr
    home.thread("schedule", draft(home, "one"), night, "--anyway", "--because", "for the night shift")
    assert due(home) == night
    (entry,) = home.data("queue", "--json")["entries"]
    assert "SCH001 accepted: for the night shift" in home.thread("queue", "show", entry["id"]).stdout
    assert home.data("plan", "--json")["moves"] == []
    assert "SCH001" not in home.thread("queue").stdout


def test_a_plan_shows_what_moves_and_why_and_moves_it_until_it_is_undone(home: Home) -> None:
    night = days_ahead(2, "23:00")
    home.thread("schedule", draft(home, "one"), night)
    home.thread("schedule", draft(home, "two"), days_ahead(3, "12:00"))
    assert "1 queued entry" in home.thread("quiet", "22:00-07:00").stderr
    assert "SCH001" in home.thread("queue").stdout
    shown = home.thread("plan").stdout
    assert "Would move" in shown
    assert "SCH001 It would go out in your quiet hours: 22:00-07:00." in shown
    plan = home.data("plan", "--json")
    (move,) = plan["moves"]
    assert move["wall"] == days_ahead(3, "07:00").replace(" ", "T")
    assert due(home) == night
    home.thread("plan", "--apply")
    assert due(home) == days_ahead(3, "07:00")
    assert "Nothing has to move" in home.thread("plan").stdout
    home.thread("undo")
    assert due(home) == night


def test_a_break_is_kept_free_and_named(home: Home) -> None:
    first, last = days_ahead(3, "")[:10], days_ahead(5, "")[:10]
    home.thread("breaks", "add", f"{first}..{last}", "winter")
    assert "winter" in home.thread("breaks").stdout
    refused = home.thread("schedule", draft(home, "one"), days_ahead(4, "12:00"), expect=1).stderr
    assert "SCH006" in refused
    assert "winter" in refused
    home.thread("schedule", draft(home, "one"), days_ahead(4, "12:00"), "--adjust")
    assert due(home) == days_ahead(6, "12:00")
    assert "winter" in home.thread("plan").stdout
    home.thread("breaks", "remove", "Winter")
    assert home.data("breaks", "--json")["breaks"] == []


def test_limits_and_gaps_are_kept_for_each_account(home: Home) -> None:
    home.thread("config", "set", "daily_limit", "1")
    home.thread("schedule", draft(home, "one"), days_ahead(2, "12:00"))
    refused = home.thread("schedule", draft(home, "two"), days_ahead(2, "18:00"), expect=1).stderr
    assert "SCH002" in refused
    home.thread("config", "set", "accounts.rehearsal.daily_limit", "0")
    home.thread("config", "set", "thread_gap", "2 h")
    home.thread("schedule", draft(home, "two"), days_ahead(2, "13:00"), "--adjust")
    assert due(home, 1) == days_ahead(2, "14:00")


def test_a_switched_off_code_is_not_told(home: Home) -> None:
    home.thread("quiet", "22:00-07:00")
    home.thread("config", "set", "lint_ignore", "SCH001")
    home.thread("schedule", draft(home, "one"), days_ahead(2, "23:00"))
    assert home.data("plan", "--json")["moves"] == []


def test_the_same_words_again_are_named(home: Home) -> None:
    path = draft(home, "one")
    home.thread("schedule", path, days_ahead(2, "12:00"))
    said = home.thread("schedule", path, days_ahead(3, "12:00"), "--again").stderr
    assert "SCH007" in said
    assert "SCH007" in home.thread("queue").stdout
    assert "SCH007" in home.thread("plan").stdout


def test_an_entry_is_moved_within_the_bounds(home: Home) -> None:
    home.thread("quiet", "22:00-07:00")
    home.thread("schedule", draft(home, "one"), days_ahead(2, "12:00"))
    (entry,) = home.data("queue", "--json")["entries"]
    assert "SCH001" in home.thread("move", entry["id"], days_ahead(2, "06:00"), expect=1).stderr
    assert due(home) == days_ahead(2, "12:00")
    home.thread("move", entry["id"], days_ahead(2, "06:00"), "--adjust")
    assert due(home) == days_ahead(2, "07:00")
    home.thread("move", entry["id"], days_ahead(2, "06:00"), "--anyway", "--because", "a train")
    assert due(home) == days_ahead(2, "06:00")


@pytest.mark.parametrize(
    ("front", "setting", "option", "words"),
    [("", "40s", "", "40s"), ("5 min", "40s", "", "5 min"), ("5 min", "40s", "over 2h", "over 2h")],
)
def test_pace_comes_from_the_option_then_the_draft_then_the_settings(
    home: Home, front: str, setting: str, option: str, words: str
) -> None:
    home.thread("config", "set", "pace", setting)
    home.thread("quiet", "22:00-07:00")
    last = {"40s": "21:59", "5 min": "21:55", "over 2h": "20:30"}[words]
    more = ["--pace", option] if option else []
    refused = home.thread("schedule", draft(home, "one", front), days_ahead(2, last), *more, expect=1)
    assert "SCH001" in refused.stderr


def test_a_thread_that_is_drawn_out_says_when_it_goes_on(home: Home) -> None:
    said = home.thread("post", draft(home, "one", "5 min")).stderr
    assert "1 of 3 posts is out; the next follows at" in said
    assert len(home.published()) == 1


def test_a_slot_is_taken_by_its_name_and_then_the_next_one(home: Home) -> None:
    assert "has no slots" in home.thread("schedule", draft(home, "one"), "next", expect=2).stderr
    home.thread("slots", "add", "rehearsal", "daily at 8:00", "--name", "morning")
    home.thread("schedule", draft(home, "one"), "next slot")
    home.thread("schedule", draft(home, "two"), "slot:morning")
    first, second = (datetime.fromisoformat(due(home, entry)) for entry in (0, 1))
    assert (f"{first:%H:%M}", second - first) == ("08:00", timedelta(days=1))
    (slot,) = home.data("slots", "--json")["slots"]
    free = datetime.fromisoformat(slot["next_free"]).astimezone(PARIS).replace(tzinfo=None)
    assert free - second == timedelta(days=1)
    home.thread("slots", "remove", "rehearsal", "Morning")
    assert home.data("slots", "--json")["slots"] == []


def test_what_repeats_stands_in_the_plan(home: Home) -> None:
    home.thread("schedule", draft(home, "one"), "every day at 8")
    lines = [line for day in home.data("plan", "--json", "--days", "5")["days"] for line in day["lines"]]
    assert [line["kind"] for line in lines].count("recurring") >= 4


def test_bounds_that_leave_no_room_are_told(home: Home) -> None:
    home.thread("schedule", draft(home, "one"), days_ahead(2, "12:00"))
    home.thread("quiet", "0:00-12:00, 12:00-24:00")
    assert (
        "no time for it within a year"
        in home.thread("schedule", draft(home, "two"), days_ahead(2, "13:00"), expect=1).stderr
    )
    assert "no other time fits within a year" in home.thread("plan").stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("quiet", "sometimes"), "22:00-07:00"),
        (("breaks", "add", "whenever"), "2026-12-24..2027-01-02"),
        (("breaks", "remove", "winter"), "No break is called"),
        (("breaks", "import", "talk.md"), "calendar"),
        (("config", "set", "thread_gap", "a bit"), "30 min"),
        (("schedule", "talk.md", "tomorrow 9am", "--pace", "slowly"), "over 3h"),
        (("schedule", "talk.md", "tomorrow 9am", "--late", "a bit"), "30 min"),
        (("plan", "--days", "0"), "1<=x<=366"),
    ],
)
def test_what_cannot_be_is_told_with_what_can(home: Home, words: tuple[str, ...], said: str) -> None:
    home.draft()
    done = home.thread(*words, expect=None)
    assert done.returncode in (2, 3)
    assert said in done.stderr


def test_a_calendar_file_is_taken_once_and_again(home: Home) -> None:
    day = datetime.now(PARIS).date() + timedelta(days=10)
    event = f"BEGIN:VEVENT\nUID:1\nSUMMARY:Leave\nDTSTART;VALUE=DATE:{day:%Y%m%d}\nEND:VEVENT\n"
    file = home.folder / "leave.ics"
    for _ in range(2):
        file.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:me\n{event}END:VCALENDAR\n", "utf-8")
        assert "1 break taken" in home.thread("breaks", "import", file).stderr
    (found,) = home.data("breaks", "--json")["breaks"]
    assert (found["days"], found["name"], found["calendar"]) == (str(day), "Leave", "leave.ics")


def test_late_threads_wait_for_the_end_of_quiet_hours(home: Home) -> None:
    home.thread("schedule", draft(home, "one"), "in 1 h")
    database = next((home.folder.parent / "state").rglob("queue.sqlite3"))
    now = datetime.now(PARIS)
    begin, end = now - timedelta(minutes=10), now + timedelta(hours=3)
    with sqlite3.connect(database) as queue:
        half_an_hour_ago = round((now - timedelta(minutes=30)).timestamp() * 1000)
        queue.execute("UPDATE entry SET due_at = :at, wake_at = :at", {"at": half_an_hour_ago})
    home.thread("quiet", f"{begin:%H:%M}-{end:%H:%M}")
    home.thread("worker", "--once")
    (entry,) = home.data("queue", "--json")["entries"]
    assert entry["state"] == "queued"
    assert home.published() == []
    story = home.thread("queue", "show", entry["id"]).stdout
    assert "let it wait" in story
    assert f"{end:%H:%M}" in story
    home.thread("quiet", "none")
    with sqlite3.connect(database) as queue:
        queue.execute("UPDATE entry SET wake_at = due_at")
    home.thread("worker", "--once")
    assert len(home.published()) == 3


def test_what_repeats_keeps_its_slots_and_says_what_is_in_its_way(home: Home) -> None:
    home.thread("slots", "add", "rehearsal", "daily 8:00", "--name", "morning")
    home.thread("schedule", home.draft(), "every weekday at 8")
    today = datetime.now(PARIS).date()
    home.thread("breaks", "add", f"{today}..{today + timedelta(days=8)}", "away")
    lines = [line for day in home.data("plan", "--days", "20", "--json")["days"] for line in day["lines"]]
    recurring = [line for line in lines if line["kind"] == "recurring"]
    away = [line for line in recurring if line["findings"]]
    assert 0 < len(away) < len(recurring)
    assert {finding["code"] for line in away for finding in line["findings"]} == {"SCH006"}
    free = {line["at"] for line in lines if line["kind"] == "slot"}
    assert free
    assert not free & {line["at"] for line in recurring}
    assert "It would go out on a break: away" in home.thread("plan").stdout
    other = home.draft(SHORT.replace("ten", "twelve"), "other.md")
    home.thread("schedule", other, "next")
    (entry,) = home.data("queue", "--json")["entries"]
    assert datetime.fromisoformat(entry["wall"]).weekday() >= 5
