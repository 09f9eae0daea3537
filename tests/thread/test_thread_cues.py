"""When a cue helps, how it is written, and when there is none."""

from __future__ import annotations

import unicodedata

import pytest

from composer.draft import parse
from composer.model import Post, Style
from composer.thread import Splitter, name_of, rendered, shipped_cues, split, unknown_cues

FILLER = "The ferry crosses the river while nobody on the quay says a word about the weather."


def middle(text: str, **options: object) -> Post:
    """The post that `text` becomes between two others."""
    draft = f"{FILLER}\n\n---\n\n{text}\n\n---\n\n{FILLER}\n\n---\n\n{FILLER}\n\n---\n\n{FILLER}"
    return split(draft, **options).posts[1]


@pytest.mark.parametrize(
    ("words", "cue"),
    [
        ("Tip: fill the kettle the evening before.", "tip"),
        ("Careful: the lid is hot.", "warning"),
        ("Careful: it was one quay, without a comparison.", "limitation"),
        ("Caution: the lid is hot.", "warning"),
        ("For example, the ferry of last Tuesday had three passengers.", "example"),
        ("In my view the timetable is too tight.", "opinion"),
        ("Many thanks to the crew of the night ferry.", "thanks"),
        ("It was one quay, with no control group, in a warm March.", "limitation"),
        ("Before the bell 4 of 20 boats were late, after it 15 of 20.", "data"),
        ("The mate, Ines Varga, put it so: “A ferry is not late. It is where the river lets it be.”", "quote"),
        ("Further reading: the harbour's own reports.", "further_reading"),
    ],
)
def test_a_post_that_says_what_it_is_gets_the_cue_for_it(words: str, cue: str) -> None:
    post = middle(words)
    assert post.cue == cue
    emoji = shipped_cues()[cue].emoji
    shown = post.text.removesuffix(" 2/5")
    assert shown == (f"{words} {emoji}" if shipped_cues()[cue].at_end else f"{emoji} {words}")


def test_a_question_to_the_reader_is_marked_near_the_end_and_not_before() -> None:
    words = "Which of your ferries would you cancel first?"
    found = shipped_cues().suggest(words, near_end=True)
    assert found is not None
    assert (found.cue, found.words) == ("call_for_input", ("Which of your",))
    assert shipped_cues().suggest(words) is None


@pytest.mark.parametrize(
    "words",
    [
        FILLER,
        "We talked about tips, data, questions and the talk of the town.",
        "Nobody asked for an example, and none was given.",
        "What is a ferry without a river?",
        "The result surprised the mate, who never says much.",
        "He wrote a paper boat on the list of new tools.",
        "They grew tomatoes on the roof and watched the prices fall.",
        "“A ferry is late,” said the mate, “when the river is early, and never before.”",
        "“Thank you for the kettle,” he said, and left.",
        "Watch the water, focus on the rope, write nothing down.",
    ],
)
def test_a_word_in_passing_is_no_reason_for_a_cue(words: str) -> None:
    assert middle(words).cue is None


def test_two_equally_good_cues_are_none() -> None:
    assert shipped_cues().suggest("There was no control group, and preliminary results are all we have.") is None


@pytest.mark.parametrize(
    "words",
    [
        "Thank you to everyone who came to the funeral.",
        "For example, she had been abused for years.",
        "Tip: call someone if you have thoughts of suicide.",
        "Many thanks for your condolences.",
        "In my view he was killed by a rule.",
    ],
)
def test_sad_words_keep_every_suggestion_away(words: str) -> None:
    assert middle(words).cue is None


def test_a_thread_that_begins_with_a_death_wears_no_emoji_at_all() -> None:
    draft = f"Our ferryman Ole died on Sunday.\n\n- {FILLER}\n- {FILLER}\n- {FILLER}\n- {FILLER}\n\n{FILLER}"
    thread = split(draft, style="lively")
    assert "".join("".join(post.body for post in thread.posts).split()) == "".join(rendered(draft).split())
    for post in thread.posts:
        assert not any(unicodedata.category(character) == "So" for character in post.text)


def test_posts_with_an_open_finding_get_no_suggestion() -> None:
    draft = "\n\n---\n\n".join([FILLER, "Tip: ring the bell.", "Caution: the rope is wet.", FILLER])
    assert [post.cue for post in split(draft).posts] == [None, "tip", "warning", None]
    assert [post.cue for post in split(draft, uncued={2}).posts] == [None, None, "warning", None]
    splitter, read = Splitter(), parse(draft)
    assert [post.cue for post in splitter.split(read).posts] == [None, "tip", "warning", None]
    assert [post.cue for post in splitter.split(read, uncued={3}).posts] == [None, "tip", None, None]
    assert [post.cue for post in splitter.split(read).posts] == [None, "tip", "warning", None]


