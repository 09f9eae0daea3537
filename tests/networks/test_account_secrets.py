"""Where secrets are kept: first the environment, then the keyring, then a file that nobody else can read."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from composer.networks import AccountError, EnvironmentSecrets
from composer.networks.vault import FileVault, KeyringVault, UserSecrets, user_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORD = {"api_key": "k-1", "api_secret": "s-2", "access_token": "42-t-3", "access_secret": "s-4"}


class FakeKeyring(KeyringBackend):
    """A keyring in memory, which can be locked."""

    priority = 1.0  # type: ignore[assignment]
    name = "Fake"

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _unlocked(self) -> dict[tuple[str, str], str]:
        if self.locked:
            raise KeyringLocked("not now, k-1")
        return self.kept

    def get_password(self, service: str, username: str) -> str | None:
        return self._unlocked().get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._unlocked()[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self._unlocked().pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@pytest.fixture
def fake() -> Iterator[FakeKeyring]:
    before = keyring.get_keyring()
    backend = FakeKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "secrets.json"


def test_secrets_go_into_the_keyring_where_there_is_one(fake: FakeKeyring, file: Path) -> None:
    secrets = user_secrets({}, file)

    assert secrets.keep("ward", RECORD).name == "the keyring (Fake)"
    assert user_secrets({}, file).held("ward").values == RECORD
    assert user_secrets({}, file).held("ward").where == "the keyring (Fake)"
    assert not file.exists()


def test_secrets_that_were_in_a_file_leave_it_when_they_go_into_the_keyring(fake: FakeKeyring, file: Path) -> None:
    user_secrets({"THREAD_KEYRING": "no"}, file).keep("ward", {"api_key": "old"})
    assert user_secrets({}, file).held("ward").values == {"api_key": "old"}

    user_secrets({}, file).keep("ward", RECORD)

    assert not file.exists()
    assert user_secrets({}, file).held("ward").values == RECORD


def test_without_a_keyring_they_go_into_a_file_that_only_its_owner_may_read(file: Path) -> None:
    secrets = UserSecrets(EnvironmentSecrets({}), FileVault(file))

    assert secrets.keep("ward", RECORD).name == f"the file {file}"
    assert secrets.held("ward").values == RECORD
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700


def test_the_computer_of_these_tests_has_no_keyring_of_its_own_and_is_served_all_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keyring.backends import fail

    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        assert user_secrets({}, file).place == FileVault(file)
    finally:
        keyring.set_keyring(before)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_that_others_can_read_is_not_used(file: Path, mode: int) -> None:
    vault = FileVault(file)
    vault.write("ward", RECORD)
    file.chmod(mode)

    with pytest.raises(AccountError, match="chmod 600") as caught:
        vault.read("ward")

    assert not any(secret in str(caught.value) for secret in RECORD.values())


def test_the_environment_comes_first_and_is_never_mixed_with_what_is_kept(fake: FakeKeyring, file: Path) -> None:
    user_secrets({}, file).keep("ward", RECORD)
    environment = {"THREAD_WARD_API_KEY": "from-the-server"}

    found = user_secrets(environment, file).held("ward")

    assert found.values == {"api_key": "from-the-server"}
    assert found.where == "the environment"


def test_accounts_are_kept_apart_and_one_can_be_forgotten(file: Path) -> None:
    secrets = UserSecrets(EnvironmentSecrets({}), FileVault(file))
    secrets.keep("one", RECORD)
    secrets.keep("two", {"api_key": "other"})

    assert secrets.forget("one") == (f"the file {file}",)
    assert secrets.forget("one") == ()
    assert secrets.held("one").values == {}
    assert secrets.held("two").values == {"api_key": "other"}
    secrets.forget("two")
    assert not file.exists()


def test_a_locked_keyring_is_told_without_what_it_said(fake: FakeKeyring, file: Path) -> None:
    secrets = user_secrets({}, file)
    secrets.keep("ward", RECORD)
    fake.locked = True

    with pytest.raises(AccountError, match="Unlock the keyring") as caught:
        secrets.held("ward")

    assert "k-1" not in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff", b"not json", b"[]", b'{"ward": 5}', b'{"ward": {"api_key": 5}}'])
def test_a_file_that_is_none_of_ours_is_left_alone_and_told(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.touch(mode=0o600)
    file.write_bytes(content)

    with pytest.raises(AccountError, match="not written by Thread Composer"):
        FileVault(file).read("ward")

    assert file.read_bytes() == content


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is unwritable to root")
def test_secrets_that_cannot_be_written_leave_the_old_ones_whole(file: Path) -> None:
    vault = FileVault(file)
    vault.write("ward", RECORD)
    file.parent.chmod(0o500)
    try:
        with pytest.raises(AccountError, match="untouched"):
            vault.write("ward", {"api_key": "new"})
        assert vault.read("ward") == RECORD
    finally:
        file.parent.chmod(0o700)


def test_places_that_keep_secrets_never_show_them(fake: FakeKeyring, file: Path) -> None:
    secrets = user_secrets({"THREAD_X_API_KEY": "k-1"}, file)
    secrets.keep("ward", RECORD)
    shown = f"{secrets!r}{secrets.held('ward')!r}{secrets.held('x')!r}{KeyringVault(fake)!r}"

    assert not any(secret in shown for secret in RECORD.values())
    assert json.loads(fake.kept["thread-composer", "ward"]) == RECORD
