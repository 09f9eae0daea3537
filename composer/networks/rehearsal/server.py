"""The rehearsal network on a loopback port: X's calls for tweepy, pages for people, controls under `/rehearsal/`."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from composer import __version__
from composer.networks.rehearsal import api, faults, pages, posting
from composer.networks.rehearsal.answer import Answer, Call, problem
from composer.networks.rehearsal.client import PROGRAM
from composer.networks.rehearsal.faults import Fault
from composer.networks.rehearsal.signature import Verifier
from composer.networks.rehearsal.store import own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.networks.rehearsal.store import Store

SETTINGS = (
    "duplicate_seconds",
    "lag",
    "latency",
    "limit",
    "processing",
    "processing_fails",
    "seed",
    "since",
    "slow",
)
"""Settings of the store that a control may change; seconds, except for limit (posts a window) and seed.

`since` is an instant (seconds since 1970): posts before it count neither as duplicates nor against the limit.
"""
_BODY_MAXIMUM = 32 * 1024 * 1024
_HANG_SECONDS = 3600
_HUGE_BYTES = 64 * 1024 * 1024
_SLOW_SECONDS = "3"
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_log = logging.getLogger(__name__)


class RehearsalServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1 alone; port 0 picks a free one."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would let two servers share a port

    def __init__(self, port: int, store: Store) -> None:
        self.store = store
        self.verifier = Verifier(store)
        self.last_call = time.monotonic()
        self.stopping = threading.Event()
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser or a client may call this server; any other name came from somebody else's page."""
        return frozenset(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost"))


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: RehearsalServer
    protocol_version = "HTTP/1.1"
    server_version = "rehearsal"
    sys_version = ""
    timeout = 120
    disable_nagle_algorithm = True

    def _path(self) -> str:
        """The path that was asked for, without what follows a question mark."""
        return self.path.partition("?")[0]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
        """Into the log of the process, not to a terminal."""
        _log.info(format, *args)

    def log_request(self, code: int | str = "-", _size: int | str = "-") -> None:
        """Method, path and status; no query, no header and no body ever reach the log."""
        _log.info("%s %s %s", self.command, self._path(), code)

    def _serve(self) -> None:
        self.server.last_call = time.monotonic()
        try:
            body = self._body()
            if body is None or not self._is_ours():
                return
            path = self._path()
            if path.startswith("/2/"):
                self._api(path, body)
            elif path.startswith("/rehearsal/"):
                self._control(path, body)
            else:
                self._page(path)
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except Exception:  # noqa: BLE001 - one bad request must not end a connection without an answer
            _log.exception("%s %s failed", self.command, self._path())
            self.close_connection = True
            self._problem(500, "Internal Server Error", "The rehearsal failed; its log says how.")

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - the names are http.server's

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > _BODY_MAXIMUM or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._problem(413, "Payload Too Large", "The body is too large, or its length is not said.")
            return None
        return self.rfile.read(int(length))

    def _is_ours(self) -> bool:
        """Whether the request was meant for this server, and not sent by a page that a browser has open."""
        host = self.headers.get("Host", "")
        origin = self.headers.get("Origin")
        if host in self.server.hosts and (origin is None or urlsplit(origin).netloc in self.server.hosts):
            return True
        self.close_connection = True
        self._problem(403, "Forbidden", "This is a rehearsal on one machine; it answers to 127.0.0.1 only.")
        return False

    def _api(self, path: str, body: bytes) -> None:
        found = api.route(self.command, path)
        if found is None:
            self._problem(404, "Not Found", f"The rehearsal does not know {self.command} {path}.")
            return
        member = self.server.verifier.signer(self.command, self.path, self.headers.get("Authorization", ""))
        if member is None:
            self._problem(401, "Unauthorized", "Unauthorized")
            return
        kind, answer, number = found
        call = Call(member, dict(parse_qsl(self.path.partition("?")[2])), _json(body), time.time_ns() // 1_000_000)
        store = self.server.store
        store.note_call(member.name, self.command, self.path, _without_content(call.body), call.now_ms)
        time.sleep(float(store.setting_for(member.name, "latency", "0")))
        fault = faults.strike(store, kind, member.name)
        if fault is Fault.SLOW:
            time.sleep(float(store.setting_for(member.name, "slow", _SLOW_SECONDS)))
            fault = None
        if fault is Fault.ALTERED:
            call, fault = _shortened(call), None
        if fault is None:
            self._answer(answer(self.server.store, call, number))
            return
        done = answer(self.server.store, call, number) if fault.comes_after else None
        self._fail(fault, call, done)

    def _fail(self, fault: Fault, call: Call, done: Answer | None) -> None:
        """Answer as the fault says; `done` is what the call would have answered."""
        _log.info("fault %s", fault)
        match fault:
            case Fault.CLOSE_BEFORE | Fault.CLOSE_AFTER:
                self.close_connection = True
            case Fault.HANG_BEFORE | Fault.HANG_AFTER:
                self.server.stopping.wait(_HANG_SECONDS)
                self.close_connection = True
            case Fault.GARBLED_AFTER:
                self._send(201, b'{"data": {"id": ', "application/json")
            case Fault.HUGE_AFTER:
                self._send(201, b" " * _HUGE_BYTES, "application/json")
            case Fault.REDIRECT:
                self._send(307, b"", "text/plain", {"Location": "https://elsewhere.invalid/2/tweets"})
            case _:
                self._answer(_refusal(fault, self.server.store, call, done))

    def _control(self, path: str, body: bytes) -> None:
        """What tests and front ends ask of the rehearsal itself."""
        store = self.server.store
        match self.command, path:
            case "GET", "/rehearsal/health":
                self._send_json(_health(store))
            case "GET", "/rehearsal/timeline.json":
                self._send_json(pages.timeline(store))
            case "GET", "/rehearsal/calls.json":
                self._send_json(store.calls())
            case "POST", "/rehearsal/empty":
                store.empty()
                self._send_json({"empty": True})
            case "POST", "/rehearsal/faults":
                self._answer(_arm(store, _json(body)))
            case "POST", "/rehearsal/stop":
                self.close_connection = True
                self._send_json({"stopping": True})
                self.server.stopping.set()
            case _:
                self._problem(404, "Not Found", f"The rehearsal has no {path}.")

    def _page(self, path: str) -> None:
        if self.command != "GET":
            self._problem(405, "Method Not Allowed", "Pages can only be read.")
            return
        page = pages.page(self.server.store, path)
        headers = {
            "Content-Security-Policy": pages.POLICY,
            "Referrer-Policy": "no-referrer",
            "Cache-Control": page.cache,
        }
        self._send(page.status, page.content, page.type, headers)

    def _problem(self, status: int, title: str, detail: str) -> None:
        self._answer(problem(status, title, detail))

    def _answer(self, answer: Answer) -> None:
        self._send_json(answer.body, answer.status, answer.headers)

    def _send_json(self, body: Any, status: int = 200, headers: Mapping[str, str] = _NO_HEADERS) -> None:
        self._send(status, json.dumps(body).encode(), "application/json", headers)

    def _send(self, status: int, content: bytes, media_type: str, headers: Mapping[str, str] = _NO_HEADERS) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.close_connection:
            self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _json(body: bytes) -> Any:
    """What the body says, or None where it is no JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def _shortened(call: Call) -> Call:
    """The call with less text than was sent, as of a network that loses some of it without a word."""
    if not isinstance(call.body, dict) or not isinstance(call.body.get("text"), str):
        return call
    return replace(call, body={**call.body, "text": call.body["text"][:-3]})


def _without_content(body: Any) -> Any:
    """A call's JSON with a picture's content as its size and digest, which say as much and can be read."""
    if not isinstance(body, dict) or not isinstance(body.get("media"), str):
        return body
    content = body["media"]
    digest = hashlib.sha256(content.encode()).hexdigest()
    return {**body, "media": f"{len(content)} characters of base64, SHA-256 {digest}"}


def _health(store: Store) -> dict[str, Any]:
    """Who this is, so that a starter can tell whether it found what it looks for."""
    return {
        "program": PROGRAM,
        "version": __version__,
        "pid": os.getpid(),
        "store": str(store.path),
        "lost": store.lost,
    }


def _arm(store: Store, asked: Any) -> Answer:
    """Arm faults and change settings: `{"faults": ["close_after@3"], "lag": 0.5}`.

    With `"account"` all of it holds for the calls of that account alone. `"clear": true` forgets faults before that,
    `"calm": true` faults and settings. A seed begins its draws anew.
    """
    asked = asked if isinstance(asked, dict) else {}
    account = str(asked.get("account", ""))
    unknown = asked.keys() - {"account", "faults", "clear", "calm", *SETTINGS}
    if unknown or not asked:
        return problem(400, "Bad Request", f"Known are faults, clear, calm, {', '.join(SETTINGS)}; as a JSON object.")
    try:
        settings = {
            name: str(float(asked[name])) if name not in {"limit", "seed"} else str(int(asked[name]))
            for name in SETTINGS
            if name in asked
        }
        if asked.get("clear") or asked.get("calm"):
            faults.disarm(store, account)
        if asked.get("calm"):
            store.unset(*(own(name, account) for name in (*SETTINGS, "drawn")))
        faults.arm(store, *asked.get("faults", ()), account=account)
    except (TypeError, ValueError) as error:
        return problem(400, "Bad Request", str(error))
    for name, value in settings.items():
        store.set(own(name, account), value)
    if "seed" in settings:
        store.unset(own("drawn", account))
    return Answer(200, {"armed": list(asked.get("faults", ())), "settings": settings})


def _refusal(fault: Fault, store: Store, call: Call, done: Answer | None) -> Answer:
    """The answer of a fault that answers properly."""
    match fault:
        case Fault.TOO_MANY:
            return problem(429, "Too Many Requests", "Too Many Requests", posting.rate(store, call, used_up=True))
        case Fault.NO_CREDIT:
            body = {
                "title": "CreditsDepleted",
                "detail": "Your enrolled account does not have any credits to fulfill this request.",
                "type": "https://api.x.com/2/problems/credits",
            }
            return Answer(402, body)
        case Fault.KEYS_REVOKED:
            return problem(401, "Unauthorized", "Unauthorized")
        case Fault.SUSPENDED:
            return problem(403, "Forbidden", "Your account is suspended and is not permitted to access this feature.")
        case Fault.REPLY_REFUSED:
            detail = (
                "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by "
                "the author of the post you are replying to."
            )
            return problem(403, "Forbidden", detail)
        case _:
            return problem(503 if done else 500, "Service Unavailable", "Service Unavailable")
