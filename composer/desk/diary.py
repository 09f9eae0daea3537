"""Daily writing: the prompt that waits today, a page for it, and the days with words in them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from composer.practice import (
    Journal,
    PracticeError,
    Shown,
    Written,
    another,
    days_written,
    prompt_of_the_day,
    prompts,
    read_journal,
    record,
    start,
)
from composer.practice.journal import FILE_NAME

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from composer.practice import Prompt


class Diary:
    """The journal in the state folder, on one day. What is in it never leaves this computer."""

    def __init__(self, state: Path, today: date) -> None:
        self._file = state / FILE_NAME
        self._today = today

    def journal(self) -> Journal:
        """What was shown and written so far."""
        return read_journal(self._file)

    def prompt(self) -> Prompt:
        """The prompt of the day."""
        chosen = prompt_of_the_day(self._today, self.journal().shown, prompts())
        self._note_shown(chosen)
        return chosen

    def another(self) -> Prompt:
        """A different one for today, from another theme."""
        chosen = another(self._today, self.journal().shown, prompts())
        self._note_shown(chosen)
        return chosen

    def page(self, prompt: Prompt, folder: Path) -> Path:
        """The draft for `prompt` today, made if it is not there yet."""
        return start(prompt, folder, self._today)

    def note_written(self, path: Path, *, prompt: str, words: int, private: bool) -> None:
        """Remember that there are words in the draft at `path`; a page without a word is no entry."""
        noted = Written(self._today, prompt, words, draft=str(path), private=private)
        if words and noted not in self.journal().written:
            record(self._file, noted)

    def days(self) -> tuple[bool, ...]:
        """For each of the last 30 days, today last, whether something was written."""
        return days_written(self.journal(), self._today)

    def _note_shown(self, prompt: Prompt) -> None:
        """Once is enough: the last one shown today is the prompt of the day."""
        today = [shown.prompt for shown in self.journal().shown if shown.day == self._today]
        if not today or today[-1] != prompt.id:
            with contextlib.suppress(PracticeError):  # a prompt is worth showing even where nothing can be noted
                record(self._file, Shown(self._today, prompt.id))
