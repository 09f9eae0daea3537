"""How a draft is kept: saved, put away, taken up again, edited elsewhere; nothing written is lost on the way."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from composer.desk.session import ChangedOnDiskError, Disk, Session
from composer.draft import autosave
from composer.model import ComposerError
from composer.tui.dialogs.line import Line
from composer.tui.dialogs.question import Question

if TYPE_CHECKING:
    from composer.tui.compose import Compose


async def save(screen: Compose) -> bool:
    """Save the draft, asking for its name if it has none; whether it is on disk now."""
    screen.follow()
    session = screen.session
    if not session.named and not await _name(screen):
        return False
    return await _save(screen)


async def put_away(screen: Compose) -> bool:
    """Save what is not saved, before something else takes its place; whether that may happen now."""
    screen.follow()
    if not screen.session.dirty:
        return True
    if await _save(screen):
        return True
    answer = await screen.app.push_screen_wait(
        Question(
            "Not saved",
            "The file could not be written. A recovery copy of every word is kept and will be offered next time.",
            (("stay", "Stay here"), ("go", "Go on; the copy is kept")),
        )
    )
    if answer != "go":
        return False
    screen.session.keep()
    return True


async def _save(screen: Compose) -> bool:
    session = screen.session
    try:
        session.save()
        session.note_writing()
    except ChangedOnDiskError as error:
        return await _conflict(screen, str(error))
    except ComposerError as error:
        screen.app.tell(str(error))
        return not session.dirty
    return True


async def _name(screen: Compose) -> bool:
    session = screen.session
    line = Line("Save", f"Its name, in {session.path.parent}:", session.path.stem)
    name = await screen.app.push_screen_wait(line)
    if not name:
        return False
    path = Path(name).expanduser()
    path = path if path.suffix else path.with_suffix(".md")
    try:
        session.save_as(path if len(path.parts) > 1 else session.path.parent / path)
    except ComposerError as error:
        screen.app.tell(str(error))
        return False
    return True


async def _conflict(screen: Compose, said: str) -> bool:
    """Two versions: keep both, unless the writer says otherwise."""
    session = screen.session
    beside = session.beside()
    answer = await screen.app.push_screen_wait(
        Question(
            "Changed by another program",
            said,
            (
                ("both", f"Keep both: save mine as {beside.name}"),
                ("theirs", "Take the version on disk; undo brings mine back"),
                ("mine", "Save mine over it"),
            ),
        )
    )
    try:
        if answer == "both":
            session.save_as(beside)
        elif answer == "theirs":
            screen.editor.take(session.reload())
            screen.refresh_all()
        elif answer == "mine":
            session.save(over=True)
    except ComposerError as error:
        screen.app.tell(str(error))
        return False
    return answer is not None


def watch(screen: Compose) -> str:
    """What has become of the file meanwhile, in words for the line above the draft; empty if nothing has."""
    session = screen.session
    match session.disk():
        case Disk.SAME:
            return ""
        case Disk.GONE:
            return f"{session.path.name} is gone from disk; ^s writes it again." if session.named else ""
        case Disk.CHANGED if session.dirty:
            return f"{session.path.name} was changed by another program; ^s asks what to do."
    try:
        screen.editor.take(session.reload())
    except ComposerError as error:
        return str(error)
    screen.refresh_all()
    screen.app.tell(f"{session.path.name} was changed by another program; this is the new text. ^z brings yours back.")
    return ""


async def offer_copy(screen: Compose) -> None:
    """Words of an earlier sitting that never reached the file: take them up, or lay them beside it."""
    session = screen.session
    copy = session.left
    if copy is None or copy.text == session.text:
        return
    beside = session.path.with_stem(f"{session.path.stem}-recovered")
    answer = await screen.app.push_screen_wait(
        Question(
            "Words that were not saved",
            f"{session.path.name} was left with unsaved words on {copy.saved.astimezone():%a %d %b at %H:%M}: "
            f"{len(copy.text.split())} words there, {len(session.text.split())} in the file.",
            (
                ("take", "Take them up; undo shows the file’s version"),
                ("beside", f"Keep the file, and lay them beside it as {beside.name}"),
                ("drop", "Keep the file, and forget them"),
            ),
        )
    )
    if answer == "take":
        session.left = None
        screen.editor.take(copy.text)
    elif answer == "drop":
        session.drop_left()
    else:
        _lay_beside(screen, beside, copy.text)


def _lay_beside(screen: Compose, path: Path, text: str) -> None:
    aside = Session(screen.app.desk, path, "")
    aside.change(text, 0.0)
    try:
        aside.save_as(path if not path.exists() else aside.beside())
    except ComposerError as error:
        screen.app.tell(str(error))
        return
    screen.session.drop_left()
    screen.app.tell(f"The words are in {aside.path.name}.")


async def offer_others(screen: Compose) -> Path | None:
    """Where no draft was asked for: one that was left with unsaved words, if there is any and it is wanted."""
    copies = autosave.find_all(screen.app.desk.state)
    if not copies:
        return None
    answers = tuple(
        (
            str(copy.draft),
            f"{copy.draft.name}, {len(copy.text.split())} words, {copy.saved.astimezone():%a %d %b %H:%M}",
        )
        for copy in copies[:8]
    )
    text = "These drafts were left with words that are not in their files. Nothing is lost if you leave them for later."
    answer = await screen.app.push_screen_wait(Question("Words that were not saved", text, (*answers, ("", "Later"))))
    return Path(answer) if answer else None


async def edit_elsewhere(screen: Compose) -> None:
    """Hand the draft to the user's own editor, and take back what comes of it."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        screen.app.tell("No editor is named. Set EDITOR in your shell, such as: export EDITOR=nano")
        return
    if not await save(screen):
        return
    session = screen.session
    try:
        with screen.app.suspend():
            trouble = _run([*shlex.split(command), str(session.path)])
        fresh = session.reload()
    except SuspendNotSupported:
        screen.app.tell("This terminal cannot be lent to another program. Open the draft there yourself.")
        return
    except (ComposerError, ValueError) as error:
        screen.app.tell(str(error))
        return
    if trouble:
        screen.app.tell(f"{command} did not end well: {trouble}. The draft is saved.")
    if fresh != screen.editor.text:
        screen.editor.take(fresh)
    screen.refresh_all()


def _run(command: list[str]) -> str:
    """Run the user's own editor to its end; what went wrong, or nothing. The terminal has to come back either way."""
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return str(error)
    return ""
