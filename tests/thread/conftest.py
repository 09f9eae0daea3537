"""Prose to split: a generator of English that has everything a splitter can stumble over, and a reader of threads."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

NOUNS = [
    "kettle", "garden", "teacher", "signal", "river", "notebook", "committee", "lantern", "question", "patient",
    "gate", "rehearsal", "harvest", "argument", "window", "orchestra", "ferry", "kitchen", "library", "winter",
    "neighbour", "ledger", "thermometer", "orchard", "bicycle",
]  # fmt: skip
VERBS = [
    "waits", "listens", "changes", "returns", "answers", "settles", "travels", "hesitates", "improves",
    "repeats", "leans", "softens",
]  # fmt: skip
ADVERBS = [
    "slowly", "again", "quietly", "at", "first", "every", "morning", "without", "warning", "in", "the", "end",
    "after", "all",
]  # fmt: skip
ATOMS = (
    "12 000 visitors",
    "37.5 °C",
    "Dr. Amara Osei",
    "J. R. Halloran",
    "14 March 2019",
    "(Okafor et al., 2021)",
    "https://example.org/a/long/path?with=query",
    "@wardnine",
    "#SlowReading",
    "$ACME",
    "someone@example.com",
    "👩🏽‍🔬",
    "p. 12",
    "5 kg",
    "example.org",
)


def sentence(random: random.Random, words: int) -> str:
    """A sentence of about so many words, now and then with commas, an atom or a quotation."""
    said = []
    while len(said) < words:
        said += ["the", random.choice(NOUNS), random.choice(VERBS), random.choice(ADVERBS)]
        chance = random.random()
        if chance < 0.12:
            said.append(random.choice(ATOMS))
        elif chance < 0.4:
            said[-1] += random.choice([",", ",", ";", " –"])
        elif chance < 0.55:
            said.append(random.choice(["and", "because", "which", "but"]))
    text = " ".join(said).rstrip(",; –")
    text = text[0].upper() + text[1:]
    if random.random() < 0.1:
        return f"“{text}.”"
    return text + random.choice([".", ".", ".", "?", "!"])


def essay(seed: int, length: int) -> str:
    """A draft of about `length` characters: headings, paragraphs, lists, quotes, lead-ins."""
    chance = random.Random(seed)
    blocks: list[str] = []
    counted = written = 0
    while written < length:
        written += sum(map(len, blocks[counted:]))
        counted = len(blocks)
        roll = chance.random()
        if roll < 0.08:
            blocks.append("## " + sentence(chance, 4).strip("“”.?!"))
        elif roll < 0.16:
            items = [f"- {sentence(chance, chance.randint(3, 14))}" for _ in range(chance.randint(2, 6))]
            blocks += [sentence(chance, 5).rstrip("“”.?!") + ":", "\n".join(items)]
        elif roll < 0.22:
            blocks.append(f"> {sentence(chance, 20).strip('“”')}\n> — Ines Varga")
        else:
            count = chance.choice([1, 2, 3, 4, 6])
            blocks.append(" ".join(sentence(chance, chance.choice([4, 9, 16, 30, 60])) for _ in range(count)))
    return "\n\n".join(blocks) + "\n"


def bare(text: str) -> str:
    """`text` without white space."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="session", name="essay")
def _essay() -> Callable[[int, int], str]:
    return essay


@pytest.fixture(scope="session", name="bare")
def _bare() -> Callable[[str], str]:
    return bare
