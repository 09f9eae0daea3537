"""From a prompt to a page to write on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.paths import write_atomically
from composer.practice.errors import cannot
from composer.practice.prompt import Form

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from composer.practice.prompt import Prompt


def start(prompt: Prompt, folder: Path, today: date) -> Path:
    """The draft for `prompt` and `today` in `folder`, made if it is not there yet and never overwritten.

    Raises PracticeError where `folder` cannot be written to.
    """
    path = folder / f"{today.isoformat()}-{prompt.theme}-{prompt.id.lower()}.md"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            write_atomically(path, _page(prompt, today).encode())
    except OSError as error:
        raise cannot(
            "start a draft at", path, error, "Choose another folder, free space, or make this one writable."
        ) from error
    return path


def _page(prompt: Prompt, today: date) -> str:
    """Front matter, and the prompt as a comment, which is never posted."""
    private = "private: true\n" if prompt.form is Form.PRIVATE else ""
    return (
        f'---\ntitle: "{prompt.theme.capitalize()}, {today.isoformat()}"\nprompt: {prompt.id}\n{private}---\n\n'
        f"<!--\n{prompt.text}\n\nUp to {_minutes(prompt)}. Tiny version, which counts as well: {prompt.tiny}\n-->\n\n"
    )


def _minutes(prompt: Prompt) -> str:
    return "1 minute" if prompt.minutes == 1 else f"{prompt.minutes} minutes"
