"""What went wrong with a call to a Mastodon server: one record for the many shapes in which it is said."""

from __future__ import annotations

from contextlib import contextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

import mastodon
from requests import RequestException

from composer.networks.causes import cause_of
from composer.networks.phrases import quoted
from composer.networks.trouble import Trouble as TroubleOf
from composer.networks.wire import NeverLeft, Redirected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from composer.networks.mastodon.client import Client

ODD = (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, OverflowError)
"""What comes up where an answer is no JSON, or JSON of another shape than Mastodon gives it."""
TROUBLES = (mastodon.MastodonError, *ODD)
"""All that a call may raise."""


class Kind(Enum):
    """What a trouble means for the call; only after BROKEN and ELSEWHERE may it have done its work."""

    UNREACHABLE = auto()
    LIMITED = auto()
    UNAUTHORISED = auto()
    FORBIDDEN = auto()
    MISSING = auto()
    GONE = auto()
    """The server says that it is there no more."""
    REFUSED = auto()
    BROKEN = auto()
    ELSEWHERE = auto()
    """The server says that another address is the right one."""


_BY_STATUS = {
    401: Kind.UNAUTHORISED,
    403: Kind.FORBIDDEN,
    404: Kind.MISSING,
    408: Kind.BROKEN,
    410: Kind.GONE,
    429: Kind.LIMITED,
}


Trouble: TypeAlias = TroubleOf[Kind]


@contextmanager
def explained(client: Client | None, explain: Callable[[Trouble], Exception | None]) -> Iterator[None]:
    """Turn whatever a call raises into what `explain` makes of it; None means that all is well."""
    try:
        yield
    except TROUBLES as error:
        meant = explain(trouble_of(error, client))
        if meant is not None:
            raise meant from error


def trouble_of(error: Exception, client: Client | None = None) -> Trouble:
    """The record of a failed call."""
    if isinstance(error, mastodon.MastodonRatelimitError):
        return Trouble(Kind.LIMITED, "error 429", wait=client.heard.wait if client else None)
    if isinstance(error, mastodon.MastodonNetworkError):
        return _never_answered(error.__context__)
    if isinstance(error, mastodon.MastodonAPIError) and len(error.args) == 4 and isinstance(error.args[1], int):
        _, status, _, words = error.args
        kind = _BY_STATUS.get(status, Kind.REFUSED if 400 <= status < 500 else Kind.BROKEN)
        return Trouble(kind, f"error {status}", quoted(words))
    return Trouble(Kind.BROKEN, "its answer cannot be read")


def _never_answered(inner: BaseException | None) -> Trouble:
    if isinstance(inner, Redirected):
        return Trouble(Kind.ELSEWHERE, cause_of(inner))
    if isinstance(inner, NeverLeft):
        return Trouble(Kind.UNREACHABLE, cause_of(inner))
    if isinstance(inner, RequestException) and not isinstance(inner, ValueError):
        return Trouble(Kind.BROKEN, cause_of(inner))
    return Trouble(Kind.BROKEN, "its answer cannot be read")
