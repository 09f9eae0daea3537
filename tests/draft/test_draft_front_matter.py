"""What the settings at a draft's head mean, and what is said of those that mean nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.draft import parse
from composer.model import Draft, Ignore, Numbering, Profile

WHOLE = """\
---
title: The quiet hour
message: One protected hour made our handovers calmer.
for: nurses and junior doctors
event: "#CareConf26"
to: [rehearsal, bluesky]
style: plain
numbering: (1/9)
language: en-GB
content_warning: hospital
visibility: unlisted
reply_to: https://example.org/@a/1
profile: strict
ignore: [KND001, TAG002 because it is a quotation, {LEN003: short on purpose}]
private: true
---

Text.
"""


def head(*lines: str) -> Draft:
    return parse("\n".join(["---", *lines, "---", "", "Text."]))


def test_every_setting_of_the_format_is_read() -> None:
    draft = parse(WHOLE)
    assert (draft.title, draft.message, draft.audience, draft.event) == (
        "The quiet hour",
        "One protected hour made our handovers calmer.",
        "nurses and junior doctors",
        "#CareConf26",
    )
    assert (draft.accounts, draft.profile, draft.numbering) == (
        ("rehearsal", "bluesky"),
        Profile.PLAIN,
        Numbering.PARENTHESES,
    )
    assert (draft.language, draft.content_warning, draft.visibility) == ("en-GB", "hospital", "unlisted")
    assert (draft.reply_to, draft.lint_profile, draft.private) == ("https://example.org/@a/1", "strict", True)
    assert draft.ignores == (
        Ignore("KND001"),
        Ignore("TAG002", "because it is a quotation"),
        Ignore("LEN003", "short on purpose"),
    )
    assert (draft.problems, dict(draft.extra)) == ((), {})
    assert [block.text for block in draft.blocks] == ["Text."]


def test_a_draft_without_front_matter_leaves_everything_to_the_settings() -> None:
    draft = parse("Text.")
    assert (draft.title, draft.profile, draft.numbering, draft.private) == ("", None, None, False)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("title: 2026", "title", "2026"),
        ("title: 2026-02-30", "title", "2026-02-30"),
        ("title: yes", "title", "yes"),
        ("event: CareConf26", "event", "#CareConf26"),
        ("to: rehearsal", "accounts", ("rehearsal",)),
        ("to: x, bluesky", "accounts", ("x", "bluesky")),
        ("numbering: 1.", "numbering", Numbering.DOT),
        ("numbering: 1/9", "numbering", Numbering.SLASH),
        ("style: Lively", "profile", Profile.LIVELY),
        ("ignore: KND001", "ignores", (Ignore("KND001"),)),
        ("private: yes", "private", True),
        ("title:", "title", ""),
    ],
)
def test_values_are_taken_as_they_were_typed(line: str, field: str, value: object) -> None:
    draft = head(line)
    assert getattr(draft, field) == value
    assert draft.problems == ()


def test_an_event_without_quotes_is_taken_and_the_quotes_are_asked_for() -> None:
    draft = head("title: T", "event: #CareConf26")
    assert draft.event == "#CareConf26"
    assert [problem.line for problem in draft.problems] == [3]
    assert 'event: "#CareConf26"' in draft.problems[0].message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("titel: T", "did you mean “title”?"),
        ("mood: fine", "not a setting"),
        ("title: [a, b]", "must be words"),
        ("to: {a: b}", "must be a list of words"),
        ("style: loud", "there are lively, plain"),
        ("numbering: roman", "there are 1/9"),
        ("private: perhaps", "true or false"),
        ('event: "Care Conf 26"', '"#CareConf26"'),
        ("ignore: {a: [b]}", "list of lint codes"),
        ("[a]: b", "must be a word"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line_and_the_rest_is_read(line: str, words: str) -> None:
    draft = head("language: en", line, "message: M")
    assert [(problem.line, words in problem.message) for problem in draft.problems] == [(3, True)], draft.problems
    assert (draft.language, draft.message) == ("en", "M")


def test_settings_we_do_not_know_are_kept() -> None:
    draft = head("tags: [a, 2]", "style: loud")
    assert dict(draft.extra) == {"tags": ["a", 2], "style": "loud"}


@pytest.mark.parametrize(
    ("settings", "taken"),
    [
        ("title: T\nprivate: true", "Lines 2 to 3 were taken as settings"),
        ("private: true", "Line 2 was taken as a setting"),
        ("private: true\nignore:\n  - KND001\n  - KND002", "Lines 2 to 5 were taken as settings"),
    ],
)
@pytest.mark.parametrize("behind", ["", "\n\nText. More: text.", "\nText. More: text."])
def test_settings_whose_closing_line_was_forgotten_hold_and_are_never_posted(
    settings: str, taken: str, behind: str
) -> None:
    """Nobody means to post `private: true`, and whoever wrote it means it."""
    draft = parse(f"---\n{settings}{behind}")
    assert draft.private
    assert [block.text for block in draft.blocks] == (["Text. More: text."] if behind else [])
    assert draft.problems[0].line == 1
    assert draft.problems[0].message.startswith(taken)
    assert "Put a line --- behind its last setting" in draft.problems[0].message


def test_a_first_line_of_hyphens_above_prose_is_a_break_and_no_word_is_lost() -> None:
    draft = parse("---\nOne thing: words with a colon.\n\nMore.")
    assert [block.text for block in draft.blocks] == ["", "One thing: words with a colon.", "More."]
    assert "All of this was taken as text" in draft.problems[0].message


def test_front_matter_that_is_no_yaml_is_not_posted_and_its_line_is_named() -> None:
    draft = parse("---\ntitle: T\nmessage: a: b\n---\n\nText.")
    assert draft.problems[0].line == 3
    assert [block.text for block in draft.blocks] == ["Text."]


def test_prose_between_two_breaks_is_posted_although_it_stands_where_front_matter_does() -> None:
    draft = parse("---\nOne: two: three.\n---\n\nText.")
    assert "One: two: three." in [block.text for block in draft.blocks]
    assert draft.problems[0].line == 2


@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\ufeff"])
def test_a_byte_order_mark_is_no_part_of_a_draft(mark: str) -> None:
    text = "---\ntitle: T\n---\n\nText."
    assert parse(mark + text) == parse(text)
    assert parse(mark + "Text.").blocks[0].text == "Text."


@pytest.mark.parametrize(
    "text", ["---\ntitle: T\n---\n", "<!-- a note -->", "---\ntitle: T\n---\n\n<!-- n -->\n\n---\n"]
)
def test_a_draft_of_settings_and_comments_says_that_there_is_nothing_to_post(text: str) -> None:
    assert any("nothing to post" in problem.message for problem in parse(text).problems)


@pytest.mark.parametrize("text", ["", " \n", "Text.", "![Alt](a.png)", "<!-- a note -->\n\nText."])
def test_a_draft_with_words_or_pictures_or_not_begun_at_all_is_not_told_so(text: str) -> None:
    assert not any("nothing to post" in problem.message for problem in parse(text).problems)


_LINES = st.lists(
    st.sampled_from(["---", "title: T", "for: me", "private: true", "- a", "  b", "", "Words.", "a: b: c"]), max_size=8
).map("\n".join)


@given(_LINES, _LINES)
@settings(deadline=None)
def test_reading_after_an_edit_of_the_front_matter_equals_reading_anew(before: str, after: str) -> None:
    tail = "\n\nOne paragraph.\n\nAnother."
    old = parse(f"---\n{before}{tail}")
    new = f"---\n{after}{tail}"
    assert parse(new, previous=old) == parse(new)


def test_a_setting_given_twice_is_pointed_out() -> None:
    draft = head("title: A", "title: B")
    assert draft.title == "B"
    assert "twice" in draft.problems[0].message


def test_front_matter_of_comments_alone_is_pointed_out() -> None:
    draft = parse("---\n# A heading, perhaps\n---\n\nText.")
    assert [(problem.line, "only comments" in problem.message) for problem in draft.problems] == [(2, True)]


@pytest.mark.parametrize("tag", ["English", "Deutsch", "de_AT", "e", "en de"])
def test_the_name_of_a_language_is_no_tag_and_is_told(tag: str) -> None:
    draft = parse(f"---\nlanguage: {tag}\n---\nWords.")
    assert (draft.language, len(draft.problems)) == ("", 1)
    assert "must be a language tag such as en" in draft.problems[0].message


@pytest.mark.parametrize("tag", ["en", "de-AT", "zh-Hant-TW", "no", "gsw", "PT-br"])
def test_a_language_tag_is_taken_as_written(tag: str) -> None:
    assert parse(f"---\nlanguage: {tag}\n---\nWords.").language == tag
