"""Times that come again, and words that cool off, as a person meets them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.home import SHORT, Home
from tests.cli.terminal import Terminal

HOT = (
    "---\ntitle: Night shift\nto: [rehearsal]\n---\n\n"
    "I am sick and tired of this. How dare they cut the night shift again! It makes my blood boil.\n"
)


def only(home: Home, kind: str = "templates") -> dict[str, object]:
    (found,) = home.data("queue", "--json")[kind]
    return dict(found)


@pytest.mark.parametrize(
    "words",
    [
        ("every weekday at 8",),
        ("daily at 7 except weekends",),
        ("0 8 * * 1-5",),
        ("--cron", "0 8 * * 1-5"),
        ("--cron", "@weekly"),
        ("jeden Werktag um 8",),
    ],
)
def test_a_draft_repeats_at_times_in_words_or_in_cron(home: Home, words: tuple[str, ...]) -> None:
    said = home.thread("schedule", home.draft(), *words)
    assert "Template every-" in said.stdout
    assert "(Europe/Paris)" in said.stdout
    assert "UTC, in " in said.stdout
    assert "takes no post twice" in said.stderr
    assert only(home)["state"] == "repeating"
    assert "↻ repeating" in home.thread("queue").stdout


def test_a_template_is_held_released_moved_cancelled_undone_and_tells_its_story(home: Home) -> None:
    home.thread("schedule", home.draft(), "every weekday at 8")
    home.thread("hold", "every", "--because", "summer")
    assert "no entry is made" in home.thread("queue", "show", "every").stdout
    assert home.thread("release", "every").stdout.startswith("Template every-")
    assert "every friday at 9" in home.thread("move", "every", "every friday at 9").stdout
    assert "no longer moved" in home.thread("undo").stdout
    assert only(home)["words"] == "every weekday at 8"
    assert "is cancelled; it has made 0" in home.thread("cancel", "every").stdout
    assert home.data("queue", "--json")["templates"] == []
    story = home.thread("queue", "show", "every").stdout
    assert all(deed in story for deed in ("let it repeat", "held it back: summer", "released it", "cancelled it"))


def test_times_are_refused_that_never_come(home: Home) -> None:
    assert "never comes" in home.thread("schedule", home.draft(), "0 8 30 2 *", expect=2).stderr
    assert "no time of day" in home.thread("schedule", home.draft(), "every friday", expect=2).stderr
    assert home.data("queue", "--json")["templates"] == []


def test_what_repeats_waits_is_held_late_and_paced_survives_export_and_import(home: Home) -> None:
    home.draft()
    home.draft(SHORT.replace("ten", "twelve"), "other.md")
    (home.folder / "all.csv").write_text(
        "draft,when,account,hold,late,pace\n"
        "talk.md,every weekday at 8,rehearsal,,,\n"
        "other.md,2099-01-05 09:00,rehearsal,embargo,any,30\n",
        encoding="utf-8",
    )
    home.thread("import", "all.csv")
    exported = home.thread("export").stdout
    home.thread("undo")
    assert home.data("queue", "--json")["templates"] == []
    (home.folder / "back.csv").write_text(exported, encoding="utf-8")
    home.thread("import", "back.csv")
    entry = next(each for each in home.data("queue", "--json")["entries"] if each["state"] == "held")
    assert (entry["late_minutes"], entry["pace_seconds"]) == (None, 30)
    assert only(home)["words"] == "every weekday at 8 Europe/Paris"


def test_a_wrong_pace_is_told_with_its_line(home: Home) -> None:
    home.draft()
    (home.folder / "all.csv").write_text("draft,when,pace\ntalk.md,tomorrow 9am,slowly\n", encoding="utf-8")
    said = home.thread("import", "all.csv", expect=2).stderr
    assert "line 2: pace has to be a number of seconds, or words such as '5 min', not 'slowly'" in said


@pytest.mark.parametrize("verb", [("schedule", "hot.md", "tomorrow 9am"), ("post", "hot.md")])
def test_heat_is_held_out_of_sight_in_a_script_which_is_told(home: Home, verb: tuple[str, ...]) -> None:
    home.draft(HOT, "hot.md")
    said = home.thread(*verb, expect=6).stderr
    assert "out of sight" in said
    assert "Something else meanwhile" in said
    assert home.published() == []
    entry = only(home, "entries")
    assert (entry["state"], [post["text"] for post in entry["posts"]]) == ("held", [None])  # type: ignore[attr-defined]
    shown = home.thread("queue", "show", entry["id"]).stdout
    assert "sick and tired" not in shown + home.thread("queue").stdout
    told = home.thread("queue", "show", entry["id"], "--text").stdout
    assert "sick and tired" in told
    assert "As a screen reader says it" in told
    assert "What do you want to happen?" in told
    assert "cooling off for another" in home.thread("release", entry["id"], expect=2).stderr
    home.thread("release", entry["id"], "--now")
    assert only(home, "entries")["state"] == "queued"


@pytest.mark.parametrize(
    ("answer", "code", "state"), [("1", 0, "queued"), ("2", 1, None), ("3", 6, "held"), ("4", 6, "held")]
)
def test_heat_asks_on_a_terminal(home: Home, answer: str, code: int, state: str | None) -> None:
    home.draft(HOT, "hot.md")
    terminal = Terminal(home, "schedule", "hot.md", "tomorrow 9am")
    asked = terminal.until("Number")
    assert "may be heard as heat" in asked
    terminal.type(answer)
    terminal.until({"1": "worker`", "2": "opens it", "3": "Something else", "4": "Something else"}[answer])
    assert terminal.close() == code
    entries = home.data("queue", "--json")["entries"]
    assert [each["state"] for each in entries] == ([state] if state else [])


def test_every_trouble_of_a_file_is_told_at_once(home: Home) -> None:
    home.draft()
    (home.folder / "all.csv").write_text(
        "draft,when,account,late\ntalk.md,yesterday 9am,,\ngone.md,tomorrow 9am,,\n"
        "talk.md,tomorrow 9am,nobody,\ntalk.md,tomorrow 9am,,soon\n",
        encoding="utf-8",
    )
    said = home.thread("import", "all.csv", expect=2).stderr
    assert [f"line {line}" in said for line in (2, 3, 4, 5)] == [True] * 4
    assert said.rstrip().endswith("Nothing was queued.")
    assert home.data("queue", "--json")["entries"] == []


def test_how_long_a_text_cools_off_is_a_setting(home: Home) -> None:
    home.thread("config", "set", "cooling_off", "2 h")
    home.thread("config", "set", "cooling_morning", "7")
    home.draft(HOT, "hot.md")
    terminal = Terminal(home, "schedule", "hot.md", "tomorrow 9am")
    asked = terminal.until("Number")
    assert "Hold it for 2 h" in asked
    assert "07:00" in asked
    terminal.type("3")
    assert terminal.close() == 6
    until = datetime.fromisoformat(str(only(home, "entries")["cooling_until"]))
    assert timedelta(minutes=110) < until - datetime.now(UTC) < timedelta(minutes=121)
    assert "has to be a length of time" in home.thread("config", "set", "cooling_off", "long", expect=None).stderr


def test_what_cools_off_never_goes_out_by_itself(home: Home) -> None:
    home.thread("config", "set", "cooling_off", "0 min")
    home.draft(HOT, "hot.md")
    entry = home.thread("post", "hot.md", expect=6).stderr.split()[1]
    home.thread("worker", "--once")
    assert home.published() == []
    assert only(home, "entries")["state"] == "held"
    home.thread("release", entry)
    home.thread("worker", "--once")
    assert len(home.published()) == 1


def test_what_cools_off_is_out_of_sight_wherever_it_could_be_read_by_accident(home: Home) -> None:
    home.draft(HOT, "hot.md")
    home.thread("schedule", "hot.md", "tomorrow 9am", expect=6)
    entry = str(only(home, "entries")["id"])
    for words in (
        ("queue",),
        ("queue", "--json"),
        ("queue", "show", entry, "--json"),
        ("export",),
        ("export", "--json"),
        ("plan",),
        ("plan", "--json"),
        ("hold", entry, "--json"),
        ("cost",),
    ):
        done = home.thread(*words, expect=None)
        assert "sick and tired" not in done.stdout + done.stderr, words
    home.thread("backup", "copy.sqlite3")
    home.thread("cancel", entry)
    home.thread("restore", "copy.sqlite3", "--yes")
    assert only(home, "entries")["state"] == "held"
    assert only(home, "entries")["posts"] == [{**only(home, "entries")["posts"][0], "text": None}]  # type: ignore[index]
    assert "sick and tired" in home.thread("queue", "show", entry, "--text").stdout


def test_heat_that_was_accepted_for_a_reason_is_not_held(home: Home) -> None:
    home.draft(HOT, "hot.md")
    home.thread("schedule", "hot.md", "tomorrow 9am", "--accept", "TON001", "--because", "a quote from the play")
    assert only(home, "entries")["state"] == "queued"


def test_a_mended_draft_is_cool(home: Home) -> None:
    draft = home.draft(HOT, "hot.md")
    home.thread("schedule", draft, "tomorrow 9am", expect=6)
    draft.write_text("---\nto: [rehearsal]\n---\n\nThe night shift was cut again. I disagree.\n", encoding="utf-8")
    said = home.thread("edit", only(home, "entries")["id"])
    assert "thread release" in said.stderr
    assert json.dumps(only(home, "entries")["cooling_until"]) == "null"


def test_a_time_that_comes_again_gives_way_to_quiet_hours_as_any_other(home: Home) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=20)
    begins, ends = soon - timedelta(minutes=40), soon + timedelta(minutes=40)
    home.thread("config", "set", "zone", "UTC")
    home.thread("config", "set", "quiet_hours", f"{begins:%H:%M}-{ends:%H:%M}")
    home.thread("schedule", home.draft(), f"every day at {soon:%H:%M}", "--anyway", "--because", "as a trial")
    (made,) = home.data("queue", "--json")["entries"]
    assert datetime.fromisoformat(str(made["due"])) >= ends.replace(second=0, microsecond=0)
    assert "SCH001" in home.thread("queue", "show", made["id"]).stdout
