"""Which change mends a finding: each with what it does, and the line that it would leave."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.model import Safety
from composer.tui.dialogs.base import Dialog
from composer.tui.edits import outcome, said
from composer.tui.steady import steady

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.model import Diagnostic, Fix


class Fixing(Dialog[tuple["Fix", ...]]):
    """Answers with the changes that were chosen."""

    keys: ClassVar[tuple[tuple[str, str], ...]] = (("↑↓", "Choose"), ("enter", "Do it"), ("esc", "Leave it"))

    def __init__(self, finding: Diagnostic, text: str) -> None:
        super().__init__()
        self.heading = f"{finding.code}, post {finding.post}" if finding.post else finding.code
        self._finding = finding
        self._text = text

    def content(self) -> ComposeResult:
        """What was found, and the changes."""
        yield Static(Content(steady(self._finding.message)), id="text")
        yield OptionList()

    def on_mount(self) -> None:
        """Ready for Enter."""
        options = self.query_one(OptionList)
        self.call_after_refresh(self._fill)
        options.focus()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        width = options.scrollable_content_region.width - 6
        for fix in self._finding.fixes:
            line = outcome(self._text, fix, width)
            options.add_option(Option(Content.assemble(steady(said(fix)), "\n  ", line)))
        if len(self._finding.fixes) > 1 and self._apart:
            options.add_option(Option("All of them"))
        options.highlighted = 0

    @property
    def _apart(self) -> bool:
        """Whether the changes can all be made: none is instead of another."""
        fixes = sorted(self._finding.fixes, key=lambda fix: fix.span)
        return all(fix.safety is not Safety.CHOICE for fix in fixes) and all(
            one.span.end <= other.span.start for one, other in pairwise(fixes)
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        fixes = self._finding.fixes
        self.dismiss((fixes[event.option_index],) if event.option_index < len(fixes) else fixes)
