"""Nothing that was written is lost: saving, leaving, another program, a crash, another editor."""

from __future__ import annotations

import os

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from composer.draft import autosave


async def test_saving_writes_the_file_and_takes_the_mark_away(sit, draft):
    async with sit(path := draft("Words.\n")) as sitting:
        await sitting.type("Good ")
        assert "talk.md ●" in sitting.screen
        await sitting.press("ctrl+s")
        await sitting.until(lambda: path.read_text() == "Good Words.\n")
        assert "talk.md ●" not in sitting.screen


async def test_unsaved_words_have_a_copy_within_a_second(sit, draft, state):
    async with sit(path := draft("Words.\n")) as sitting:
        await sitting.type("Good ")
        await sitting.until(lambda: autosave.find(state, path) is not None)
        assert autosave.find(state, path).text == "Good Words.\n"
        assert path.read_text() == "Words.\n"


async def test_a_draft_without_a_name_is_asked_for_one(sit, drafts):
    async with sit() as sitting:
        await sitting.type("First words.")
        await sitting.press("ctrl+s")
        await sitting.sees("Its name, in")
        await sitting.press("ctrl+u")
        await sitting.type("spine")
        await sitting.press("enter")
        await sitting.until(lambda: (drafts / "spine.md").exists())
        assert (drafts / "spine.md").read_text() == "First words."
        assert "spine.md" in sitting.screen


async def test_escape_at_that_question_leaves_the_words_where_they_are(sit, drafts):
    async with sit() as sitting:
        await sitting.type("First words.")
        await sitting.press("ctrl+s")
        await sitting.sees("Its name, in")
        await sitting.press("escape")
        assert sitting.text == "First words."
        assert list(drafts.iterdir()) == []


async def test_leaving_saves(sit, draft):
    path = draft("Words.\n")
    async with sit(path) as sitting:
        await sitting.type("Good ")
        await sitting.press("ctrl+q")
        await sitting.until(lambda: not sitting.app.is_running)
    assert path.read_text() == "Good Words.\n"


async def test_leaving_a_draft_without_a_name_keeps_it_in_the_drafts_folder(sit, drafts):
    async with sit() as sitting:
        await sitting.type("Words.")
        await sitting.press("ctrl+q")
        await sitting.until(lambda: not sitting.app.is_running)
    assert [path.read_text() for path in drafts.glob("*.md")] == ["Words."]


async def test_leaving_without_a_word_leaves_nothing_behind(sit, drafts, state):
    async with sit() as sitting:
        await sitting.press("ctrl+q")
        await sitting.until(lambda: not sitting.app.is_running)
    assert list(drafts.iterdir()) == []
    assert autosave.find_all(state) == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_leaving_asks_where_the_file_cannot_be_written(sit, draft, drafts):
    async with sit(draft("Words.\n")) as sitting:
        await sitting.type("Good ")
        drafts.chmod(0o500)
        try:
            await sitting.press("ctrl+q")
            await sitting.sees("Not saved")
        finally:
            drafts.chmod(0o700)


async def test_leaving_asks_where_the_folder_is_gone_and_keeps_a_copy(sit, draft, drafts, state):
    path = draft("Words.\n")
    async with sit(path) as sitting:
        await sitting.type("Good ")
        path.unlink()
        drafts.rmdir()
        await sitting.press("ctrl+q")
        await sitting.sees("Not saved")
        await sitting.press("down", "enter")
        await sitting.until(lambda: not sitting.app.is_running)
    assert [copy.text for copy in autosave.find_all(state)] == ["Good Words.\n"]


async def test_words_of_a_crash_are_offered_and_taken_up(sit, draft, state):
    path = draft("Words.\n")
    autosave.write(state, path, "Words that a crash left.\n")
    async with sit(path) as sitting:
        await sitting.sees("Words that were not saved")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.text == "Words that a crash left.\n")
        assert path.read_text() == "Words.\n"
        await sitting.press("ctrl+z")
        assert sitting.text == "Words.\n"


async def test_escape_at_that_offer_lays_the_words_beside_the_file(sit, draft, drafts, state):
    path = draft("Words.\n")
    autosave.write(state, path, "Words that a crash left.\n")
    async with sit(path) as sitting:
        await sitting.sees("Words that were not saved")
        await sitting.press("escape")
        await sitting.until(lambda: (drafts / "talk-recovered.md").exists())
        assert (drafts / "talk-recovered.md").read_text() == "Words that a crash left.\n"
        assert sitting.text == path.read_text() == "Words.\n"
    assert autosave.find_all(state) == ()


