"""Wordings that stand apart in a sentence mean something together, and only there."""

import sys

import pytest

from composer.lint.families.wordings import spans
from composer.lint.frames import FrameError, Notation
from composer.lint.matcher import Matcher
from composer.lint.reading import Reading, Setting
from composer.lint.shapes import tables
from composer.model import Post, Run

CLASSES = {"ask": ["please", "(can|could) you"], "spread": ["share|retweet"], "mine": ["(my|our) (post|paper)"]}


def matcher(*wordings, unless=()):
    notation = Notation(CLASSES)
    return Matcher(tables([one for wording in wordings for one in notation.wordings(wording, "list", unless)]))


def found(wording, text, unless=()):
    return [
        " + ".join(text[start:end] for start, end in hit.parts) for hit in matcher(wording, unless=unless).find(text)
    ]


@pytest.mark.parametrize(
    ("wording", "text", "parts"),
    [
        ("<ask> & <spread>", "if you have a minute to share it, please do", "share + please"),
        ("<ask> & <spread>", "please. we share a desk", ""),
        ("<ask> & <spread>", "please\nshare", ""),
        ("<ask> & <mine> & <spread>", "can you read our paper (3.5 p) and share", "can you + our paper + share"),
        ("<ask> & <mine> & <spread>", "could you read the paper and share it", ""),
        ("<ask> > <spread>", "share it with whom you please", ""),
        ("<ask> > <spread>", "please, as ever, read and share", "please + share"),
        ("<ask> > <spread>", "please come, please share", "please + share"),
        ("<ask> > <spread> > <mine>", "please share whatever you like of my post", "please + share + my post"),
        ("<ask> & <spread> ~ 4", "please do share", "please + share"),
        ("<ask> & <spread> ~ 4", "please tell everybody who came to share", ""),
        ("<ask> & <spread> ! never|not", "please do not share", ""),
        ("<ask> & <spread> ! never|not", "not now. please share", "please + share"),
        ("<ask> & ^ <mine>", "our paper is out, can you look", "our paper + can you"),
        ("<ask> & ^ <mine>", "can you look at our paper", ""),
        ("{mention} & <spread>", "\x01\x01\x01 is it true that you share this", "\x01\x01\x01 + share"),
        ("my post|paper & post|paper", "my post", ""),
    ],
)  # fmt: skip
def test_a_combination_finds_what_it_says(wording, text, parts):
    assert found(wording, text) == ([parts] if parts else [])


def test_a_list_may_excuse_all_its_combinations_in_a_sentence():
    assert found("<ask> & <spread>", "he said: please share", unless=["he|she said"]) == []
    assert found("<ask> & <spread>", "so he said. please share", unless=["he|she said"]) == ["please + share"]


@pytest.mark.parametrize("wording", ["a & b > c", "a ! b > c & d", "a & b ~ few", "a & b ~ 3 ~ 4", "{mention} & {url}"])
def test_a_combination_that_cannot_be_read_is_named(wording):
    with pytest.raises(FrameError, match=wording[:3]):
        matcher(wording)


@pytest.mark.parametrize("piece", ["please ", "please share my post ", "please share my post. ", "share ", "it's "])
def test_a_text_twice_as_long_takes_twice_the_steps(piece):
    one = matcher("<ask> & <spread> & <mine>", "<ask> > <spread>", "<mine> & <spread> ~ 5 ! not")
    one.find(piece * 20)
    assert steps(lambda: one.find(piece * 2000)) < 2.2 * steps(lambda: one.find(piece * 1000))


def steps(run):
    """How many functions are called."""
    count = 0

    def profile(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Please share our paper.", "Please share our paper"),
        (
            "Please, if it is not too much trouble for anybody on the night shift, do share it.",
            "Please \u2026 share",
        ),
    ],
)
def test_a_finding_names_the_words_and_what_is_between_them_if_that_is_short(text, words):
    reading = Reading(Post(1, 1, text, len(text), text, (Run(0, 0, len(text)),)), Setting("x", 280))
    combined = matcher("<ask> & <spread> & <mine>", "<ask> & <spread>")
    (finding,) = spans(reading, combined.find(reading.words))
    assert finding.words == (words,)
    assert reading.said(finding.start, finding.end).startswith("Please")
