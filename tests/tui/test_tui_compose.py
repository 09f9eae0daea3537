"""Writing with the thread beside the draft."""

from __future__ import annotations

import pytest

from composer.model import Post, Profile

FOUR = (
    "---\nmessage: A thread has a spine.\n---\n\nEvery long piece of writing has a spine.\n\n---\n\n"
    "First, write it whole.\n\n---\n\nWhoever wrote that rota is an idiot.\n\n---\n\nLast, read it aloud.\n"
)
FAMILY = "👨\u200d👩\u200d👧\u200d👦"


async def test_what_is_typed_is_a_post_at_once(sit):
    async with sit() as sitting:
        await sitting.type("Hello, reader.")
        assert "Hello, reader." in sitting.session.thread.posts[0].text
        await sitting.sees("14/280")


async def test_a_post_that_a_key_leaves_alone_stays_the_same_object(sit, draft):
    async with sit(draft(FOUR)) as sitting:
        before = sitting.session.thread.posts
        sitting.compose.editor.move_cursor(sitting.compose.editor.document.end)
        await sitting.type("!")
        after = sitting.session.thread.posts
        assert [old is new for old, new in zip(before, after, strict=True)] == [True, True, True, False]


async def test_the_message_of_the_draft_stays_in_sight(sit, draft):
    async with sit(draft(FOUR)) as sitting:
        await sitting.sees("“A thread has a spine.”")
        await sitting.press("alt+down", "alt+down", "alt+down")
        assert "“A thread has a spine.”" in sitting.screen


async def test_the_message_is_written_into_the_front_matter_by_key(sit, draft):
    async with sit(draft(FOUR)) as sitting:
        await sitting.press("f7", "ctrl+u")
        await sitting.type("It has none.")
        await sitting.press("enter")
        await sitting.until(lambda: sitting.session.draft.message == "It has none.")
        assert sitting.text.startswith('---\nmessage: "It has none."\n---\n')
        assert "“It has none.”" in sitting.screen


@pytest.mark.parametrize("text", ["One.|Two.", "One.|\n\nTwo.", "One.\n|Two.", "One.\n\n|Two.", "One.\n\n|\n\nTwo."])
async def test_a_new_post_begins_at_the_cursor_with_a_blank_line_on_either_side(sit, draft, text):
    async with sit(draft(text.replace("|", ""))) as sitting:
        sitting.compose.editor.go_to(text.index("|"))
        await sitting.press("alt+n")
        assert sitting.text == "One.\n\n---\n\nTwo."
        assert [post.body for post in sitting.session.thread.posts] == ["One.", "Two."]
        await sitting.type("And ")
        assert sitting.text.endswith("---\n\nAnd Two.")


async def test_cursor_and_preview_go_together(sit, draft):
    async with sit(draft(FOUR)) as sitting:
        await sitting.press("alt+down", "alt+down")
        assert sitting.compose.preview.here == 2
        assert sitting.text[sitting.compose.editor.offset_of_cursor :].startswith("Whoever")
        await sitting.press("alt+up")
        assert sitting.compose.preview.here == 1
        await sitting.press("ctrl+end")
        assert sitting.compose.preview.here == 3


async def test_a_click_on_a_post_leads_to_its_words(sit, draft):
    async with sit(draft(FOUR)) as sitting:
        await sitting.rest()
        third = sitting.compose.preview._tops[2] + 1
        await sitting.pilot.click("#preview", offset=(8, third))
        await sitting.pilot.pause()
        assert sitting.text[sitting.compose.editor.offset_of_cursor :].startswith("Whoever")


async def test_a_finding_leads_to_its_words_and_its_post(sit, draft):
    async with sit(draft(FOUR)) as sitting:
        await sitting.rest()
        codes = [finding.code for finding in sitting.session.findings]
        for _ in range(codes.index("KND002") + 1):
            await sitting.press("f8")
        assert "idiot" in sitting.compose.editor.selected_text
        assert sitting.compose.preview.here == 2
        assert "3/4 ■" in sitting.screen


async def test_enter_in_the_list_of_findings_explains_the_rule(sit, draft):
    async with sit(draft("Whoever wrote that rota is an idiot.\n")) as sitting:
        await sitting.rest()
        await sitting.press("ctrl+t")
        codes = [finding.code for finding in sitting.session.findings]
        await sitting.press(*["down"] * codes.index("KND002"), "enter")
        await sitting.sees("To let it be")
        assert "KND002" in sitting.screen
        await sitting.press("escape", "escape")
        assert sitting.compose.editor.has_focus


