"""Which draft to open, and how to begin a new one."""

from __future__ import annotations

from pathlib import Path

from composer.model import ComposerError
from composer.tui.dialogs.picker import Choice, Picker

_MOST = 300


class OpenDraft(Picker[Path]):
    """Answers with the file."""

    heading = "Open a draft"
    placeholder = "a part of the name, or a path"
    keys = (("↑↓", "Choose"), ("enter", "Open"), ("esc", "Back"))

    def choices(self) -> tuple[Choice, ...]:
        """Markdown files of the drafts folder and of the current one, the last written first."""
        folders = dict.fromkeys(path.resolve() for path in (self.app.desk.drafts_folder(), Path()) if path.is_dir())
        files = [file for folder in folders for file in folder.glob("*.md") if file.is_file()]
        files.sort(key=_written, reverse=True)
        return tuple(Choice(str(file), file.name, _short(file.parent)) for file in files[:_MOST])

    def take(self, typed: str) -> None:
        """The marked file, or the one that was typed."""
        path = Path(typed).expanduser()
        if typed and path.is_file():
            self.dismiss(path)
        elif self.chosen:
            self.dismiss(Path(self.chosen))
        elif typed:
            self.complain(f"There is no draft like “{typed}” here. ctrl+n begins one.")


class NewDraft(Picker[Path]):
    """Makes the file and answers with it."""

    heading = "Begin a draft"
    placeholder = "its name"
    narrows = False
    keys = (("↑↓", "Template"), ("enter", "Begin"), ("esc", "Back"))

    def choices(self) -> tuple[Choice, ...]:
        """An empty page, and the templates."""
        found = (Choice(each.id, each.title, each.purpose) for each in self.app.desk.templates())
        return (Choice("", "Empty", "a page with room for the one sentence"), *found)

    def take(self, typed: str) -> None:
        """Begin it, if it has a name."""
        if not typed:
            self.complain("Give it a name first: a word or two.")
            return
        try:
            self.dismiss(self.app.desk.new(typed, self.chosen or None))
        except ComposerError as error:
            self.complain(str(error))


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _short(folder: Path) -> str:
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
