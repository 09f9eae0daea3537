"""What was typed and not saved is there again after a crash."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from composer.draft import DraftError, autosave


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "drafts" / "talk.md"
    path.parent.mkdir()
    path.write_text("saved")
    os.utime(path, (1_000_000, 1_000_000))
    return path


def test_unsaved_words_are_offered_again(tmp_path: Path, draft: Path) -> None:
    autosave.write(tmp_path / "state", draft, "saved and more")
    copy = autosave.find(tmp_path / "state", draft)
    assert copy is not None
    assert (copy.text, copy.draft) == ("saved and more", draft)
    assert copy.saved.tzinfo is not None


def test_a_copy_that_says_the_same_is_not_offered(tmp_path: Path, draft: Path) -> None:
    autosave.write(tmp_path / "state", draft, "saved")
    assert autosave.find(tmp_path / "state", draft) is None


def test_a_copy_older_than_the_file_is_not_offered(tmp_path: Path, draft: Path) -> None:
    autosave.write(tmp_path / "state", draft, "typed long ago")
    os.utime(draft, (4_000_000_000, 4_000_000_000))
    assert autosave.find(tmp_path / "state", draft) is None


def test_a_copy_of_a_file_that_is_gone_is_offered(tmp_path: Path, draft: Path) -> None:
    autosave.write(tmp_path / "state", draft, "the only one left")
    draft.unlink()
    assert [copy.text for copy in autosave.find_all(tmp_path / "state")] == ["the only one left"]


def test_a_saved_draft_has_no_copy_any_more(tmp_path: Path, draft: Path) -> None:
    autosave.write(tmp_path / "state", draft, "more")
    autosave.clear(tmp_path / "state", draft)
    autosave.clear(tmp_path / "state", draft)
    assert autosave.find(tmp_path / "state", draft) is None


def test_drafts_of_the_same_name_in_two_folders_have_copies_of_their_own(tmp_path: Path, draft: Path) -> None:
    other = tmp_path / "talk.md"
    autosave.write(tmp_path / "state", draft, "one")
    autosave.write(tmp_path / "state", other, "two")
    assert {copy.text for copy in autosave.find_all(tmp_path / "state")} == {"one", "two"}


def test_a_copy_is_for_its_writer_alone(tmp_path: Path, draft: Path) -> None:
    autosave.write(tmp_path / "state", draft, "private words")
    (place,) = (tmp_path / "state" / "autosave").iterdir()
    assert place.stat().st_mode & 0o077 == 0


def test_half_a_character_does_not_keep_the_rest_from_being_kept(tmp_path: Path, draft: Path) -> None:
    autosave.write(tmp_path / "state", draft, "words \ud83d")
    copy = autosave.find(tmp_path / "state", draft)
    assert copy is not None
    assert copy.text == "words \ud83d"


def test_strange_files_in_the_folder_are_passed_over(tmp_path: Path, draft: Path) -> None:
    autosave.write(tmp_path / "state", draft, "mine")
    (tmp_path / "state" / "autosave" / "strange.json").write_text("[1]")
    assert [copy.text for copy in autosave.find_all(tmp_path / "state")] == ["mine"]


def test_a_state_folder_that_cannot_be_made_says_so(tmp_path: Path, draft: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(DraftError, match="recovery copy"):
        autosave.write(tmp_path / "state", draft, "words")
