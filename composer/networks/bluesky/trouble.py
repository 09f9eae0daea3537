"""What went wrong with a call to a Bluesky server: one record for what XRPC, httpx and sockets say of it."""

from __future__ import annotations

import re
import socket
import ssl
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from composer.networks.phrases import quoted
from composer.networks.trouble import Trouble as TroubleOf
from composer.networks.trouble import at_most_a_day, until_reset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta


class Kind(Enum):
    """What a trouble means for the call; only after BROKEN may it have done its work."""

    UNREACHABLE = auto()
    LIMITED = auto()
    EXPIRED = auto()
    """The token is over; another one may be had for it."""
    UNAUTHORISED = auto()
    TAKEN_DOWN = auto()
    DEACTIVATED = auto()
    NO_ACCOUNT = auto()
    """The server knows no such account: it moved, or was deleted."""
    MISSING = auto()
    SWAPPED = auto()
    """Something else was written to the account meanwhile, so nothing was written now."""
    NO_BLOB = auto()
    """A picture that was uploaded is no longer there."""
    TOO_LARGE = auto()
    REFUSED = auto()
    BROKEN = auto()


_BY_NAME: Mapping[str, Kind] = MappingProxyType(
    {
        "ExpiredToken": Kind.EXPIRED,
        "InvalidToken": Kind.EXPIRED,
        "AuthMissing": Kind.UNAUTHORISED,
        "AuthenticationRequired": Kind.UNAUTHORISED,
        "AuthFactorTokenRequired": Kind.UNAUTHORISED,
        "AccountTakedown": Kind.TAKEN_DOWN,
        "AccountSuspended": Kind.TAKEN_DOWN,
        "RepoTakendown": Kind.TAKEN_DOWN,
        "RepoSuspended": Kind.TAKEN_DOWN,
        "AccountDeactivated": Kind.DEACTIVATED,
        "RepoDeactivated": Kind.DEACTIVATED,
        "AccountNotFound": Kind.NO_ACCOUNT,
        "RepoNotFound": Kind.NO_ACCOUNT,
        "RecordNotFound": Kind.MISSING,
        "HandleNotFound": Kind.MISSING,
        "InvalidSwap": Kind.SWAPPED,
        "BlobNotFound": Kind.NO_BLOB,
        "BlobTooLarge": Kind.TOO_LARGE,
        "PayloadTooLarge": Kind.TOO_LARGE,
        "RateLimitExceeded": Kind.LIMITED,
    }
)
_BY_STATUS: Mapping[int, Kind] = MappingProxyType(
    {401: Kind.UNAUTHORISED, 404: Kind.MISSING, 408: Kind.BROKEN, 413: Kind.TOO_LARGE, 429: Kind.LIMITED}
)
_BY_WORDS: tuple[tuple[str, Kind], ...] = (
    ("could not find repo", Kind.NO_ACCOUNT),
    ("could not locate record", Kind.MISSING),
    ("could not find blob", Kind.NO_BLOB),
    ("unable to resolve handle", Kind.MISSING),
    ("account not found", Kind.NO_ACCOUNT),
)
"""Refusals that servers of different age name only in words."""


Trouble: TypeAlias = TroubleOf[Kind]


class Troubled(Exception):
    """A call to a server failed."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.cause)
        self.trouble = trouble


def refused(status: int, said: Any, headers: Mapping[str, str]) -> Trouble:
    """The trouble of an answer that is none of success; `said` is its JSON, or None."""
    name = said.get("error") if isinstance(said, dict) else None
    words = said.get("message") if isinstance(said, dict) else None
    name, words = (name if isinstance(name, str) else ""), (words if isinstance(words, str) else "")
    kind = _kind(status, name, words.casefold())
    cause = f"error {status}{f', {name}' if re.fullmatch(r'[A-Za-z]{1,40}', name) else ''}"
    return Trouble(kind, cause, quoted(words), _asked_to_wait(headers) if kind is Kind.LIMITED else None)


def _kind(status: int, name: str, words: str) -> Kind:
    if status >= 500:
        return Kind.BROKEN
    if known := _BY_NAME.get(name):
        return known
    named = next((kind for part, kind in _BY_WORDS if part in words), None)
    return named or _BY_STATUS.get(status, Kind.REFUSED if status >= 400 else Kind.BROKEN)


def _asked_to_wait(headers: Mapping[str, str]) -> timedelta | None:
    if "ratelimit-reset" in headers:
        return until_reset(headers, "ratelimit-reset")
    said = headers.get("retry-after", "")
    return at_most_a_day(int(said)) if said.isdecimal() else None


def cause_of(error: BaseException) -> str:
    """Why a connection came to nothing, in a few words."""
    chain: list[BaseException] = []
    while error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__ or error
    found = (words for kind, words in _CAUSES if any(isinstance(each, kind) for each in chain))
    return next(found, "the connection broke")


_CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "its name was not found"),
    (ssl.SSLCertVerificationError, "its certificate is not trusted"),
    (ssl.SSLError, "no secure connection could be made"),
    (ConnectionRefusedError, "nothing listens there"),
    (TimeoutError, "it took too long"),
)
