"""Whose account it is, and what its keys may do: one call that changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.model import Fault
from composer.networks.accounts import AccountError
from composer.networks.exclusive import exclusive
from composer.networks.network import Identity
from composer.networks.vault import UserSecrets
from composer.networks.x.caller import Caller
from composer.networks.x.trouble import Kind, TokenTrouble, trouble_of

if TYPE_CHECKING:
    from composer.networks.credentials import Credentials, Secrets
    from composer.networks.x.caller import Renewal
    from composer.networks.x.site import Site
    from composer.networks.x.trouble import Trouble

_SECONDS = 20.0
_PATIENCE = 40.0
"""Seconds to wait while another process renews the leave."""
_ACCESS = {
    "read": "read only",
    "read-write": "read and write",
    "read-write-directmessages": "read, write and direct messages",
}


def note_number(account: str, secrets: Secrets, number: str) -> None:
    """Keep the account's number beside its leave, so that X need not be asked for it with every thread."""
    if not isinstance(secrets, UserSecrets):
        return
    kept = secrets.held(account).values
    if "client_id" in kept and kept.get("user_id") != number:
        with exclusive(secrets.lock, _PATIENCE):
            secrets.keep(account, {**secrets.held(account).values, "user_id": number})


def identity(login: Credentials | Renewal, site: Site, account: str, scopes: tuple[str, ...] = ()) -> Identity:
    """Ask X. Raises AccountError with what is wrong with the keys and what to do about it."""
    import tweepy
    from requests.exceptions import RequestException

    from composer.networks.x.trouble import ODD

    try:
        answer = Caller(login, site, _SECONDS, _SECONDS).request("GET", "/2/users/me")
        data = answer.json()["data"]
        user_id, handle = str(data["id"]), str(data["username"])
    except (tweepy.HTTPException, RequestException, TokenTrouble, *ODD) as error:
        raise _meant(trouble_of(error), site, account) from error
    access = answer.headers.get("x-access-level", "")
    rights = ", ".join(scopes) or _ACCESS.get(access, "")
    return Identity(user_id, handle, rights, "tweet.write" in scopes if scopes else access != "read")


def _meant(trouble: Trouble, site: Site, account: str) -> AccountError:
    said = f" {site.title} says: {trouble.words}" if trouble.words else ""
    match trouble.kind:
        case Kind.UNAUTHORISED:
            return AccountError(
                f"{site.title} does not accept the keys of {account}: they were mistyped, revoked, or do not belong "
                f"together. Copy them anew from the developer page: `thread accounts add {account} --network x`."
            )
        case Kind.ENDED:
            return AccountError(
                f"The leave to post for {account} is over ({trouble.cause}): it was withdrawn, used by another "
                f"program, or not renewed for too long. `thread accounts add {account} --network x` asks for it again."
            )
        case Kind.NO_CREDIT:
            return AccountError(
                f"The developer account behind {account} has no credit left on {site.name}, so it cannot be asked. Add "
                "credit on the developer page."
            )
        case Kind.UNREACHABLE | Kind.BROKEN | Kind.LIMITED:
            return AccountError(
                f"{site.title} could not be asked about {account} ({trouble.cause}). Check the connection and try "
                f"`thread accounts test {account}` again in a while.",
                fault=Fault.NETWORK,
            )
    return AccountError(
        f"{site.title} does not answer the keys of {account} ({trouble.cause}).{said} See the app's settings on the "
        "developer page.",
        fault=Fault.NETWORK,
    )
