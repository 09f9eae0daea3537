"""Practice on the screen: a prompt, a page, and days without judgement."""

from __future__ import annotations

import re

from composer.practice import prompts


async def test_the_prompt_of_the_day_is_the_same_as_on_the_command_line(sit, desk):
    wanted = desk.diary().prompt()
    async with sit() as sitting:
        await sitting.press("f4")
        await sitting.sees(wanted.text[:30])


async def test_another_prompt_comes_from_another_theme(sit, desk):
    first = desk.diary().prompt()
    async with sit() as sitting:
        await sitting.press("f4", "n")
        second = desk.diary().prompt()
        assert second.theme != first.theme
        await sitting.sees(second.text[:30])


async def test_the_tiny_version_is_a_key_away(sit, desk):
    wanted = desk.diary().prompt()
    async with sit() as sitting:
        await sitting.press("f4")
        await sitting.sees("as small as it gets")
        await sitting.press("t")
        assert "as small as it gets" not in sitting.screen
        await sitting.sees(wanted.tiny[:20])


async def test_enter_opens_a_page_in_compose_and_words_on_it_fill_the_day(sit, desk, drafts):
    async with sit() as sitting:
        await sitting.press("f4", "enter")
        await sitting.until(lambda: "prompt:" in sitting.text)
        assert sitting.app.current_mode == "compose"
        assert sitting.session.path.parent == drafts
        await sitting.press("ctrl+end")
        await sitting.type("One sentence.")
        await sitting.press("ctrl+s")
        await sitting.until(lambda: desk.diary().days()[-1])
        await sitting.press("f4")
        await sitting.sees("· ●")


async def test_what_is_typed_on_a_fresh_page_stands_below_its_prompt_and_no_prompt_is_posted(sit):
    async with sit() as sitting:
        await sitting.press("f4", "enter")
        await sitting.until(lambda: "prompt:" in sitting.text)
        await sitting.type("One sentence.")
        await sitting.sees("13/280")
        assert sitting.text.endswith("-->\n\nOne sentence.")


async def test_a_prompt_that_stays_with_the_writer_makes_a_private_draft(sit, desk):
    private = {prompt.id for prompt in prompts() if prompt.form == "private"}
    async with sit() as sitting:
        await sitting.press("f4")
        for _ in range(40):
            if desk.diary().prompt().id in private:
                break
            await sitting.press("n")
        await sitting.press("enter")
        await sitting.until(lambda: "prompt:" in sitting.text)
        assert sitting.session.draft.private


async def test_nothing_counts_against_the_writer(sit):
    async with sit() as sitting:
        await sitting.press("f4")
        await sitting.sees("The last 30 days")
        assert not re.search(r"\b0\b|streak|miss|lost|fail|only", sitting.screen.replace("Write", ""))
