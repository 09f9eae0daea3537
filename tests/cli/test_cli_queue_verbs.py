"""The verbs of the queue as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.home import SHORT, Home

OTHER = SHORT.replace("Three breaths", "Four breaths").replace("Wait ten seconds.", "Wait twelve seconds.")


def only_entry(home: Home) -> str:
    (entry,) = home.data("queue", "--json")["entries"]
    return str(entry["id"])


def test_a_published_thread_is_taken_back_with_a_yes(home: Home) -> None:
    home.thread("post", home.draft())
    entry = only_entry(home)
    refused = home.thread("retract", entry, expect=2).stderr
    assert "deletes 3 posts" in refused
    assert "--yes" in refused
    assert len(home.published()) == 3
    said = home.thread("retract", entry, "--yes", "--because", "wrong number").stdout
    assert [line.split()[0] for line in said.splitlines()[:3]] == ["3/3", "2/3", "1/3"]
    assert all("http://127.0.0.1" in line for line in said.splitlines()[:3])
    assert "Taken back: 3 posts are deleted" in said
    assert [post for post in home.published() if not post.get("deleted")] == []
    story = home.thread("queue", "show", entry).stdout
    assert "◌ retracted" in story
    assert "you took it back: wrong number" in story


def test_what_was_never_sent_cannot_be_taken_back(home: Home) -> None:
    home.thread("schedule", home.draft(), "tomorrow 9am")
    said = home.thread("retract", only_entry(home), "--yes", expect=2).stderr
    assert "thread cancel" in said


def test_an_entry_takes_what_changed_in_its_draft(home: Home) -> None:
    draft = home.draft()
    home.thread("schedule", draft, "tomorrow 9am")
    entry = only_entry(home)
    draft.write_text(SHORT.replace("Wait ten seconds.", "Wait twelve seconds."), encoding="utf-8")
    shown = home.thread("edit", entry, "--dry-run")
    assert "post 2 queued → post 2 in the draft now" in shown.stdout
    assert "ten seconds" in home.data("queue", "--json")["entries"][0]["posts"][1]["text"]
    home.thread("edit", entry)
    found = home.data("queue", "--json")["entries"][0]
    assert "twelve seconds" in found["posts"][1]["text"]
    assert found["state"] == "queued"


def test_an_entry_whose_draft_is_gone_says_so(home: Home) -> None:
    draft = home.draft()
    home.thread("schedule", draft, "tomorrow 9am")
    draft.unlink()
    assert "is gone" in home.thread("edit", only_entry(home), expect=2).stderr


def test_the_last_command_is_undone_and_says_what_it_was(home: Home) -> None:
    home.thread("schedule", home.draft(), "tomorrow 9am")
    entry = only_entry(home)
    home.thread("hold", entry)
    said = home.thread("undo").stdout
    assert "is no longer held" in said
    assert "Waits for" in said
    assert "no longer queued" in home.thread("undo").stdout
    assert "no command to undo" in home.thread("undo", expect=2).stderr
    assert home.data("queue", "--json")["entries"][0]["state"] == "cancelled"


def test_the_queue_is_filtered(home: Home) -> None:
    first, second = home.draft(), home.draft(OTHER, "other.md")
    home.thread("schedule", first, "tomorrow 9am")
    home.thread("schedule", second, "friday 18:30", "--hold", "think")

    def titles(*options: object) -> list[str]:
        return [entry["title"] for entry in home.data("queue", "--json", *options)["entries"]]

    assert set(titles()) == {"Three breaths", "Four breaths"}
    assert titles("--state", "held") == ["Four breaths"]
    assert titles("--draft", "talk.md") == ["Three breaths"]
    assert titles("--account", "nobody") == []
    assert len(titles("--limit", "1")) == 1
    assert "--limit" in home.thread("queue", "--limit", "1").stderr
    assert "attention" in home.thread("queue", "--state", "waiting", expect=2).stderr
    listed = home.thread("queue").stdout
    assert "○ queued" in listed
    assert "‖ held" in listed
    assert "CET" in listed or "CEST" in listed


FILES = {
    "plan.csv": "draft,when,account\ntalk.md,{when},rehearsal\n\nother.md,{when},\n",
    "plan.toml": '[[entries]]\ndraft = "talk.md"\nwhen = "{when}"\n\n[[entries]]\n'
    'draft = "other.md"\nwhen = "{when}"\n',
    "plan.json": '{{"note": ["a", 1],\n "entries": [\n  {{"draft": "talk.md", "when": "{when}"}},\n'
    '  {{"draft": "other.md",\n "when": "{when}"}}\n]}}',
}


@pytest.mark.parametrize("name", FILES)
def test_many_entries_come_from_one_file_and_are_undone_in_one_go(home: Home, name: str) -> None:
    home.draft()
    home.draft(OTHER, "other.md")
    plan = home.folder / name
    plan.write_text(FILES[name].format(when="tomorrow 9am"), encoding="utf-8")
    said = home.thread("import", plan).stdout
    assert "Three breaths" in said
    assert "Four breaths" in said
    assert home.thread("undo").stdout.count("no longer queued") == 2


@pytest.mark.parametrize(("name", "line"), [("plan.csv", 4), ("plan.toml", 5), ("plan.json", 4)])
def test_an_import_with_a_mistake_names_the_line_and_queues_nothing(home: Home, name: str, line: int) -> None:
    home.draft()
    plan = home.folder / name
    plan.write_text(FILES[name].format(when="tomorrow 9am"), encoding="utf-8")
    told = home.thread("import", plan, expect=2).stderr
    assert f"{name}, line {line}: " in told
    assert "other.md" in told
    assert "Nothing was queued" in told
    assert home.data("queue", "--json")["entries"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("draft,when\n,tomorrow\n", "line 2: draft is missing"),
        ("draft,when\ntalk.md,yesterday 9am\n", "line 2: "),
        ("draft,when\ntalk.md,tomorrow 9am\ntalk.md,tomorrow 9am\n", "on line 2"),
        ("when,who\n", "line 1: the first line"),
        ("", "line 1: the first line"),
    ],
)
def test_a_plan_is_read_with_care(home: Home, text: str, said: str) -> None:
    home.draft()
    plan = home.folder / "plan.csv"
    plan.write_text(text, encoding="utf-8")
    assert said in home.thread("import", plan, expect=2).stderr


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_what_is_exported_can_be_imported_again(home: Home, ending: str) -> None:
    home.thread("schedule", home.draft(), "tomorrow 9am")
    text = home.thread("export", *(["--json"] if ending == "json" else [])).stdout
    before = home.data("queue", "--json")["entries"][0]
    home.thread("undo")
    plan = home.folder / f"plan.{ending}"
    plan.write_text(text, encoding="utf-8")
    home.thread("import", plan)
    (after,) = home.data("queue", "--json", "--state", "queued")["entries"]
    assert {name: after[name] for name in ("due", "zone", "account", "title")} == {
        name: before[name] for name in ("due", "zone", "account", "title")
    }
    assert json.dumps(after["posts"][0]["text"])


def test_the_reason_for_a_hold_is_exported_and_comes_back(home: Home) -> None:
    home.thread("schedule", home.draft(), "tomorrow 9am")
    home.thread("hold", only_entry(home), "--because", "waiting for Ada’s photo")
    plan = home.folder / "plan.csv"
    plan.write_text(home.thread("export").stdout, encoding="utf-8")
    assert "waiting for Ada’s photo" in plan.read_text(encoding="utf-8")
    home.thread("cancel", only_entry(home))
    home.thread("import", plan)
    (back,) = home.data("queue", "--json", "--state", "held")["entries"]
    assert "waiting for Ada’s photo" in home.thread("queue", "show", back["id"]).stdout


@pytest.mark.parametrize("when", ["2026-01-05 09:00 Europe/Berlin", "2026-01-05 08:00:00 UTC"])
def test_an_exported_entry_whose_time_has_passed_comes_back_held_and_the_others_with_it(home: Home, when: str) -> None:
    plan = home.folder / "plan.csv"
    plan.write_text(
        f"draft,when,hold,state\n{home.draft()},{when},think,queued\n"
        f"{home.draft(OTHER, 'other.md')},tomorrow 9am,,queued\n",
        encoding="utf-8",
    )
    assert "line 2: its time has passed" in home.thread("import", plan, "--dry-run").stderr
    told = home.thread("import", plan)
    assert "line 2: its time has passed, so entry" in told.stderr
    assert "line 2" not in told.stdout
    (held,) = home.data("queue", "--json", "--state", "held")["entries"]
    assert held["due"].startswith("2026-01-05T08:00")
    story = home.thread("queue", "show", held["id"]).stdout
    assert f"think; its time, {when}, had passed when it was imported" in story
    (queued,) = home.data("queue", "--json", "--state", "queued")["entries"]
    assert queued["title"] == "Four breaths"


def test_an_entry_that_was_published_is_not_brought_back_by_its_export(home: Home) -> None:
    plan = home.folder / "plan.csv"
    plan.write_text(f"draft,when,state\n{home.draft()},2026-01-05 08:00:00 UTC,published\n", encoding="utf-8")
    assert "has passed" in home.thread("import", plan, expect=2).stderr


def test_the_story_of_an_entry_says_who_did_what_and_when_with_the_zone(home: Home) -> None:
    home.thread("post", home.draft())
    story = home.thread("queue", "show", only_entry(home)).stdout
    assert "Published: 3 of 3 posts are out." in story
    assert "you queued it: 3 posts for rehearsal" in story
    assert "sent post 1: http://127.0.0.1" in story
    assert " CET" in story or " CEST" in story


def test_a_failed_entry_is_told_after_any_other_command(home: Home) -> None:
    home.environment["THREAD_NEWS"] = "always"
    home.thread("schedule", home.draft(), "now")
    home.environment["THREAD_ACCOUNT"] = "rehearsal"
    told = home.thread("schedule", home.draft(OTHER, "other.md"), "tomorrow 9am").stderr
    assert "In the queue" not in told, "what has just become due is no news"
    break_entry(home)
    told = home.thread("hold", home.data("queue", "--json", "--state", "queued")["entries"][0]["id"]).stderr
    assert "In the queue:" in told
    assert "failed" in told
    assert "Three breaths" in told
    home.environment["THREAD_NEWS"] = "never"
    assert "In the queue" not in home.thread("undo").stderr
    del home.environment["THREAD_NEWS"]
    assert "In the queue" not in home.thread("hold", "x", expect=2).stderr, "a script is not told unasked"


def test_something_due_that_nobody_publishes_is_told(home: Home) -> None:
    home.environment["THREAD_NEWS"] = "always"
    home.thread("schedule", home.draft(), "tomorrow 9am")
    sql(home, "UPDATE entry SET wake_at = wake_at - 2 * 86400000")
    home.thread("schedule", home.draft(OTHER, "other.md"), "tomorrow 9am")
    told = home.thread("undo").stderr
    assert "1 entry is due since" in told
    assert "no worker has run yet" in told
    assert "thread worker" in told


def test_verbs_that_never_open_the_queue_tell_it_too_and_make_none(home: Home) -> None:
    home.environment["THREAD_NEWS"] = "always"
    assert home.thread("split", home.draft()).stderr.count("queue") == 0
    assert not Path(home.environment["XDG_STATE_HOME"]).exists()
    home.thread("schedule", home.draft(), "in 3 hours")
    for verb in (["split", "talk.md"], ["lint", "talk.md"], ["rules"], ["accounts"], ["config"]):
        told = home.thread(*verb).stderr
        assert told.count("In the queue: 1 entry goes out from") == 1, verb
    assert "In the queue" not in home.thread("split", "talk.md", "--json").stderr
    assert "In the queue" not in home.thread("queue").stderr, "which shows it itself"


def test_a_queue_that_cannot_be_used_is_told_by_verbs_that_do_not_need_it(home: Home) -> None:
    home.environment["THREAD_NEWS"] = "always"
    home.thread("queue")
    (file,) = Path(home.environment["XDG_STATE_HOME"]).rglob("queue.sqlite3")
    file.write_bytes(b"x" * 5000)
    assert "nothing goes out" in home.thread("split", home.draft()).stderr
    told = home.thread("schedule", home.draft(), "tomorrow 9am", expect=3).stderr
    assert told.count("is damaged") == 1


def test_the_same_news_are_told_once_an_hour_and_other_news_at_once(tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    from composer.desk.news import is_new

    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    file = tmp_path / "news"
    assert is_new("A failed.", file, now)
    assert not is_new("A failed.", file, now + timedelta(minutes=59))
    assert is_new("A and B failed.", file, now + timedelta(minutes=59))
    assert is_new("A and B failed.", file, now + timedelta(minutes=119))
    assert is_new("A and B failed.", file, now), "a clock that goes back keeps nothing secret"
    assert is_new("A and B failed.", tmp_path / "missing" / "news", now), "where it cannot be noted it is told"


def break_entry(home: Home) -> None:
    sql(home, "UPDATE entry SET state = 'failed', error = 'The words are not allowed.' WHERE title = 'Three breaths'")


def sql(home: Home, statement: str) -> None:
    import sqlite3

    (file,) = Path(home.environment["XDG_STATE_HOME"]).rglob("queue.sqlite3")
    with sqlite3.connect(file) as plain:
        plain.execute(statement)
    plain.close()


def test_a_queue_is_backed_up_and_restored(home: Home) -> None:
    home.thread("post", home.draft())
    home.thread("schedule", home.draft(OTHER, "other.md"), "tomorrow 9am")
    home.thread("backup", "copy.sqlite3")
    assert "already" in home.thread("backup", "copy.sqlite3", expect=2).stderr
    home.thread("undo")
    assert "--yes" in home.thread("restore", "copy.sqlite3", expect=2).stderr
    said = home.thread("restore", "copy.sqlite3", "--yes").stderr
    assert "2 entries" in said
    assert "1 of them may be further" in said
    assert "is kept as" in said
    states = {entry["title"]: entry["state"] for entry in home.data("queue", "--json")["entries"]}
    assert states == {"Three breaths": "published", "Four breaths": "queued"}
    assert "no file" in home.thread("restore", "nothing.sqlite3", "--yes", expect=2).stderr
    home.thread("retract", only_published(home), "--yes")


def only_published(home: Home) -> str:
    (entry,) = home.data("queue", "--json", "--state", "published")["entries"]
    return str(entry["id"])
