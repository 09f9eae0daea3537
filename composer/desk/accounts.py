"""The accounts of whoever writes: which there are, adding one, asking who it is, and taking one away."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from composer.config import AccountSettings, forget_account, set_account
from composer.networks import (
    AccountError,
    EnvironmentSecrets,
    account,
    is_always_there,
    known_accounts,
    network,
    network_names,
    terms_of,
    user_secrets,
)
from composer.networks.accounts import missing
from composer.networks.network import Ending, secret_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from composer.config import Settings
    from composer.networks import Account, Identity, Network
    from composer.networks.vault import UserSecrets
    from composer.queue import Store

_MANY = 10_000
_WAITING = ("held", "queued", "publishing", "failed", "attention", "retracting")
"""States from which an entry still needs its account."""
_LINE = re.compile(r"(?:export\s+)?(\w+)\s*[:=]\s*(.*)")
_SECRET = re.compile(r"[\x21-\x7e]{4,4096}")


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as a list shows it."""

    account: Account
    where: str
    """The place that has its secrets; empty where it needs none, or none are there."""
    expires: datetime | None = None
    """When its token ends unless it is renewed, which happens by itself; None for keys that do not end."""
    trouble: str = ""
    """Why it cannot be used as it is."""
    terms: str = ""
    """The numbers of the server that it is on and how old they are; empty where it has its network's."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an account's secrets."""

    account: Account
    where: str
    first_in_file: bool
    """Whether the file for secrets was made for this, because there is no keyring."""


class Accounts:
    """What a front end may do with accounts."""

    def __init__(self, settings: Settings, settings_file: Path, environment: Mapping[str, str]) -> None:
        self._declared = settings.accounts
        self._file = settings_file
        self._environment = EnvironmentSecrets(environment)

    def listed(self) -> tuple[Listed, ...]:
        """Every account there is, with the state of its secrets and never a secret."""
        return tuple(map(self._listed, known_accounts(self._environment, self._declared)))

    def listed_one(self, name: str) -> Listed:
        """One account, as the list has it."""
        return self._listed(account(name, self._environment, declared=self._declared))

    def withdrawal_page(self, name: str) -> str:
        """Where a person withdraws what its network gave; empty where there is no such page."""
        found = account(name, self._environment, declared=self._declared)
        if not found.charged:
            return ""
        server = self.server(name).rstrip("/") or "https://YOUR-SERVER"
        return network(found.network).PAGES.withdrawing.format(
            server=server if "://" in server else f"https://{server}"
        )

    def check_name(self, name: str) -> None:
        """Raise ConfigError or AccountError where an account cannot be called so."""
        from composer.config import check

        if is_always_there(name):
            raise AccountError(f"{name!r} is the name of an account that is always there. Choose another name.")
        check(f"accounts.{name}.network", "x", "the command line")
        twin = next((each for each in self._declared if each.casefold() == name.casefold() and each != name), None)
        if twin:
            raise AccountError(f"There is an account {twin!r}, and upper and lower case are one. Choose another name.")

    def network(self, name: str) -> Network:
        """The module of a network that accounts can be on. Raises AccountError naming those there are."""
        if name not in network_names():
            raise AccountError(f"No account can be on {name!r}. There is: {', '.join(network_names())}.")
        return network(name)

    def title_of(self, name: str) -> str:
        """The network of an account, as a message says it."""
        found = account(name, self._environment, declared=self._declared)
        return network(found.network).CAPABILITIES.network

    def terms_of(self, name: str) -> str:
        """The numbers of the server that an account is on and how old they are; empty where it has its network's."""
        return terms_of(account(name, self._environment, declared=self._declared), datetime.now(UTC))

    def keep(self, name: str, network_name: str, tokens: Mapping[str, str]) -> Added:
        """Keep the secrets of an account, as a way to add it or a file for scripts gave them.

        Raises AccountError naming what lacks or what is no key, and then nothing was kept.
        """
        if lacking := network(network_name).lacking(tokens):
            raise AccountError(
                f"There is no {' and no '.join(lacking)}, so nothing was kept. An account on {network_name} has: "
                f"{', '.join(network(network_name).SECRETS)}."
            )
        secret = network(network_name).SECRETS
        odd = [each for each, value in tokens.items() if each in secret and value and not _SECRET.fullmatch(value)]
        if odd:
            raise AccountError(
                f"What was given as {odd[0]} is no key: a key is one word without spaces. Copy it anew; nothing was "
                "kept."
            )
        return self._keep(name, network_name, {each: value for each, value in tokens.items() if value})

    def ask(self, name: str) -> Identity:
        """Ask the network whose account it is, and note its handle. Raises AccountError with what is wrong."""
        found = account(name, self._environment, declared=self._declared)
        if not found.charged:
            raise AccountError(f"{found.name} needs no keys, so there is nobody to ask about it. It is always there.")
        identity = network(found.network).whose(found, self._secrets)
        known = self._declared.get(found.name)
        if known and (identity.handle, identity.maximum or known.maximum) != (known.handle, known.maximum):
            learnt = AccountSettings(identity.maximum or None, handle=identity.handle)
            set_account(self._file, found.name, learnt)
        return identity

    def remove(self, name: str) -> tuple[str, ...]:
        """Forget an account and its secrets; returns the places that had something of it."""
        found = account(name, self._environment, declared=self._declared)
        if not found.charged:
            raise AccountError(f"{found.name} is always there and needs no secrets, so there is nothing to remove.")
        module: object = network(found.network)
        if isinstance(module, Ending):
            with suppress(AccountError):  # what cannot be ended from here ends by itself, or on the page of withdrawal
                module.end(found, self._secrets)
        places = self._secrets.forget(found.name)
        if forget_account(self._file, found.name):
            places += (str(self._file),)
        if self._environment.held(found.name).values:
            raise AccountError(
                f"{found.name} stays as long as its keys are in the environment: take them out of what starts this "
                f"shell or service.{' Removed from ' + ', '.join(places) + '.' if places else ''}"
            )
        return places

    def server(self, name: str) -> str:
        """The server that an account is on, as its secrets name it; empty where its network is one place."""
        return self._secrets.held(name).values.get("server", "")

    @property
    def place(self) -> str:
        """Where new secrets go, in words."""
        return self._secrets.place.name

    @cached_property
    def _secrets(self) -> UserSecrets:
        return user_secrets()

    def _keep(self, name: str, network_name: str, values: Mapping[str, str]) -> Added:
        self.check_name(name)
        new_file = not self._secrets.file.path.exists()
        place = self._secrets.keep(name, values)
        declared = self._declared.get(name, AccountSettings())
        set_account(self._file, name, AccountSettings(network=network_name, handle=declared.handle))
        self._declared = {**self._declared, name: AccountSettings(declared.maximum, network_name, declared.handle)}
        added = account(name, self._environment, declared=self._declared)
        return Added(added, place.name, new_file and place is self._secrets.file)

    def _listed(self, each: Account) -> Listed:
        if not each.charged:
            return Listed(each, "")
        try:
            found = self._secrets.held(each.name)
        except AccountError as error:
            return Listed(each, "", trouble=str(error))
        if lacking := network(each.network).lacking(found.values):
            return Listed(each, found.where, trouble=missing(each, lacking, found))
        expires = found.values.get("expires")
        terms = terms_of(each, datetime.now(UTC))
        return Listed(each, found.where, _instant(expires) if expires else None, terms=terms)


