"""A draft in an editor, without any editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.desk.session import LONGEST, REST, ChangedOnDiskError, Disk, Session
from composer.draft import DraftError, autosave, parse
from composer.lint import apply
from composer.model import ComposerError
from composer.tui.edits import message_fix


def test_nothing_is_kept_before_something_was_written(desk, draft, state):
    session = Session.open(desk, draft("Words.\n"))
    assert not session.keep_due(10.0)
    session.keep()
    assert autosave.find_all(state) == ()


def test_words_are_kept_when_the_keys_rest(desk, draft, state):
    session = Session.open(desk, path := draft("Words.\n"))
    session.change("Words and more.\n", 10.0)
    assert not session.keep_due(10.0 + REST / 2)
    assert session.keep_due(10.0 + REST)
    session.keep()
    assert autosave.find(state, path).text == "Words and more.\n"
    assert path.read_text() == "Words.\n"


def test_words_are_kept_within_a_second_although_the_keys_never_rest(desk, draft):
    session = Session.open(desk, draft("Words.\n"))
    at = 10.0
    while not session.keep_due(at):
        at += REST / 2
        session.change(session.text + "x", at)
        assert at <= 11.0
    assert LONGEST < 1


def test_a_saved_draft_leaves_no_copy_behind(desk, draft, state):
    session = Session.open(desk, path := draft("Words.\n"))
    session.change("More words.\n", 1.0)
    session.keep()
    session.save()
    assert path.read_text() == "More words.\n"
    assert autosave.find_all(state) == ()
    assert not session.dirty


def test_a_copy_of_an_earlier_sitting_survives_until_it_was_offered(desk, draft, state):
    path = draft("Words.\n")
    autosave.write(state, path, "Words that were never saved.\n")
    session = Session.open(desk, path)
    session.change("Words, typed before anybody asked.\n", 1.0)
    session.keep()
    assert session.left.text == "Words that were never saved.\n"


def test_a_file_that_somebody_else_wrote_is_not_saved_over(desk, draft):
    session = Session.open(desk, path := draft("Mine.\n"))
    session.change("Mine, longer.\n", 1.0)
    path.write_text("Theirs.\n")
    assert session.disk() is Disk.CHANGED
    with pytest.raises(ChangedOnDiskError, match=r"talk\.md was changed by another program"):
        session.save()
    assert path.read_text() == "Theirs.\n"
    session.save(over=True)
    assert path.read_text() == "Mine, longer.\n"


def test_a_file_that_was_only_touched_has_not_changed(desk, draft):
    session = Session.open(desk, path := draft("Mine.\n"))
    path.write_text("Mine.\n")
    assert session.disk() is Disk.SAME


def test_a_file_that_is_gone_is_written_again(desk, draft):
    session = Session.open(desk, path := draft("Mine.\n"))
    path.unlink()
    assert session.disk() is Disk.GONE
    session.save()
    assert path.read_text() == "Mine.\n"


def test_line_ends_of_the_file_stay_as_they_were(desk, drafts):
    path = drafts / "windows.md"
    path.write_bytes(b"One.\r\n\r\nTwo.\r\n")
    session = Session.open(desk, path)
    assert session.text == "One.\n\nTwo.\n"
    session.change("One.\n\nTwo!\n", 1.0)
    session.save()
    assert path.read_bytes() == b"One.\r\n\r\nTwo!\r\n"


@pytest.mark.parametrize("text", ["", "---\ntitle: [never closed\n---\n\nWords.\n", "---\ntitle: open\n"])
def test_a_draft_that_cannot_be_published_can_still_be_mended(desk, draft, text):
    assert Session.open(desk, draft(text)).text == text


@pytest.mark.parametrize("content", [b"\0\1\2", b"\xff\xfeh\0i\0", b"caf\xe9"])
def test_what_is_no_text_is_refused(desk, drafts, content):
    path = drafts / "picture.md"
    path.write_bytes(content)
    with pytest.raises(DraftError):
        Session.open(desk, path)
    assert path.read_bytes() == content


def test_a_draft_that_is_not_there_yet_begins_empty(desk, drafts):
    session = Session.open(desk, drafts / "new.md")
    assert session.text == ""
    session.change("First words.\n", 1.0)
    session.save()
    assert (drafts / "new.md").read_text() == "First words.\n"


def test_a_draft_without_a_name_gets_one_that_is_free(desk, drafts):
    (drafts / "2026-11-22-untitled.md").write_text("Taken.\n")
    session = Session.untitled(desk)
    assert session.path == drafts / "2026-11-22-untitled-2.md"
    assert not session.path.exists()


def test_saving_under_another_name_never_replaces_a_file(desk, draft, drafts):
    session = Session.open(desk, draft("Mine.\n"))
    other = draft("Theirs.\n", "other.md")
    with pytest.raises(DraftError, match="already"):
        session.save_as(other)
    assert other.read_text() == "Theirs.\n"
    session.save_as(drafts / "third.md")
    assert (drafts / "third.md").read_text() == "Mine.\n"
    assert session.path == drafts / "third.md"


def test_a_failed_save_keeps_the_words_and_the_name(desk, draft, tmp_path):
    session = Session.open(desk, path := draft("Mine.\n"))
    with pytest.raises(ComposerError):
        session.save_as(tmp_path / "nowhere" / "talk.md")
    assert session.path == path
    assert session.text == "Mine.\n"


def test_a_post_with_an_open_privacy_finding_has_no_cue(desk, draft):
    text = "In short: write to mrs.marsh@example.org about it.\n\n---\n\nIn short: wait.\n\n---\n\nEnd.\n"
    session = Session.open(desk, draft(text))
    session.settle()
    private, harmless, _ = session.thread.posts
    assert private.cue is None
    assert harmless.cue is not None


def test_the_thread_on_the_screen_is_the_thread_that_is_queued(desk, draft):
    session = Session.open(desk, draft("One. Two. Three.\n\n---\n\nIn short: wait.\n"))
    session.settle()
    review = session.review(session.account)
    assert review.thread is session.thread
    again = desk.look_for(session.draft, session.account, session.wishes)
    assert [post.text for post in again.thread.posts] == [post.text for post in review.thread.posts]
    assert again.findings == review.findings


def test_findings_about_words_that_have_changed_since_are_not_taken(desk, draft):
    session = Session.open(desk, draft("Whoever wrote that rota is an idiot.\n"))
    before = session.thread
    findings = session.check(before)
    session.change("All is well.\n", 1.0)
    assert not session.take(before, findings)
    assert session.findings == ()
    assert not session.checked


@pytest.mark.parametrize(
    "text",
    [
        "Just words.\n",
        "---\ntitle: A\n---\n\nWords.\n",
        "---\n---\n\nWords.\n",
        '---\ntitle: A\nmessage: "Old"\nfor: all\n---\n\nWords.\n',
        "---\nmessage: >\n  Old words\n  on two lines\ntitle: A\n---\n\nWords.\n",
    ],
)
@pytest.mark.parametrize("message", ["One thing.", 'She said: "no" #1', "", "é: {x} 🧵"])
def test_a_message_is_written_where_the_front_matter_has_it(text, message):
    written = parse(apply(text, [message_fix(text, message)]))
    assert written.message == message
    assert written.title == parse(text).title
    assert [block.text for block in written.blocks] == ["Just words."] if "Just" in text else ["Words."]


def test_unfilled_fields_and_an_empty_draft_stand_in_the_way(desk, draft):
    assert "write something first" in Session.open(desk, draft("")).hindrances()[0]
    assert "{name}" in Session.open(desk, draft("Hello {name}.\n", "b.md")).hindrances()[0]
    assert Session.open(desk, draft("Hello.\n", "c.md")).hindrances() == ()


def test_the_session_needs_no_screen():
    import subprocess
    import sys

    script = "import sys, composer.desk.session; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=Path.cwd()).returncode == 0
