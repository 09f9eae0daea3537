"""Whose account it is, as its server has it: one call that changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.networks.accounts import AccountError
from composer.networks.bluesky.begin import trouble_with
from composer.networks.bluesky.session import inactive
from composer.networks.bluesky.trouble import Kind, Trouble, Troubled
from composer.networks.network import Identity

if TYPE_CHECKING:
    from composer.networks.bluesky.session import Session

UNRESOLVED = "handle.invalid"
"""What a server says in place of a handle whose domain no longer names the account."""


def identity(session: Session, account: str) -> Identity:
    """Ask the server. Raises AccountError with what is wrong and what to do about it."""
    try:
        said = session.call("GET", "com.atproto.server.getSession")
        if said.get("active") is False:
            raise Troubled(inactive(str(said.get("status", ""))))
        did, handle = str(said["did"]), str(said["handle"])
    except Troubled as error:
        raise trouble_with(error.trouble, account, session.server) from error
    except KeyError as error:
        trouble = Trouble(Kind.BROKEN, "its answer cannot be read")
        raise trouble_with(trouble, account, session.server) from error
    if handle == UNRESOLVED:
        raise AccountError(
            f"The handle of {account} no longer leads to its account, so readers see 'Invalid Handle'. Posting works "
            "all the same. Mend the domain's record, or choose another handle in Bluesky's settings."
        )
    return Identity(did, handle, "post, with an app password", may_write=True)
