"""The pages in docs/rules say what the records say."""

from pathlib import Path

from composer.lint import rules
from composer.lint.pages import index, page

FOLDER = Path(__file__).parents[2] / "docs" / "rules"


def test_the_rules_pages_are_in_step_with_the_rules():
    pages = {f"{rule.code}.md": page(rule) for rule in rules()} | {"README.md": index()}
    written = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.md")}
    assert written == pages, "run `python -m composer.lint.pages docs/rules`"


def test_the_tables_of_a_page_fit_a_terminal():
    rows = [line for rule in rules() for line in page(rule).splitlines() if line.startswith("|")]
    assert rows
    assert max(map(len, rows)) <= 80
