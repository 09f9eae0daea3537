"""The index of the wordings agrees with the lists, and finds what would be found without any short cut."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.lint import rules, wordbook
from composer.lint.matcher import Matcher
from composer.lint.vocabulary import FOLDER, INDEX, languages, vocabulary

FRAMES = wordbook.frames("en")
PLAIN = Matcher.of([replace(frame, needs=()) for frame in FRAMES])
WORDS = sorted({word for frame in FRAMES for need in (frame.anchors, *frame.needs) for word in need})
SETS = sorted((Path(__file__).parent / "sets").rglob("*.jsonl"))


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_index_is_in_step_with_the_lists(language):
    assert (FOLDER / language / INDEX).read_text("utf-8") == wordbook.index(language), (
        "`python -m composer.lint.wordbook` makes it anew."
    )


def test_examples_and_sets_give_the_same_hits_without_the_short_cut():
    texts = [text for rule in rules() for text in (*rule.bad, *rule.good)]
    texts += [json.loads(line)["text"] for file in SETS for line in file.read_text("utf-8").splitlines()]
    for text in texts:
        low = text.lower().replace("\u2019", "'")
        assert vocabulary("en").matcher.find(low) == PLAIN.find(low)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from([" ", ", ", "'", ". ", "-", "\x01 "]))
def test_a_jumble_of_our_own_words_gives_the_same_hits_without_the_short_cut(words, joint):
    text = joint.join(words)
    assert vocabulary("en").matcher.find(text) == PLAIN.find(text)
