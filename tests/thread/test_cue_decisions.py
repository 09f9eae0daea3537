"""Suggested cues are accepted, changed and refused in the draft itself, and what was refused twice is remembered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.desk.cues import CueError, PaletteReader, decided, offers, palette
from composer.desk.refusals import RefusalError, forget, refusals, refusals_file, refuse
from composer.draft import parse
from composer.model import Thread
from composer.thread import shipped_cues, split
from composer.thread.triggers import Suggestion

FILLER = "The ferry crosses the river while nobody on the quay says a word about the weather."
LONG = " ".join(f"The {word} waits in the drawer under the spoons, where nobody would look for it." for word in "abcd")
DRAFT = "\n\n---\n\n".join([FILLER, "Tip: ring twice.", "Caution: the rope is wet.", "A quiet word.", FILLER]) + "\n"


def thread_of(text: str) -> Thread:
    return split(parse(text))


def shown(text: str) -> list[str | None]:
    return [post.cue for post in thread_of(text).posts]


def test_offers_say_which_words_suggested_a_cue_and_which_cue_was_chosen() -> None:
    text = DRAFT.replace("A quiet", "<!-- cue: none -->\nA quiet")
    found = offers(thread_of(text), shipped_cues())
    assert [(offer.number, offer.cue) for offer in found] == [(2, "tip"), (3, "warning"), (4, None)]
    assert [offer.suggestion.words if offer.suggestion else None for offer in found] == [("Tip",), ("Caution",), None]


def test_a_decision_stands_before_its_paragraph_and_changes_no_post() -> None:
    text = decided(thread_of(DRAFT), [(2, "tip"), (3, "none")])
    assert "---\n\n<!-- cue: tip -->\nTip: ring twice.\n\n---\n\n<!-- cue: none -->\nCaution:" in text
    assert shown(text) == [None, "tip", None, None, None]
    assert thread_of(text).posts[1].text == thread_of(DRAFT).posts[1].text


def test_a_second_decision_replaces_the_first() -> None:
    for before in ("<!-- cue: tip -->\n", "<!-- cue: tip --> ", "<!-- CUE:tip -->\n\n---\n\n", "<!-- a note -->\n"):
        draft = f"{FILLER}\n\n---\n\n{before}Ring twice.\n\n---\n\n{FILLER}\n"
        once = decided(thread_of(draft), [(2, "goal")])
        twice = decided(thread_of(once), [(2, "data")])
        assert "data" in shown(twice)
        assert twice.lower().count("cue:") == 1
        assert "goal" not in twice


def test_where_a_post_begins_within_a_paragraph_the_paragraph_is_broken_there() -> None:
    draft = f"{FILLER} {FILLER} {FILLER} For example, the mate waits. {LONG} {LONG}\n"
    thread = thread_of(draft)
    number = next(post.number for post in thread.posts if post.cue == "example")
    text = decided(thread, [(number, "example")])
    assert "\n\n<!-- cue: example -->\nFor example" in text
    assert shown(text)[number - 1] == "example"
    assert [post.body for post in thread_of(text).posts] == [post.body for post in thread.posts]


def test_where_a_post_begins_within_code_the_writer_is_told_to_break_it() -> None:
    draft = f"{FILLER}\n\n```\n" + "\n".join(f"ferry.cross(river, {n})  # and wait" for n in range(30)) + "\n```\n"
    with pytest.raises(CueError, match="middle of a code"):
        decided(thread_of(draft), [(3, "tip")])
    with pytest.raises(CueError, match="There is no post 99"):
        decided(thread_of(draft), [(99, "tip")])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [FILLER, LONG, f"{LONG} Tip: wait.", "Tip: wait.", "- a rope\n- a lamp", "1. one\n2. two", "> So it is.",
             "## The bell", "---", "***", "<!-- cue: goal -->", "<!-- keep -->", "<!-- /keep -->", "![alt](a.png)",
             "*Loud. Quiet.*", "    code", "Ring **twice**. Wait.", "| a | b |\n|---|---|\n| c | d |"]
        ), min_size=1, max_size=14,
    ).map("\n\n".join),
    st.integers(1, 9), st.sampled_from(["tip", "none", "goal"]),
)  # fmt: skip
def test_no_decision_ever_changes_a_word(text: str, number: int, cue: str) -> None:
    thread = thread_of(text)
    try:
        after = decided(thread, [(number, cue)])
    except CueError:
        return
    was = "".join("".join(post.body for post in thread.posts).split())
    now = "".join("".join(post.body for post in thread_of(after).posts).split())
    assert was == now
    assert any(block.cue == cue for block in parse(after).blocks)


# What is remembered

TIP = Suggestion("tip", "tip", ("Tip",))


def test_a_suggestion_refused_twice_is_not_made_again_until_that_is_forgotten(tmp_path: Path) -> None:
    reader = PaletteReader([], tmp_path)
    assert reader.read().cues.suggest("Tip: wait.") == TIP
    assert not refuse(tmp_path, TIP).final
    assert reader.read().cues.suggest("Tip: wait.") == TIP
    assert refuse(tmp_path, TIP).final
    assert reader.read().cues.suggest("Tip: wait.") is None
    assert reader.read().cues.suggest("Caution: it is wet.") is not None
    assert [one.trigger for one in forget(tmp_path, "Tip")] == ["tip"]
    assert reader.read().cues.suggest("Tip: wait.") == TIP
    assert forget(tmp_path) == ()


def test_what_is_recognised_by_its_form_can_be_refused_too(tmp_path: Path) -> None:
    for words in ("4 of 20 were late, then 15 of 20.", "Timetable: https://example.org", f"He said: “{FILLER}”"):
        found = shipped_cues().suggest(words)
        assert found is not None
        refuse(tmp_path, found)
        refuse(tmp_path, found)
        assert palette([], tmp_path).cues.suggest(words) is None


def test_refusals_are_a_plain_file_that_may_be_edited_and_broken(tmp_path: Path) -> None:
    refuse(tmp_path, Suggestion("thanks", "thank you, all", ("Thank you, all",)))
    place = refusals_file(tmp_path)
    assert place.read_text(encoding="utf-8") == 'cue,words,times\nthanks,"thank you, all",1\n'
    place.write_bytes(b'cue,words,times\ntip,tip,2\nnonsense\nx,y,many\n\xff\xfe,"\n')
    assert [(one.cue, one.times) for one in refusals(tmp_path)] == [("tip", 2)]


def test_where_refusals_cannot_be_written_the_writer_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "state"
    blocked.write_text("a file where a folder should be")
    with pytest.raises(RefusalError, match="could not be written"):
        refuse(blocked, TIP)


# The command


@dataclass(frozen=True)
class Home:
    folder: Path

    @property
    def draft(self) -> Path:
        return self.folder / "talk.md"

    def thread(self, *words: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("THREAD_", "XDG_"))}
        environment |= {name: str(self.folder / name) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
        done = subprocess.run(
            [sys.executable, "-m", "composer", *words],
            cwd=self.folder, env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        assert done.returncode == expect, done.stdout + done.stderr
        return done


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.draft.write_bytes(DRAFT.encode())
    return home


def test_the_command_lists_what_is_suggested_and_why(home: Home) -> None:
    assert "2  💡 tip  (suggested by “Tip”)\n     Tip: ring twice." in home.thread("cues", "talk.md").stdout
    posts = json.loads(home.thread("cues", "talk.md", "--json").stdout)["posts"]
    assert [(post["post"], post["cue"], post["words"]) for post in posts] == [
        (2, "tip", ["Tip"]),
        (3, "warning", ["Caution"]),
    ]


def test_the_command_shows_a_difference_first_and_then_writes_it(home: Home) -> None:
    home.draft.write_bytes(DRAFT.replace("\n", "\r\n").encode())
    before = home.draft.read_bytes()
    shown = home.thread("cues", "talk.md", "--accept", "2", "--set", "4", "goal", "--dry-run").stdout
    assert "+<!-- cue: tip -->\n Tip: ring twice." in shown
    assert home.draft.read_bytes() == before
    home.thread("cues", "talk.md", "--accept", "2", "--set", "4", "goal")
    after = home.draft.read_bytes()
    assert after.count(b"\r\n") == after.count(b"\n")
    assert b"<!-- cue: goal -->\r\nA quiet word." in after


def test_the_command_remembers_what_was_refused_twice_and_forgets_it_when_told(home: Home) -> None:
    home.thread("cues", "talk.md", "--refuse", "2")
    other = home.folder / "other.md"
    other.write_text(DRAFT, encoding="utf-8")
    said = home.thread("cues", "other.md", "--refuse", "2").stderr
    assert "refused twice" in said
    assert 'thread cues forget "tip"' in said
    other.write_text(DRAFT, encoding="utf-8")
    assert "tip" not in home.thread("cues", "other.md").stdout
    assert "💡" not in home.thread("split", "other.md").stdout
    assert "“tip”" in home.thread("cues", "forget", "tip").stdout
    assert "💡" in home.thread("split", "other.md").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--accept", "4"], "No cue is suggested for post 4"),
        (["--set", "2", "tipp"], "Did you mean tip"),
        (["--set", "77", "tip"], "There is no post 77"),
        (["--accept", "2", "--refuse", "2"], "named twice"),
    ],
)
def test_a_decision_that_makes_no_sense_changes_nothing(home: Home, words: list[str], said: str) -> None:
    assert said in home.thread("cues", "talk.md", *words, expect=2).stderr
    assert home.draft.read_text(encoding="utf-8") == DRAFT


def test_own_cues_reach_every_verb_and_their_wrong_lines_are_told(home: Home) -> None:
    (home.folder / "thread.toml").touch()
    own = home.folder / "cues.csv"
    own.write_text("cue,emoji,plain,label\ntip,🪄,,\nBad Id,🫖,,\nheart,❤️,Heart:,heart\n", encoding="utf-8")
    listed = home.thread("cues")
    assert f"🪄  tip              Tip:               {own}" in listed.stdout
    split = home.thread("split", "talk.md")
    assert "🪄 Tip: ring twice." in split.stdout
    assert f"{own}, line 3: 'Bad Id' cannot be the id of a cue" in split.stderr
    checked = home.thread("cues", "check", expect=1)
    assert "line 3" in checked.stdout
    assert "drawn with different widths" in checked.stdout


@pytest.mark.parametrize("verb", [["split"], ["lint"], ["post", "--dry-run"], ["cues"]])
def test_a_cue_that_does_not_exist_is_told_by_every_verb_that_reads_the_draft(home: Home, verb: list[str]) -> None:
    home.draft.write_text(DRAFT.replace("A quiet", "<!-- cue: tipp -->\nA quiet"), encoding="utf-8")
    said = home.thread(*verb, "talk.md").stderr
    assert "talk.md, line 14: There is no cue 'tipp'" in said
    assert "Did you mean tip" in said
