"""`thread lint` at the command line: fixes, and findings that are accepted once and for all."""

import json
import os
import subprocess
import sys

import pytest

DRAFT = """---
title: A night
---

You are an idiot, he wrote!!! A 93-year-old woman.

See https://example.org/a?utm_source=x&id=3 for THIS MUST STOP NOW.
"""


@pytest.fixture
def lint(tmp_path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("THREAD_", "XDG_"))}
    environment |= {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"), "COLUMNS": "200"}
    environment |= {"XDG_CONFIG_HOME": str(tmp_path / "settings"), "PYTHONUTF8": "1"}
    (tmp_path / "night.md").write_text(DRAFT, "utf-8")

    def run(*arguments, draft="night.md"):
        command = [sys.executable, "-m", "composer", "lint", draft, "--for", "x", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    run.folder = tmp_path
    return run


def test_a_difference_is_shown_and_nothing_done(lint):
    shown = lint("--diff", "--unsafe-fixes")
    assert "-You are an idiot, he wrote!!! A 93-year-old woman." in shown.stdout
    assert "+You are an idiot, he wrote! A 90-or-older woman." in shown.stdout
    assert "+See https://example.org/a?id=3 for this must stop now." in shown.stdout
    assert (lint.folder / "night.md").read_text("utf-8") == DRAFT


def test_safe_fixes_are_made_and_no_others(lint):
    made = lint("--fix")
    text = (lint.folder / "night.md").read_text("utf-8")
    assert "3 fixes made" in made.stderr
    assert "You are an idiot, he wrote! A 90-or-older woman." in text
    assert "a?id=3 for THIS MUST STOP NOW." in text
    assert "nothing that can be fixed without you" in lint("--fix").stderr


def test_a_difference_names_the_options_that_make_it(lint):
    assert "4 fixes shown, none made: --fix --unsafe-fixes makes them." in lint("--diff", "--unsafe-fixes").stderr
    assert "3 fixes shown, none made: --fix makes them." in lint("--diff").stderr


def test_what_can_be_mended_is_said_at_the_end_and_how(lint):
    (lint.folder / "night.md").write_text(f"{DRAFT}\nHalf of the beds are taken by addicts.\n", "utf-8")
    assert "fixes: 3 by --fix, 1 more by --unsafe-fixes, 1 to choose in `thread night.md`" in lint().stderr
    assert "fixes" not in lint("--select", "KND002").stderr


def test_each_finding_for_people_is_marked_with_the_kind_of_its_fix(lint):
    (lint.folder / "night.md").write_text(f"{DRAFT}\nHalf of the beds are taken by drug addicts.\n", "utf-8")
    heads = [line for line in lint("--format", "text").stdout.splitlines() if line.startswith("post")]
    marks = {line.split()[3]: line.partition("[")[2] for line in heads}
    assert marks["TON003"] == "fix]"
    assert marks["TON002"] == "unsafe fix]"
    assert marks["KND005"] == "2 choices]"
    assert marks["KND002"] == ""


def test_a_bare_ask_is_cut_by_fix_and_the_rest_of_the_file_stays(lint):
    (lint.folder / "night.md").write_text("---\ntitle: A night\n---\n\nIt was **long**. Please retweet!\n", "utf-8")
    shown = lint("--fix")
    assert "-It was **long**. Please retweet!" in shown.stdout
    assert (lint.folder / "night.md").read_text("utf-8") == "---\ntitle: A night\n---\n\nIt was **long**.\n"


def test_an_accepted_finding_is_not_reported_again_in_any_draft_until_it_is_forgotten(lint):
    assert lint("--accept", "KND002", "--because", "his words, not mine").returncode == 1  # the age stands
    (lint.folder / "morning.md").write_text("Again. You are an idiot, he wrote!!! And left.\n", "utf-8")
    assert "KND002" not in lint().stdout
    assert "KND002" in lint(draft="morning.md").stdout  # other words stand around it
    (lint.folder / "copy.md").write_text(DRAFT, "utf-8")
    assert "KND002" not in lint(draft="copy.md").stdout
    kept = json.loads(next((lint.folder / "state").rglob("accepted.json")).read_text("utf-8"))["accepted"]
    assert [(one["code"], one["reason"]) for one in kept] == [("KND002", "his words, not mine")]
    lint("--forget", "KND002")
    assert "KND002" in lint().stdout


def test_an_accepted_finding_that_is_gone_is_told(lint):
    lint("--accept", "KND002", "--because", "his words, not mine")
    (lint.folder / "night.md").write_text(DRAFT.replace("an idiot", "kind"), "utf-8")
    assert "You accepted KND002 (You are an idiot) in this draft" in lint().stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--accept", "KND002"), "--because REASON"),
        (("--accept", "KND004", "--because", "x"), "Nothing in night.md is reported as KND004"),
        (("--unsafe-fixes",), "--diff"),
        (("--forget", "KND002"), "Nothing was accepted as KND002"),
    ],
)
def test_what_cannot_be_done_is_said(lint, arguments, said):
    refused = lint(*arguments)
    assert refused.returncode == 2
    assert said in refused.stderr


def test_a_list_of_accepted_findings_that_cannot_be_read_is_no_traceback(lint):
    lint("--accept", "KND002", "--because", "his words, not mine")
    file = next((lint.folder / "state").rglob("accepted.json"))
    file.write_text("{", "utf-8")
    refused = lint()
    assert refused.returncode == 3
    assert "accepted.json" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert file.read_text("utf-8") == "{"
