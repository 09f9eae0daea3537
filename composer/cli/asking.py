"""The questions of the checklist, asked where somebody can answer, listed where nobody can."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from composer.cli.exits import Exit, leave, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from composer.desk import Desk, Review
    from composer.lint.questions import Question
    from composer.networks import Account

Command = TypeVar("Command", bound="Callable[..., Any]")
_ANSWERS = ("yes", "no")


def answer_option(command: Command) -> Command:
    """The `--answer` that every command has which may have to ask; arrives as `answer`."""
    return click.option(
        "--answer",
        multiple=True,
        metavar="CODE=yes|no[:REASON]",
        help="Answer a question of the checklist about this draft; kept with the day.",
    )(command)


def given(answers: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Answer and reason by code; raises UsageError for one that is none."""
    from composer.lint import rule

    found = {}
    for one in answers:
        code, _, rest = one.partition("=")
        word, _, reason = rest.partition(":")
        if word.strip().lower() not in _ANSWERS:
            raise click.UsageError(f"--answer {one!r}: write CODE=yes or CODE=no, with :REASON behind it or without.")
        found[rule(code).code] = (word.strip().lower(), reason.strip())
    return found


def ask(
    desk: Desk, review: Review, account: Account, answers: Mapping[str, tuple[str, str]], *, deed: str = "queued"
) -> None:
    """Have every question answered that `review` raises; ends the command where one stands open, or says no.

    Nothing is asked for the rehearsal network, which nobody else can see.
    """
    from composer.desk.gate import open_questions

    for question in open_questions(desk, review, account):
        answer, reason = answers.get(question.code) or _asked(question)
        if answer:
            desk.answer(question, answer, reason, review.thread.draft)
    left = open_questions(desk, review, account)
    if not left:
        return
    for question in left:
        say(f"{question.code}  {_posts(question)}: {_said(question)}")
        say(f"        Goes with “{question.goes}”. Else: {question.otherwise}")
    said = " ".join(f"--answer {question.code}={question.goes}" for question in left)
    say(
        f"thread: nothing was {deed}, because {_many(left)} you to answer. Where it is so, say it with {said}; "
        f"a reason may follow each, as in --answer {left[0].code}={left[0].goes}:REASON. "
        f"`thread rules {left[0].code}` explains."
    )
    leave(Exit.LINT)


def _asked(question: Question) -> tuple[str, str]:
    """What the person at the terminal says; nothing where there is none."""
    if not sys.stdin.isatty():
        return "", ""
    say(f"\n{question.code}  {_posts(question)}")
    answer = click.prompt(
        _said(question), type=click.Choice((*_ANSWERS, "later")), default="later", err=True, show_default=False
    )
    if answer != question.goes:
        return (answer, "") if answer in _ANSWERS else ("", "")
    return answer, click.prompt("Why (may stay empty)", default="", err=True, show_default=False).strip()


def _said(question: Question) -> str:
    return f"{question.text} {question.noted}".strip()


def _posts(question: Question) -> str:
    numbers = ", ".join(map(str, question.posts))
    return f"post {numbers}" if len(question.posts) == 1 else f"posts {numbers}"


def _many(left: Sequence[Question]) -> str:
    return "a question is left for" if len(left) == 1 else f"{len(left)} questions are left for"
