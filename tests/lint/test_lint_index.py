"""The index of the wordings agrees with the lists, and finds what one finds who tries every wording at every word."""

import json
import os
import re
from dataclasses import replace
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
WORDS = sorted(
    {
        word
        for one in WORDINGS
        for frame in (
            (one,) if isinstance(one, Frame) else (form for part in (*one.parts, *one.excuses) for form in part)
        )
        for need in (frame.anchors, *frame.needs)
        for words in need
        for word in words
    }
)
SETS = sorted((Path(__file__).parent / "sets").rglob("*.jsonl"))
LINK = re.compile(rf"[^\w.!?\n{MASKED}]{{1,3}}")
TOKEN = re.compile(rf"\d+(?:[.,]\d+)+k?(?![^\W_])|{WORD}|\x01+|\x02+|\x03+|\x04+|\x05+|\x06+")


STEP = int(os.environ.get("THREAD_EVERY", "8"))
"""Of how many texts one is taken: all of them take minutes."""
ANCHORS = {}
WHOLE = {}


class Slow:
    """A text in which wordings are sought with nothing but the notation's own meaning."""

    def __init__(self, text):
        self.text = text
        self.given = frozenset(re.findall(r"[^\W_]+", text))
        self.known = {}
        self.readings = {}
        for token in TOKEN.finditer(text):
            parts, at = token[0].split("'"), token.start()
            for i, part in enumerate(parts):
                self.readings[at] = ["'".join(parts[i:n]) for n in range(len(parts), i, -1)]
                at += len(part) + 1

    def ends(self, shape, at):
        """Where a shape that begins at a place may end, what is preferred first."""
        key = id(shape), at
        if key not in self.known:
            self.known[key] = list(dict.fromkeys(self.ways(shape, at)))
        return self.known[key]

    def ways(self, shape, at):
        if isinstance(shape, Either):
            return [end for option in shape.options for end in self.ends(option, at)]
        if isinstance(shape, Row):
            return self.along(shape.items, at)
        if shape.__class__ is str:
            fits = re.compile({ANY: r"[^\x01-\x06]+", NUMBER: r"\d[\d.,]*k?"}.get(shape, f"{shape}+")).fullmatch
            return [at + len(one) for one in self.readings[at] if fits(one)]
        return [at + len(one) for one in self.readings[at] if one in shape]

    def along(self, items, at):
        places = [(at, True)]
        for shape, least, most in items:
            places = [place for before in places for place in self.times(shape, least, most, before)]
            places = list(dict.fromkeys(places))
        return [end for end, untouched in places if not untouched]

    def times(self, shape, least, most, place):
        at, untouched = place
        link = None if untouched else LINK.match(self.text, at)
        if most and (untouched or link):
            start = at if untouched else link.end()
            for end in self.ends(shape, start) if start in self.readings else ():
                yield from self.times(shape, max(0, least - 1), most - 1, (end, False))
        if not least:
            yield place

    def may_hold(self, frame):
        anchors = ANCHORS.get(id(frame))
        if anchors is None:
            anchors = {word.split("'")[0] for words in frame.anchors for word in words}
            ANCHORS[id(frame)] = anchors
        return not anchors or not anchors.isdisjoint(self.given)

    def places(self, frame):
        """Where a wording stands; of places that overlap the first."""
        reached = 0
        for token in TOKEN.finditer(self.text) if self.may_hold(frame) else ():
            at = token.start()
            opens = not re.match(r"[\w']", self.text[at - 1 : at]) and (not frame.begins or begins(self.text, at))
            for end in self.ends(frame.shape, at) if at >= reached and opens else ():
                rest = self.text[end:]
                if rest[:1] != "_" and (not frame.ends or re.match(r"[ \t\"'*_)]{0,8}+(?![^\W_]|[,\-'])", rest)):
                    yield at, end
                    reached = end
                    break


def whole(part):
    """A part as the one wording that its forms are written as."""
    if id(part) not in WHOLE:
        shape = Either(tuple(form.shape for form in part))
        anchored = all(form.anchors for form in part)
        anchors = frozenset(words for form in part for words in form.anchors) if anchored else frozenset()
        WHOLE[id(part)] = replace(part[0], shape=shape, anchors=anchors)
    return WHOLE[id(part)]


def together(combination, slow):
    """The places of the parts of a combination, sentence by sentence."""
    text = slow.text
    tokens = [match.span() for match in TOKEN.finditer(text)]
    gaps = [(text[end:start], start) for (_, end), (start, _) in pairwise(tokens)]
    stops = [start for gap, start in gaps if "\n" in gap or (len(gap) > 1 and set(gap) & set(".!?"))]
    parts = [list(slow.places(whole(part))) for part in combination.parts]
    if not all(parts):
        return
    excuses = [place for part in combination.excuses for place in slow.places(whole(part))]
    for low, high in pairwise([0, *stops, len(text)]):
        here = [[place for place in part if low <= place[0] < high] for part in parts]
        if all(here) and not any(low <= start < high for start, _ in excuses):
            for group in groups(here, ordered=combination.ordered):
                if len(TOKEN.findall(text, group[0][0], group[-1][1])) <= combination.reach:
                    yield group


def long_way(text):
    """Every wording and combination and its places."""
    slow = Slow(text)
    for one in WORDINGS:
        if isinstance(one, Frame):
            for place in slow.places(one):
                yield one.name, (place,), one.excuse
        else:
            for group in together(one, slow):
                yield one.name, group, False


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
    for text in texts[::STEP]:
        low = text.lower().replace("\u2019", "'")
        assert index_way(low) == set(long_way(low))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from([" ", ", ", "'", ". ", "-", "\x01 "]))
def test_a_jumble_of_our_own_words_gives_the_same_matches_without_the_short_cut(words, joint):
    text = joint.join(words)
    assert index_way(text) == set(long_way(text))
