"""Where sentences end, with sentencex and without."""

import subprocess
import sys

import pytest

from composer.text import sentence_ends
from composer.text.sentences import by_rules


def sentences(text: str, ends) -> list[str]:
    at, found = 0, []
    for end in ends:
        found.append(text[at:end].strip())
        at = end
    return [sentence for sentence in found if sentence]


ENGLISH = [
    ["One is done.", "Two follows!", "And three?"],
    ["Dr. Ruiz spoke first.", "Prof. Okafor answered."],
    ["It rose by 3.5 points.", "Nobody knew why.", "Then it fell."],
    ["She said “Stop.”", "They stopped."],
    ["読みました。", "次へ。"],
    ["Use a counter, e.g. ours, for that.", "It works."],
]


@pytest.mark.parametrize("expected", ENGLISH)
def test_sentences_are_told_apart(expected):
    text = " ".join(expected)
    assert sentences(text, sentence_ends(text)) == expected


@pytest.mark.parametrize("expected", ENGLISH)
def test_they_are_told_apart_without_sentencex(expected):
    text = " ".join(expected)
    assert sentences(text, by_rules(text)) == expected


def test_an_offset_follows_the_last_character_of_a_sentence():
    assert sentence_ends("One.  Two.\n\n\nThree 😀.\n") == (4, 10, 21)


def test_a_paragraph_ends_a_sentence_without_a_stop():
    text = "A title\n\nA first sentence"
    assert sentences(text, sentence_ends(text)) == ["A title", "A first sentence"]


def test_other_languages_and_unknown_ones_are_read():
    german = "Das gilt z. B. heute. Morgen nicht."
    assert sentences(german, sentence_ends(german, "de-CH")) == ["Das gilt z. B. heute.", "Morgen nicht."]
    assert sentence_ends("One. Two.", "tlh-Latn") == (4, 9)
    assert sentence_ends("One. Two.", "") == (4, 9)


def test_a_long_text_keeps_its_place():
    text = "\n\n".join(f"Paragraph {number} has one sentence. And this one." for number in range(2000))
    ends = sentence_ends(text)
    assert len(ends) == 4000
    assert all(text[end - 1] == "." for end in ends)


def test_sentences_are_found_where_sentencex_has_no_wheel():
    code = (
        "import sys; sys.modules['sentencex'] = None; from composer.text import sentence_ends; "
        "print(sentence_ends('Dr. Ruiz spoke. We listened.'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "(15, 28)\n"
