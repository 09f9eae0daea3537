"""How each thing in the way of a thread is mended at the gate: a finding, a question, a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.model import Severity
from composer.tui.dialogs.line import Line
from composer.tui.dialogs.page import finding_page
from composer.tui.dialogs.question import Question
from composer.tui.edits import said
from composer.tui.steady import steady

if TYPE_CHECKING:
    from composer.desk.gate import Timed
    from composer.lint.questions import Question as Asked
    from composer.model import Diagnostic
    from composer.tui.dialogs.schedule import ScheduleDialog


async def finding(gate: ScheduleDialog, found: Diagnostic) -> None:
    """Change the words, accept them with a reason, go to them, or read why they were found."""
    answers = [(f"fix{at}", said(fix)) for at, fix in enumerate(found.fixes)]
    answers.append(("go", "Go to its words in the draft"))
    if found.severity is Severity.ERROR:
        answers.append(("accept", f"Accept {found.code} in this thread, and say why"))
    answers.append(("why", "Why this is found"))
    where = f", post {found.post}" if found.post else ""
    answer = await gate.app.push_screen_wait(Question(f"{found.code}{where}", steady(found.message), tuple(answers)))
    match answer:
        case "go":
            gate.dismiss(None)
            gate.writing.show_finding(found)
        case "accept":
            if reason := await _reason(gate, f"Why {found.code} is accepted; kept with the entry:"):
                gate.accepted[found.code] = reason
                gate.look()
        case "why":
            await gate.app.push_screen_wait(finding_page(found))
        case str():
            fix = found.fixes[int(answer.removeprefix("fix"))]
            gate.writing.mend(fix)
            gate.look()


async def question(gate: ScheduleDialog, asked: Asked) -> None:
    """Have a question answered, with a reason; the other answer keeps the thread here and says what to do."""
    text = f"{asked.text} {asked.noted}".strip() + f"\n\n“{gate.passage(asked.posts)}”"
    answers = (("later", "I find out first, and queue nothing yet"), ("yes", "Yes"), ("no", "No"))
    answer = await gate.app.push_screen_wait(Question(_about(asked), steady(text), answers))
    if answer not in ("yes", "no"):
        return
    reason = ""
    if answer == asked.goes:
        said = await gate.app.push_screen_wait(
            Line(
                f"{asked.code}: {answer}",
                "Why, for your own memory; it may stay empty:",
                placeholder="enter: no reason",
            )
        )
        if said is None:
            return
        reason = said
    gate.app.desk.answer(asked, answer, reason, gate.writing.session.draft)
    gate.answered[asked.passage] = f"You said {answer}. {asked.otherwise}" if answer != asked.goes else ""
    gate.look()
    if answer != asked.goes:
        gate.complain(f"So it stays here. {asked.otherwise}")


async def time(gate: ScheduleDialog, at: Timed) -> None:
    """Take the next time that fits, or keep the one asked for with a reason."""
    fitting, desk = at.fitting, gate.app.desk
    answers = [("keep", "Keep this time, and say why"), ("other", "Say another time")]
    if fitting.proposal is not None:
        answers.insert(0, ("take", f"Take the next time that fits: {desk.say_when(fitting.proposal)}"))
    text = " ".join(found.message for found in fitting.stops)
    answer = await gate.app.push_screen_wait(Question("About this time", text, tuple(answers)))
    if answer == "take" and fitting.proposal is not None:
        gate.say_when_anew(f"{fitting.proposal.wall.replace('T', ' ')} {fitting.proposal.zone}")
    elif answer == "keep":
        if reason := await _reason(gate, "Why this time is kept; the reason stays with the entry:"):
            gate.accepted.update({found.code: reason for found in fitting.stops})
            gate.look()
    elif answer == "other":
        gate.query_one("#when").focus()


async def _reason(gate: ScheduleDialog, asks: str) -> str:
    """A reason, which has to be given; empty where the writer goes back."""
    while (said := await gate.app.push_screen_wait(Line("Why", asks))) == "":
        gate.app.tell("A reason is needed; esc goes back.")
    return said or ""


def _about(asked: Asked) -> str:
    numbers = ", ".join(map(str, asked.posts))
    return f"{asked.code}, post{'s' if len(asked.posts) > 1 else ''} {numbers}"
