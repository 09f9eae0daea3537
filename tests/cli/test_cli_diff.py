"""`thread diff`: what was queued is what is sent, and a draft that moved on is shown."""

from __future__ import annotations

from tests.cli.home import SHORT, Home


def test_a_draft_that_did_not_change_has_nothing_to_show(home: Home) -> None:
    draft = home.draft()
    home.thread("schedule", draft, "tomorrow 9am")
    done = home.thread("diff", draft)
    assert done.stdout == ""
    assert "Nothing has changed" in done.stderr


def test_only_the_changed_post_is_shown_old_and_new(home: Home) -> None:
    draft = home.draft()
    home.thread("schedule", draft, "tomorrow 9am")
    draft.write_text(SHORT.replace("Wait ten seconds", "Wait twelve seconds"))
    shown = home.thread("diff", draft, expect=1).stdout
    assert "- 2/3" in shown
    assert "Wait ten seconds" in shown
    assert "Wait twelve seconds" in shown
    assert "1/3" not in shown.replace("- 2/3", "").replace("+ 2/3", "")


def test_a_draft_that_was_never_queued_is_told_apart(home: Home) -> None:
    assert "never queued" in home.thread("diff", home.draft(), expect=2).stderr
