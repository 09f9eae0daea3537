"""What every command starts from: the settings that apply where it was typed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.config import Config
    from composer.desk import Desk


def current_config(draft: Path | None = None) -> Config:
    """The settings for `draft`, or for the current folder."""
    from composer.config import load
    from composer.paths import settings_file

    return load(user_file=settings_file(), folder=_folder(draft), environment=os.environ)


def current_desk(draft: Path | None = None) -> Desk:
    """A desk with those settings."""
    from composer.desk import Desk
    from composer.desk.cues import cue_files
    from composer.paths import people_file, plan_file, settings_file, state_dir

    files = cue_files(settings_file(), _folder(draft))
    return Desk(
        current_config(draft).settings,
        state_dir(),
        cue_files=files,
        people_file=people_file(),
        plan_file=plan_file(),
    )


def _folder(draft: Path | None) -> Path:
    return (draft.parent if draft else Path()).absolute()
