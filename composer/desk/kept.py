"""A list of the user's own decisions in a file of the state folder: whole or not at all, and never guessed at."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from composer.model import ComposerError, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_VERSION = 1
_Row = TypeVar("_Row")


class KeptError(ComposerError):
    """Decisions cannot be read or kept."""

    fault = Fault.SETUP


@dataclass(frozen=True, slots=True)
class KeptList(Generic[_Row]):
    """Rows of one dataclass in a JSON file."""

    file: Path
    row: type[_Row]
    key: str
    """Of the list in the file."""
    name: str
    """What the rows are, in the plural, for messages."""
    lost: str
    """What follows where the file is moved away, as the end of a sentence."""

    def read(self) -> tuple[_Row, ...]:
        """The rows, the oldest first; none where there is no file. Raises KeptError."""
        try:
            content: Any = json.loads(self.file.read_bytes())
            return tuple(self.row(**one) for one in content[self.key])
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise KeptError(
                f"The {self.name} in {self.file} could not be read: {error.strerror}. Make the file readable."
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise KeptError(
                f"{self.file} holds no list of {self.name} any more ({error}). Mend it, or move it away:"
                f" then {self.lost}."
            ) from error

    def write(self, rows: Iterable[Any]) -> None:
        """Put these rows in place of what is there; raises KeptError, and then nothing has changed."""
        from composer.paths import write_atomically

        content = {"version": _VERSION, self.key: [asdict(one) for one in rows]}
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.file, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(), mode=0o600)
        except OSError as error:
            raise KeptError(
                f"The {self.name} could not be kept in {self.file}: {error.strerror}. Nothing was changed; make room "
                "or mend the rights there, and say it again."
            ) from error