def refuse_without_secrets(accounts: Iterable[Account]) -> None:
    """Raise AccountError, before anything is queued to go out now, where an account has not what it needs for that."""
    secrets = user_secrets()
    for each in accounts:
        if each.charged and (lacking := network(each.network).lacking((held := secrets.held(each.name)).values)):
            raise AccountError(f"{missing(each, lacking, held)} Nothing was queued.")


def waiting_for(store: Store, name: str) -> str:
    """What waits in the queue for an account, and what to do about it, in sentences; empty where nothing does."""
    from composer.queue import ThreadState

    states = tuple(ThreadState(state) for state in _WAITING)
    found = [entry for entry in store.list(states=states, limit=_MANY) if entry.account.casefold() == name.casefold()]
    if not found:
        return ""
    some = ", ".join(entry.id for entry in found[:5])
    many = "1 entry waits" if len(found) == 1 else f"{len(found)} entries wait"
    return (
        f"{many} in the queue for {name}: {some}{' and more' if len(found) > 5 else ''}. Without the account "
        f"nothing of it goes out: each is called failed at its time. `thread cancel {found[0].id}` ends one, "
        f"`thread hand over {found[0].id}` posts it by hand, and an account added under the same "
        "name takes them all up again."
    )


def _instant(text: str) -> datetime:
    """When a token ends, as it is kept; long ago where that cannot be read, since then it is renewed at once."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC)


def read_tokens(text: str) -> dict[str, str]:
    """The secrets that a file for scripts holds: a JSON object, or a line `name = value` for each.

    Raises AccountError, never repeating a value.
    """
    found = _json(text) if text.lstrip().startswith("{") else _lines(text)
    unknown = found.keys() - secret_names()
    if unknown:
        known = ", ".join(sorted(secret_names()))
        raise AccountError(f"{min(unknown)!r} is not the name of a secret, so nothing was kept. Known are: {known}.")
    return found


def _json(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise AccountError("The secrets are no valid JSON object, so nothing was kept.") from error
    return {str(name): value for name, value in found.items() if isinstance(value, str)}


def _lines(text: str) -> dict[str, str]:
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise AccountError(f"Line {number} of the secrets is not `name = value`, so nothing was kept.")
        found[match[1].lower()] = match[2].strip().strip("\"'")
    return found


def ends(listed: Listed) -> str:
    """When an account's token ends, in words."""
    if listed.trouble or not listed.where:
        return ""
    if listed.expires is None:
        return "does not expire"
    left = listed.expires - datetime.now(UTC)
    return (
        "is renewed at its next use"
        if left.total_seconds() < 0
        else f"renewed by itself, next at {listed.expires.astimezone():%H:%M}"
    )
