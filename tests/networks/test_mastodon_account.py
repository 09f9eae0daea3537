"""An account on a Mastodon server: its server's name, the leave to post, whose it is and what may be posted."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from composer.networks.accounts import Account, AccountError
from composer.networks.credentials import Held
from composer.networks.mastodon import connect, lacking, limit, server_of, whose
from composer.networks.mastodon.asking import SCOPES, ask_for_leave
from composer.networks.mastodon.rules import DEFAULT, Rules, age, keep_rules, kept_rules, rules_of
from composer.networks.mastodon.ways import with_page
from tests.networks.conftest import free_port
from tests.networks.mastodon_parts import TOKEN
from tests.networks.test_x_hostile_answers import HOSTILE, saying
from tests.networks.test_x_hostile_answers import server as speaking
from tests.servers.mastodon import Mastodon, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[Mastodon]:
    with running() as server:
        yield server


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


class Kept:
    """Secrets of one account."""

    def __init__(self, **values: str) -> None:
        self.values = values

    def held(self, account: str) -> Held:
        return Held(self.values, "here")


SHOP = b"<html>A shop</html>"
ACCOUNT = Account("ward", "mastodon", "ward@ward.example")


@pytest.mark.parametrize(
    ("words", "origin"),
    [
        ("mastodon.social", "https://mastodon.social"),
        (" Mastodon.Social/ ", "https://mastodon.social"),
        ("@ward@mastodon.social", "https://mastodon.social"),
        ("ward@mastodon.social", "https://mastodon.social"),
        ("https://mastodon.social/@ward/123", "https://mastodon.social"),
        ("bücher.example", "https://xn--bcher-kva.example"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
    ],
)
def test_a_server_is_known_by_its_name_an_address_or_a_page(words: str, origin: str) -> None:
    assert server_of(words).origin == origin


@pytest.mark.parametrize(
    "words",
    ["", "mastodon", "192.168.1.1", "https://", "a..b", "-a.example", "x y.example", "http://mastodon.social", "1.2",
     "http://127.0.0.1.evil.example", "https://[::1]/", "a" * 300 + ".example", "mastodon.social:22"],
)  # fmt: skip
def test_what_names_no_server_is_told_with_an_example(words: str) -> None:
    with pytest.raises(AccountError, match=r"names no server|without encryption"):
        server_of(words)


def test_a_page_and_a_code_give_leave_to_post_and_no_more(server: Mastodon) -> None:
    asking = ask_for_leave(server_of(server.origin))

    secrets = asking.answered(f"  {server.agree(asking.page)}\n")

    assert lacking({"server": server.origin, **secrets}) == ()
    assert server.tokens[secrets["access_token"]].split() == list(SCOPES)
    assert server.apps[secrets["client_id"]]["scopes"].split() == list(SCOPES)
    assert asking.page.startswith(f"{server.origin}/oauth/authorize?")
    assert not any(secret in repr(asking) for secret in secrets.values())


@pytest.mark.parametrize("code", ["", "never given", "wrong-code"])
def test_a_code_that_is_none_is_told_and_nothing_is_kept(server: Mastodon, code: str) -> None:
    with pytest.raises(AccountError, match=r"no code|gave no token for that code"):
        ask_for_leave(server_of(server.origin)).answered(code)


def test_a_code_works_once(server: Mastodon) -> None:
    asking = ask_for_leave(server_of(server.origin))
    code = server.agree(asking.page)
    asking.answered(code)
    with pytest.raises(AccountError, match="works once"):
        asking.answered(code)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_mastodon_server_is_told(name: str) -> None:
    with speaking(HOSTILE[name]) as url, pytest.raises(AccountError):
        ask_for_leave(server_of(url), seconds=1)


def test_a_server_that_cannot_be_reached_is_told_from_one_that_is_none() -> None:
    with pytest.raises(AccountError, match=r"cannot be reached \(nothing listens there\)"):
        ask_for_leave(server_of(f"http://127.0.0.1:{free_port()}"))
    with (
        speaking(saying(SHOP, "200 OK")) as url,
        pytest.raises(AccountError, match="does not answer as"),
    ):
        ask_for_leave(server_of(url))


class Person:
    """Whoever adds an account, at a terminal."""

    def __init__(self, server: Mastodon) -> None:
        self.server = server
        self.seen: list[str] = []
        self.page = ""

    def say(self, *lines: str) -> None:
        self.seen += lines

    def steps(self, *steps: str) -> None:
        self.seen += steps

    def browse(self, address: str) -> None:
        self.page = address

    def ask(self, label: str, *, default: str | None = None, shown: bool = False) -> str:
        self.seen.append(label)
        return self.server.agree(self.page) if label == "Code" else self.server.origin


def test_the_person_is_led_through_it_and_sees_no_secret(server: Mastodon) -> None:
    person = Person(server)

    secrets = with_page(person, "ward")

    assert lacking(secrets) == ()
    assert not any(secrets[each] in " ".join(person.seen) for each in ("access_token", "client_secret"))
    assert any("write:statuses" in line for line in person.seen)


def test_whose_it_is_and_what_may_be_posted_there_is_asked_and_kept(server: Mastodon) -> None:
    server.rules.max_characters, server.rules.url_length = 1000, 25

    found = whose(ACCOUNT, Kept(server=server.origin, access_token=TOKEN))

    assert (found.user_id, found.handle.partition("@")[0], found.may_write) == ("1", "ward", True)
    measure = limit(ACCOUNT).measure("See https://example.org/")
    assert (measure.length, measure.maximum) == (29, 1000)
    assert age(kept_rules("ward"), datetime.now(UTC)) == "asked within the hour"


def test_an_account_that_was_limited_is_told_so_and_may_post(server: Mastodon) -> None:
    server.trouble = "limited"
    found = whose(ACCOUNT, Kept(server=server.origin, access_token=TOKEN))
    assert found.may_write
    assert "reach its followers and nobody else" in found.remark


@pytest.mark.parametrize(
    ("trouble", "says"), [("suspended", "has suspended it"), ("moved", "It has moved to @ward@new.example")]
)
def test_an_account_that_may_do_nothing_is_told_why(server: Mastodon, trouble: str, says: str) -> None:
    server.trouble = trouble
    with pytest.raises(AccountError, match=says):
        whose(ACCOUNT, Kept(server=server.origin, access_token=TOKEN))


def test_a_token_that_was_revoked_is_told(server: Mastodon) -> None:
    server.tokens.clear()
    with pytest.raises(AccountError, match="asks for leave again"):
        whose(ACCOUNT, Kept(server=server.origin, access_token=TOKEN))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_server_that_lies_about_the_account_is_told_and_nothing_is_kept(name: str) -> None:
    with speaking(HOSTILE[name]) as url, pytest.raises(AccountError):
        whose(ACCOUNT, Kept(server=url, access_token=TOKEN), seconds=1)
    assert kept_rules("ward") == DEFAULT


def test_missing_secrets_are_named() -> None:
    with pytest.raises(AccountError, match="THREAD_WARD_ACCESS_TOKEN"):
        connect(ACCOUNT, Kept(server="https://ward.example"), limit(ACCOUNT))


ASKED = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [None, [], {}, {"configuration": None}, {"configuration": {"statuses": "500"}},
     {"configuration": {"statuses": {"max_characters": -1, "characters_reserved_per_url": 10**12}}},
     {"configuration": {"statuses": {"max_characters": True}, "polls": {"max_options": "4"}}},
     {"configuration": {"media_attachments": {"supported_mime_types": "all", "image_size_limit": 1e99}}}],
)  # fmt: skip
def test_numbers_that_are_absent_or_absurd_are_those_that_mastodon_comes_with(said: Any) -> None:
    assert rules_of(said, ASKED) == Rules(asked=ASKED)


def test_rules_are_kept_as_they_were_said_with_their_day() -> None:
    rules = Rules(max_characters=1000, types=("image/png",), asked=ASKED)
    keep_rules("ward", rules)
    assert kept_rules("ward") == rules
    assert kept_rules("other") == DEFAULT
    assert age(rules, ASKED + timedelta(days=3)) == "asked 3 days ago"


@pytest.mark.parametrize("content", ["", "[]", "{", json.dumps({"asked": "x"}), json.dumps({"max_characters": "many"})])
def test_rules_that_were_damaged_are_asked_anew_and_until_then_those_of_mastodon(content: str, tmp_path: Path) -> None:
    keep_rules("ward", Rules(asked=ASKED))
    next((tmp_path / "state").rglob("ward.json")).write_text(content)
    assert kept_rules("ward") == DEFAULT