def test_the_same_cue_never_comes_twice_in_a_row() -> None:
    draft = "\n\n---\n\n".join([FILLER, *(f"Tip: number {n}." for n in range(4)), FILLER])
    assert [post.cue for post in split(draft).posts] == [None, "tip", None, "tip", None, None]


def test_the_writer_has_the_last_word() -> None:
    assert middle("<!-- cue: none -->\nTip: fill the kettle.").cue is None
    chosen = middle("<!-- cue: goal -->\nTip: fill the kettle.")
    assert (chosen.cue, chosen.text) == ("goal", "🎯 Tip: fill the kettle. 2/5")


def test_a_chosen_cue_is_words_in_the_plain_style_and_replaces_nothing() -> None:
    assert middle("<!-- cue: tip -->\nFill the kettle.", style="plain").text == "Tip: Fill the kettle. 2/5"
    assert middle("<!-- cue: tip -->\nTip: fill the kettle.", style="plain").text == "Tip: fill the kettle. 2/5"
    assert middle("<!-- cue: thanks -->\nThe crew was kind.", style="plain").text == "Thanks: The crew was kind. 2/5"


def test_a_suggested_cue_adds_no_word_in_the_plain_style() -> None:
    post = middle("Before the bell 4 of 20 boats were late, after it 15 of 20.", style="plain")
    assert post.text.removesuffix(" 2/5") == post.body


def test_suggestions_can_be_switched_off() -> None:
    assert middle("Tip: fill the kettle.", style=Style(cues=False)).cue is None


def test_no_cue_is_suggested_for_a_language_whose_words_we_do_not_know() -> None:
    draft = "\n\n---\n\n".join([FILLER, "Tip: fill the kettle.", FILLER])
    assert split(f"---\nlanguage: de\n---\n{draft}").posts[1].cue is None
    assert split(f"---\nlanguage: en-GB\n---\n{draft}").posts[1].cue == "tip"


def test_a_heading_has_its_marker_and_no_other_cue() -> None:
    post = middle("## Tip: the bell\n\nRing it twice.")
    assert post.cue is None
    assert post.text == "🔖 Tip: the bell\n\nRing it twice. 2/5"
    assert middle("## The bell\n\nRing it twice.", style="plain").text == "The bell\n\nRing it twice. 2/5"


def test_a_cue_never_pushes_a_post_over_its_limit() -> None:
    for length in range(255, 276):
        words = "Tip: " + "x" * length
        assert all(post.length <= 280 for post in split(f"{FILLER}\n\n---\n\n{words}\n\n---\n\n{FILLER}").posts)


def test_an_unknown_cue_is_reported_with_its_line_and_the_nearest_name() -> None:
    draft = parse("One.\n\n<!-- cue: tipp -->\nTwo.\n\n<!-- cue: tip -->\nThree.\n\n<!-- cue: none -->\nFour.")
    (problem,) = unknown_cues(draft)
    assert problem.line == 4
    assert "'tipp'" in problem.message
    assert "tip" in problem.message.split("Did you mean")[1]


def test_every_emoji_of_ours_is_steady_in_terminals_and_has_a_name() -> None:
    for cue in shipped_cues():
        assert name_of(cue.emoji) != cue.emoji
        if cue.id != "list_number":
            assert len(cue.emoji) == 1
            assert unicodedata.east_asian_width(cue.emoji) == "W"


def test_no_emoji_stands_for_two_cues_and_every_cue_is_in_words_of_its_own() -> None:
    cues = tuple(shipped_cues())
    assert len({cue.emoji for cue in cues}) == len(cues)
    words = [cue.plain for cue in cues if cue.plain]
    assert len(set(words)) == len(words)


def test_names_are_spoken_words() -> None:
    assert name_of("🧵") == "thread"
    assert name_of("📌") == "pushpin"
    assert name_of("no emoji") == "no emoji"


def test_where_the_writer_set_an_emoji_none_is_added_and_none_is_doubled() -> None:
    assert middle("💡 Tip: fill the kettle.").text == "💡 Tip: fill the kettle. 2/5"
    assert middle("For example, the bell rings 🔔 twice.").cue is None
    assert middle("<!-- cue: tip -->\n💡 Fill the kettle.").text == "💡 Fill the kettle. 2/5"
    assert split(f"🧵 {FILLER}\n\n---\n\n{FILLER}").posts[0].text.count("🧵") == 1
