"""The same servers that lie, drip or shout, met while a film goes up in pieces and while leave is asked for."""

from __future__ import annotations

import json
import socket
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from composer.networks import AccountError, EnvironmentSecrets, x
from composer.networks.vault import FileVault, UserSecrets
from composer.networks.x import App, Asking, Grant, Renewal, XPublisher, ask_for_pin, grant, pin
from composer.networks.x.pin import PinAsking
from composer.networks.x.trouble import TokenTrouble
from composer.queue.publisher import NotSent, PublishError
from tests.networks.conftest import outgoing
from tests.networks.test_x_certificates import KEYS, _served
from tests.networks.test_x_films import film
from tests.networks.test_x_hostile_answers import HOSTILE, publisher_at, saying, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PICKED = (
    "nothing",
    "header_that_drips",
    "body_that_drips",
    "body_without_end",
    "half_an_answer",
    "malformed_json",
    "json_of_another_shape",
    "html",
    "list_as_refusal",
    "redirect_to_another_host",
    "wrong_compression",
)
LYING = {
    "id_of_another_place": saying(b'{"data": {"id": "../../2/tweets"}}', "200 OK"),
    "state_of_no_sense": saying(b'{"data": {"id": "12", "processing_info": {"check_after_secs": "soon"}}}', "200 OK"),
    "no_state_at_all": saying(b'{"data": {"id": "12", "processing_info": [1]}}', "200 OK"),
}
SMALL = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"frame " * 20
WELL = {
    "initialize": saying(b'{"data": {"id": "12", "expires_after_secs": 86400}}', "200 OK"),
    "append": saying(b'{"data": {"expires_at": 1}}', "200 OK"),
    "finalize": saying(b'{"data": {"id": "12", "processing_info": {"state": "pending"}}}', "200 OK"),
}
ROUTES = (*WELL, "STATUS")


@contextmanager
def turning_bad_at(route: str, answer: Callable[[socket.socket], None]) -> Iterator[tuple[str, list[str]]]:
    """Does well on the way there; the URL it listens at, and the routes that were asked."""
    asked: list[str] = []

    def by_route(connection: socket.socket) -> None:
        found = next((each for each in ROUTES if each in asked[-1]), "another")
        (answer if found == route else WELL[found])(connection)

    with server(by_route, asked=asked) as url:
        yield url, asked


def plan(so_far_known: bool) -> bytes:
    """What is kept of a film that X works through."""
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    return json.dumps([{"id": "12", "until": later, "ready": False}]).encode() if so_far_known else b""


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", PICKED)
def test_a_film_met_by_such_a_server_is_told_and_tried_again_and_no_post_is_made(name: str, route: str) -> None:
    if route == "append" and name in ("malformed_json", "json_of_another_shape", "html"):
        pytest.skip("the answer to a piece says nothing that is needed")
    with turning_bad_at(route, HOSTILE[name]) as (url, asked), pytest.raises(PublishError) as caught:
        publisher_at(url).prepare((film(content=SMALL),), plan(route == "STATUS"))

    assert isinstance(caught.value, NotSent) or name == "list_as_refusal"
    assert "round.mp4" in str(caught.value)
    assert sum(route in each for each in asked) == 1, "no call is made a second time"
    assert not any("/2/tweets" in each for each in asked)


@pytest.mark.parametrize(("route", "name"), [("initialize", "id_of_another_place"), *(("finalize", n) for n in LYING)])
def test_a_lie_about_a_film_is_told_and_never_followed(route: str, name: str) -> None:
    with turning_bad_at(route, LYING[name]) as (url, asked), pytest.raises(NotSent, match=r"round\.mp4"):
        publisher_at(url).prepare((film(content=SMALL),), b"")

    assert all(each.split()[1].startswith("/2/media/upload") for each in asked)


def asking_for_a_pin(site: x.Site) -> None:
    ask_for_pin("key-of-the-app", "secret-of-the-app", site)


def answering_with_a_pin(site: x.Site) -> None:
    PinAsking("key-of-the-app", "secret-of-the-app", "asked", "secret-of-the-token", site).answered("1234567")


def exchanging_a_code(site: x.Site) -> None:
    Asking(App("client", "secret-of-the-app"), site, "http://127.0.0.1:1/callback").exchange("code", datetime.now(UTC))


GIVEN = Grant(App("client", "secret-of-the-app"), "1234-token", "secret-of-the-token", datetime.fromtimestamp(0, UTC))


def renewing(site: x.Site) -> None:
    grant.renewed(GIVEN, site, datetime.now(UTC))


WAYS = (asking_for_a_pin, answering_with_a_pin, exchanging_a_code, renewing)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pin, "_SECONDS", 1.5)
    monkeypatch.setattr(grant, "_TOTAL_SECONDS", 1.5)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PICKED)
def test_leave_asked_of_such_a_server_ends_in_one_call_and_a_sentence(name: str, way: Callable[[x.Site], None]) -> None:
    asked: list[str] = []
    with server(HOSTILE[name], asked=asked) as url, pytest.raises((AccountError, TokenTrouble)) as caught:
        way(x.rehearsal(url))

    assert len(asked) == 1, "a code, a PIN and a refresh token are worth one use, so nothing is asked twice"
    for secret in ("secret-of-the-app", "secret-of-the-token", "1234-token", "1234567"):
        assert secret not in f"{caught.value!r}{caught.value}"
    assert str(caught.value)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("name", PICKED)
def test_a_renewal_met_by_such_a_server_sends_no_post_and_keeps_what_was_there(name: str, tmp_path: Path) -> None:
    secrets = UserSecrets(EnvironmentSecrets({}), FileVault(tmp_path / "secrets.json"))
    secrets.keep("ward", GIVEN.record())
    asked: list[str] = []
    with server(HOSTILE[name], asked=asked) as url:
        site = x.rehearsal(url)
        ward = XPublisher(Renewal("ward", secrets, secrets.lock, site), site, "ward", read_seconds=1, total_seconds=1.5)
        with pytest.raises(PublishError) as caught:
            ward.send(outgoing("Only 1/1"))

    assert isinstance(caught.value, NotSent) or name == "list_as_refusal"
    assert [each.split()[1] for each in asked] == ["/2/oauth2/token"]
    assert secrets.held("ward").values == GIVEN.record()


@pytest.mark.parametrize("way", WAYS)
def test_no_leave_is_asked_for_where_the_certificate_is_not_trusted(way: Callable[[x.Site], None]) -> None:
    with _served() as (listening, site):
        with pytest.raises((AccountError, TokenTrouble), match="certificate is not trusted"):
            way(site)
        assert listening.requests == 0


def test_no_piece_of_a_film_goes_where_the_certificate_is_not_trusted() -> None:
    with _served() as (listening, site):
        publisher = XPublisher(KEYS, site, "ward", read_seconds=5)
        for known in (False, True):
            with pytest.raises(NotSent, match="certificate is not trusted"):
                publisher.prepare((film(content=SMALL),), plan(known))
        assert listening.requests == 0
