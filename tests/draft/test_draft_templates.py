"""Templates: each is a draft that can be begun from, and none can be published with a field left open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from composer.draft import DraftError, Template, load, new, parse, templates, unfilled
from composer.model import BlockKind

TODAY = date(2026, 11, 22)


def test_the_shipped_templates_are_there() -> None:
    assert {template.id for template in templates()} == {
        "amplify_roundup",
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
    assert breaks > 0 or template.id == "favour_check"


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
