"""What a key does to the marked template: held, released, moved, tried again, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.model import ComposerError
from composer.queue.states import TEMPLATE_MOVES, TemplateMove
from composer.tui.dialogs.line import Line
from composer.tui.dialogs.question import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from composer.desk.outbox import Outbox
    from composer.queue import Template
    from composer.tui.queue import Queue

_KEYS: Mapping[TemplateMove, str] = {
    TemplateMove.HOLD: "hold",
    TemplateMove.RELEASE: "hold",
    TemplateMove.MOVE: "move",
    TemplateMove.CANCEL: "cancel",
    TemplateMove.RETRY: "retry",
}


def offered(template: Template) -> dict[str, str]:
    """The keys that do something to a template now, by their ids, with a label where that of the table is too wide."""
    labels = {_KEYS[move]: "" for move in _KEYS if template.state in TEMPLATE_MOVES[move]}
    if "hold" in labels:
        labels["hold"] = "Release" if template.state == "held" else "Hold"
    return {**labels, "open-entry": ""}


async def act(screen: Queue, outbox: Outbox, template: Template, key: str) -> None:
    """Do to a template what the key with this id does; say so where it does nothing to one."""
    templates = outbox.store.templates
    match key:
        case "hold" if template.state == "held":
            _do(screen, lambda: templates.release(template.id), "It repeats again, from the next time on.")
        case "hold":
            _do(screen, lambda: templates.hold(template.id), "On hold: no entry is made until you release it.")
        case "retry":
            _do(screen, lambda: (templates.retry(template.id), outbox.make_due()), "It is tried again.")
        case "move":
            await _move(screen, outbox, template)
        case "cancel":
            await _cancel(screen, outbox, template)
        case _:
            screen.app.tell("This repeats, and nothing of itself goes out; the entries that it makes can do that.")


async def _move(screen: Queue, outbox: Outbox, template: Template) -> None:
    if template.state not in TEMPLATE_MOVES[TemplateMove.MOVE]:
        screen.app.tell(f"It is {template.state}, so it gets no other times.")
        return
    line = Line(f"Move {template.title or template.id}", "Its times, in words such as “weekdays at 8”:", template.words)
    words = await screen.app.push_screen_wait(line)
    if words:
        zone = screen.app.desk.zone
        _do(screen, lambda: outbox.store.templates.move(template.id, words, zone), f"It repeats {words}.")


async def _cancel(screen: Queue, outbox: Outbox, template: Template) -> None:
    if template.state not in TEMPLATE_MOVES[TemplateMove.CANCEL]:
        screen.app.tell("It is cancelled: it makes no more entries.")
        return
    question = Question(
        f"End {template.title or template.id}?",
        "No more entries are made of it. Those that were made stay as they are, and so does the draft.",
        (("keep", "Let it repeat"), ("yes", "Make no more")),
    )
    if await screen.app.push_screen_wait(question) == "yes":
        _do(screen, lambda: outbox.store.templates.cancel(template.id), "Cancelled: it makes no more entries.")


def _do(screen: Queue, deed: Callable[[], object], told: str) -> None:
    try:
        deed()
    except ComposerError as error:
        told = str(error)
    screen.app.tell(told)
    screen.reload()
