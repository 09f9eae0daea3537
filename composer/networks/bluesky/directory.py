"""Where an account lives: from its handle to its DID, and from that to the server that has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from composer.networks.bluesky.addresses import is_loopback
from composer.networks.bluesky.trouble import Kind, Trouble, Troubled
from composer.networks.bluesky.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLC = re.compile(r"did:plc:[a-z2-7]{24}")
_WEB = re.compile(r"did:web:([A-Za-z0-9.-]{1,253})")


@dataclass(frozen=True, slots=True)
class Home:
    """An account as the directory of accounts has it."""

    did: str
    handle: str
    """That it claims; empty where it claims none."""
    server: str
    """Origin of the server that has it; empty where none does."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The public services that say who and where an account is."""

    plc: str = "https://plc.directory"
    """Has the documents of accounts whose DID begins with `did:plc:`, which is nearly all of them."""
    handles: str = "https://public.api.bsky.app"
    """Bluesky's public service, which looks a handle up wherever its owner published it."""

    def did_of(self, handle: str) -> str:
        """Raises Troubled; MISSING where nobody goes by that handle."""
        said = Wire(self.handles).call("GET", "/xrpc/com.atproto.identity.resolveHandle", query={"handle": handle})
        return str(said.get("did", ""))

    def home(self, did: str) -> Home:
        """Raises Troubled; MISSING where the directory has no such account."""
        if _PLC.fullmatch(did):
            return home_in(Wire(self.plc).call("GET", "/" + quote(did, safe=":")))
        if found := _WEB.fullmatch(did):
            return home_in(Wire(f"https://{found[1]}").call("GET", "/.well-known/did.json"))
        raise Troubled(Trouble(Kind.MISSING, "its DID is of no known kind"))

    def moved(self, did: str, server: str) -> str:
        """The server that has the account by now, if that is another one; empty where it is not, or nobody says."""
        if is_loopback(server) and not is_loopback(self.plc):
            return ""  # the world's directory knows no server of this computer
        try:
            now = self.home(did).server
        except Troubled:
            return ""
        return now if now and now != server else ""


def home_in(document: Mapping[str, Any]) -> Home:
    """What a DID document says (https://atproto.com/specs/did). Raises Troubled where it is none."""
    try:
        services = [each for each in document.get("service", ()) if str(each["id"]).endswith("#atproto_pds")]
        names = [str(name) for name in document.get("alsoKnownAs", ()) if str(name).startswith("at://")]
        server = str(services[0]["serviceEndpoint"]).rstrip("/") if services else ""
        return Home(str(document["id"]), names[0].removeprefix("at://") if names else "", server)
    except (KeyError, TypeError, AttributeError) as error:
        raise Troubled(Trouble(Kind.BROKEN, "its answer cannot be read")) from error
