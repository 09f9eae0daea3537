"""Questions that only a person can answer: asked on a terminal, listed in a script, kept with day and reason."""

import json

from tests.cli.home import Home
from tests.cli.terminal import Terminal

CASE = "---\nto: [x-by-hand]\n---\nOur new paper on bees is out.\n"


def test_a_script_gets_the_list_and_nothing_is_queued(home: Home) -> None:
    draft = home.draft(CASE)
    told = home.thread("schedule", draft, "tomorrow 9am", expect=1).stderr
    assert "ASK009  post 1: “Our new paper”" in told
    assert "--answer ASK009=yes" in told
    assert home.data("queue", "--json")["entries"] == []


def test_an_answer_is_kept_until_the_passage_changes(home: Home) -> None:
    draft = home.draft(CASE)
    home.thread("schedule", draft, "tomorrow 9am", "--answer", "ASK009=yes:they read it first")
    (kept,) = json.loads(next(home.folder.parent.rglob("answers.json")).read_text())["answers"]
    assert (kept["code"], kept["answer"], kept["reason"]) == ("ASK009", "yes", "they read it first")
    assert len(kept["day"]) == 10
    home.thread("schedule", draft, "friday 9am", "--again")
    draft.write_text(CASE.replace("bees", "wasps"))
    assert "ASK009" in home.thread("schedule", draft, "friday 10am", expect=1).stderr


def test_the_other_answer_keeps_the_thread_here_and_says_what_to_do(home: Home) -> None:
    told = home.thread("schedule", home.draft(CASE), "tomorrow 9am", "--answer", "ASK009=no", expect=1).stderr
    assert "Tell them, and name them" in told


def test_the_rehearsal_asks_nothing(home: Home) -> None:
    home.thread("post", home.draft(CASE), "--to", "rehearsal")


def test_an_answer_that_is_none_is_refused(home: Home) -> None:
    for wrong in ("ASK009", "ASK009=perhaps", "ASK999=yes"):
        home.thread("schedule", home.draft(CASE), "tomorrow 9am", "--answer", wrong, expect=2)


def test_a_terminal_asks_then_offers_to_hear_it_once_and_has_it_confirmed(home: Home) -> None:
    home.draft(CASE)
    terminal = Terminal(home, "schedule", "talk.md", "tomorrow 9am")
    assert "Etiquette" in terminal.until("ASK009")
    terminal.until("named?")
    terminal.type("yes")
    terminal.until("Why")
    terminal.type("they read it")
    terminal.until("Hear it before it goes out")
    terminal.type("y")
    terminal.until("this is one likely reading")
    assert "1 post to x-by-hand" in terminal.until("[Y/n]")
    terminal.type("n")
    terminal.until("Nothing was queued")
    assert terminal.close() == 1
    assert home.data("queue", "--json")["entries"] == []

    again = Terminal(home, "schedule", "talk.md", "tomorrow 9am")
    shown = again.until("[Y/n]")
    assert "ASK009" not in shown
    assert "Hear it" not in shown
    again.type("")
    again.until("Entry")
    assert again.close() == 0
    assert len(home.data("queue", "--json")["entries"]) == 1


def test_a_rehearsal_on_a_terminal_is_not_held_up(home: Home) -> None:
    home.draft(CASE)
    terminal = Terminal(home, "schedule", "talk.md", "tomorrow 9am", "--to", "rehearsal")
    assert "[Y/n]" not in terminal.until("Entry")
    assert terminal.close() == 0


def test_which_profile_applies_is_said_and_one_that_does_not_exist_is_told(home: Home) -> None:
    known = home.thread("config", "which", home.draft("---\nprofile: strict\n---\nWords.\n"))
    assert "strict  from" in known.stdout
    unknown = home.thread("config", "which", home.draft("---\nprofile: strickt\n---\nWords.\n"))
    assert "default  from what is left, as 'strickt' in" in unknown.stdout
    assert "Did you mean strict?" in unknown.stderr


def test_a_file_of_entries_is_held_to_the_questions_and_says_how_to_answer_them(home: Home) -> None:
    draft = home.draft(CASE)
    listed = home.folder / "week.csv"
    listed.write_text(f"draft,when\n{draft},2030-05-12 09:00\n")
    told = home.thread("import", listed, expect=2).stderr
    assert "line 2" in told
    assert "--dry-run --answer ASK009=yes" in told
    home.thread("schedule", draft, "now", "--dry-run", "--answer", "ASK009=yes")
    home.thread("import", listed)


def test_an_edit_asks_about_the_passage_that_is_new(home: Home) -> None:
    draft = home.draft("---\nto: [x-by-hand]\n---\nBees are busy.\n")
    home.thread("schedule", draft, "tomorrow 9am")
    (entry,) = home.data("queue", "--json")["entries"]
    draft.write_text(CASE)
    assert "nothing was changed" in home.thread("edit", entry["id"], expect=1).stderr
    home.thread("edit", entry["id"], "--answer", "ASK009=yes")


def test_what_is_partly_out_is_not_taken_in_a_second_time(home: Home) -> None:
    listed = home.folder / "week.csv"
    listed.write_text(f"draft,when,state,out\n{home.draft()},2030-05-12 09:00,failed,1\n")
    assert "1 of its posts were out" in home.thread("import", listed, expect=2).stderr
