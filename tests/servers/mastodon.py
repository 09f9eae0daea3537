"""A stand-in for a Mastodon server: its answers as its sources give them, its race, and what can go wrong on the way.

No result against it is a result against Mastodon. Written from the sources of Mastodon 4.3 (controllers of its API,
PostStatusService, TextFormatter) and from what GoToSocial was seen to do.
"""

from __future__ import annotations

import email.parser
import email.policy
import html
import itertools
import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

SCOPES = "write:statuses write:media read:statuses read:accounts"
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_MENTION = re.compile(r"(?<![\w/])@(\w+)(?:@([\w.-]+\w))?")
_TAG = re.compile(r"(?<![\w/#&])#(\w*[^\W\d]\w*)")
_KEY_SECONDS = 3600


@dataclass
class Rules:
    """What `configuration` of GET /api/v2/instance says."""

    max_characters: int = 500
    url_length: int = 23
    media: int = 4
    description: int = 1500
    image_size: int = 16_777_216
    poll_options: int = 4
    poll_characters: int = 50
    poll_seconds: tuple[int, int] = (300, 2_629_746)


@dataclass
class Status:
    """A post as the server keeps it."""

    id: str
    account: str
    text: str
    created: float
    visibility: str
    spoiler: str = ""
    language: str | None = None
    parent: str | None = None
    media: list[dict[str, Any]] = field(default_factory=list)
    poll: dict[str, Any] | None = None
    sensitive: bool = False


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, error: str, **headers: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Mastodon:
    """The server's mind; its attributes are for tests to set."""

    def __init__(self) -> None:
        self.origin = ""
        self.rules = Rules()
        self.honours_keys = True
        """False: Idempotency-Key is accepted and ignored, as by GoToSocial."""
        self.race = 0.0
        """Seconds between the moment a post is saved and the moment its key is."""
        self.lag = 0.0
        """Seconds until a post shows in its author's list."""
        self.processing = 0
        """How often an upload has to be asked for until it is ready."""
        self.weather: list[tuple[str, str]] = []
        """Faults to come: where (`create`, `read`, `upload`, `delete`, `any`) and what."""
        self.reset = 2.0
        """Seconds that a 429 asks to wait."""
        self.trouble = ""
        """State of the account: `suspended`, `moved`, `limited`, or empty."""
        self.remote: dict[str, str] = {}
        """Posts of other servers: URL and the id that they have here."""
        self.now = time.time
        self.tokens = {"token-of-ward": SCOPES}
        self.apps: dict[str, dict[str, str]] = {}
        self.codes: dict[str, tuple[str, str, str]] = {}
        self.statuses: dict[str, Status] = {}
        self.media: dict[str, dict[str, Any]] = {}
        self.keys: dict[tuple[str, str], tuple[float, str]] = {}
        self.connections = 0
        self.calls: list[tuple[str, str, dict[str, str], Any]] = []
        self._ids = itertools.count(1)
        self._lock = threading.Lock()

    # What tests look at

    def posts(self, containing: str = "") -> list[Status]:
        """Oldest first."""
        return [each for each in self.statuses.values() if containing in each.text]

    def count(self, method: str, path: str) -> int:
        return sum(1 for call in self.calls if call[0] == method and re.fullmatch(path, call[1]))

    def agree(self, page: str) -> str:
        """What a person is shown who opens the page of `oauth/authorize` and agrees."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        assert query["response_type"] == "code"
        app = self.apps[query["client_id"]]
        assert query["redirect_uri"] == app["redirect"]
        assert set(query["scope"].split()) <= set(app["scopes"].split())
        code = f"code-{next(self._ids)}"
        self.codes[code] = (query["client_id"], query["scope"], query["redirect_uri"])
        return code

    # The API

    def answer(self, method: str, path: str, query: dict[str, str], headers: Any, body: Any) -> tuple[int, Any]:
        path = path.rstrip("/")
        route = f"{method} {path}"
        if route == "POST /api/v1/apps":
            return 200, self._register(body)
        if route == "POST /oauth/token":
            return 200, self._token(body)
        if route == "GET /api/v2/instance":
            return 200, self._instance()
        if route == "GET /api/v1/accounts/lookup" and query.get("acct") == "ward":
            return 200, self._account()
        scopes = self._scopes(headers)
        if route == "GET /api/v1/accounts/verify_credentials":
            self._require(scopes, "read:accounts")
            return 200, self._account()
        if route == "GET /api/v1/accounts/1/statuses":
            self._require(scopes, "read:statuses")
            return 200, self._own(query)
        if route == "POST /api/v2/media":
            self._require(scopes, "write:media")
            return self._upload(body)
        if found := re.fullmatch(r"GET /api/v1/media/(\w+)", route):
            return self._ready(found[1])
        if route == "POST /api/v1/statuses":
            self._require(scopes, "write:statuses")
            return 200, self._create(body, headers.get("Idempotency-Key", ""))
        if route == "GET /api/v2/search":
            self._require(scopes, "read:search")
            here = self.remote.get(query.get("q", "")) if query.get("resolve") in ("true", "1", "True") else None
            return 200, {
                "accounts": [],
                "hashtags": [],
                "statuses": [self._render(self.statuses[here])] if here else [],
            }
        if found := re.fullmatch(r"(GET|DELETE) /api/v1/statuses/(\w+)(/source)?", route):
            return 200, self._status(found[1], found[2], bool(found[3]), scopes)
        raise Refusal(404, "Record not found")

    def _scopes(self, headers: Any) -> set[str]:
        token = (headers.get("Authorization") or "").removeprefix("Bearer ")
        if token not in self.tokens:
            raise Refusal(401, "The access token was revoked" if token else "The access token is invalid")
        if self.trouble in ("suspended", "moved"):
            raise Refusal(403, "Your login is currently disabled")
        return set(self.tokens[token].split())

    def _require(self, scopes: set[str], scope: str) -> None:
        if not scopes & {scope, scope.partition(":")[0]}:
            raise Refusal(403, "This action is outside the authorized scopes")

    def _register(self, body: dict[str, Any]) -> dict[str, str]:
        name = f"client-{next(self._ids)}"
        self.apps[name] = {"secret": f"secret-of-{name}", "scopes": body["scopes"], "redirect": body["redirect_uris"]}
        return {"id": "1", "name": body["client_name"], "client_id": name, "client_secret": self.apps[name]["secret"]}

    def _token(self, body: dict[str, Any]) -> dict[str, Any]:
        app, scope, redirect = self.codes.pop(body.get("code", ""), ("", "", ""))
        if not app or app != body["client_id"] or self.apps[app]["secret"] != body["client_secret"]:
            raise Refusal(400, "invalid_grant")
        if redirect != body["redirect_uri"]:
            raise Refusal(400, "invalid_grant")
        token = f"token-{next(self._ids)}-of-{app}"
        self.tokens[token] = scope
        return {"access_token": token, "token_type": "Bearer", "scope": scope, "created_at": int(self.now())}

    def _account(self) -> dict[str, Any]:
        account: dict[str, Any] = {"id": "1", "username": "ward", "acct": "ward", "display_name": "Ward", "note": ""}
        account |= {"url": f"{self.origin}/@ward", "created_at": "2024-01-01T00:00:00.000Z", "statuses_count": 3}
        if self.trouble == "suspended":
            account["suspended"] = True
        if self.trouble == "limited":
            account["limited"] = True
        if self.trouble == "moved":
            account["moved"] = {"id": "2", "acct": "ward@new.example", "url": "https://new.example/@ward"}
        return account

    def _instance(self) -> dict[str, Any]:
        rules = self.rules
        return {
            "domain": urlsplit(self.origin).hostname,
            "title": "The ward",
            "version": "4.3.0",
            "configuration": {
                "statuses": {
                    "max_characters": rules.max_characters,
                    "max_media_attachments": rules.media,
                    "characters_reserved_per_url": rules.url_length,
                },
                "media_attachments": {
                    "description_limit": rules.description,
                    "supported_mime_types": ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"],
                    "image_size_limit": rules.image_size,
                    "image_matrix_limit": 33_177_600,
                    "video_size_limit": 103_809_024,
                },
                "polls": {
                    "max_options": rules.poll_options,
                    "max_characters_per_option": rules.poll_characters,
                    "min_expiration": rules.poll_seconds[0],
                    "max_expiration": rules.poll_seconds[1],
                },
            },
        }

    def _own(self, query: dict[str, str]) -> list[dict[str, Any]]:
        below = query.get("max_id")
        listed = [each for each in self.statuses.values() if self.now() - each.created >= self.lag]
        listed = [each for each in listed if each.account == "1" and (below is None or int(each.id) < int(below))]
        return [self._render(each) for each in listed[::-1][: min(int(query.get("limit", 20)), 40)]]

    def _upload(self, body: dict[str, Any]) -> tuple[int, Any]:
        if len(body.get("description") or "") > self.rules.description:
            raise Refusal(422, f"Validation failed: Description is too long (maximum is {self.rules.description})")
        if len(body["file"]) > self.rules.image_size:
            raise Refusal(422, "Validation failed: File file size must be less than 16 MB")
        name = str(next(self._ids))
        self.media[name] = {
            "id": name,
            "type": "image",
            "description": body.get("description"),
            "focus": body.get("focus"),
            "size": len(body["file"]),
            "left": self.processing,
            "used": False,
        }
        return (202 if self.processing else 200), self._medium(name)

    def _medium(self, name: str) -> dict[str, Any]:
        kept = self.media[name]
        ready = not kept["left"]
        return {
            "id": name,
            "type": kept["type"],
            "url": f"{self.origin}/media/{name}.png" if ready else None,
            "description": kept["description"],
            "meta": {"focus": kept["focus"]},
        }

    def _ready(self, name: str) -> tuple[int, Any]:
        if name not in self.media:
            raise Refusal(404, "Record not found")
        if self.media[name]["left"] < 0:
            raise Refusal(422, "Error processing thumbnail for uploaded media")
        self.media[name]["left"] = max(0, self.media[name]["left"] - 1)
        return (206 if self.media[name]["left"] else 200), self._medium(name)

    def _create(self, body: dict[str, Any], key: str) -> dict[str, Any]:
        held = self.keys.get(("1", key)) if key and self.honours_keys else None
        if held and self.now() - held[0] < _KEY_SECONDS:
            if held[1] not in self.statuses:
                raise Refusal(404, "Record not found")
            return self._render(self.statuses[held[1]])
        status = self._validated(body)
        with self._lock:
            status.id = str(1000 + next(self._ids))
            self.statuses[status.id] = status
        time.sleep(self.race)
        if key and self.honours_keys:
            self.keys["1", key] = (self.now(), status.id)
        return self._render(status)

    def _validated(self, body: dict[str, Any]) -> Status:
        text, spoiler = (body.get("status") or "").strip(), (body.get("spoiler_text") or "").strip()
        media = body.get("media_ids") or []
        poll = body.get("poll")
        if not text and not media:
            raise Refusal(422, "Validation failed: Text can't be blank")
        if self._length(text + spoiler) > self.rules.max_characters:
            raise Refusal(422, f"Validation failed: Text character limit of {self.rules.max_characters} exceeded")
        if len(media) > self.rules.media:
            raise Refusal(422, f"Cannot attach more than {self.rules.media} files")
        if media and poll:
            raise Refusal(422, "Cannot attach files to a post with a poll")
        for each in media:
            if each not in self.media or self.media[each]["used"]:
                raise Refusal(422, f"Media {each} not found")
            if self.media[each]["left"]:
                raise Refusal(422, "Cannot attach files that have not finished processing. Try again in a moment!")
        self._check_poll(poll)
        parent = body.get("in_reply_to_id")
        if parent and parent not in self.statuses:
            raise Refusal(404, "The post you are trying to reply to does not appear to exist.")
        visibility = "unlisted" if self.trouble == "limited" else body.get("visibility") or "public"
        for each in media:
            self.media[each]["used"] = True
        return Status(
            id="",
            account="1",
            text=text,
            created=self.now(),
            visibility=visibility,
            spoiler=spoiler,
            language=body.get("language"),
            parent=parent,
            media=[self.media[each] for each in media],
            poll=poll,
            sensitive=bool(body.get("sensitive")) or bool(spoiler),
        )

    def _check_poll(self, poll: dict[str, Any] | None) -> None:
        if poll is None:
            return
        low, high = self.rules.poll_seconds
        if not 2 <= len(poll["options"]) <= self.rules.poll_options:
            raise Refusal(422, f"Validation failed: Choices can't contain more than {self.rules.poll_options} items")
        if any(len(each) > self.rules.poll_characters for each in poll["options"]):
            raise Refusal(422, "Validation failed: Choices can't be longer than 50 characters each")
        if not low <= int(poll["expires_in"]) <= high:
            raise Refusal(422, "Validation failed: Duration is too short")

    def _length(self, text: str) -> int:
        counted = _MENTION.sub(lambda found: "@" + found[1], _URL.sub("x" * self.rules.url_length, text))
        return len(regex.findall(r"\X", counted))

    def _status(self, method: str, name: str, source: bool, scopes: set[str]) -> dict[str, Any]:
        if name not in self.statuses:
            raise Refusal(404, "Record not found")
        if method == "DELETE":
            self._require(scopes, "write:statuses")
            return self._render(self.statuses.pop(name))
        status = self.statuses[name]
        if source:
            return {"id": name, "text": status.text, "spoiler_text": status.spoiler}
        return self._render(status)

    def _render(self, status: Status) -> dict[str, Any]:
        media = [
            {"id": each["id"], "type": "image", "url": "x", "description": each["description"]} for each in status.media
        ]
        return {
            "id": status.id,
            "created_at": datetime.fromtimestamp(status.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
            "in_reply_to_id": status.parent,
            "in_reply_to_account_id": "1" if status.parent else None,
            "sensitive": status.sensitive,
            "spoiler_text": status.spoiler,
            "visibility": status.visibility,
            "language": status.language,
            "uri": f"{self.origin}/users/ward/statuses/{status.id}",
            "url": f"{self.origin}/@ward/{status.id}",
            "content": rendered(status.text, self.origin),
            "account": {"id": status.account, "username": "ward", "acct": "ward"},
            "media_attachments": media,
            "poll": status.poll and {"id": status.id, "options": [{"title": each} for each in status.poll["options"]]},
            "reblog": None,
        }


def rendered(text: str, origin: str = "https://ward.example") -> str:
    """HTML as TextFormatter makes it: paragraphs, line breaks, shown links, mentions without their server."""

    def link(url: str) -> str:
        prefix = re.match(r"https?://(?:www\.)?", url)
        start = prefix.end() if prefix else 0
        shown, rest = url[start : start + 30], url[start + 30 :]
        return (
            f'<a href="{html.escape(url)}" target="_blank" rel="nofollow noopener" translate="no">'
            f'<span class="invisible">{html.escape(url[:start])}</span>'
            f'<span class="{"ellipsis" if rest else ""}">{html.escape(shown)}</span>'
            f'<span class="invisible">{html.escape(rest)}</span></a>'
        )

    def mention(found: re.Match[str]) -> str:
        where = f"https://{found[2]}/@{found[1]}" if found[2] else f"{origin}/@{found[1]}"
        return (
            f'<span class="h-card" translate="no"><a href="{where}" class="u-url mention">'
            f"@<span>{found[1]}</span></a></span>"
        )

    def tag(found: re.Match[str]) -> str:
        where = f"{origin}/tags/{found[1].lower()}"
        return f'<a href="{where}" class="mention hashtag" rel="tag">#<span>{found[1]}</span></a>'

    def words(plain: str) -> str:
        parts = re.split(r"((?<![\w/])@\w+(?:@[\w.-]+\w)?|(?<![\w/#&])#\w*[^\W\d]\w*)", plain)
        made = []
        for part in parts:
            if found := _MENTION.fullmatch(part):
                made.append(mention(found))
            elif found := _TAG.fullmatch(part):
                made.append(tag(found))
            else:
                made.append(html.escape(part, quote=True).replace("&#x27;", "&#39;"))
        return "".join(made)

    out, at = [], 0
    for found in _URL.finditer(text):
        out += [words(text[at : found.start()]), link(found[0])]
        at = found.end()
    body = "".join([*out, words(text[at:])])
    paragraphs = re.split(r"\n\n+", body.strip())
    return "".join(f"<p>{each.replace(chr(10), '<br />')}</p>" for each in paragraphs)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Listening

    def _serve(self) -> None:
        mind = self.server.mind
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = _body(self.headers.get("Content-Type", ""), content)
        mind.calls.append((self.command, address.path, dict(self.headers), body))
        fault = self._fault(address.path)
        if fault == "close_before":
            self.close_connection = True
            return
        if fault == "429":
            reset = (datetime.now(UTC) + timedelta(seconds=mind.reset)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
            self._send(
                429, {"error": "Too many requests"}, **{"X-RateLimit-Reset": reset, "X-RateLimit-Remaining": "0"}
            )
            return
        if fault in ("500_before", "502_before", "503_before"):
            self._send(int(fault[:3]), None)
            return
        if fault == "410":
            self._send(410, {"error": "This server has closed"})
            return
        if fault == "redirect":
            self._send(301, None, Location="https://new.example" + self.path)
            return
        try:
            status, found = mind.answer(self.command, address.path, query, self.headers, body)
        except Refusal as refusal:
            self._send(refusal.status, {"error": refusal.error}, **refusal.headers)
            return
        if fault == "close_after":
            self.close_connection = True
            return
        if fault in ("500_after", "504_after"):
            self._send(int(fault[:3]), None)
            return
        if fault == "hang_after":
            mind.weather.append(("never", "hang"))
            self.server.woken.wait(30)
            self.close_connection = True
            return
        if fault == "odd_headers":
            self._send(status, found, **{"X-RateLimit-Reset": "soon", "X-RateLimit-Remaining": "few", "Link": "<<"})
            return
        self._send(status, found)

    do_GET = do_POST = do_DELETE = do_PUT = _serve  # noqa: N815 - the names are http.server's

    def _fault(self, path: str) -> str:
        mind = self.server.mind
        what = _what(self.command, path)
        for index, (where, fault) in enumerate(mind.weather):
            if where in (what, "any"):
                del mind.weather[index]
                return fault
        return ""

    def _send(self, status: int, found: Any, **headers: str) -> None:
        content = b"<html>Bad gateway</html>" if found is None else json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if found is not None else "text/html")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


def _what(method: str, path: str) -> str:
    if path.endswith("/media") or "/media/" in path:
        return "upload"
    if method == "POST" and path.endswith("/statuses"):
        return "create"
    if method == "DELETE":
        return "delete"
    return "read" if path.endswith("/statuses") else "other"


def _body(kind: str, content: bytes) -> Any:
    if kind.startswith("application/json"):
        return json.loads(content)
    if kind.startswith("multipart/"):
        whole = f"Content-Type: {kind}\r\n\r\n".encode() + content
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(whole)
        parts: dict[str, Any] = {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            parts[str(name)] = payload if part.get_filename() else payload.decode()
        return parts
    found: dict[str, Any] = {}
    for name, values in parse_qs(content.decode(), keep_blank_values=True).items():
        if name.endswith("[]"):
            found[name[:-2]] = values
        else:
            found[name] = values[0]
    return found


class Listening(ThreadingHTTPServer):
    """The server on a loopback port."""

    daemon_threads = True

    def __init__(self, mind: Mastodon) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mind = mind
        self.woken = threading.Event()
        mind.origin = f"http://127.0.0.1:{self.server_address[1]}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Count connections, each of which could carry several calls."""
        self.mind.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is what these tests are about."""


@contextmanager
def running(mind: Mastodon | None = None) -> Iterator[Mastodon]:
    """A stand-in that listens for as long as a `with` block lasts."""
    server = Listening(mind or Mastodon())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.mind
    finally:
        server.woken.set()
        server.shutdown()
        thread.join()
        server.server_close()
