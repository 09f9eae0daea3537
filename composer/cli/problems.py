"""What was understood otherwise than written, in a draft and in the files of own cues, told before the work goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.cli.exits import say

if TYPE_CHECKING:
    from composer.desk import Desk
    from composer.model import Draft


def tell_problems(desk: Desk, draft: Draft) -> None:
    """Say each of them with its file and line."""
    for problem in draft.problems:
        say(f"{draft.path}, line {problem.line}: {problem.message}")
    for fault in desk.palette().faults:
        say(fault)
