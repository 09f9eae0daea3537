"""Finding entries: by what a person types, by state, account, draft and time."""

# ruff: noqa: S608 -- only constants of this room are put together to SQL; values are always bound
from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from composer.queue.entry import QueueError, milliseconds, named
from composer.queue.undo import TEMPLATE_ID

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from composer.queue.database import Database
    from composer.queue.states import ThreadState


def resolve(db: Database, typed: str) -> str:
    """The id that a person means by `typed`, an entry's or a template's.

    Raises `QueueError` with what it may be, or what comes near.
    """
    wanted = "".join(typed.split()).lstrip("#").casefold()
    table = "template" if wanted.startswith(TEMPLATE_ID[0]) else "entry"
    found = db.all(
        f"SELECT id, title, state FROM {table} WHERE id >= :low AND id < :high ORDER BY id LIMIT 6",
        low=wanted,
        high=wanted + "\uffff",
    )
    if table == "template":
        going = [row for row in found if row["state"] != "cancelled"]
        found = going or found
    if wanted and len(found) == 1:
        return str(found[0]["id"])
    if wanted and found:
        some = ", ".join(named(row["id"], row["title"]) for row in found[:5])
        raise QueueError(f"'{typed}' may be {some}{' or more' if len(found) > 5 else ''}. Type more of the id.")
    raise QueueError(f"There is no entry '{typed}' in the queue.{_nearest(db, wanted)}")


def rows(
    db: Database,
    *,
    states: Sequence[ThreadState],
    account: str,
    draft: Path | None,
    since: datetime | None,
    limit: int,
    newest_first: bool,
) -> list[sqlite3.Row]:
    """The rows of the entries asked for, by their time; each state is one walk along an index, never a sort of all."""
    values: dict[str, Any] = {"limit": limit}
    conditions = ["1"]
    for name, value in (("account", account), ("draft", draft and str(draft))):
        if value:
            conditions.append(f"{name} = :{name}")
            values[name] = value
    if since is not None:
        conditions.append("due_at >= :since")
        values["since"] = milliseconds(since)
    order = "due_at DESC, id DESC" if newest_first else "due_at, id"
    tail = f"{' AND '.join(conditions)} ORDER BY {order} LIMIT :limit"
    if not states:
        return db.all(f"SELECT * FROM entry WHERE {tail}", **values)
    names = {f"state{i}": state for i, state in enumerate(dict.fromkeys(states))}
    walks = (f"SELECT * FROM (SELECT * FROM entry WHERE state = :{name} AND {tail})" for name in names)
    return db.all(f"{' UNION ALL '.join(walks)} ORDER BY {order} LIMIT :limit", **values, **names)


def said(db: Database, network: str, texts: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Account and text of each post for a network that says one of `texts`, but for those that were given up unsent."""
    found = db.all(
        "SELECT DISTINCT account, text FROM entry JOIN post ON entry = id WHERE network = :network"
        " AND text IN (SELECT value FROM json_each(:texts))"
        " AND (entry.state <> 'cancelled' OR post.state <> 'pending') ORDER BY account, text",
        network=network,
        texts=json.dumps(list(texts)),
    )
    return tuple((row["account"], row["text"]) for row in found)


def _nearest(db: Database, wanted: str) -> str:
    latest = db.all("SELECT id, title FROM entry ORDER BY due_at DESC LIMIT 500")
    if not latest:
        return " It is empty."
    near = difflib.get_close_matches(wanted, [row["id"] for row in latest], n=1, cutoff=0.6)
    titles = {row["id"]: row["title"] for row in latest}
    hint = f" Did you mean {named(near[0], titles[near[0]])}?" if near else ""
    return f"{hint} `thread queue` lists what there is."
