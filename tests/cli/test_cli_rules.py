"""`thread rules`, and what is said where a setting or an option names a rule that there is not."""

import pytest

from tests.cli.home import Home
from tests.cli.terminal import Terminal

RUDE = "You are an idiot.\n"


def test_a_family_is_listed_by_its_letters(home: Home) -> None:
    shown = home.thread("rules", "num").stdout.splitlines()
    assert [line.split()[0] for line in shown] == ["NUM001", "NUM002", "NUM003"]
    assert "preview: off" in shown[-1]


def test_the_page_of_a_rule_says_how_to_have_it_and_how_to_be_rid_of_it(home: Home) -> None:
    page = home.thread("rules", "typed-face").stdout
    for part in ("## Why", "Source:", "## Reported", "## Left alone", "--select ACC013", "`accessible`", "lint_ignore"):
        assert part in page


@pytest.mark.parametrize("code", ["KND004", "TON001", "PRV001", "FOC"])
def test_a_page_fits_a_terminal_of_eighty_columns_with_its_examples_set_in(home: Home, code: str) -> None:
    terminal = Terminal(home, "rules", code, COLUMNS="80")
    shown = terminal.rest()
    assert terminal.close() == 0
    assert max(map(len, shown.splitlines())) <= 80
    assert "````" not in shown
    assert code in shown


@pytest.mark.parametrize("name", ["", " ", "XYZ", "ACC999", "12", "é" * 300])
def test_a_rule_that_there_is_not_is_an_error_of_use(home: Home, name: str) -> None:
    assert "thread rules" in home.thread("rules", name, expect=2).stderr


@pytest.mark.parametrize("setting", ["lint_ignore", "lint_select"])
def test_a_setting_takes_no_code_that_there_is_not(home: Home, setting: str) -> None:
    refused = home.thread("config", "set", setting, "FOC,KDN002", expect=2).stderr
    assert f"The setting {setting}" in refused
    assert "did you mean KND002" in refused


def test_a_wrong_code_in_a_settings_file_is_told_with_the_setting_and_where_to_look(home: Home) -> None:
    (home.folder / "talk.md").write_text(RUDE)
    (home.folder / "thread.toml").write_text('lint_ignore = "KDN"\n')
    told = home.thread("lint", "talk.md", expect=2).stderr
    assert "The setting lint_ignore" in told
    assert "did you mean KND" in told
    assert str(home.folder / "thread.toml") in home.thread("config", "which").stdout


def test_what_was_accepted_or_forgotten_under_a_wrong_code_is_told_with_the_right_one(home: Home) -> None:
    (home.folder / "talk.md").write_text(RUDE)
    for words in (("--accept", "KDN002", "--because", "his words"), ("--forget", "KDN002")):
        assert "did you mean KND002" in home.thread("lint", "talk.md", *words, expect=2).stderr


def test_only_one_rule_at_a_time_is_accepted_and_a_family_is_told_by_its_rules(home: Home) -> None:
    (home.folder / "talk.md").write_text(RUDE)
    told = home.thread("lint", "talk.md", "--accept", "NUM", "--because", "his words", expect=2).stderr
    assert "name one of NUM001, NUM002, NUM003" in told
