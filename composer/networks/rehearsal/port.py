"""Which port a rehearsal network listens on where the user has not said: one that stays with its store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.networks.rehearsal.client import RehearsalError, health
from composer.networks.rehearsal.process import PORT
from composer.paths import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

AUTOMATIC = 0
"""The setting's value for 'choose one for me'."""
_TRIES = 40


def chosen_port(wanted: int, store: Path) -> int:
    """`wanted`, or with AUTOMATIC the port that `store` had last, or the first from PORT on that nobody else has.

    Raises RehearsalError where all of them are taken, and where the choice cannot be remembered.
    """
    if wanted != AUTOMATIC:
        return wanted
    memory = store.with_suffix(".port")
    remembered = _remembered(memory)
    candidates: list[int] = [*remembered, *range(PORT, PORT + _TRIES)]
    for port in candidates:
        if _is_ours(port, store):
            if (port,) != remembered:
                _remember(memory, port)
            return port
    raise RehearsalError(
        f"The ports {PORT} to {PORT + _TRIES - 1} of this computer are all in use by other programs. Choose a free one "
        "with `thread config set rehearsal_port NUMBER`."
    )


def _remember(memory: Path, port: int) -> None:
    try:
        memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(memory, f"{port}\n".encode())
    except OSError as error:
        raise RehearsalError(
            f"The rehearsal network's port cannot be written down in {memory}: {error.strerror}. Make that folder "
            "writable, or choose another place with XDG_STATE_HOME."
        ) from error


def _remembered(memory: Path) -> tuple[int, ...]:
    try:
        return (int(memory.read_text(encoding="ascii")),)
    except (OSError, ValueError):
        return ()


def _is_ours(port: int, store: Path) -> bool:
    """Whether nothing listens there, or our own rehearsal does."""
    try:
        server = health(port)
    except RehearsalError:
        return False
    return server is None or server.store == store.resolve()
