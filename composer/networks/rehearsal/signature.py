"""Whether a request was signed by an account of the rehearsal network: OAuth 1.0a, HMAC-SHA1, really computed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from oauthlib.oauth1 import RequestValidator, SignatureOnlyEndpoint

if TYPE_CHECKING:
    from composer.networks.rehearsal.store import Member, Store

_ORIGINS = ("https://api.twitter.com", "https://api.x.com")
"""A client signs the address that it believes it is talking to."""
_NONCE_SECONDS = 600
"""How long a nonce is remembered: oauthlib's default for the age of a timestamp."""


class _Accounts(RequestValidator):  # type: ignore[misc]  # oauthlib comes without types
    """Looks accounts up by key and token, and refuses a nonce that was used before."""

    enforce_ssl = False
    nonce_length = (8, 64)
    client_key_length = (8, 64)
    access_token_length = (8, 64)
    dummy_client = "no such key"
    dummy_access_token = "no such token"  # noqa: S105 - stands for an unknown token

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._nonces: dict[tuple[str, str], float] = {}

    def validate_client_key(self, client_key: str, request: object) -> bool:  # noqa: ARG002 - oauthlib's signature
        return self._store.member_by("api_key", client_key) is not None

    def get_client_secret(self, client_key: str, request: object) -> str:  # noqa: ARG002 - oauthlib's signature
        member = self._store.member_by("api_key", client_key)
        return member.api_secret if member else ""

    def get_access_token_secret(self, client_key: str, token: str, request: object) -> str:  # noqa: ARG002 - oauthlib's signature
        member = self._store.member_by("access_token", token)
        return member.access_secret if member else ""

    def validate_timestamp_and_nonce(
        self,
        client_key: str,
        timestamp: str,  # noqa: ARG002 - oauthlib has checked its age
        nonce: str,
        request: object,  # noqa: ARG002
        **_tokens: str | None,
    ) -> bool:
        now = time.monotonic()
        self._nonces = {key: at for key, at in self._nonces.items() if at > now - _NONCE_SECONDS}
        return self._nonces.setdefault((client_key, nonce), now) == now


class Verifier:
    """Says whose request it is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._endpoints = [SignatureOnlyEndpoint(_Accounts(store)) for _ in _ORIGINS]

    def signer(self, method: str, target: str, authorization: str) -> Member | None:
        """The account that signed `method` on `target` (path and query); None where no signature holds."""
        if not authorization.startswith("OAuth "):
            return None
        for origin, endpoint in zip(_ORIGINS, self._endpoints, strict=True):
            valid, request = endpoint.validate_request(
                origin + target, http_method=method, headers={"Authorization": authorization}
            )
            member = self._store.member_by("access_token", request.resource_owner_key) if valid else None
            if member and member.api_key == request.client_key:
                return member
        return None
