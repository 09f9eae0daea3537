"""The accounts that posts can go out from; one of them, the rehearsal, needs nothing but this machine."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from composer.model import ComposerError, Fault
from composer.networks.credentials import KEYS, Credentials, variable
from composer.networks.network import network_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from composer.config import AccountSettings
    from composer.networks.credentials import Held, Secrets

DECLARED_NONE: Mapping[str, AccountSettings] = MappingProxyType({})


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
_BY_HAND = "-by-hand"


def by_hand() -> tuple[Account, ...]:
    """Always there too, one a network: a person carries the posts over, so no keys are needed, nothing is charged."""
    return tuple(Account(f"{network}{_BY_HAND}", network, by_hand=True) for network in network_names())


def is_always_there(name: str) -> bool:
    """Whether an account of that name is there by itself and charges nothing: the rehearsal, or one by hand."""
    return name.casefold() == REHEARSAL.name or is_by_hand(name)


def is_by_hand(name: str) -> bool:
    """Whether a person carries over what goes out from the account of that name."""
    return name.casefold().endswith(_BY_HAND)


def known_accounts(secrets: Secrets, declared: Mapping[str, AccountSettings] = DECLARED_NONE) -> tuple[Account, ...]:
    """The accounts there are: the rehearsal, those that settings declare or the environment has, those by hand."""
    own = [Account(name, table.network, table.handle) for name, table in declared.items() if table.network]
    networks = network_names()
    for each in own:
        if each.network not in networks:
            raise AccountError(
                f"The account {each.name!r} is set to be on {each.network!r}, and posts can be sent to: "
                f"{', '.join(networks)}. Mend accounts.{each.name}.network in your settings."
            )
    taken = {each.name.casefold() for each in own}
    for name in network_names():
        if name not in taken and (found := secrets.held(name).values):
            handle = found.get("handle") or (declared[name].handle if name in declared else "")
            own.append(Account(name, name, handle.removeprefix("@")))
    return (REHEARSAL, *own, *by_hand())


def named(name: str, known: Iterable[Account]) -> Account:
    """The account of that name; upper and lower case are one. Raises AccountError with the nearest name."""
    by_name = {each.name.casefold(): each for each in known}
    found = by_name.get(name.strip().casefold())
    if found:
        return found
    near = get_close_matches(name.casefold(), by_name, n=1)
    hint = f"Did you mean {by_name[near[0]].name!r}? " if near else ""
    raise AccountError(
        f"There is no account {name!r}. {hint}There is: {', '.join(each.name for each in by_name.values())}. "
        "`thread accounts add NAME --network NETWORK` adds one; on a server, the account 'x' is there once its keys "
        f"are in the environment: {', '.join(variable('x', key) for key in KEYS)}."
    )


def credentials_of(account: Account, secrets: Secrets) -> Credentials:
    """All four keys of an account on X, or an AccountError that names the missing ones."""
    found = secrets.held(account.name)
    lacking = [name for name in KEYS if not found.values.get(name)]
    if lacking:
        raise AccountError(missing(account, lacking, found))
    return Credentials(**{name: found.values[name] for name in KEYS})


def missing(account: Account, lacking: Sequence[str], found: Held) -> str:
    """What to do about secrets that an account has not."""
    variables = ", ".join(variable(account.name, name) for name in lacking)
    if not found.values:
        return (
            f"The account {account.name!r} has no secrets on this computer. `thread accounts add {account.name} "
            f"--network {account.network}` asks for them; on a server, put them into the environment: {variables}."
        )
    return (
        f"The account {account.name!r} lacks {variables} in {found.where}. `thread accounts add {account.name} "
        f"--network {account.network}` asks for all of them anew and says where they are found."
    )
