"""What a service is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from composer.model import ComposerError, Fault
from composer.paths import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILES = Path(__file__).with_name("files")


class ServiceError(ComposerError):
    """The worker cannot be made a service here; the message has another way."""

    fault = Fault.SETUP


@dataclass(frozen=True, slots=True)
class File:
    """A file that a manager of services reads."""

    path: Path
    text: str
    encoding: str = "utf-8"

    @property
    def content(self) -> bytes:
        """What is written."""
        return self.text.encode(self.encoding)

    @property
    def written(self) -> bool:
        """Whether it is there, just so."""
        try:
            return self.path.read_bytes() == self.content
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Step:
    """A command for a person to type, and what it does."""

    purpose: str
    command: str


@dataclass(frozen=True, slots=True)
class Service:
    """The worker as one manager of services has it."""

    manager: str
    """Its name, as a sentence says it."""
    files: tuple[File, ...]
    others: tuple[Path, ...]
    """Files of the other kind: of the service that always runs where this is the timer, and the other way round."""
    steps: tuple[Step, ...]
    """Starting, stopping and seeing it."""
    removal: tuple[Step, ...]
    """What ends it, before its files go."""
    notes: tuple[str, ...] = ()
    """What somebody should know before they say yes."""

    @property
    def installed(self) -> tuple[Path, ...]:
        """Its files that are there, whatever they say."""
        return tuple(file.path for file in self.files if file.path.exists())

    def install(self) -> None:
        """Write its files; raises `ServiceError`, and then the file that could not be written is as it was."""
        if there := _present(self.others):
            raise ServiceError(
                f"The worker is installed in its other form already ({there[0]}), and one is enough. "
                "`thread worker install --uninstall` takes that away first."
            )
        for file in self.files:
            try:
                file.path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(file.path, file.content)
            except OSError as error:
                raise _refused(f"{file.path} could not be written", error) from error

    def uninstall(self) -> tuple[Path, ...]:
        """Take away its files; returns those that were there."""
        there = self.installed
        for path in there:
            try:
                path.unlink()
            except OSError as error:
                raise _refused(f"{path} could not be removed", error) from error
        return there


def template(name: str) -> str:
    """The text of a file that comes with the program."""
    return (_FILES / name).read_text(encoding="utf-8")


def _present(paths: Sequence[Path]) -> tuple[Path, ...]:
    return tuple(path for path in paths if path.exists())


def _refused(what: str, error: OSError) -> ServiceError:
    return ServiceError(f"{what}: {error.strerror or error}. Mend the rights there and try again.")
