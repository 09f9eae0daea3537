"""Going from finding to finding: in the list, in the text and so in the thread, and mending what a key can mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.tui import steering
from composer.tui.edits import fix_of

if TYPE_CHECKING:
    from composer.model import Diagnostic
    from composer.tui.compose import Compose

_CODE = "COD"
"""Rules about code, which a picture mends."""


def step(screen: Compose, by: int) -> None:
    """To the next finding, or to the one before."""
    screen.settle()
    many = len(screen.session.found)
    if not many:
        screen.app.tell("Nothing was found.")
        return
    at = screen.findings.at
    screen.findings.mark((at + by) % many if at is not None else (0 if by > 0 else many - 1))
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
    """Make the change that the marked finding proposes, or the first that proposes one."""
    screen.settle()
    here = marked(screen)
    if here and here.code.startswith(_CODE) and here.span:
        steering.draw(screen, here.span.start)
        return
    candidates = [here] if here else list(screen.session.found)
    change = next((found for finding in candidates if (found := fix_of(finding))), None)
    if change is None:
        screen.app.tell("There is no change to make by key here: only you can say it differently.")
        return
    screen.editor.put(change.replacement, change.span.start, change.span.end)
    screen.settle()


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
