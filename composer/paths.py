"""Where files live; the only module that knows.

Settings, state and data follow the platform's custom (XDG on Linux), which platformdirs knows. State is what the
program must not lose (the queue, autosaves); nothing is created here, whoever writes makes the folder.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_APP = "thread-composer"


def settings_file() -> Path:
    """The user's settings, TOML."""
    from platformdirs import user_config_path

    return user_config_path(_APP, appauthor=False) / "config.toml"


def people_file() -> Path:
    """What the user noted about people, TOML; beside the settings, never in a project's folder."""
    return settings_file().with_name("people.toml")


def plan_file() -> Path:
    """The user's slots and breaks, TOML, beside the settings."""
    return settings_file().with_name("plan.toml")


def state_dir() -> Path:
    """The queue, autosaves and the rehearsal network's store."""
    from platformdirs import user_state_path

    return user_state_path(_APP, appauthor=False)


def queue_file() -> Path:
    """The queue's SQLite file; `-wal`, `-shm` and `.lock` stand beside it."""
    return state_dir() / "queue.sqlite3"


def documents_dir() -> Path:
    """The user's documents, where drafts go if nothing else is said."""
    from platformdirs import user_documents_path

    return user_documents_path()


def shipped(*parts: str) -> Path:
    """A file or folder of the sample drafts, templates and prompts that come with the program.

    In a wheel they lie inside the package; an editable install reads the repository's own `drafts/`.
    """
    package = Path(__file__).parent
    inside = package / "_drafts"
    return (inside if inside.is_dir() else package.parent / "drafts").joinpath(*parts)


def write_atomically(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put `content` at `path` so that at every instant either the old file or the new one is there, whole.

    The parent folder must exist. A symbolic link keeps pointing where it did. Raises OSError and leaves the old
    file untouched where the content cannot be written.
    """
    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else mode
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable, where the platform lets a folder be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
