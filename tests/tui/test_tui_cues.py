"""The cue of a post is kept, changed and refused from the writing screen, and code is drawn there."""

from __future__ import annotations

from composer.desk.refusals import refusals

WARD = "The ward is quiet at four, and the nurse who knows it best has time to say what she has seen this week."
DOOR = "For example, the door of the store wakes everybody who sleeps beside it."
TALK = f"# Four\n\n{WARD}\n\n---\n\n{DOOR}\n\n---\n\n{WARD}\n"
CODE = "".join(f"    count(night_shift, week={week}, list='short repairs')\n" for week in range(9))


async def test_the_suggested_cue_is_kept_by_enter(sit, drafts):
    (drafts / "talk.md").write_text(TALK)
    async with sit(drafts / "talk.md") as sitting:
        await sitting.press("alt+down", "alt+c")
        await sitting.sees("suggested by “For example”")
        await sitting.press("enter")
        assert "<!-- cue: example -->\nFor example" in sitting.text
        await sitting.press("ctrl+z")
        assert sitting.text == TALK


async def test_another_cue_is_found_by_a_part_of_its_name(sit, drafts):
    (drafts / "talk.md").write_text(TALK)
    async with sit(drafts / "talk.md") as sitting:
        await sitting.press("alt+down", "alt+c")
        await sitting.type("opini")
        await sitting.press("enter")
        assert "<!-- cue: opinion -->\nFor example" in sitting.text
        assert sitting.session.thread.posts[1].cue == "opinion"


async def test_a_refused_cue_is_gone_and_remembered(sit, drafts, state):
    (drafts / "talk.md").write_text(TALK)
    async with sit(drafts / "talk.md") as sitting:
        await sitting.press("alt+down", "alt+c", "down", "enter")
        assert "<!-- cue: none -->\nFor example" in sitting.text
        assert sitting.session.thread.posts[1].cue is None
        assert [one.cue for one in refusals(state)] == ["example"]


async def test_leaving_the_list_of_cues_changes_nothing(sit, drafts):
    (drafts / "talk.md").write_text(TALK)
    async with sit(drafts / "talk.md") as sitting:
        await sitting.press("alt+down", "alt+c", "escape")
        assert sitting.text == TALK


async def test_what_was_understood_otherwise_than_written_stands_among_the_findings(sit, drafts):
    (drafts / "talk.md").write_text(
        f"---\nmod: x\n---\n{WARD}\n\n<!-- keepp -->\n\n![A list on a door, in pencil](list.png)\n"
    )
    async with sit(drafts / "talk.md") as sitting:
        await sitting.rest()
        said = " ".join(finding.message for finding in sitting.session.found)
        for words in ("“mod” is not a setting", "did you mean “keep”", "There is no picture list.png"):
            assert words in said
        await sitting.press("f8", "enter")


async def test_long_code_becomes_a_picture_by_the_key_of_its_finding_and_comes_back(sit, drafts):
    text = f"Look:\n\n```\ndef repairs():\n{CODE}```\n\n{WARD}\n"
    (drafts / "talk.md").write_text(text)
    async with sit(drafts / "talk.md") as sitting:
        await sitting.rest()
        assert "COD001" in {finding.code for finding in sitting.session.found}
        await sitting.press("alt+d")
        await sitting.rest()
        assert (drafts / "talk-code-1.png").exists()
        assert "](talk-code-1.png)" in sitting.text
        assert not sitting.session.remarks
        await sitting.press("ctrl+z")
        assert sitting.text == text


async def test_without_long_code_there_is_nothing_to_draw(sit, drafts):
    (drafts / "talk.md").write_text(TALK)
    async with sit(drafts / "talk.md") as sitting:
        await sitting.press("alt+d")
        await sitting.sees("No code is longer than a post.")
        assert sitting.text == TALK
