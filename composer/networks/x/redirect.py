"""The address on this machine that X sends the browser to with a person's answer."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from composer.networks.accounts import AccountError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATH = "/callback"
REDIRECT = f"http://127.0.0.1:28471{_PATH}"
"""Where the answer is waited for; X wants it letter by letter on its own page, so it is always the same."""
_PAGE = b"""<!doctype html><meta charset="utf-8"><title>Thread Composer</title>
<p>Thread Composer has the answer. You can close this page and go back to the terminal.</p>
"""


class Answering(HTTPServer):
    """Waits for one answer; requests that are none, such as those of other pages, are turned away."""

    def __init__(self, port: int, state: str) -> None:
        self.state = state
        self.answer = ""
        self.answered = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)

    def wait(self, seconds: float) -> str:
        """The address that the browser was sent to. Raises AccountError where nothing came in time."""
        if not self.answered.wait(seconds):
            raise AccountError(
                "No answer came back from the browser. If it runs on another computer, use --paste and copy the "
                "address that it was sent to."
            )
        return self.answer


class _Handler(BaseHTTPRequestHandler):
    server: Answering
    timeout = 10

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path != _PATH or parse_qs(asked.query).get("state") != [self.server.state]:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(_PAGE)))
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(_PAGE)
        self.server.answer = self.path
        self.server.answered.set()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
        """Nothing: the address holds the code."""


@contextmanager
def answering(redirect: str, state: str) -> Iterator[Answering]:
    """Wait at `redirect`, an address of this machine, for the answer to the question with that `state`."""
    port = urlsplit(redirect).port or 0
    try:
        server = Answering(port, state)
    except OSError as error:
        raise AccountError(
            f"The answer of the browser could not be waited for at 127.0.0.1:{port} ({error.strerror}). Close the "
            "program that listens there, or use --paste."
        ) from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
