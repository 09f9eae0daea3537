"""What would be said to a Bluesky server, for a rehearsal: every call is noted, and none leaves."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from composer.networks.bluesky.cids import cid_of, raw_cid_of
from composer.networks.bluesky.session import Session
from composer.networks.bluesky.trouble import Kind, Trouble, Troubled

if TYPE_CHECKING:
    from composer.networks.network import Note

DID = "did:plc:rehearsalrehearsalrehears"
"""Stands where the account's own would: only its server knows that one."""


class UnsentSession(Session):
    """Answers as a server does where all goes well, and has no secrets."""

    def __init__(self, note: Note) -> None:
        self._note = note

    @property
    def did(self) -> str:
        """Nobody's."""
        return DID

    @property
    def server(self) -> str:
        """Bluesky's own."""
        return "https://bsky.social"

    def moved_to(self) -> str:
        """Nowhere."""
        return ""

    def call(self, method: str, nsid: str, **said: Any) -> dict[str, Any]:
        """Note the call and answer it; nothing is there to be read yet."""
        query, content = said.get("query"), said.get("content")
        body = said.get("body") if content is None else f"{len(content)} bytes of {said['media_type']}"
        self._note(method, f"/xrpc/{nsid}{f'?{urlencode(query)}' if query else ''}", body)
        match nsid.rpartition(".")[2]:
            case "uploadBlob":
                assert content is not None
                kind = said["media_type"]
                link = {"$link": raw_cid_of(content)}
                return {"blob": {"$type": "blob", "ref": link, "mimeType": kind, "size": len(content)}}
            case "resolveHandle":
                assert query is not None
                return {"did": f"did:plc:{_letters(query['handle'])}"}
            case "getLatestCommit":
                return {"cid": cid_of({"rehearsal": True})}
            case "applyWrites":
                return {"results": [{"cid": cid_of(write["value"])} for write in said["body"]["writes"]]}
        raise Troubled(Trouble(Kind.MISSING, "nothing was sent"))


def _letters(handle: str) -> str:
    """As long as the identity of an account is, and always the same for one handle."""
    return sha256(handle.encode()).hexdigest()[:24].translate(str.maketrans("0189", "wxyz"))
