"""Which words share a post is the writer's to say, by key, in marks that stand in the draft."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.desk.steer import as_one, carried, merged, parted
from composer.draft import parse
from composer.lint import apply
from composer.thread import Splitter

WARD = "The ward is quiet at four, and the nurse who knows it best has time to say what she has seen this week."
LIST = "She keeps a list of small repairs, each with a date and a name, and nobody had ever asked her to show it."
DOOR = "The door of the store is the first on it, since everybody who passes it at night wakes the room beside it."
HOUSE = "A carpenter came on Tuesday with a plane and a little oil, and the house slept through until the morning."

SECTIONS = f"# Four\n\n{WARD}\n\n# Repairs\n\n{LIST}\n\n# Night\n\n{DOOR}\n"


def trial(text):
    return Splitter("x").split(parse(text))


def merge(text, index=0):
    thread = trial(text)
    return merged(thread.draft, thread, index, trial)


def part(text, index=0, offset=None):
    thread = trial(text)
    at = thread.spans[index].start if offset is None else offset
    return parted(thread.draft, thread, index, at, trial)


def words(text):
    return [word for block in parse(text).blocks for word in block.text.split()]


def posts(text):
    return [post.body for post in trial(text).posts]


def test_posts_with_a_break_between_them_become_one_without_it():
    text = f"{WARD}\n\n---\n\n{LIST}\n"
    assert apply(text, merge(text)) == f"{WARD}\n\n{LIST}\n"


def test_a_break_right_under_a_paragraph_leaves_two_paragraphs():
    assert apply("One.\n---\nTwo.\n", merge("One.\n---\nTwo.\n")) == "One.\n\nTwo.\n"


def test_posts_with_nothing_between_them_are_kept_together_by_marks():
    text = SECTIONS
    assert len(posts(text)) == 3
    kept = apply(text, merge(text))
    assert kept == (
        f"<!-- keep -->\n\n# Four\n\n{WARD}\n\n# Repairs\n\n{LIST}\n\n<!-- /keep -->\n\n# Night\n\n{DOOR}\n"
    )
    assert posts(kept) == [f"Four\n\n{WARD}\n\nRepairs\n\n{LIST}", f"Night\n\n{DOOR}"]


@pytest.mark.parametrize("grouped", ["Four", "Repairs"])
def test_a_group_that_one_of_the_posts_is_in_grows(grouped):
    paragraph = {"Four": WARD, "Repairs": LIST}[grouped]
    section = f"# {grouped}\n\n{paragraph}"
    text = SECTIONS.replace(section, f"<!-- keep -->\n\n{section}\n\n<!-- /keep -->")
    assert apply(text, merge(text)) == apply(SECTIONS, merge(SECTIONS))


def test_two_groups_become_one():
    text = SECTIONS
    for section in (f"# Four\n\n{WARD}", f"# Repairs\n\n{LIST}"):
        text = text.replace(section, f"<!-- keep -->\n{section}\n<!-- /keep -->")
    kept = apply(text, merge(text))
    assert (kept.count("<!-- keep -->"), kept.count("<!-- /keep -->")) == (1, 1)
    assert posts(kept) == posts(apply(SECTIONS, merge(SECTIONS)))


def test_a_break_within_a_group_is_taken_out_and_the_group_stays():
    text = "<!-- keep -->\n\nOne.\n\n---\n\nTwo.\n\n<!-- /keep -->\n"
    assert apply(text, merge(text)) == text.replace("---\n\n", "")


def test_a_break_between_sections_gives_way_to_marks():
    text = SECTIONS.replace("# Repairs", "---\n\n# Repairs")
    assert apply(text, merge(text)) == apply(SECTIONS, merge(SECTIONS))


def test_marks_within_code_are_words():
    code = "```\n<!-- keep -->\n```"
    text = f"{code}\n\n---\n\nTwo.\n"
    assert apply(text, merge(text)) == f"{code}\n\nTwo.\n"


def test_what_follows_a_break_keeps_its_indent():
    text = "One.\n\n---\n\n    code = 1\n"
    assert apply(text, merge(text)) == "One.\n\n    code = 1\n"


def test_the_last_post_has_none_to_merge_with():
    assert "last post" in merge(f"{WARD}\n\n---\n\n{LIST}\n", 1)


def test_an_empty_draft_has_nothing_to_steer():
    assert "no post yet" in merge("")
    thread = trial("")
    assert "no post yet" in parted(thread.draft, thread, 0, 0, trial)


def test_posts_that_are_too_long_together_stay_as_they_are():
    text = f"{WARD} {LIST}\n\n---\n\n{DOOR} {HOUSE}\n"
    assert merge(text) == (
        "Posts 1 and 2 do not fit one post, which holds 280 characters and 4 pictures, so nothing was changed:"
        " shorten one of them first."
    )


def test_posts_of_one_long_paragraph_are_said_to_share_it():
    text = f"{WARD} {LIST} {DOOR} {HOUSE} {WARD}\n"
    assert len(posts(text)) == 3
    assert "share a paragraph" in merge(text)
    assert "share a paragraph" not in merge(SECTIONS.replace("# Night", f"{HOUSE}\n\n# Night"), 1)


def test_what_was_merged_is_parted_again():
    kept = apply(SECTIONS, merge(SECTIONS))
    assert apply(kept, part(kept)) == SECTIONS


def test_a_post_without_marks_is_parted_by_a_break_behind_the_paragraph_at_the_cursor():
    text = "One.\n\nTwo.\n\nThree.\n"
    assert apply(text, part(text, offset=text.index("Two"))) == "One.\n\nTwo.\n\n---\n\nThree.\n"
    assert apply(text, part(text, offset=text.index("Three"))) == "One.\n\nTwo.\n\n---\n\nThree.\n"


def test_a_heading_is_not_parted_from_what_it_heads():
    assert "is one paragraph" in part("# Four\n\nOne.\n")
    assert apply("# Four\n\nOne.\n\nTwo.\n", part("# Four\n\nOne.\n\nTwo.\n")) == "# Four\n\nOne.\n\n---\n\nTwo.\n"


def test_marks_that_hold_nothing_apart_make_room_for_a_break():
    text = "<!-- keep -->\n\nOne.\n\nTwo.\n\n<!-- /keep -->\n"
    assert apply(text, part(text)) == "One.\n\n---\n\nTwo.\n"


def test_a_post_of_one_paragraph_is_for_the_cursor_to_part():
    assert "is one paragraph" in part("One.\n")


def test_changes_for_another_network_count_with_its_measure():
    text = f"{WARD} {LIST}\n\n---\n\n{DOOR}\n"
    thread = Splitter("bluesky").split(parse(text))
    fixes = merged(thread.draft, thread, 0, lambda changed: Splitter("bluesky").split(parse(changed)))
    assert isinstance(fixes, str)
    thread = Splitter("mastodon").split(parse(text))
    fixes = merged(thread.draft, thread, 0, lambda changed: Splitter("mastodon").split(parse(changed)))
    assert apply(text, fixes) == f"{WARD} {LIST}\n\n{DOOR}\n"


BLOCKS = st.lists(
    st.sampled_from(
        ["---", "***", "<!-- keep -->", "<!-- /keep -->", "<!-- cue: tip -->", "# Head", WARD, LIST, "Short.",
         "- one\n- two", "1. first\n2. second", "> said", "```\ncode\n```", "    indented", "<!-- only: bluesky -->",
         "<!-- /only -->", "- one <!-- keep -->\n- two <!-- /keep -->", "![door](door.png)"]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(BLOCKS, st.sampled_from(["\n\n", "\n", "\n\n\n"]), st.integers(0, 8), st.integers(0, 999))
def test_no_word_is_lost_or_moved_whatever_is_merged_or_parted(blocks, gap, index, offset):
    text = gap.join(blocks)
    thread = trial(text)
    index = min(index, max(0, len(thread.posts) - 1))
    for found in (merge(text, index), part(text, index, min(offset, len(text)))):
        if isinstance(found, str):
            assert found.endswith(".")
            continue
        changed = apply(text, found)
        assert changed != text
        assert words(changed) == words(text)
        assert apply(text, [as_one(text, found)]) == changed
        for block, start in zip(thread.draft.blocks, thread.draft.starts, strict=True):
            if block.items:
                assert changed.startswith(block.source.split("\n")[0], carried(found, start))


def test_a_cursor_behind_a_mark_that_goes_stays_at_its_words():
    text = "<!-- keep -->\n\nOne.\n"
    found = part(text)
    assert apply(text, found)[carried(found, text.index("One")) :] == "One.\n"


@settings(max_examples=100, deadline=None)
@given(BLOCKS, st.integers(0, 8))
def test_merging_makes_one_post_fewer_or_says_why_not(blocks, index):
    text = "\n\n".join(blocks)
    thread = trial(text)
    index = min(index, max(0, len(thread.posts) - 1))
    found = merge(text, index)
    if not isinstance(found, str):
        after = trial(apply(text, found))
        start, last = (carried(found, at) for at in (thread.spans[index].start, thread.spans[index + 1].end - 1))
        assert any(span.start <= start and last < span.end for span in after.spans)


# At the keyboard


async def test_merging_and_parting_by_key_change_the_draft_and_the_cursor_stays_in_its_words(sit, draft):
    async with sit(draft(SECTIONS)) as sitting:
        sitting.compose.editor.go_to(SECTIONS.index("nurse"))
        await sitting.press("alt+m")
        assert sitting.text == apply(SECTIONS, merge(SECTIONS))
        assert len(sitting.session.thread.posts) == 2
        assert sitting.text[sitting.compose.editor.offset_of_cursor :].startswith("nurse")
        await sitting.press("alt+p")
        assert sitting.text == SECTIONS
        assert len(sitting.session.thread.posts) == 3
        assert sitting.text[sitting.compose.editor.offset_of_cursor :].startswith("nurse")


@pytest.mark.parametrize("text", ["One.\n\n---\n\nTwo.\n", "SECTIONS"])
async def test_undo_brings_the_text_before_back_in_one_step(sit, draft, text):
    text = SECTIONS if text == "SECTIONS" else text
    async with sit(draft(text)) as sitting:
        await sitting.press("alt+m")
        changed = sitting.text
        assert changed != text
        await sitting.press("ctrl+z")
        assert sitting.text == text
        await sitting.press("ctrl+y")
        assert sitting.text == changed


async def test_why_nothing_was_merged_is_said_on_the_screen(sit, draft):
    async with sit(draft("One.\n"), size=(80, 24)) as sitting:
        await sitting.press("alt+m")
        await sitting.sees("This is the last post")
        assert sitting.text == "One.\n"
        assert not sitting.session.dirty
