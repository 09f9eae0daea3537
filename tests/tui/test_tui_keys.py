"""One table of keys: what is bound, what is shown, what is explained and what the command line calls it."""

from __future__ import annotations

import pytest

from composer.cli.main import VERBS
from composer.tui.app import ComposerApp
from composer.tui.compose import Compose
from composer.tui.keys import KEYS, Scope, bindings, hints, shown
from composer.tui.networks import Networks
from composer.tui.planning import PlanScreen
from composer.tui.practice import Practice
from composer.tui.queue import Queue
from composer.tui.theme import INK, PAPER

SCREENS = {
    Scope.COMPOSE: Compose,
    Scope.NETWORKS: Networks,
    Scope.QUEUE: Queue,
    Scope.ENTRY: Queue,
    Scope.PLAN: PlanScreen,
    Scope.PRACTICE: Practice,
}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_a_key_does_something(key):
    owner, _, name = key.action.partition("(")[0].partition(".")
    assert hasattr(ComposerApp if owner == "app" else SCREENS[key.scope], f"action_{name}")


@pytest.mark.parametrize("key", [key for key in KEYS if key.command], ids=lambda key: key.id)
def test_the_command_beside_a_key_exists(key):
    for command in key.command.split(" · "):
        program, word, *_ = command.split()
        assert program == "thread"
        assert word in VERBS or word in ("FILE", "--help")


def test_keys_have_ids_of_their_own_and_never_two_meanings_in_one_place():
    assert len({key.id for key in KEYS}) == len(KEYS)
    for scopes in (*((scope,) for scope in Scope), Queue.SCOPES):
        held = [each for key in KEYS if key.scope in (*scopes, Scope.EVERYWHERE) for each in key.keys.split(",")]
        assert len(held) == len(set(held)), scopes


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_no_key_that_terminals_keep_for_themselves(key):
    taken = {"ctrl+b", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+z", "ctrl+c", "f10", "f11"}
    assert not taken & set(key.keys.split(","))


def test_keys_are_written_as_people_write_them():
    assert [shown(key) for key in ("ctrl+s", "alt+up", "f8", "shift+f8", "delete")] == [
        "^s", "alt+↑", "f8", "shift+f8", "del",
    ]  # fmt: skip


def test_every_binding_can_be_given_another_key():
    assert all(binding.id for scope in Scope for binding in bindings(scope))


@pytest.mark.parametrize("scope", Scope)
def test_help_and_the_way_out_are_always_in_sight(scope):
    assert {"help", "quit"} <= {key.id for key in hints(scope, Scope.EVERYWHERE)}


async def test_help_shows_every_key(sit):
    async with sit(size=(120, 200)) as sitting:
        await sitting.press("f1")
        await sitting.sees("Keys and commands")
        for key in KEYS:
            assert key.does in sitting.screen


async def test_the_palette_finds_a_command_by_its_word_on_the_command_line(sit, draft):
    async with sit(draft("Words.\n")) as sitting:
        await sitting.press("ctrl+p")
        await sitting.type("thread sched")
        await sitting.sees("Queue the thread for a time, in words.")
        await sitting.press("enter")
        await sitting.sees("Schedule talk.md")


async def test_a_click_on_a_hint_does_what_its_key_does(sit):
    async with sit() as sitting:
        row = sitting.screen.splitlines()[-1]
        await sitting.pilot.click("Hints", offset=(row.index("Help"), 0))
        await sitting.sees("Keys and commands")


@pytest.mark.parametrize("theme", [INK, PAPER], ids=lambda theme: theme.name)
def test_no_colour_of_ours_is_red(theme):
    from textual.color import Color

    for name in ("primary", "secondary", "accent", "warning", "error", "success"):
        hue, saturation, _ = Color.parse(getattr(theme, name)).hsl
        assert 0.05 < hue < 0.95 or saturation < 0.2, name
