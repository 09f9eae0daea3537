"""Going from finding to finding: in the list, in the text and so in the thread, and mending what a key can mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.lint import wanted_fixes
from composer.model import Safety
from composer.tui import steering
from composer.tui.edits import CODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.model import Diagnostic
    from composer.tui.compose import Compose


def step(screen: Compose, by: int) -> None:
    """To the next finding, or to the one before."""
    screen.settle()
    many = len(screen.session.found)
    if not many:
        screen.app.tell("Nothing was found.")
        return
    at, gone = screen.findings.at, screen.findings.gone
    if at is None:
        at = (gone or 0) - (by > 0)
    screen.findings.mark((at + by) % many)
    to_marked(screen)


def to_marked(screen: Compose) -> None:
    """Bring the words of the marked finding into view."""
    finding = marked(screen)
    if finding is None:
        return
    if finding.span is not None:
        screen.editor.go_to(finding.span.start, finding.span.end)
    elif finding.post is not None:
        screen.editor.go_to(screen.session.thread.spans[finding.post - 1].start)


def marked(screen: Compose) -> Diagnostic | None:
    """The finding that is marked in the list."""
    at, found = screen.findings.at, screen.session.found
    return found[at] if at is not None and at < len(found) else None


def fix(screen: Compose) -> None:
    """Make the safe changes of the marked finding, or of the next that has any; offer the others."""
    screen.settle()
    here = marked(screen)
    if here and here.code.startswith(CODE) and here.span:
        steering.draw(screen, here.span.start)
        return
    finding = here or next((found for found in _from_here(screen) if found.fixes), None)
    if finding is None or not finding.fixes:
        screen.app.tell("There is no change to make by key here: only you can say it differently.")
    elif changes := wanted_fixes([finding], (Safety.SAFE,)):
        screen.mend(*changes)
    else:
        _offer(screen, finding)


def _from_here(screen: Compose) -> Sequence[Diagnostic]:
    """All findings, those behind the one that was mended last first."""
    found, start = screen.session.found, screen.findings.gone or 0
    return (*found[start:], *found[:start])


def _offer(screen: Compose, finding: Diagnostic) -> None:
    """Ask which change is made, and show the line that each would leave."""
    from composer.tui.dialogs.fixing import Fixing

    screen.show_finding(finding)
    screen.app.push_screen(Fixing(finding, screen.session.text), screen.take_fixes)


def open_or_close(screen: Compose) -> None:
    """Open the list and go into it, or close it."""
    if screen.findings.has_class("open"):
        screen.action_draft()
        return
    screen.settle()
    screen.findings.add_class("open")
    screen.findings.list.focus()
    if screen.findings.at is None and screen.session.found:
        screen.findings.mark(0)


def explain(screen: Compose) -> None:
    """Why the marked finding was made."""
    from composer.tui.dialogs.page import finding_page

    finding = marked(screen)
    if finding is not None:
        screen.app.push_screen(finding_page(finding))
