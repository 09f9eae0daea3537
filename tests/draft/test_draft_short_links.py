"""On Bluesky a bare address is shown short and leads to all of it."""

from __future__ import annotations

import pytest

from composer.draft import parse, render
from composer.model import Prose

LONG = "https://journal.example.org/2026/11/a-very-long-title-of-a-paper.html?from=home"


def on(network: str, text: str) -> Prose:
    (block,) = parse(text).blocks
    return render(block, network)


def led(prose: Prose) -> list[tuple[str, str]]:
    return [(prose.text[link.start : link.end], link.target) for link in prose.links]


def test_a_long_address_is_shown_short_and_leads_to_all_of_it() -> None:
    prose = on("bluesky", f"Read {LONG} today.")
    ((label, target),) = led(prose)
    assert target == LONG
    assert label.endswith("…")
    assert len(label) <= 28
    assert LONG.removeprefix("https://").startswith(label[:-1])
    assert prose.text == f"Read {label} today."


@pytest.mark.parametrize("network", ["x", "mastodon", "threads"])
def test_elsewhere_an_address_stays_as_it_was_written(network: str) -> None:
    assert on(network, f"Read {LONG} today.").text == f"Read {LONG} today."


def test_a_label_keeps_its_words_and_its_target() -> None:
    assert led(on("bluesky", f"Read [the paper]({LONG}).")) == [("the paper", LONG)]


def test_an_address_in_code_is_code() -> None:
    prose = on("bluesky", f"Type `curl {LONG}` first.")
    assert LONG in prose.text
    assert prose.links == ()


def test_words_before_an_address_may_be_wider_in_bytes() -> None:
    prose = on("bluesky", f"Über 🧵 Größe: {LONG} und ({LONG})")
    assert [target for _, target in led(prose)] == [LONG, LONG]
    assert all(label.startswith("journal.example.org") for label, _ in led(prose))


def test_every_letter_that_is_shown_leads_back_to_the_draft() -> None:
    (block,) = parse(f"Read {LONG} today.").blocks
    prose = render(block, "bluesky")
    for run in prose.runs:
        shown = prose.text[run.at : run.at + run.length]
        assert block.source[run.source : run.source + run.length] == shown
    assert sum(run.length for run in prose.runs) == len(prose.text) - 1  # all but the ellipsis
