"""Where secrets stay between two commands: the system's keyring, or a file that only its owner may read."""

from __future__ import annotations

import json
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from composer.networks.accounts import AccountError
from composer.networks.credentials import EnvironmentSecrets, Held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_SERVICE = "thread-composer"
"""What our entries are filed under in a keyring."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Vault(Protocol):
    """A place that keeps the secrets of an account as one record, so that no half of a record is ever kept."""

    @property
    def name(self) -> str:
        """As a list says it."""
        ...

    def read(self, account: str) -> Mapping[str, str] | None:
        """The record of that account; None where there is none."""
        ...

    def write(self, account: str, values: Mapping[str, str]) -> None:
        """Put the record in place of the one before; durable when the call returns."""
        ...

    def erase(self, account: str) -> bool:
        """Forget the record; whether there was one."""
        ...


class KeyringVault:
    """The keyring of this system: macOS Keychain, Windows Credential Manager, Secret Service."""

    def __init__(self, keyring: Any) -> None:
        self._keyring = keyring

    @property
    def name(self) -> str:
        """With the name of the keyring in use."""
        return f"the keyring ({self._keyring.name})"

    def read(self, account: str) -> Mapping[str, str] | None:
        """Raises AccountError where the keyring is locked or its entry is not ours."""
        with _told(f"read from {self.name}", account):
            kept = self._keyring.get_password(_SERVICE, account)
        return None if kept is None else _record(kept, self.name)

    def write(self, account: str, values: Mapping[str, str]) -> None:
        """Raises AccountError where the keyring refuses."""
        with _told(f"kept in {self.name}", account):
            self._keyring.set_password(_SERVICE, account, json.dumps(dict(values)))

    def erase(self, account: str) -> bool:
        """Raises AccountError where the keyring refuses."""
        if self.read(account) is None:
            return False
        with _told(f"removed from {self.name}", account):
            self._keyring.delete_password(_SERVICE, account)
        return True


@dataclass(frozen=True, slots=True)
class FileVault:
    """One JSON file of mode 600."""

    path: Path

    @property
    def name(self) -> str:
        """With its path, since people back folders up."""
        return f"the file {self.path}"

    def read(self, account: str) -> Mapping[str, str] | None:
        """Raises AccountError where the file can be read by others, or is none of ours."""
        found = self._all().get(account)
        return found if found is None else _record(json.dumps(found), self.name)

    def write(self, account: str, values: Mapping[str, str]) -> None:
        """The whole file is replaced at once; raises AccountError where it cannot be."""
        self._replace({**self._all(), account: dict(values)}, account)

    def erase(self, account: str) -> bool:
        """The file goes with its last record."""
        kept = self._all()
        if kept.pop(account, None) is None:
            return False
        self._replace(kept, account)
        return True

    def _all(self) -> dict[str, Any]:
        try:
            if os.name == "posix" and self.path.stat().st_mode & _OTHERS:
                raise AccountError(
                    f"The secrets in {self.path} can be read by other people on this computer, so they were not used. "
                    f"Run `chmod 600 {self.path}`; if somebody may have read them, make new keys on the developer page."
                )
            kept = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise AccountError(
                f"The secrets in {self.path} could not be read ({error.strerror}). Mend its rights and try again."
            ) from error
        except ValueError as error:
            raise _no_record(self.name) from error
        if not isinstance(kept, dict):
            raise _no_record(self.name)
        return kept

    def _replace(self, kept: Mapping[str, Any], account: str) -> None:
        from composer.paths import write_atomically

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if kept:
                write_atomically(self.path, json.dumps(kept, indent=2).encode() + b"\n", mode=0o600)
            else:
                self.path.unlink()
        except OSError as error:
            raise AccountError(
                f"The secrets of {account!r} could not be kept in {self.path} ({error.strerror}); what was there "
                "before is untouched. Make room or mend the rights there, and try again."
            ) from error


@dataclass(frozen=True, slots=True)
class UserSecrets:
    """All places together: the environment first, then the keyring, then the file."""

    environment: EnvironmentSecrets
    file: FileVault
    keyring: KeyringVault | None = field(default=None)

    @property
    def place(self) -> Vault:
        """Where new secrets go."""
        return self.keyring or self.file

    @property
    def lock(self) -> Path:
        """Held by the one process that renews a secret."""
        return self.file.path.with_name("secrets.lock")

    def held(self, account: str) -> Held:
        """From the first place that has any, never mixed from two."""
        found = self.environment.held(account)
        if found.values:
            return found
        for vault in self._vaults():
            kept = vault.read(account)
            if kept:
                return Held(kept, vault.name)
        return Held()

    def kept(self, account: str) -> Mapping[str, str]:
        """What a keyring or the file has of an account, whatever the environment says."""
        return next((found for vault in self._vaults() if (found := vault.read(account))), {})

    def keep(self, account: str, values: Mapping[str, str]) -> Vault:
        """Put the secrets of an account away, in place of all that was kept of it; returns where they are."""
        place = self.place
        place.write(account, values)
        for other in self._vaults():
            if other is not place:
                other.erase(account)
        return place

    def forget(self, account: str) -> tuple[str, ...]:
        """Remove the secrets of an account; returns the places that had some."""
        return tuple(vault.name for vault in self._vaults() if vault.erase(account))

    def _vaults(self) -> tuple[Vault, ...]:
        return (self.keyring, self.file) if self.keyring else (self.file,)


def user_secrets(environment: Mapping[str, str], file: Path) -> UserSecrets:
    """The secrets of whoever runs this; THREAD_KEYRING=no does without the keyring, which costs a tenth of a second."""
    asked = environment.get("THREAD_KEYRING", "")
    keyring = None if asked.casefold() in {"no", "off", "0", "false"} else _keyring()
    return UserSecrets(EnvironmentSecrets(environment), FileVault(file), keyring)


def _keyring() -> KeyringVault | None:
    """The system's keyring, where the package for it is installed and finds one that is worth the name."""
    try:
        import keyring
        from keyring.backends import fail, null
    except ImportError:
        return None
    backend = keyring.get_keyring()
    return None if isinstance(backend, (fail.Keyring, null.Keyring)) else KeyringVault(backend)


def _record(text: str, place: str) -> Mapping[str, str]:
    try:
        kept = json.loads(text)
    except ValueError as error:
        raise _no_record(place) from error
    if not isinstance(kept, dict) or not all(isinstance(value, str) for value in kept.values()):
        raise _no_record(place)
    return kept


def _no_record(place: str) -> AccountError:
    return AccountError(
        f"What is kept in {place} was not written by Thread Composer, or is damaged. Move it away and add the account "
        "again with `thread accounts add`."
    )


@contextmanager
def _told(what: str, account: str) -> Iterator[None]:
    """Turn a keyring's refusal into a sentence."""
    from keyring.errors import KeyringError

    try:
        yield
    except KeyringError as error:
        raise AccountError(
            f"The secrets of {account!r} could not be {what}: {type(error).__name__}. Unlock the keyring and try "
            "again; or say THREAD_KEYRING=no in the environment to keep secrets in a file."
        ) from error
