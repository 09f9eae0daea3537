"""Findings mended by one key: safe changes at once, all others offered with the line that each would leave."""

TALK = """\
So tired!!! And why??? We met at nine.

Half of the beds are taken by drug addicts and the elderly are often lonely. Please retweet!
"""


async def to(sitting, code):
    """Walk to a finding."""
    await sitting.rest()
    codes = [finding.code for finding in sitting.session.found]
    await sitting.press(*["f8"] * (codes.index(code) + 1))


def codes_of(sitting):
    return [finding.code for finding in sitting.session.found]


async def test_all_safe_changes_of_a_finding_are_made_at_once_and_taken_back_in_one_step(sit, draft):
    async with sit(draft(TALK)) as sitting:
        await to(sitting, "TON003")
        await sitting.press("ctrl+l")
        assert sitting.text.startswith("So tired! And why? We met at nine.")
        assert "TON003" not in codes_of(sitting)
        await sitting.press("ctrl+z")
        assert sitting.text == TALK


async def test_a_sentence_that_only_asks_is_cut_and_the_cursor_stands_where_it_was(sit, draft):
    async with sit(draft(TALK)) as sitting:
        await to(sitting, "FAV001")
        await sitting.press("ctrl+l")
        assert sitting.text == TALK.replace(" Please retweet!", "")
        assert sitting.compose.editor.offset_of_cursor == len(sitting.text) - 1
        assert sitting.compose.editor.selected_text == ""


async def test_choices_are_listed_with_the_line_that_each_would_leave(sit, draft):
    async with sit(draft(TALK)) as sitting:
        await to(sitting, "KND005")
        await sitting.press("ctrl+l")
        await sitting.sees("Write “people with a drug addiction” for “drug addicts”")
        assert "are taken by people who use drugs and the elderly" in sitting.screen
        assert "addicts and older people are often lonely" in sitting.screen


async def test_escape_leaves_a_choice_and_changes_nothing(sit, draft):
    async with sit(draft(TALK)) as sitting:
        await to(sitting, "KND005")
        await sitting.press("ctrl+l")
        await sitting.sees("Leave it")
        await sitting.press("escape")
        assert sitting.text == TALK
        assert sitting.app.screen is sitting.compose
        assert sitting.compose.editor.has_focus


async def test_a_choice_that_is_made_is_one_step_back_and_kept_on_disk(sit, draft, state):
    async with sit(draft(TALK)) as sitting:
        await to(sitting, "KND005")
        await sitting.press("ctrl+l")
        await sitting.sees("people who use drugs")
        await sitting.press("down", "enter")
        assert "taken by people who use drugs and the elderly" in sitting.text
        await sitting.until(lambda: any("people who use drugs" in f.read_text() for f in state.rglob("*.json")))
        await sitting.press("ctrl+z")
        assert sitting.text == TALK


async def test_an_unsafe_change_is_shown_before_it_is_made(sit, draft):
    async with sit(draft("We met. #One #Two #Three #Four\n")) as sitting:
        await to(sitting, "TAG001")
        await sitting.press("ctrl+l")
        await sitting.sees("Leave out #Four")
        assert sitting.text == "We met. #One #Two #Three #Four\n"
        await sitting.press("enter")
        assert sitting.text == "We met. #One #Two #Three\n"


async def test_the_walk_goes_on_behind_a_finding_that_was_mended(sit, draft):
    async with sit(draft(TALK)) as sitting:
        await to(sitting, "KND005")
        following = codes_of(sitting)[codes_of(sitting).index("KND005") + 1]
        await sitting.press("ctrl+l")
        await sitting.sees("people who use drugs")
        await sitting.press("enter")
        await sitting.press("ctrl+l")
        await sitting.sees("older people")
        await sitting.press("enter")
        assert "KND005" not in codes_of(sitting)
        await sitting.press("f8")
        assert sitting.session.found[sitting.compose.findings.at].code == following


async def test_a_finding_that_only_its_writer_can_mend_says_so(sit, draft):
    async with sit(draft("You are an idiot if you believe that table.\n")) as sitting:
        await to(sitting, "KND002")
        await sitting.press("ctrl+l")
        await sitting.until(lambda: bool(sitting.app._notifications))
        assert "only you can say it differently" in next(iter(sitting.app._notifications)).message
