"""The index of the wordings agrees with the lists, and finds what regular expressions find without any short cut."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.lint import rules, wordbook
from composer.lint.matcher import MASKED, WORD, _begins
from composer.lint.shapes import ANY, NUMBER, Either, Row
from composer.lint.vocabulary import FOLDER, INDEX, languages, vocabulary

FRAMES = wordbook.frames("en")
WORDS = sorted({word for frame in FRAMES for need in (frame.anchors, *frame.needs) for words in need for word in words})
SETS = sorted((Path(__file__).parent / "sets").rglob("*.jsonl"))
LINK = rf"[^\w.!?\n{MASKED}]{{1,3}}"
LONG_NUMBER = r"\d+(?:[.,]\d+)+k?(?![^\W_])"


def regex(shape):
    """A shape as a regular expression."""
    if isinstance(shape, frozenset):
        return f"(?!{LONG_NUMBER})(?:{'|'.join(sorted(shape, key=len, reverse=True))})"
    if isinstance(shape, Either):
        return f"(?:{'|'.join(map(regex, shape.options))})"
    if isinstance(shape, Row):
        pivot = next(i for i, (_, least, _) in enumerate(shape.items) if least)
        parts = [regex(one) + LINK if i < pivot else LINK + regex(one) for i, (one, _, _) in enumerate(shape.items)]
        parts[pivot] = regex(shape.items[pivot][0])
        return "".join(f"(?:{part}){{{n},{m}}}" for part, (_, n, m) in zip(parts, shape.items, strict=True))
    return {ANY: f"(?:{LONG_NUMBER}|(?!{LONG_NUMBER}){WORD})", NUMBER: rf"(?:{LONG_NUMBER}|\d+k?)"}.get(
        shape, f"(?<!{shape}){shape}++"
    )


@cache
def compiled(frame):
    end = r"(?=[ \t\"'*_)]{0,8}+(?![^\W_]|[,\-']))" if frame.ends else ""
    return re.compile(rf"(?<![\w'])(?<!\d[.,])(?:{regex(frame.shape)})(?!\w){end}")


def long_way(text):
    """Every wording and its places, each wording sought in the whole of the text."""
    for frame in FRAMES:
        at = 0
        given = any(word in text for words in frame.anchors for word in words)
        while given and (match := compiled(frame).search(text, at)):
            fits = not frame.begins or _begins(text, match.start())
            at = match.end() if fits else match.start() + 1
            if fits:
                yield frame.name, match.start(), match.end(), frame.excuse


def index_way(text):
    return {(w.name, start, end, w.excuse) for w, start, end in vocabulary("en").matcher.matches(text)}


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_index_is_in_step_with_the_lists(language):
    assert (FOLDER / language / INDEX).read_text("utf-8") == wordbook.index(language), (
        "`python -m composer.lint.wordbook` makes it anew."
    )


def test_examples_and_sets_give_the_same_matches_without_the_short_cut():
    texts = [text for rule in rules() for text in (*rule.bad, *rule.good)]
    texts += [json.loads(line)["text"] for file in SETS for line in file.read_text("utf-8").splitlines()]
    for text in texts:
        low = text.lower().replace("\u2019", "'")
        assert index_way(low) == set(long_way(low))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from([" ", ", ", "'", ". ", "-", "\x01 "]))
def test_a_jumble_of_our_own_words_gives_the_same_matches_without_the_short_cut(words, joint):
    text = joint.join(words)
    assert index_way(text) == set(long_way(text))
