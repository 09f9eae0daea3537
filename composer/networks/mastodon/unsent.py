"""What would be said to a Mastodon server, for a rehearsal: every call is noted, and none leaves."""

from __future__ import annotations

import html
import io
import json
from datetime import UTC, datetime
from email import message_from_bytes
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from requests import Response

from composer.networks.mastodon.client import Heard

if TYPE_CHECKING:
    from requests import PreparedRequest

    from composer.networks.network import Note


class UnsentWire(Heard):
    """Answers as a server does where all goes well."""

    def __init__(self, note: Note) -> None:
        super().__init__(None, 1, 1)
        self._note = note
        self._ids = count(1)

    def send(self, request: PreparedRequest, **_options: Any) -> Response:  # type: ignore[override]
        """Note the request and answer it."""
        address = urlsplit(str(request.url))
        fields = _fields(request)
        key = request.headers.get("Idempotency-Key")
        shown = {"Idempotency-Key": key, **fields} if key else fields
        self._note(str(request.method), address.path, shown or None)
        return _answer(request, self._created(address.path, fields))

    def _created(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        name = str(next(self._ids))
        if not path.endswith("/statuses"):
            return {"id": name, "type": "image", "url": f"https://mastodon.example/media/{name}"}
        words = html.escape(str(fields.get("status", ""))).replace("\n", "<br>")
        return {
            "id": name,
            "url": f"https://mastodon.example/@rehearsal/{name}",
            "created_at": datetime.now(UTC).isoformat(),
            "content": f"<p>{words}</p>",
        }


def _fields(request: PreparedRequest) -> dict[str, Any]:
    """The form of a request; a field that comes several times as a list, a file as its size."""
    body = request.body or b""
    data = body.encode() if isinstance(body, str) else bytes(body)
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        found: dict[str, Any] = json.loads(data)
        return found
    pairs = _parts(kind, data) if kind.startswith("multipart/") else parse_qsl(data.decode(), keep_blank_values=True)
    names = dict.fromkeys(name for name, _ in pairs)
    values = {name: [value for each, value in pairs if each == name] for name in names}
    return {name: all_ if name.endswith("[]") else all_[0] for name, all_ in values.items()}


def _parts(kind: str, data: bytes) -> list[tuple[str, str]]:
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + data)
    found = []
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            file = part.get_filename()
            found.append((name, f"{file}, {len(content)} bytes" if file else content.decode()))
    return found


def _answer(request: PreparedRequest, said: dict[str, Any]) -> Response:
    response = Response()
    response.status_code = 200
    response.headers["Content-Type"] = "application/json"
    response.raw = io.BytesIO(json.dumps(said).encode())
    response.request, response.url = request, str(request.url)
    return response
