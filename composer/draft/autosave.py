"""Recovery copies: what was typed into a draft and not yet saved, kept in the state folder until it is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from composer.draft.errors import DraftError
from composer.draft.files import cannot_write, encoded
from composer.model import Fault

_FOLDER = "autosave"


@dataclass(frozen=True, slots=True)
class Copy:
    """The text of a draft as it was when it was last typed in."""

    draft: Path
    """Absolute path of the draft it belongs to."""
    text: str
    saved: datetime
    """Aware, UTC."""


def write(state: Path, draft: Path, text: str) -> None:
    """Keep a copy of unsaved text; the one before it is replaced. `state` is the program's state folder.

    Raises DraftError where it cannot be written; the copy before it stays.
    """
    from composer.paths import write_atomically

    place = _place(state, draft)
    record = {"draft": str(draft.absolute()), "text": text}
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(place, encoded(json.dumps(record, ensure_ascii=True), place), mode=0o600)
    except OSError as error:
        raise DraftError(f"No recovery copy could be kept. {cannot_write(place, error)}", fault=Fault.SETUP) from error


def clear(state: Path, draft: Path) -> None:
    """Forget the copy of a draft, because it was saved or its writer does not want it."""
    _place(state, draft).unlink(missing_ok=True)


def find(state: Path, draft: Path) -> Copy | None:
    """The copy of a draft, if it is newer than the file and says something else; a lost file has no newer self."""
    copy = _read(_place(state, draft))
    return copy if copy is not None and _worth_offering(copy) else None


def find_all(state: Path) -> tuple[Copy, ...]:
    """Every copy worth offering, the newest first."""
    copies = [_read(place) for place in sorted((state / _FOLDER).glob("*.json"))]
    offered = [copy for copy in copies if copy is not None and _worth_offering(copy)]
    return tuple(sorted(offered, key=lambda copy: copy.saved, reverse=True))


def _place(state: Path, draft: Path) -> Path:
    key = hashlib.sha256(str(draft.absolute()).encode(errors="surrogateescape")).hexdigest()[:24]
    return state / _FOLDER / f"{key}.json"


def _read(place: Path) -> Copy | None:
    """A copy, or None where there is none; half a copy does not come about, so a strange file is not ours."""
    try:
        record = json.loads(place.read_bytes())
        saved = datetime.fromtimestamp(place.stat().st_mtime, UTC)
        return Copy(Path(record["draft"]), str(record["text"]), saved)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _worth_offering(copy: Copy) -> bool:
    try:
        saved = datetime.fromtimestamp(copy.draft.stat().st_mtime, UTC)
        content = copy.draft.read_bytes()
    except OSError:
        return bool(copy.text.strip())
    same = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n") == copy.text
    return not same and copy.saved >= saved
