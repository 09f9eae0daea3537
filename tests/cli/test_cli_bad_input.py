"""What goes wrong is told in a sentence on stderr, with the documented exit code, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.home import SHORT, Home


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.md", b"", "empty"),
        ("binary.md", bytes(range(256)) * 40, "text"),
        ("latin.md", "Grüße aus dem Klinikum".encode("latin-1"), "UTF-8"),
        ("open.md", b"---\ntitle: never closed\n\nHello there.\n", "---"),
        ("yaml.md", b"---\ntitle: [unclosed\n---\n\nHello there.\n", "line"),
    ],
)
@pytest.mark.parametrize("verb", ["split", "lint", "post"])
def test_a_file_that_is_no_draft_is_named_with_the_reason(
    home: Home, verb: str, name: str, content: bytes, told: str
) -> None:
    path = home.folder / name
    path.write_bytes(content)
    done = home.thread(verb, path, expect=2)
    assert name in done.stderr
    assert told in done.stderr
    assert done.stdout == ""
    assert path.read_bytes() == content


def test_a_missing_file_is_named_and_a_near_one_offered(home: Home) -> None:
    home.draft(name="talk.md")
    done = home.thread("post", home.folder / "tlak.md", expect=2)
    assert "tlak.md" in done.stderr
    assert "talk.md" in done.stderr


@pytest.mark.parametrize("verb", [("count",), ("count", "--lines"), ("breaks", "import"), ("restore", "--yes")])
def test_a_missing_file_that_is_no_draft_is_named_in_the_same_words(home: Home, verb: tuple[str, ...]) -> None:
    done = home.thread(*verb, "missing.txt", expect=2)
    assert "There is no file missing.txt. Is its name right?" in done.stderr
    assert "Usage" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("verb", [("count",), ("breaks", "import")])
def test_a_folder_is_no_file_to_read(home: Home, verb: tuple[str, ...]) -> None:
    assert "is a folder" in home.thread(*verb, home.folder, expect=2).stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("queue",), "The queue is empty"),
        (("queue", "--state", "held"), "Nothing in the queue is like that"),
        (("slots",), "There is no slot yet"),
        (("breaks",), "There is no break"),
        (("backup", "copy.db"), "The queue is copied"),
    ],
)
def test_words_about_what_is_not_there_stay_out_of_the_data(home: Home, words: tuple[str, ...], told: str) -> None:
    done = home.thread(*words)
    assert told in done.stderr
    assert done.stdout == ""


def test_a_folder_is_no_draft(home: Home) -> None:
    assert "folder" in home.thread("lint", home.folder, expect=2).stderr


def test_a_megabyte_of_prose_is_split_and_nothing_is_lost(home: Home) -> None:
    sentence = "The handover took one minute longer, and nobody who was asked wanted that minute back. "
    paragraphs = "\n\n".join(sentence * 6 for _ in range(2000))
    draft = home.draft(paragraphs)
    assert draft.stat().st_size > 1_000_000
    posts = home.data("split", draft, "--json")["threads"][0]["posts"]
    words = " ".join(post["text"] for post in posts).count("nobody who was asked wanted")
    assert words == 12_000


def test_an_unknown_account_is_a_matter_of_setup_and_the_known_ones_are_named(home: Home) -> None:
    done = home.thread("post", home.draft(), "--to", "rehersal", expect=3)
    assert "rehearsal" in done.stderr


def test_an_unknown_network_verb_or_rule_is_answered_with_the_near_one(home: Home) -> None:
    assert "bluesky" in home.thread("split", home.draft(), "--for", "blusky", expect=2).stderr
    assert "'post'" in home.thread("psot", expect=2).stderr
    assert "TON001" in home.thread("rules", "TON0001", expect=2).stderr


def test_a_setting_that_does_not_exist_is_exit_3(home: Home) -> None:
    assert "zone" in home.thread("config", "set", "zoen", "Europe/Paris", expect=3).stderr


@pytest.mark.parametrize(
    ("words", "told"), [("yesterday 9am", "has passed"), ("half past never", "tomorrow 9am"), ("", "time")]
)
def test_a_time_that_cannot_be_is_refused_with_a_way_on(home: Home, words: str, told: str) -> None:
    done = home.thread("schedule", home.draft(), words, expect=2)
    assert told in done.stderr
    assert home.data("queue", "--json")["entries"] == []


@pytest.mark.parametrize("verb", [("queue", "show"), ("hold",), ("release",), ("cancel",), ("resume",)])
def test_an_entry_that_does_not_exist_is_a_sentence(home: Home, verb: tuple[str, ...]) -> None:
    done = home.thread(*verb, "zzzzzz", expect=2)
    assert "zzzzzz" in done.stderr


def test_a_corrupt_queue_is_never_replaced_by_a_new_one(home: Home) -> None:
    home.thread("schedule", home.draft(), "tomorrow 9am")
    file = next(Path(home.environment["XDG_STATE_HOME"]).rglob("queue.sqlite3"))
    for side in file.parent.glob("queue.sqlite3-*"):
        side.unlink()
    file.write_bytes(b"not a database at all" * 300)
    before = file.read_bytes()
    done = home.thread("queue", expect=3)
    assert str(file) in done.stderr
    assert file.read_bytes() == before


def without_rights() -> list[str]:
    """What to put before a command so that a read-only folder is one for root, too."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root needs setpriv to give up its rights")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX here")
