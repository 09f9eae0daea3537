"""A stand-in for X on this machine alone, so that a thread can be published and looked at before anybody reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.networks.rehearsal.client import RehearsalError, Server, arm, calls, calm, empty, health, timeline
from composer.networks.rehearsal.process import PORT, ensure_running, stop

if TYPE_CHECKING:
    from pathlib import Path

    from composer.networks.credentials import Credentials
    from composer.text import Limit

__all__ = [
    "PORT",
    "RehearsalError",
    "Server",
    "arm",
    "calls",
    "calm",
    "credentials",
    "empty",
    "ensure_running",
    "health",
    "start",
    "stop",
    "stop_store",
    "timeline",
]


_RACES = 3


def start(port: int, store: Path) -> Server:
    """The rehearsal with that store, started if it does not run; port 0 leaves the choice of the port to us."""
    from composer.networks.rehearsal.port import AUTOMATIC, chosen_port

    for _ in range(_RACES if port == AUTOMATIC else 0):
        try:
            return ensure_running(chosen_port(port, store), store)
        except RehearsalError:  # another store's rehearsal may have taken the port in that very moment
            continue
    return ensure_running(chosen_port(port, store), store)


def stop_store(port: int, store: Path) -> bool:
    """End the rehearsal that keeps its posts in `store`; False where it did not run."""
    from composer.networks.rehearsal.port import chosen_port

    return stop(chosen_port(port, store))


def credentials(store: Path, account: str, limit: Limit | None = None) -> Credentials:
    """The keys of a rehearsal account, made at its first mention. Who may read the store may publish there.

    With `limit` its posts obey that from now on, else X's or what was said before.
    """
    import sqlite3

    from composer.networks.credentials import Credentials
    from composer.networks.rehearsal.store import Store

    try:
        kept = Store(store)
        try:
            member = kept.member(account)
            if limit:
                kept.set_limit(account, limit.name, limit.maximum)
        finally:
            kept.close()
    except (OSError, sqlite3.Error) as error:
        raise RehearsalError(
            f"The rehearsal network's store {store} cannot be used: {error}. Move it away to begin anew."
        ) from error
    return Credentials(member.api_key, member.api_secret, member.access_token, member.access_secret)
