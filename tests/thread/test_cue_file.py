"""Cues of the user's own: a table that adds to the built-in one and changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.desk.cues import cue_files, palette
from composer.thread import is_steady, shipped_cues, split
from composer.thread.cue_file import CueFile, read_cues

FILLER = "The ferry crosses the river while nobody on the quay says a word about the weather."
HEADER = "cue,emoji,plain,position,label,opening,phrase\n"


def read(table: str) -> CueFile:
    return read_cues(table, "cues.csv", shipped_cues())


def test_a_cue_of_ones_own_is_suggested_and_worn_in_both_styles() -> None:
    cues = shipped_cues().with_own(read(HEADER + "tea,🫖,Tea break:,end,tea,,put the kettle on\n").cues)
    draft = (
        f"{FILLER}\n\n---\n\nNow put the kettle on, all of you.\n\n---\n\n<!-- cue: tea -->\nA cup.\n\n---\n\n{FILLER}"
    )
    _, suggested, chosen, _ = split(draft, cues=cues).posts
    assert suggested.text == "Now put the kettle on, all of you. 🫖 2/4"
    assert chosen.text == "A cup. 🫖 3/4"
    assert split(draft, style="plain", cues=cues).posts[2].text == "Tea break: A cup. 3/4"


def test_a_line_with_a_known_id_changes_only_what_it_says() -> None:
    (tip,) = read("cue,emoji,plain\ntip,🪄,\n").cues
    before = shipped_cues()["tip"]
    assert (tip.emoji, tip.plain, tip.label, tip.at_end) == ("🪄", before.plain, before.label, before.at_end)
    assert tip.own
    cues = shipped_cues().with_own([tip])
    assert [cue.id for cue in cues] == [cue.id for cue in shipped_cues()]
    assert split(f"{FILLER}\n\n---\n\nTip: wait.\n\n---\n\n{FILLER}", cues=cues).posts[1].text == "🪄 Tip: wait. 2/3"


def test_a_dash_takes_triggers_away() -> None:
    cues = shipped_cues().with_own(read("cue,label,opening,phrase\ntip,-,-,-\n").cues)
    assert shipped_cues().suggest("Tip: wait.") is not None
    assert cues.suggest("Tip: wait.") is None


def test_bullets_and_pointers_can_be_ones_own() -> None:
    own = read("cue,emoji\nlist_item,🌰\ncontinue_below,⏬\n").cues
    thread = split(f"{FILLER}\n\n- one\n- two\n\n---\n\n{FILLER}", cues=shipped_cues().with_own(own))
    assert "🌰 one\n🌰 two" in thread.posts[0].text
    assert thread.posts[0].text.endswith("⏬ 1/2")


def test_own_trigger_words_count_in_every_language_and_keep_their_plain_words() -> None:
    cues = shipped_cues().with_own(read(HEADER + "rat,🪄,Rat:,start,rat|mein rat,,\n").cues)
    draft = f"---\nlanguage: de\n---\n{FILLER}\n\n---\n\nMein Rat: warten.\n\n---\n\nTip: wait.\n\n---\n\n{FILLER}"
    assert [post.cue for post in split(draft, cues=cues).posts] == [None, "rat", None, None]
    draft = draft.replace("Tip: wait.", "<!-- cue: rat -->\nWarten.")
    assert split(draft, style="plain", cues=cues).posts[2].text == "Rat: Warten. 3/4"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("My Tip,💡,,,,,", "'My Tip' cannot be the id of a cue"),
        ("none,💡,,,,,", "'none' cannot be the id"),
        ("tea,,,,,,", "has no emoji"),
        ("tea,cup,,,,,", "'cup' is not one emoji"),
        ("tea,🫖🫖,,,,,", "is not one emoji"),
        ("tea,🫖,,middle,,,", "Write start or end"),
        ("tea,🫖,Tea,start,tea,well, well,,,", "quotation marks"),
    ],
)
def test_a_wrong_line_is_told_with_its_number_and_a_way_out_and_the_others_hold(line: str, words: str) -> None:
    found = read(f"# mine\n{HEADER}\nmug,🍵,Mug:,start,,,\n{line}\n")
    assert [cue.id for cue in found.cues] == ["mug"]
    (problem,) = found.problems
    assert problem.line == 5
    assert words in problem.message


def test_the_first_of_two_lines_with_one_id_holds() -> None:
    found = read(HEADER + "tea,🫖,,,,,\ntea,🍵,,,,,\n")
    assert [cue.emoji for cue in found.cues] == ["🫖"]
    assert "further up" in found.problems[0].message


@pytest.mark.parametrize("table", ["tea,🫖\n", "cue,picture\ntea,🫖\n", "emoji\n🫖\n", "cue,cue\na,b\n"])
def test_a_file_without_the_names_of_its_columns_is_told_and_left_out(table: str) -> None:
    found = read(table)
    assert not found.cues
    assert "name the columns" in found.problems[0].message
    assert found.problems[0].line == 1


@pytest.mark.parametrize("text", ["", "\n\n", '"', "cue,emoji\n\x00", '"tea\ncue,emoji\n', "cue\r\ntip\r\n"])
def test_no_file_is_too_broken_to_read(text: str) -> None:
    assert isinstance(read(text), CueFile)


def test_the_projects_file_stands_beside_its_settings_and_wins_over_the_users(tmp_path: Path) -> None:
    settings = tmp_path / "config" / "config.toml"
    project = tmp_path / "book"
    deep = project / "drafts" / "one"
    deep.mkdir(parents=True)
    settings.parent.mkdir()
    (project / "thread.toml").touch()
    mine, ours = settings.parent / "cues.csv", project / "cues.csv"
    assert cue_files(settings, deep) == (mine, ours)
    assert cue_files(settings, tmp_path) == (mine,)
    mine.write_text("cue,emoji\ntip,🪄\ntea,🫖\n", encoding="utf-8")
    ours.write_text("cue,emoji\ntip,🌰\nmug,x\n", encoding="utf-8")
    found = palette(cue_files(settings, deep), tmp_path / "state")
    assert (found.cues["tip"].emoji, found.cues["tea"].emoji) == ("🌰", "🫖")
    assert found.cues["tip"].origin == str(ours)
    (fault,) = found.faults
    assert fault.startswith(f"{ours}, line 3: ")


def test_a_file_that_is_no_text_is_left_out_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "cues.csv"
    path.write_bytes("cue,emoji\ntip,é".encode("latin-1"))
    found = palette([path, tmp_path / "none.csv"], tmp_path)
    assert found.cues == shipped_cues()
    assert "UTF-8" in found.faults[0]


def test_an_emoji_that_terminals_draw_with_different_widths_is_known() -> None:
    assert is_steady("🫖")
    assert not any(map(is_steady, ("1️⃣", "❤️", "👩‍⚕️", "👍🏽")))