async def test_a_start_without_a_draft_offers_the_words_of_any(sit, draft, state):
    path = draft("Words.\n")
    autosave.write(state, path, "Words that a crash left.\n")
    async with sit() as sitting:
        await sitting.sees("talk.md, 5 words")
        await sitting.press("enter")
        await sitting.sees("Take them up")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.text == "Words that a crash left.\n")


async def test_a_file_that_another_program_changed_is_shown_as_it_is_now(sit, draft):
    async with sit(path := draft("Words.\n")) as sitting:
        path.write_text("Other words.\n")
        sitting.compose._watch_disk()
        await sitting.until(lambda: sitting.text == "Other words.\n")
        assert not sitting.session.dirty


async def test_with_unsaved_words_it_is_asked_and_both_versions_can_be_kept(sit, draft, drafts):
    async with sit(path := draft("Words.\n")) as sitting:
        await sitting.type("My ")
        path.write_text("Other words.\n")
        sitting.compose._watch_disk()
        await sitting.sees("talk.md was changed by another program")
        await sitting.press("ctrl+s")
        await sitting.sees("Keep both")
        await sitting.press("enter")
        await sitting.until(lambda: (drafts / "talk-mine.md").exists())
        assert (drafts / "talk-mine.md").read_text() == "My Words.\n"
        assert path.read_text() == "Other words.\n"
        assert sitting.session.path.name == "talk-mine.md"


async def test_or_the_version_on_disk_can_be_taken_and_undo_brings_mine_back(sit, draft):
    async with sit(path := draft("Words.\n")) as sitting:
        await sitting.type("My ")
        path.write_text("Other words.\n")
        await sitting.press("ctrl+s")
        await sitting.sees("Keep both")
        await sitting.press("down", "enter")
        await sitting.until(lambda: sitting.text == "Other words.\n")
        await sitting.press("ctrl+z")
        assert sitting.text == "My Words.\n"
        assert path.read_text() == "Other words.\n"


async def test_another_draft_is_opened_by_a_part_of_its_name_and_the_first_is_saved(sit, draft):
    draft("Spine words.\n", "spine.md")
    async with sit(path := draft("Words.\n")) as sitting:
        await sitting.type("My ")
        await sitting.press("ctrl+o")
        await sitting.type("spi")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.text == "Spine words.\n")
        assert path.read_text() == "My Words.\n"


async def test_a_new_draft_begins_from_a_template(sit, drafts):
    async with sit() as sitting:
        await sitting.press("ctrl+n")
        await sitting.sees("Begin a draft")
        await sitting.press("enter")
        await sitting.sees("Give it a name first")
        await sitting.type("my talk")
        await sitting.press("down", "enter")
        await sitting.until(lambda: (drafts / "my-talk.md").exists())
        await sitting.until(lambda: sitting.text == (drafts / "my-talk.md").read_text())
        assert sitting.session.path == drafts / "my-talk.md"


async def test_a_name_that_is_taken_is_told_and_nothing_is_changed(sit, draft):
    path = draft("Words.\n", "talk.md")
    async with sit() as sitting:
        await sitting.press("ctrl+n")
        await sitting.type("talk")
        await sitting.press("enter")
        await sitting.sees("is there already")
    assert path.read_text() == "Words.\n"


async def test_the_users_own_editor_gets_the_draft_and_gives_it_back(sit, draft, tmp_path, monkeypatch):
    script = tmp_path / "ed.sh"
    script.write_text('#!/bin/sh\nprintf "Edited elsewhere. " | cat - "$1" > "$1.new" && mv "$1.new" "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    monkeypatch.setattr(HeadlessDriver, "can_suspend", property(lambda _: True), raising=False)
    async with sit(path := draft("Words.\n")) as sitting:
        await sitting.type("My ")
        await sitting.press("ctrl+g")
        await sitting.until(lambda: sitting.text == "Edited elsewhere. My Words.\n")
        assert "Edited elsewhere. My Words." in sitting.session.thread.posts[0].text
        await sitting.press("ctrl+z")
        assert sitting.text == "My Words.\n"
        assert path.read_text() == "Edited elsewhere. My Words.\n"


async def test_an_editor_that_does_not_exist_is_told_and_the_draft_is_saved(sit, draft, monkeypatch):
    monkeypatch.setenv("VISUAL", "no-such-editor-here")
    monkeypatch.setattr(HeadlessDriver, "can_suspend", property(lambda _: True), raising=False)
    async with sit(path := draft("Words.\n")) as sitting:
        await sitting.type("My ")
        await sitting.press("ctrl+g")
        await sitting.sees("no-such-editor-here did not end well")
        assert sitting.text == path.read_text() == "My Words.\n"