async def test_a_fix_is_made_by_key_and_taken_back_by_undo(sit, draft):
    text = "We met a 93-year-old patient who taught us to wait.\n"
    async with sit(draft(text)) as sitting:
        await sitting.rest()
        codes = [finding.code for finding in sitting.session.findings]
        for _ in range(codes.index("PRV004") + 1):
            await sitting.press("f8")
        await sitting.press("ctrl+l")
        assert "93" not in sitting.text
        assert "PRV004" not in [finding.code for finding in sitting.session.findings]
        await sitting.press("ctrl+z")
        assert sitting.text == text


async def test_one_key_turns_emoji_into_words_and_back(sit, draft):
    async with sit(draft(FOUR)) as sitting:
        lively = sitting.session.thread.posts[0].text
        await sitting.press("f6")
        assert sitting.session.style.profile is Profile.PLAIN
        assert sitting.session.thread.posts[0].text != lively
        assert sitting.session.thread.posts[0].text.isascii()
        await sitting.press("f6")
        assert sitting.session.thread.posts[0].text == lively


async def test_the_thread_goes_to_the_clipboard(sit, draft):
    async with sit(draft(FOUR)) as sitting:
        await sitting.press("f9")
        assert sitting.app.clipboard.count("/4") == 4


async def test_a_family_is_one_character_for_the_keys(sit):
    async with sit() as sitting:
        editor = sitting.compose.editor
        editor.insert(f"a{FAMILY}b")
        await sitting.press("left", "left")
        assert editor.cursor_location == (0, 1)
        await sitting.press("right")
        assert editor.cursor_location == (0, 1 + len(FAMILY))
        await sitting.press("backspace")
        assert sitting.text == "ab"


async def test_a_family_is_drawn_as_every_terminal_can_and_posted_as_it_is(sit):
    async with sit() as sitting:
        sitting.compose.editor.insert(f"We are {FAMILY} here.")
        await sitting.pilot.pause()
        assert FAMILY not in sitting.screen
        assert "We are 👨" in sitting.screen
        assert FAMILY in sitting.session.thread.posts[0].text


async def test_what_is_drawn_as_less_than_it_is_has_its_name_in_the_first_line(sit):
    async with sit() as sitting:
        sitting.compose.editor.insert(f"We are {FAMILY} here.")
        await sitting.press("home")
        assert "post 1 of 1" in sitting.screen
        await sitting.press(*["right"] * 7)
        assert "at the cursor: family man woman girl boy" in sitting.screen


async def test_rows_of_the_editor_are_drawn_anew_when_the_window_changes(sit, draft):
    words = " ".join(f"word{number}" for number in range(60))
    async with sit(draft(f"Top.\n\n{words}\n"), size=(120, 40)) as sitting:
        for width in (80, 104, 90):
            await sitting.pilot.resize_terminal(width, 24)
            await sitting.pilot.pause()
            editor = sitting.compose.editor
            rows = "".join(editor.render_line(y).text for y in range(editor.size.height))
            assert rows.split() == ["Top.", *words.split()]


async def test_posts_lose_their_boxes_in_a_narrow_window(sit, draft):
    async with sit(draft(FOUR)) as sitting:
        assert "┏━ 1/4" in sitting.screen
        await sitting.pilot.resize_terminal(80, 24)
        await sitting.pilot.pause()
        assert "┏━ 1/4" not in sitting.screen
        assert "▌" in sitting.screen


async def test_a_post_over_its_limit_says_so_in_words(sit):
    async with sit() as sitting:
        sitting.compose.preview.show((Post(1, 1, "word " * 60, 300),), 280)
        await sitting.sees("▲ 20 over · 300/280")


async def test_an_account_that_does_not_exist_is_told_while_writing_goes_on(sit, draft):
    async with sit(draft("---\nto: [nobody]\n---\n\nA post.\n")) as sitting:
        await sitting.sees("There is no account 'nobody'")
        assert len(sitting.session.thread.posts) == 1


async def test_a_picture_is_a_line_with_its_alt_text_and_its_want_is_told(sit, draft):
    async with sit(draft("Look.\n\n![Two bars.](bars.png)\n\n---\n\nAnd here.\n\n![](dots.png)\n")) as sitting:
        await sitting.sees("▣ Two bars.")
        assert "▣ dots.png has no alt text" in sitting.screen
