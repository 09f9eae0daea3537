"""Whose account it is, how it fares, and what its server takes: calls that change nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from composer.model import Fault
from composer.networks.accounts import AccountError
from composer.networks.mastodon.client import Client, id_of
from composer.networks.mastodon.rules import Rules, rules_of
from composer.networks.mastodon.trouble import TROUBLES, Kind, Trouble, explained

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.networks.mastodon.server import Server

_SECONDS = 20.0
_HANDLE = re.compile(r"[\w.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Found:
    """An account as its server sees it."""

    user_id: str
    handle: str
    """With the server: `ward@mastodon.social`."""
    rules: Rules
    remark: str = ""
    """What its owner should know of it; empty where all is well."""
    halted: bool = False
    """Whether the server says that it may post no more."""


def identity(server: Server, token: str, account: str, handle: str = "", seconds: float = _SECONDS) -> Found:
    """Ask the server. Raises AccountError with what is wrong and what to do about it.

    `handle`, where it is known, lets the server be asked why an account may do nothing any more.
    """
    client = Client(server, token, read_seconds=seconds, total_seconds=seconds)
    with explained(client, _meant(server, account, handle)):
        found = client.account_verify_credentials()
        who = _account(found)
        rules = rules_of(client.instance_v2(), datetime.now(UTC))
    halted = bool(found.get("moved")) or found.get("suspended") is True
    return Found(who[0], f"{who[1]}@{server.host}", rules, _remark(found, server), halted)


def _account(found: Any) -> tuple[str, str]:
    user_id, handle = id_of(found), str(found["username"] or "")
    if not _HANDLE.fullmatch(handle):
        raise ValueError("no account")
    return user_id, handle


def _remark(found: Any, server: Server) -> str:
    """How an account fares, by the marks that a server sets."""
    if moved := found.get("moved"):
        where = str(moved.get("acct", "")) if isinstance(moved, dict) else ""
        new = f"@{where}" if re.fullmatch(r"[\w.@-]{1,253}", where) else "another server"
        return (
            f"It has moved to {new}, and {server.name} lets it post no more. Add the new one with `thread accounts add "
            "NAME --network mastodon`."
        )
    if found.get("suspended") is True:
        return f"{server.name} has suspended it: it can post no more. Its page there says how to appeal."
    if found.get("limited") is True:
        return f"{server.name} has limited it: its posts reach its followers and nobody else."
    return ""


def _meant(server: Server, account: str, handle: str) -> Callable[[Trouble], AccountError]:
    def meant(trouble: Trouble) -> AccountError:
        said = f" It says: {trouble.words}" if trouble.words else ""
        match trouble.kind:
            case Kind.UNAUTHORISED:
                return AccountError(
                    f"{server.name} does not take the token of {account}: it was revoked, or mistyped. "
                    f"`thread accounts add {account} --network mastodon` asks for leave again."
                )
            case Kind.FORBIDDEN:
                why = _why(server, handle)
                return AccountError(f"{server.name} lets {account} do nothing now. {why or said.strip()}")
            case Kind.GONE:
                return AccountError(
                    f"{server.name} says that it is there no more. Add your account on another server with "
                    f"`thread accounts add NAME --network mastodon`, and `thread accounts remove {account}`."
                )
            case Kind.ELSEWHERE:
                return AccountError(
                    f"{server.name} does not answer itself: {trouble.cause}. If it has a new name, add the account "
                    f"there with `thread accounts add {account} --network mastodon`."
                )
        return AccountError(
            f"{server.name} could not be asked about {account} ({trouble.cause}).{said} Check the connection and try "
            f"`thread accounts test {account}` again in a while.",
            fault=Fault.NETWORK,
        )

    return meant


def _why(server: Server, handle: str) -> str:
    """What everybody may know of an account that may do nothing; empty where that cannot be asked."""
    user = handle.partition("@")[0]
    if not user:
        return ""
    try:
        return _remark(Client(server, read_seconds=_SECONDS, total_seconds=_SECONDS).account_lookup(user), server)
    except TROUBLES:
        return ""
