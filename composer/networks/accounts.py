"""The accounts that posts can go out from; one of them, the rehearsal, needs nothing but this machine."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from composer.model import ComposerError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.networks.credentials import Secrets


class AccountError(ComposerError):
    """An account is not known, or lacks what it needs to publish; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somewhere posts go."""

    name: str
    """What the user calls it: in `to`, in `--to`."""
    network: str
    """Name of the limit record that its posts obey."""
    handle: str = ""
    """How readers know it, without `@`; empty where it is not known."""
    rehearsed: bool = False
    """Its posts go to the rehearsal network on this machine and nowhere else."""


REHEARSAL = Account("rehearsal", "x", "rehearsal", rehearsed=True)
"""Always there: needs no keys, costs nothing, and is read by nobody."""


def known_accounts(secrets: Secrets) -> tuple[Account, ...]:
    """The accounts that can be used now: the rehearsal, and X where its keys are known."""
    handle = secrets.get("x", "handle") or ""
    own = (Account("x", "x", handle.removeprefix("@")),) if secrets.get("x", "api_key") else ()
    return (REHEARSAL, *own)


def account_named(name: str, known: Iterable[Account]) -> Account:
    """The account of that name; upper and lower case are one. Raises AccountError with the nearest name."""
    by_name = {each.name.casefold(): each for each in known}
    found = by_name.get(name.strip().casefold())
    if found:
        return found
    near = get_close_matches(name.casefold(), by_name, n=1)
    hint = f"Did you mean {by_name[near[0]].name!r}? " if near else ""
    names = ", ".join(each.name for each in by_name.values())
    raise AccountError(
        f"There is no account {name!r}. {hint}Known: {names}. An account on X becomes known by its keys in the "
        "environment: THREAD_X_API_KEY, THREAD_X_API_SECRET, THREAD_X_ACCESS_TOKEN, THREAD_X_ACCESS_SECRET."
    )
