"""A server whose certificate nobody vouches for gets neither a post nor a token."""

from __future__ import annotations

import http.client
import ssl
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from composer.networks import AccountError, Credentials, x
from composer.networks.x import App, Asking, XPublisher, ask_for_pin
from composer.networks.x.identity import identity
from composer.networks.x.trouble import TokenTrouble
from composer.queue.publisher import NotSent, OutcomeUnknown
from tests.networks.conftest import outgoing, send
from tests.networks.untrusted import CERTIFICATE, Untrusted, untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = Credentials("key-of-the-app", "secret-of-the-app", "1234-token", "secret-of-the-token")


@contextmanager
def _served() -> Iterator[tuple[Untrusted, x.Site]]:
    with untrusted() as server:
        yield server, replace(x.live(), origin=server.origin)


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
