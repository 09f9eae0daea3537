"""Odd windows, odd texts, odd keys: nothing breaks, and nothing is lost."""

from __future__ import annotations

import random

import pytest
from textual.events import Paste

from composer.tui.keys import KEYS, Scope
from composer.tui.preview import wrapped
from composer.tui.steady import after, before, snapped, steady

ODD = (
    "",
    "\n\n\n",
    "---\n---\n",
    "---\ntitle: [\n",
    "\u202eright to left\u202c and back",
    "漢字かな交じり文。" * 40,
    "🏳️\u200d🌈👩🏽\u200d⚕️1️⃣🇫🇷" * 30,
    "word" * 200,
    "<!-- cue: none -->\n\n<!-- keep -->\n\nunclosed",
    "\t\ttabs\tand\x0bcontrols\x07",
    "![](x)![](y)![](z)![](a)![](b)",
    "# Only a heading",
    "```\ncode\n" + "x" * 400 + "\n```",
)


@pytest.mark.parametrize("text", ODD)
async def test_odd_drafts_are_shown_and_edited(sit, draft, text):
    async with sit(draft(text), size=(80, 24)) as sitting:
        await sitting.rest()
        await sitting.press("ctrl+end", "backspace", "left", "right", "up", "alt+up", "alt+down", "f8", "f6", "alt+n")
        await sitting.type("End.")
        await sitting.rest()
        assert sitting.session.text == sitting.text
        assert sitting.text.count("End.") == 1


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (300, 80)])
async def test_windows_of_any_size(sit, draft, size):
    async with sit(draft("One post.\n\n---\n\n" + "And words. " * 60), size=size) as sitting:
        await sitting.rest()
        await sitting.press("f8", "f3", "f4", "f5", "f2", "f1", "escape", "ctrl+r", "escape")
        await sitting.type("End.")
        assert "End." in sitting.text


async def test_a_long_paste_is_taken_whole(sit):
    text = "\n\n".join(f"Paragraph {number} says something." for number in range(300))
    async with sit() as sitting:
        sitting.app.post_message(Paste(text))
        await sitting.until(lambda: sitting.session.text == text)
        await sitting.rest()
        assert "".join(post.body for post in sitting.session.thread.posts).count("Paragraph") == 300


async def test_any_keys_in_any_order(sit, draft):
    chance = random.Random(5)
    known = [each for key in KEYS for each in key.keys.split(",") if key.scope is not Scope.EVERYWHERE]
    keys = [key for key in known if key not in ("ctrl+g", "w")]
    keys += ["f1", "f2", "f3", "f4", "f5", "escape", "enter", "tab", "a", "backspace", "ctrl+z", "left", "down", "up"]
    async with sit(draft("One.\n\n---\n\nWhoever wrote it is an idiot, a 93-year-old.\n"), size=(80, 24)) as sitting:
        for _ in range(60):
            await sitting.pilot.press(chance.choice(keys))
        await sitting.press("escape", "escape", "escape", "f2")
        await sitting.rest()
        assert sitting.session.text == sitting.text


@pytest.mark.parametrize("text", [text for text in ODD if text])
@pytest.mark.parametrize("width", [8, 20, 76])
def test_wrapped_lines_fit_and_hold_every_word(text, width):
    from rich.cells import cell_len

    lines = list(wrapped(text, width))
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(steady(text).split())


@pytest.mark.parametrize("text", ODD)
def test_steps_through_a_line_never_stop_inside_a_character(text):
    line = text.replace("\n", " ")
    assert len(steady(line)) == len(line)
    forward = [0]
    while forward[-1] < len(line):
        forward.append(after(line, forward[-1]))
    back = [len(line)]
    while back[-1] > 0:
        back.append(before(line, back[-1]))
    assert forward == back[::-1]
    assert all(snapped(line, place) == place for place in forward)
    assert {snapped(line, place) for place in range(len(line) + 1)} == set(forward)
