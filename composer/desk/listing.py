"""The entries that a list shows: what is unfinished whatever its time, and what was finished lately."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from composer.queue import ThreadState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from composer.queue import Entry, Store

FINISHED = (ThreadState.PUBLISHED, ThreadState.CANCELLED, ThreadState.RETRACTED)
"""States in which nothing more happens to an entry by itself."""
RECENT = timedelta(days=7)
"""For how long after its time a finished entry is listed unasked."""


def listed(
    store: Store,
    *,
    states: Sequence[ThreadState] = (),
    account: str = "",
    draft: Path | None = None,
    since: datetime | None = None,
    limit: int,
) -> tuple[Entry, ...]:
    """At most `limit` entries by their time: those in `states`, or without these all, the finished ones since then."""
    path = draft.absolute() if draft else None
    if states:
        return store.list(states=states, account=account, draft=path, limit=limit)
    open_states = [state for state in ThreadState if state not in FINISHED]
    unfinished = store.list(states=open_states, account=account, draft=path, limit=limit)
    finished = store.list(
        states=FINISHED, account=account, draft=path, since=since, limit=limit - len(unfinished), newest_first=True
    )
    each_once = {entry.id: entry for entry in (*unfinished, *finished)}  # one may have been finished in between
    return tuple(sorted(each_once.values(), key=lambda entry: (entry.schedule.instant, entry.id)))
