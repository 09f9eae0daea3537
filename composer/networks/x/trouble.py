"""What went wrong with a call to X: one record for the many shapes in which tweepy, requests and urllib3 say it."""

from __future__ import annotations

from contextlib import contextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

import tweepy
from requests import exceptions as http

from composer.networks.accounts import AccountError
from composer.networks.causes import cause_of
from composer.networks.phrases import quoted
from composer.networks.trouble import Trouble as TroubleOf
from composer.networks.trouble import until_reset
from composer.networks.x.wire import NeverLeft
from composer.queue.publisher import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from composer.queue.publisher import PublishError

ODD = (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, OverflowError)
"""What comes up where an answer is no JSON, or JSON of another shape than X gives it."""


class Kind(Enum):
    """What a trouble means for the call; only after BROKEN may it have done its work."""

    UNREACHABLE = auto()
    LIMITED = auto()
    UNAUTHORISED = auto()
    ENDED = auto()
    """The leave to post is over: it was withdrawn, or not renewed for too long."""
    NO_CREDIT = auto()
    FORBIDDEN = auto()
    MISSING = auto()
    REFUSED = auto()
    BROKEN = auto()


_BY_STATUS = {
    401: Kind.UNAUTHORISED,
    402: Kind.NO_CREDIT,
    403: Kind.FORBIDDEN,
    404: Kind.MISSING,
    408: Kind.BROKEN,
    429: Kind.LIMITED,
}


Trouble: TypeAlias = TroubleOf[Kind]


class TokenTrouble(Exception):
    """There is no token to make a call with, so none was made."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.cause)
        self.trouble = trouble


@contextmanager
def explained(explain: Callable[[Trouble], PublishError | None]) -> Iterator[None]:
    """Turn whatever a call raises into what `explain` makes of it; None means that all is well."""
    try:
        yield
    except (tweepy.HTTPException, http.RequestException, TokenTrouble, *ODD) as error:
        meant = explain(trouble_of(error))
        if meant is not None:
            raise meant from error
    except AccountError as error:
        raise Refused(f"{error} Then `thread resume`.") from error


def trouble_of(error: Exception) -> Trouble:
    """The record of a failed call."""
    if isinstance(error, TokenTrouble):
        return error.trouble
    if isinstance(error, tweepy.HTTPException):
        return _answered(error)
    if isinstance(error, http.RequestException) and not isinstance(error, http.InvalidJSONError):
        return Trouble(Kind.UNREACHABLE if isinstance(error, NeverLeft) else Kind.BROKEN, cause_of(error))
    return Trouble(Kind.BROKEN, "its answer cannot be read")


def _answered(error: tweepy.HTTPException) -> Trouble:
    status = int(error.response.status_code)
    kind = _BY_STATUS.get(status, Kind.REFUSED if 400 <= status < 500 else Kind.BROKEN)
    wait = until_reset(error.response.headers, "x-rate-limit-reset") if kind is Kind.LIMITED else None
    return Trouble(kind, f"error {status}", quoted(" ".join(map(str, error.api_messages))), wait)
