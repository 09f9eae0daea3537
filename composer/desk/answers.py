"""Answers to the questions of the checklist: kept with day and reason, for as long as the passage stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.desk.kept import KeptList

if TYPE_CHECKING:
    from pathlib import Path

    from composer.lint.questions import Question

FILE_NAME = "answers.json"
"""The name in the state folder."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said, to which question, about which passage."""

    code: str
    passage: str
    """`Question.passage`."""
    answer: str
    """`yes` or `no`."""
    reason: str
    day: str
    """ISO 8601, on the user's calendar."""
    draft: str
    """Path of the draft, or empty."""
    asked: str
    """The question in words, for people who read the file."""


class Answers:
    """The answers given so far, in the state folder."""

    def __init__(self, state: Path) -> None:
        self._kept = KeptList(state / FILE_NAME, Answer, "answers", "answers", "the questions are asked again")

    def all(self) -> tuple[Answer, ...]:
        """Every answer, the oldest first; raises KeptError where the file cannot be read."""
        return self._kept.read()

    def open(self, asked: tuple[Question, ...]) -> tuple[Question, ...]:
        """Those that nobody has answered yet so that the thread may go."""
        given = {(one.code, one.passage): one.answer for one in self.all()} if asked else {}
        return tuple(one for one in asked if given.get((one.code, one.passage)) != one.goes)

    def add(self, answer: Answer) -> None:
        """Keep an answer; one to the same question about the same passage gives way to it."""
        others = [one for one in self.all() if (one.code, one.passage) != (answer.code, answer.passage)]
        self._kept.write((*others, answer))
