"""Leave to post (OAuth 2.0): the server is told of this program, its owner agrees on a page and pastes a code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from composer.model import Fault
from composer.networks.accounts import AccountError
from composer.networks.mastodon import client as library
from composer.networks.mastodon.trouble import Kind, Trouble, explained
from composer.networks.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.networks.mastodon.server import Server

SCOPES = ("write:statuses", "write:media", "read:statuses", "read:accounts")
"""All that is asked for: to post, to add pictures, to look whether a post is there, and whose account it is."""
_BY_HAND = "urn:ietf:wg:oauth:2.0:oob"
"""Asks the server to show the code instead of sending the browser somewhere with it."""
_NAME = "Thread Composer"
_SECONDS = 30.0
_WORD = re.compile(r"[\x21-\x7e]{4,4096}")


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that waits for its code."""

    server: Server
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)

    @property
    def page(self) -> str:
        """The page that asks its reader, and shows the code to whoever agrees. It is always on the server itself."""
        made: str = self._client().auth_request_url(
            redirect_uris=_BY_HAND, scopes=list(SCOPES), skip_server_info=True, allow_http=self._here
        )
        return made

    def answered(self, code: str) -> dict[str, str]:
        """The secrets to keep of an account, in return for the code. Raises AccountError where it is not taken."""
        code = code.strip()
        if not _WORD.fullmatch(code):
            raise AccountError("That is no code: it is one long word. Copy it from the page and begin again.")
        client = self._client()
        with explained(client, self._not_taken):
            token = client.log_in(code=code, redirect_uri=_BY_HAND, scopes=list(SCOPES), allow_http=self._here)
            if not _WORD.fullmatch(str(token)):
                raise ValueError("no token")
        return {"access_token": str(token), "client_id": self.client_id, "client_secret": self.client_secret}

    @property
    def _here(self) -> bool:
        return self.server.origin.startswith("http:")

    def _client(self) -> library.Client:
        return library.Client(
            self.server,
            client_id=self.client_id,
            client_secret=self.client_secret,
            read_seconds=_SECONDS,
            total_seconds=_SECONDS,
        )

    def _not_taken(self, trouble: Trouble) -> AccountError:
        why = f" ({trouble.cause})" if trouble.kind in (Kind.UNREACHABLE, Kind.LIMITED) else ""
        return AccountError(
            f"{self.server.name} gave no token for that code{why}: it holds for ten minutes and works once. Begin "
            "again with `thread accounts add`, and copy the whole code.",
            fault=Fault.INPUT,
        )


def ask_for_leave(server: Server, seconds: float = _SECONDS) -> Asking:
    """Tell a server of this program. Raises AccountError where it is no Mastodon server, or cannot be reached."""
    with explained(None, _unknown(server)):
        client_id, client_secret = library.Client.create_app(
            _NAME,
            scopes=list(SCOPES),
            redirect_uris=_BY_HAND,
            api_base_url=server.origin,
            session=library.session(server, Wire(None, seconds, seconds, redirected_home=True)),
            user_agent=library.USER_AGENT,
        )
        for word in (client_id, client_secret):
            if not _WORD.fullmatch(str(word)):
                raise ValueError("no keys")
    return Asking(server, client_id, client_secret)


def _unknown(server: Server) -> Callable[[Trouble], AccountError]:
    def meant(trouble: Trouble) -> AccountError:
        if trouble.kind in (Kind.UNREACHABLE, Kind.LIMITED):
            return AccountError(
                f"{server.name} cannot be reached ({trouble.cause}). Check its name and the connection, then try "
                "again.",
                fault=Fault.NETWORK,
            )
        if trouble.kind is Kind.ELSEWHERE:
            return AccountError(
                f"{server.name} is not the server itself: {trouble.cause}. Is that the right name? Say the one you log "
                "in at."
            )
        return AccountError(
            f"{server.name} does not answer as a Mastodon server does ({trouble.cause}). Say the name of the server "
            "that you log in at, such as mastodon.social."
        )

    return meant
