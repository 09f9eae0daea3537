"""Faults on demand: which call fails, how, and how often; the store keeps them, so a restart forgets none."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from composer.networks.rehearsal.store import own

if TYPE_CHECKING:
    from composer.networks.rehearsal.store import Store


class Fault(StrEnum):
    """What can go wrong with a call; `after` means that the post was created all the same."""

    SERVER_ERROR_BEFORE = "500_before"
    SERVER_ERROR_AFTER = "500_after"
    CLOSE_BEFORE = "close_before"
    CLOSE_AFTER = "close_after"
    HANG_BEFORE = "hang_before"
    HANG_AFTER = "hang_after"
    GARBLED_AFTER = "garbled_after"
    HUGE_AFTER = "huge_after"
    REDIRECT = "redirect"
    SLOW = "slow"
    ALTERED = "altered"
    """The post is created without its last three characters, and the answer says so to whoever compares."""
    TOO_MANY = "429"
    NO_CREDIT = "402"
    KEYS_REVOKED = "401"
    SUSPENDED = "403_suspended"
    REPLY_REFUSED = "403_reply"
    ANY = "any"
    """One of those whose outcome is hard to tell, drawn by the seed and the number of the call."""

    @property
    def comes_after(self) -> bool:
        """Whether the call does its work before it fails."""
        return self.value.endswith("_after")


CALLS = ("create", "read", "delete", "upload", "status", "alt")
"""What a fault may strike; posts are created by `create`."""
_DRAWN = (
    Fault.SERVER_ERROR_BEFORE,
    Fault.SERVER_ERROR_AFTER,
    Fault.CLOSE_BEFORE,
    Fault.CLOSE_AFTER,
    Fault.GARBLED_AFTER,
)
_FORM = re.compile(r"(?:(?P<call>\w+):)?(?P<name>\w+)(?:@(?P<nth>[1-9]\d*))?(?:\*(?P<count>[1-9]\d*))?")


@dataclass(frozen=True, slots=True)
class Plan:
    """`call` fails as `fault` says, `count` times in a row, after `skip` calls that do not."""

    call: str
    fault: Fault
    skip: int = 0
    count: int = 1


def parse(words: str) -> Plan:
    """Read `[call:]name[@nth][*count]`, such as `close_after@3` or `read:429*2`. Raises ValueError with a sentence."""
    match = _FORM.fullmatch(words.strip())
    call = (match["call"] or "create") if match else ""
    if match is None or call not in CALLS or match["name"] not in set(Fault):
        raise ValueError(
            f"{words!r} is no fault. Write [call:]name[@nth][*count], where call is one of {', '.join(CALLS)} "
            f"(create if left out) and name one of {', '.join(Fault)}."
        )
    return Plan(call, Fault(match["name"]), int(match["nth"] or 1) - 1, int(match["count"] or 1))


def arm(store: Store, *words: str, account: str = "") -> None:
    """Put faults in line, in the order given, for the calls of one account, or of all.

    Raises ValueError where one cannot be read, and then arms none.
    """
    plans = [parse(each) for each in words]
    with store.transaction() as db:
        rows = [(account, plan.call, plan.fault.value, plan.skip, plan.count) for plan in plans]
        db.executemany("INSERT INTO armed (account, call, name, skip, count) VALUES (?, ?, ?, ?, ?)", rows)


def disarm(store: Store, account: str = "") -> None:
    """Forget the faults to come for one account, or all there are."""
    with store.transaction() as db:
        db.execute("DELETE FROM armed WHERE account = :account OR :account = ''", {"account": account})


def strike(store: Store, call: str, account: str = "") -> Fault | None:
    """The fault that is due for this call, if any. Each call counts every armed fault of its kind down by one."""
    mine = "call = ? AND account IN ('', ?)"
    with store.transaction() as db:
        due = db.execute(
            f"SELECT id, name, account FROM armed WHERE {mine} AND skip = 0 ORDER BY id LIMIT 1",  # noqa: S608 - ours
            (call, account),
        ).fetchone()
        db.execute(f"UPDATE armed SET skip = skip - 1 WHERE {mine} AND skip > 0", (call, account))  # noqa: S608
        if due is None:
            return None
        db.execute("UPDATE armed SET count = count - 1 WHERE id = ?", (due[0],))
        db.execute("DELETE FROM armed WHERE count = 0")
    fault = Fault(due[1])
    if fault is Fault.ANY:
        drawn = store.count(own("drawn", due[2]))
        fault = random.Random(f"{store.setting_for(account, 'seed', '0')}:{drawn}").choice(_DRAWN)
    return fault
