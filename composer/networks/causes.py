"""Why a call came to nothing: the many shapes in which requests, urllib3 and ssl say it, in a few words."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from requests import exceptions as http
from urllib3 import exceptions as pool

from composer.networks.wire import ForeignHost, NeverLeft, OddAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator


def cause_of(error: BaseException) -> str:
    """A few words for the middle of a sentence; no address, header or key is in them."""
    if isinstance(error, (OddAnswer, ForeignHost)):
        return str(error)
    causes = tuple(_chain(error))
    found = (words for kind, words in _CAUSES if any(isinstance(each, kind) for each in causes))
    return next(found, "the connection broke")


_CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (pool.NameResolutionError, "its name was not found"),
    (ssl.SSLCertVerificationError, "its certificate is not trusted"),
    (ssl.SSLError, "no secure connection could be made"),
    (ConnectionRefusedError, "nothing listens there"),
    (pool.ProxyError, "the proxy does not let it through"),
    (http.Timeout, "it took too long"),
    (pool.TimeoutError, "it took too long"),
    (NeverLeft, "there is no connection"),
)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception, what it wraps, and what caused it."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        reason = getattr(each, "reason", None)
        waiting += [each.__cause__, each.__context__, reason if isinstance(reason, BaseException) else None]
        waiting += [inner for inner in each.args if isinstance(inner, BaseException)]
