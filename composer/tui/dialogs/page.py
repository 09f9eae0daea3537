"""A page to read: a rule with its reason, the story of an entry, all keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from composer.desk.problems import DRAFT
from composer.tui.dialogs.base import Dialog
from composer.tui.steady import steady

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.model import Diagnostic


class Page(Dialog[None]):
    """Something to read; the arrows and page keys scroll."""

    keys = (("↑↓", "Scroll"), ("esc", "Back"))

    def __init__(self, heading: str, text: Content) -> None:
        super().__init__()
        self.heading = heading
        self._text = text

    def content(self) -> ComposeResult:
        """The text."""
        with VerticalScroll(id="page"):
            yield Static(self._text)

    def on_mount(self) -> None:
        """Ready to scroll."""
        self.query_one(VerticalScroll).focus()


def finding_page(finding: Diagnostic) -> Page:
    """A finding in full: by the linter, with its rule; about the draft as a file, as it is."""
    if finding.code == DRAFT:
        return Page("In the draft", Content(steady(finding.message)))
    return rule_page(finding.code, finding.message)


def rule_page(code: str, message: str) -> Page:
    """Why a finding was made, on what evidence, and how to let it be."""
    from composer.lint import rule

    found = rule(code)
    parts: list[Content | str | tuple[str, str]] = [
        steady(message),
        "\n\n",
        ("Why\n", "b $accent"),
        steady(found.reason),
        "\n\n",
        ("Where from\n", "b $accent"),
        steady(found.source),
        "\n\n",
    ]
    for title, examples in (("Reported\n", found.bad), ("Left alone\n", found.good)):
        if examples:
            parts.append((title, "b $accent"))
            parts += [f"  {steady(example)}\n" for example in examples[:2]]
            parts.append("\n")
    parts += [
        ("To let it be\n", "b $accent"),
        "For one paragraph, a line above it:  ",
        (f"<!-- ignore: {found.code} your reason -->", "b"),
        "\nFor the whole draft, in its front matter:  ",
        (f"ignore: [{found.code}]", "b"),
        "\n\nOn the command line:  ",
        (f"thread rules {found.code}", "b"),
    ]
    return Page(f"{found.code} {found.name}", Content.assemble(*parts))
