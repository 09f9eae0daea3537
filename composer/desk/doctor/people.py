"""The accounts, and what their networks say when they are asked."""

from __future__ import annotations

import sys
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from composer.desk.doctor.finding import Finding, broken, look, ok
from composer.model import ComposerError, Fault
from composer.networks import network as module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from composer.desk.accounts import Accounts, Listed
    from composer.networks import Account

_OFF, _REFUSED = timedelta(seconds=30), timedelta(minutes=4)
"""Posts come noticeably at another time; X and others refuse a signature that is five minutes off."""
_SET_CLOCK = {
    "linux": "timedatectl set-ntp true",
    "darwin": "sudo sntp -sS time.apple.com",
    "win32": "w32tm /resync",
}
_SECONDS = 5


def accounts(known: Accounts) -> Iterator[Finding]:
    """Whether each account has what it needs to publish, and where that is kept."""
    from composer.desk.accounts import ends

    mine = [listed for listed in known.listed() if listed.account.charged]
    if not mine:
        yield ok("accounts", "Only the rehearsal and those by hand, which need no keys.")
        return
    yield ok("secrets", f"New keys are kept in {known.place}.")
    for listed in mine:
        name = listed.account.name
        if listed.trouble:
            yield broken("account", f"{name}: {listed.trouble}", f"thread accounts add {name}")
        else:
            until = ends(listed)
            yield ok("account", f"{name}: keys in {listed.where}{', ' + until if until else ''}.")


def clocks(known: Accounts, now: Callable[[], datetime]) -> Iterator[Finding]:
    """How far this computer's clock is from that of each network."""
    asked = {_origin(known, listed.account): listed.account.network for listed in _own(known)}
    asked.pop("", None)
    if not asked:
        yield ok("clock", "No account is on a network that could be asked.")
    for origin, network in asked.items():
        yield clock(network, origin, now)


def clock(network: str, origin: str, now: Callable[[], datetime]) -> Finding:
    """How far this computer's clock is from that of the server at `origin`."""
    import requests

    before = now()
    try:
        answer = requests.head(origin, timeout=_SECONDS, allow_redirects=False)
        theirs = parsedate_to_datetime(answer.headers["Date"]) + timedelta(seconds=0.5)  # whole seconds, rounded down
    except (requests.RequestException, KeyError, ValueError) as error:
        return look("clock", f"{origin} could not be asked what time it is ({type(error).__name__}).")
    off = before + (now() - before) / 2 - theirs
    seconds = abs(round(off.total_seconds()))
    said = f"This computer is {seconds} s {'ahead of' if off > timedelta(0) else 'behind'} {network}."
    mend = _SET_CLOCK.get(sys.platform, "set the clock")
    if abs(off) >= _REFUSED:
        return broken("clock", f"{said} Signatures that far off are refused, and posts go out at other times.", mend)
    if abs(off) >= _OFF:
        return look("clock", f"{said} Posts go out at other times than you said.", mend)
    return ok("clock", f"This computer and {network} agree about the time.")


def tokens(known: Accounts) -> Iterator[Finding]:
    """Whether each network knows the keys of its account."""
    for listed in _own(known):
        name = listed.account.name
        try:
            identity = known.ask(name)
        except ComposerError as error:
            if error.fault is Fault.NETWORK:
                yield look("token", f"{name}: {error}")
            else:
                yield broken("token", f"{name}: {error}", f"thread accounts add {name}")
        else:
            yield ok("token", f"{name}: {listed.account.network} knows it as @{identity.handle}.")


def _origin(known: Accounts, account: Account) -> str:
    """Scheme and host of the account's own server; empty where it is not known."""
    server = known.server(account.name)
    if "://" in server:
        return server
    return f"https://{server}" if server else module(account.network).ORIGIN


def _own(known: Accounts) -> list[Listed]:
    return [listed for listed in known.listed() if listed.account.charged and not listed.trouble]
