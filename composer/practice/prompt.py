"""The prompts: one line each in a Markdown file per theme, so that anybody can read, add or better them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from composer.paths import shipped
from composer.practice.errors import PracticeError, cannot


class Form(StrEnum):
    """What is likely to come of a prompt."""

    POST = "post"
    """Fits one post."""
    THREAD = "thread"
    """Enough for several posts."""
    PRIVATE = "private"
    """Stays with the writer; never offered for publishing without being asked twice."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """An invitation to write."""

    id: str
    theme: str
    form: Form
    minutes: int
    """The most that a sitting should take; not a target."""
    text: str
    tiny: str
    """The smallest version that still counts as written."""
    source: str
    """The file it came from."""


_LINE = re.compile(
    r"- (?P<id>[A-Za-z0-9]+) \| (?P<form>post|thread|private) \| (?P<minutes>[1-9]\d*)"
    r" \| (?P<text>[^|]+) \| (?P<tiny>[^|]+)"
)


def parse_prompts(text: str, theme: str, source: str) -> tuple[Prompt, ...]:
    """The prompts of one theme's file, in its order.

    A line that begins with `- ` is a prompt; all else is for the people who read the file.
    Raises PracticeError with the line's number for one that cannot be understood.
    """
    lines = ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.startswith("- "))
    return tuple(_prompt(line, number, theme, source) for number, line in lines)


def prompts() -> tuple[Prompt, ...]:
    """All prompts that come with the program, theme by theme in the order of their ids."""
    folder = shipped("prompts")
    try:
        files = [(path, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]
    except OSError as error:
        raise cannot("read the prompts in", folder, error, "Installing the program again puts them back.") from error
    found = tuple(prompt for path, text in files for prompt in parse_prompts(text, path.stem, path.name))
    if not found:
        raise PracticeError(f"There are no prompts in {folder}. Installing the program again puts them back.")
    return tuple(sorted(found, key=lambda prompt: prompt.id))


def _prompt(line: str, number: int, theme: str, source: str) -> Prompt:
    parts = _LINE.fullmatch(line.rstrip())
    if parts is None:
        raise PracticeError(
            f"Line {number} of {source} is not a prompt. Write it as: - ID | post, thread or private | minutes | "
            "prompt | tiny version"
        )
    return Prompt(
        id=parts["id"],
        theme=theme,
        form=Form(parts["form"]),
        minutes=int(parts["minutes"]),
        text=parts["text"].strip(),
        tiny=parts["tiny"].strip(),
        source=source,
    )
