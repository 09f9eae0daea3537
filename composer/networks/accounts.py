"""The accounts that posts can go out from; one of them, the rehearsal, needs nothing but this machine."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from composer.model import ComposerError, Fault
from composer.networks.credentials import Credentials, variable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.networks.credentials import Secrets

_KEYS = ("api_key", "api_secret", "access_token", "access_secret")


class AccountError(ComposerError):
    """An account is not known, or lacks what it needs to publish; the message says how to mend it."""

    fault = Fault.SETUP


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
    by_hand: bool = False
    """A person posts what goes out from it, reminded when it is time."""

    @property
    def charged(self) -> bool:
        """Whether its posts go through the network's own interface, which may have a price."""
        return not (self.rehearsed or self.by_hand)


REHEARSAL = Account("rehearsal", "x", "rehearsal", rehearsed=True)
"""Always there: needs no keys, costs nothing, and is read by nobody."""
BY_HAND = tuple(Account(f"{network}-by-hand", network, by_hand=True) for network in ("x", "bluesky", "mastodon"))
"""Always there too: a person carries the posts over, so no keys are needed and nothing is charged."""


def known_accounts(secrets: Secrets) -> tuple[Account, ...]:
    """The accounts that can be used now: the rehearsal, those by hand, and X where any of its keys is there."""
    has_keys = any(secrets.get("x", name) for name in _KEYS)
    handle = (secrets.get("x", "handle") or "").removeprefix("@")
    return (REHEARSAL, *([Account("x", "x", handle)] if has_keys else []), *BY_HAND)


def named(name: str, known: Iterable[Account]) -> Account:
    """The account of that name; upper and lower case are one. Raises AccountError with the nearest name."""
    by_name = {each.name.casefold(): each for each in known}
    found = by_name.get(name.strip().casefold())
    if found:
        return found
    near = get_close_matches(name.casefold(), by_name, n=1)
    hint = f"Did you mean {by_name[near[0]].name!r}? " if near else ""
    variables = ", ".join(variable("x", key) for key in _KEYS)
    raise AccountError(
        f"There is no account {name!r}. {hint}There is: {', '.join(each.name for each in by_name.values())}. "
        f"An account on X, called 'x', is there once its keys are in the environment: {variables}."
    )


def credentials_of(account: Account, secrets: Secrets) -> Credentials:
    """All four keys of an account on X, or an AccountError that names the missing ones."""
    found = {name: secrets.get(account.name, name) for name in _KEYS}
    missing = [variable(account.name, name) for name, value in found.items() if value is None]
    if missing:
        raise AccountError(
            f"The account {account.name!r} lacks {', '.join(missing)} in the environment. X shows all four on "
            "its developer page under 'Keys and tokens'; the access token has to be made for reading and writing."
        )
    return Credentials(**{name: value for name, value in found.items() if value is not None})
