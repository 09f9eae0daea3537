"""What the settings at a draft's head mean, and what is said of those that mean nothing."""

from __future__ import annotations

import pytest

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


def test_front_matter_that_never_ends_is_text_and_is_pointed_out() -> None:
    draft = parse("---\ntitle: T\n\nText.")
    assert draft.problems[0].line == 1
    assert "title: T" in " ".join(block.text for block in draft.blocks)


def test_front_matter_that_is_no_yaml_is_kept_as_text_with_its_line_named() -> None:
    draft = parse("---\ntitle: T\nmessage: a: b\n---\n\nText.")
    assert draft.problems[0].line == 3
    assert "message: a: b" in " ".join(block.text for block in draft.blocks)


def test_a_setting_given_twice_is_pointed_out() -> None:
    draft = head("title: A", "title: B")
    assert draft.title == "B"
    assert "twice" in draft.problems[0].message


def test_front_matter_of_comments_alone_is_pointed_out() -> None:
    draft = parse("---\n# A heading, perhaps\n---\n\nText.")
    assert [(problem.line, "only comments" in problem.message) for problem in draft.problems] == [(2, True)]
