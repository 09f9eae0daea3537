"""One draft on several networks: beside each other, or one after the other."""

from __future__ import annotations

import time

LONG = "A reader who gives it a minute gets something that a minute elsewhere would not have brought. " * 4
DRAFT = f"""---
to: [x-by-hand, bluesky-by-hand, mastodon-by-hand]
---

{LONG}

<!-- only: bluesky -->
For Bluesky alone.
<!-- /only -->

---

The end.
"""


async def test_all_networks_stand_beside_each_other_with_their_counts_and_what_differs(sit, draft):
    async with sit(draft(DRAFT)) as sitting:
        await sitting.rest()
        await sitting.press("alt+a")
        await sitting.sees("X 3 · Bluesky 3 · Mastodon 2")
        await sitting.sees("/500")
        for said in ("3 posts of up to 280", "of up to 300", "2 posts of up to 500", "≠ X: post", "For Bluesky alone."):
            assert said in sitting.screen
        await sitting.press("escape")
        assert "Mastodon" not in sitting.screen


async def test_a_narrow_window_shows_one_network_after_the_other(sit, draft):
    async with sit(draft(DRAFT), size=(80, 24)) as sitting:
        await sitting.rest()
        await sitting.press("alt+a")
        await sitting.sees("of up to 280")
        assert "of up to 300" not in sitting.screen
        assert "/280" in sitting.screen
        await sitting.press("tab")
        await sitting.sees("of up to 300")
        assert "For Bluesky alone." in sitting.screen
        await sitting.press("tab", "tab")
        await sitting.sees("of up to 280")


async def test_a_draft_for_one_network_is_told_how_to_name_more(sit, draft):
    async with sit(draft("Words.\n")) as sitting:
        await sitting.rest()
        await sitting.press("alt+a")
        await sitting.until(lambda: bool(sitting.app._notifications))
        assert "goes to one network (rehearsal)" in next(iter(sitting.app._notifications)).message


async def test_writing_splits_for_the_network_on_the_screen_alone(sit, draft, monkeypatch):
    from composer.desk import Desk

    looked = []
    real = Desk.look_for
    monkeypatch.setattr(
        Desk, "look_for", lambda self, *arguments: looked.append(time.monotonic()) or real(self, *arguments)
    )
    async with sit(draft(DRAFT)) as sitting:
        await sitting.rest()
        await sitting.press("ctrl+end")
        await sitting.type(" And more of it.")
        await sitting.rest()
        assert looked == []
        await sitting.press("alt+a")
        await sitting.sees("Mastodon")
        assert len(looked) == 2