@pytest.mark.parametrize("verb", [("post", "talk.md"), ("schedule", "talk.md", "tomorrow 9am"), ("queue",)])
def test_a_state_folder_without_rights_is_told_and_nothing_is_sent(home: Home, verb: tuple[str, ...]) -> None:
    home.draft()
    state = Path(home.environment["XDG_STATE_HOME"])
    state.mkdir(mode=0o555)
    done = subprocess.run(
        [*without_rights(), *home.command(*verb)],
        cwd=home.folder,
        env=home.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert str(state) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX here")
def test_a_folder_that_takes_no_new_draft_is_told(home: Home) -> None:
    home.folder.chmod(0o555)
    done = subprocess.run(
        [*without_rights(), *home.command("new", "./talk.md")],
        cwd=home.folder,
        env=home.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    home.folder.chmod(0o755)
    assert done.returncode == 3, done.stderr
    assert "talk.md" in done.stderr
    assert list(home.folder.iterdir()) == []


def test_a_full_disk_is_told_and_the_draft_is_whole(home: Home) -> None:
    draft = home.draft()
    limited = (
        "import resource, signal, sys, os;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048));"
        "from composer.__main__ import main; sys.argv = ['thread', *sys.argv[1:]]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "schedule", str(draft), "tomorrow 9am"],
        env=home.environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert draft.read_text() == SHORT


def test_output_to_a_full_device_is_told(home: Home) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            home.command("split", home.draft()),
            env=home.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_accepting_without_a_reason_is_refused(home: Home) -> None:
    assert "--because" in home.thread("post", home.draft(), "--accept", "PRV001", expect=2).stderr


def test_rules_that_the_settings_leave_out_are_not_asked(home: Home) -> None:
    draft = home.draft("Whoever wrote that rota is an idiot!!!\n")
    assert "KND002" in home.thread("lint", draft, expect=1).stdout
    home.thread("config", "set", "lint_ignore", "KND, TON")
    assert home.thread("lint", draft).stdout == ""


def test_what_the_settings_leave_out_to_no_purpose_is_said_when_it_is_set_and_when_it_is_looked_up(home: Home) -> None:
    set_ = home.thread("config", "set", "lint_ignore", "KND, knd002, TON003, TON003, FOC012, SCH").stderr
    assert set_ == home.thread("config", "which").stderr
    assert set_.splitlines() == [
        "lint_ignore: KND002 is left out with KND.",
        "lint_ignore: TON003 is there twice.",
        "lint_ignore: FOC012 is off until a profile or --select asks for it.",
    ]
    assert "KND is not among lint_select" in home.thread("config", "set", "lint_select", "PRV").stderr
    assert home.thread("config", "set", "lint_profile", "strict").stderr.count("FOC012") == 1


def test_a_setting_that_names_no_rule_can_still_be_looked_up(home: Home) -> None:
    file = Path(home.thread("config", "set", "lint_ignore", "KND").stdout.split("  in ")[1].strip())
    file.write_text(file.read_text("utf-8").replace("KND", "KDN"), "utf-8")
    assert "did you mean KND" in home.thread("lint", home.draft(), expect=2).stderr
    looked_up = home.thread("config", "which")
    assert "did you mean KND" in looked_up.stderr
    assert str(file) in looked_up.stdout


def test_rules_left_out_for_nothing_are_said_of_several_drafts_and_not_of_one(home: Home) -> None:
    one, two = home.draft("Whoever wrote that rota is an idiot!!!\n"), home.draft("A calm day.\n", "calm.md")
    home.thread("config", "set", "lint_ignore", "KND, TAG001, SCH, TON")
    assert "TAG001" not in home.thread("lint", two).stderr
    told = home.thread("lint", one, two, "--ignore", "PRV")
    assert "Left out, and not found in any of these 2 drafts: PRV, TAG001." in told.stderr
    assert "Left out" not in home.thread("lint", one, two, "--json").stderr
