"""The strip below the draft: how much was found, and each finding in a line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from composer.lint.profiles import DEFAULT
from composer.model import Severity
from composer.tui.edits import is_mended_by_key
from composer.tui.preview import wrapped
from composer.tui.signs import QUIET, SIGNS
from composer.tui.steady import steady

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.model import Diagnostic

_HEAVIEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class Findings(Vertical):
    """What the linter has to say; low until it is asked for."""

    BORDER_TITLE = "Etiquette"

    def __init__(self) -> None:
        super().__init__()
        self.shown: tuple[Diagnostic, ...] = ()
        self._whole: int | None = None
        """Index of the finding that is told in full."""
        self.gone: int | None = None
        """Index that the marked finding had before it was mended: where the next one stands now."""

    def compose(self) -> ComposeResult:
        """A list."""
        yield OptionList()

    @property
    def list(self) -> OptionList:
        """The list itself."""
        return self.query_one(OptionList)

    @property
    def at(self) -> int | None:
        """Index of the finding that is marked."""
        return self.list.highlighted

    def show(self, findings: tuple[Diagnostic, ...], profile: str) -> None:
        """Show these, with the profile that weighed them; the mark stays on a finding that is still there."""
        by = "" if profile == DEFAULT else f", profile {profile}"
        self.border_title = f"Etiquette{by}  {counted(findings)}"
        if findings == self.shown:
            return
        at = self.at
        marked = self.shown[at] if at is not None and at < len(self.shown) else None
        self.shown = findings
        self._whole = None
        options = self.list
        options.set_options([Option(_line(finding)) for finding in findings])
        if marked is not None:
            same = [i for i, found in enumerate(findings) if (found.code, found.words) == (marked.code, marked.words)]
            self.gone = None if same else at
            options.highlighted = same[0] if same else None

    def mark(self, index: int) -> None:
        """Mark a finding and bring it into view."""
        self.gone = None
        self.list.highlighted = index

    @on(OptionList.OptionHighlighted)
    def _tell_whole(self, event: OptionList.OptionHighlighted) -> None:
        """The marked finding is told in full, the others in a line each."""
        options = self.list
        if self._whole is not None and self._whole < len(self.shown):
            options.replace_option_prompt_at_index(self._whole, _line(self.shown[self._whole]))
        self._whole = event.option_index
        if self._whole < len(self.shown):
            width = options.scrollable_content_region.width - 2
            options.replace_option_prompt_at_index(self._whole, _told(self.shown[self._whole], width))
            self.call_after_refresh(options.scroll_to_highlight)


def counted(findings: tuple[Diagnostic, ...]) -> str:
    """`1 error · 2 warnings`, or that nothing was found."""
    many = Counter(finding.severity for finding in findings)
    parts = [
        f"{SIGNS[weight].mark} {many[weight]} {SIGNS[weight].word}{'s' if many[weight] > 1 else ''}"
        for weight in _HEAVIEST_FIRST
        if many[weight]
    ]
    return "  ".join(parts) or "nothing found"


def heaviest(findings: tuple[Diagnostic, ...]) -> dict[int, Severity]:
    """The weightiest severity found in each post, by its number."""
    found: dict[int, Severity] = {}
    for weight in reversed(_HEAVIEST_FIRST):
        found |= {
            finding.post: weight for finding in findings if finding.post is not None and finding.severity is weight
        }
    return found


def _head(finding: Diagnostic) -> Content:
    sign = SIGNS[finding.severity]
    post = f"{finding.post:>3}" if finding.post else "all"
    fix = ("^l ", "$accent") if is_mended_by_key(finding) else "   "
    return Content.assemble((f"{sign.mark} ", sign.style), (post, QUIET), " ", fix, f"{finding.code}  ")


def _line(finding: Diagnostic) -> Content:
    return Content.assemble(_head(finding), (steady(finding.message), QUIET))


def _told(finding: Diagnostic, width: int) -> Content:
    """The finding in as many lines as it needs, the later ones below the first one's words."""
    head = _head(finding)
    lines = wrapped(finding.message, width - head.cell_length)
    return Content.assemble(head, f"\n{' ' * head.cell_length}".join(lines))
