"""Accounts, their keys, and what is said where one of them is missing."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from composer.networks import (
    REHEARSAL,
    AccountError,
    Credentials,
    EnvironmentSecrets,
    account,
    by_hand,
    known_accounts,
    publisher,
)
from composer.queue.publisher import NotSent
from tests.networks.conftest import free_port, outgoing, send

KEYS = {
    "THREAD_X_API_KEY": "api-key-7731",
    "THREAD_X_API_SECRET": "api-secret-7732",
    "THREAD_X_ACCESS_TOKEN": "42-access-token-7733",
    "THREAD_X_ACCESS_SECRET": "access-secret-7734",
}


def secrets(**changes: str) -> EnvironmentSecrets:
    return EnvironmentSecrets({**KEYS, **changes})


def test_the_rehearsal_and_posting_by_hand_are_there_without_any_key() -> None:
    assert known_accounts(EnvironmentSecrets({})) == (REHEARSAL, *by_hand())
    assert account("Rehearsal", EnvironmentSecrets({})).network == "x"


def test_x_is_there_with_its_keys() -> None:
    found = account("x", secrets(THREAD_X_HANDLE="@somebody"))

    assert (found.name, found.network, found.handle, found.rehearsed) == ("x", "x", "somebody", False)
    assert publisher(found, port=1, secrets=secrets()).limit.name == "x"


def test_an_unknown_account_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(AccountError, match="Did you mean 'rehearsal'") as caught:
        account("rehersal", EnvironmentSecrets({}))

    assert "THREAD_X_API_KEY" in str(caught.value)
    assert caught.value.fault == "setup"


@pytest.mark.parametrize("missing", KEYS)
def test_a_missing_key_is_named_and_no_other_is_shown(missing: str) -> None:
    with pytest.raises(AccountError, match=missing) as caught:
        publisher("x", port=1, secrets=secrets(**{missing: ""}))

    for name, value in KEYS.items():
        assert value not in str(caught.value)
        assert name == missing or name not in str(caught.value)


def test_keys_are_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    from composer.networks import x
    from composer.networks.accounts import credentials_of

    caplog.set_level(logging.DEBUG)
    keys = credentials_of(account("x", secrets()), secrets())
    there = x.XPublisher(keys, x.rehearsal(f"http://127.0.0.1:{free_port()}"), "x")
    with pytest.raises(NotSent) as caught:
        send(there, outgoing("Words"))

    seen: list[BaseException | None] = [caught.value, caught.value.__cause__, caught.value.__context__]
    shown = f"{keys!r}{secrets()!r}{there!r}{there.__dict__!r}{seen!r}{[str(each) for each in seen]}{caplog.text}"
    for value in KEYS.values():
        assert value not in shown


def test_an_access_token_says_whose_it_is() -> None:
    assert Credentials("k", "s", "42-token", "t").user_id == "42"
    assert Credentials("k", "s", "token", "t").user_id is None


def test_posts_on_x_are_linked_by_the_handle_where_it_is_known() -> None:
    from composer.networks import x

    assert x.live("@somebody").page.format(id=5, root=4) == "https://x.com/somebody/status/5"
    assert x.live().page.format(id=5, root=4) == "https://x.com/i/status/5"
    assert x.live("{odd}/../name").page.format(id=5, root=4) == "https://x.com/i/status/5"


def test_naming_accounts_loads_nothing_that_publishes() -> None:
    heavy = ["tweepy", "requests", "oauthlib", "sqlite3", "http.client", "subprocess", "urllib3"]
    command = (
        "import sys; from composer import networks; networks.account('rehearsal'); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "[]"


def test_tweepy_is_not_loaded_to_look_at_the_rehearsal(tmp_path: Path) -> None:
    command = (
        "import sys; from composer.networks import rehearsal; "
        "print([name for name in ('tweepy', 'requests', 'oauthlib') if name in sys.modules])"
    )

    said = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout

    assert said.strip() == "[]"
