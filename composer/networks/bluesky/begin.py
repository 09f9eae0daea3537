"""The first session of an account: its server is found, and its app password tried."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from composer.model import Fault
from composer.networks.accounts import AccountError
from composer.networks.bluesky.addresses import APP_PASSWORDS, is_loopback
from composer.networks.bluesky.directory import Home, home_in
from composer.networks.bluesky.session import Login, begin
from composer.networks.bluesky.trouble import Kind, Troubled
from composer.networks.bluesky.wire import Wire, origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.networks.bluesky.directory import Directory
    from composer.networks.bluesky.trouble import Trouble

_HANDLE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")


def begun(handle: str, app_password: str, server: str, account: str, directory: Directory) -> Mapping[str, str]:
    """A session begun with an app password, as it is kept; `server` is found by the handle where it is not given.

    Raises AccountError with what is wrong.
    """
    handle = handle.strip().removeprefix("@").casefold()
    if not _HANDLE.fullmatch(handle):
        raise AccountError(
            f"{handle!r} is no handle. It looks like name.bsky.social, or is a domain of your own. Nothing was kept."
        )
    password = app_password.strip().casefold()
    try:
        home = Home("", handle, origin_of(server)) if server else _home(handle, directory)
        login, said = begin(Wire(origin_of(home.server)), Login(home.did, handle, home.server, password))
        if isinstance(said.get("didDoc"), dict) and not is_loopback(login.server):
            login = _at_home(login, home_in(said["didDoc"]).server)
    except Troubled as error:
        raise trouble_with(error.trouble, account, server or handle) from error
    return login.record()


def _home(handle: str, directory: Directory) -> Home:
    try:
        did = directory.did_of(handle)
    except Troubled as error:
        if error.trouble.kind in (Kind.MISSING, Kind.REFUSED):
            raise AccountError(
                f"Nobody on Bluesky goes by the handle {handle}. See in your profile how it is spelled; one that was "
                "changed lately may need an hour to be known. Nothing was kept."
            ) from error
        raise
    home = directory.home(did)
    if not home.server:
        raise AccountError(f"The account {handle} has no server at present, so nothing can be posted from it.")
    return home


def _at_home(login: Login, server: str) -> Login:
    """The login with the server that has the account, where it was begun at a door for many."""
    return replace(login, server=server) if server.startswith("https://") else login


def trouble_with(trouble: Trouble, account: str, place: str) -> AccountError:
    """What a trouble means where nothing was to be posted."""
    said = f" It says: {trouble.words}" if trouble.words else ""
    again = f"`thread accounts add {account} --network bluesky`"
    match trouble.kind:
        case Kind.UNAUTHORISED | Kind.EXPIRED:
            return AccountError(
                f"Bluesky does not accept that app password for {account}: it was mistyped or revoked, or belongs to "
                f"another account. Make one at {APP_PASSWORDS}, then {again}."
            )
        case Kind.TAKEN_DOWN:
            return AccountError(
                f"The account behind {account} is suspended or was taken down. Sign in at https://bsky.app, where the "
                "reason and the way to appeal are shown."
            )
        case Kind.DEACTIVATED:
            return AccountError(
                f"The account behind {account} is deactivated. Sign in at https://bsky.app, which activates it again."
            )
        case Kind.NO_ACCOUNT | Kind.MISSING:
            return AccountError(
                f"The server of {account} does not know that account ({trouble.cause}): it was deleted, or moved. Add "
                f"it where it is now: {again}."
            )
        case Kind.LIMITED:
            minutes = -(-int(trouble.wait.total_seconds()) // 60) if trouble.wait else 0
            when = f"in {minutes} min" if minutes else "later"
            return AccountError(
                f"Bluesky lets an account sign in 30 times in 5 minutes and 300 times a day, and that is used up. Try "
                f"again {when}.",
                fault=Fault.NETWORK,
            )
        case _:
            return AccountError(
                f"{place} could not be asked about {account} ({trouble.cause}).{said} Check the connection and try "
                "again in a while.",
                fault=Fault.NETWORK,
            )
