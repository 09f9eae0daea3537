"""Draft files that cannot be read or written: a sentence for each, and nothing lost."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from composer.draft import DraftError, load, save

NOBODY = 65534


def refused(path: Path) -> str:
    with pytest.raises(DraftError) as caught:
        load(path)
    return str(caught.value)


def test_a_draft_is_read_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n\r\nCaf\xc3\xa9.\r\n")
    draft = load(path)
    assert (draft.path, draft.title, draft.blocks[0].text) == (path, "T", "Café.")


def test_a_missing_file_is_named_with_the_names_like_it(tmp_path: Path) -> None:
    (tmp_path / "conference-talk.md").write_text("x")
    assert f"Did you mean {tmp_path / 'conference-talk.md'}?" in refused(tmp_path / "conference-tlak.md")
    assert f"Did you mean {tmp_path / 'conference-talk.md'}?" in refused(tmp_path / "conference-talk")
    assert "thread new" in refused(tmp_path / "zzz.md")
    assert "no folder" in refused(tmp_path / "nowhere" / "talk.md")


def test_a_folder_is_no_draft_and_one_in_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("x")
    assert str(tmp_path / "talk.md") in refused(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"GIF89a\x00\x01", "binary"),
        ("Text.".encode("utf-16"), "UTF-16"),
        (b"One.\nCaf\xe9.\n", "line 2 has the byte 0xE9 as its 4th byte"),
        (b"---\ntitle: T\n\nText.", "line 1 never ends"),
        (b"---\ntitle: T\nmessage: a: b\n---\nText.", "line 3"),
        (b"---\n- a\n---\nText.", "holds no settings"),
        (b"x" * 5_000_001, "too large"),
    ],
)
def test_a_file_that_is_no_draft_is_refused_with_the_reason(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "talk.md"
    path.write_bytes(content)
    message = refused(path)
    assert words in message
    assert str(path) in message


def test_a_file_of_one_megabyte_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.md"
    path.write_text("A sentence of a long book.\n\n" * 37_000)
    assert len(load(path).blocks) == 37_000


def test_a_saved_draft_is_what_was_given_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text("old")
    path.chmod(0o600)
    save(path, "Neu: ü\n")
    assert path.read_bytes() == "Neu: ü\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_half_a_character_is_refused_with_its_line_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text("old")
    with pytest.raises(DraftError, match="line 2"):
        save(path, "One\nTwo \ud83d")
    assert path.read_text() == "old"


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="does not exist"):
        save(tmp_path / "nowhere" / "talk.md", "text")


def child(code: str, *arguments: str, prepare: object = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, preexec_fn=prepare, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


SAVE = """
import sys
from pathlib import Path
from composer.draft import DraftError, save, load
PREPARE
try:
    save(Path(sys.argv[1]), "new " * 100_000)
except DraftError as error:
    print(error)
"""

LOAD = SAVE.replace("save", "load").replace(', "new " * 100_000', "")


def without_roots_rights() -> str:
    """Code that gives up root's rights, after everything that needs them is imported."""
    if os.getuid() != 0:
        pytest.skip("needs root to give up root's rights")
    needed = "import os, composer.draft.files, composer.draft.reader, composer.paths"
    return f"{needed}; os.setgid({NOBODY}); os.setuid({NOBODY})"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may look into and only its owner may write in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if not all(parent.stat().st_mode & 0o001 for parent in folder.resolve().parents):
            pytest.skip("the temporary folder is closed to others")
        yield folder


def test_a_read_only_folder_leaves_the_old_file_and_says_what_to_do(open_folder: Path) -> None:
    give_up = without_roots_rights()
    path = open_folder / "talk.md"
    path.write_text("old")
    path.chmod(0o666)
    said = child(SAVE.replace("PREPARE", give_up), str(path))
    assert "you may not write in" in said
    assert "folder of your own" in said
    assert path.read_text() == "old"
    assert [entry.name for entry in open_folder.iterdir()] == ["talk.md"]


def test_a_write_protected_file_is_not_replaced(open_folder: Path) -> None:
    open_folder.chmod(0o777)
    path = open_folder / "talk.md"
    path.write_text("old")
    path.chmod(0o444)
    assert "write-protected" in child(SAVE.replace("PREPARE", without_roots_rights()), str(path))
    assert path.read_text() == "old"


def test_a_file_without_the_right_to_read_it_says_how_to_give_it(open_folder: Path) -> None:
    path = open_folder / "talk.md"
    path.write_text("secret")
    path.chmod(0o600)
    assert "chmod u+r talk.md" in child(LOAD.replace("PREPARE", without_roots_rights()), str(path))


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text("old")

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    said = child(SAVE.replace("PREPARE", ""), str(path), prepare=small_files_only)
    assert "the disk is full" in said
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["talk.md"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_an_endless_file_is_refused_and_not_read_to_its_end() -> None:
    assert "too large" in refused(Path("/dev/full"))
