"""What the module of a network offers, and which networks there are.

A network is a limit record in `composer.text` and a module of this package under the same name, and nothing else:
whoever needs a network asks here for its module by the name of its record.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from composer.networks.accounts import Account
    from composer.networks.credentials import Secrets
    from composer.queue.capabilities import Capabilities, MediaLimit
    from composer.queue.publisher import Publisher
    from composer.text import Limit


@dataclass(frozen=True, slots=True)
class Identity:
    """An account as its network sees it."""

    user_id: str
    handle: str
    rights: str
    """In words; empty where the network does not say."""
    may_write: bool
    """False only where the network says so."""
    maximum: int = 0
    """Longest post of this account, where the network says one of its own; else 0."""
    remark: str = ""
    """What its owner should know of it and do about it; empty where all is well."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a person does by hand what is otherwise done for them."""

    writing: str
    """Address of the network's page for writing, as far as the words, which follow percent-encoded."""
    answering: str = ""
    """What follows the words on a page that answers a post, with `{id}`; empty where a page cannot."""
    hosts: frozenset[str] = frozenset()
    """Where its posts stand; empty for any host."""
    withdrawing: str = ""
    """On which what was given to this program is withdrawn; empty where there is none, `{server}` for one's own."""


class Talk(Protocol):
    """A conversation with the person who adds an account."""

    @property
    def server(self) -> str:
        """Address of the server that they named beforehand, else empty."""
        ...

    def say(self, *lines: str) -> None:
        """Tell them something."""
        ...

    def steps(self, *steps: str) -> None:
        """Tell them what to do, one numbered line each."""
        ...

    def ask(self, label: str, *, default: str | None = None, shown: bool = False) -> str:
        """What they type, stripped; not `shown` while they type unless it is no secret."""
        ...

    def browse(self, address: str) -> None:
        """Open a page in their browser, where there is one."""
        ...


class Network(Protocol):
    """A module of this package. Importing it loads nothing heavy; its functions do, when they are called."""

    CAPABILITIES: Capabilities
    SECRETS: tuple[str, ...]
    """Names under which an account's secrets are kept: `access_token`, ..."""
    LASTING: tuple[str, ...]
    """Those of them that never change by themselves, so that a server can have them in its environment."""
    PAGES: Pages
    ORIGIN: str
    """Scheme and host that answers for accounts which name no server of their own; empty where all name one."""
    WAYS: Mapping[str, Callable[[Talk, str], Mapping[str, str]]]
    """How an account can be added, the usual way first: each leads the person through it and returns the secrets.

    The second argument is the account's name. Raises AccountError with what is wrong.
    """

    def connect(self, account: Account, secrets: Secrets, limit: Limit) -> Publisher:
        """What publishes for that account. Raises AccountError where its secrets are missing."""
        ...

    def whose(self, account: Account, secrets: Secrets) -> Identity:
        """Ask the network whose account it is; changes nothing there. Raises AccountError with what is wrong."""
        ...

    def lacking(self, secrets: Mapping[str, str]) -> tuple[str, ...]:
        """Names of what is missing among the secrets of an account."""
        ...


class Note(Protocol):
    """Told of a call that would be made: its method, its path, and what it would carry."""

    def __call__(self, method: str, path: str, body: Any) -> None:
        """Take note of it."""
        ...


@runtime_checkable
class Unsent(Protocol):
    """A network that can be rehearsed for in its own language; others are rehearsed for in that of X."""

    def unsent(self, account: Account, limit: Limit, note: Note) -> Publisher:
        """What publishes for that account and reaches nobody: calls are noted, and answered as where all goes well."""
        ...


@runtime_checkable
class ByAccount(Protocol):
    """A network whose accounts differ in what they may post; all of this is as far as it is known here."""

    def limit(self, account: Account) -> Limit:
        """What a text may be from that account."""
        ...

    def able(self, account: Account) -> Capabilities:
        """What may be asked of a post from that account."""
        ...

    def terms(self, account: Account, now: datetime) -> str:
        """The numbers that an account's posts obey and how old they are, as a clause."""
        ...

    def doubt(self, account: Account, now: datetime) -> str:
        """Why those numbers may not hold any more, and what to do about it, in a sentence; empty where they do."""
        ...


@runtime_checkable
class Ending(Protocol):
    """A network on which an account's session can be ended before its secrets are forgotten."""

    def end(self, account: Account, secrets: Secrets) -> None:
        """End it. Raises AccountError where that could not be done."""
        ...


def network(name: str) -> Network:
    """The module of the network with that limit record; ModuleNotFoundError where there is none."""
    return cast("Network", importlib.import_module(f"composer.networks.{name}"))


def network_names() -> tuple[str, ...]:
    """The networks that accounts can be on."""
    from composer.text import LIMITS

    return tuple(name for name in LIMITS if find_spec(f"composer.networks.{name}"))


def by_account(account: Account) -> ByAccount | None:
    """The network of an account whose numbers are its own; None where they are those of its network."""
    if not account.charged or account.network not in network_names():
        return None
    module: object = network(account.network)
    return module if isinstance(module, ByAccount) else None


def unsent(account: Account, limit: Limit, note: Note) -> Publisher | None:
    """What publishes for an account and reaches nobody; None where that cannot be had in its network's own language."""
    if not account.charged or account.network not in network_names():
        return None
    module: object = network(account.network)
    return module.unsent(account, limit, note) if isinstance(module, Unsent) else None


def able_of(account: Account) -> Capabilities | None:
    """What may be asked of a post from that account; None where posts cannot be sent from it by us."""
    module = by_account(account)
    return module.able(account) if module else capabilities_of(account.network)


def terms_of(account: Account, now: datetime) -> str:
    """The account's own numbers and how old they are, as a clause; empty where it has those of its network."""
    module = by_account(account)
    return module.terms(account, now) if module else ""


def doubt_of(account: Account, now: datetime) -> str:
    """Why the account's own numbers may not hold any more, in a sentence; empty where they do, or it has none."""
    module = by_account(account)
    return module.doubt(account, now) if module else ""


def capabilities_of(name: str) -> Capabilities | None:
    """What the network of that limit record can do; None where posts cannot be sent to it from here."""
    return network(name).CAPABILITIES if name in network_names() else None


def refuses_repeats(name: str) -> bool:
    """Whether the network of that limit record takes no post twice whose words are the same."""
    known = capabilities_of(name)
    return known is not None and known.refuses_repeats


def secret_names() -> frozenset[str]:
    """All names under which some network keeps secrets."""
    return frozenset(name for each in network_names() for name in network(each).SECRETS)


def lasting_names() -> frozenset[str]:
    """All names under which the environment may have secrets for some network."""
    return frozenset(name for each in network_names() for name in network(each).LASTING)


def media_limit_of(name: str) -> MediaLimit | None:
    """What the network of that limit record takes with a post; None where that is nothing."""
    known = capabilities_of(name)
    return known.media if known else None
