"""Answers to the questions of the checklist: kept with day and reason, for as long as the passage stays."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from pathlib import Path

    from composer.lint.questions import Question

FILE_NAME = "answers.json"
"""The name in the state folder."""

_VERSION = 1


class AnswersError(ComposerError):
    """The answers cannot be read or kept."""

    fault = Fault.SETUP


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
        self.file = state / FILE_NAME

    def all(self) -> tuple[Answer, ...]:
        """Every answer, the oldest first; raises AnswersError where the file cannot be read."""
        try:
            return tuple(Answer(**one) for one in json.loads(self.file.read_bytes())["answers"])
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise AnswersError(
                f"Your answers in {self.file} could not be read: {error.strerror}. Make the file readable."
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise AnswersError(
                f"{self.file} holds no list of answers any more ({error}). Mend it, or move it away: then the questions"
                " are asked again."
            ) from error

    def open(self, asked: tuple[Question, ...]) -> tuple[Question, ...]:
        """Those that nobody has answered yet so that the thread may go."""
        given = {(one.code, one.passage): one.answer for one in self.all()} if asked else {}
        return tuple(one for one in asked if given.get((one.code, one.passage)) != one.goes)

    def add(self, answer: Answer) -> None:
        """Keep an answer; one to the same question about the same passage gives way to it."""
        from composer.paths import write_atomically

        others = [one for one in self.all() if (one.code, one.passage) != (answer.code, answer.passage)]
        content = {"version": _VERSION, "answers": [asdict(one) for one in (*others, answer)]}
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.file, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(), mode=0o600)
        except OSError as error:
            raise AnswersError(
                f"Your answer could not be kept in {self.file}: {error.strerror}. Nothing was changed; free the way "
                "and answer it again."
            ) from error
