"""Templates: each is a draft that can be begun from, and none can be published with a field left open."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from composer.draft import DraftError, Template, load, new, parse, templates, unfilled
from composer.lint import lint
from composer.model import BlockKind, Severity
from composer.thread import split

TODAY = date(2026, 11, 22)


def test_the_shipped_templates_are_there() -> None:
    assert {template.id for template in templates()} == {
        "amplify_roundup",
        "blog_article",
        "break_notes",
        "case_lesson",
        "conference_talk",
        "disclosure_lines",
        "favour_check",
        "favour_replies",
        "live_notes",
        "mentor_meeting",
        "paper_explainer",
        "resource_kit",
        "weekly_reset",
    }


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.id)
def test_a_template_is_a_draft_without_problems_whose_guidance_is_never_posted(template: Template) -> None:
    draft = parse(template.text)
    assert draft.problems == ()
    assert template.title != template.id
    assert template.purpose.endswith(".")
    posted = "\n".join(block.text for block in draft.blocks)
    assert "<!--" not in posted
    assert template.title not in posted
    assert unfilled(draft)
    breaks = sum(block.kind is BlockKind.BREAK for block in draft.blocks)
    assert breaks > 0 or template.id in ("favour_check", "blog_article")


_WORDS = ("ward", "night", "paper", "clinic", "letter", "river", "garden", "bridge", "lamp", "pencil", "bread", "music")


def filled(text: str) -> str:
    """The template with harmless words, no two fields alike."""
    spans = unfilled(parse(text))
    for number, span in reversed(tuple(enumerate(spans))):
        field = text[span.start + 1 : span.end - 1].lower()
        first, second = _WORDS[number % len(_WORDS)], _WORDS[(number * 3 + 1) % len(_WORDS)]
        if field == "figure.png":
            words = field
        elif field == "eventtag":
            words = "WardRounds"
        elif re.search(r"\b(?:link|address|source)\b", field):
            words = f"https://example.org/{first}-{number}"
        elif re.search(r"how many|number", field):
            words = "three"
        else:
            words = f"the {first} and its {second}"
        text = text[: span.start] + words + text[span.end :]
    return text


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.id)
@pytest.mark.parametrize("network", ["x", "bluesky", "mastodon"])
def test_a_template_filled_in_with_harmless_words_has_no_errors_and_no_warnings(
    template: Template, network: str
) -> None:
    thread = split(parse(filled(template.text)), network=network)
    weighty = [found for found in lint(thread) if found.severity in (Severity.ERROR, Severity.WARNING)]
    assert [(found.code, found.post, found.message) for found in weighty] == []


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.id)
def test_the_first_post_of_a_template_wears_one_cue(template: Template) -> None:
    first = split(parse(filled(template.text)), network="x", style="lively").posts[0]
    assert re.match(r"(CW: [^\n]+\n\n)?🧵 [\w“]", first.text)


def test_the_four_questions_of_the_favour_check_stay_together() -> None:
    template = next(template for template in templates() if template.id == "favour_check")
    posts = split(parse(template.text), network="x").posts
    assert all(f"{number}. " in posts[0].body for number in range(1, 5))


def test_a_template_filled_in_has_no_fields_left(tmp_path: Path) -> None:
    draft = load(new("talk", tmp_path, template="conference_talk", today=TODAY))
    text = draft.text
    for span in reversed(unfilled(draft)):
        text = text[: span.start] + "filled" + text[span.end :]
    assert unfilled(parse(text)) == ()
    assert "{" not in text


def test_open_fields_are_found_where_they_would_be_seen_and_nowhere_else() -> None:
    draft = parse(
        '---\ntitle: "{title}"\n---\n\n<!-- {guidance} -->\n\n# {Head}\n\n'
        "A *{field}* and `{code}` and \\{set\\} in braces.\n\n```\n{code}\n```\n\n![{alt}]({file.png})\n\n- {item}"
    )
    assert [draft.text[span.start : span.end] for span in unfilled(draft)] == [
        "{title}",
        "{Head}",
        "{field}",
        "{alt}",
        "{file.png}",
        "{item}",
    ]


def test_a_new_draft_has_its_name_as_its_title(tmp_path: Path) -> None:
    path = new("the quiet-hour", tmp_path / "drafts", today=TODAY)
    assert path == tmp_path / "drafts" / "the-quiet-hour.md"
    assert load(path).title == "The quiet hour"
    path = new("another.md", tmp_path, template="paper-explainer", today=TODAY)
    assert (path.name, load(path).title) == ("another.md", "Another")


def test_the_date_is_filled_in(tmp_path: Path) -> None:
    assert "Checked on 2026-11-22." in new("kit", tmp_path, template="resource_kit", today=TODAY).read_text()


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("mine")
    with pytest.raises(DraftError, match="is there already"):
        new("talk", tmp_path, today=TODAY)
    assert (tmp_path / "talk.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "template", "words"),
    [
        ("talk", "conferense_talk", "Did you mean conference_talk"),
        ("talk", "zzz", "There are amplify_roundup"),
        ("a/b", None, "holds a folder"),
        ("..", None, "cannot be a file's name"),
        ("", None, "cannot be a file's name"),
        ("...", None, "cannot be a file's name"),
        ("../../etc/x y", None, "Give the name alone, such as: thread new x y"),
        ("..\\\\windows", None, "holds a folder"),
        ("CON", None, "is a device on Windows"),
        ("com1.notes", None, "is a device on Windows"),
        ("nul.md", None, "is a device on Windows"),
        ("\udcff" * 100, None, "too long"),
        ("???", None, "cannot be a file's name"),
        ("x" * 300, None, "too long"),
    ],
)
def test_a_draft_that_cannot_be_begun_says_why(tmp_path: Path, name: str, template: str | None, words: str) -> None:
    with pytest.raises(DraftError, match=words):
        new(name, tmp_path, template=template, today=TODAY)
    assert list(tmp_path.iterdir()) == []
