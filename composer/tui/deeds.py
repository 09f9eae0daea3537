"""What a key does to the marked entry: asked about where it has to be, done by the desk, told in passing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.content import Content

from composer.desk.moves import cools, moves, to_delete_by_hand
from composer.desk.outbox import BeyondBudgetError
from composer.model import ComposerError
from composer.queue import ThreadMove
from composer.queue.refusals import not_possible
from composer.tui import story
from composer.tui.dialogs.line import Line
from composer.tui.dialogs.question import Question
from composer.tui.dialogs.shown import Shown
from composer.tui.dialogs.when import time_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from composer.desk.outbox import Outbox
    from composer.model import Schedule
    from composer.queue import Entry
    from composer.tui.queue import Queue

Answers = tuple[tuple[str, str], ...]

_KEYS: Mapping[ThreadMove, str] = {
    ThreadMove.HOLD: "hold",
    ThreadMove.RELEASE: "hold",
    ThreadMove.MOVE: "move",
    ThreadMove.CANCEL: "cancel",
    ThreadMove.RETRY: "retry",
    ThreadMove.RESUME: "resume",
    ThreadMove.SETTLE: "settle",
    ThreadMove.EDIT: "edit",
    ThreadMove.RETRACT: "retract",
    ThreadMove.POSTED: "hand-over",
}
"""The id of the key for each move."""


def offered(screen: Queue, entry: Entry) -> dict[str, str]:
    """The keys that do something to an entry now, by their ids, with a label where that of the table is too wide."""
    labels = {_KEYS[move]: "" for move in moves(entry, screen.app.desk.now())}
    if "hold" in labels:
        labels["hold"] = "Release" if entry.state == "held" else "Hold"
    if entry.cooling:
        labels["show-text"] = ""
    return {**labels, "open-entry": ""}


async def hold(screen: Queue, outbox: Outbox, entry: Entry) -> None:
    """Keep it from going out, or let it go."""
    if entry.state != "held":
        _do(screen, lambda: outbox.store.hold(entry.id), "On hold: nothing more of it goes out until you release it.")
        return
    early = cools(entry, screen.app.desk.now())
    if early and not await _sure(
        screen,
        "It is still cooling off",
        f"Until {screen.app.desk.clock(entry.cool_until or entry.next_at)} its words are out of sight. v shows them.",
        (("wait", "Leave it until then"), ("yes", "Let it go before")),
    ):
        return
    await _within_budget(
        screen,
        lambda beyond: outbox.release(entry.id, early=early, beyond_budget=beyond),
        "Released: it goes out at its time.",
    )


async def resume(screen: Queue, outbox: Outbox, entry: Entry) -> None:
    """Go on at once; refused for what has not begun and whose time has not come."""
    await _within_budget(
        screen,
        lambda beyond: outbox.resume(entry.id, beyond_budget=beyond),
        "It goes on from the first post that is not out.",
    )


async def retry(screen: Queue, outbox: Outbox, entry: Entry) -> None:
    """Try again what stopped."""
    _do(screen, lambda: outbox.store.retry(entry.id), "It is tried again, from the first post that is not out.")


async def move(screen: Queue, outbox: Outbox, entry: Entry, words: str) -> None:
    """Another time, once it is settled what stands in the way of that one."""
    try:
        asked = time_for(screen.app.desk, outbox.store, words, entry.account)
        found = await _fitted(screen, outbox, entry, asked)
    except ComposerError as error:
        screen.app.tell(str(error))
        return
    if found is None:
        return
    time, reason = found
    told = "It is due now." if time.words == "now" else f"Moved: {screen.app.desk.say_when(time)}."
    _do(screen, lambda: outbox.move(entry.id, time, reason=reason, tell=screen.app.tell), told)


async def _fitted(screen: Queue, outbox: Outbox, entry: Entry, asked: Schedule) -> tuple[Schedule, str] | None:
    """The time that the entry gets, and why it is kept in spite of what is in its way; None for no change."""
    desk = screen.app.desk
    fitting = desk.planner().fit_entry(outbox.store, entry, asked)
    if not fitting.stops:
        return asked, ""
    answers = [("keep", f"Keep {desk.clock(asked.instant)}, and say why"), ("back", "Leave it where it is")]
    if fitting.proposal:
        answers.insert(0, ("take", f"Take the next time that fits, {desk.clock(fitting.proposal.instant)}"))
    said = "\n".join(f"{finding.code}  {finding.message}" for finding in fitting.findings)
    answer = await screen.app.push_screen_wait(Question("Something is in the way", said, tuple(answers)))
    if answer == "take" and fitting.proposal:
        return fitting.proposal, ""
    if answer != "keep":
        return None
    why = await screen.app.push_screen_wait(Line("Keep that time", "Why? The reason is kept with the entry."))
    return (asked, "; ".join(f"{stop.code} accepted: {why}" for stop in fitting.stops)) if why else None


async def edit(screen: Queue, outbox: Outbox, entry: Entry) -> None:
    """Take the draft as it is now, after showing what changes."""
    from composer.desk.redraft import redraft, take

    if refused(screen, entry, ThreadMove.EDIT):
        return
    try:
        found = await asyncio.to_thread(redraft, screen.app.desk, entry)
    except ComposerError as error:
        screen.app.tell(str(error))
        return
    if not found.changes:
        screen.app.tell("The draft still says what is queued. f2 goes to the drafts; change it there, and save it.")
        return
    private = " although its draft is marked private by now" if found.private else ""
    shown = Shown(
        f"Edit {entry.title or entry.id}",
        story.redrafted(found),
        (("no", "Leave it as it is queued"), ("yes", f"Take these changes over{private}")),
    )
    if await screen.app.push_screen_wait(shown) == "yes":
        many = len(found.after)
        told = f"Taken over: {many} {'post' if many == 1 else 'posts'}, {entry.sent} of them out."
        _do(screen, lambda: take(outbox, found, screen.app.tell), told)


async def cancel(screen: Queue, outbox: Outbox, entry: Entry) -> None:
    """Never publish the rest."""
    if refused(screen, entry, ThreadMove.CANCEL):
        return
    out = f"{entry.progress}, and what is out stays out." if entry.sent else "Nothing of it is out."
    if await _sure(
        screen,
        f"Cancel {entry.title or entry.id}?",
        f"{out} The draft stays where it is.",
        (("keep", "Keep it in the queue"), ("yes", "Never publish the rest of it")),
    ):
        _do(screen, lambda: outbox.store.cancel(entry.id), "Cancelled.")


async def retract(screen: Queue, outbox: Outbox, entry: Entry) -> None:
    """Delete what is out."""
    if ThreadMove.RETRACT not in moves(entry, screen.app.desk.now()):
        _do(screen, lambda: outbox.store.retract(entry.id), "")
        return
    rows = [post for post in entry.posts if post.receipt and post.state == "sent"]
    listed = "\n".join(f"{post.number}/{len(entry.posts)}  {post.receipt.url}" for post in rows if post.receipt)
    doubt = f"\nPost {entry.unknown.number} may be out, and is looked for first." if entry.unknown else ""
    shown = Shown(
        f"Retract {entry.title or entry.id}?",
        Content(f"Out on {entry.account}:\n{listed}{doubt}\n\nDeleting them cannot be undone. Who has read, quoted or "
                "answered them already has done so; what they wrote stays."),
        (("no", "Leave them out there"), ("yes", "Delete them, last post first")),
    )  # fmt: skip
    if await screen.app.push_screen_wait(shown) == "yes":
        _do(screen, lambda: outbox.store.retract(entry.id), "It is taken back while a worker runs, last post first.")


async def settle(screen: Queue, outbox: Outbox, entry: Entry) -> None:
    """What only a person can see: whether the post in doubt is out, or what they have deleted themselves."""
    if entry.unknown is not None and not refused(screen, entry, ThreadMove.SETTLE):
        await _settle_doubt(screen, outbox, entry, entry.unknown.number)
    elif to_delete_by_hand(entry):
        answers = (("later", "Not yet"), ("yes", "I have deleted it"))
        text = f"Its last post that is out could not be deleted. Delete it yourself on {entry.account}, then say so."
        if await _sure(screen, "Could not be deleted", text, answers):
            _do(screen, lambda: outbox.store.gone(entry.id), "Noted; the posts before it follow.")
    elif entry.unknown is None:
        screen.app.tell("No post of it is in doubt.")


async def _settle_doubt(screen: Queue, outbox: Outbox, entry: Entry, number: int) -> None:
    missing = "It is not there" if entry.taken_back else "It is not there: send it"
    question = Question(
        f"Post {number} is in doubt",
        f"Nobody but you can tell whether it went out. Look at {entry.account}, then say what you saw.",
        (("later", "I have not looked yet"), ("there", "It is there"), ("missing", missing)),
    )
    answer = await screen.app.push_screen_wait(question)
    there: str | None = None
    if answer == "there":
        there = await screen.app.push_screen_wait(Line("It is there", "Its address:", placeholder="https://…"))
    if there or answer == "missing":
        _do(screen, lambda: outbox.settle(entry.id, there or None), "Settled; it goes on from there.")


async def unveil(screen: Queue, outbox: Outbox, entry: Entry) -> None:
    """The words of an entry that cools off, how they sound, and what is to happen to it."""
    from composer.desk.cooling import QUESTION

    if not entry.cooling:
        screen.app.tell("Its words are in sight: enter shows them.")
        return
    answers = [
        ("leave", "Leave it out of sight"),
        ("edit", "Take what changed in its draft"),
        ("cancel", "Never send it"),
    ]
    answers.insert(1, ("release", "Let it go now" if cools(entry, screen.app.desk.now()) else "Let it go"))
    shown = Shown(f"Entry {entry.id}", story.unveiled(entry), tuple(answers), QUESTION)
    match await screen.app.push_screen_wait(shown):
        case "release":
            await hold(screen, outbox, entry)
        case "edit":
            await edit(screen, outbox, entry)
        case "cancel":
            await cancel(screen, outbox, entry)


async def hand_over(screen: Queue, _: Outbox, entry: Entry) -> None:
    """Post it by hand, post by post."""
    if entry.cooling:
        screen.app.tell("It is cooling off: v shows its words, and what can become of it.")
        return
    try:
        with screen.app.desk.outbox() as own:  # the screen's may be closed before the dialog is, at the program's end
            left = await _walked(screen, own, entry)
    except ComposerError as error:
        screen.app.tell(str(error))
        screen.reload()
        return
    screen.app.tell(f"{left.progress}.")
    screen.reload()


async def _walked(screen: Queue, outbox: Outbox, entry: Entry) -> Entry:
    """Go through the posts of an entry; what was left of it waits for its time again if it did before."""
    from composer.desk import handover
    from composer.tui.dialogs.handover import HandOver

    taken = handover.take(outbox.store, entry.id)
    try:
        await screen.app.push_screen_wait(HandOver(outbox.store, taken, screen.app.desk.state / "handover" / taken.id))
    finally:
        left = handover.give_back(outbox.store, outbox.store.get(taken.id), entry)
    return left


async def _within_budget(screen: Queue, deed: Callable[[bool], object], told: str) -> None:
    """Do it, and where the month cannot pay for it, ask first."""
    try:
        deed(False)
    except BeyondBudgetError as error:
        said = str(error).partition(" Nothing was changed.")[0]
        answers = (("no", "Leave it"), ("yes", "Do it all the same"))
        if await _sure(screen, "Beyond the monthly budget", said, answers):
            _do(screen, lambda: deed(True), told)
        return
    except ComposerError as error:
        told = str(error)
    screen.app.tell(told)
    screen.reload()


def _do(screen: Queue, deed: Callable[[], object], told: str) -> None:
    try:
        deed()
    except ComposerError as error:
        told = str(error)
    screen.app.tell(told)
    screen.reload()


async def _sure(screen: Queue, heading: str, text: str, answers: Answers) -> bool:
    return await screen.app.push_screen_wait(Question(heading, text, answers)) == "yes"


def refused(screen: Queue, entry: Entry, wanted: ThreadMove) -> bool:
    """Say at once where the entry's state has no such move, before anything is asked."""
    from composer.queue.states import target

    if target(wanted, entry.state, taken_back=entry.taken_back):
        return False
    screen.app.tell(str(not_possible(entry, wanted)))
    return True
