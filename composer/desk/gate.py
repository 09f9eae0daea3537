"""The gate that a thread passes before it is queued: what only its writer can answer, its price, and its time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.desk.cost import in_a_line
from composer.desk.plan import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from composer.desk.desk import Desk
    from composer.desk.outbox import Outbox
    from composer.desk.plan import Fitting
    from composer.desk.review import Review
    from composer.lint.questions import Question
    from composer.networks import Account


@dataclass(frozen=True, slots=True)
class Passing:
    """A thread at the gate, on its way to one account."""

    account: Account
    review: Review
    questions: tuple[Question, ...]
    """What stands open, or was answered so that the thread stays."""
    price: str
    """In a sentence; empty where nobody would charge for it."""


@dataclass(frozen=True, slots=True)
class Timed:
    """When a passing thread would go out, and what is to be said about that time."""

    passing: Passing
    wanted: Wanted
    fitting: Fitting
    beyond: str
    """Why it would be held, as the month cannot pay for it; empty where it can, or need not."""


def passing(desk: Desk, review: Review, account: Account) -> Passing:
    """What there is to know of a thread before its time is named."""
    return Passing(account, review, open_questions(desk, review, account), in_a_line(review.thread, account))


def open_questions(desk: Desk, review: Review, account: Account) -> tuple[Question, ...]:
    """What the writer has still to answer; nothing for the rehearsal network, which nobody else can see."""
    return () if account.rehearsed else desk.open_questions(review)


def unanswered(desk: Desk, review: Review, account: Account) -> str:
    """Which questions a draft that nobody looks at raises, and how to answer them; empty where none stands open."""
    left = open_questions(desk, review, account)
    if not left:
        return ""
    draft = review.thread.draft.path
    asked = " ".join(f"{question.code}: {question.text}" for question in left)
    answers = " ".join(f"--answer {question.code}={question.goes}" for question in left)
    return (
        f"{draft} asks what only you can answer. {asked} Where it is so, `thread schedule {draft} now --dry-run "
        f"{answers}` says it; else mend the draft."
    )


def timed(
    desk: Desk, outbox: Outbox, words: str, threads: Sequence[Passing], accepted: Mapping[str, str]
) -> tuple[Timed, ...]:
    """Each thread with the time that `words` mean for its account, beside those before it.

    Raises ComposerError where they mean none, where no slot is free, or a picture cannot go out.
    """
    from composer.schedule.slots import wanted_slot

    slot, planner, found = wanted_slot(words), desk.planner(), list[Timed]()
    meant = desk.when(words) if slot is None else None
    for each in threads:
        time = meant or planner.next_slot(outbox.store, each.account.name, slot or "")
        wanted = Wanted(each.account, each.review, time, accepted, desk.pace(each.account, each.review.thread.draft))
        fitting = planner.fit_thread(outbox.store, wanted, [one.wanted for one in found])
        beyond = outbox.beyond_budget(each.review.thread, each.account, time.instant)
        found.append(Timed(each, wanted, fitting, beyond))
    return tuple(found)
