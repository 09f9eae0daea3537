"""The index of the wordings agrees with the lists, and finds what regular expressions find without any short cut."""

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.lint import rules, wordbook
from composer.lint.combinations import groups
from composer.lint.sentence import begins
from composer.lint.shapes import ANY, NUMBER, Combination, Either, Frame, Row
from composer.lint.tokens import MASKED, WORD
from composer.lint.vocabulary import FOLDER, INDEX, languages, vocabulary

WORDINGS = wordbook.wordings("en")
COMBINATIONS = [one for one in WORDINGS if isinstance(one, Combination)]
FRAMES = [one for one in WORDINGS if isinstance(one, Frame)]
PARTS = [part for one in COMBINATIONS for part in (*one.parts, *one.excuses)]
WORDS = sorted(
    {word for frame in (*FRAMES, *PARTS) for need in (frame.anchors, *frame.needs) for words in need for word in words}
)
SETS = sorted((Path(__file__).parent / "sets").rglob("*.jsonl"))
LINK = rf"[^\w.!?\n{MASKED}]{{1,3}}"
TOKEN = re.compile(rf"\d+(?:[.,]\d+)+k?(?![^\W_])|{WORD}|\x01+|\x02+|\x03+|\x04+|\x05+|\x06+")
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


def places(frame, text):
    """Where a wording stands, sought in the whole of the text."""
    at = 0
    given = not frame.anchors or any(word in text for words in frame.anchors for word in words)
    while given and (match := compiled(frame).search(text, at)):
        fits = not frame.begins or begins(text, match.start())
        at = match.end() if fits else match.start() + 1
        if fits:
            yield match.start(), match.end()


def together(combination, text):
    """The places of the parts of a combination, sentence by sentence."""
    tokens = [match.span() for match in TOKEN.finditer(text)]
    gaps = [(text[end:start], start) for (_, end), (start, _) in pairwise(tokens)]
    stops = [start for gap, start in gaps if "\n" in gap or (len(gap) > 1 and set(gap) & set(".!?"))]
    parts = [list(places(part, text)) for part in combination.parts]
    if not all(parts):
        return
    excuses = [place for part in combination.excuses for place in places(part, text)]
    for low, high in pairwise([0, *stops, len(text)]):
        here = [[place for place in part if low <= place[0] < high] for part in parts]
        if all(here) and not any(low <= start < high for start, _ in excuses):
            for group in groups(here, ordered=combination.ordered):
                if len(TOKEN.findall(text, group[0][0], group[-1][1])) <= combination.reach:
                    yield group


def long_way(text):
    """Every wording and combination and its places."""
    for frame in FRAMES:
        for place in places(frame, text):
            yield frame.name, (place,), frame.excuse
    for combination in COMBINATIONS:
        for group in together(combination, text):
            yield combination.name, group, False


def index_way(text):
    return set(vocabulary("en").matcher.matches(text))


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
