"""A server whose certificate nobody vouches for gets neither a post nor a token."""

from __future__ import annotations

import http.client
import ssl
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from composer.networks import AccountError, Credentials, x
from composer.networks.x import App, Asking, XPublisher, ask_for_pin
from composer.networks.x.identity import identity
from composer.networks.x.trouble import TokenTrouble
from composer.queue.publisher import NotSent, OutcomeUnknown
from tests.networks.conftest import outgoing, send

if TYPE_CHECKING:
    from collections.abc import Iterator

CERTIFICATE = Path(__file__).with_name("loopback.pem")
"""Signed by itself, for 127.0.0.1, with its key; it opens nothing."""
KEYS = Credentials("key-of-the-app", "secret-of-the-app", "1234-token", "secret-of-the-token")


class _Listening(HTTPServer):
    requests: int = 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A refused handshake is what these tests are about."""


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.requests += 1  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_DELETE = do_GET  # noqa: N815 - the names are http.server's

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def _served() -> Iterator[tuple[_Listening, x.Site]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server = _Listening(("127.0.0.1", 0), _Answer)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server, replace(x.live(), origin=f"https://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_the_server_answers_whoever_trusts_it() -> None:
    with _served() as (server, _):
        trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
        connection = http.client.HTTPSConnection("127.0.0.1", server.server_address[1], context=trusting, timeout=5)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        connection.close()
        assert server.requests == 1


def test_nothing_is_sent_where_the_certificate_is_not_trusted() -> None:
    with _served() as (server, site):
        publisher = XPublisher(KEYS, site, "ward", read_seconds=5)
        with pytest.raises(NotSent, match="certificate is not trusted"):
            send(publisher, outgoing("Words"))
        with pytest.raises(OutcomeUnknown, match="certificate is not trusted"):
            publisher.find(outgoing("Words", tried=True))
        assert server.requests == 0


def test_no_secret_is_shown_where_the_certificate_is_not_trusted() -> None:
    with _served() as (server, site):
        asking = Asking(App("client"), site, "http://127.0.0.1:1/callback")
        with pytest.raises(TokenTrouble, match="certificate is not trusted"):
            asking.exchange("code", datetime.now(UTC))
        with pytest.raises(AccountError, match="certificate is not trusted"):
            identity(KEYS, site, "ward")
        with pytest.raises(AccountError, match="certificate is not trusted"):
            ask_for_pin("key", "secret", site)
        assert server.requests == 0


def test_the_environment_cannot_switch_the_check_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURL_CA_BUNDLE", "")
    monkeypatch.setenv("PYTHONHTTPSVERIFY", "0")
    with _served() as (server, site):
        with pytest.raises(NotSent, match="certificate is not trusted"):
            send(XPublisher(KEYS, site, "ward", read_seconds=5), outgoing("Words"))
        assert server.requests == 0
