"""What the gate lists: each thing in the way of a thread, then what is only to be known, in a line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from composer.model import Diagnostic, Severity
from composer.tui.signs import QUIET, SIGNS, Sign
from composer.tui.steady import steady

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from composer.desk.gate import Passing, Timed
    from composer.lint.questions import Question

MEND = "f8"
"""The key that opens what stands in the way."""
_QUESTION = Sign("?", "question", "bold $warning")
_ACCEPTED = Sign("●", "accepted", "$success")
_BY_WEIGHT = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, and what it is about."""

    sign: Sign
    text: str
    about: Diagnostic | Question | Timed | None = None
    """What can be opened; None for what only the draft itself can mend, or nothing has to."""
    stops: bool = False
    draft: bool = False
    """Whether only words in the draft mend it."""

    @property
    def line(self) -> Content:
        """The row as it is shown: its key, its sign and word, and what there is to say."""
        key = ("esc" if self.draft else MEND) if self.stops else ""
        return Content.assemble(
            (f"{key:<4}", "b $accent"),
            (f"{self.sign.mark} {self.sign.word:<9}", self.sign.style),
            (steady(self.text), "" if self.stops else QUIET),
        )


def rows(
    passing: Sequence[Passing],
    timed: Sequence[Timed],
    hindrances: Iterable[str],
    accepted: Mapping[str, str],
    answered: Mapping[str, str],
) -> tuple[Row, ...]:
    """All there is to say before a thread is queued, what stands in the way first.

    `accepted` has the reason for each code that is accepted; `answered` tells, for a passage whose question was
    answered so that the thread stays here, what to do.
    """
    found = [
        *(Row(SIGNS[Severity.ERROR], each, stops=True, draft=True) for each in hindrances),
        *_findings(passing, accepted),
        *_questions(passing, answered),
        *_times(timed),
    ]
    once = {(row.sign.word, row.text): row for row in found}
    return tuple(sorted(once.values(), key=lambda row: not row.stops))


def _findings(passing: Sequence[Passing], accepted: Mapping[str, str]) -> Iterator[Row]:
    every = list(dict.fromkeys(finding for each in passing for finding in each.review.findings))
    for weight in _BY_WEIGHT:
        for finding in every:
            if finding.severity is not weight:
                continue
            where = f"post {finding.post}  " if finding.post else ""
            if finding.code in accepted:
                yield Row(_ACCEPTED, f"{where}{finding.code}  {accepted[finding.code]}")
            else:
                stops = weight is Severity.ERROR
                yield Row(SIGNS[weight], f"{where}{finding.code}  {finding.message}", finding, stops)


def _questions(passing: Sequence[Passing], answered: Mapping[str, str]) -> Iterator[Row]:
    once = {question.passage: question for each in passing for question in each.questions}
    for question in once.values():
        numbers = ", ".join(map(str, question.posts))
        said = answered.get(question.passage) or f"{question.text} {question.noted}".strip()
        where = f"post {numbers}  " if numbers else ""
        yield Row(_QUESTION, f"{where}{question.code}  {said}", question, stops=True)


def _times(timed: Sequence[Timed]) -> Iterator[Row]:
    for each in timed:
        for finding in each.fitting.findings:
            stops = finding in each.fitting.stops
            sign = SIGNS[Severity.WARNING if stops else finding.severity]
            yield Row(sign, f"{finding.code}  {finding.message}", each if stops else None, stops)
        if each.beyond:
            yield Row(SIGNS[Severity.WARNING], f"It would be held. {each.beyond}")
